"""Where the article goes on and where it is over: lists of other articles and comments in the flow of lines.

An opener ("See more", "3 comments") starts a unit of other things. The unit ends where the article
resumes, which shows in the rhythm of the lines: articles run in paragraphs, lists of other articles alternate
headline, teaser, caption and date. A unit that nothing resumes after is the tail.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from cleanread import Document, Role

from .lines import SAYS_NOTHING, Line, Lines, lines_of
from .notices import are_subject

Kind = Literal["related", "comments"]

_RELATED = frozenset(("related", "popular"))
_COMMENTS = frozenset(("comments", "comment-form"))
_ASIDE = frozenset(
    {"share", "newsletter", "paywall", "account", "cookie", "ads", "image-tools", "tools", "navigation"}
    | {"copyright", "tags", "pager"}
)
_OF_PAGES = _ASIDE | _RELATED | _COMMENTS
#: Share of a document's words that stand before a tail.
_TAIL_FROM = 0.35
#: A word with its colon before a name, and words of such a line at the most.
_SIGNED, _SIGNED_WORDS = re.compile(r"[^\W\d_]+\s?[:：]"), 5
#: Items that a list has at the most when more of the article follows it.
_ITEMS = 12
#: Units that a document is searched for: more is no article, and each costs a look at all that follows.
_UNITS = 60
#: Mean words of the lines before teasers from which they are headlines; subheadings are shorter.
_HEADLINE_WORDS = 6.0


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines from an opener to where the article resumes: ``start`` is the opener, ``end`` is past the last."""

    kind: Kind
    start: int
    end: int
    tail: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """The units of a document, and where its body ends: the index past its last paragraph.

    ``doubted`` are lines that would be the comments' heading if anything below them were of comments.
    """

    units: tuple[Unit, ...]
    body_end: int
    doubted: frozenset[int] = frozenset()

    @property
    def tail_start(self) -> int | None:
        """Where the tail of other things opens."""
        return next((unit.start for unit in self.units if unit.tail), None)


def flow_of(document: Document) -> Flow:
    """The flow of a document, computed once."""
    found = document.shared.get(__name__)
    if not isinstance(found, Flow):
        found = _flow(document)
        document.shared[__name__] = found
    return found


def opener(line: Line) -> Kind | None:
    """What a line opens, if it opens something."""
    if line.sections & _RELATED or (line.prefix and line.words <= 3 and not line.sections & _ASIDE):
        return "related"
    return "comments" if line.sections & _COMMENTS else None


def _openers(lines: Lines) -> list[tuple[Line, Kind]]:
    """The lines that open something, and what."""
    told = [line for line in lines.small if line.sections or line.prefix]
    headline = lines.headline
    return [(line, kind) for line in told if line.index != headline and (kind := opener(line)) is not None]


def _flow(document: Document) -> Flow:
    lines = lines_of(document)
    units: list[Unit] = []
    doubted: set[int] = set()
    at, count = 0, len(lines)
    openers = _openers(lines)
    related = [line.index for line, kind in openers if kind == "related"]
    for found, opens in openers:
        kind = opens if found.index >= at else None
        if kind is None or (kind == "comments" and _subheading(lines, found.index)):
            continue
        if kind == "comments" and _unproven(lines, found.index):
            doubted.add(found.index)
            continue
        if len(units) == _UNITS:
            break
        at = found.index
        ended = document.article_end is not None and document.article_end < at
        resumed = None if ended else resumes(lines, related, at, kind)
        if resumed is None and not ended and _too_early(lines, at):
            resumed = _past_items(lines, at)
        if resumed is None:
            units.append(Unit(kind, at, count, tail=True))
            break
        end = min(_unit_end(lines, at, resumed), resumed)
        units.append(Unit(kind, at, end, tail=False))
        at = max(end, at + 1)
    tail = units[-1].start if units and units[-1].tail else count
    if document.article_end is not None:
        tail = min(tail, document.article_end + 1)
    resumed = max((unit.end for unit in units if not unit.tail), default=0)
    return Flow(tuple(units), _body_end(lines, tail, resumed), frozenset(doubted))


def _subheading(lines: Lines, at: int) -> bool:
    """Whether "Comments" stands between two paragraphs, with no time, form or further heading of comments below."""
    if not (0 < at < len(lines) - 1 and lines[at - 1].is_prose and lines[at + 1].is_prose):
        return False
    if not lines[at + 1].is_core and not are_subject(lines):
        return False
    below = lines.lines[at + 1 :]
    return lines[at].words <= 4 and not any(line.is_time or line.is_date or line.sections & _COMMENTS for line in below)


def _unproven(lines: Lines, at: int) -> bool:
    """Whether "Comments" is all that a text without paragraphs has of a page: it is minutes, or an outline."""
    if lines.core or lines.judged or not lines[at].sections <= _COMMENTS:
        return False
    below = any(line.is_time or line.is_date for line in lines.lines[at + 1 :])
    return not below and not any(line.sections & _OF_PAGES or line.prefix for line in lines.told if line.index != at)


def _too_early(lines: Lines, start: int) -> bool:
    """Whether what follows an opener is too much to be a tail: most of a long document, and not comments."""
    if sum(line.is_time or line.is_date for line in lines.lines[start:]) >= 3:
        return False
    before = sum(line.words for line in lines.lines[:start])
    total = before + sum(line.words for line in lines.lines[start:])
    return before < _TAIL_FROM * total and any(index > start for index in lines.core)


def _past_items(lines: Lines, start: int) -> int:
    """Past the headlines that follow an opener directly."""
    end = start + 1
    while end < len(lines) and end - start <= _ITEMS and (lines[end].is_headline or lines[end].is_time or lines[end].is_date):
        end += 1
    return end


def _body_end(lines: Lines, tail: int, resumed: int) -> int:
    """Past the last core paragraph before the tail and the sentences that follow it directly.

    Args:
        resumed: where the article goes on after the last list in it, be it in short sentences.
    """
    body = [index for index in lines.core if index < tail]
    if not body:
        return 0
    end = body[-1] + 1
    if end < resumed < tail and lines[resumed].is_prose:
        end = resumed
    while end < tail and lines[end].is_sentence and not (lines[end].cues or lines[end].sections):
        end += 1
    return end


def _unit_end(lines: Lines, start: int, resumed: int) -> int:
    """A unit in the head takes one headline at most: the article's own may follow."""
    if start > lines.first_core:
        return _spare_subheading(lines, start, resumed)
    end = start + 1
    titled = any(line.is_headline and not line.sections for line in lines.lines[:start])
    if titled and end < len(lines) and lines[end].is_headline and not lines[end].sections:
        after = lines[end + 1] if end + 1 < len(lines) else None
        repeated = after is not None and after.block.folded in {line.block.folded for line in lines.lines[:start]}
        if after is not None and (after.is_prose or opener(after) or repeated):
            end += 1
    return end


def _spare_subheading(lines: Lines, start: int, resumed: int) -> int:
    """The line right before the article resumes may be its subheading: much shorter than the list's items."""
    items = [line for line in lines.lines[start + 1 : resumed] if line.is_headline and not line.sections]
    last = lines[resumed - 1]
    if last.block.role is Role.HEADING and resumed - 1 > start:
        return resumed - 1
    others = [line.words for line in items if line is not last]
    if last in items and others and last.words < 0.6 * sum(others) / len(others):
        return resumed - 1
    return resumed


def resumes(lines: Lines, related: list[int], start: int, kind: Kind) -> int | None:
    """The line where the article goes on after an opener, or None when it does not.

    Args:
        related: all the lines that open lists of other articles.
    """
    if kind == "comments":
        return _after_comments(lines, start)
    while True:
        following = bisect_left(related, start + 2)
        end = related[following] if following < len(related) else len(lines)
        runs = _runs(lines, start + 1, end)
        if runs or end == len(lines):
            break
        start = end  # nothing of the article before the next opener: perhaps after that
    for run in runs:
        if run[1] - run[0] >= 2 and any(lines[at].is_core for at in range(*run)):
            return run[0]
    if not runs:
        return None
    if len(runs) == 1:
        return runs[0][0] if not _ends_list(lines, start, runs[0][0], end) else None
    return None if _teasers(lines, runs) else runs[0][0]


def _after_comments(lines: Lines, start: int) -> int | None:
    """Comments are paragraphs as well: the article goes on where there are three in a row, and not few in all."""
    before = sum(lines[at].words for at in lines.core if at < start)
    after = sum(lines[at].words for at in lines.core if at > start)
    if after * 2 <= before:
        return None
    for first, end in _runs(lines, start + 1, len(lines)):
        if end - first >= 3 and sum(lines[at].is_core for at in range(first, end)) >= 2:
            return first
    return None


def _runs(lines: Lines, start: int, end: int) -> list[tuple[int, int]]:
    """Runs of neighbouring prose lines, in which short asides (an advert, a caption) do not count as a break."""
    runs: list[tuple[int, int]] = []
    first = None
    for at in range(start, end):
        line = lines[at]
        if line.is_prose and not line.cues and not line.truncated and not (first is None and _labelled(lines, at)):
            first = at if first is None else first
        elif first is not None:
            runs.append((first, at))
            first = None
    if first is not None:
        runs.append((first, end))
    return runs


def _labelled(lines: Lines, at: int) -> bool:
    """A question or exclamation under a short label, as the items above it are: a headline, not prose."""
    if at < 3 or not lines[at].is_headline:
        return False
    label, above = lines[at - 1], lines[at - 2]
    return label.words <= 3 and not label.ends_sentence and above.is_headline and lines[at - 3].words <= 3


def _teasers(lines: Lines, runs: list[tuple[int, int]]) -> bool:
    """Whether single paragraphs under single lines are teasers under headlines, not sections under subheadings."""
    above = [line for run in runs if not _speaks(line := lines[run[0] - 1])]
    if any(line.is_time or line.is_date for line in above):
        return True
    heads = [line.words for line in above if line.is_headline]
    if any(line.block.role is Role.HEADING for line in above):
        return False
    between = [lines[at] for one, other in itertools.pairwise(runs) for at in range(one[1], other[0])]
    meta = any(line.is_time or line.is_date or line.has_credit or line.truncated or line.is_counter for line in between)
    return meta or (len(heads) * 2 > len(runs) and sum(heads) / len(heads) > _HEADLINE_WORDS)


def _ends_list(lines: Lines, start: int, prose: int, end: int) -> bool:
    """Whether a list's only paragraph is one of its teasers: it stands early among many items.

    What the page says of itself is none of them, and where it says so the list is over; nor is who wrote the article.
    """
    close = next((at for at in range(prose + 1, end) if lines[at].sections - SAYS_NOTHING), end)
    items = [line.index for line in lines.lines[start + 1 : close] if line.is_headline and not (_speaks(line) or _signs(line))]
    return len(items) >= 4 and sum(index > prose for index in items) >= 2


def _signs(line: Line) -> bool:
    """Whether a line may name somebody by his part: ``Penulis: Rina Wulandari``."""
    return line.words <= _SIGNED_WORDS and _SIGNED.match(line.text) is not None


def _speaks(line: Line) -> bool:
    """Whether a line speaks of the page or links to another one: it is no headline of a list."""
    return bool(line.sections or line.cues or line.prefix)
