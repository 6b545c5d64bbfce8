"""Collects the text and the inline markup of one block, piece by piece, with white space as browsers show it."""

from __future__ import annotations

import re

from ..document import Inline, InlineKind
from ..native import twin

_twin = twin("cleanread.readers._flat")

# A no-break space is shown as a space, and is one here: what compares texts need not know of it.
_BLANKS = re.compile("[ \t\n\r\f\xa0]+")
_INVISIBLE = " \n\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"
_PLAIN_BLANKS = str.maketrans("\t\n\r\f\xa0", "     ")

#: Stands for a line break among the pieces of a text; no page has this character, the parser sees to it.
BREAK = "\0"
#: Stands for white space between two pieces.
BLANK = " "


#: What a buffer held: stripped text, its markup, and the share of its characters that are link text.
Taken = tuple[str, tuple[Inline, ...], float]


# start and end as numbers of pieces, order in which they opened, kind, target
_Span = tuple[int, int, int, InlineKind, str | None]


class TextBuffer:
    """The text of a block while the walk is in it.

    Elements of one kind within each other count as one, the outermost: so no page can make more than one
    open span of a kind. Only a link within a link interrupts it, when it leads elsewhere.

    Attributes:
        pieces: the text so far, as it stands in the page, with `BREAK` and `BLANK`; the first one is neither. The
            walk itself adds to it.
    """

    __slots__ = ("_depths", "_interrupted", "_open", "_order", "_spans", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._spans: list[_Span] = []
        self._open: dict[InlineKind, tuple[int, int, str | None]] = {}
        self._depths: dict[InlineKind, int] = {}
        self._interrupted: list[tuple[int, str | None]] = []  # depths of the links within, targets of those around
        self._order = 0

    def add(self, text: str) -> None:
        """Add text; white space alone only between texts."""
        pieces = self.pieces
        if not text.isspace():
            pieces.append(text)
        elif pieces and pieces[-1] is not BREAK:
            pieces.append(BLANK)

    def join(self, text: str, apart: bool | None) -> None:
        """Add a blank when words of two elements meet that are apart; None when the texts have to tell whether they are.

        Args:
            text: the one that will be added next.
            apart: what `are_apart` says of the elements.
        """
        pieces = self.pieces
        if pieces and pieces[-1][-1].isalnum() and text[0].isalnum() and (apart or is_seam(pieces[-1], text)):
            pieces.append(BLANK)

    def part(self) -> None:
        """What comes next is apart from the text so far."""
        pieces = self.pieces
        if pieces and pieces[-1] is not BREAK and not pieces[-1][-1].isspace():
            pieces.append(BLANK)

    def line_break(self) -> bool:
        """Add a line break; False when the text ends with one, so that this one would leave an empty line."""
        pieces = self.pieces
        if pieces:
            if pieces[-1] is BREAK:
                return False
            pieces.append(BREAK)
        return True

    def open(self, kind: InlineKind, target: str | None = "") -> None:
        """Inline markup begins. A link without a usable address has None for its target."""
        depth = self._depths.get(kind, 0)
        self._depths[kind] = depth + 1
        if not depth:
            self._order += 1
            self._open[kind] = (len(self.pieces), self._order, target)
        elif kind == "link" and target and target != self._open[kind][2]:
            self._interrupted.append((depth, self._open[kind][2]))
            self._change(kind, target)

    def close(self, kind: InlineKind) -> None:
        """Inline markup ends."""
        self._depths[kind] -= 1
        if not self._depths[kind]:
            start, order, target = self._open.pop(kind)
            end = len(self.pieces)
            if end > start:
                self._spans.append((start, end, order, kind, target))
        elif kind == "link" and self._interrupted and self._interrupted[-1][0] == self._depths[kind]:
            self._change(kind, self._interrupted.pop()[1])

    def _change(self, kind: InlineKind, target: str | None) -> None:
        """Markup that is open goes on to another target."""
        start, order, before = self._open[kind]
        end = len(self.pieces)
        if end > start:
            self._spans.append((start, end, order, kind, before))
        self._order += 1
        self._open[kind] = (end, self._order, target)

    def holds(self, kind: InlineKind) -> bool:
        """Whether markup of a kind is open."""
        return kind in self._open

    def target(self) -> str | None:
        """Where the link leads that is open; None outside of links, and for one without a usable address."""
        return self._open["link"][2] if "link" in self._open else None

    def cut(self, mark: re.Pattern[str]) -> list[TextBuffer]:
        """What has been collected, in parts with a mark between them in the text. Open markup goes on in the next block."""
        size = len(self.pieces)
        spans = self._spans + [(start, size, order, kind, target) for kind, (start, order, target) in self._open.items()]
        self._open = {kind: (0, order, target) for kind, (_, order, target) in self._open.items()}
        parts = [TextBuffer()]
        places: list[tuple[int, int]] = []  # for each piece the part that it begins in, and which piece of that it is
        for piece in self.pieces:
            places.append((len(parts) - 1, len(parts[-1].pieces)))
            for at, text in enumerate(mark.split(piece)):
                if at:
                    parts.append(TextBuffer())
                if text and (text is not BREAK or parts[-1].pieces):
                    parts[-1].add(text)
        places.append((len(parts) - 1, len(parts[-1].pieces)))
        for start, end, order, kind, target in spans:
            (first, begin), (last, stop) = places[start], places[end]
            for number in range(first, last + 1):
                part = parts[number]
                here = (begin if number == first else 0, stop if number == last else len(part.pieces))
                if here[0] < here[1]:
                    part._spans.append((*here, order, kind, target))
        self.pieces, self._spans = [], []
        return parts

    def take(self) -> Taken:
        """What has been collected; no text when nothing of it is visible. Open markup goes on in the next block."""
        pieces, spans = self.pieces, self._spans
        if self._open:
            size = len(pieces)
            for kind, (start, order, target) in self._open.items():
                if size > start:
                    spans.append((start, size, order, kind, target))
                self._open[kind] = (0, order, target)
        while pieces and (pieces[-1] is BLANK or pieces[-1] is BREAK):
            pieces.pop()
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if not spans:
            pieces.clear()
            return flat(raw), (), 0.0
        self.pieces, self._spans = [], []
        last = len(pieces)
        if len(spans) == 1 and not spans[0][0] and spans[0][1] >= last:  # as most links: over the whole
            _, _, _, kind, target = spans[0]
            text = flat(raw)
            share = 1.0 if kind == "link" else 0.0
            return text, () if target is None else (_inline((kind, 0, len(text), target)),), share
        return _marked(pieces, spans)


def _inline(values: tuple[InlineKind, int, int, str]) -> Inline:
    """An `Inline`, without the costs of passing arguments."""
    return tuple.__new__(Inline, values)


def is_seam(left: str, right: str) -> bool:
    """Whether two texts that meet are apart by what they say: a capital within a word, and one of them is more than a word.

    >>> is_seam("Ada Larsen", "Student"), is_seam("You", "Tube"), is_seam("the new stud", "ies"), is_seam("plan in 3", "D")
    (True, False, False, False)
    """
    if not (left[-1].islower() or left[-1].isdigit()) or not right[0].isupper() or not right[1:2].isalnum():
        return False
    return len(left.split(None, 1)) > 1 or len(right.split(None, 1)) > 1


def flat(raw: str) -> str:
    """Pieces put together, with white space as browsers show it and `BREAK` as line breaks; empty when invisible."""
    return _flat(raw) if _twin is None else _twin.flat(raw, _flat)


def _flat(raw: str) -> str:
    if BREAK in raw:
        text = "\n".join([flat(line) for line in raw.split(BREAK)]).strip()
    elif raw.isascii() or raw.isprintable():
        return " ".join(raw.split())  # what is left of such a text is visible
    else:
        text = raw.translate(_PLAIN_BLANKS)
        text = " ".join(text.split()) if text.isprintable() else _BLANKS.sub(" ", text).strip()
    return text if text.strip(_INVISIBLE) else ""


def _marked(pieces: list[str], spans: list[_Span]) -> Taken:
    """A text with markup."""
    last = len(pieces)
    if min([span[1] for span in spans]) >= last and not max([span[0] for span in spans]):
        text = flat("".join(pieces))
        size = len(text)
        spans.sort(key=_by_order)
        inline = tuple([_inline((kind, 0, size, target)) for _, _, _, kind, target in spans if target is not None])
        return text, inline, 1.0 if "link" in [span[3] for span in spans] else 0.0
    raw, offsets = _laid_out(pieces)
    text = raw.strip()
    if not text.strip(_INVISIBLE):
        return "", (), 0.0
    return _finish(text, spans, offsets, len(raw) - len(raw.lstrip()))


def _by_order(span: _Span) -> int:
    return span[2]


def _laid_out(pieces: list[str]) -> tuple[str, list[int]]:
    """The pieces as text, and where each of them begins in it, with the end of the last."""
    parts: list[str] = []
    offsets = [0]
    length, spaced = 0, True
    for piece in pieces:
        if piece is BREAK:
            if parts and parts[-1][-1] == " ":  # no blank before a line break
                parts[-1] = parts[-1][:-1]
                length -= 1
                at = len(offsets) - 1
                while offsets[at] > length:
                    offsets[at] = length
                    at -= 1
                if not parts[-1]:
                    parts.pop()
            parts.append("\n")
            length += 1
            spaced = True
        else:
            text = piece if piece.isprintable() and "  " not in piece else _BLANKS.sub(" ", piece)
            if spaced and text[0] == " ":
                text = text[1:]
            if text:
                parts.append(text)
                length += len(text)
                spaced = text[-1] == " "
        offsets.append(length)
    return "".join(parts), offsets


def _finish(text: str, spans: list[_Span], offsets: list[int], lead: int) -> Taken:
    """Shift spans to the stripped text, take white space off their ends, put them in order."""
    size, pieces = len(text), len(offsets) - 1
    fitted: list[tuple[int, int, int, Inline]] = []
    linked = 0
    for first, last, order, kind, target in spans:
        start = max(offsets[min(first, pieces)] - lead, 0)
        end = min(offsets[min(last, pieces)] - lead, size)
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
        fitted.append((start, -end, order, _inline((kind, start, end, target))))
    if len(fitted) > 1:
        fitted.sort()
    return text, tuple([span[3] for span in fitted]), linked / size
