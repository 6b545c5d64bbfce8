"""Why a line is a part of the article, or is none, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from .counts import Floats
from .features import NAMES, SHORT, Matrix

_twin = twin("cleanread_plugins.line_model._lines")

_ROW = {name: index for index, name in enumerate(NAMES)}
#: Words (log) below which a line is short, and lines (log) from which short ones in a row are a list.
_SHORT, _LIST = np.log1p(SHORT), np.log(4)
_SHAPES = (
    "a line with a copyright sign",
    "a short line of numbers",
    "a line that the text repeats",
    "a short line like a menu entry",
    "a short line that is no sentence",
    "a line that breaks off",
    "a sentence apart from the article",
    "a line like a title or a teaser",
)
_PLACES = ("before the text", "between parts of the text", "after the text", "in a text of such lines")
#: Of lines that stay: sentences, other lines as long as those, short ones.
_STAY = (
    "a sentence like those of the article",
    "reads and stands like the lines of the article",
    "a short line among those of the article",
)
_REASONS = (*(f"{shape}, {place}" for shape in _SHAPES for place in _PLACES), *_STAY)
#: What is looked at, in the order in which the compiled twin looks at it.
_LOOKED_AT = (
    "words (log)", "prose", "copyright", "numbers", "same line elsewhere", "ends with a stop", "run of short lines",
    "breaks off",
)  # fmt: skip
_ROWS = tuple(_ROW[name] for name in _LOOKED_AT)
#: The number of the first reason for a line that stays.
_FIRST = len(_REASONS) - len(_STAY)


def reasons(values: Matrix, weights: Floats) -> list[str]:
    """What each line looks like, and where it stands.

    Args:
        values: features by lines.
        weights: above 0 for the lines that are kept, below 0 for those that go.
    """
    if _twin is not None:
        numbers = np.empty(len(weights), dtype=np.int64)
        _twin.reasons(values, weights, _ROWS, _SHORT, _LIST, len(_PLACES), numbers)
        return [_REASONS[number] for number in numbers.tolist()]
    short = values[_ROW["words (log)"]] < _SHORT
    prose = values[_ROW["prose"]] > 0
    numbers = _shapes(values, short, prose) * len(_PLACES) + _places(weights)
    stays = np.where(prose, _FIRST, np.where(short, _FIRST + 2, _FIRST + 1))
    return [_REASONS[number] for number in np.where(weights > 0, stays, numbers).tolist()]


def _shapes(values: Matrix, short: NDArray[np.bool_], prose: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The number of each line's shape: the first that fits."""
    fits = np.ones((len(_SHAPES), len(short)), dtype=np.bool_)
    np.greater(values[_ROW["copyright"]], 0, out=fits[0])
    np.logical_and(short, values[_ROW["numbers"]] >= 0.5, out=fits[1])
    np.greater(values[_ROW["same line elsewhere"]] > 0, prose, out=fits[2])
    np.logical_and(short, values[_ROW["ends with a stop"]] == 0, out=fits[4])
    np.logical_and(fits[4], values[_ROW["run of short lines"]] >= _LIST, out=fits[3])
    np.greater(values[_ROW["breaks off"]], 0, out=fits[5])
    fits[6] = prose
    shape: NDArray[np.intp] = fits.argmax(axis=0)
    return shape


def _places(weights: Floats) -> NDArray[np.intp]:
    """The number of each line's place against the first and the last line that are kept."""
    (kept,) = np.nonzero(weights > 0)
    if not len(kept):
        return np.full(len(weights), len(_PLACES) - 1)
    place = np.ones(len(weights), dtype=np.intp)
    place[: kept[0]] = 0
    place[kept[-1] + 1 :] = 2
    return place
