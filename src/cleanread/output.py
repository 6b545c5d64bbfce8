"""Writing files: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a text file as UTF-8 so that nobody ever sees half of it.

    The text goes to a temporary file beside the target, reaches the disk, and then takes the target's name.
    Line endings are written as they are; lone surrogates become U+FFFD.

    Raises:
        OSError: the file cannot be written; the target is as it was.
    """
    data = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _take_mode(name, path)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _take_mode(name: str, path: Path) -> None:
    """The mode of the file that is replaced, or what a new file gets; mkstemp's own is private."""
    try:
        mode = path.stat().st_mode & 0o777
    except OSError:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    os.chmod(name, mode)
