"""Why a line is no part of the article, in words."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from .characters import Floats
from .features import NAMES, SHORT, Matrix

_ROW = {name: index for index, name in enumerate(NAMES)}
#: Lines from which short ones in a row are a list.
_LIST = 4


class Shapes:
    """What the lines of a text look like, and where its article stands.

    Args:
        values: the features of its lines.
        weights: above 0 for the lines that are kept, below 0 for those that go.
    """

    def __init__(self, values: Matrix, weights: Floats) -> None:
        self._values = values
        self._weights = weights

    @cached_property
    def _kept(self) -> tuple[int, int]:
        """The first and the last line that the article surely has."""
        kept = np.flatnonzero(self._weights > 0)
        return (int(kept[0]), int(kept[-1])) if len(kept) else (0, -1)

    def _has(self, name: str, line: int) -> float:
        return float(self._values[_ROW[name], line])

    def reason(self, line: int) -> str:
        """What a line looks like, and where it stands.

        Args:
            line: its number, from 0.
        """
        return f"{self._shape(line)}, {self._place(line)}"

    def _shape(self, line: int) -> str:
        short = np.expm1(self._has("words (log)", line)) < SHORT
        if self._has("copyright", line) > 0:
            return "a line with a copyright sign"
        if short and self._has("numbers", line) >= 0.5:
            return "a short line of numbers"
        if self._has("same line elsewhere", line) > 0 and self._has("prose", line) == 0:
            return "a line that the text repeats"
        if short and self._has("ends with a stop", line) == 0:
            listed = np.exp(self._has("run of short lines", line)) >= _LIST
            return "a short line like a menu entry" if listed else "a short line that is no sentence"
        if self._has("breaks off", line) > 0:
            return "a line that breaks off"
        return "a sentence apart from the article" if self._has("prose", line) else "a line like a title or a teaser"

    def _place(self, line: int) -> str:
        first, last = self._kept
        if last < 0:
            return "in a text of such lines"
        if line < first:
            return "before the text"
        return "after the text" if line > last else "between parts of the text"
