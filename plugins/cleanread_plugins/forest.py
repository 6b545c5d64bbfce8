"""Boosted trees of any shape with at most 16 leaves, evaluated with numpy or by a compiled twin.

After QuickScorer (Lucchese et al., *QuickScorer: a fast algorithm to rank documents with additive ensembles of regression
trees*, SIGIR 2015): each tree is a set of leaves, one bit a leaf. Each question whose answer is no takes the leaves of its
left branch away, in whatever order; the lowest bit that is left is the leaf.

About half of the questions have one answer for all rows of a page: these are answered once, for the whole page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from .scoring import in_chunks, in_order

_twin = twin("cleanread_plugins._trees")

#: Leaves that a tree may have.
LEAVES = 16
_ALL = np.uint16(0xFFFF)


class _Open(NamedTuple):
    """What is left to ask once the questions of one answer for all rows are answered.

    Attributes:
        features: of each question that is left, which feature it is about.
        thresholds: of each of these questions.
        order: the trees by descending number of these questions.
        left: of each tree in that order the leaves that are left.
        questions: for each place in a tree and each tree in that order: one of these questions; places by trees.
        masks: of the same places: the leaves that are left when the answer is no.
        trees: for each place how many trees have a question there: the first so many.
    """

    features: NDArray[np.int64]
    thresholds: NDArray[np.float32]
    order: NDArray[np.int64]
    left: NDArray[np.uint16]
    questions: NDArray[np.int64]
    masks: NDArray[np.uint16]
    trees: list[int]


@dataclass(frozen=True)
class Forest:
    """Trees.

    Attributes:
        features: of each question, which feature it is about.
        thresholds: of each question; yes is up to and with this value.
        questions: of each tree, for each of its inner nodes: the question; inner nodes by trees.
        masks: of the same nodes: the leaves that are left when the answer is no.
        leaves: the value of each leaf, trees by `LEAVES`.
    """

    features: NDArray[np.int64]
    thresholds: NDArray[np.float32]
    questions: NDArray[np.int64]
    masks: NDArray[np.uint16]
    leaves: NDArray[np.float64]

    @classmethod
    def of(cls, data: Mapping[str, Any], prefix: str = "") -> Forest:
        """The trees that `training/export.py` wrote as arrays under names that begin with the prefix."""
        counts = data[f"{prefix}counts"].astype(np.int64)
        return cls(
            features=np.repeat(np.arange(len(counts)), counts),
            thresholds=data[f"{prefix}thresholds"].astype(np.float32),
            questions=np.ascontiguousarray(data[f"{prefix}questions"], dtype=np.int64),
            masks=np.ascontiguousarray(data[f"{prefix}masks"], dtype=np.uint16),
            leaves=data[f"{prefix}leaves"].astype(np.float64).ravel(),
        )

    def sums(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sum of all trees' leaves for each row.

        Args:
            values: features by rows.
        """
        sums = np.empty(values.shape[1], dtype=np.float64)
        if not len(sums):
            return sums
        if _twin is not None:
            values = np.ascontiguousarray(values)
            _twin.forest(values, self.features, self.thresholds, self.questions, self.masks, self.leaves, sums)
            return sums
        asked = self._open(values.min(axis=1), values.max(axis=1))
        return in_chunks(values, partial(self._sums, asked=asked))

    def _open(self, low: NDArray[np.float32], high: NDArray[np.float32]) -> _Open:
        """Answer the questions that have one answer for all values of a feature from its lowest to its highest."""
        always = high[self.features] <= self.thresholds
        differs = (low[self.features] <= self.thresholds) & ~always
        # no answer yet, or a yes, takes no leaf away
        given = np.where(differs | always, _ALL, np.uint16(0))
        left = np.bitwise_and.reduce(given[self.questions] | self.masks, axis=0)
        asked = differs[self.questions]
        many = asked.sum(axis=0)
        order = np.argsort(-many, kind="stable")
        many = many[order]
        tree, node = np.nonzero(asked.T[order])
        place = np.arange(len(tree)) - np.repeat(np.cumsum(many) - many, many)
        places = int(many[0])
        questions = np.zeros((places, len(order)), dtype=np.int64)
        masks = np.zeros((places, len(order)), dtype=np.uint16)
        number = np.cumsum(differs) - 1
        questions[place, tree] = number[self.questions[node, order[tree]]]
        masks[place, tree] = self.masks[node, order[tree]]
        trees = [int((many > at).sum()) for at in range(places)]
        return _Open(self.features[differs], self.thresholds[differs], order, left[order], questions, masks, trees)

    def _sums(self, values: NDArray[np.float32], asked: _Open) -> NDArray[np.float64]:
        rows = values.shape[1]
        answers = values.take(asked.features, axis=0) <= asked.thresholds[:, None]
        # all bits for yes, none for no
        bits = np.negative(answers.view(np.uint8).astype(np.uint16))
        left = np.repeat(asked.left[:, None], rows, axis=1)
        kept = np.empty_like(left)
        for questions, masks, trees in zip(asked.questions, asked.masks, asked.trees, strict=True):
            part = kept[:trees]
            # "clip" changes nothing but that it writes right into the result
            np.take(bits, questions[:trees], axis=0, out=part, mode="clip")
            part |= masks[:trees, None]
            left[:trees] &= part
        ordered = np.empty_like(left)
        ordered[asked.order] = left
        leaf = _lowest_bit(ordered)
        leaf += (np.arange(len(left), dtype=np.int32) * LEAVES)[:, None]
        return in_order(self.leaves.take(leaf))


def _lowest_bit(values: NDArray[np.uint16]) -> NDArray[np.int32]:
    """The number of the lowest bit of each value; none is 0.

    A power of two as a number with single precision has nothing but its exponent, 127 more than the bit's number.
    """
    alone = (values & np.negative(values)).astype(np.float32)
    bits: NDArray[np.int32] = alone.view(np.int32) >> 23
    bits -= 127
    return bits
