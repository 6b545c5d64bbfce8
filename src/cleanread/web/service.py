"""What the calls work with, and how those that a worker answers are answered, whatever brought them here."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import SourceError
from ..fetch import Page
from .access import Gate
from .messages import Answer, Task
from .pool import Pool, PoolError
from .problems import Refusal, refused
from .settings import Settings

#: On every response: nothing is stored, guessed, framed or loaded.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Vary": "Origin, Sec-Fetch-Site",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one service."""

    settings: Settings
    gate: Gate
    pool: Pool

    def answer(self, kind: str, body: bytes = b"") -> Answer:
        """What a worker answers; it reads the body itself, so that here nobody waits for a large one."""
        try:
            answer = self._ask(Task(body, kind))
            if answer.fetch is None:
                return answer
            return self._ask(Task(body, kind, self._fetched(answer.fetch)))
        except Refusal as refusal:
            return refused(refusal)

    def shared(self, path: str, origin: str | None) -> dict[str, str]:
        """The header that lets the page of a paired origin, and no other, read a response."""
        if origin is not None and path.startswith("/api/") and self.gate.allowed_origin(origin):
            return {"Access-Control-Allow-Origin": origin}
        return {}

    def _ask(self, task: Task) -> Answer:
        try:
            return self.pool.ask(task)
        except PoolError as error:
            raise Refusal(503, error.code, str(error), headers={"Retry-After": "1"} if error.later else {}) from None

    def _fetched(self, address: str) -> Page:
        if not self.settings.allow_fetch:
            detail = "this service does not fetch pages; start it with --allow-fetch, or send the page itself"
            raise Refusal(403, "fetch", detail)
        from .fetching import fetch

        try:
            return fetch(address)
        except SourceError as error:
            raise Refusal(422, "fetch", f"{address}: {error}") from None
