"""The trained model: what words say, and trees and a network over that and all that a line shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from ..mixture import Mixture
from ..trees import Trees
from ..weights import check
from . import features, vocabulary
from .counts import Floats
from .features import Matrix, fingerprint
from .vocabulary import Terms, Vocabulary

WEIGHTS = "weights.npz"
#: The names of all features, in the order in which the model knows them.
NAMES = (*features.NAMES, *vocabulary.NAMES)


@dataclass(frozen=True)
class Model:
    """What `training/train_lines.py` writes.

    Attributes:
        vocabulary: the scores of terms.
        mixture: trees and networks.
    """

    vocabulary: Vocabulary
    mixture: Mixture

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Model:
        """The model of the arrays that `training/train_lines.py` writes.

        Raises:
            CleanreadError: they were trained with other features than this code has.
        """
        check(data, NAMES, fingerprint(), "line_model", "training/train_lines.py")
        return cls(Vocabulary(data["term_hashes"], data["term_scores"]), Mixture.of(Trees.of(data), data))

    def log_odds(self, values: Matrix, terms: Terms, size: Floats) -> Floats:
        """The log-odds of each line being the article's.

        Args:
            values: what `features.describe` says of the lines, features by lines.
            terms: of the lines.
            size: words of each line.
        """
        if not len(size):
            return np.zeros(0)
        every = np.empty((len(NAMES), len(size)), dtype=np.float32)
        every[: len(values)] = values
        self.vocabulary.columns(terms, every[len(values) :])
        return self.mixture.log_odds(every, size)


@cache
def model() -> Model:
    """The model that is installed, read once a process.

    Raises:
        CleanreadError: see `Model.of`.
    """
    with resources.as_file(resources.files(__package__) / WEIGHTS) as path, np.load(path) as data:
        return Model.of(data)
