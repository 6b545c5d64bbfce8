"""A real service in a process of its own, raw connections to it, and a real browser."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[1]))
from one_playwright import playwright

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
JSON = "application/json"
SCRIPT = Path(sys.executable).with_name("cleanread")

#: A plugin that misbehaves when a text tells it to.
TROUBLE = '''
    """Does what a text tells it to."""

    import os
    import time

    import cleanread

    @cleanread.hookimpl
    def cleanread_clean(document):
        text = document.text
        if "Trouble: computes" in text:
            sum(range(10**12))
        if "Trouble: loops" in text:
            while True:
                pass
        if "Trouble: sleeps" in text:
            time.sleep(600)
        if "Trouble: waits" in text:
            time.sleep(2)
        if "Trouble: eats" in text:
            eaten = []
            while True:
                try:
                    eaten.append(b"x" * 20_000_000)
                    time.sleep(0.005)
                except BaseException:
                    pass
        if "Trouble: dies" in text:
            os.kill(os.getpid(), 9)
        return []
'''


@dataclass(frozen=True)
class Reply:
    """A response as it came over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """What kind of problem the document names."""
        assert self.headers["content-type"] == "application/problem+json"
        problem = self.json()
        assert problem["status"] == self.status
        assert problem["title"]
        assert problem["detail"]
        return str(problem["type"]).removeprefix("urn:cleanread:problem:")


@dataclass
class Service:
    """``cleanread serve`` as its user starts it."""

    process: subprocess.Popen[str]
    port: int
    folder: Path
    errors: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.netloc}"

    @property
    def token(self) -> str:
        return (self.folder / "token").read_text().strip()

    def connect(self, timeout: float = 60) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def raw(self, data: bytes) -> Reply:
        """Send bytes on a connection of their own."""
        with self.connect() as connection:
            connection.sendall(data)
            return read_reply(connection, empty=data.startswith(b"HEAD "))

    def request(self, method: str, path: str, headers: Mapping[str, str | None] = {}, body: bytes = b"") -> Reply:
        """A request; a header of None is left out."""
        return self.raw(self.message(method, path, headers, body))

    def message(self, method: str, path: str, headers: Mapping[str, str | None] = {}, body: bytes = b"") -> bytes:
        every = {"Host": self.netloc, "Content-Length": str(len(body)) if body else None, **headers}
        lines = [f"{name}: {value}\r\n" for name, value in every.items() if value is not None]
        return f"{method} {path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode() + body

    def call(self, name: str, data: Any = None, **headers: str | None) -> Reply:
        """A call of the API with the local token."""
        body = data if isinstance(data, bytes) else json.dumps({} if data is None else data).encode()
        return self.request("POST", f"/api/{name}", {**self.authorized(), **_named(headers)}, body)

    def authorized(self) -> dict[str, str | None]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": JSON}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRIPT, *arguments], capture_output=True, text=True, check=False, env=environment(self.folder), timeout=60
        )

    def pair(self, origin: str = EXTENSION) -> str:
        """Pair an origin; its token."""
        code = self.command("pair").stdout.strip()
        reply = self.request("POST", "/api/pair", {"Origin": origin, "Content-Type": JSON}, json.dumps({"code": code}).encode())
        assert reply.status == 200, reply.body
        return str(reply.json()["token"])

    def workers(self) -> list[int]:
        """The processes that clean."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes()
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                    grand = int(Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, IndexError):
                    continue
                if b"forkserver" in command and grand == self.process.pid:
                    found.append(int(entry.name))
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def _named(headers: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def read_reply(connection: socket.socket, *, empty: bool = False) -> Reply:
    """One response."""
    data = bytearray()
    while b"\r\n\r\n" not in data:
        data += _more(connection, data)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while not empty and len(body) < int(headers.get("content-length", "0")):
        body += _more(connection, body)
    return Reply(int(first.split()[1]), headers, bytes(body))


def _more(connection: socket.socket, data: bytearray) -> bytes:
    more = connection.recv(65536)
    if not more:
        raise ConnectionError(f"closed after {bytes(data[:500])!r}")
    return more


def environment(folder: Path, plugins: Path | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH" and not name.lower().endswith("_proxy")}
    return {**kept, "CLEANREAD_CONFIG": str(folder), **({"PYTHONPATH": str(plugins)} if plugins else {})}


Start = Callable[..., Service]


@pytest.fixture(scope="session")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PYTHONPATH with the plugin that misbehaves."""
    plugins = tmp_path_factory.mktemp("plugins")
    info = plugins / "trouble-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: trouble\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[cleanread]\ntrouble = trouble_module\n")
    (plugins / "trouble_module.py").write_text(dedent(TROUBLE))
    return plugins


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory, plugins: Path) -> Iterator[Start]:
    """Start a service with the plugin that misbehaves; keyword ``command`` starts it in another way."""
    running: list[Service] = []

    def make(*options: str, command: list[str] | None = None, cwd: Path | None = None) -> Service:
        place = tmp_path_factory.mktemp("service")
        errors = place / "errors.txt"
        with open(errors, "w") as messages:
            process = subprocess.Popen(
                [*(command or [str(SCRIPT), "serve"]), "--port", "0", *options],
                stdout=subprocess.PIPE,
                stderr=messages,
                text=True,
                env=environment(place / "config", plugins),
                cwd=cwd,
            )
        assert process.stdout is not None
        first = process.stdout.readline()
        assert "http://127.0.0.1:" in first, f"{first!r}\n{errors.read_text()}"
        port = int(first.split("http://127.0.0.1:")[1].split("/")[0])
        service = Service(process, port, place / "config", errors)
        running.append(service)
        return service

    yield make
    for service in running:
        if service.process.poll() is None:
            service.process.kill()
            service.process.wait()


@pytest.fixture(scope="session")
def service(start: Start) -> Service:
    """A service that many tests use: they leave it as it was."""
    return start()


@pytest.fixture(scope="session")
def paired(service: Service) -> str:
    """The token of the paired `EXTENSION`."""
    return service.pair()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, without a connection to anywhere but this machine."""
    pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("there is no chromium; `make browsers` installs it")
    names = (
        "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"
    )
    arguments = [f"--{name}" for name in names.split()] + ["--host-resolver-rules=MAP *.test 127.0.0.1"]
    chromium = playwright().chromium.launch(executable_path=path, args=arguments)
    yield chromium
    chromium.close()
