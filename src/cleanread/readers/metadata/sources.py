"""What a page says of itself in its elements, gathered in one pass: meta elements, links, headings, dated elements, scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml import etree

from ...native import twin

_twin = twin("cleanread.readers.metadata._sources")

#: Characters; a longer title, byline or description is something else.
LONGEST = 1_000
#: Elements of one kind that are looked at, and contents of meta elements of one name.
MOST = {"meta": 1_000, "link": 500, "h1": 10, "h2": 3, "time": 50, "author": 20, "script": 30, "content": 50}

_TAGS = ("meta", "link", "title", "h1", "h2", "time", "a", "script", "base", "template")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,20}\d{0,2});")
_UNPRINTED = re.compile("[\ud800-\udfff\u200b\u200e\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")


@dataclass
class Sources:
    """The parts of a page that tell of the whole.

    Attributes:
        meta: contents of the meta elements, by lower-case name or property, in order.
        links: the addresses of ``canonical`` and ``image_src``.
        window: the text of ``title``.
        headings: the first ``h1`` elements with text, and that text.
        subheadings: the first ``h2`` elements, likewise.
        times: ``time`` elements.
        authors: links to pages of authors: ``rel`` says so, or their ``address`` does.
        scripts: the texts of JSON-LD scripts.
        declaring: the elements of ``meta`` and ``scripts`` themselves, in order, and maybe other scripts among them.
        base: the first ``base`` element.
        folded: there are ``template`` elements, which may hold what is shown elsewhere.
    """

    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    window: str = ""
    headings: list[tuple[Any, str]] = field(default_factory=list)
    subheadings: list[tuple[Any, str]] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    authors: list[tuple[Any, str]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    declaring: list[Any] = field(default_factory=list)
    base: Any = None
    folded: bool = False

    def first(self, *names: str) -> str | None:
        """The first of these that the page has."""
        for name in names:
            values = self.meta.get(name)
            if values:
                return values[0]
        return None


def gather(root: Any) -> Sources:
    """The sources of a page, in one pass over its elements."""
    found = Sources()
    telling = _telling if _twin is None else _twin.telling
    for element in telling(root, MOST, LONGEST * 2, clean, found.declaring, found.meta):
        tag = element.tag
        if tag == "a":
            rel = element.get("rel")
            if rel and "author" in rel.lower().split():
                _author(found, element, "rel")
            else:
                href = element.get("href")
                if href and ("/author" in href or "/contributor" in href):
                    _author(found, element, "address")
        elif tag == "title":
            if not found.window and not _in_drawing(element):
                found.window = clean(element.text)
        elif tag == "base":
            if found.base is None:
                found.base = element
        elif tag == "template":
            found.folded = True
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and len(found.scripts) < MOST["script"]:
                found.scripts.append(element.text or "")
        else:
            _GATHERERS[tag](found, element)
    return found


def _telling(
    root: Any,
    most: dict[str, int],
    longest: int,
    plain: Callable[[Any], str],
    declaring: list[Any],
    meta: dict[str, list[str]],
) -> Iterator[Any]:
    """The elements that may tell something, in order, of most kinds the first ones; those of meta elements are read at once."""
    left = {tag: most[tag] for tag in ("meta", *_GATHERERS)}
    for element in root.iter(*_TAGS):
        tag = element.tag
        if tag in left:
            if not left[tag]:
                continue
            left[tag] -= 1
        if tag in ("meta", "script"):
            declaring.append(element)
        if tag != "meta":
            yield element
            continue
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = plain(element.get("content")) if name else ""
        if content and len(content) <= longest:
            values = meta.setdefault(name.strip().lower(), [])
            if len(values) < most["content"]:
                values.append(content)


def _author(found: Sources, element: Any, sign: str) -> None:
    if len(found.authors) < MOST["author"]:
        found.authors.append((element, sign))


def _link(found: Sources, element: Any) -> None:
    rel = (element.get("rel") or "").strip().lower()
    if rel in ("canonical", "image_src"):
        found.links.setdefault(rel, element.get("href") or "")


def _heading(found: Sources, element: Any) -> None:
    text = text_of(element)
    if text:
        (found.headings if element.tag == "h1" else found.subheadings).append((element, text))


_GATHERERS: dict[str, Callable[[Sources, Any], None]] = {
    "link": _link,
    "h1": _heading,
    "h2": _heading,
    "time": lambda found, element: found.times.append(element),
}


def _in_drawing(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("svg", "symbol", "g", "path")


def clean(text: Any) -> str:
    """A string on one line, as plain text; what is not a string is empty.

    >>> clean(" Fish &amp;amp;\\n chips ")
    'Fish & chips'
    """
    if not isinstance(text, str):
        return ""
    text = text[: LONGEST * 8]
    if _twin is not None and _twin.is_plain(text):
        return str(text)
    for _ in range(2):
        if "&" in text and _ENTITY.search(text):
            text = unescape(text)
    if not text.isascii() or not text.isprintable():
        text = _UNPRINTED.sub("", text)
    return " ".join(text.split())


_SILENT = frozenset({"script", "style", "svg", "template", "noscript", "title", "button", "select"})
_FLOWING = frozenset({"a", "abbr", "b", "cite", "em", "font", "i", "mark", "small", "strong", "sub", "sup", "u", "wbr"})
#: Pieces of text within an element beyond which it is neither a headline nor a byline.
_PIECES = 120


def text_of(element: Any, longest: int = LONGEST) -> str:
    """The text within an element on one line; empty when there is more than ``longest`` characters of it."""
    if not len(element):
        text = clean(element.text)
        return text if len(text) <= longest else ""
    parts = _pieces(element, longest * 4) if _twin is None else _twin.pieces(element, _SILENT, _FLOWING, _PIECES, longest * 4)
    text = clean("".join(parts)) if parts else ""
    return text if len(text) <= longest else ""


def _pieces(element: Any, longest: int) -> list[str] | None:
    """The pieces of text within an element, with spaces where elements begin and end; None when there are too many."""
    parts: list[str] = []
    size = 0
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, inner in walker:
        if event == "start":
            if inner.tag in _SILENT:
                walker.skip_subtree()
                continue
            piece = inner.text
        elif inner is element:
            break
        else:
            piece = inner.tail
        if event != "comment" and inner.tag not in _FLOWING:
            parts.append(" ")
        if piece:
            parts.append(piece)
            size += len(piece)
        if len(parts) > _PIECES or size > longest:
            return None
    return parts
