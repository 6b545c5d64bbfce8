"""What several tests use: the real command, a sample article, distributions with plugins, a web server."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import settings

# a busy machine is no failure
settings.register_profile("busy", deadline=None)
settings.load_profile("busy")

#: The command of the installation that the tests run in.
SCRIPT = Path(sys.executable).with_name("cleanread")
#: Variables that would change what the command does.
_FOREIGN = ("PYTHONPATH", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "PYTHONIOENCODING")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than 20 seconds")
    stale = [path.name for path in compiled_parts() if path.stat().st_mtime < newest_source(path)]
    if stale:
        pytest.exit(f"older than their sources, and loaded in their place: {', '.join(stale)}; run python hatch_build.py", 3)


def compiled_parts() -> list[Path]:
    """The compiled modules of this checkout."""
    return [path for folder in ("src", "plugins") for path in (Path(__file__).parents[1] / folder).rglob("*.so")]


def newest_source(compiled: Path) -> float:
    """When the newest source of a compiled module was changed."""
    stem = compiled.name.partition(".")[0]
    sources = [compiled.with_name(f"{stem}{ending}") for ending in (".py", ".pyx", ".pxd")]
    return max((path.stat().st_mtime for path in sources if path.exists()), default=0.0)


def clean_environment(**more: str) -> dict[str, str]:
    """The environment of a command, without proxies and without what colours or redirects it."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN and not name.lower().endswith("_proxy")}
    return {**kept, "NO_PROXY": "*", **more}


@dataclass(frozen=True)
class Result:
    """What a command did: its exit status, its standard output as bytes, its messages."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run ``cleanread`` in the test's folder.

    Keyword arguments: ``stdin`` (bytes), ``env`` (more variables), ``plugins`` (folders of distributions that are
    installed beside), and those of `subprocess.run`.
    """

    def run(
        *arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] = {}, plugins: Any = (), **kwargs: Any
    ) -> Result:
        paths = os.pathsep.join(map(str, plugins))
        environment = clean_environment(**({"PYTHONPATH": paths} if paths else {}), **env)
        settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": tmp_path, "timeout": 120, **kwargs}
        done = subprocess.run([SCRIPT, *arguments], input=stdin, env=environment, check=False, **settings)
        result = Result(done.returncode, done.stdout or b"", (done.stderr or b"").decode())
        assert "Traceback" not in result.err, result.err
        return result

    return run


@dataclass(frozen=True)
class Sample:
    """A text, what is to be kept of it, and the lines that go, each with the plugin that takes it."""

    source: str
    kept: str
    removed: Mapping[str, str]


@pytest.fixture
def sample() -> Sample:
    """A short article in which two plugins find something."""
    opening = "Rain over Hanoi\n\nIt rained all day in Hanoi on Monday, and the river rose by two metres before the evening.\n"
    middle = "The city closed four roads along the river, and asked people to stay at home until Tuesday.\n"
    end = "Schools stay closed as well, the mayor said after she had met the heads of the districts.\n"
    return Sample(
        source=f"{opening}flood-in-hanoi.jpg\n{middle}{end}Share on Facebook\n",
        kept=f"{opening}{middle}{end}",
        removed={"flood-in-hanoi.jpg": "captions", "Share on Facebook": "interface"},
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file below the test's folder, and the folders above it."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def distribution(tmp_path: Path) -> Callable[..., Path]:
    """Make an installed distribution with one plugin, given as source code; the folder goes to ``plugins=``."""

    def make(name: str, code: str, *, plugin: str | None = None) -> Path:
        module = f"{name}_module"
        folder = tmp_path / "distributions" / name
        info = folder / f"{name}-1.2.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
        (info / "entry_points.txt").write_text(f"[cleanread]\n{plugin or name} = {module}\n")
        (folder / f"{module}.py").write_text(dedent(code))
        return folder

    return make


def without_privileges() -> None:
    """For ``preexec_fn``: file permissions hold, for the superuser too."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        drop_from_bounding_set, override, read_search = 24, 1, 2
        for capability in (override, read_search):
            assert libc.prctl(drop_from_bounding_set, capability, 0, 0, 0) == 0


@pytest.fixture
def unprivileged() -> Callable[[], None]:
    return without_privileges


def files_in(folder: Path) -> list[str]:
    """The paths of all files below a folder, hidden ones too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


@pytest.fixture
def listing() -> Callable[[Path], list[str]]:
    return files_in


class Site:
    """A web server on this machine; ``pages`` maps a path to status, headers and body."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = site.pages.get(self.path, (404, {}, b"<p>not here"))
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def add(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> str:
        """Serve something; ``content_type`` is the header Content-Type."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, {name.replace("_", "-").title(): value for name, value in headers.items()}, data)
        return self.url + path


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()
