"""Trained trees as arrays: what `cleanread_plugins.trees` and `cleanread_plugins.forest` read."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from cleanread_plugins.forest import LEAVES


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


def forest(booster: Any, prefix: str = "") -> dict[str, np.ndarray]:
    """The questions and leaves of a LightGBM model whose trees have `LEAVES` leaves at most."""
    data = booster.dump_model()
    found = [_Tree(tree["tree_structure"]) for tree in data["tree_info"]]
    asked = sorted({question for tree in found for question, _ in tree.nodes})
    number = {question: index for index, question in enumerate(asked)}
    inner = max(len(tree.nodes) for tree in found)
    questions = np.zeros((inner, len(found)), np.uint16)
    masks = np.full((inner, len(found)), (1 << LEAVES) - 1, np.uint16)  # no question: nothing is taken away
    leaves = np.zeros((len(found), LEAVES), np.float32)
    for at, tree in enumerate(found):
        for level, (question, taken) in enumerate(tree.nodes):
            questions[level, at] = number[question]
            masks[level, at] = ((1 << LEAVES) - 1) & ~taken
        leaves[at, : len(tree.leaves)] = tree.leaves
    counts = np.bincount([feature for feature, _ in asked], minlength=len(data["feature_names"]))
    return {
        f"{prefix}counts": counts.astype(np.uint16),
        f"{prefix}thresholds": np.array([threshold for _, threshold in asked], np.float32),
        f"{prefix}questions": questions,
        f"{prefix}masks": masks,
        f"{prefix}leaves": leaves,
    }


class _Tree:
    """A tree's leaves from left to right, and of each inner node its question and the leaves of its left branch."""

    def __init__(self, structure: dict[str, Any]) -> None:
        self.leaves: list[float] = []
        self.nodes: list[tuple[tuple[int, float], int]] = []
        self._walk(structure)

    def _walk(self, node: dict[str, Any]) -> int:
        """The leaves of a branch, one bit a leaf."""
        if "leaf_value" in node:
            self.leaves.append(float(node["leaf_value"]))
            return 1 << (len(self.leaves) - 1)
        assert node["decision_type"] == "<="
        left = self._walk(node["left_child"])
        self.nodes.append(((int(node["split_feature"]), _single(node["threshold"])), left))
        return left | self._walk(node["right_child"])


def _single(threshold: float) -> float:
    """The greatest number of single precision that is not above a threshold."""
    single = np.float32(threshold)
    return float(np.nextafter(single, np.float32(-np.inf)) if float(single) > threshold else single)


def text(value: str) -> np.ndarray:
    """A text as an array of bytes."""
    return np.frombuffer(value.encode(), np.uint8)
