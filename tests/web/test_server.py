"""The server: its start, its end, and clients that are many or slow."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import SCRIPT, Reply, Service, environment, read_reply

ROOT = Path(__file__).parents[2]
GOOD = {"text": "A story that is told.\nShare on Facebook\n"}


def test_the_first_line_says_where_to_go(service: Service) -> None:
    assert service.request("GET", "/").status == 200


def test_it_listens_on_this_machine_alone(service: Service) -> None:
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:] + Path("/proc/net/tcp6").read_text().splitlines()[1:]
    listening = [
        line.split()[1] for line in lines if line.split()[3] == "0A" and line.split()[1].endswith(f":{service.port:04X}")
    ]
    assert listening == [f"0100007F:{service.port:04X}"]


def test_server_py_does_the_same(start: Any) -> None:
    service = start(command=[sys.executable, str(ROOT / "server.py")])
    assert service.call("clean", GOOD).json()["article"]["text"] == "A story that is told.\n"
    assert service.stop() == 0


def test_a_taken_port_is_named(service: Service, tmp_path: Path) -> None:
    import subprocess

    done = subprocess.run(
        [SCRIPT, "serve", "--port", str(service.port)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path),
        timeout=60,
    )
    assert done.returncode != 0
    assert f"port {service.port} is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_token_files_are_the_users_own(service: Service, paired: str) -> None:
    for path in [service.folder, *service.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
    written = "".join(path.read_text() for path in (service.folder / "pairings").iterdir())
    assert paired not in written


# -- the end ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_running_requests_end(start: Any, number: int) -> None:
    service = start("--workers", "1")
    replies: list[Reply] = []
    asking = [
        threading.Thread(target=lambda: replies.append(service.call("clean", {"text": "Trouble: waits"}))) for _ in range(2)
    ]
    for thread in asking:
        thread.start()
    time.sleep(1)
    service.process.send_signal(number)
    for thread in asking:
        thread.join(60)
    assert [reply.status for reply in replies] == [200, 200]
    assert service.process.wait(60) == 0
    with pytest.raises(ConnectionRefusedError):
        service.connect(5)


def test_the_end_leaves_no_process(start: Any) -> None:
    service = start("--workers", "2")
    service.call("clean", GOOD)
    workers = service.workers()
    assert len(workers) == 2
    assert service.stop() == 0
    assert gone(workers)


def test_workers_end_when_the_service_is_killed(start: Any) -> None:
    service = start("--workers", "2")
    service.call("clean", GOOD)
    workers = service.workers()
    service.process.kill()
    service.process.wait()
    assert gone(workers)


def gone(pids: list[int]) -> bool:
    for _ in range(200):
        if not any(running(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_idle_and_slow_connections_do_not_hold_up_the_end(start: Any) -> None:
    service = start("--workers", "1")
    with service.connect(), service.connect() as slow:
        slow.sendall(b"POST /api/clean HTTP/1.1\r\nHost: ")
        assert service.stop() == 0


# -- the many and the slow --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def connections(service: Service, count: int, opening: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many open connections, each of which has sent the beginning of a request."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < count + 200:
        pytest.skip("the system allows too few open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count + 200), hard))
    opened: list[socket.socket] = []
    try:
        for _ in range(count):
            connection = service.connect()
            opened.append(connection)
            if opening:
                connection.sendall(opening)
        yield opened
    finally:
        for connection in opened:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def answers(service: Service) -> None:
    """A good request is answered, with its own connection and before any other one has gone."""
    for _ in range(3):
        assert service.call("clean", GOOD).status == 200


def test_a_thousand_connections_starve_nobody(start: Any) -> None:
    service = start()
    with connections(service, 1000) as opened:
        answers(service)
        last = opened[-1]
        last.sendall(service.message("POST", "/api/health", service.authorized(), b"{}"))
        assert read_reply(last).status == 200


@pytest.mark.parametrize("part", ["a head", "a body", "a chunked body"])
def test_two_hundred_slow_requests_starve_nobody(start: Any, part: str) -> None:
    service = start()
    head = service.message("POST", "/api/clean", {**service.authorized(), "Content-Length": "5000000"})
    chunked = service.message("POST", "/api/clean", {**service.authorized(), "Transfer-Encoding": "chunked"})
    opening = {"a head": head[:60], "a body": head + b'{"text": "', "a chunked body": chunked + b"1388\r\nxxx"}[part]
    with connections(service, 200, opening) as opened:
        answers(service)
        for connection in opened:
            connection.sendall(b"x")
        answers(service)


def test_slow_readers_starve_nobody(start: Any) -> None:
    service = start()
    body = ('{"text": "' + "It rained all day. " * 20_000 + '"}').encode()
    with connections(service, 40, service.message("POST", "/api/clean", service.authorized(), body)):
        answers(service)


def test_a_slow_request_is_ended(start: Any) -> None:
    """A byte now and then keeps no connection: a request has a deadline, a silent connection less than that."""
    service = start()
    with service.connect(40) as dripping, service.connect(40) as silent:
        silent.sendall(b"POST /api/clean HTTP/1.1\r\n")
        ended: dict[str, float] = {}
        begun = time.monotonic()
        while len(ended) < 2 and time.monotonic() - begun < 60:
            for name, connection in (("dripping", dripping), ("silent", silent)):
                if name in ended:
                    continue
                connection.settimeout(0.5)
                try:
                    if name == "dripping":
                        connection.sendall(b"x")
                    if not connection.recv(1000):
                        ended[name] = time.monotonic() - begun
                except TimeoutError:
                    pass
                except OSError:
                    ended[name] = time.monotonic() - begun
        assert set(ended) == {"dripping", "silent"}
        assert ended["silent"] < ended["dripping"]


def test_a_flood_of_refused_requests_starves_nobody(start: Any) -> None:
    service = start()
    stop = threading.Event()
    refused: list[int] = []

    def flood() -> None:
        message = service.message(
            "POST", "/api/clean", {"Origin": "https://attacker.example", "Content-Type": "application/json"}, b"x" * 1000
        )
        while not stop.is_set():
            with contextlib.suppress(OSError):
                refused.append(service.raw(message).status)

    threads = [threading.Thread(target=flood) for _ in range(8)]
    for thread in threads:
        thread.start()
    try:
        answers(service)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(refused) == {403}


def test_the_pool_uses_all_cores(service: Service) -> None:
    service.call("clean", GOOD)
    assert len(service.workers()) == len(os.sched_getaffinity(0))
