"""Ties footnotes together: the marks in the text, and the notes that they lead to.

A mark is a short link within the page, ``1``, ``[2]`` or ``*``, to an element that leads back to it or is called a note.
That holds for what WordPress plugins, MediaWiki, Pandoc, Hugo, word processors and newsletters write, and asks for none of
their names alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..document import Block, Inline, Place, Role
from .html_spans import Spans
from .vocabulary import told_by

#: Characters of a mark.
LONGEST_MARK = 8
#: Elements around a mark that may have the name that its note leads back to.
AROUND = 3

_MARK = re.compile(r"[\s\[({^]*(?:note\s?)?(\d{1,4}|[*†‡§¶#]{1,4}|[a-zA-Z]|[ivxIVX]{1,5})[\s\])}.:]*$")
_NOTE_NAME = re.compile(
    r"^(?:user-content-)?(?:_?ftn|fn|foot-?_?note|end-?_?note|note|cite_?note|sdfootnote|easy-footnote|_edn|en|r?ref|bib|cr)(?!ref)[\w:.-]*\d",
    re.IGNORECASE,
)
# what stands before the links that lead back from a note
_ARROWS = re.compile(r"\s*[\^↑↩]+\s*")
_WHOLE = frozenset({"li", "p", "dd", "div", "td", "tr", "aside", "section", "blockquote", "dt", "footer"})
# markup that, around nothing but a mark, is part of it
_RAISED = frozenset({"sup", "strong", "em"})
_ROLES = frozenset({"doc-endnote", "doc-footnote", "note"})


def label_at(note: Any) -> str:
    """The label of a footnote that stands right at its mark: what the mark before it shows; empty when that is no word."""
    before = note.getprevious()
    label = (before.text or "").strip() if before is not None and "note-mark" in told_by(before.get("class")) else ""
    return label if label.isalnum() and label.isascii() and len(label) <= LONGEST_MARK else ""


def label_before(mark: Any) -> str | None:
    """The label of the footnote that stands right at a mark; None when the mark stands in the note, once more."""
    if any("note-within" in told_by(around.get("class")) for around in islice(mark.iterancestors(), AROUND)):
        return None
    note = mark.getnext()
    return label_at(note) if note is not None and "note-within" in told_by(note.get("class")) else ""


def tie_notes(blocks: list[Block], root: Any, anchors: list[tuple[Any, str]], within: dict[str, Any]) -> None:
    """Give marks the inline kind ``note`` and notes the role FOOTNOTE, with the same label.

    Args:
        blocks: of the page.
        root: its root element.
        anchors: links within the page, each with the name that it leads to, in order.
        within: the elements of notes that stand right at their marks, by their labels.
    """
    marks = [(link, name) for link, name in anchors if _mark_of(link)]
    if not marks and not within:
        return
    elements = _named(root, {name for _, name in marks})
    backs = {name: link for link, name in anchors}
    notes = {note: label for label, note in within.items()}  # for each element with a note its label
    labels: dict[str, str] = {}  # for each name that a mark leads to the same
    own: set[str] = set()  # names of marks, that notes lead back to
    given = _Labels()
    for label in within:
        given.label(label)
    for link, name in marks:
        target = elements.get(name)
        note = _whole(target) if target is not None else None
        if note is None or any(one in notes for one in link.iterancestors()) or _within(link, note):
            continue
        names = set(_names_around(link))
        if name not in labels and not _leads_back(note, names, target, name, backs):
            continue
        own |= names
        if note not in notes:
            notes[note] = given.label(_mark_of(link))
        labels[name] = notes[note]
    if notes:
        _mark_blocks(blocks, notes, labels, own)


def _mark_of(link: Any) -> str:
    """What a link shows, when it is a mark; else nothing."""
    text = (link.text or "").strip() if not len(link) else "".join(islice(link.itertext(), 12)).strip()
    match = _MARK.match(text) if 0 < len(text) <= LONGEST_MARK + 4 else None
    return match[1] if match else ""


class _Labels:
    """Gives each note a label of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._number = 0

    def label(self, mark: str) -> str:
        """The mark itself, or the next number when it is no word or another note has it."""
        if not (mark.isalnum() and mark.isascii()) or mark in self._taken:
            self._number = max(self._number, len(self._taken)) + 1
            while str(self._number) in self._taken:
                self._number += 1
            mark = str(self._number)
        self._taken.add(mark)
        return mark


def _named(root: Any, names: set[str]) -> dict[str, Any]:
    """The elements that links lead to, by name; the first of each."""
    found: dict[str, Any] = {}
    for element in root.iter("*"):
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name in names and name not in found:
                found[name] = element
        if len(found) == len(names):
            break
    return found


def _whole(target: Any) -> Any:
    """The element that holds the whole note: the target, or the block around it when it is no more than an anchor."""
    for _ in range(4):
        if target is None or target.tag in ("body", "html", "main", "article"):
            return None
        if target.tag in _WHOLE:
            return target
        target = target.getparent()
    return None


def _within(link: Any, note: Any) -> bool:
    return any(parent is note for parent in link.iterancestors())


def _names_around(link: Any) -> Iterator[str]:
    """The names that a note may lead back to: of the mark, and of elements close around and within it."""
    element = link
    for _ in range(AROUND):
        if element is None or (element is not link and element.tag in _WHOLE):
            break
        yield from filter(None, (element.get("id"), element.get("name")))
        element = element.getparent()
    for inner in islice(link.iterdescendants(), 4):
        if inner.get("id"):
            yield inner.get("id")
    before = link.getprevious()
    if before is not None and before.tag == "a" and not (before.tail or "").strip():
        yield from filter(None, (before.get("id"), before.get("name")))


def _leads_back(note: Any, names: set[str], target: Any, name: str, backs: dict[str, Any]) -> bool:
    for link in islice(note.iter("a"), 50):
        href = link.get("href") or ""
        if href.startswith("#") and href[1:] in names:
            return True
    if note.get("role") in _ROLES or target.get("role") in _ROLES:
        return True
    called = any("note" in told_by(one.get("class")) for one in (note, target, note.getparent()) if one is not None)
    return called or _NOTE_NAME.match(name) is not None


def _mark_blocks(blocks: list[Block], notes: dict[Any, str], labels: dict[str, str], own: set[str]) -> None:
    begun: set[str] = set()
    known: dict[Place, str | None] = {}
    for block in blocks:
        label = _label_of(block.place, notes, known)
        if label is not None and block.text and block.role in (Role.PARAGRAPH, Role.LIST_ITEM, Role.DEFINITION, Role.TERM):
            block.role = Role.FOOTNOTE
            block.level = 0
            block.attributes = {"label": label, "continued": True} if label in begun else {"label": label}
            begun.add(label)
        if block.inline:
            block.inline = _marked(block, labels, own if label is not None else set())


def _label_of(place: Place | None, notes: dict[Any, str], known: dict[Place, str | None]) -> str | None:
    """The label of the note that a place is in."""
    missing = []
    label = None
    while place is not None:
        if place in known:
            label = known[place]
            break
        missing.append(place)
        if place.element in notes:
            label = notes[place.element]
            break
        place = place.parent
    for one in missing:
        known[one] = label
    return label


def _marked(block: Block, labels: dict[str, str], own: set[str]) -> tuple[Inline, ...]:
    """Inline markup in which links that are marks are notes, and links that lead back are said to do so."""
    changed: list[Inline] = []
    text = block.text
    for span in block.inline:
        name = span.target.rpartition("#")[2] if span.kind == "link" and "#" in span.target else ""
        if name and name in labels and _MARK.match(text[span.start : span.end]):
            changed.append(Inline("note", span.start, span.end, labels[name]))
        elif name and name in own:
            start = 0 if _ARROWS.fullmatch(text, 0, span.start) else span.start
            changed.append(Inline("backlink", start, span.end, span.target))
        else:
            changed.append(span)
    backs = [span for span in changed if span.kind == "backlink"]
    if backs:  # emphasis of nothing but what leads back goes with it
        leading = Spans(backs)
        changed = [span for span in changed if span.kind in ("backlink", "note") or not leading.cover(span)]
    notes = [span for span in changed if span.kind == "note"]
    if not notes:
        return tuple(changed)
    return tuple(_without_raising(text, changed, notes))


def _without_raising(text: str, spans: list[Inline], notes: list[Inline]) -> list[Inline]:
    """Superscripts around nothing but a mark are part of the mark, with their brackets."""
    wider: dict[Inline, Inline] = {}
    result = []
    marks = Spans(notes)
    notes = sorted(notes, key=_start)
    for span in spans:
        raised = span.kind in _RAISED
        if raised and span.end - span.start <= LONGEST_MARK + 4:
            following = bisect_left(notes, span.start, key=_start)
            inside = notes[following] if following < len(notes) and notes[following].end <= span.end else None
            if inside is not None and not (text[span.start : inside.start] + text[inside.end : span.end]).strip(" []()"):
                wider[inside] = Inline("note", span.start, span.end, inside.target)
                continue
        if (raised or span.kind == "link") and marks.cover(span):
            continue
        result.append(wider.get(span, span))
    return result


def _start(span: Inline) -> int:
    return span.start
