"""Boosted trees and small networks over the same features: they err differently, together they are better than either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .net import Integers, Net

#: Log-odds are told in steps of this size: what linear algebra libraries of different machines compute differs in
#: the last digits.
_STEP = 1 / 128


class Summed(Protocol):
    """Trees of any kind."""

    def sums(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sum of all trees' leaves for each row; values are features by rows."""


@dataclass(frozen=True)
class Mixture:
    """Trees and networks.

    Attributes:
        trees: boosted trees.
        nets: networks.
        share: what the trees count for, 0-1; the networks share the rest.
    """

    trees: Summed
    nets: tuple[Net, ...]
    share: float

    @classmethod
    def of(cls, trees: Summed, data: Mapping[str, Any]) -> Mixture:
        """Trees with the networks that `training/` wrote as arrays."""
        nets = tuple(Net.of(data, f"net{number}_") for number in range(int(data["nets"])))
        return cls(trees, nets, float(data["share"]))

    def log_odds(
        self, features: NDArray[np.float32], words: NDArray[np.float64], groups: Integers | tuple[()] = ()
    ) -> NDArray[np.float64]:
        """The log-odds of each block being content.

        Args:
            features: features by blocks.
            words: of each block.
            groups: for each mixture of the networks the element around each block, levels by blocks.
        """
        odds = self.share * self.trees.sums(features)
        for net in self.nets:
            odds += (1 - self.share) / len(self.nets) * net.log_odds(features, words, groups)
        return np.minimum(np.maximum(np.rint(odds / _STEP) * _STEP, -30.0), 30.0)
