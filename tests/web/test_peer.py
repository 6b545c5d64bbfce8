"""Whose process it is that asks for the page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleanread.web.peer import is_of_this_user

from .conftest import Service

TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:223D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:C350 0100007F:223D 01 00000000:00000000 00:00000000 00000000 {uid:>5}        0 2 1 0 20 4 30 10 -1
   2: 0100007F:223D 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0 20 4 30 10 -1
"""


@pytest.mark.parametrize(("uid", "answer"), [(os.getuid(), True), (0, True), (4321, False)])
def test_the_table_of_the_kernel_is_read(tmp_path: Path, uid: int, answer: bool) -> None:
    table = tmp_path / "tcp"
    table.write_text(TABLE.format(uid=uid))
    assert is_of_this_user("127.0.0.1", 50000, ("127.0.0.1", 8765), table) is answer


def test_a_connection_that_is_not_in_the_table_is_nobodys(tmp_path: Path) -> None:
    table = tmp_path / "tcp"
    table.write_text(TABLE.format(uid=0))
    assert not is_of_this_user("127.0.0.1", 50001, ("127.0.0.1", 8765), table)


def test_without_a_table_the_answer_is_yes(tmp_path: Path) -> None:
    assert is_of_this_user("127.0.0.1", 1, ("127.0.0.1", 2), tmp_path / "none")


def test_a_connection_of_ours_is_ours(service: Service) -> None:
    with service.connect() as connection:
        host, port = connection.getsockname()
        assert is_of_this_user(host, port, ("127.0.0.1", service.port))


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be another user")
def test_another_user_of_the_machine_does_not_get_the_page(service: Service) -> None:
    """Nor the token in it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setuid(65534)
            reply = service.request("GET", "/")
            os.write(writing, f"{reply.status} {b'cleanread-token' in reply.body}".encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with open(reading) as told:
        assert told.read() == "403 False"
