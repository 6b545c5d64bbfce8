"""Trained trees as arrays: what `cleanread_plugins.trees` reads."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np


def arrays(trees: Any, prefix: str = "") -> dict[str, np.ndarray]:
    """The questions and leaves of a CatBoost model of oblivious trees, under names that begin with the prefix."""
    with tempfile.TemporaryDirectory() as folder:
        trees.save_model(str(Path(folder) / "trees.json"), format="json")
        data = json.loads((Path(folder) / "trees.json").read_text())
    scale, (bias,) = data["scale_and_bias"]
    found = data["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in found)
    shape = (depth, len(found))
    about, thresholds = np.zeros(shape, np.uint16), np.full(shape, np.inf, np.float32)
    leaves = np.zeros((len(found), 1 << depth), np.float32)
    for number, tree in enumerate(found):
        for level, split in enumerate(tree["splits"]):
            about[level, number] = split["float_feature_index"]
            thresholds[level, number] = split["border"]
        leaves[number, : len(tree["leaf_values"])] = np.array(tree["leaf_values"]) * scale
    return {
        f"{prefix}features": about,
        f"{prefix}thresholds": thresholds,
        f"{prefix}leaves": leaves,
        f"{prefix}bias": np.float64(bias),
    }


def text(value: str) -> np.ndarray:
    """A text as an array of bytes."""
    return np.frombuffer(value.encode(), np.uint8)
