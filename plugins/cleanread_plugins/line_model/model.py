"""The trained model, read once a process."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np

from cleanread.errors import CleanreadError

from ..trees import Trees
from .features import NAMES, fingerprint

WEIGHTS = "weights.npz"


@cache
def model() -> Trees:
    """The trees whose sum is the log-odds of a line being the article's.

    Raises:
        CleanreadError: the weights were trained with other features than this code has.
    """
    with resources.as_file(resources.files(__package__) / WEIGHTS) as path, np.load(path) as data:
        names = bytes(data["feature_names"]).decode().split("\n")
        if bytes(data["fingerprint"]).decode() != fingerprint() or tuple(names) != NAMES:
            raise CleanreadError(
                "the weights of line_model do not fit its feature code; train them anew with training/train_lines.py"
            )
        return Trees.of(data)
