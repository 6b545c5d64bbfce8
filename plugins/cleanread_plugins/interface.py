"""What belongs to the page's interface: comments, share bars, forms, adverts, menus, tools, tag lists.

    3 COMMENTS · Leave a reply · Share on Facebook · Advertisement · Sign up for our newsletter
    A- A A+ · Print · Tags: · Previous article · © 2025. All rights reserved.

A phrase counts when it is a whole line. The same words as a subheading between two paragraphs, or inside a
sentence, are the article's.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cleanread import Document, Drop, Role, Verdict, hookimpl

from . import clusters, notices, tags
from .flow import Flow, Unit, flow_of
from .lines import SAYS_NOTHING, Line, Lines, lines_of, rows
from .related import spared
from .seen import hinted

after = ["endings", "captions", "related"]

#: Sections and what to call them.
_NAMES = {
    "comments": "the comments",
    "comment-form": "the comment form",
    "share": "sharing",
    "newsletter": "a newsletter",
    "paywall": "subscriptions or donations",
    "account": "the reader's account",
    "cookie": "cookies",
    "ads": "advertising",
    "navigation": "the site's navigation",
    "tools": "page tools",
    "tags": "tags",
    "copyright": "copyright",
}
#: Sections whose short phrases are subheadings when they stand alone between paragraphs.
_AMBIGUOUS = frozenset(("navigation", "account", "tools", "tags", "comments", "comment-form", "share", "paywall", "cookie"))
#: "Copyright Acme Ltd", not "Copyright is not forever".
_COPYRIGHT = re.compile(r"^\W*(?:©|\([cC]\)|(?i:copyright)\b\W*(?:by\b|\d|c\)|[^\W\d_a-zß-ÿ]|$)|™)")
_SAYS = "says nothing but a phrase of "
_SEPARATORS = re.compile(r"[>»›/|•·→]")
#: What leads from a page to one below it.
_TRAIL = re.compile(r"\s[>»›→]\s")
#: What a part of a site is called, or a year; addresses, file names and commands hold other signs.
_PLACE = re.compile(r"^(?:[^\w\s#$/\\(\[{<\"'.-]?\s?[^\W\d_][^\d.:;=_{}()\[\]$\\<\"#@*+~%]*|\d{1,4})$")
_HANDLE = re.compile(r"^(?:https?://\S+|www\.\S+|\S+@\S+\.\S+|@\w+)$")
_NUMBERED = re.compile(r"^(\d{1,3})[.)]?\s+[^\W\d_]")
_HOUR = re.compile(r"^(?:0?[1-9]|1\d|2[0-3])[:.][0-5]\d$")
_BRACKETS = re.compile(r"\[[^\[\]]{2,40}\]$")
#: Different recognised lines from which a text is a page with its interface, not an article alone.
_DIRTY = 3
#: Hints of what is not shown to all.
_UNSEEN = frozenset(("unseen", "hidden"))
#: Hints of what stands in a box beside the text.
_BOXES = frozenset({"aside", "form"})


@hookimpl
def cleanread_clean(document: Document, options: Mapping[str, Any]) -> Iterator[Verdict]:
    """Drop what the page says about itself."""
    lines, flow = lines_of(document), flow_of(document)
    subject = notices.are_subject(lines)
    dirty = not subject and _dirty(lines, flow)
    timetable = _timetable(lines)
    certain: dict[int, tuple[str, str, float]] = {}
    speaking = {line.index for line in lines.speaking}
    headline = lines.headline
    for line in lines.small if not subject else ():
        if line.index == headline:
            continue
        if line.index in speaking or line.index >= flow.body_end or line.text[:1] == "©":
            found = recognised(lines, flow, line, dirty, timetable)
            if found is not None:
                certain[line.index] = found
    for index, (rule, reason, confidence) in certain.items():
        yield Drop(lines[index].block, rule, reason, confidence)
    for unit in flow.units:
        if unit.kind == "comments" and unit.tail:
            yield from _comments(lines, unit)
    yield from _beside(lines, flow, set(certain))
    yield from _between(lines, flow, set(certain))
    yield from _hidden(document)
    yield from _titles(lines, certain)
    if lines.judged:
        return
    if dirty:
        yield from _clusters(lines, flow, set(certain))
    yield from _repeated(lines, flow, set(certain))
    yield from tags.listed(lines, flow)
    yield from tags.alone(lines, flow, set(certain))
    yield from _menus(lines, set(certain))
    yield from _landmarks(document)


def _titles(lines: Lines, certain: Mapping[int, object]) -> Iterator[Verdict]:
    """The titles of boxes beside the text in which the page speaks of itself, as of its newsletter."""
    for index in certain:
        block, above = lines[index].block, lines[index - 1].block if index else None
        if above is None or above.role is not Role.HEADING or above.hints.isdisjoint(_BOXES) or index - 1 in certain:
            continue
        if above.place is not None and block.place is not None and above.place.parent is block.place.parent:
            yield Drop(above, "box", "the title of a box in which the page speaks of itself", 0.8)


def _hidden(document: Document) -> Iterator[Verdict]:
    """What style sheets leave to screen readers within a text, and what a wiki offers its editors beside a heading."""
    for index in hinted(document.blocks, _UNSEEN):
        if not index:
            continue
        before, block = document.blocks[index - 1 : index + 1]
        if "unseen" in block.hints:
            yield Drop(block, "unseen", "beside a text, for screen readers alone", 0.97)
        elif before.role is Role.HEADING and block.link_share > 0.4 and _BRACKETS.match(block.text):
            yield Drop(block, "tools", "a link in brackets beside a heading, for those who edit the page", 0.97)


def _clusters(lines: Lines, flow: Flow, certain: set[int]) -> Iterator[Verdict]:
    """What stands among recognised lines, when they are so many that this is a page and not an article alone."""
    marks = (
        certain
        | {line.index for line in lines.speaking if clusters.is_mark(line)}
        | {line.index for line in lines.small if line.prefix}
    )
    start = clusters.closing(lines, flow, marks)
    for found in itertools.chain(
        clusters.stretches(lines, flow, marks),
        clusters.after_closing(lines, start) if start is not None else (),
        clusters.lone(lines, flow, _section_numbers(lines)),
    ):
        if found.line.index not in certain and not spared(found.line):
            yield Drop(found.line.block, found.rule, found.reason, found.confidence)


def _dirty(lines: Lines, flow: Flow) -> bool:
    """Whether so many different lines are recognised that the text is a whole page's."""
    found = {
        line.block.folded
        for line in lines.speaking
        if clusters.is_mark(line) and not (line.words <= 4 and line.sections <= _AMBIGUOUS and _alone(lines, flow, line))
    }
    return len(found) >= _DIRTY


def recognised(lines: Lines, flow: Flow, line: Line, dirty: bool, timetable: bool) -> tuple[str, str, float] | None:
    """Rule, reason and confidence for a line that says by itself what it is."""
    if line.index in flow.doubted:
        return None
    found = [name for name in _NAMES if name in line.sections] if line.sections else []
    if found == ["copyright"] and line.text[:9].casefold() == "copyright" and not _COPYRIGHT.match(line.text):
        return None
    if found:
        if line.words <= 4 and set(found) <= _AMBIGUOUS and _alone(lines, flow, line):
            return (found[0], _SAYS + _NAMES[found[0]], 0.75) if line.words > 1 and dirty else None
        return found[0], _SAYS + _NAMES[found[0]], 0.93
    if line.is_clock and not timetable:
        return "player", "the time or speed of a player", 0.85
    last = line.index >= flow.body_end or (line.text.startswith("©") and lines.core[-1] < line.index)
    if last and _COPYRIGHT.match(line.text) and line.words < 60:
        return "copyright", "a copyright notice", 0.93
    return notices.sentence(lines, line, lines.first_core, flow.body_end) if line.cues else None


def _alone(lines: Lines, flow: Flow, line: Line) -> bool:
    """Inside the body, with an article's lines on both sides."""
    if not lines.first_core < line.index < flow.body_end:
        return False
    return all(
        not (near.settled or near.sections or near.is_platform or near.is_counter or near.is_symbol)
        for near in _neighbours(lines, line)
    )


def _timetable(lines: Lines) -> bool:
    """Times that stand apart from each other, with something under each, or many times of a day: a programme, not a player."""
    clocks = [line.index for line in lines.speaking if line.is_clock]
    texts = {lines[index].text for index in clocks}
    if len(texts) >= 4 and all(_HOUR.match(text) for text in texts):
        return True
    return len(clocks) >= 3 and all(other - one >= 2 for one, other in itertools.pairwise(clocks))


def _neighbours(lines: Lines, line: Line) -> list[Line]:
    return [lines[at] for at in (line.index - 1, line.index + 1) if 0 <= at < len(lines)]


def _comments(lines: Lines, unit: Unit) -> Iterator[Verdict]:
    """Everything from the comments' heading on."""
    for line in lines.between(unit.start + 1, unit.end):
        if not spared(line):
            yield Drop(line.block, "comment", "stands below the heading of the comments", 0.85)


def _beside(lines: Lines, flow: Flow, certain: set[int]) -> Iterator[Verdict]:
    """Counters, signs, platforms' names and one-word buttons in a run with what is recognised."""
    known = set(certain)
    known |= {index for unit in flow.units for index in range(unit.start, unit.end)}
    known |= {
        line.index
        for line in lines.told
        if line.sections - SAYS_NOTHING and line.index not in known and not _alone(lines, flow, line)
    }
    platforms = lines.platforms
    named = known.union(platforms)
    known |= {at for at in platforms if at - 1 in named or at + 1 in named}
    for at in platforms:
        if at in known and at not in certain:
            yield Drop(lines[at].block, "share", "the name of a service to share on, in a row of them", 0.85)
    if not lines.judged:
        known |= _rows(lines, flow)
    trifles = lines.trifles
    weak = [
        line
        for line in lines.small
        if (line.index in trifles or line.index >= flow.body_end) and line.index not in certain and _weak(lines, line)
    ]
    numbered = _section_numbers(lines)
    inside = Counter(line.text for line in lines.counters if lines.first_core < line.index < flow.body_end)
    for line in weak:
        if line.index in known:
            yield Drop(line.block, "beside", "a counter, sign or button in a row of them", 0.8)
        elif line.is_counter and line.index not in numbered and _stray_counter(lines, flow, line, inside):
            yield Drop(line.block, "counter", "a number alone: a count of shares, comments or pictures", 0.75)
    for line in _reached([line for line in weak if line.index not in known], known):
        yield Drop(line.block, "beside", "a counter, sign or button beside the page's interface", 0.8)


def _reached(weak: list[Line], known: set[int]) -> list[Line]:
    """The weak lines that stand beside a known one, or beside one that does, nearest first.

    Lines of a row are reached all at once from above, and one after the other from below.
    """
    reached: list[tuple[int, int, Line]] = []
    for row in rows(weak):
        if row[0].index - 1 in known:
            reached += [(0, line.index, line) for line in row]
        elif row[-1].index + 1 in known:
            reached += [(step, line.index, line) for step, line in enumerate(reversed(row))]
    return [line for _, _, line in sorted(reached, key=lambda found: found[:2])]


def _between(lines: Lines, flow: Flow, certain: set[int]) -> Iterator[Verdict]:
    """What stands between two lines of the interface: after the body, or inside it close to both."""
    marks = sorted(certain | {index for unit in flow.units for index in range(unit.start, unit.end)})
    for one, other in itertools.pairwise(marks):
        if other == one + 1:
            continue
        after_body = one >= flow.body_end > 0
        near = other - one <= 3 and one > lines.first_core and not {"ads"} & (lines[one].sections | lines[other].sections)
        if near and not after_body and any(line.is_prose for line in lines.between(one + 1, other)):
            continue  # a paragraph of the article, and its author's name or a subheading
        for line in lines.between(one + 1, other) if after_body or near else ():
            if line.block.role is Role.CAPTION or line.is_core or spared(line):
                continue
            if not (line.is_sentence or line.is_prose) and (after_body or line.block.role is not Role.HEADING):
                yield Drop(line.block, "between", "stands between two lines of the page's interface", 0.7)
    if flow.body_end and sum(index >= flow.body_end for index in marks) >= 2:
        for line in lines.between(marks[-1] + 1):
            if not (spared(line) or line.is_prose or line.is_sentence or line.block.role is Role.CAPTION):
                yield Drop(line.block, "after", "stands after the page's interface, at the end", 0.65)


def _repeated(lines: Lines, flow: Flow, certain: set[int]) -> Iterator[Verdict]:
    """A short line that returns again and again, at least once beside the interface or its own copy: a button."""
    if len(lines.core) < 2:
        return
    places: dict[str, list[Line]] = {}
    for line in lines.small:
        if len(line.text) < 120:
            places.setdefault(line.block.folded, []).append(line)
    groups = [[line.index for line in copies if _may_be_button(line)] for copies in places.values() if len(copies) >= 3]
    for found in sorted(groups):
        if len(found) < 3:
            continue
        together = set(found)
        for at in found:
            outside = not lines.first_core < at < flow.body_end
            beside = {at - 1, at + 1}
            if at not in certain and (beside & certain or (outside and beside & together)):
                yield Drop(lines[at].block, "repeated", f"the same short line stands {len(found)} times", 0.75)


def _may_be_button(line: Line) -> bool:
    return line.letters and line.words <= 12 and not line.ends_sentence and line.block.role in (Role.PARAGRAPH, Role.LIST_ITEM)


def _rows(lines: Lines, flow: Flow) -> set[int]:
    """Rows of one-word buttons and platforms outside the body: three of them, or two after it."""
    found: set[int] = set()
    found_out = (lines[index] for index in sorted(lines.trifles.union(lines.platforms)))
    fitting = [line for line in found_out if line.is_platform or line.is_counter or line.is_symbol or "weak" in line.sections]
    for row in rows(fitting):
        words = sum("weak" in line.sections or line.is_platform for line in row)
        outside = flow.body_end > 0 and (row[0].index >= flow.body_end or row[-1].index < lines.first_core)
        if outside and (words >= 3 or (words >= 2 and row[0].index >= flow.body_end)):
            found.update(line.index for line in row)
    return found


def _stray_counter(lines: Lines, flow: Flow, line: Line, inside: Counter[str]) -> bool:
    """A number outside the body, or the same one again and again inside; numbered sections count up."""
    if not flow.body_end:
        return False
    if not lines.first_core < line.index < flow.body_end:
        return not any(near.is_counter or near.is_symbol for near in _neighbours(lines, line)) or line.index < lines.first_core
    return inside[line.text] >= 2 and len(inside) <= 2


def _section_numbers(lines: Lines) -> set[int]:
    """Numbers that count up by one, each above a paragraph: an article's numbered sections."""
    found = [line for line in lines.counters if line.index + 1 < len(lines) and lines[line.index + 1].is_prose]
    values = [int(re.sub(r"\D", "", line.text)) for line in found]
    counts = len(found) > 1 and values == list(range(values[0], values[0] + len(values)))
    return {line.index for line in found} if counts else set()


def _weak(lines: Lines, line: Line) -> bool:
    """Whether a line says nothing by itself: a trifle, or after the body an address."""
    if line.index in lines.trifles or (line.words <= 3 and _HANDLE.match(line.text)):
        return line.block.role in (Role.PARAGRAPH, Role.LIST_ITEM, Role.HEADING)
    return False


def _menus(lines: Lines, certain: set[int]) -> Iterator[Verdict]:
    """Runs of short lines before the article with a menu's words among them, and breadcrumbs."""
    head = lines.lines[: lines.first_core]
    run: list[Line] = []
    for line in [*head, None]:
        if (
            line is not None
            and not line.settled
            and line.words <= 3
            and line.letters
            and not line.is_date
            and not line.ends_sentence
            and line.block.role is not Role.BYLINE
        ):
            run.append(line)
            continue
        if len(run) >= 5 and any(item.sections & {"navigation", "weak"} for item in run):
            last, longest = run[-1], max(item.words for item in run[:-1])
            title = last.index + 1 == lines.first_core and last.words > longest and not last.sections
            if _counts_up(run):
                run = []
                continue
            for item in run[:-1] if title else run:
                yield Drop(item.block, "menu", f"one of {len(run)} short lines before the article: a menu", 0.8)
        run = []
    for line in head:
        if (
            line.index in certain or len(line.text) > 200 or line.is_date or line.index + 1 == lines.first_core
        ):  # the last is the title
            continue
        below = lines.lines[line.index + 1 : min(line.index + 5, lines.first_core)]
        if any(_closes_with(line.text, title.text) for title in below if title.words >= 4):
            yield Drop(line.block, "breadcrumbs", "the article's place in the site with its title", 0.85)
            continue
        if not _SEPARATORS.search(line.text):
            continue
        parts = [part.strip() for part in _SEPARATORS.split(line.text) if part.strip()]
        from_home = len(parts) == 2 and _TRAIL.search(line.text) and line.lexicon.sections(parts[0]) & {"navigation", "weak"}
        if (len(parts) >= 3 or from_home) and all(len(part.split()) <= 4 and _PLACE.match(part) for part in parts[:-1]):
            yield Drop(line.block, "breadcrumbs", "the article's place in the site, before it", 0.8)


def _counts_up(run: list[Line]) -> bool:
    """Whether lines of a run are numbered one after the other: a table of contents."""
    numbers = [int(match[1]) for line in run if (match := _NUMBERED.match(line.text))]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _closes_with(text: str, title: str) -> bool:
    """Whether a line is a title with some words of a path before it."""
    if not text.endswith(title):
        return False
    path = text[: len(text) - len(title)]
    return 3 <= len(path) <= 60 and path.rstrip()[-1:] not in ':：—–-|,"“«'


def _landmarks(document: Document) -> Iterator[Verdict]:
    """Parts of a page that say what they are: hidden, navigation, footer."""
    for block in document.blocks:
        if not block.hints:
            continue
        if "hidden" in block.hints:
            # not certain: accordions and tabs hide parts of the article until somebody opens them
            yield Drop(block, "hidden", "the page hides it", 0.9)
        elif block.hints & {"nav", "navigation", "menu"}:
            yield Drop(block, "navigation", "part of the page's navigation", 0.9)
        elif block.hints & {"footer", "contentinfo"} and "article" not in block.hints:
            yield Drop(block, "footer", "part of the page's footer", 0.85)
        elif block.hints & {"aside", "complementary"} and block.link_share > 0.5:
            yield Drop(block, "aside", "links beside the article", 0.8)
