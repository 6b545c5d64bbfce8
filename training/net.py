"""Training the network of `cleanread_plugins.net` with PyTorch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from cleanread_plugins.net import HEAVIEST, LIMIT

EPOCHS = 10
RATE = 2.5e-3
BATCH = 12
#: Blocks of a page that are trained on.
LONGEST = 900


@dataclass(frozen=True)
class Shape:
    """What a network is made of.

    Attributes:
        units: numbers in a block's vector.
        dilations: how far apart the blocks are that each convolution mixes.
        dropout: share of the numbers that training leaves out by chance.
    """

    units: int
    dilations: tuple[int, ...]
    dropout: float


@dataclass
class Example:
    """A page to train on.

    Attributes:
        features: blocks by features.
        labels: how much of each block is content, 0-1.
        weights: of each block.
        words: of each block; 0 for those that do not count.
        groups: the elements around each block, within which blocks are mixed, levels by blocks.
        weight: of the page.
    """

    features: NDArray[np.float32]
    labels: NDArray[np.float64]
    weights: NDArray[np.float64]
    words: NDArray[np.float64]
    groups: NDArray[np.int64]
    weight: float = 1.0


class Network(nn.Module):
    """The same computation as `Net.log_odds`, with dropout."""

    def __init__(self, features: int, shape: Shape, levels: int) -> None:
        super().__init__()
        self.dilations = shape.dilations
        units = shape.units
        self.enter = nn.Linear(features, units)
        self.convolutions = nn.ModuleList(nn.Linear(3 * units, units) for _ in shape.dilations)
        self.mixtures = nn.ModuleList(nn.Linear(2 * units, units) for _ in range(levels))
        self.page = nn.Linear(2 * units, units)
        self.middle = nn.Linear(units, units)
        self.leave = nn.Linear(units, 1)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, rows: Any, mask: Any, words: Any, groups: Any) -> Any:
        there = mask[..., None]
        state = self.dropout(functional.relu(self.enter(rows)) * there)
        for dilation, layer in zip(self.dilations, self.convolutions, strict=True):
            before = functional.pad(state, (0, 0, dilation, 0))[:, : state.shape[1]]
            after = functional.pad(state, (0, 0, 0, dilation))[:, dilation:]
            state = self.dropout(state + functional.relu(layer(torch.cat([before, state, after], 2))) * there)
        weight = (words.clamp(max=HEAVIEST) + 1) * mask
        for level, layer in enumerate(self.mixtures):
            mean = _means(state, weight, groups[:, level])
            state = state + functional.relu(layer(torch.cat([state, mean], 2))) * there
        share = words / words.sum(1, keepdim=True).clamp(min=1)
        summary = torch.cat([(state * share[..., None]).sum(1), state.max(1).values], 1)
        state = state + functional.relu(self.page(summary))[:, None]
        state = state + functional.relu(self.middle(state))
        return self.leave(self.dropout(state))[..., 0]


def _means(state: Any, weight: Any, group: Any) -> Any:
    batch, blocks, units = state.shape
    index = group[..., None].expand(-1, -1, units)
    sums = torch.zeros(batch, blocks + 1, units).scatter_add(1, index, state * weight[..., None])
    weights = torch.zeros(batch, blocks + 1).scatter_add(1, group, weight)
    return (sums / weights.clamp(min=1e-6)[..., None]).gather(1, index)


def fit(examples: Sequence[Example], seed: int, shape: Shape) -> dict[str, NDArray[np.float32]]:
    """Train on pages: cross-entropy of blocks and one less the F1 of pages, with probabilities for yes and no.

    Args:
        examples: the pages.
        seed: of all that is left to chance.
        shape: what the network is made of.

    Returns:
        Arrays as `Net.of` reads them.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # sums in one order, whatever the machine
    rng = np.random.default_rng(seed)
    everything = np.vstack([example.features for example in examples[::3]])
    mean, scale = everything.mean(axis=0), 1 / (everything.std(axis=0) + 1e-3)
    levels = len(examples[0].groups)
    network = Network(everything.shape[1], shape, levels)
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-2)
    steps = EPOCHS * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    for _ in range(EPOCHS):
        for rows, mask, labels, weights, words, groups, pages in _batches(examples, mean, scale, rng):
            odds = network(rows, mask, words, groups)
            each = functional.binary_cross_entropy_with_logits(odds, labels, reduction="none")
            kept = torch.sigmoid(odds) * mask
            right = (kept * labels * words).sum(1)
            f1 = (2 * right + 1) / ((kept * words).sum(1) + (labels * words).sum(1) + 1)
            loss = (each * weights).sum() / weights.sum() + 1 - (f1 * pages).sum() / pages.sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()

    def layer(linear: Any) -> NDArray[np.float32]:
        return np.vstack([linear.weight.detach().numpy().T, linear.bias.detach().numpy()[None]]).astype(np.float32)

    return {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "dilations": np.array(shape.dilations, np.uint8),
        "enter": layer(network.enter),
        "convolutions": np.stack([layer(linear) for linear in network.convolutions]),
        "mixtures": np.stack([layer(linear) for linear in network.mixtures]) if levels else np.zeros((0, 1, 1), np.float32),
        "page": layer(network.page),
        "middle": layer(network.middle),
        "leave": layer(network.leave),
    }


def _batches(examples: Sequence[Example], mean: Any, scale: Any, rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Pages of about one length together, in an order of chance."""
    order = rng.permutation(len(examples))
    order = np.array(sorted(order.tolist(), key=lambda index: len(examples[index].labels) // 50))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    for number in rng.permutation(len(batches)):
        chosen = [examples[index] for index in batches[number]]
        size = min(max(len(example.labels) for example in chosen), LONGEST)
        rows = np.zeros((len(chosen), size, len(mean)), np.float32)
        mask, labels, weights, words = (np.zeros((len(chosen), size), np.float32) for _ in range(4))
        levels = len(chosen[0].groups)
        groups = np.full((len(chosen), levels, size), size, np.int64)
        for at, example in enumerate(chosen):
            many = min(size, len(example.labels))
            rows[at, :many] = np.clip((example.features[:many] - mean) * scale, -LIMIT, LIMIT)
            mask[at, :many] = 1
            labels[at, :many] = example.labels[:many]
            weights[at, :many] = example.weights[:many]
            words[at, :many] = example.words[:many]
            for level in range(levels):
                _, group = np.unique(example.groups[level, :many], return_inverse=True)
                groups[at, level, :many] = group
        pages = np.array([example.weight for example in chosen], np.float32)
        yield tuple(map(torch.from_numpy, (rows, mask, labels, weights, words, groups, pages)))
