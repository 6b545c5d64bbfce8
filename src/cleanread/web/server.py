"""Running the service: waitress, tuned so that neither many nor slow connections starve a good request.

One thread reads all connections; a request takes one of the threads that answer only when it is there as a whole.
So a slow client costs nothing but its connection, and connections have a deadline.
"""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
import time
from dataclasses import replace
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from ..errors import CleanreadError
from .connection import Connection
from .service import Service
from .settings import BODY_LIMIT, HEADER_LIMIT, Settings

#: Connections at one time; beyond, those that have been waiting longest without a request are closed.
CONNECTIONS = 4096
#: Seconds that a connection may be silent.
SILENCE = 15
#: Seconds for a running request to end once the service is told to stop.
GRACE = 30.0
_ACCEPTS = 64


class Server(TcpWSGIServer):
    """A waitress server with access checks at the head of a request, deadlines, and an orderly end."""

    channel_class = Connection

    def __init__(self, app: Flask, listener: socket.socket, threads: int) -> None:
        self.service: Service = app.extensions["cleanread"]
        self.stopping = False
        adjustments = Adjustments(
            sockets=[listener],
            threads=threads,
            connection_limit=_open_files(CONNECTIONS),
            backlog=1024,
            channel_timeout=SILENCE,
            cleanup_interval=1,
            asyncore_use_poll=True,
            recv_bytes=262_144,
            max_request_header_size=HEADER_LIMIT,
            max_request_body_size=BODY_LIMIT + 1,
            expose_tracebacks=False,
            ident=None,
        )
        where = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(app, _sock=listener, adj=adjustments, sockinfo=where, bind_socket=False)

    def handle_accept(self) -> None:
        """Take the connections that wait, some at a time."""
        for _ in range(_ACCEPTS):
            before = len(self.active_channels)
            super().handle_accept()
            if len(self.active_channels) == before:
                break
        if len(self.active_channels) > self.adj.connection_limit * 0.9:
            self._make_room()

    def _make_room(self) -> None:
        waiting = sorted(
            (channel for channel in self.active_channels.values() if not channel.busy()),
            key=lambda channel: channel.last_request,
        )
        for channel in waiting[: len(self.active_channels) // 4]:
            channel.will_close = True

    def maintenance(self, now: float) -> None:
        """Close the connections that are over their time."""
        for channel in list(self.active_channels.values()):
            if channel.overdue(now):
                channel.will_close = True

    def run(self) -> None:
        """Serve until `stop`; then let running requests end."""
        while not self.stopping:
            self._loop()
        self._unlisten()
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and any(channel.busy() for channel in self.active_channels.values()):
            self._loop()
        self.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def stop(self) -> None:
        """Take no more connections. May be called from a signal handler or another thread."""
        self.stopping = True
        self.pull_trigger()

    def _loop(self) -> None:
        wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)

    def _unlisten(self) -> None:
        self.accepting = False
        self.del_channel()
        self.socket.close()


def serve(settings: Settings) -> None:
    """Run the service until SIGTERM or Ctrl-C; prints where it is.

    Raises:
        CleanreadError: the port is taken, or may not be used.
    """
    from .app import create_app

    logging.basicConfig(level=logging.WARNING, format="cleanread: %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    listener = listen(settings)
    settings = replace(settings, port=listener.getsockname()[1])
    app = create_app(settings)
    service = app.extensions["cleanread"]
    service.gate.tokens.local_token()
    service.pool.start()
    server = Server(app, listener, threads=settings.workers + 16)
    _on_signals(server)
    print(f"cleanread is at {settings.origin}/ (Ctrl-C ends it)", flush=True)
    try:
        server.run()
    finally:
        service.pool.close()


def listen(settings: Settings) -> socket.socket:
    """A socket on the service's address.

    Raises:
        CleanreadError: it cannot be had.
    """
    try:
        return socket.create_server((settings.host, settings.port), backlog=1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"port {settings.port} is in use, perhaps by a service that runs already; choose another with --port"
            raise CleanreadError(message) from error
        raise CleanreadError(f"the service cannot listen on {settings.netloc}: {error.strerror}") from error


def _on_signals(server: Server) -> None:
    """The first signal ends the service in good order, the second at once."""

    def handle(number: int, frame: Any) -> None:
        if server.stopping:
            sys.exit(128 + number)
        server.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)


def _open_files(wanted: int) -> int:
    """As many connections as wanted, or as the system's limit of open files allows."""
    try:
        import resource
    except ImportError:  # not a Unix
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + 512
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return min(wanted, max(soft - 512, soft // 2))
    return wanted
