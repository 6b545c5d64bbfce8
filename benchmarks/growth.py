"""How cleanread's time and memory grow with the page: made-up pages of 10 KB to 10 MB, as multiples of lxml's parse.

    python benchmarks/growth.py [-o OUT/] [--sizes 10 100 1000 10000] [--kinds news tables nested links]

Every size of every kind is measured in processes of its own. Time is processor time, the least of some runs, of cleaning and
of lxml's parse of the same page. Memory is what the process's peak grew by while it cleaned, against what it grew by while
lxml held the page's tree and nothing else. Where that is less than 4 MB, freed memory used again hides the growth: no ratio.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import synthetic
from report import EMPTY, table

SIZES = (10, 30, 100, 300, 1000, 3000, 10000)
#: Seconds that a measurement may take before it is given up.
LIMIT = 900
#: Bytes of a tree from which memory is compared.
LEAST_PEAK = 4_000_000


def memory(name: str) -> int:
    """Bytes that this process holds (``VmRSS``) or has held at most (``VmHWM``)."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(re.findall(rf"{name}:\s+(\d+) kB", status)[0]) * 1024
    except (OSError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def reset_peak() -> None:
    """The peak begins anew where the system can do so."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def least_seconds(work: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def measure(what: str, kind: str, size: int) -> dict[str, Any]:
    """In a process of its own: the growth of the peak while ``what`` works for the first time, and its time.

    Args:
        what: ``lxml`` or ``cleanread``.
        kind: of page.
        size: in bytes.
    """
    source = synthetic.page(kind, size)
    problems: list[str] = []
    work = _parsing(source.encode()) if what == "lxml" else _cleaning(source, problems)
    gc.collect()
    before = memory("VmRSS")
    reset_peak()
    held = work()
    peak = memory("VmHWM") - before
    del held
    seconds = least_seconds(work, 5 if size < 1_000_000 else 2)
    return {"bytes": len(source), "peak": peak, "seconds": seconds, "problems": problems}


def _parsing(data: bytes) -> Callable[[], object]:
    from lxml import html

    html.fromstring(b"<p>warm</p>")
    return lambda: html.fromstring(data, parser=html.HTMLParser(encoding="utf-8"))


def _cleaning(source: str, problems: list[str]) -> Callable[[], object]:
    import cleanread

    cleaner = cleanread.Cleaner()
    # imports, weights and caches are the program's, not the page's
    for kind in synthetic.KINDS:
        _ = cleaner.clean(synthetic.page(kind, 20_000), media_type="text/html").text

    def clean() -> object:
        article = cleaner.clean(source, media_type="text/html")
        problems[:] = map(str, article.problems)
        return article, article.text

    return clean


def in_process(what: str, kind: str, size: int) -> dict[str, Any]:
    """`measure` in a fresh process; ``error`` where it fails."""
    command = [sys.executable, __file__, "--measure", what, kind, str(size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"more than {LIMIT} s"}
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]}
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def row_of(kind: str, size: int) -> dict[str, Any]:
    """One size of one kind: both measurements and their ratios."""
    lxml, own = in_process("lxml", kind, size), in_process("cleanread", kind, size)
    row: dict[str, Any] = {"kind": kind, "size": size, "bytes": lxml.get("bytes", size), "lxml": lxml, "cleanread": own}
    if "error" not in lxml and "error" not in own:
        row["time"] = own["seconds"] / lxml["seconds"]
        if lxml["peak"] >= LEAST_PEAK:
            row["memory"] = own["peak"] / lxml["peak"]
    return row


def markdown(rows: Sequence[dict[str, Any]]) -> str:
    """A line a kind and size, and the mean memory."""
    lines = []
    problems: dict[str, list[str]] = {}
    for row in rows:
        lxml, own = row["lxml"], row["cleanread"]
        cells = [EMPTY] * 6
        if "time" in row:
            cells[:3] = [f"{lxml['seconds'] * 1000:.2f}", f"{own['seconds'] * 1000:.1f}", f"{row['time']:.1f}"]
            cells[3:5] = [f"{one['peak'] / 1e6:.1f}" for one in (lxml, own)]
        if "memory" in row:
            cells[5] = f"{row['memory']:.1f}"
        lines.append([row["kind"], f"{row['bytes'] / 1000:,.0f}", *cells])
        for message in (lxml.get("error"), own.get("error"), *own.get("problems", ())):
            if message:
                problems.setdefault(message, []).append(f"{row['kind']} {row['bytes'] / 1000:,.0f} KB")
    head = ["page", "KB", "lxml, ms", "cleanread, ms", "×", "lxml, MB", "cleanread, MB", "× memory"]
    notes = [f"{', '.join(pages)}: {message}" for message, pages in problems.items()]
    ratios = [row["memory"] for row in rows if "memory" in row]
    if ratios:
        notes.append(f"Mean memory, where lxml's tree takes 4 MB or more: {fmean(ratios):.1f} × lxml's tree.")
    return "\n\n".join([table(head, lines), *notes]) + "\n"


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--out", type=Path, help="the folder for growth.md, growth.json and growth.png")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="in KB")
    parser.add_argument("--kinds", nargs="+", choices=list(synthetic.KINDS), default=list(synthetic.KINDS))
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    args = parse_arguments(arguments)
    if args.measure:
        what, kind, size = args.measure
        print(json.dumps(measure(what, kind, int(size))))
        return 0
    rows = []
    for kind in args.kinds:
        for size in args.sizes:
            rows.append(row_of(kind, size * 1000))
            print(f"  {kind}, {size:,} KB", file=sys.stderr, flush=True)
    text = markdown(rows)
    print(text)
    if args.out:
        import plots

        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "growth.md").write_text(text, encoding="utf-8")
        (args.out / "growth.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
        print(plots.growth(rows, args.out / "growth.png"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
