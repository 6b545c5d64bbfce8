"""What cleaning costs in one process: texts, pages beside lxml's parse of them, the command's start, the import.

    python benchmarks/speed.py [--pages PAGES.parquet] [--limit N] [--rounds N]

Prints medians and lows of several rounds, in processor time. Times depend on the machine, and on what else it does: compare on
one.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from pagesets import load

import cleanread
from cleanread import native

ROOT = Path(__file__).parents[1]
RUNS = 15
#: Bytes of the long text.
LONG = 5_000_000


def texts() -> None:
    """The seeds, each by itself, and one after the other in one long text."""
    sources = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    cleaner = cleanread.Cleaner()
    first = timed(lambda: [cleaner.clean(source).text for source in sources])
    plugins = Counter[str]()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        articles = [cleaner.clean(source) for source in sources]
        times.append((time.process_time() - start) / len(sources))
        for article in articles:
            plugins.update(article.timings)
    each = statistics.median(times)
    size = sum(map(len, sources)) / len(sources)
    print(
        f"seeds: {each * 1000:.2f} ms a document ({size / 1000:.1f} KB), {size / each / 1e6:.1f} MB/s; "
        f"at best {size / min(times) / 1e6:.1f} MB/s; first round {first * 1000:.0f} ms"
    )
    for name, seconds in plugins.most_common():
        print(f"    {name:<12} {seconds / RUNS / len(sources) * 1000:6.2f} ms")
    together = b"\n\n".join(sources)
    long = b"\n\n".join([together] * (LONG // len(together) + 1))
    patient = cleanread.Cleaner(time_budget=None)
    best = min(timed(lambda: patient.clean(long).text) for _ in range(3))
    print(f"one text of {len(long) / 1e6:.1f} MB: {len(long) / best / 1e6:.1f} MB/s")


def pages(path: Path, limit: int, rounds: int) -> None:
    """Pages beside lxml's parse of the same pages: each once, as others would meet them, and again and again."""
    chosen = load(path, limit + 5)
    cleaner = cleanread.Cleaner()

    def parse() -> None:
        for page in chosen[5:]:
            etree.fromstring(page.html.encode("utf-8"), etree.HTMLParser(huge_tree=True, encoding="utf-8"))

    def clean() -> None:
        for page in chosen[5:]:
            _ = cleaner.clean(page.html, page.url or None, "text/html").text

    for page in chosen[:5]:
        _ = cleaner.clean(page.html, page.url or None, "text/html").text
    both = [(timed(parse), timed(clean)) for _ in range(rounds)]
    lows = [min(times) for times in zip(*both, strict=True)]
    for name, (parsed, cleaned) in (("first round", both[0]), (f"best of {rounds}", (lows[0], lows[1]))):
        print(
            f"pages, {name}: {cleaned / limit * 1000:.2f} ms each, lxml's parse {parsed / limit * 1000:.2f} ms: "
            f"{cleaned / parsed:.1f} x"
        )


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def command(name: str, *arguments: str) -> None:
    """Seconds on the clock of a command."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    print(f"{name}: {statistics.median(times) * 1000:.0f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="a set of pages: Parquet, JSON Lines or a folder (docs/benchmarks.md)")
    parser.add_argument("--limit", type=int, default=150, help="pages, spread over the set (150)")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"compiled parts: {'yes' if native.is_compiled() else 'no'}")
    texts()
    if options.pages:
        pages(options.pages, options.limit, options.rounds)
    command("python -c pass", "-c", "pass")
    command("import cleanread", "-c", "import cleanread")
    command("cleanread --help", "-m", "cleanread", "--help")
    command("cleanread clean, one seed", "-m", "cleanread", "clean", str(next((ROOT / "seeds").glob("*.txt"))))
