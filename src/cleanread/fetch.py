"""Fetching a page by its address, within limits."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .errors import SourceError

#: Bytes that a page may have.
LIMIT = 20_000_000
#: Seconds to wait for a connection or for more data.
TIMEOUT = 20.0
#: Seconds that a page may take in all.
DEADLINE = 60.0
#: What servers are told of who asks.
AGENT = "cleanread (reads one page for its user)"


@dataclass(frozen=True, slots=True)
class Page:
    """What came from an address, after redirects."""

    data: bytes
    url: str
    media_type: str | None


def fetch(url: str) -> Page:
    """Get a page.

    Raises:
        SourceError: there is no answer, it is an error, too large, or neither HTML nor text.
    """
    import httpx

    try:
        with (
            httpx.Client(follow_redirects=True, max_redirects=5, timeout=TIMEOUT, headers={"User-Agent": AGENT}) as client,
            client.stream("GET", url) as response,
        ):
            if response.is_error:
                raise SourceError(f"the server answered {response.status_code} {response.reason_phrase}".rstrip())
            media_type = response.headers.get("content-type")
            data, late = bytearray(), time.monotonic() + DEADLINE
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > LIMIT:
                    raise SourceError(f"the page is larger than {LIMIT // 1_000_000} MB")
                if time.monotonic() > late:
                    raise SourceError(f"the page took longer than {DEADLINE:g} s")
            return Page(bytes(data), str(response.url), media_type)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # UnicodeError: a host name that cannot be
        raise SourceError(f"could not be fetched: {error or type(error).__name__}") from error
