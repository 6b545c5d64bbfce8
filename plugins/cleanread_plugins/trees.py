"""Boosted oblivious trees, evaluated with numpy or by a compiled twin: what the trained models of plugins are made of.

An oblivious tree asks the same question at one depth, whatever the answers before (Prokhorenkova et al., *CatBoost*,
2018). So one depth of all trees is one comparison for many rows at once, and the answers are the bits of the leaf's
number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from .scoring import in_chunks, in_order

_twin = twin("cleanread_plugins._trees")


@dataclass(frozen=True)
class Trees:
    """Trees of one depth, at most 8.

    Attributes:
        features: which feature each question is about: trees by depth.
        thresholds: above which value the answer is yes: trees by depth.
        leaves: the value of each leaf, tree after tree, 2 to the power of depth for each.
        bias: what is added to the sum of the leaves.
    """

    features: NDArray[np.int64]
    thresholds: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: float

    @classmethod
    def of(cls, data: Mapping[str, Any], prefix: str = "") -> Trees:
        """The trees that `training/export.py` wrote as arrays under names that begin with the prefix."""
        return cls(
            features=np.ascontiguousarray(data[f"{prefix}features"].T, dtype=np.int64),
            thresholds=np.ascontiguousarray(data[f"{prefix}thresholds"].T, dtype=np.float32),
            leaves=data[f"{prefix}leaves"].astype(np.float32).ravel(),
            bias=float(data[f"{prefix}bias"]),
        )

    def sums(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sum of all trees' leaves for each row.

        Args:
            values: features by rows.
        """
        if _twin is None:
            return in_chunks(values, self._sums) + self.bias
        sums = np.empty(values.shape[1], dtype=np.float64)
        _twin.oblivious(np.ascontiguousarray(values), self.features, self.thresholds, self.leaves, sums)
        return sums + self.bias

    def _sums(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        trees, depth = self.features.shape
        leaf = np.zeros((trees, values.shape[1]), dtype=np.uint8)
        for level in range(depth):
            answers = values[self.features[:, level]] > self.thresholds[:, level, None]
            leaf |= answers.view(np.uint8) << np.uint8(level)
        at = leaf.astype(np.int32)
        at += (np.arange(trees, dtype=np.int32) << depth)[:, None]
        return in_order(self.leaves.take(at).astype(np.float64))
