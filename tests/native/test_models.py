"""The compiled twins of trees and networks against their Python versions: the same to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanread_plugins import forest, net, trees

seeds = st.integers(0, 2**32 - 1)
#: Rows and blocks: none, one, such as fill a vector or a chunk and such as do not, and any.
counts = st.one_of(st.sampled_from([0, 1, 2, 15, 16, 17, 129, 255, 256, 257, 273, 512, 513]), st.integers(0, 700))
exact = settings(deadline=None)  # a busy machine is no failure


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def _pure(module: Any, call: Any) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_twin", None)
        return call()


def _values(chance: np.random.Generator, features: int, rows: int) -> np.ndarray:
    """Numbers that often are the same, sometimes infinite, and in one feature of eight sometimes none."""
    values = chance.choice([0.0, -0.0, 1.0, 2.5, -3.0, np.inf, -np.inf, 1e-40], (features, rows))
    some = chance.random((features, rows)) < chance.random()
    values[some] = chance.normal(size=int(some.sum()))
    values[::8][chance.random(values[::8].shape) < 0.01] = np.nan
    return values.astype(np.float32)


def _tree(chance: np.random.Generator, first: int, leaves: int) -> list[tuple[int, int]]:
    """Of each inner node of a tree with so many leaves: the leaves of its branch for yes and a number to choose by."""
    nodes, open_branches = [], [(first, leaves)]
    while open_branches:
        start, size = open_branches.pop()
        if size > 1:
            left = int(chance.integers(1, size))
            nodes.append((((1 << left) - 1) << start, int(chance.integers(1 << 30))))
            open_branches += [(start, left), (start + left, size - left)]
    return nodes


def _forest(chance: np.random.Generator, features: int) -> forest.Forest:
    counts = chance.integers(0, 6, features)
    counts[0] += 1
    thresholds = np.concatenate([np.sort(chance.choice([0.0, 1.0, 0.3, -3.0, 2.5, 9.0], count)) for count in counts])
    grown = [_tree(chance, 0, int(chance.integers(2, forest.LEAVES + 1))) for _ in range(int(chance.integers(1, 40)))]
    inner = max(map(len, grown))
    questions = np.zeros((inner, len(grown)), np.uint16)
    masks = np.full((inner, len(grown)), 0xFFFF, np.uint16)
    for tree, nodes in enumerate(grown):
        for node, (taken, number) in enumerate(nodes):
            questions[node, tree], masks[node, tree] = number % len(thresholds), 0xFFFF & ~taken
    leaves = chance.normal(size=(len(grown), forest.LEAVES)).astype(np.float32)
    names = ("counts", "thresholds", "questions", "masks", "leaves")
    return forest.Forest.of(dict(zip(names, (counts, thresholds, questions, masks, leaves), strict=True)))


@pytest.mark.skipif(forest._twin is None, reason="no compiled twin")
@exact
@given(seeds, counts)
def test_trees_of_any_shape(seed: int, rows: int) -> None:
    chance = np.random.default_rng(seed)
    features = int(chance.integers(1, 20))
    given_forest, values = _forest(chance, features), _values(chance, features, rows)
    for own in (values, np.asfortranarray(values)):
        assert _same(given_forest.sums(own), _pure(forest, lambda own=own: given_forest.sums(own)))


@pytest.mark.skipif(trees._twin is None, reason="no compiled twin")
@exact
@given(seeds, counts)
def test_oblivious_trees(seed: int, rows: int) -> None:
    chance = np.random.default_rng(seed)
    depth, count, features = int(chance.integers(1, 9)), int(chance.integers(1, 300)), int(chance.integers(1, 20))
    data = {
        "features": chance.integers(0, features, (depth, count)).astype(np.uint16),
        "thresholds": chance.choice(np.array([0.0, 1.0, 0.3, -3.0, np.inf], np.float32), (depth, count)),
        "leaves": chance.normal(size=(count, 1 << depth)).astype(np.float32),
        "bias": 0.1,
    }
    values = _values(chance, features, rows)
    for own in (values, np.asfortranarray(values)):
        found = trees.Trees.of(data)
        assert _same(found.sums(own), _pure(trees, lambda own=own, found=found: found.sums(own)))


def _state(chance: np.random.Generator, blocks: int, units: int) -> np.ndarray:
    return np.maximum(chance.normal(size=(blocks, units)), 0).astype(np.float32)


@pytest.mark.skipif(net._twin is None, reason="no compiled twin")
@exact
@given(seeds, counts)
def test_features_are_scaled_alike(seed: int, blocks: int) -> None:
    chance = np.random.default_rng(seed)
    features = int(chance.integers(0, 20))
    values = _values(chance, features, blocks)
    mean, scale = chance.normal(size=(2, features)).astype(np.float32)
    with np.errstate(invalid="ignore"):
        assert _same(net._scale(values, mean, scale), _pure(net, lambda: net._scale(values, mean, scale)))


@pytest.mark.skipif(net._twin is None, reason="no compiled twin")
@exact
@given(seeds, counts, st.integers(1, 70), st.booleans())
def test_layers_are_added_alike(seed: int, blocks: int, units: int, one: bool) -> None:
    chance = np.random.default_rng(seed)
    state, found = _state(chance, blocks, units), chance.normal(size=(1 if one else blocks, units)).astype(np.float32)
    found[chance.random(found.shape) < 0.01] = np.nan
    weights = chance.normal(size=(3, units)).astype(np.float32)
    other = state.copy()
    net._add(state, found, weights)
    _pure(net, lambda: net._add(other, found, weights))
    assert _same(state, other)


@pytest.mark.skipif(net._twin is None, reason="no compiled twin")
@exact
@given(seeds, counts, st.integers(1, 70), st.integers(0, 20))
def test_blocks_stand_beside_each_other_alike(seed: int, blocks: int, units: int, steps: int) -> None:
    state = _state(np.random.default_rng(seed), blocks, units)
    wide, other = np.full((2, blocks, 3 * units), np.nan, dtype=np.float32)
    net._beside(state, steps, wide)
    _pure(net, lambda: net._beside(state, steps, other))
    assert _same(wide, other)
    for block in range(blocks):
        before, after = block - steps, block + steps
        assert _same(wide[block, :units], state[before] if before >= 0 else np.zeros(units, np.float32))
        assert _same(wide[block, 2 * units :], state[after] if after < blocks else np.zeros(units, np.float32))


@pytest.mark.skipif(net._twin is None, reason="no compiled twin")
@exact
@given(seeds, counts.filter(bool), st.sampled_from([1, 16, 48, 50]), st.sampled_from([1, 2, 5, 40, 1000]))
def test_means_of_groups_are_the_same(seed: int, blocks: int, units: int, groups: int) -> None:
    chance = np.random.default_rng(seed)
    state = _state(chance, blocks, units)
    weight = chance.integers(1, 62, blocks).astype(np.float32)
    group = chance.integers(-1, groups, blocks)
    wide, other = np.full((2, blocks, 2 * units), np.nan, dtype=np.float32)
    net._means(state, weight, group, wide)
    _pure(net, lambda: net._means(state, weight, group, other))
    assert _same(wide, other)


@pytest.mark.skipif(net._twin is None, reason="no compiled twin")
@settings(deadline=None, max_examples=20)  # a busy machine is no failure
@given(seeds, counts.filter(bool))
def test_networks_say_the_same(seed: int, blocks: int) -> None:
    chance = np.random.default_rng(seed)
    features, units = 30, 16 * int(chance.integers(1, 4))

    def weights(*shape: int) -> np.ndarray:
        return (chance.normal(size=shape) / 4).astype(np.float32)

    given_net = net.Net(
        weights(features), weights(features), (1, 2, 5), weights(features + 1, units),
        tuple(weights(3 * units + 1, units) for _ in range(3)), tuple(weights(2 * units + 1, units) for _ in range(2)),
        weights(2 * units + 1, units), weights(units + 1, units), weights(units + 1, 1),
    )  # fmt: skip
    values, words = chance.normal(size=(features, blocks)).astype(np.float32), chance.integers(0, 90, blocks).astype(float)
    groups = chance.integers(-1, 9, (2, blocks))
    assert _same(given_net.log_odds(values, words, groups), _pure(net, lambda: given_net.log_odds(values, words, groups)))
