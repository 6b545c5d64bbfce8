"""The trained model: boosted trees and a small network over the same features, and the mean of what they say.

Trees and networks err differently: together they are better than either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread.errors import CleanreadError

from ..forest import Forest
from ..net import Net
from ..trees import Trees
from . import amount
from .features import Look, fingerprint, names
from .vocabulary import Vocabulary

WEIGHTS = "weights.npz"
#: Log-odds are told in steps of this size: what linear algebra libraries of different machines compute differs in
#: the last digits.
_STEP = 1 / 128


@dataclass(frozen=True)
class Model:
    """What `training/train.py` writes.

    Attributes:
        vocabulary: the scores of words.
        trees: boosted trees.
        nets: networks.
        share: what the trees count for, 0-1; the networks share the rest.
        amount: trees that tell how much of a page to keep.
    """

    vocabulary: Vocabulary
    trees: Forest
    nets: tuple[Net, ...]
    share: float
    amount: Trees

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Model:
        """The model of the arrays that `training/train.py` writes.

        Raises:
            CleanreadError: they were trained with other features than this code has.
        """
        told = bytes(data["feature_names"]).decode().split("\n")
        if bytes(data["fingerprint"]).decode() != fingerprint() or tuple(told) != names():
            raise CleanreadError(
                "the weights of main_content do not fit its feature code; train them anew with training/train.py"
            )
        words = bytes(data["score_words"]).decode().split("\n")
        return cls(
            vocabulary=Vocabulary(dict(zip(words, data["score_values"].astype(float).tolist(), strict=True))),
            trees=Forest.of(data, "trees_"),
            nets=tuple(Net.of(data, f"net{number}_") for number in range(int(data["nets"]))),
            share=float(data["share"]),
            amount=Trees.of(data, "amount_"),
        )

    def log_odds(self, look: Look) -> NDArray[np.float64]:
        """The log-odds of each block being content."""
        features = look.features(self.vocabulary)
        odds = self.share * self.trees.sums(features)
        for net in self.nets:
            odds += (1 - self.share) / len(self.nets) * net.log_odds(features, look.words, look.groups)
        return np.clip(np.round(odds / _STEP) * _STEP, -30, 30)

    def limit(self, odds: NDArray[np.float64], look: Look) -> float:
        """The log-odds above which blocks of a page are kept."""
        return amount.limit(odds, look, self.amount)


@cache
def model() -> Model:
    """The model that is installed, read once a process.

    Raises:
        CleanreadError: see `Model.of`.
    """
    with resources.as_file(resources.files(__package__) / WEIGHTS) as path, np.load(path) as data:
        return Model.of(data)
