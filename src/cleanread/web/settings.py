"""What the service is started with, and its limits."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

#: Bytes that a request's body may have.
BODY_LIMIT = 10_000_000
#: Bytes that a request's line and headers may have.
HEADER_LIMIT = 64 * 1024
DEFAULT_PORT = 8765
#: Exit status of a worker process that the system refused memory.
OUT_OF_MEMORY = 86
#: Overrides the folder of tokens and pairings.
FOLDER_VARIABLE = "CLEANREAD_CONFIG"


def config_folder() -> Path:
    """The user's configuration folder of cleanread, or what `FOLDER_VARIABLE` names."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("cleanread", appauthor=False)


def cores() -> int:
    """Processor cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost. A worker process that goes beyond is killed and replaced.

    Attributes:
        cpu: seconds of processor time.
        wall: seconds from the moment that a worker begins with it.
        memory: bytes that the worker process may occupy.
        patience: seconds that a request waits for a free worker.
    """

    cpu: int = 5
    wall: float = 10.0
    memory: int = 512 * 1024 * 1024
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs.

    Attributes:
        host: the address that it listens on, which is also the only host name that it answers to.
        port: likewise.
        folder: where pairings and the local token are kept.
        allow_fetch: whether the web page may have the service fetch an address.
        workers: number of worker processes.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    folder: Path = field(default_factory=config_folder)
    allow_fetch: bool = False
    workers: int = field(default_factory=cores)
    limits: Limits = Limits()

    @property
    def netloc(self) -> str:
        """The one value of ``Host`` that is answered."""
        return f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """The origin of the service's own web page."""
        return f"http://{self.netloc}"
