"""A small neural network over the blocks of a page, or the lines of a text: what one is depends on those around it.

Each block's features become a vector; convolutions mix it with those of the blocks before and after (dilated, as in Yu and
Koltun, *Multi-scale context aggregation by dilated convolutions*, ICLR 2016), means mix it with those of the blocks in
the same elements, where there are any, and a summary of the page is added. Evaluated with numpy, and what lies between its
multiplications by a compiled twin where there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

_twin = twin("cleanread_plugins._net")

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

#: Features are limited to so many standard deviations from their mean.
LIMIT = 4.0
#: Words of a block from which it weighs no more in the mean of an element.
HEAVIEST = 60.0
#: Multiplications up to which linear algebra libraries stay in one thread: with small matrices more threads only wait
#: for each other.
_SMALL = 1 << 19
#: The same where one of the matrices is a vector.
_SMALL_VECTOR = 9216
#: Units that the compiled twin adds together.
_TOGETHER = 16


@dataclass(frozen=True)
class Net:
    """Weights, as `training/net.py` writes them.

    Attributes:
        mean, scale: of each feature: its mean and one by its standard deviation.
        dilations: how far apart the blocks are that each convolution mixes.
        enter: features by units; the last row is the bias, here and below.
        convolutions: of each, three times units by units.
        mixtures: of each level of elements around, twice units by units.
        page: twice units by units.
        middle: units by units.
        leave: units by 1.
    """

    mean: Floats
    scale: Floats
    dilations: tuple[int, ...]
    enter: Floats
    convolutions: tuple[Floats, ...]
    mixtures: tuple[Floats, ...]
    page: Floats
    middle: Floats
    leave: Floats

    @classmethod
    def of(cls, data: Mapping[str, Any], prefix: str) -> Net:
        """The network of arrays under names that begin with the prefix."""

        def array(name: str) -> Floats:
            return np.ascontiguousarray(data[f"{prefix}{name}"], dtype=np.float32)

        return cls(
            array("mean"),
            array("scale"),
            tuple(data[f"{prefix}dilations"].tolist()),
            array("enter"),
            tuple(array("convolutions")),
            tuple(array("mixtures")),
            array("page"),
            array("middle"),
            array("leave"),
        )

    def log_odds(self, features: Floats, words: NDArray[np.float64], groups: Integers | tuple[()] = ()) -> NDArray[np.float64]:
        """The log-odds of each block being content.

        Args:
            features: features by blocks.
            words: of each block.
            groups: for each mixture the element around each block, levels by blocks.
        """
        size, units = len(words), self.enter.shape[1]
        state = np.zeros((size, units), dtype=np.float32)
        found = np.empty_like(state)
        _add(state, _times(_scale(features, self.mean, self.scale).T, self.enter, found), self.enter)
        wide = np.empty((size, 3 * units), dtype=np.float32)
        for dilation, weights in zip(self.dilations, self.convolutions, strict=True):
            _beside(state, dilation, wide)
            _add(state, _times(wide, weights, found), weights)
        if len(groups):
            weight = (np.minimum(words, HEAVIEST) + 1).astype(np.float32)
            wide = np.empty((size, 2 * units), dtype=np.float32)
        for group, weights in zip(groups, self.mixtures, strict=True):
            _means(state, weight, group, wide)
            _add(state, _times(wide, weights, found), weights)
        share = (words / max(1.0, float(words.sum()))).astype(np.float32)
        summary = np.empty((1, 2 * units), dtype=np.float32)
        summary[0, :units] = _weighted(share, state)
        state.max(axis=0, out=summary[0, units:])
        _add(state, _times(summary, self.page, np.empty((1, units), dtype=np.float32)), self.page)
        _add(state, _times(state, self.middle, found), self.middle)
        last = _times(state, self.leave, np.empty((size, 1), dtype=np.float32)) + self.leave[-1]
        odds: NDArray[np.float64] = last[:, 0].astype(np.float64)
        return odds


def _weighted(share: Floats, state: Floats) -> Floats:
    """The sum of the blocks' vectors, each counting for its share."""
    step = max(1, _SMALL_VECTOR // state.shape[1])
    total = np.zeros(state.shape[1], dtype=np.float32)
    for start in range(0, len(state), step):
        total += np.matmul(share[start : start + step], state[start : start + step])
    return total


def _times(rows: Floats, weights: Floats, found: Floats) -> Floats:
    """Rows times weights without the bias, a few rows at a time.

    Args:
        rows: blocks by what comes in.
        weights: what comes in, and the bias, by what comes out.
        found: where the result goes.
    """
    inner = weights[:-1]
    step = max(1, (_SMALL if inner.shape[1] > 1 else _SMALL_VECTOR) // inner.size)
    if len(rows) <= step:
        return np.matmul(rows, inner, out=found)
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], inner, out=found[start : start + step])
    return found


def _scale(features: Floats, mean: Floats, scale: Floats) -> Floats:
    """Features as standard deviations from their mean, up to `LIMIT`."""
    scaled = np.empty(features.shape, dtype=np.float32)
    if _twin is not None:
        _twin.scale(np.ascontiguousarray(features), mean, scale, LIMIT, scaled)
        return scaled
    np.subtract(features, mean[:, None], out=scaled)
    scaled *= scale[:, None]
    return np.clip(scaled, -LIMIT, LIMIT, out=scaled)


def _add(state: Floats, found: Floats, weights: Floats) -> None:
    """Add what a layer found, and its bias, where that is positive.

    Args:
        state: blocks by units; it is changed.
        found: the same, or one row for all blocks; it is of no use afterwards.
        weights: of the layer.
    """
    bias = weights[-1]
    if _twin is not None:
        _twin.add(state, found, bias)
        return
    found += bias
    state += np.maximum(found, 0, out=found)


def _beside(state: Floats, steps: int, wide: Floats) -> None:
    """Each block's vector between those of the blocks so many steps before and after it; zeros beyond the page.

    Args:
        state: blocks by units.
        steps: to the blocks before and after.
        wide: where the result goes, blocks by three times units.
    """
    if _twin is not None:
        _twin.beside(state, steps, wide)
        return
    size, units = state.shape
    inside = max(0, size - steps)
    wide[:steps, :units] = 0
    wide[steps:, :units] = state[:inside]
    wide[:, units : 2 * units] = state
    wide[:inside, 2 * units :] = state[steps:]
    wide[inside:, 2 * units :] = 0


def _means(state: Floats, weight: Floats, group: Integers, wide: Floats) -> None:
    """Each block's vector beside the weighted mean of the vectors of its group.

    Args:
        state: blocks by units.
        weight: of each block.
        group: of each block.
        wide: where the result goes, blocks by twice units.
    """
    units = state.shape[1]
    if _twin is not None and units % _TOGETHER == 0:
        _twin.means(state, weight, np.ascontiguousarray(group), wide)
        return
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    weight = weight[:, None]
    sums = np.add.reduceat((state * weight)[order], starts, axis=0)
    sums /= np.add.reduceat(weight[order], starts, axis=0)
    wide[:, :units] = state
    wide[order, units:] = np.repeat(sums, np.diff(starts, append=len(group)), axis=0)
