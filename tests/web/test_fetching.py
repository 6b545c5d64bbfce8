"""Fetching for the web page: never from this machine or its network."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

import cleanread
from cleanread.web import fetching
from cleanread.web.fetching import fetch, is_public, public_address

PRIVATE = """0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1
192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::a00:1 100::1 2001:db8::1 2001::1
2002:7f00:1:: 2002:a00:1:: fc00::1 fd12:3456::1 fe80::1 fe80::1%lo fec0::1 ff02::1 nonsense""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_told(address: str) -> None:
    assert is_public(address)


WAYS = """http://127.0.0.1/ http://localhost/ http://127.1/ http://2130706433/ http://0x7f.1/ http://0177.0.0.1/ http://[::1]/
http://[::ffff:127.0.0.1]/ http://0/ http://10.0.0.1/ http://169.254.169.254/latest/meta-data/ http://[fe80::1%25lo]/
http://localhost.localdomain/ https://127.0.0.1/ http://127.0.0.1:8765/ http://1.1.1.1:22/ http://user:pw@1.1.1.1/ ftp://1.1.1.1/
file:///etc/passwd gopher://1.1.1.1/ data:text/html,x javascript:1 //1.1.1.1/ http:// http://[ http://a..b/ http://\u2460.0.0.1/
http://1.1.1.1:99999/ http://\u0000/""".split()


@pytest.mark.parametrize("url", WAYS)
def test_nothing_but_public_pages_is_fetched(url: str) -> None:
    with pytest.raises(cleanread.SourceError):
        fetch(url)


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("1.1.1.1", "127.0.0.1")]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", resolved)
    with pytest.raises(cleanread.SourceError, match="public internet"):
        public_address("two.example", 80)


# -- a server that stands for the public internet ---------------------------------------------------------------------

PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/story": (200, {"Content-Type": "text/html; charset=utf-8"}, "<p>Trời mưa cả ngày".encode()),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"<p>It rained")),
    "/moved": (302, {"Location": "/story"}, b""),
    "/circle": (302, {"Location": "/circle"}, b""),
    "/inside": (302, {"Location": "http://inside.example/secret"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/missing": (404, {}, b"no"),
    "/picture": (200, {"Content-Type": "image/png"}, b"x"),
    "/large": (200, {"Content-Type": "text/html"}, b"x" * 10_000_001),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"\0" * 200_000_000, 1)),
    "/damaged": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"no gzip at all"),
    "/brotli": (200, {"Content-Type": "text/html", "Content-Encoding": "br"}, b"x"),
}


class Internet(BaseHTTPRequestHandler):
    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        status, headers, body = PAGES[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Internet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


def outside(host: str, port: int) -> str:
    """All names but one are on the public internet, which is this machine."""
    if host == "inside.example":
        raise cleanread.SourceError("inside.example is not on the public internet")
    return "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "text"), [("/story", "Trời mưa cả ngày"), ("/packed", "It rained"), ("/moved", "Trời mưa cả ngày")]
)
def test_a_page_is_fetched(port: int, path: str, text: str) -> None:
    page = fetch(f"http://gazette.example:{port}{path}", outside)
    assert text in page.data.decode()
    assert page.url == f"http://gazette.example:{port}{path.replace('moved', 'story')}"
    assert Internet.hosts[-1] == f"gazette.example:{port}"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/circle", "redirects more than"),
        ("/inside", "not on the public internet"),
        ("/file", "begins with http"),
        ("/missing", "404"),
        ("/picture", "image/png"),
        ("/large", "larger than 10 MB"),
        ("/bomb", "larger than 10 MB"),
        ("/damaged", "damaged"),
        ("/brotli", "br"),
    ],
)
def test_what_is_no_page_is_named(port: int, path: str, message: str) -> None:
    with pytest.raises(cleanread.SourceError, match=message):
        fetch(f"http://gazette.example:{port}{path}", outside)


def test_each_redirect_is_checked_again(port: int) -> None:
    asked: list[str] = []

    def resolve(host: str, _: int) -> str:
        asked.append(host)
        return outside(host, 0)

    with pytest.raises(cleanread.SourceError):
        fetch(f"http://gazette.example:{port}/inside", resolve)
    assert asked == ["gazette.example", "inside.example"]


def test_the_service_fetches_when_it_may_and_only_from_the_public_internet(start: Any, port: int) -> None:
    service = start("--allow-fetch")
    assert service.call("health").json()["allow_fetch"] is True
    for url in (f"http://127.0.0.1:{port}/story", service.url, "http://localhost/", "nonsense"):
        reply = service.call("clean", json.dumps({"fetch": url}).encode())
        assert (reply.status, reply.kind) == (422, "fetch")
