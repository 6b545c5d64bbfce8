"""Writing files: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, text: str) -> None:
    """Write a text file as UTF-8 so that nobody ever sees half of it, as `whole` does.

    Raises:
        OSError: the file cannot be written; the target is as it was.
    """
    data = encoded(text)
    with whole(path) as file:
        file.write(data)


def encoded(text: str) -> bytes:
    """A text in UTF-8; line endings are as they are, lone surrogates become U+FFFD."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode("utf-8")


@contextlib.contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, piece by piece, of which nobody ever sees a part.

    What is written goes to a temporary file beside the target, reaches the disk, and then takes the target's name.
    A link is followed; a device or pipe is written to as it is, for nothing may take its place.

    Raises:
        OSError: the file cannot be written; the target is as it was, as it is after any other exception.
    """
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        with open(path, "wb") as file:
            yield file
        return
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        with open(part, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(part, stat.S_IMODE(mode))
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise


def _mode(path: Path) -> int | None:
    """Kind and permissions of what is there; None when nothing is."""
    try:
        return path.stat().st_mode
    except OSError:
        return None
