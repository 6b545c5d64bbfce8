"""The trained model: what words say, trees and a network over that and all that a block shows, and how much to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..forest import Forest
from ..mixture import Mixture
from ..trees import Trees
from ..weights import check
from . import amount
from .features import Look, fingerprint, names
from .vocabulary import Vocabulary

WEIGHTS = "weights.npz"


@dataclass(frozen=True)
class Model:
    """What `training/train.py` writes.

    Attributes:
        vocabulary: the scores of words.
        mixture: trees and networks.
        amount: trees that tell how much of a page to keep.
    """

    vocabulary: Vocabulary
    mixture: Mixture
    amount: Trees

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Model:
        """The model of the arrays that `training/train.py` writes.

        Raises:
            CleanreadError: they were trained with other features than this code has.
        """
        check(data, names(), fingerprint(), "main_content", "training/train.py")
        words = bytes(data["score_words"]).decode().split("\n")
        return cls(
            vocabulary=Vocabulary(dict(zip(words, data["score_values"].astype(float).tolist(), strict=True))),
            mixture=Mixture.of(Forest.of(data, "trees_"), data),
            amount=Trees.of(data, "amount_"),
        )

    def log_odds(self, look: Look) -> NDArray[np.float64]:
        """The log-odds of each block being content."""
        return self.mixture.log_odds(look.features(self.vocabulary), look.words, look.groups)

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
