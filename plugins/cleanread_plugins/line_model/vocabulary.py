"""What the words of lines say, learnt from labelled pages: log-odds of being content.

"Read more" speaks against a line, "yesterday" for it, "Leave a comment" against what follows. A term is a word, two words
in a row, what a line opens or ends with, or a short line as a whole; it is known by a hash, so that all terms of a text are
looked up at once. The scores are of English pages for the most part: a term that is not known says nothing, and in a
text of another language the rest of the features decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from .counts import Counts
from .windows import windows

_twin = twin("cleanread_plugins.line_model._lines")

Hashes = NDArray[np.uint32]

#: Kinds of terms: words, pairs of them, the first two and the last two words of a line, a line of at most `SHORT` words.
KINDS = ("word", "pair", "first", "last", "whole")
#: Words up to which a line is looked up as a whole.
SHORT = 5
#: What is looked at in the lines around as well, and the lines around: from and to, counted from the line.
_AROUND = ("words", "pairs", "first words", "last words", "whole line")
_WINDOWS = ((-1, -1), (1, 1), (-2, 2), (-8, -1), (1, 8), (-30, -1), (1, 30))
NAMES = (
    *(f"score of {name}" for name in _AROUND),
    "lowest score of a word",
    "highest score of a word",
    "lowest score of a pair",
    *(f"score of {name} [{first:+d}, {last:+d}]" for first, last in _WINDOWS for name in _AROUND),
)
#: The first kinds: a line has several of them.
_SEVERAL = 2
#: Kinds of terms whose lowest score (0 at the most) or highest score (0 at the least) in a line counts as well.
_EXTREMES = ((0, np.minimum), (0, np.maximum), (1, np.minimum))
_HIGHEST = tuple((kind, extreme is np.maximum) for kind, extreme in _EXTREMES)
_FACTOR = np.uint32(0x85EBCA6B)
#: Terms whose hashes have these first bits in common are looked for together; the bits that are left.
_BUCKETS = 17
_REST = np.uint32(32 - _BUCKETS)
_SALTS = np.array([0x2545F491, 0x9E3779B9, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1], dtype=np.uint32)


@dataclass
class Terms:
    """The terms of a text.

    Attributes:
        hashes: of each term, kind after kind, each in the order of the lines.
        line: the line of each term.
        ends: where each kind ends.
        lines: number of lines.
    """

    hashes: Hashes
    line: NDArray[np.int32]
    ends: tuple[int, ...]
    lines: int


def terms_of(counts: Counts) -> Terms:
    """The terms of counted lines."""
    words, line = counts.terms, counts.line
    if _twin is not None:
        most, lines = 2 * (len(words) + len(counts.tokens)), len(counts.tokens)
        hashes, of = np.empty(most, dtype=np.uint32), np.empty(most, dtype=np.int32)
        until: tuple[int, ...] = _twin.terms(words, line, counts.tokens, _FACTOR, _SALTS, SHORT, hashes, of)
        return Terms(hashes[: until[-1]], of[: until[-1]], until, lines)
    many = counts.tokens.astype(np.int64)
    ends = np.cumsum(many)
    starts = ends - many
    pairs = words * _FACTOR + np.append(words[1:], np.uint32(0))
    inner = np.flatnonzero(line[1:] == line[:-1])
    some = np.flatnonzero(many).astype(np.int32)
    several = many[some] > 1
    start, end = starts[some], ends[some] - 1
    first = np.where(several, pairs[start], words[start])
    last = np.where(several, pairs[end - 1], words[end])
    whole, short = _whole(words, line, many, starts)
    parts = ((words, line), (pairs[inner], line[inner]), (first, some), (last, some), (whole, short))
    return Terms(
        np.concatenate([hashes ^ salt for (hashes, _), salt in zip(parts, _SALTS, strict=True)]),
        np.concatenate([of for _, of in parts]),
        tuple(np.cumsum([len(hashes) for hashes, _ in parts]).tolist()),
        len(many),
    )


def _whole(
    words: Hashes, line: NDArray[np.int32], many: NDArray[np.int64], starts: NDArray[np.int64]
) -> tuple[Hashes, NDArray[np.int32]]:
    """The hashes of the short lines, and which lines they are."""
    inside = np.flatnonzero(many[line] <= SHORT)
    place = (inside - starts[line[inside]]).astype(np.uint32)
    term = words[inside]
    mixed = (term ^ (term >> np.uint32(13))) * (place * np.uint32(2) + np.uint32(1)) + place
    opens = np.flatnonzero(place == 0)
    sums = np.add.reduceat(mixed, opens, dtype=np.uint32) if len(opens) else np.zeros(0, dtype=np.uint32)
    return sums, line[inside[opens]]


class Vocabulary:
    """Terms with their scores.

    Args:
        hashes: of the terms, in ascending order.
        scores: the log-odds of each.
    """

    def __init__(self, hashes: Hashes, scores: NDArray[np.floating[Any]]) -> None:
        opens = np.arange(1 << _BUCKETS, dtype=np.uint32) << _REST
        self._opens = np.searchsorted(hashes, opens).astype(np.int32)
        self._most = int(np.diff(self._opens, append=len(hashes)).max())
        # so many steps lead from the last bucket no further than this
        self._hashes = np.append(hashes, np.full(self._most + 1, 0xFFFFFFFF, dtype=np.uint32))
        self._scores = np.append(scores, np.zeros(self._most + 1)).astype(np.float32)
        # each hash beside its score, for the compiled twin: what is next to each other comes from memory together
        self._pairs = np.stack((self._hashes, self._scores.view(np.uint32)), axis=1)

    def scores(self, hashes: Hashes) -> NDArray[np.float32]:
        """The score of each term, 0 for those that are not known.

        A step at a time through each term's bucket, all terms together: a fifth of the time of a binary search.
        """
        if _twin is not None:
            scores = np.empty(len(hashes), dtype=np.float32)
            _twin.scores(hashes, self._opens, _REST, self._pairs, scores)
            return scores
        at = self._opens.take(hashes >> _REST)
        for _ in range(self._most):
            at += self._hashes.take(at) < hashes
        found: NDArray[np.float32] = np.where(self._hashes.take(at) == hashes, self._scores.take(at), np.float32(0))
        return found

    def columns(self, terms: Terms, result: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """What the terms of each line and of the lines around it say, in the order of `NAMES`: columns by lines.

        Args:
            terms: of the lines.
            result: where to write them; if None, a new array.
        """
        if result is None:
            result = np.empty((len(NAMES), terms.lines), dtype=np.float32)
        own = len(NAMES) - len(_WINDOWS) * len(_AROUND)
        result[:own] = 0.0
        self._own(terms, result[:own])
        windows(result[: len(_AROUND)], _WINDOWS, result[own:])
        return result

    def _own(self, terms: Terms, values: NDArray[np.float32]) -> None:
        """What the terms of each line say: written into columns by lines, which are zeros."""
        if _twin is not None:
            _twin.columns(self.scores(terms.hashes), terms.line, _SEVERAL, terms.ends, _HIGHEST, values)
            return
        scores = np.split(self.scores(terms.hashes), terms.ends[:-1])
        lines = np.split(terms.line, terms.ends[:-1])
        for row, (line, own) in enumerate(zip(lines, scores, strict=True)):
            if row < _SEVERAL:
                many = np.bincount(line, minlength=terms.lines)
                values[row] = np.bincount(line, weights=own, minlength=terms.lines) / np.maximum(many, 1)
            else:
                values[row, line] = own
        for row, (kind, extreme) in enumerate(_EXTREMES, len(_AROUND)):
            line, own = lines[kind], scores[kind]
            if len(line):
                opens = np.flatnonzero(np.diff(line, prepend=-1))
                values[row, line[opens]] = extreme(extreme.reduceat(own, opens), 0)
