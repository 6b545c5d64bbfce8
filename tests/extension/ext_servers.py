"""The servers that the browsers talk to: the real service, and a web site with the pages in ``pages/``."""

from __future__ import annotations

import contextlib
import http.server
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pages"
TYPES = {".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript", ".css": "text/css"}


class Service:
    """``cleanread serve`` in a process of its own, with a configuration folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        """Start it, on the port that it had before."""
        command = [sys.executable, "-m", "cleanread", "serve", "--port", str(self.port), "--workers", "1"]
        self._process = subprocess.Popen(command, env=self._env(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break
        else:
            raise RuntimeError("the service did not start")
        threading.Thread(target=self._process.stdout.read, daemon=True).start()

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)
            self._process = None

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """It stands still: connections are taken, and nothing is answered."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def pair(self, *arguments: str) -> str:
        """What ``cleanread pair`` prints."""
        command = [sys.executable, "-m", "cleanread", "pair", *arguments]
        return subprocess.run(command, env=self._env(), capture_output=True, text=True, check=True).stdout.strip()

    def _env(self) -> dict[str, str]:
        return {**os.environ, "CLEANREAD_CONFIG": str(self.folder)}


class Site:
    """A web site on every name that ends in ``.test``. ``requests`` has what was asked for, as host and path."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.made: dict[str, str] = {}
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def url(self, path: str, host: str = "news.test") -> str:
        """The address of a page."""
        return f"http://{host}:{self.port}/{path}"

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.split("?")[0].lstrip("/")
                site.requests.append(f"{self.headers['Host'].split(':')[0]}{self.path}")
                body, kind = site.content(path)
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Type", kind)
                if path.startswith("strict"):
                    self.send_header("Content-Security-Policy", "default-src 'none'; sandbox allow-same-origin")
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler

    def content(self, path: str) -> tuple[bytes | None, str]:
        """The bytes of a page and their type. ``made`` comes before the files."""
        name = path or "index.html"
        kind = TYPES.get(Path(name).suffix, "text/html; charset=utf-8")
        if name in self.made:
            return self.made[name].encode(), kind
        file = PAGES / name
        if file.is_file():
            return file.read_bytes(), kind
        if name.endswith(".svg"):
            return picture(name), kind
        return None, kind


def picture(name: str) -> bytes:
    """A drawing of a landscape, in colours that its name decides."""
    hue = sum(name.encode()) * 37 % 360
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675" viewBox="0 0 1200 675">'
        f'<rect width="1200" height="675" fill="hsl({hue} 38% 82%)"/><circle cx="890" cy="200" r="82" fill="hsl({hue} 60% 94%)"/>'
        f'<path d="M0 470 Q180 320 360 420 T720 380 T1200 430 V675 H0z" fill="hsl({(hue + 25) % 360} 30% 56%)"/>'
        f'<path d="M0 560 Q260 450 520 540 T1200 520 V675 H0z" fill="hsl({(hue + 45) % 360} 34% 36%)"/></svg>'
    ).encode()
