"""The plots: quality by page type, time against page size, growth. Without matplotlib there are none, and it is said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from report import ordered

#: Okabe and Ito's colours, told apart by colour-blind readers too; black is lxml's.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#8A6D00", "#666666"]
MARKS = "osD^vP"
NO_MATPLOTLIB = "no plots: matplotlib is not installed (pip install -e '.[peers]')"


def _pyplot() -> Any:
    """pyplot for files alone, or None."""
    try:
        import matplotlib
    except ImportError:
        return None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    pyplot.rcParams.update({"font.size": 10, "axes.spines.top": False, "axes.spines.right": False, "figure.dpi": 130})
    return pyplot


def peers(data: dict[str, Any], folder: Path) -> list[str]:
    """Write the plots of a run beside its tables; what was written, or why not."""
    pyplot = _pyplot()
    if pyplot is None:
        return [NO_MATPLOTLIB]
    written = []
    if any("quality" in result for result in data["results"].values()):
        _quality(pyplot, data).savefig(folder / "quality.png", bbox_inches="tight")
        written.append(f"{folder / 'quality.png'}")
    _time(pyplot, data).savefig(folder / "time.png", bbox_inches="tight")
    pyplot.close("all")
    return [*written, f"{folder / 'time.png'}"]


def _quality(pyplot: Any, data: dict[str, Any]) -> Any:
    """A square a figure: extractors down, page types across, the figure in it."""
    kinds = list(data["types"])
    rows = [(name, result.get("quality")) for name, result in ordered(data["results"])]
    columns = ["all", *kinds]
    figure, axes = pyplot.subplots(figsize=(1.6 + 1.1 * len(columns), 1.2 + 0.42 * len(rows)))
    values = [[_figure(quality, column) for column in columns] for _, quality in rows]
    axes.imshow(values, cmap="Blues", vmin=0.3, vmax=1.0, aspect="auto")
    for y, line in enumerate(values):
        for x, value in enumerate(line):
            text, colour = ("–", "black") if math.isnan(value) else (f"{value:.2f}", "white" if value > 0.75 else "black")
            axes.text(x, y, text, ha="center", va="center", color=colour)
    counts = [data["pages"], *data["types"].values()]
    axes.set_xticks(range(len(columns)), [f"{name}\n{count:,}" for name, count in zip(columns, counts, strict=True)])
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    axes.axvline(0.5, color="white", linewidth=4)
    title = "F1 of the article's words, by type of page" if kinds else "F1"
    axes.set_title(f"{title} ({data['set']})", loc="left", pad=12)
    if data["note"]:
        figure.text(0.02, 0.0, data["note"], fontsize=8, va="top", wrap=True)
    return figure


def _figure(quality: dict[str, Any] | None, column: str) -> float:
    if quality is None:
        return math.nan
    value = quality.get("f1") if column == "all" else quality.get("by_type", {}).get(column)
    return math.nan if value is None else float(value)


def by_size(sizes: Sequence[int], seconds: Sequence[float | None], least: int = 3) -> tuple[list[float], list[float]]:
    """Median sizes and times of pages whose size lies within the same factor of two; ranges with few pages are left out."""
    groups: dict[int, list[tuple[int, float]]] = {}
    for size, time in zip(sizes, seconds, strict=True):
        if time and size:
            groups.setdefault(int(math.log2(size)), []).append((size, time))
    kept = [groups[key] for key in sorted(groups) if len(groups[key]) >= min(least, len(sizes))]
    return [median(size for size, _ in group) for group in kept], [median(time for _, time in group) for group in kept]


def _time(pyplot: Any, data: dict[str, Any]) -> Any:
    """Milliseconds against kilobytes, both logarithmic; each line named at its end."""
    figure, axes = pyplot.subplots(figsize=(9, 6))
    lines = {"lxml's parse": data["parse_seconds"], **{name: result["seconds"] for name, result in data["results"].items()}}
    ends = []
    for number, (name, seconds) in enumerate(lines.items()):
        sizes, times = by_size(data["sizes"], seconds)
        if not sizes:
            continue
        colour = "black" if number == 0 else COLOURS[(number - 1) % len(COLOURS)]
        xs, ys = [size / 1000 for size in sizes], [time * 1000 for time in times]
        bold = name in ("cleanread", "lxml's parse")
        mark = MARKS[number % len(MARKS)]
        axes.plot(xs, ys, mark + ("--" if number == 0 else "-"), color=colour, lw=2.6 if bold else 1.2, ms=6 if bold else 4)
        ends.append((name, xs[-1], ys[-1], colour, bold))
    axes.set(xscale="log", yscale="log", xlabel="size of the page, KB", ylabel="processor time, ms")
    axes.set_title(f"Time against page size: medians by size ({data['set']}, {data['pages']:,} pages)", loc="left")
    _plain_ticks(axes)
    label_ends(axes, ends)
    return figure


def label_ends(axes: Any, ends: Sequence[tuple[str, float, float, str, bool]]) -> None:
    """Names right of the lines' ends, moved apart where they would touch; a fine line leads to each."""
    low, high = axes.get_ylim()
    log = axes.get_yscale() == "log"
    to_share = (lambda y: math.log(y / low) / math.log(high / low)) if log else (lambda y: (y - low) / (high - low))
    wanted = sorted((to_share(y), name, x, y, colour, bold) for name, x, y, colour, bold in ends)
    place, places = -1.0, []
    for share, *_ in wanted:
        place = max(share, place + 0.048)
        places.append(place)
    over = max(0.0, (places[-1] if places else 0) - 1)
    for at, (_, name, x, y, colour, bold) in zip(places, wanted, strict=True):
        axes.annotate(
            name,
            (x, y),
            xytext=(1.04, at - over),
            textcoords="axes fraction",
            color=colour,
            va="center",
            fontweight="bold" if bold else "normal",
            arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.5, "alpha": 0.6},
            annotation_clip=False,
        )


def _plain_ticks(axes: Any) -> None:
    """1, 10, 1000 rather than powers of ten."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        axis.set_minor_formatter(NullFormatter())


def growth(rows: Sequence[dict[str, Any]], path: Path) -> str:
    """Time and memory against page size, as multiples of lxml's, a line a kind of page."""
    pyplot = _pyplot()
    if pyplot is None:
        return NO_MATPLOTLIB
    figure, panels = pyplot.subplots(1, 2, figsize=(12, 4.8))
    figure.subplots_adjust(wspace=0.5)
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    for axes, key, title, aim in zip(panels, ("time", "memory"), ("Processor time", "Peak memory"), (6, 2), strict=True):
        ends = []
        for number, kind in enumerate(kinds):
            points = [(row["bytes"] / 1000, row[key]) for row in rows if row["kind"] == kind and row.get(key)]
            if points:
                xs, ys = zip(*points, strict=True)
                axes.plot(xs, ys, MARKS[number] + "-", color=COLOURS[number], ms=5)
                ends.append((kind, xs[-1], ys[-1], COLOURS[number], False))
        axes.axhline(aim, color="black", linestyle=":", linewidth=1)
        axes.set(xscale="log", xlabel="size of the page, KB", ylim=(0, None))
        axes.annotate(f"aim: {aim}", (0.01, aim), xycoords=("axes fraction", "data"), xytext=(0, 3), textcoords="offset points")
        _plain_ticks(axes)
        axes.set_title(f"{title}, × that of lxml's parse", loc="left")
        label_ends(axes, ends)
    figure.savefig(path, bbox_inches="tight")
    pyplot.close(figure)
    return str(path)
