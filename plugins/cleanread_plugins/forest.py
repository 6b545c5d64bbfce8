"""Boosted trees of any shape with at most 16 leaves, evaluated with numpy alone.

After QuickScorer (Lucchese et al., *QuickScorer: a fast algorithm to rank documents with additive ensembles of regression
trees*, SIGIR 2015): each tree is a set of leaves, one bit a leaf. Each question whose answer is no takes the leaves of its
left branch away, in whatever order; the lowest bit that is left is the leaf.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .scoring import in_chunks

#: Leaves that a tree may have.
LEAVES = 16


@dataclass(frozen=True)
class Forest:
    """Trees.

    Attributes:
        counts: of each feature, how many questions are about it.
        thresholds: of each question, in the order of the features; yes is up to and with this value.
        questions: of each tree, for each of its inner nodes: the question; inner nodes by trees.
        masks: of the same nodes: the leaves that are left when the answer is no.
        leaves: the value of each leaf, trees by `LEAVES`.
    """

    counts: NDArray[np.int64]
    thresholds: NDArray[np.float32]
    questions: NDArray[np.int64]
    masks: NDArray[np.uint16]
    leaves: NDArray[np.float32]

    @classmethod
    def of(cls, data: Mapping[str, Any], prefix: str = "") -> Forest:
        """The trees that `training/export.py` wrote as arrays under names that begin with the prefix."""
        return cls(
            counts=data[f"{prefix}counts"].astype(np.int64),
            thresholds=data[f"{prefix}thresholds"].astype(np.float32)[:, None],
            questions=data[f"{prefix}questions"].astype(np.int64),
            masks=data[f"{prefix}masks"].astype(np.uint16)[:, :, None],
            leaves=data[f"{prefix}leaves"].astype(np.float32).ravel(),
        )

    def sums(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sum of all trees' leaves for each row.

        Args:
            values: features by rows.
        """
        return in_chunks(values, self._sums)

    def _sums(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        rows = values.shape[1]
        answers = np.empty((len(self.thresholds), rows), dtype=bool)
        at = 0
        for feature in np.flatnonzero(self.counts).tolist():
            to = at + int(self.counts[feature])
            np.less_equal(values[feature], self.thresholds[at:to], out=answers[at:to])
            at = to
        # all bits for yes, none for no
        bits = np.negative(answers.view(np.uint8).astype(np.uint16))
        left = np.full((self.questions.shape[1], rows), 0xFFFF, dtype=np.uint16)
        kept = np.empty_like(left)
        for questions, masks in zip(self.questions, self.masks, strict=True):
            np.take(bits, questions, axis=0, out=kept)
            kept |= masks
            left &= kept
        leaf = _lowest().take(left).astype(np.int32)
        leaf += (np.arange(len(left), dtype=np.int32) * LEAVES)[:, None]
        total: NDArray[np.float64] = self.leaves.take(leaf).sum(axis=0, dtype=np.float64)
        return total


@cache
def _lowest() -> NDArray[np.uint8]:
    """The number of the lowest bit of each number of 16 bits."""
    numbers = np.arange(1 << 16)
    lowest = np.zeros(1 << 16, dtype=np.uint8)
    for bit in range(LEAVES - 1, -1, -1):
        lowest[(numbers >> bit) & 1 == 1] = bit
    return lowest
