"""A small neural network over the blocks of a page, or the lines of a text: what one is depends on those around it.

Each block's features become a vector; convolutions mix it with those of the blocks before and after (dilated, as in Yu and
Koltun, *Multi-scale context aggregation by dilated convolutions*, ICLR 2016), means mix it with those of the blocks in
the same elements, where there are any, and a summary of the page is added. Evaluated with numpy alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

#: Features are limited to so many standard deviations from their mean.
LIMIT = 4.0
#: Words of a block from which it weighs no more in the mean of an element.
HEAVIEST = 60.0
#: Multiplications up to which linear algebra libraries stay in one thread: with small matrices more threads only wait
#: for each other.
_SMALL = 1 << 19


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
        rows = np.clip((features.T - self.mean) * self.scale, -LIMIT, LIMIT)
        state = _relu(_times(rows, self.enter))
        for dilation, weights in zip(self.dilations, self.convolutions, strict=True):
            state = state + _relu(_times(_beside(state, dilation), weights))
        weight = (np.minimum(words, HEAVIEST) + 1).astype(np.float32)[:, None]
        for group, weights in zip(groups, self.mixtures, strict=True):
            state = state + _relu(_times(np.hstack([state, _means(state, weight, group)]), weights))
        share = (words / max(1.0, float(words.sum()))).astype(np.float32)
        summary = np.hstack([share @ state, state.max(axis=0)])[None]
        state = state + _relu(_times(summary, self.page))
        state = state + _relu(_times(state, self.middle))
        odds: NDArray[np.float64] = _times(state, self.leave)[:, 0].astype(np.float64)
        return odds


def _times(rows: Floats, weights: Floats) -> Floats:
    """Rows times weights plus the bias, a few rows at a time."""
    inner, bias = weights[:-1], weights[-1]
    step = max(1, _SMALL // inner.size)
    result = np.empty((len(rows), inner.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], inner, out=result[start : start + step])
    result += bias
    return result


def _relu(values: Floats) -> Floats:
    return np.maximum(values, 0, out=values)


def _beside(state: Floats, steps: int) -> Floats:
    """Each block's vector between those of the blocks so many steps before and after it; zeros beyond the page."""
    size, units = state.shape
    wide = np.zeros((size, 3 * units), dtype=np.float32)
    wide[steps:, :units] = state[: max(0, size - steps)]
    wide[:, units : 2 * units] = state
    wide[: max(0, size - steps), 2 * units :] = state[steps:]
    return wide


def _means(state: Floats, weight: Floats, group: Integers) -> Floats:
    """For each block the weighted mean of the vectors of its group."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sums = np.add.reduceat((state * weight)[order], starts, axis=0)
    sums /= np.add.reduceat(weight[order], starts, axis=0)
    number = np.empty(len(group), dtype=np.int64)
    number[order] = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(group))))
    return sums[number]
