"""One connection: access checks as soon as a request's head is there, problem documents, deadlines."""

from __future__ import annotations

import contextlib
import socket
import time
from http import HTTPStatus
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import build_http_date

from .access import Gate, Head, too_large
from .problems import MEDIA_TYPE, Refusal
from .service import HEADERS, Service
from .settings import HEADER_LIMIT

#: Seconds in which a request must have come as a whole.
DEADLINE = 30.0
#: Seconds in which an answer must have been taken.
TAKEN = 120.0
#: Seconds that a refused request's body is read on, so that the client sees the answer.
_LINGER = 5.0
_DRAINED = 20_000_000
_WORKED = {"/api/clean": "clean", "/api/export": "export"}


class Parser(HTTPRequestParser):
    """Reads a request, and refuses it by its head."""

    def __init__(self, gate: Gate, adj: Any) -> None:
        super().__init__(adj)
        self.gate = gate
        self.refusal: Refusal | None = None
        self.error: Any = None

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the head, then check it."""
        super().parse_header(header_plus)
        try:
            self.gate.check(Head(self.command, self.path, self.headers))
        except Refusal as refusal:
            self.refusal = refusal

    def received(self, data: bytes) -> int:
        """Take data; how much of it belongs to this request."""
        consumed: int = super().received(data)
        if self.refusal is not None and self.error is not None and self.error.code == 431:
            self.refusal = None  # that head was a stand-in
        if self.refusal is not None:
            self.error, self.completed, self.expect_continue = self.refusal, True, False
        return consumed


class Task(WSGITask):
    """Answers a request that was let in.

    The calls that workers answer go to them directly: the way through WSGI and Flask, whose routes do the same for
    any other server, would cost as much again as all else that happens to a request here.
    """

    def execute(self) -> None:
        """Write the response."""
        kind = _WORKED.get(self.request.path)
        if kind is None or self.request.command != "POST":
            super().execute()
            return
        service: Service = self.channel.server.service
        answer = service.answer(kind, self.request.get_body_stream().read())
        self.complete = True
        self.status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        shared = service.shared(self.request.path, self.request.headers.get("ORIGIN"))
        self.response_headers.extend([*HEADERS.items(), *answer.headers, *shared.items(), ("Content-Type", answer.media_type)])
        self.content_length = len(answer.body)
        head = self.build_response_header()
        self.wrote_header = True
        self.channel.write_soon(head + answer.body)

    def build_response_header(self) -> bytes:
        """The head of a response; the usual one without the many looks that waitress takes at each header."""
        if self.version != "1.1" or self.content_length is None or not self.has_body or "CONNECTION" in self.request.headers:
            head: bytes = super().build_response_header()
            return head
        headers = [*self.response_headers, ("Date", build_http_date(self.start_time))]
        if not any(name.lower() == "content-length" for name, _ in headers):
            headers.append(("Content-Length", str(self.content_length)))
        return "\r\n".join([f"HTTP/1.1 {self.status}", *map(": ".join, headers), "\r\n"]).encode("latin-1")


class ProblemTask(ErrorTask):
    """Answers with a problem document what cannot be passed to the application."""

    def execute(self) -> None:
        """Write the response."""
        refusal = self.request.error if isinstance(self.request.error, Refusal) else _translated(self.request.error)
        body = refusal.body()
        self.status = f"{refusal.status} {refusal.reason}"
        self.response_headers.extend([*HEADERS.items(), *refusal.headers.items(), ("Content-Type", MEDIA_TYPE)])
        self.response_headers.append(("Content-Length", str(len(body))))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(b"" if getattr(self.request, "command", "") == "HEAD" else body)
        self.channel.lingering = True


class Connection(HTTPChannel):
    """One connection.

    Attributes:
        last_request: when its last request was complete, or when it was opened; on the wall clock.
        lingering: whether it is read on after its last answer, so that this answer is not lost.
    """

    task_class = Task
    error_task_class = ProblemTask
    close_when_flushed: bool

    def __init__(self, server: Any, *args: Any, **kwargs: Any) -> None:
        self.lingering = False
        self._draining: float | None = None
        self._drained = 0
        self._begun: float | None = None
        self._answered: float | None = None
        self.parser_class = lambda adj: Parser(server.service.gate, adj)
        super().__init__(server, *args, **kwargs)
        self.last_request = self.creation_time

    def busy(self) -> bool:
        """Whether it has a request to answer, or an answer to send."""
        return bool(self.requests or self.total_outbufs_len) and self.connected

    def overdue(self, now: float) -> bool:
        """Whether it has been silent for too long, or too slow."""
        if self.requests:
            return False
        if self._draining is not None:
            return now > self._draining + _LINGER
        if self.total_outbufs_len and self._answered is not None and now > self._answered + TAKEN:
            return True
        if self.request is not None and self._begun is not None and now > self._begun + DEADLINE:
            return True
        return bool(self.last_activity < now - self.adj.channel_timeout)

    def received(self, data: bytes) -> bool:
        """Take data of the client's."""
        if self.request is None:
            self._begun = time.time()
        taken: bool = super().received(data)
        if self.requests:
            self.last_request = time.time()
        return taken

    def service(self) -> None:
        """Answer a request."""
        super().service()
        self._answered = time.time()

    def write_soon(self, data: Any) -> int:
        """Send at once what the client takes at once; waitress would copy it twice before."""
        rest = data
        if isinstance(data, bytes) and self.connected and not self.total_outbufs_len:
            with self.outbuf_lock, contextlib.suppress(OSError, AttributeError):  # closed meanwhile: waitress finds out
                if not self.total_outbufs_len:
                    rest = data[self.send(data, do_close=False) :]
                    self.last_activity = time.time()
        if rest:
            super().write_soon(rest)
        return len(data)

    def readable(self) -> bool:
        """Whether there may be something to read."""
        return self._draining is not None or bool(super().readable())

    def writable(self) -> bool:
        """Whether there is something to send: not while a thread writes, which sends it by itself.

        Else the loop would ask again and again for the lock that the thread has, and keep the interpreter from it.
        """
        if self.requests and self.total_outbufs_len <= self.adj.outbuf_high_watermark:
            return bool(self.will_close or self.close_when_flushed)
        return bool(super().writable())

    def handle_read(self) -> None:
        """Read; what comes after a refusal is thrown away."""
        if self._draining is None:
            super().handle_read()
            return
        try:
            data = self.recv(65536)
        except OSError:
            data = b""
        self._drained += len(data)
        if not data or self._drained > _DRAINED:
            self.will_close = True

    def handle_write(self) -> None:
        """Send; after a refusal end only this side of the connection."""
        if self.lingering and self.close_when_flushed and not self.will_close:
            if self.total_outbufs_len:
                self._flush_exception(self._flush_some)
            if not self.total_outbufs_len and not self.will_close:
                self.close_when_flushed, self._draining = False, time.time()
                try:
                    self.socket.shutdown(socket.SHUT_WR)
                except OSError:
                    self.will_close = True
            return
        super().handle_write()


def _translated(error: Any) -> Refusal:
    """What waitress found wrong with a request, as a refusal of ours."""
    match error.code:
        case 431:
            return Refusal(431, "headers", f"a request's headers have up to {HEADER_LIMIT // 1024} KB")
        case 413:
            return too_large()
        case 501:
            return Refusal(400, "transfer-encoding", "of transfer codings only chunked is understood")
        case 500:
            return Refusal(500, "failure", "an error of cleanread; the service's messages tell more")
        case _:
            return Refusal(400, "http", f"this is no valid HTTP request: {error.body}")
