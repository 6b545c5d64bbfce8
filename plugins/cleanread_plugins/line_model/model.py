"""The trained model: boosted trees and a small network over the same features, and the mean of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from cleanread.errors import CleanreadError

from ..net import Net
from ..trees import Trees
from . import features, vocabulary
from .characters import Floats
from .features import Matrix, fingerprint
from .vocabulary import Terms, Vocabulary

WEIGHTS = "weights.npz"
#: The names of all features, in the order in which the model knows them.
NAMES = (*features.NAMES, *vocabulary.NAMES)
#: Log-odds are told in steps of this size: what linear algebra libraries of different machines compute differs in
#: the last digits.
_STEP = 1 / 128


@dataclass(frozen=True)
class Model:
    """What `training/train_lines.py` writes.

    Attributes:
        vocabulary: the scores of terms.
        trees: boosted trees.
        nets: networks.
        share: what the trees count for, 0-1; the networks share the rest.
    """

    vocabulary: Vocabulary
    trees: Trees
    nets: tuple[Net, ...]
    share: float

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Model:
        """The model of the arrays that `training/train_lines.py` writes.

        Raises:
            CleanreadError: they were trained with other features than this code has.
        """
        names = bytes(data["feature_names"]).decode().split("\n")
        if bytes(data["fingerprint"]).decode() != fingerprint() or tuple(names) != NAMES:
            raise CleanreadError(
                "the weights of line_model do not fit its feature code; train them anew with training/train_lines.py"
            )
        return cls(
            vocabulary=Vocabulary(data["term_hashes"], data["term_scores"]),
            trees=Trees.of(data),
            nets=tuple(Net.of(data, f"net{number}_") for number in range(int(data["nets"]))),
            share=float(data["share"]),
        )

    def log_odds(self, values: Matrix, terms: Terms, size: Floats) -> Floats:
        """The log-odds of each line being the article's.

        Args:
            values: what `features.describe` says of the lines, features by lines.
            terms: of the lines.
            size: words of each line.
        """
        if not len(size):
            return np.zeros(0)
        every = np.vstack([values, self.vocabulary.columns(terms)])
        odds = self.share * self.trees.sums(every)
        for net in self.nets:
            odds += (1 - self.share) / len(self.nets) * net.log_odds(every, size)
        return np.clip(np.round(odds / _STEP) * _STEP, -30, 30)


@cache
def model() -> Model:
    """The model that is installed, read once a process.

    Raises:
        CleanreadError: see `Model.of`.
    """
    with resources.as_file(resources.files(__package__) / WEIGHTS) as path, np.load(path) as data:
        return Model.of(data)
