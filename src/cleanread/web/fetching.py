"""Fetching a page for the web page's user, guarded against requests that only this machine could make.

A name is resolved once, every address it has must be public, and the connection goes to the address that was checked;
each redirect goes the same way. No proxy and no credentials of the environment take part.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import httpx

from ..errors import SourceError
from ..fetch import AGENT, Page
from .settings import BODY_LIMIT

#: Seconds for one connection or piece of data, and for a page in all.
TIMEOUT, DEADLINE = 5.0, 20.0
REDIRECTS = 5
PORTS = {80, 443, 8080, 8443}
#: IPv6 networks that carry IPv4 addresses: NAT64, 6to4, Teredo.
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
_KINDS = ("text/html", "application/xhtml+xml", "text/plain")


def fetch(url: str, resolve: Callable[[str, int], str] | None = None) -> Page:
    """Get a page from a public address.

    Args:
        url: its address; http or https.
        resolve: gives the IP address for a host and port, or raises `SourceError`; `public_address` by default.

    Raises:
        SourceError: the address or one that it redirects to is not public, or there is no page to be had.
    """
    late = time.monotonic() + DEADLINE
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
            for _ in range(REDIRECTS + 1):
                response = client.send(_request(client, url, resolve or public_address), stream=True)
                with contextlib.closing(response):
                    if not response.has_redirect_location:
                        return _page(url, response, late)
                    url = urljoin(url, response.headers["location"])
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"could not be fetched: {error or type(error).__name__}") from error
    raise SourceError(f"the page redirects more than {REDIRECTS} times")


def public_address(host: str, port: int) -> str:
    """The IP address of a host, when all addresses it has are public.

    Raises:
        SourceError: it has none, or one that is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(f"there is no host {host!r}") from error
    addresses = [str(item[4][0]) for item in found]
    for address in addresses:
        if not is_public(address):
            raise SourceError(f"{host} is not on the public internet; only public pages are fetched")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.is_site_local or any(ip in network for network in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _request(client: httpx.Client, url: str, resolve: Callable[[str, int], str]) -> httpx.Request:
    """A request to the checked address that still names the host."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise SourceError("an address to fetch begins with http:// or https://, and has no user name")
    if resolve is public_address and port not in PORTS:
        raise SourceError(f"pages are not fetched from port {port}")
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    address = resolve(host, port)
    target = httpx.URL(url).copy_with(host=address, port=port, fragment=None)
    headers = {
        "Host": parts.netloc if parts.hostname.isascii() else f"{host}:{port}",
        "User-Agent": AGENT,
        "Accept": "text/html, text/plain",
        "Accept-Encoding": "gzip, identity",
    }
    return client.build_request("GET", target, headers=headers, extensions={"sni_hostname": host})


def _page(url: str, response: httpx.Response, late: float) -> Page:
    if response.is_error or response.status_code != 200:
        raise SourceError(f"the server answered {response.status_code} {response.reason_phrase}".rstrip())
    media_type = response.headers.get("content-type")
    if media_type is not None and media_type.partition(";")[0].strip().lower() not in _KINDS:
        raise SourceError(f"this is {media_type}, neither HTML nor text")
    data = bytearray()
    for chunk in _decoded(response):
        data += chunk
        if len(data) > BODY_LIMIT:
            raise SourceError(f"the page is larger than {BODY_LIMIT // 1_000_000} MB")
        if time.monotonic() > late:
            raise SourceError(f"the page took longer than {DEADLINE:g} s")
    return Page(bytes(data), url, media_type)


def _decoded(response: httpx.Response) -> Iterator[bytes]:
    """The body as it comes, never much more at a time than a page may have: a small body can unpack to a huge one."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding == "identity":
        yield from response.iter_raw()
        return
    if coding not in ("gzip", "x-gzip"):
        raise SourceError(f"the page is packed as {coding}, which was not asked for")
    unpack = zlib.decompressobj(wbits=31)
    for chunk in response.iter_raw():
        try:
            yield unpack.decompress(chunk, BODY_LIMIT + 1)
        except zlib.error as error:
            raise SourceError("the page is damaged") from error
        if unpack.unconsumed_tail:
            raise SourceError(f"the page is larger than {BODY_LIMIT // 1_000_000} MB")
