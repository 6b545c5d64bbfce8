"""The service beside the library: throughput and latency at 1, 8 and 64 clients, on the same cores.

    python benchmarks/service.py [--seconds 3] [--rounds 5] [--page FILE]

The library's side is as many processes as the service has workers, each cleaning the same page in a loop, in two ways:

* ``article``: the article as text, Markdown, HTML and JSON, as a program would take it;
* ``response``: all that a response of the service holds, which is every block's own HTML besides, as JSON. This is the
  same work, so what the service takes beyond it is what HTTP, the checks and the way between the processes cost.

Library and service take turns, for so many seconds each, and the medians over the rounds are printed, so that other work of the
machine falls on both. Clients are a process of their own with plain sockets, and take their share of the same cores. The
processor time of each side is printed too: other work of the machine hardly touches it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import cleanread
from cleanread.web.work import response_of

ROOT = Path(__file__).parents[1]
CLIENTS = (1, 8, 64)
WAYS = ("article", "response")


class Page(NamedTuple):
    """What is cleaned."""

    source: str
    media_type: str


class Rate(NamedTuple):
    """Pages a second, and milliseconds of processor time a page."""

    pages: float
    cpu: float


class Served(NamedTuple):
    """One run of the service: latencies in ms, processor time a page in ms."""

    pages: float
    workers: float
    front: float
    clients: float
    latencies: list[float]


# -- the library ------------------------------------------------------------------------------------------------------


def _article(cleaner: cleanread.Cleaner, page: Page) -> None:
    article = cleaner.clean(page.source, media_type=page.media_type)
    json.dumps(article.to_dict(), ensure_ascii=False)
    _ = (article.html, article.markdown)


def _response(cleaner: cleanread.Cleaner, page: Page) -> None:
    response_of(cleaner.clean(page.source, media_type=page.media_type), cleaner)


_DO: dict[str, Callable[[cleanread.Cleaner, Page], None]] = {"article": _article, "response": _response}


def clean_when_told(orders: Connection, page: Page) -> None:
    """A process of the library's side: takes a way and seconds, gives the number of pages and the processor time."""
    cleaner = cleanread.Cleaner()
    for do in _DO.values():
        do(cleaner, page)
    orders.send(None)
    while (order := orders.recv()) is not None:
        way, seconds = order
        count, start, end = 0, time.process_time(), time.monotonic() + seconds
        while time.monotonic() < end:
            _DO[way](cleaner, page)
            count += 1
        orders.send((count, time.process_time() - start))


class Library:
    """Processes that clean a page, one a core."""

    def __init__(self, page: Page, size: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._orders: list[Connection] = []
        for _ in range(size):
            ours, theirs = context.Pipe()
            context.Process(target=clean_when_told, args=(theirs, page), daemon=True).start()
            self._orders.append(ours)
        for one in self._orders:
            one.recv()

    def run(self, way: str, seconds: float) -> Rate:
        for one in self._orders:
            one.send((way, seconds))
        done: list[tuple[int, float]] = [one.recv() for one in self._orders]
        count = sum(number for number, _ in done)
        return Rate(count / seconds, 1000 * sum(cpu for _, cpu in done) / count)

    def close(self) -> None:
        for one in self._orders:
            one.send(None)


# -- the service ------------------------------------------------------------------------------------------------------


@dataclass
class Service:
    """A running service, and the request that it gets."""

    pid: int
    port: int
    message: bytes

    def run(self, number: int, seconds: float) -> Served:
        before = self._time()
        latencies, count, own = clients(number, seconds, self.port, self.message)
        after = self._time()
        front, workers = (1000 * (after[i] - before[i]) / count for i in (0, 1))
        return Served(len(latencies) / seconds, workers, front, 1000 * own / count, latencies)

    def _time(self) -> tuple[float, float]:
        """Processor seconds of the service's own process, and of its workers."""
        ticks = os.sysconf("SC_CLK_TCK")
        parents: dict[int, int] = {}
        used: dict[int, float] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                parents[int(entry.name)] = int(fields[1])
                used[int(entry.name)] = (int(fields[11]) + int(fields[12])) / ticks
        workers = [one for one, parent in parents.items() if parents.get(parent) == self.pid]
        return used[self.pid], sum(used[one] for one in workers)


@contextlib.contextmanager
def serving(page: Page) -> Iterator[Service]:
    """The service as its user starts it."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "server.py"), "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "CLEANREAD_CONFIG": folder},
        )
        assert process.stdout is not None
        port = int(process.stdout.readline().split("127.0.0.1:")[1].split("/")[0])
        token = (Path(folder) / "token").read_text().strip()
        body = json.dumps({{"text/html": "html", "text/plain": "text"}[page.media_type]: page.source}).encode()
        head = (
            f"POST /api/clean HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        service = Service(process.pid, port, head.encode() + body)
        service.run(8, 2)
        try:
            yield service
        finally:
            process.terminate()
            process.wait()


def clients(number: int, seconds: float, port: int, message: bytes) -> tuple[list[float], int, float]:
    """So many clients, each with one connection and one request at a time.

    When the time is over each still waits for its answer, so that nothing is left to do that would fall on the next run.

    Returns:
        Latencies in ms of the requests that were answered in time, the number of all requests, processor seconds.
    """
    selector = selectors.DefaultSelector()
    connections: dict[int, socket.socket] = {}
    received: dict[int, bytearray] = {}
    sent: dict[int, float] = {}
    for _ in range(number):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ)
        connections[connection.fileno()], received[connection.fileno()] = connection, bytearray()
        sent[connection.fileno()] = time.monotonic()
        connection.sendall(message)
    latencies: list[float] = []
    late = 0
    cpu, end = time.process_time(), time.monotonic() + seconds
    while late < number:
        for key, _ in selector.select(60):
            received[key.fd] += connections[key.fd].recv(1 << 20)
            if not _is_whole(received[key.fd]):
                continue
            received[key.fd].clear()
            now = time.monotonic()
            if now >= end:
                late += 1
                continue
            latencies.append(1000 * (now - sent[key.fd]))
            sent[key.fd] = now
            connections[key.fd].sendall(message)
    used = time.process_time() - cpu
    selector.close()
    for connection in connections.values():
        connection.close()
    return latencies, len(latencies) + late, used


def _is_whole(data: bytearray) -> bool:
    head, separator, _ = bytes(data[:2000]).partition(b"\r\n\r\n")
    if not separator:
        return False
    assert head.startswith(b"HTTP/1.1 200"), bytes(data)
    return len(data) - len(head) - 4 >= int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])


# -- pages and report -------------------------------------------------------------------------------------------------


def usual_page() -> str:
    """The example page, with the menus, scripts and length of a news site's: 60 KB, about as the mean page of the web."""
    page = (ROOT / "src/cleanread/web/static/example.html").read_text(encoding="utf-8")
    links = "".join(f'<li class="item"><a href="/section/{n}">Section {n} of the gazette</a></li>' for n in range(120))
    teasers = "".join(
        f'<div class="card teaser"><a href="/story/{n}"><h3>Another story of the harbour, number {n}</h3>'
        f"<p>What happened in the town on day {n}, in one sentence.</p></a></div>"
        for n in range(60)
    )
    start, end = page.index("<p>The blue ferry left"), page.index("<figure>")
    body = "".join(page[start:end].replace("half past six", f"half past {n}") for n in range(1, 13))
    script = f"<script>window.data = {json.dumps(list(range(6000)))}</script>"
    page = page[:start] + body + page[end:]
    return page.replace("</nav>", f"</nav><ul class=menu>{links}</ul>").replace(
        "</main>", f"</main><div>{teasers}</div>{script}"
    )


def measure(page: Page, seconds: float, rounds: int) -> None:
    workers = len(os.sched_getaffinity(0))
    library = Library(page, workers)
    rates: dict[str, list[Rate]] = {way: [] for way in WAYS}
    served: dict[int, list[Served]] = {number: [] for number in CLIENTS}
    with serving(page) as service:
        for _ in range(rounds):
            for way in WAYS:
                rates[way].append(library.run(way, seconds))
            for number in CLIENTS:
                served[number].append(service.run(number, seconds))
    library.close()
    for way in WAYS:
        rate, cpu = _middle(rates[way], "pages"), _middle(rates[way], "cpu")
        print(f"  library, {workers} processes, {way}: {rate:.1f} pages/s, {cpu:.2f} ms of processor time a page")
    for number in CLIENTS:
        print(f"{number:4} clients: {_report(served[number], rates)}")


def _report(runs: list[Served], rates: dict[str, list[Rate]]) -> str:
    pages, work, front, clients = (_middle(runs, name) for name in ("pages", "workers", "front", "clients"))
    # round by round, as they were measured side by side
    article, response = (
        statistics.median(run.pages / rate.pages for run, rate in zip(runs, rates[way], strict=True)) for way in WAYS
    )
    latencies = sorted(latency for run in runs for latency in run.latencies)
    p50, p99 = statistics.median(latencies), latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))]
    library = [_middle(rates[way], "cpu") for way in WAYS]
    shares = [f"{cpu / (work + front):.2f} ({cpu / (work + front + clients):.2f} with the clients)" for cpu in library]
    return (
        f"{pages:.1f} pages/s = {response:.2f} of the library's responses, {article:.2f} of its articles\n"
        f"    latency: p50 {p50:.1f} ms, p99 {p99:.1f} ms ({p99 / p50:.1f} x p50), worst {latencies[-1]:.1f} ms\n"
        f"    processor time a page: workers {work:.2f} ms, service {front:.2f} ms, clients {clients:.2f} ms\n"
        f"    library's processor time / service's: responses {shares[1]}, articles {shares[0]}"
    )


def _middle(runs: list[Rate] | list[Served], name: str) -> float:
    return statistics.median(float(getattr(run, name)) for run in runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--page", type=Path, help="a page of your own; by default a text of seeds/ and a page like those of news sites"
    )
    arguments = parser.parse_args()
    if arguments.page:
        pages = {str(arguments.page): Page(arguments.page.read_text(encoding="utf-8", errors="replace"), "text/html")}
    else:
        text = sorted((ROOT / "seeds").glob("*.txt"))[0].read_text(encoding="utf-8")
        pages = {"a text": Page(text, "text/plain"), "a page of usual size": Page(usual_page(), "text/html")}
    for name, page in pages.items():
        print(f"{name}, {len(page.source.encode()) // 1024} KB; load of the machine {os.getloadavg()[0]:.1f}:")
        measure(page, arguments.seconds, arguments.rounds)


if __name__ == "__main__":
    main()
