"""Whose process is at the other end of a loopback connection."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path

_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _UID = 1, 2, 7


def is_of_this_user(address: str, port: int, service: tuple[str, int], table: Path = _TABLE) -> bool:
    """Whether a connection comes from a process of the user who runs the service, or of root.

    The kernel's table of connections has the owner of each end. Where there is no such table, as on systems other
    than Linux, the answer is yes.

    Args:
        address: IPv4 address of the client's end.
        port: its port.
        service: address and port of this end.
        table: the kernel's table.
    """
    try:
        wanted, here = _written(address, port), _written(*service)
        with open(table, encoding="ascii") as lines:
            next(lines)
            for line in lines:
                fields = line.split()
                if fields[_LOCAL] == wanted and fields[_REMOTE] == here:
                    return int(fields[_UID]) in (0, os.getuid())
    except (OSError, AttributeError, StopIteration, ValueError, IndexError):
        return True
    return False


def _written(address: str, port: int) -> str:
    """An end of a connection as the table has it: bytes of the address from last to first, in hexadecimal."""
    number = int.from_bytes(ipaddress.IPv4Address(address).packed, "little")
    return f"{number:08X}:{port:04X}"
