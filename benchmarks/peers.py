"""cleanread beside its peers, on the same pages in one run: quality, failures, metadata and processor time.

    python benchmarks/peers.py --pages PAGES.parquet -o OUT/
    python benchmarks/peers.py --pages FOLDER -o OUT/ --extractors cleanread trafilatura    # HTML files: speed alone

Writes OUT/peers.md, OUT/peers.json and, with matplotlib, OUT/quality.png and OUT/time.png. docs/benchmarks.md says what
is measured and how.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import extractors
import pagesets
import plots
import scoring
from extractors import Answer, Extractor
from pagesets import NONE, WORDS, Page
from report import markdown

#: Pages that each extractor cleans before any is timed: imports, caches and compilers are warm then.
WARM_UP = 3


class TooSlow(Exception):
    """A page took longer than the limit."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TooSlow(f"more than {seconds:g} s")

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def run_page(extractor: Extractor, page: Page, limit: float) -> tuple[Answer, float | None, str | None]:
    """The answer, processor seconds, and what went wrong; a page that fails has no time and an empty answer."""
    try:
        with time_limit(limit):
            start = time.process_time()
            result = extractor.extract(page)
            seconds = time.process_time() - start
        if extractor.seconds is not None:
            seconds = extractor.seconds(result)
        answer = extractor.finish(page, result)
    except Exception as error:  # whatever an extractor raises is a result of the benchmark
        return {"text": ""}, None, f"{type(error).__name__}: {str(error)[:200]}"
    return {**answer, "text": answer.get("text") or ""}, seconds, None


def run(made: dict[str, Extractor], pages: Sequence[Page], limit: float) -> tuple[list[float], dict[str, list[Any]]]:
    """Each page by each extractor in turn, so that what else the machine does touches all of them alike."""
    for page in pages[:WARM_UP]:
        extractors.parse_seconds(page)
        for extractor in made.values():
            run_page(extractor, page, limit)
    units: list[float] = []
    rows: dict[str, list[Any]] = {name: [] for name in made}
    for number, page in enumerate(pages, 1):
        units.append(extractors.parse_seconds(page))
        for name, extractor in made.items():
            rows[name].append(run_page(extractor, page, limit))
        if number % 50 == 0:
            print(f"  {number} of {len(pages)} pages", file=sys.stderr, flush=True)
    return units, rows


def summary(pages: Sequence[Page], units: Sequence[float], rows: Sequence[Any], extractor: Extractor) -> dict[str, Any]:
    """What the tables show of one extractor."""
    answers = [row[0] for row in rows]
    timed = [(row[1], unit) for row, unit in zip(rows, units, strict=True) if row[1] is not None]
    errors = Counter(row[2].split(":")[0] for row in rows if row[2])
    # a page whose labelled content is empty may well come back empty
    blank = [not row[0]["text"].strip() and not row[2] and page.content != "" for row, page in zip(rows, pages, strict=True)]
    result: dict[str, Any] = {
        "version": extractor.version,
        "failures": {"exceptions": dict(sorted(errors.items())), "empty": sum(blank)},
        "seconds": [row[1] for row in rows],
    }
    if timed:
        result["time"] = {
            "total": sum(own for own, _ in timed) / sum(unit for _, unit in timed),
            "median": median(own / unit for own, unit in timed),
            "milliseconds": median(own for own, _ in timed) * 1000,
        }
    kind = pages[0].scored
    if kind != NONE:
        result["quality"] = scoring.SCORES[kind](pages, [answer["text"] for answer in answers])
    if extractor.metadata:
        result["metadata"] = scoring.score_metadata(pages, answers)
    return result


def own_figures(results: dict[str, Any], pages: Sequence[Page], unseen: bool, report: Path | None) -> str:
    """What stands for cleanread's quality on pages that its weights are trained on; the note that says so."""
    own = results.get("cleanread")
    if own is None or pages[0].scored != WORDS or unseen:
        return ""
    own.pop("quality", None)
    own.pop("metadata", None)
    if report is None:
        return "cleanread's quality is left out: its weights may be trained on these pages (--unseen, --cross-validated)."
    figures = json.loads(report.read_text(encoding="utf-8"))
    by_type: dict[str, list[float]] = {}
    for page in pages:
        by_type.setdefault(page.kind, []).append(figures["f1"][page.id])
    own["quality"] = {
        "f1": mean(value for values in by_type.values() for value in values),
        "by_type": {kind: mean(values) for kind, values in by_type.items()},
    }
    return f"cleanread's quality is that of {figures['source']}; its time and failures are of this run."


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="a Parquet or JSON Lines file, or a folder of HTML files")
    parser.add_argument("-o", "--out", type=Path, required=True, help="the folder for the tables and plots")
    parser.add_argument("--extractors", nargs="+", choices=list(extractors.FACTORIES), default=list(extractors.FACTORIES))
    parser.add_argument("--limit", type=int, help="so many pages, spread over the whole set")
    parser.add_argument("--timeout", type=float, default=60, help="seconds that a page may take")
    own = parser.add_mutually_exclusive_group()
    own.add_argument("--unseen", action="store_true", help="cleanread's weights are not trained on these pages: score it too")
    own.add_argument("--cross-validated", type=Path, metavar="FILE", help="F1 of each page, from training/train.py --json")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    args = parse(arguments)
    try:
        pages = pagesets.load(args.pages, args.limit)
    except pagesets.PagesError as error:
        print(f"peers.py: {error}", file=sys.stderr)
        return 2
    made, missing = extractors.make(args.extractors)
    for name, reason in missing.items():
        print(f"{name} is not installed and left out: {reason}")
    if not made:
        print("peers.py: none of the extractors is installed (pip install -e '.[peers]')", file=sys.stderr)
        return 2
    try:
        units, rows = run(made, pages, args.timeout)
    finally:
        for extractor in made.values():
            extractor.close()
    results = {name: summary(pages, units, rows[name], extractor) for name, extractor in made.items()}
    data = {
        "set": args.pages.stem,
        "pages": len(pages),
        "scored": pages[0].scored,
        "types": dict(sorted(Counter(page.kind for page in pages if page.kind).items())),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "note": own_figures(results, pages, args.unseen, args.cross_validated),
        "missing": missing,
        "results": results,
        "sizes": [len(page.html.encode("utf-8", "replace")) for page in pages],
        "parse_seconds": units,
    }
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "peers.json").write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
    table = markdown(data)
    (args.out / "peers.md").write_text(table, encoding="utf-8")
    print(table)
    for message in plots.peers(data, args.out):
        print(message)
    return 0


if __name__ == "__main__":
    sys.exit(main())
