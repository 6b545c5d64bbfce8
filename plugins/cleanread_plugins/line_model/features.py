"""What a line of a text shows, as numbers: its own shape, its neighbours, its place, the text as a whole.

Nothing here knows a language. Words matter by how they are spread over the text: the words that hold its sentences
together are those that its long lines repeat, and what belongs to the article shares words with its main run. All is
numpy over all lines; a text of a million lines costs a constant number of passes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import characters
from .characters import BITS, KIND, Counts, Floats, count

Matrix = NDArray[np.float32]

#: Words from which a line that ends as sentences do counts as prose.
PROSE = 10.0
#: Words below which a line is short.
SHORT = 7.0
#: Words that a title has at the least.
_TITLE = 3.0
#: What each word costs a run of lines: runs of prose stay, runs of short lines do not pay.
COSTS = (8.0, 14.0)

_OWN = (
    "words (log)", "width (log)", "letters a word", "stops a word", "commas a word", "inner sentences", "digits", "numbers",
    "capital letters", "capitalised words", "no case", "quotes", "brackets", "bars", "slashes", "at signs", "money",
    "copyright", "dashes", "symbols", "bullets", "colons", "dotted", "years", "times", "dates", "function words",
    "function words, of the text's", "frequent words", "frequent words, of the text's", "ends with a stop", "ends with a colon",
    "ends with a question", "breaks off", "ends with a letter", "ends with a digit", "ends with a mark", "starts small",
    "starts with a digit", "starts with a quote", "starts with a sign", "prose", "words of the main run", "words of the title",
    "of the title's words", "same line elsewhere", "same line before", "same line in a row", "words seldom elsewhere",
)  # fmt: skip
#: What is looked at in the lines around a line.
_AROUND = (
    "words (log)", "prose", "short", "ends with a stop", "capitalised words", "numbers", "function words, of the text's",
    "words of the main run", "same line elsewhere", "bars", "years",
)  # fmt: skip
#: The lines around: from and to, counted from the line.
_WINDOWS = ((-1, -1), (1, 1), (-2, 2), (-8, -1), (1, 8), (-30, -1), (1, 30))
_RUN = ("in best run", "before best run", "after best run", "best run's share")
_PLACE = (
    "place", "lines before (log)", "lines after (log)", "words before", "words after", "words before (log)",
    "words after (log)", "prose before", "prose after", "to prose before", "to prose after", "run of short lines",
    "place in that run", "length like the line before", "length like the line after", "ends like the line before",
    "ends like the line after", "spread of lengths around", *(f"{name} {cost:.0f}" for cost in COSTS for name in _RUN),
)  # fmt: skip
_TEXT = (
    "text lines (log)", "text words (log)", "text prose share", "text short lines", "text median words", "text repeated lines",
    "text capitalised words", "text no case", "text function words", "text questions", "text numbers", "text bars",
)  # fmt: skip
NAMES = (*_OWN, *(f"{name} [{a:+d}, {b:+d}]" for a, b in _WINDOWS for name in _AROUND), *_PLACE, *_TEXT)


def features(lines: Sequence[str]) -> tuple[Matrix, Floats]:
    """What each line shows, features (in the order of `NAMES`) by lines, and the words of each line.

    Args:
        lines: the lines of a text that hold something, in order.
    """
    return describe(count(lines))


def describe(counts: Counts) -> tuple[Matrix, Floats]:
    """The features of counted lines."""
    size = counts.size
    if not len(size):
        return np.zeros((len(NAMES), 0), dtype=np.float32), size
    prose = (size >= PROSE) & ((counts.end == KIND["stop"]) | (counts.end == KIND["question"])) & ~counts.cut
    runs = [best_run(size, prose, cost) for cost in COSTS]
    own = _own(counts, prose, runs[0])
    short = (size < SHORT).astype(np.float64)
    column = {name: own[index] for index, name in enumerate(_OWN)} | {"short": short}
    around = _windows(np.stack([column[name] for name in _AROUND]))
    place = _place(counts, prose, short, runs, column)
    text = _whole(size, prose, short, column)
    values = np.empty((len(NAMES), len(size)), dtype=np.float32)
    at = 0
    for part in (own, around, place):
        values[at : at + len(part)] = part
        at += len(part)
    values[at:] = text[:, None]
    return values, size


def _own(counts: Counts, prose: NDArray[np.bool_], run: tuple[int, int]) -> Floats:
    """What each line shows by itself, and in the words that it shares with others: names by lines."""
    kinds, size, length = counts.kinds.T, counts.size, counts.length
    words = np.maximum(size, 1.0)
    tokens = np.maximum(counts.tokens, 1.0)
    upper, lower = kinds[KIND["upper"]], kinds[KIND["lower"]]
    cased = counts.capitals + counts.small
    known = counts.known / tokens
    frequent, main, title, titled, seldom = _shared(counts, prose, run)
    elsewhere, before, in_row = _repeated(counts)
    end, first = counts.end, counts.first
    ends_stop = (end == KIND["stop"]) & ~counts.cut
    marks = (end != KIND["stop"]) & (end != KIND["colon"]) & (end != KIND["question"]) & (end >= KIND["stop"])
    signs = (first >= KIND["stop"]) & (first != KIND["quote"]) & (first != KIND["open"])
    return np.stack(
        [
            np.log1p(size),
            np.log1p(counts.width),
            counts.width / words,
            (kinds[KIND["stop"]] + kinds[KIND["question"]]) / words,
            kinds[KIND["comma"]] / words,
            np.log1p(counts.inner),
            kinds[KIND["digit"]] / length,
            counts.numbers / tokens,
            np.where(upper + lower > 0, upper / np.maximum(upper + lower, 1), -1.0),
            np.where(cased > 0, counts.capitals / np.maximum(cased, 1), -1.0),
            (cased == 0).astype(np.float64),
            np.minimum(kinds[KIND["quote"]] + kinds[KIND["guillemet"]], 6.0),
            np.minimum(kinds[KIND["open"]] + kinds[KIND["close"]], 6.0),
            np.minimum(kinds[KIND["bar"]], 6.0),
            np.minimum(kinds[KIND["slash"]], 6.0),
            np.minimum(kinds[KIND["at"]], 6.0),
            np.minimum(kinds[KIND["money"]], 6.0),
            np.minimum(kinds[KIND["copyright"]], 2.0),
            kinds[KIND["dash"]] / words,
            np.minimum(kinds[KIND["symbol"]], 6.0),
            np.minimum(kinds[KIND["bullet"]], 6.0),
            np.minimum(kinds[KIND["colon"]], 6.0),
            np.minimum(counts.dotted, 4.0),
            np.minimum(counts.years, 4.0),
            np.minimum(counts.times, 4.0),
            np.minimum(counts.dates, 4.0),
            known,
            _relative(known, size, prose),
            frequent,
            _relative(frequent, size, prose),
            ends_stop.astype(np.float64),
            (end == KIND["colon"]).astype(np.float64),
            (end == KIND["question"]).astype(np.float64),
            counts.cut.astype(np.float64),
            (end < KIND["stop"]).astype(np.float64),
            (end == KIND["digit"]).astype(np.float64),
            marks.astype(np.float64),
            (first == KIND["lower"]).astype(np.float64),
            (first == KIND["digit"]).astype(np.float64),
            (first == KIND["quote"]).astype(np.float64),
            signs.astype(np.float64),
            prose.astype(np.float64),
            main,
            title,
            titled,
            elsewhere,
            before,
            in_row,
            seldom,
        ]
    )


def _relative(share: Floats, size: Floats, prose: NDArray[np.bool_]) -> Floats:
    """A share relative to what it is in the text's prose: languages differ, texts of one language hardly do."""
    weight = np.where(prose, size, 0.0)
    total = weight.sum()
    usual = float((share * weight).sum() / total) if total else 0.0
    return np.minimum(share / usual, 3.0) if usual > 0.02 else np.full(len(share), -1.0)


def _shared(counts: Counts, prose: NDArray[np.bool_], run: tuple[int, int]) -> tuple[Floats, ...]:
    """Of each line's words: those that the text's prose repeats, those of the main run, those of the title.

    A line of the main run counts only words that another line of the run has as well (near enough: twice in it).
    """
    lines, line = len(counts.size), counts.line
    bits = min(BITS, max(9, len(line).bit_length() + 2))  # a table that is larger than the text is slow
    table, words = 1 << bits, counts.words >> (BITS - bits)
    tokens = np.maximum(counts.tokens, 1.0)

    def share(hit: NDArray[np.bool_]) -> Floats:
        return np.bincount(line[hit], minlength=lines) / tokens

    everywhere = np.bincount(words, minlength=table)
    of_prose = words[prose[line]]
    repeated = np.bincount(of_prose, minlength=table) >= max(3.0, 0.004 * len(of_prose))
    frequent = repeated[words]
    inside = (line >= run[0]) & (line < run[1])
    in_run = np.bincount(words[inside], minlength=table)
    main = ~frequent & (in_run[words] > inside)
    title = np.zeros(table, dtype=np.bool_)
    title[words[: np.searchsorted(line, 1)]] = True
    in_title = title[words]
    titled = np.minimum(np.bincount(line[in_title], minlength=lines) / max(1, int(title.sum())), 1.0)
    return share(frequent), share(main), share(in_title), titled, share(everywhere[words] <= 1)


def _repeated(counts: Counts) -> tuple[Floats, Floats, Floats]:
    """How often the same words make a line elsewhere in the text, before it, and right before it (log)."""
    lines = len(counts.size)
    place = np.arange(len(counts.words)) - np.searchsorted(counts.line, counts.line)
    mixed = ((counts.words + 1) * ((place & 1023) * 2 + 1)).astype(np.float64)
    sums = np.bincount(counts.line, weights=mixed, minlength=lines)
    order = np.argsort(sums, kind="stable")
    ranked = sums[order]
    opens = np.concatenate(([True], ranked[1:] != ranked[:-1]))
    begins = np.flatnonzero(opens)
    group = np.cumsum(opens) - 1
    where = np.empty(lines, dtype=np.int64)
    where[order] = group
    same = np.diff(np.concatenate((begins, [lines])))[where]
    before = np.empty(lines)
    before[order] = np.arange(lines) - begins[group]
    again = np.zeros(lines)
    again[1:] = where[1:] == where[:-1]
    empty = sums == 0
    return np.where(empty, 0.0, np.log(same)), np.where(empty, 0.0, np.log1p(before)), again


def best_run(size: Floats, prose: NDArray[np.bool_], cost: float) -> tuple[int, int]:
    """The run of lines with most words, each line costing some (Kadane's maximum subarray)."""
    sums = np.concatenate([[0.0], np.cumsum(np.minimum(size, 120.0) - cost + np.where(prose, 4.0, 0.0))])
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    start = int(np.argmin(sums[: end + 1]))
    return (start, end) if end > start else (0, 0)


def windows(values: Floats, spans: Sequence[tuple[int, int]]) -> Floats:
    """Means of the lines around each line: one block of rows for each span of lines, 0 where there are none.

    Args:
        values: names by lines.
        spans: first and last line of each window, counted from the line.
    """
    names, lines = values.shape
    margin = max(max(abs(first), abs(last)) for first, last in spans) + 1
    sums = np.zeros((names + 1, lines + 1 + 2 * margin))
    np.cumsum(values, axis=1, out=sums[:names, margin + 1 : margin + 1 + lines])
    sums[names, margin + 1 : margin + 1 + lines] = np.arange(1, lines + 1)  # how many lines there are
    sums[:, margin + 1 + lines :] = sums[:, margin + lines, None]
    result = np.empty((len(spans) * names, lines))
    for number, (first, last) in enumerate(spans):
        start, end = margin + first, margin + last + 1
        within = sums[:, end : end + lines] - sums[:, start : start + lines]
        np.divide(within[:names], np.maximum(within[names], 1.0), out=result[number * names : (number + 1) * names])
    return result


def _windows(values: Floats) -> Floats:
    return windows(values, _WINDOWS)


def _place(
    counts: Counts, prose: NDArray[np.bool_], short: Floats, runs: list[tuple[int, int]], column: dict[str, Floats]
) -> Floats:
    """Where a line stands: in the text, among the lines of its kind, against the run of lines that holds most words."""
    size = counts.size
    lines = len(size)
    at = np.arange(lines, dtype=np.float64)
    total = max(1.0, float(size.sum()))
    before = np.cumsum(size) - size
    after = total - before - size
    sentences = np.where(prose, size, 0.0)
    told = np.cumsum(sentences)
    in_prose = max(1.0, float(told[-1]))
    width = column["words (log)"]
    similar_before, similar_after = np.zeros(lines), np.zeros(lines)
    similar_before[1:] = np.abs(width[1:] - width[:-1])
    similar_after[:-1] = similar_before[1:]
    alike_before, alike_after = np.zeros(lines), np.zeros(lines)
    alike_before[1:] = counts.end[1:] == counts.end[:-1]
    alike_after[:-1] = alike_before[1:]
    spread = windows(np.stack([width, width**2]), [(-3, 3)])
    length, place = run_lengths(short > 0)
    rows = [
        at / lines,
        np.log1p(at),
        np.log1p(lines - 1 - at),
        before / total,
        after / total,
        np.log1p(before),
        np.log1p(after),
        (told - sentences) / in_prose,
        (in_prose - told) / in_prose,
        np.log1p(since(prose)),
        np.log1p(since(prose[::-1])[::-1]),
        np.where(short > 0, np.log(length), 0.0),
        np.where(short > 0, place / length, -1.0),
        similar_before,
        similar_after,
        alike_before,
        alike_after,
        np.sqrt(np.maximum(spread[1] - spread[0] ** 2, 0.0)),
    ]
    for start, end in runs:
        rows += [
            ((at >= start) & (at < end)).astype(np.float64),
            np.log1p(np.maximum(start - at, 0.0)),
            np.log1p(np.maximum(at - end + 1, 0.0)),
            np.full(lines, float(size[start:end].sum()) / total),
        ]
    return np.stack(rows)


def since(hit: NDArray[np.bool_]) -> Floats:
    """Lines since the last hit, this line's own included as 0; all lines so far where there was none."""
    at = np.arange(len(hit))
    result: Floats = (at - np.maximum.accumulate(np.where(hit, at, -1))).astype(np.float64)
    return result


def run_lengths(hit: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The length of the run of equal values that each line stands in, and its place in it."""
    changes = np.concatenate(([True], hit[1:] != hit[:-1]))
    begins = np.flatnonzero(changes)
    number = np.cumsum(changes) - 1
    lengths = np.diff(np.concatenate((begins, [len(hit)])))
    return lengths[number].astype(np.float64), (np.arange(len(hit)) - begins[number]).astype(np.float64)


def _whole(size: Floats, prose: NDArray[np.bool_], short: Floats, column: dict[str, Floats]) -> Floats:
    """The text as a whole; the same for all of its lines."""
    total = max(1.0, float(size.sum()))
    weight = size / total
    capitalised, ranked = column["capitalised words"], np.sort(size)
    return np.array(
        [
            np.log1p(len(size)),
            np.log1p(total),
            weight[prose].sum(),
            short.mean(),
            np.log1p(float(ranked[(len(size) - 1) // 2] + ranked[len(size) // 2]) / 2),
            (column["same line elsewhere"] > 0).mean(),
            (weight * np.maximum(capitalised, 0)).sum(),
            (weight * column["no case"]).sum(),
            (weight * column["function words"]).sum(),
            column["ends with a question"].mean(),
            column["numbers"].mean(),
            (column["bars"] > 0).mean(),
        ]
    )


def titles(values: Matrix, size: Floats) -> NDArray[np.bool_]:
    """Which lines say what the first line says, that one included, when it is as long as titles are.

    Args:
        values: features by lines.
        size: words of each line.
    """
    own, covered = values[NAMES.index("words of the title")], values[NAMES.index("of the title's words")]
    result: NDArray[np.bool_] = (size >= _TITLE) & (own >= 0.8) & (covered >= 0.4)
    return result


def fingerprint() -> str:
    """A hash of the code and the list behind these numbers: weights fit those they were trained with and no other."""
    here = Path(__file__)
    parts = (here, Path(characters.__file__), here.with_name("function_words.txt"))
    return hashlib.sha256(b"\0".join(part.read_bytes().replace(b"\r\n", b"\n") for part in parts)).hexdigest()[:16]
