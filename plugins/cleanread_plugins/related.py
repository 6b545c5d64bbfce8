"""Lists of other articles: under a heading, as one-line links, between paragraphs, or as a tail without a heading.

    See more                                        →  gone, and with it, as a unit:
    EC President arrives (Photo: VNA)                   a caption,
    EC President arrives in Hanoi for official visit    a headline,
    The visit goes beyond protocol, providing …         a teaser
    Read more: Budget at a glance                   →  gone (a one-line link)
    >> How to wear a ring                           →  gone (a one-line link)
    "You can see more of the town from here."       →  kept: "see more" in a sentence is prose

What follows an agency's end mark is a tail of teasers even when no heading says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleanread import Document, Drop, Option, Role, Verdict, hookimpl

from .flow import Flow, Unit, flow_of
from .lines import Line, Lines, lines_of, rows

after = ["endings", "captions"]

_CHEVRON = re.compile(r"^(?:>>+|»+|►|▶|▸|⏩|➡|→)\s*\S|\S\s*(?:>>+|»)$")
#: What a line opens or closes with that has one.
_CHEVRONS = frozenset(">»►▶▸⏩➡→\n")
_INDENT = re.compile(r"[\r\n][ \t\u00a0\u3000]{2,}$")
_QUOTED = re.compile(r"^[«“\"„].*[»”\"“]|«.*»")
_NOTE = re.compile(
    r"^[\[(*]*\s*(?:correction|clarification|editor['’]s note|editors['’] note|update|note|disclosure|đính chính|"
    r"rectificatif|berichtigung|"
    r"korrektur|corrección|correzione|correção|уточнение|исправление|更正|訂正|정정)\b\s*[:：–—-]",
    re.IGNORECASE,
)
#: What such a note opens with.
_OPENS_NOTE = frozenset("[(*cCeEuUnNdDđĐrRbBkK\u212aуУиИ更訂정")
#: Letters from which a line that stands twice may be a headline.
_TWICE = 16
_RELATED = frozenset(("related", "popular"))
_SIGNED = frozenset((Role.BYLINE, Role.AGENCY, Role.FOOTNOTE))


@hookimpl
def cleanread_options() -> list[Option]:
    """Further headings of lists of other articles."""
    return [Option("headings", "list", [], "further headings that open a list of other articles, such as 'Read on'")]


@hookimpl
def cleanread_annotate(document: Document, options: Mapping[str, Any]) -> None:
    """Make the user's own headings known before the flow of the lines is read."""
    wanted = {heading.casefold().strip(" :") for heading in options["headings"]}
    for line in lines_of(document).live if wanted else ():
        if line.text.casefold().strip(" :") in wanted:
            line.sections = line.sections | {"related"}


@hookimpl
def cleanread_clean(document: Document, options: Mapping[str, Any]) -> Iterator[Verdict]:
    """Drop units, links and tails."""
    lines, flow = lines_of(document), flow_of(document)
    for unit in flow.units:
        if unit.kind == "related":
            yield from _unit(lines, unit)
        elif unit.tail:
            yield from _inside_comments(lines, unit)
    yield from _links(lines)
    if not lines.judged:
        yield from _timed_items(lines, flow)
        yield from _indented(lines, flow)
        yield from _twice(lines, flow)
    yield from _tail_without_heading(document, lines, flow)


def _unit(lines: Lines, unit: Unit) -> Iterator[Verdict]:
    """The heading and all that it opens."""
    heading = lines[unit.start]
    where = "after the article" if unit.tail else "between its paragraphs"
    yield Drop(heading.block, "heading", f"heading of a list of other articles {where}", 0.95)
    for line in lines.between(unit.start + 1, unit.end):
        if spared(line):
            continue
        if line.is_prose and line.block.role is not Role.CAPTION:
            yield Drop(line.block, "teaser", f"teaser in the list under “{heading.text[:40]}”", 0.78)
        else:
            yield Drop(line.block, "item", f"item of the list under “{heading.text[:40]}”", 0.92 if unit.tail else 0.85)


def _inside_comments(lines: Lines, unit: Unit) -> Iterator[Verdict]:
    """Lists of other articles that stand below the comments."""
    for line in lines.between(unit.start + 1):
        if not line.sections.isdisjoint(_RELATED):
            yield Drop(line.block, "heading", "heading of a list of other articles after the article", 0.95)


def spared(line: Line) -> bool:
    """Notes of the editor, footnotes and authors' lines belong to the article wherever they stand."""
    if line.block.role in _SIGNED:
        return True
    first = line.text[:1]
    return (first in _OPENS_NOTE or first.isspace()) and _NOTE.match(line.text) is not None


def _links(lines: Lines) -> Iterator[Verdict]:
    """One line with a link to another article."""
    first, headline = lines.first_core, lines.headline
    for line in lines.small:
        if "pager" in line.sections:
            yield Drop(line.block, "pager", "a link to the previous or next article", 0.93)
        elif not 4 <= line.words <= 50 or line.index == headline:
            continue
        elif line.index > first and line.lexicon.opens_with(line.block.folded, "pager"):
            yield Drop(line.block, "pager", "a link to the previous or next article, with its headline", 0.85)
        elif line.prefix and not (line.prefix in line.lexicon.credits and line.is_sentence):
            yield Drop(line.block, "link", f"a one-line link to another article (“{line.prefix}”)", 0.9)
        elif line.words <= 40 and _has_chevron(line.text) and not _QUOTED.search(line.text) and not line.is_core:
            yield Drop(line.block, "link", "a one-line link to another article (an arrow)", 0.72)


def _has_chevron(text: str) -> bool:
    return (text[0] in _CHEVRONS or text[-1] in _CHEVRONS) and _CHEVRON.search(text) is not None


def _timed_items(lines: Lines, flow: Flow) -> Iterator[Verdict]:
    """A headline between paragraphs with its section and "two hours ago": an item of a list, without a heading."""
    times = [line for line in lines.told if line.is_time and lines.first_core < line.index < flow.body_end]
    if len(times) > 3:
        return  # a live blog tells the time of each of its entries
    for time in times:
        if lines[time.index - 1].is_prose and lines[time.index + 1].is_prose:
            continue  # nothing that it could be the time of but the article's own paragraphs
        yield Drop(time.block, "item", "how long ago another article was published", 0.85)
        at = time.index - 1
        while at > 0 and time.index - at <= 3 and not lines[at].is_prose and lines[at].block.role is not Role.HEADING:
            yield Drop(
                lines[at].block, "item", "headline or section of another article, above how long ago it was published", 0.8
            )
            if lines[at].words >= 5:
                break
            at -= 1


def _indented(lines: Lines, flow: Flow) -> Iterator[Verdict]:
    """Headlines in a row that are indented as no other line is, between paragraphs: a list that nothing announces."""
    deep = [line for line in lines.live if len(line.block.gap) > 2 and _INDENT.search(line.block.gap)]
    if len(deep) * 3 > len(lines):
        return
    for run in rows(deep):
        above = lines[run[0].index - 1] if run[0].index else None
        fits = all(line.is_headline and line.words >= 5 and line.text[:1].isalnum() for line in run)
        if len(run) >= 2 and fits and above is not None and above.is_prose and above.text[-1:] not in ":：;":
            for line in run:
                yield Drop(line.block, "indented", f"one of {len(run)} headlines set apart by their indentation", 0.75)


def _twice(lines: Lines, flow: Flow) -> Iterator[Verdict]:
    """Headlines in a row that stand word for word both between the article's paragraphs and below it: a box of the site's.

    A song's refrain stands twice on the same side.
    """
    fitting = [line for line in lines.small if len(line.text) >= _TWICE] if flow.body_end else []
    if len({line.block.folded for line in fitting}) > len(fitting) - 3:
        return
    places: dict[str, list[Line]] = {}
    for line in fitting:
        places.setdefault(line.block.folded, []).append(line)
    again = [
        copies for copies in places.values() if copies[0].index < flow.body_end <= copies[-1].index and _is_title(copies[0])
    ]
    found = sorted((line for copies in again for line in copies), key=lambda line: line.index)
    for row in rows(found):
        if len(row) >= 3 and row[0].index > lines.first_core:
            for line in row:
                yield Drop(line.block, "twice", f"one of {len(row)} headlines in a row that stand here and elsewhere", 0.85)


def _tail_without_heading(document: Document, lines: Lines, flow: Flow) -> Iterator[Verdict]:
    """What follows the article's end though nothing announces it."""
    tail = flow.tail_start if flow.tail_start is not None else len(lines)
    end = document.article_end
    if end is not None:
        for line in lines.between(end + 1, tail):
            if not spared(line):
                yield Drop(line.block, "after-end", "stands after the article's end mark", 0.9)
        return
    if flow.body_end:
        yield from _headline_run(lines, flow.body_end, tail)
        yield from _truncated_run(lines, flow.body_end, tail)


def _headline_run(lines: Lines, start: int, end: int) -> Iterator[Verdict]:
    """Headlines in a row after the last paragraph, dated or longer than a list's items are."""
    rest = [line for line in lines.between(start, end) if not spared(line)]
    heads = [line for line in rest if _is_title(line)]
    if not heads:
        return
    dated = [line for line in rest if line.is_date or line.is_time]
    if (len(heads) < 3 and len(dated) < 2) or sum(line.is_code for line in rest) * 4 > len(rest):
        return
    mean = sum(line.words for line in heads) / len(heads)
    announced = any(line.sections - {"weak", "related"} for line in rest)
    if (
        mean < 6.5
        or (not dated and not announced and (mean < 8 or len(heads) < 4))
        or (start and lines[start - 1].text.endswith((":", "：")))
    ):
        return
    confidence = 0.8 if dated else 0.7
    first, last = heads[0].index, heads[-1].index
    for line in rest:
        label = len(heads) >= 4 and line.index < last and line.words <= 3 and not line.is_sentence
        if line.index >= first and (line in heads or line in dated or line.is_headline or label):
            yield Drop(line.block, "headlines", f"one of {len(heads)} headlines in a row after the last paragraph", confidence)


def _is_title(line: Line) -> bool:
    """A headline of five words or more, few of them numbers, that announces nothing."""
    if not line.is_headline or line.sections or line.words < 5 or line.text.endswith((":", "：")):
        return False
    words = line.text.split()
    return sum(any(char.isdigit() for char in word) for word in words) * 3 <= len(words)


def _truncated_run(lines: Lines, start: int, end: int) -> Iterator[Verdict]:
    """Teasers that break off with dots under headlines."""
    first = start
    while first > 2 and lines[first - 1].truncated and _is_title(lines[first - 2]):
        first -= 2  # long ones count as paragraphs elsewhere
    if not lines[first - 1].truncated:  # else it is how the author writes
        start = first
    cut = [line for line in lines.between(start, end) if line.words >= 6 and line.truncated]
    if len(cut) < 2:
        return
    first = cut[0].index
    if first > start and lines[first - 1].is_headline:
        first -= 1
    for line in lines.between(first, end):
        if not spared(line):
            yield Drop(line.block, "teaser", f"one of {len(cut)} teasers that break off, after the last paragraph", 0.85)
