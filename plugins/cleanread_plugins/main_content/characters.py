"""Counts what characters each text is made of, for all the texts of a page at once.

All texts are one array of code points; a table gives the kind of each; one ``bincount`` counts kinds by text. The compiled
twin looks at one text after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

_twin = twin("cleanread_plugins.main_content._characters")


class Kind(IntEnum):
    """What a character is for a reader."""

    OTHER = 0
    SPACE = 1
    LOWER = 2
    UPPER = 3
    LETTER = 4
    #: A character that is a word of its own, in scripts that put no space between words.
    WORD = 5
    DIGIT = 6
    STOP = 7
    QUESTION = 8
    ELLIPSIS = 9
    COMMA = 10
    BAR = 11
    QUOTE = 12
    COLON = 13
    CURRENCY = 14


KINDS = len(Kind)
_CHARACTERS = {
    Kind.STOP: ".!。！۔।։။",
    Kind.QUESTION: "?？؟",
    Kind.ELLIPSIS: "…",
    Kind.COMMA: ",;、，；،",
    Kind.BAR: "|»›→•·/><«←‹▶►",
    Kind.QUOTE: "\"“”„«»'’‘」』",
    Kind.COLON: ":：",
    Kind.CURRENCY: "$€£¥₹₫",
}
#: Code points that are words of their own, first and last, as in `cleanread.document.WORD`.
_ALONE = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
#: Code points of the basic plane; all beyond it count as its last.
_PLANE = 0x10000
_WORDLY = np.isin(np.arange(KINDS), (Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.DIGIT)).view(np.uint8)


@cache
def table() -> NDArray[np.uint8]:
    """The kind of each code point of the basic plane."""
    characters = list(map(chr, range(_PLANE)))

    def those(test: Callable[[str], bool]) -> NDArray[np.bool_]:
        return np.fromiter(map(test, characters), dtype=np.bool_, count=_PLANE)

    kinds = np.zeros(_PLANE, dtype=np.uint8)
    word = those(str.isalnum)
    word[ord("_")] = True
    kinds[word] = Kind.LETTER
    kinds[word & those(str.islower)] = Kind.LOWER
    kinds[word & those(str.isupper)] = Kind.UPPER
    kinds[word & those(str.isdecimal)] = Kind.DIGIT
    for first, last in _ALONE:
        kinds[first : last + 1] = Kind.WORD
    kinds[those(str.isspace)] = Kind.SPACE
    for kind, marks in _CHARACTERS.items():
        kinds[[ord(mark) for mark in marks]] = kind
    return kinds


@dataclass(frozen=True)
class Counts:
    """What texts are made of.

    Attributes:
        kinds: characters of each kind, kinds by texts.
        lengths: characters of each text.
        words: words of each text, as `cleanread.document.count_words` counts them.
        pieces: of each text, what blanks separate.
        breaks: line breaks of each text.
        first: kind of each text's first character, `Kind.OTHER` for an empty text.
        last: kind of each text's last character.
    """

    kinds: NDArray[np.float32]
    lengths: NDArray[np.int64]
    words: NDArray[np.float32]
    pieces: NDArray[np.int64]
    breaks: NDArray[np.int64]
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]


def count(texts: Sequence[str]) -> Counts:
    """Count the characters of texts by their kinds."""
    size = len(texts)
    if _twin is None:
        return _counted(texts)
    counts = Counts(
        kinds=np.empty((KINDS, size), dtype=np.float32),
        lengths=np.empty(size, dtype=np.int64),
        words=np.empty(size, dtype=np.float32),
        pieces=np.empty(size, dtype=np.int64),
        breaks=np.empty(size, dtype=np.int64),
        first=np.empty(size, dtype=np.uint8),
        last=np.empty(size, dtype=np.uint8),
    )
    _twin.counted(
        list(texts),
        table(),
        _WORDLY,
        Kind.SPACE,
        Kind.WORD,
        counts.kinds,
        counts.lengths,
        counts.words,
        counts.pieces,
        counts.breaks,
        counts.first,
        counts.last,
    )
    return counts


def _counted(texts: Sequence[str]) -> Counts:
    size = len(texts)
    joined = "\n".join([*texts, ""])
    if joined.isascii():
        kinds = table().take(np.frombuffer(joined.encode("ascii"), dtype=np.uint8))
    else:
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        kinds = table().take(codes, mode="clip")
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=size)
    rows = np.repeat(np.arange(0, size * KINDS, KINDS), lengths + 1) + kinds
    counts = np.bincount(rows, minlength=size * KINDS).reshape(size, KINDS).T
    counts[Kind.SPACE] -= 1  # the break after each text
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths
    words = _runs(_WORDLY.take(kinds).view(np.bool_), starts) + counts[Kind.WORD]
    there = lengths > 0
    return Counts(
        kinds=counts.astype(np.float32, order="C"),
        lengths=lengths,
        words=words.astype(np.float32),
        pieces=_runs(kinds != Kind.SPACE, starts),
        breaks=np.fromiter((text.count("\n") for text in texts), dtype=np.int64, count=size),
        first=np.where(there, kinds[starts], Kind.OTHER).astype(np.uint8),
        last=np.where(there, kinds[np.maximum(ends - 1, 0)], Kind.OTHER).astype(np.uint8),
    )


def _runs(inside: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many runs begin in each text; texts begin at these places, and none is without a place."""
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    return np.add.reduceat(begins, starts, dtype=np.int64)
