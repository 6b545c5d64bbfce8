"""Reads what stands within a cell of a table: one text with its inline markup, and its pictures."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from lxml import etree

from ..document import Inline, InlineKind
from .html_code import code_text
from .html_elements import BLOCKS, PROSE, SKIPPED, SPANS, SPECIAL, are_apart, flat_text, is_hidden, is_unseen
from .html_inline import Taken, TextBuffer
from .html_links import Addresses, is_tiny
from .html_math import Formula, Formulas, from_image, from_mathml, is_drawn
from .vocabulary import told_by


class Cell(NamedTuple):
    """What stands in a cell: its text, with line breaks where blocks begin, and how many of its characters are links."""

    text: str
    inline: tuple[Inline, ...]
    linked: int
    images: list[dict[str, str]]


def read_cell(cell: Any, addresses: Addresses, unwanted: frozenset[str]) -> Cell | None:
    """The content of a cell; None as soon as one of the unwanted tags is met: what is beyond it is not looked at."""
    if not len(cell):
        return Cell(" ".join((cell.text or "").split()), (), 0, [])
    buffer = TextBuffer()
    parts: list[Taken] = []
    images: list[dict[str, str]] = []
    unseen: list[Any] = []
    formulas = Formulas()
    skipped: Any = None
    ended: Any = None  # the inline element that ends right here
    prose = 0
    apart: bool | None = False
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in unwanted:
                return None
            prose += tag in PROSE
            if ended is not None:
                if buffer.pieces and not buffer.holds("code"):
                    apart = are_apart(ended, element, tag, prose > 0)
                ended = None
            if element is not cell:
                whole = _is_code(element, tag, buffer, parts) or _is_read(element, tag, buffer, images, addresses, formulas)
                if not whole and is_unseen(element):
                    unseen.append(element)
                    whole = True
                if whole:
                    skipped = element
                    walker.skip_subtree()
                    continue
            kind = SPANS.get(tag)
            if kind is not None:
                target = addresses.link(element.get("href")) if kind == "link" else ""
                buffer.open(cast(InlineKind, kind), target)
            elif element is not cell and (tag == "br" or tag in BLOCKS or tag in SPECIAL):
                buffer.line_break()
            piece = element.text
        else:
            if element is cell:
                break
            prose -= tag in PROSE
            ended = element
            if element is not skipped:
                kind = SPANS.get(tag)
                if kind is not None:
                    buffer.close(cast(InlineKind, kind))
                elif tag != "br" and (tag in BLOCKS or (tag in SPECIAL and tag != "img")):
                    buffer.line_break()
            piece = element.tail
        if piece:
            if apart is not False:
                buffer.join(piece, apart)
            ended, apart = None, False
            buffer.add(piece)
    if buffer.pieces:
        parts.append(buffer.take())
    if unseen and not parts and not images:  # as of a mere icon: what it means
        parts.append((" ".join(filter(None, map(flat_text, unseen))), (), 0.0))
    return _joined(parts, images)


def _joined(parts: list[Taken], images: list[dict[str, str]]) -> Cell:
    """The parts of a cell, one below the other."""
    texts: list[str] = []
    spans: list[Inline] = []
    at = linked = 0
    for text, inline, share in parts:
        if text:
            spans += inline if not at else [span._replace(start=span.start + at, end=span.end + at) for span in inline]
            texts.append(text)
            at += len(text) + 1
            linked += round(share * len(text))
    return Cell("\n".join(texts), tuple(spans), linked, images)


def _is_code(element: Any, tag: str, buffer: TextBuffer, parts: list[Taken]) -> bool:
    """Read code as it stands, a part of its own with all its white space. False when it is none."""
    if tag not in ("pre", "listing", "xmp") or is_hidden(element):
        return False
    if buffer.pieces:
        parts.append(buffer.take())
    code = code_text(element).strip("\n").rstrip()
    parts.append((code, (Inline("code", 0, len(code)),), float(buffer.holds("link"))))
    return True


def _is_read(
    element: Any, tag: str, buffer: TextBuffer, images: list[dict[str, str]], addresses: Addresses, formulas: Formulas
) -> bool:
    """Read an element as a whole, when it is a formula or a picture, or shows nothing. False when it is none of these."""
    if tag in ("math", "mjx-container") or "math" in told_by(element.get("class")):
        found = from_mathml(element) if tag == "math" else formulas.of(element)
        if found is not None or is_drawn(element):
            _add(found, buffer)
            return True
    if tag in SKIPPED or tag == "noscript" or is_hidden(element):
        return True
    if tag == "img":
        given = dict(element.items())
        found = from_image(element, given)
        src = addresses.image(element, given) if found is None and not is_tiny(given) else None
        if src:
            images.append({"src": src, "alt": " ".join(given.get("alt", "").split())})
        _add(found, buffer)
        return True
    return False


def _add(found: Formula | None, buffer: TextBuffer) -> None:
    if found is not None:
        buffer.open("math")
        buffer.add(found.tex)
        buffer.close("math")
