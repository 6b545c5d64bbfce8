"""The service beside the library: throughput and latency at 1, 8 and 64 clients, on the same cores.

    python benchmarks/service.py [--seconds 5] [--page FILE]

The library's figure is that of as many processes as the service has workers, each cleaning and rendering the same page in
a loop. Clients are a process of their own with plain sockets, and cost the service some of the cores: the processor time of
each side is printed, and what the service takes beyond the library's is named as overhead.
"""

from __future__ import annotations

import argparse
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
from pathlib import Path
from typing import Any, cast

import cleanread

ROOT = Path(__file__).parents[1]
CLIENTS = (1, 8, 64)


def clean_for(seconds: float, source: str, kind: str, ready: Any, results: Any) -> None:
    """What a worker of the service does, without the service; the number of pages and the processor time."""
    cleaner = cleanread.Cleaner()
    for _ in range(3):
        _all(cleaner, source, kind)
    ready.wait()
    count, start, end = 0, time.process_time(), time.monotonic() + seconds
    while time.monotonic() < end:
        _all(cleaner, source, kind)
        count += 1
    results.put((count, time.process_time() - start))


def _all(cleaner: cleanread.Cleaner, source: str, kind: str) -> None:
    article = cleaner.clean(source, media_type=kind)
    json.dumps(article.to_dict(), ensure_ascii=False)
    _ = (article.html, article.markdown)


def library(seconds: float, source: str, kind: str, workers: int) -> tuple[float, float]:
    """Pages a second, and milliseconds of processor time a page."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    ready = context.Barrier(workers)
    processes = [context.Process(target=clean_for, args=(seconds, source, kind, ready, results)) for _ in range(workers)]
    for process in processes:
        process.start()
    done = [results.get() for _ in processes]
    for process in processes:
        process.join()
    count = sum(number for number, _ in done)
    return count / seconds, 1000 * sum(cpu for _, cpu in done) / count


def clients(number: int, seconds: float, port: int, message: bytes) -> tuple[list[float], float]:
    """So many clients, each with one connection and one request at a time; their latencies, and processor time."""
    selector = selectors.DefaultSelector()
    sent: dict[socket.socket, float] = {}
    for _ in range(number):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ, bytearray())
        sent[connection] = time.monotonic()
        connection.sendall(message)
    latencies: list[float] = []
    cpu, end = time.process_time(), time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        for key, _ in selector.select(end - now):
            connection, data = cast(socket.socket, key.fileobj), key.data
            data += connection.recv(1 << 20)
            head, separator, body = bytes(data[:2000]).partition(b"\r\n\r\n")
            if not separator:
                continue
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            if len(data) - len(head) - 4 < length:
                continue
            assert head.startswith(b"HTTP/1.1 200"), body
            data.clear()
            latencies.append(time.monotonic() - sent[connection])
            sent[connection] = time.monotonic()
            connection.sendall(message)
    for connection in sent:
        connection.close()
    return latencies, time.process_time() - cpu


def service_time(pid: int) -> tuple[float, float]:
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
    workers = [one for one, parent in parents.items() if parents.get(parent) == pid]
    return used[pid], sum(used[one] for one in workers)


def usual_page() -> str:
    """The example page, with the menus, scripts and length of a news site's: about 80 KB, as the mean page of the web."""
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


def measure(source: str, kind: str, seconds: float) -> None:
    workers = len(os.sched_getaffinity(0))
    rate, each = library(seconds, source, kind, workers)
    print(f"library, {workers} processes: {rate:.1f} pages/s, {each:.2f} ms of processor time a page")
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
        body = json.dumps({kind.removeprefix("text/").replace("plain", "text"): source}).encode()
        head = (
            f"POST /api/clean HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        message = head.encode() + body
        clients(8, 2, port, message)
        for number in CLIENTS:
            before = service_time(process.pid)
            latencies, own = clients(number, seconds, port, message)
            after = service_time(process.pid)
            count = len(latencies)
            front, work = (1000 * (after[i] - before[i]) / count for i in (0, 1))
            latencies.sort()
            p50, p99 = statistics.median(latencies), latencies[min(count - 1, int(count * 0.99))]
            print(
                f"{number:3} clients: {count / seconds:6.1f} pages/s ({count / seconds / rate:.2f} of the library), "
                f"p50 {1000 * p50:.1f} ms, p99 {1000 * p99:.1f} ms ({p99 / p50:.1f} x p50), "
                f"worst {1000 * latencies[-1]:.1f} ms; "
                f"processor time a page: workers {work:.2f} ms, service {front:.2f} ms, clients {1000 * own / count:.2f} ms; "
                f"overhead {100 * (work + front - each) / each:+.0f} %"
            )
        process.terminate()
        process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument(
        "--page", type=Path, help="a page of your own; by default a text of seeds/ and a page like those of news sites"
    )
    arguments = parser.parse_args()
    if arguments.page:
        measure(arguments.page.read_text(encoding="utf-8", errors="replace"), "text/html", arguments.seconds)
    else:
        print("a text:")
        measure(sorted((ROOT / "seeds").glob("*.txt"))[0].read_text(encoding="utf-8"), "text/plain", arguments.seconds)
        print("a page of usual size:")
        measure(usual_page(), "text/html", arguments.seconds)
