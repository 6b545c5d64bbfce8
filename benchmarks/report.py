"""The results of a run as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

#: A cell without a figure.
EMPTY = "–"


def markdown(data: dict[str, Any]) -> str:
    """Three tables: quality, metadata, and time with failures; and what to know of them.

    Args:
        data: what ``peers.json`` holds.
    """
    results = ordered(data["results"])
    parts = [f"## {data['set']}: {data['pages']} pages"]
    if any("quality" in result for _, result in results):
        parts.append(_quality(results, data["types"]))
    if any(result.get("metadata") for _, result in results):
        parts.append(_metadata(results))
    parts.append(_time(results))
    notes = [data["note"]] if data["note"] else []
    if data["missing"]:
        notes.append(f"Not installed and left out: {'; '.join(data['missing'])}.")
    versions = ", ".join(f"{name} {result['version']}" for name, result in sorted(data["results"].items()))
    notes.append(f"Python {data['python']}, {data['processors']} processors. {versions}.")
    return "\n\n".join([*parts, *notes]) + "\n"


def ordered(results: dict[str, Any]) -> list[tuple[str, Any]]:
    """The best first; cleanread leads where it has no score, as its is not of this run."""
    return sorted(results.items(), key=lambda item: -item[1].get("quality", {}).get("f1", float(item[0] == "cleanread")))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def share(value: float | None) -> str:
    """A figure between 0 and 1, three places."""
    return EMPTY if value is None else f"{value:.3f}"


def _quality(results: list[tuple[str, Any]], kinds: dict[str, int]) -> str:
    rows = []
    for name, result in results:
        own = result.get("quality", {})
        by_type = own.get("by_type", {})
        rows.append(
            [name, *(share(own.get(key)) for key in ("f1", "precision", "recall")), *(share(by_type.get(k)) for k in kinds)]
        )
    return table(["extractor", "F1", "precision", "recall", *(f"{kind} ({count})" for kind, count in kinds.items())], rows)


def _metadata(results: list[tuple[str, Any]]) -> str:
    fields = ("title", "author", "date")
    rows = []
    for name, result in results:
        own = result.get("metadata") or {}
        if own:
            cells = [share(own.get(one, {}).get(key)) for one in fields for key in ("exact", "invented")]
            rows.append([name, *cells])
    return table(["extractor", *(f"{one}{what}" for one in fields for what in (" exact", " where none is"))], rows)


def _time(results: list[tuple[str, Any]]) -> str:
    rows = []
    for name, result in results:
        own, failures = result.get("time", {}), result["failures"]
        times = [f"{own[key]:.1f}" if own else EMPTY for key in ("total", "median", "milliseconds")]
        rows.append([name, *times, str(sum(failures["exceptions"].values())), str(failures["empty"])])
    return table(["extractor", "time, × lxml's parse", "median page", "median, ms", "exceptions", "empty"], rows)
