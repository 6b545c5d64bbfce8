"""Means over the lines around each line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from .counts import Floats

_twin = twin("cleanread_plugins.line_model._lines")


def windows(values: NDArray[Any], spans: Sequence[tuple[int, int]], result: NDArray[Any] | None = None) -> NDArray[Any]:
    """Means of the lines around each line: one block of rows for each span of lines, 0 where there are none.

    Args:
        values: names by lines.
        spans: first and last line of each window, counted from the line.
        result: where to write them; if None, a new array of doubles.
    """
    names, lines = values.shape
    if result is None:
        result = np.empty((len(spans) * names, lines))
    if _twin is not None:
        _twin.windows(values, spans, result)
        return result
    margin = max(max(abs(first), abs(last)) for first, last in spans) + 1
    sums: Floats = np.zeros((names + 1, lines + 1 + 2 * margin))
    np.cumsum(values, axis=1, out=sums[:names, margin + 1 : margin + 1 + lines])
    sums[names, margin + 1 : margin + 1 + lines] = np.arange(1, lines + 1)  # how many lines there are
    sums[:, margin + 1 + lines :] = sums[:, margin + lines, None]
    for number, (first, last) in enumerate(spans):
        start, end = margin + first, margin + last + 1
        within = sums[:, end : end + lines] - sums[:, start : start + lines]
        np.divide(within[:names], np.maximum(within[names], 1.0), out=result[number * names : (number + 1) * names])
    return result
