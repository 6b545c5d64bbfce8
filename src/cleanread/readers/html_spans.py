"""Questions about pieces of a text, among many: asked of all of them at once they would take quadratic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Protocol


class _Piece(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Spans:
    """Pieces of one text, in any order, across each other or not."""

    def __init__(self, pieces: Iterable[_Piece]) -> None:
        given = sorted((piece.start, piece.end) for piece in pieces)
        self._starts = [start for start, _ in given]
        self._reach = list(accumulate((end for _, end in given), max))  # how far those up to each one go

    def meet(self, piece: _Piece) -> bool:
        """Whether one of them has a part in common with a piece."""
        before = bisect_left(self._starts, piece.end)
        return before > 0 and self._reach[before - 1] > piece.start

    def cover(self, piece: _Piece) -> bool:
        """Whether one of them holds the whole of a piece."""
        before = bisect_right(self._starts, piece.start)
        return before > 0 and self._reach[before - 1] >= piece.end
