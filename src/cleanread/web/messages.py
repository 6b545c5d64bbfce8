"""What passes between the service and its worker processes: tasks and answers, over a pair of sockets."""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any, NamedTuple

from ..fetch import Page

JSON = "application/json"
#: A worker's first message.
READY = (b"", "ready")
_HEAD = struct.Struct("!QQ")
_FIRST = 1 << 16


class Task(NamedTuple):
    """What a worker is to do.

    Attributes:
        body: the request's body, as it came.
        kind: ``clean``, ``export`` or ``plugins``.
        page: the page that was fetched for the request.
    """

    body: bytes
    kind: str
    page: Page | None = None


class Answer(NamedTuple):
    """A response. ``fetch`` is the address of a page that must be fetched first, which no worker does."""

    body: bytes = b""
    media_type: str = JSON
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    fetch: str | None = None


class Channel:
    """One end of a pair of sockets that carries whole messages, one at a time.

    A message is a body, which is sent as it is, and some small values, which are pickled: both ends are of one program.
    """

    def __init__(self, end: socket.socket) -> None:
        self._socket = end

    def fileno(self) -> int:
        """The socket's file descriptor."""
        return self._socket.fileno()

    def send(self, body: bytes, *values: Any) -> None:
        """Send a message.

        Raises:
            OSError: nobody is there any more.
        """
        about = pickle.dumps(values, pickle.HIGHEST_PROTOCOL)
        self._socket.sendall(b"".join((_HEAD.pack(len(about), len(body)), about, body)))

    def receive(self, timeout: float | None = None) -> tuple[Any, ...]:
        """The next message: its body, then its values.

        Raises:
            EOFError, OSError: nobody is there any more, or not in time.
        """
        if self._socket.gettimeout() != timeout:
            self._socket.settimeout(timeout)
        data: bytes | bytearray = self._more(_FIRST)
        while len(data) < _HEAD.size:
            data += self._more(_FIRST)
        about, size = _HEAD.unpack_from(data)
        begin, end = _HEAD.size + about, _HEAD.size + about + size
        if len(data) < end:
            data = self._rest(data, end)
        with memoryview(data) as view:
            return (bytes(view[begin:end]), *pickle.loads(view[_HEAD.size : begin]))

    def _rest(self, data: bytes | bytearray, size: int) -> bytearray:
        whole = bytearray(size)
        at = len(data)
        whole[:at] = data
        with memoryview(whole) as view:
            while at < size:
                with view[at:] as part:
                    # the system waits until all is there, so that this process is woken once
                    received = self._socket.recv_into(part, 0, socket.MSG_WAITALL)
                if not received:
                    raise EOFError
                at += received
        return whole

    def _more(self, size: int) -> bytes:
        data = self._socket.recv(size)
        if not data:
            raise EOFError
        return data

    def close(self) -> None:
        """Close it: the other end finds out."""
        self._socket.close()
