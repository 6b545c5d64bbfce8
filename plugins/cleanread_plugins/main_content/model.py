"""The trained model: boosted oblivious trees over the features of blocks, evaluated with numpy alone.

An oblivious tree asks the same question of every block at one depth (Prokhorenkova et al., *CatBoost*, 2018), so
all trees are evaluated for all blocks at once: each feature is reduced to the number of thresholds below it, each
question is one comparison of small integers, and the answers are the bits of the leaf's number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from cleanread.errors import CleanreadError

from .features import NAMES, Matrix, fingerprint

WEIGHTS = "weights.npz"


@dataclass(frozen=True)
class Model:
    """Weights, as `training/train.py` writes them.

    Attributes:
        borders: for each feature the thresholds that some tree asks about, ascending.
        features: which feature each question is about, trees by depth.
        ranks: the rank of each question's threshold among its feature's.
        leaves: the value of each leaf, trees by 2 to the power of depth.
        bias: what is added to the sum of the leaves.
        scores: how much a name in class and id attributes speaks for content, in log-odds.
    """

    borders: tuple[NDArray[np.float32], ...]
    features: NDArray[np.int64]
    ranks: NDArray[np.uint8]
    leaves: NDArray[np.float32]
    bias: float
    scores: dict[str, float]

    def score(self, name: str) -> float:
        """The log-odds of a name; 0 for one that is not known."""
        return self.scores.get(name, 0.0)

    def log_odds(self, rows: Matrix) -> NDArray[np.float64]:
        """The log-odds of each block being content.

        Args:
            rows: blocks by features, in the order of `features.NAMES`.
        """
        count = len(rows)
        bins = np.empty((rows.shape[1], count), dtype=np.uint8)
        for index, borders in enumerate(self.borders):
            bins[index] = np.searchsorted(borders, rows[:, index], side="left") if len(borders) else 0
        trees, depth = self.features.shape
        answers = bins[self.features.ravel()] > self.ranks.ravel()[:, None]
        bits = answers.reshape(trees, depth, count)
        leaf = np.zeros((trees, count), dtype=np.int32)
        for level in range(depth):
            leaf |= bits[:, level].astype(np.int32) << level
        leaf += (np.arange(trees, dtype=np.int32) << depth)[:, None]
        total: NDArray[np.float64] = self.leaves.ravel()[leaf].sum(axis=0, dtype=np.float64) + self.bias
        return total


@cache
def model() -> Model:
    """The model that is installed, read once a process.

    Raises:
        CleanreadError: its weights were trained with other features than this code has.
    """
    with resources.as_file(resources.files(__package__) / WEIGHTS) as path, np.load(path) as data:
        names = bytes(data["feature_names"]).decode().split("\n")
        if bytes(data["fingerprint"]).decode() != fingerprint() or tuple(names) != NAMES:
            raise CleanreadError(
                "the weights of main_content do not fit its feature code; train them anew with training/train.py"
            )
        ends = np.cumsum(data["border_counts"])
        borders = tuple(np.split(data["borders"], ends[:-1]))
        words = bytes(data["score_names"]).decode().split("\n")
        return Model(
            borders=borders,
            features=data["features"].astype(np.int64),
            ranks=data["ranks"],
            leaves=data["leaves"],
            bias=float(data["bias"]),
            scores=dict(zip(words, data["score_values"].astype(float).tolist(), strict=True)),
        )


Score = Callable[[str], float]
