"""Stretches of a text where the page speaks instead of the article: what stands among recognised lines goes with them.

    Add to my list              (said twice more elsewhere)      →  gone
    Sign in                     ← recognised
    Already have an account?    ← stands between two of them     →  gone
    Subscribe                   ← recognised
    The minister said that …    ← the article goes on            →  kept

    … said the minister.        ← the article's last paragraph
    Share this article          ← recognised
    Our app is new. Try it out! ← nothing of the article follows →  gone
    © 2025 The Harbour Times    ← recognised

One recognised line proves nothing about its neighbours, and a text with none comes back whole.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from cleanread import Role

from .flow import Flow
from .lines import SAYS_NOTHING, Line, Lines

#: Sections after which an article often goes on, as it does after a one-line link, and those that only stand when it is over.
_ASIDES = frozenset(("ads", "image-tools", "tools", "related", "popular"))
_FINAL = frozenset(("comments", "comment-form", "copyright", "tags", "pager"))
#: Lines between two recognised ones, at the most, for them to be of one stretch.
_GAP = 4
#: Words of a line of the interface at the most, and of one before the article, where headlines stand.
_WORDS, _HEAD_WORDS = 10, 3
#: Words of the closing clutter's paragraphs, at the most, as a share of the article's.
_CLOSING_SHARE = 0.3


class Found(NamedTuple):
    """A line with why it belongs to the interface, and how sure that is."""

    line: Line
    rule: str
    reason: str
    confidence: float


def is_mark(line: Line) -> bool:
    """Whether a line says by itself that it is no part of an article."""
    return bool(line.sections - SAYS_NOTHING) or line.cues >= 2 or line.is_clock


def stretches(lines: Lines, flow: Flow, marks: set[int]) -> Iterator[Found]:
    """Unknown short lines between recognised ones, before and inside the body, and their copies."""
    copies = Counter(line.block.folded for line in lines.small if len(line.text) < 100)
    headline = max(lines.lines[: lines.first_core], key=lambda line: line.words, default=None)
    for run in _runs(lines):
        found = [line.index for line in run if line.index in marks]
        if not found or run[0].index >= flow.body_end:
            continue
        inside = {at for one, other in itertools.pairwise(found) if other - one <= _GAP for at in range(one + 1, other)}
        for line in run:
            if line.index in marks or not _fits(lines, line) or line is headline:
                continue
            if copies[line.block.folded] > 1 and len(found) > 1:
                yield Found(line, "repeated", "stands beside the page's interface again and again", 0.75)
            elif line.index in inside and not (line.block.role is Role.HEADING and line.index > lines.first_core):
                yield Found(line, "between", "stands between two lines of the page's interface", 0.72)


def _runs(lines: Lines) -> Iterator[list[Line]]:
    """Neighbouring lines that are no paragraphs."""
    run: list[Line] = []
    for line in lines.lines:
        if line.is_core or (line.is_prose and line.words > _WORDS and not line.cues):
            if run:
                yield run
            run = []
        elif not line.settled:
            run.append(line)
    if run:
        yield run


def _fits(lines: Lines, line: Line) -> bool:
    if line.block.role not in (Role.PARAGRAPH, Role.LIST_ITEM, Role.HEADING) or line.is_date or not line.text:
        return False
    if line.index < lines.first_core:
        return line.words <= _HEAD_WORDS and line.index + 1 != lines.first_core and not line.is_sentence
    return line.words <= _WORDS and not (line.is_sentence and line.words > 5 and line.text[-1:] not in "?!？！")


def lone(lines: Lines, flow: Flow, numbered: set[int]) -> Iterator[Found]:
    """Words of a menu before the article, and numbers that count nothing of it."""
    for line in lines.small:
        if line.index in numbered or line.index >= flow.body_end > 0 or line.block.role is Role.HEADING:
            continue
        if line.is_counter:
            yield Found(line, "counter", "a number alone: a count of shares, comments or pictures", 0.64)
        elif line.index < lines.first_core - 1 and "weak" in line.sections and line.words <= 2:
            yield Found(line, "button", "a word of a menu or a button, before the article", 0.7)


def closing(lines: Lines, flow: Flow, marks: set[int]) -> int | None:
    """Where the clutter starts that nothing of the article follows, in the body's last part; None when it does not.

    Paragraphs in it may be adverts and notices, but only single ones with recognised lines after them, and
    much less of them than of the article.
    """
    every = sorted(at for at in marks if at > lines.first_core)
    core = lines.core
    before = [0, *itertools.accumulate(lines[at].words for at in core)]
    total = before[-1]
    prose = [line.index for line in lines.lines if line.is_prose and line.index not in marks]
    # the last of these that another follows directly
    together = max((number for number, (one, other) in enumerate(itertools.pairwise(prose)) if other - one == 1), default=-1)
    for number, at in enumerate(every):
        if (lines[at].sections or lines[at].prefix) and lines[at].sections <= _ASIDES:
            continue
        passed = bisect_right(core, at)
        rest = len(core) - passed
        after = total - before[passed]
        if after > _CLOSING_SHARE * (total - after):
            continue
        final = bool(lines[at].sections & _FINAL)
        if len(every) - number < (4 if rest else 2) or (rest and (core[-1] > every[-1] or not final)):
            continue
        first = bisect_left(prose, at)
        if first <= together or (first < len(prose) and not final and prose[first] - at <= 3):
            continue
        return at
    return None


def after_closing(lines: Lines, start: int) -> Iterator[Found]:
    """What follows the first line of the closing clutter."""
    for line in lines.lines[start:]:
        if line.settled or line.block.role in (Role.CAPTION, Role.BYLINE, Role.AGENCY):
            continue
        sure = 0.75 if not line.is_prose else 0.7 if not line.is_core else 0.62
        yield Found(line, "closing", "among the page's interface after the article, which does not go on", sure)
