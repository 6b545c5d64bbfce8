"""Who is let in. The checks run in a fixed order, and the first that fails is the answer.

Exact ``Host``, method, content type, origin, token, size. They need the request's head only, so the server
refuses before it has read a body; the application checks again, whatever server it runs on.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from .problems import Refusal
from .settings import BODY_LIMIT, Settings
from .tokens import TokenStore

#: Origins of browser extensions. Only these can be paired: no web site can have such an origin.
EXTENSION = re.compile(r"(?:chrome|moz|safari-web)-extension://[a-z0-9-]{1,64}")
PAIR = "/api/pair"
#: Values of ``Sec-Fetch-Site`` that no other site's page can bring about.
_OWN = {None, "none", "same-origin"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a request; header names as in WSGI (``CONTENT_TYPE``), without ``HTTP_``."""

    method: str
    path: str
    headers: Mapping[str, str]

    @classmethod
    def of_environ(cls, environ: Mapping[str, object]) -> Head:
        """From a WSGI environment."""
        headers = {
            name.removeprefix("HTTP_"): str(value)
            for name, value in environ.items()
            if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
        }
        return cls(str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "")), headers)


class Gate:
    """The access checks of one service.

    Attributes:
        page_token: the token of the service's own web page, new with each start.
    """

    def __init__(self, settings: Settings, tokens: TokenStore) -> None:
        self.settings = settings
        self.tokens = tokens
        self.page_token = secrets.token_urlsafe(32)

    def check(self, head: Head) -> None:
        """Let a request in.

        Raises:
            Refusal: it is not let in.
        """
        self._host(head)
        api = head.path == "/api" or head.path.startswith("/api/")
        self._method(head, api)
        if not api:
            self._site(head)
        elif head.method == "OPTIONS":
            self._preflight(head)
        else:
            self._content(head)
            self._origin(head)
            if head.path != PAIR:
                self._token(head)
            self._size(head)

    def _host(self, head: Head) -> None:
        if head.headers.get("HOST") != self.settings.netloc:
            raise Refusal(421, "host", f"this service answers at {self.settings.origin}/ only")

    def _method(self, head: Head, api: bool) -> None:
        allowed = ("POST", "OPTIONS") if api else ("GET", "HEAD")
        if head.method not in allowed:
            detail = f"{head.path} takes {allowed[0]} requests"
            raise Refusal(405, "method", detail, headers={"Allow": ", ".join(allowed)})

    def _content(self, head: Head) -> None:
        media_type, _, parameters = head.headers.get("CONTENT_TYPE", "").partition(";")
        charset = parameters.replace('"', "").replace(" ", "").lower()
        if media_type.strip().lower() != "application/json" or charset not in ("", "charset=utf-8"):
            raise Refusal(415, "content-type", "the content type of a request is application/json, in UTF-8")
        if head.headers.get("CONTENT_ENCODING", "identity").strip().lower() != "identity":
            detail = "a request's body is not compressed; send it without Content-Encoding"
            raise Refusal(415, "content-encoding", detail, headers={"Accept-Encoding": "identity"})

    def _site(self, head: Head) -> None:
        """Refuse what a page of another site asks a browser for, be it a page of another port of this machine."""
        if head.headers.get("SEC_FETCH_SITE") not in _OWN:
            raise Refusal(403, "cross-site", "requests from pages of other sites are not answered")

    def _origin(self, head: Head) -> None:
        self._site(head)
        origin = head.headers.get("ORIGIN")
        if head.path == PAIR:
            if origin is None or not EXTENSION.fullmatch(origin):
                raise Refusal(403, "origin", "only a browser extension can be paired")
        elif origin not in (None, self.settings.origin) and origin not in self.tokens.origins():
            raise Refusal(403, "origin", "this origin is not paired; run `cleanread pair` and enter the code in the extension")

    def _token(self, head: Head) -> None:
        scheme, _, token = head.headers.get("AUTHORIZATION", "").partition(" ")
        origin = head.headers.get("ORIGIN")
        if scheme.lower() == "bearer" and self._accepts(token.strip(), origin):
            return
        detail = "send the token of this origin as `Authorization: Bearer TOKEN`; `cleanread pair` pairs a browser"
        raise Refusal(401, "token", detail, headers={"WWW-Authenticate": 'Bearer realm="cleanread"'})

    def _accepts(self, token: str, origin: str | None) -> bool:
        if origin is None:
            return _same(token, self.tokens.local_token())
        if origin == self.settings.origin:
            return _same(token, self.page_token)
        return self.tokens.accepts(token, origin)

    def _size(self, head: Head) -> None:
        length = head.headers.get("CONTENT_LENGTH", "")
        if length.isdecimal() and length.isascii() and (len(length) > 15 or int(length) > BODY_LIMIT):
            raise too_large()

    def _preflight(self, head: Head) -> None:
        """A browser asks before it sends a request across origins: yes for the paired ones."""
        if not self.allowed_origin(head.headers.get("ORIGIN")):
            raise Refusal(403, "origin", "this origin is not paired")

    def allowed_origin(self, origin: str | None) -> str | None:
        """The paired origin that a request says it comes from, if there is one: the only one that may read the answer."""
        return next((known for known in self.tokens.origins() if known == origin), None)


def too_large() -> Refusal:
    """The refusal of a body that is too large."""
    return Refusal(413, "size", f"a request's body has up to {BODY_LIMIT // 1_000_000} MB")


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
