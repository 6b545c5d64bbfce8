"""What cleaning costs: the seeds in one process, the command's start, the import.

    python benchmarks/speed.py

Prints the median of several runs. Times depend on the machine; compare on one.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import cleanread

ROOT = Path(__file__).parents[1]
RUNS = 15


def seeds() -> None:
    sources = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    cleaner = cleanread.Cleaner()
    start = time.perf_counter()
    for source in sources:
        cleaner.clean(source)
    warm_up = time.perf_counter() - start
    times, plugins = [], Counter[str]()
    for _ in range(RUNS):
        start = time.perf_counter()
        articles = [cleaner.clean(source) for source in sources]
        times.append((time.perf_counter() - start) / len(sources))
        for article in articles:
            plugins.update(article.timings)
    each = statistics.median(times)
    size = sum(map(len, sources)) / len(sources)
    rate = size / each / 1e6
    print(
        f"seeds: {each * 1000:.2f} ms a document ({size / 1000:.1f} KB), {rate:.1f} MB/s; first round {warm_up * 1000:.0f} ms"
    )
    for name, seconds in plugins.most_common():
        print(f"    {name:<12} {seconds / RUNS / len(sources) * 1000:6.2f} ms")


def command(name: str, *arguments: str) -> None:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    print(f"{name}: {statistics.median(times) * 1000:.0f} ms")


if __name__ == "__main__":
    seeds()
    command("python -c pass", "-c", "pass")
    command("import cleanread", "-c", "import cleanread")
    command("cleanread --help", "-m", "cleanread", "--help")
    command("cleanread clean, one seed", "-m", "cleanread", "clean", str(next((ROOT / "seeds").glob("*.txt"))))
