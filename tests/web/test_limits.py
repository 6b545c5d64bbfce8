"""What a request may cost, and what happens to one that costs more."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from .conftest import Service, environment, read_reply

GOOD = {"text": "A story that is told.\nShare on Facebook\n"}
#: What a text that makes trouble needs: the plugin that makes it.
BODY_LIMIT = 10_000_000


@pytest.fixture(scope="module")
def own(start: Any) -> Service:
    """A service of this module's own, because its workers die."""
    service: Service = start("--workers", "2")
    return service


def lives_on(service: Service) -> None:
    for _ in range(4):
        reply = service.call("clean", GOOD)
        assert reply.status == 200, reply.body
        assert reply.json()["article"]["text"] == "A story that is told.\n"


# -- size -------------------------------------------------------------------------------------------------------------


def test_a_body_of_the_limit_is_taken(own: Service) -> None:
    text = "It rained all day. " * (BODY_LIMIT // 19 + 1)
    body = b'{"text": "' + text[: BODY_LIMIT - 12].encode() + b'"}'
    assert len(body) == BODY_LIMIT
    reply = own.call("clean", body)
    assert reply.status in (200, 503), reply.body[:300]


def test_a_larger_body_is_refused_by_its_announced_length(own: Service) -> None:
    for length in (str(BODY_LIMIT + 1), "9" * 30, "00010000001"):
        reply = own.request("POST", "/api/clean", {**own.authorized(), "Content-Length": length})
        assert (reply.status, reply.kind) == (413, "size")


def test_a_larger_body_is_refused_while_it_comes_in_chunks(own: Service) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    sent = 0
    with own.connect() as connection:
        connection.sendall(own.message("POST", "/api/clean", {**own.authorized(), "Transfer-Encoding": "chunked"}))
        try:
            for _ in range(400):
                connection.sendall(chunk)
                sent += 1
        except OSError:
            pass
        reply = read_reply(connection)
    assert (reply.status, reply.kind) == (413, "size")


def test_a_refused_upload_sees_its_answer_though_it_goes_on_sending(own: Service) -> None:
    body = b" " * (BODY_LIMIT + 1_000_000)
    reply = own.call("clean", body)
    assert (reply.status, reply.kind) == (413, "size")


def test_chunked_bodies_are_taken(own: Service) -> None:
    body = b'{"text": "A story that is told."}'
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:5], body[5:])) + b"0\r\n\r\n"
    head = own.message("POST", "/api/clean", {**own.authorized(), "Transfer-Encoding": "chunked"})
    assert own.raw(head + chunks).status == 200


@pytest.mark.parametrize("head", [b"X: " + b"y" * 70_000 + b"\r\n", b"X: y\r\n" * 12_000])
def test_large_headers_are_refused(own: Service, head: bytes) -> None:
    reply = own.raw(b"POST /api/health HTTP/1.1\r\nHost: " + own.netloc.encode() + b"\r\n" + head + b"\r\n")
    assert (reply.status, reply.kind) == (431, "headers")
    lives_on(own)


HTTP = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost {netloc}\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : {netloc}\r\n\r\n",
    b"GET / HTTP/1.1\nHost: {netloc}\n\r\n\r\n",
    b"POST /api/health HTTP/1.1\r\nHost: {netloc}\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/health HTTP/1.1\r\nHost: {netloc}\r\nContent-Length: 2, 3\r\n\r\n{}",
    b"POST /api/health HTTP/1.1\r\nHost: {netloc}\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"POST /api/health HTTP/1.1\r\nHost: {netloc}\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    b"GET /\xff\xfe%ff%00 HTTP/1.1\r\nHost: {netloc}\r\n\r\n",
    b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: {netloc}\r\n\r\n",
    b"GET /static/..%2f..%2fapp.py HTTP/1.1\r\nHost: {netloc}\r\n\r\n",
    b"GET /static/%2e%2e/app.py HTTP/1.1\r\nHost: {netloc}\r\n\r\n",
    b"GET /static/ HTTP/1.1\r\nHost: {netloc}\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]


@pytest.mark.parametrize("data", HTTP, ids=range(len(HTTP)))
def test_malformed_http_is_no_fault_of_ours(own: Service, data: bytes) -> None:
    reply = own.raw(data.replace(b"{netloc}", own.netloc.encode()))
    assert 400 <= reply.status < 500
    assert reply.kind
    assert b"import" not in reply.body


def test_a_malformed_chunk_is_no_fault_of_ours(own: Service) -> None:
    head = own.message("POST", "/api/health", {**own.authorized(), "Transfer-Encoding": "chunked"})
    assert own.raw(head + b"zz\r\n{}\r\n0\r\n\r\n").status == 400


def test_two_requests_on_one_connection_are_two(own: Service) -> None:
    message = own.message("POST", "/api/health", own.authorized(), b"{}")
    with own.connect() as connection:
        for _ in range(3):
            connection.sendall(message)
            assert read_reply(connection).status == 200


# -- time and memory --------------------------------------------------------------------------------------------------


def test_too_much_processor_time_is_stopped(own: Service) -> None:
    """A call into C cannot be interrupted: the worker's process is ended."""
    begun = time.monotonic()
    reply = own.call("clean", {"text": "Trouble: computes"})
    assert (reply.status, reply.kind) == (503, "time")
    assert time.monotonic() - begun > 2, "it had some time"
    lives_on(own)


CPU_ALONE = """
import json
from cleanread.web.messages import Task
from cleanread.web.pool import Pool, PoolError
from cleanread.web.settings import Limits

if __name__ == "__main__":
    pool = Pool(1, Limits(cpu=1, wall=600.0))
    for text in ("Trouble: computes", "A story that is told."):
        try:
            print(pool.ask(Task(json.dumps({"text": text}).encode(), "clean")).status)
        except PoolError as error:
            print(error.code, error)
    pool.close()
"""


def test_processor_time_alone_ends_a_worker(tmp_path: Path, plugins: Path) -> None:
    """However long it takes: there is no other limit here that could end it."""
    script = tmp_path / "alone.py"
    script.write_text(CPU_ALONE)
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True, env=environment(tmp_path, plugins), timeout=240
    )
    first, second = done.stdout.splitlines()
    assert first == "time this page takes more than the 1 s of processor time that a page may take"
    assert second == "200"


def test_too_long_a_wait_is_stopped(own: Service) -> None:
    reply = own.call("clean", {"text": "Trouble: sleeps"})
    assert (reply.status, reply.kind) == (503, "time")
    assert "10 s" in reply.json()["detail"]
    lives_on(own)


def test_a_plugin_in_a_loop_costs_only_itself(own: Service) -> None:
    reply = own.call("clean", {"text": "Trouble: loops\nShare on Facebook\n"})
    assert reply.status == 200
    assert "trouble" in reply.json()["problems"][0]
    assert [item["plugin"] for item in reply.json()["removed"]] == ["interface"]


def test_too_much_memory_is_stopped(own: Service) -> None:
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.01):
            for pid in own.workers():
                with contextlib.suppress(OSError):
                    peak = max(peak, int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    reply = own.call("clean", {"text": "Trouble: eats"})
    done.set()
    watcher.join()
    assert (reply.status, reply.kind) == (503, "memory")
    assert 300e6 < peak < 700e6
    lives_on(own)


def test_a_worker_that_dies_costs_one_request(own: Service) -> None:
    reply = own.call("clean", {"text": "Trouble: dies"})
    assert (reply.status, reply.kind) == (503, "worker")
    assert reply.headers["retry-after"]
    lives_on(own)


def test_killed_workers_are_replaced_without_a_lost_request(own: Service) -> None:
    lives_on(own)
    for pid in own.workers():
        os.kill(pid, signal.SIGKILL)
    lives_on(own)
    assert len(own.workers()) == 2


def test_a_worker_that_is_killed_at_its_work_costs_no_request(own: Service) -> None:
    lives_on(own)
    with ThreadPoolExecutor(1) as thread:
        reply = thread.submit(own.call, "clean", {"text": "Trouble: waits\nShare on Facebook\n"})
        time.sleep(1)  # it waits for two
        for pid in own.workers():
            os.kill(pid, signal.SIGKILL)
        assert reply.result().status == 200
    lives_on(own)


def test_others_are_served_while_workers_die(own: Service) -> None:
    """Good requests among fatal ones: each is answered, and each with its own."""
    stories = [f"Story {number}\nIt rained for {number} days, and nobody went out." for number in range(16)]
    texts = [text for story in stories for text in (story, "Trouble: dies")]
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda text: own.call("clean", {"text": text}), texts))
    for text, reply in zip(texts, replies, strict=True):
        assert reply.status == (503 if "dies" in text else 200)
        if reply.status == 200:
            assert reply.json()["article"]["text"] == text


BOMBS = {
    "a long line": "x" * 3_000_000,
    "many blocks": "<p>x</p>" * 200_000,
    "deep": "<div>" * 300_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>",
    "entities": "&amp;" * 500_000,
    "breaks": "<br>" * 500_000,
    "a table": "<table>" + "<tr>" + "<td colspan=1000 rowspan=1000>x" * 20_000,
    "unclosed": "<a><b><i><p>" * 50_000,
    "combining marks": "<p>a" + "\u0301" * 500_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_cleaned_or_stopped(own: Service, name: str) -> None:
    reply = own.call("clean", {"html": BOMBS[name]})
    assert reply.status in (200, 503)
    if reply.status == 503:
        assert reply.kind in ("time", "memory")
    assert own.call("clean", GOOD).status == 200


def test_nothing_was_written_to_the_messages_by_all_this(own: Service) -> None:
    assert "Traceback" not in own.errors.read_text()
