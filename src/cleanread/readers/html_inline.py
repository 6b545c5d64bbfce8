"""Collects the text and the inline markup of one block, piece by piece, with white space as browsers show it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from ..document import Inline, InlineKind

# A no-break space is shown as a space, and is one here: what compares texts need not know of it.
_BLANKS = re.compile("[ \t\n\r\f\xa0]+")
_INVISIBLE = " \n\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"


class Taken(NamedTuple):
    """What a buffer held: stripped text, its markup, and the share of its characters that are link text."""

    text: str
    inline: tuple[Inline, ...]
    link_share: float


# start, end, order in which they opened, kind, target
_Span = tuple[int, int, int, InlineKind, str | None]


class TextBuffer:
    """The text of a block while the walk is in it.

    Elements of one kind within each other count as one, the outermost: so no page can make more than one
    open span of a kind.
    """

    __slots__ = ("_depths", "_open", "_order", "_parts", "_spaced", "_spans", "length")

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[str] = []
        self._spaced = True
        self._spans: list[_Span] = []
        self._open: dict[InlineKind, tuple[int, int, str | None]] = {}
        self._depths: dict[InlineKind, int] = {}
        self._order = 0

    def add(self, text: str) -> None:
        """Add text; white space is collapsed, also with what came before."""
        text = _BLANKS.sub(" ", text)
        if self._spaced and text[0] == " ":
            text = text[1:]
            if not text:
                return
        self._parts.append(text)
        self.length += len(text)
        self._spaced = text[-1] == " "

    def line_break(self) -> bool:
        """Add a line break; False when the text ends with one, so that this one would leave an empty line."""
        if not self._parts:
            return True
        if self._parts[-1] == "\n":
            return False
        self._parts.append("\n")
        self.length += 1
        self._spaced = True
        return True

    def open(self, kind: InlineKind, target: str | None = "") -> None:
        """Inline markup begins. A link without a usable address has None for its target."""
        depth = self._depths.get(kind, 0)
        self._depths[kind] = depth + 1
        if not depth:
            self._order += 1
            self._open[kind] = (self.length, self._order, target)

    def close(self, kind: InlineKind) -> None:
        """Inline markup ends."""
        self._depths[kind] -= 1
        if not self._depths[kind]:
            start, order, target = self._open.pop(kind)
            if self.length > start:
                self._spans.append((start, self.length, order, kind, target))

    def take(self) -> Taken | None:
        """What has been collected, or None when nothing of it is visible. Open markup goes on in the next block."""
        raw = "".join(self._parts)
        spans = self._spans
        for kind, (start, order, target) in self._open.items():
            if self.length > start:
                spans.append((start, self.length, order, kind, target))
            self._open[kind] = (0, order, target)
        self._parts, self._spans, self.length, self._spaced = [], [], 0, True
        if not raw.strip(_INVISIBLE):
            return None
        if " \n" in raw:
            raw, spans = _without_trailing_blanks(raw, spans)
        text = raw.strip()
        if not text:
            return None
        if not spans:
            return Taken(text, (), 0.0)
        return _finish(text, spans, len(raw) - len(raw.lstrip()))


def _without_trailing_blanks(raw: str, spans: list[_Span]) -> tuple[str, list[_Span]]:
    """Remove the blank before each line break; spans move along."""
    removed = [match.start() for match in re.finditer(" \n", raw)]

    def moved(at: int) -> int:
        return at - bisect_left(removed, at)

    return raw.replace(" \n", "\n"), [(moved(span[0]), moved(span[1]), *span[2:]) for span in spans]


def _finish(text: str, spans: list[_Span], lead: int) -> Taken:
    """Shift spans to the stripped text, take white space off their ends, put them in order."""
    size = len(text)
    fitted: list[tuple[int, int, int, Inline]] = []
    linked = 0
    for first, last, order, kind, target in spans:
        start, end = max(first - lead, 0), min(last - lead, size)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start >= end:
            continue
        if kind == "link":
            linked += end - start
            if target is None:
                continue
        fitted.append((start, -end, order, Inline(kind, start, end, target or "")))
    if len(fitted) > 1:
        fitted.sort()
    return Taken(text, tuple([span[3] for span in fitted]), linked / size)
