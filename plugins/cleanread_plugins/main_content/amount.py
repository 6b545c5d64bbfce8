"""How much of a page to keep.

With calibrated probabilities of independent blocks, `best_threshold` has the highest expected F1. Blocks of a page err
together, though: all posts of a thread, all tiles of a grid. So some trees look at the page as it would be with more
and with less than that, and tell what its F1 would gain.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from ..scoring import best_threshold, probability
from ..trees import Trees
from .features import Look, plain_names
from .tree import Floats

_twin = twin("cleanread_plugins.main_content._amount")

#: Log-odds by which the limit may differ from where the expected F1 is highest.
STEPS = np.array([-4, -3, -2.2, -1.6, -1.1, -0.7, -0.35, 0, 0.35, 0.7, 1.1, 1.6, 2.2, 3, 4])
_MIDDLE = int(np.flatnonzero(STEPS == 0)[0])
#: Upper bounds of the probabilities whose blocks are counted together.
_BINS = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 1.01])
#: The least probability of which there is a logarithm.
_UNLIKELY = 1e-6
#: F1 that keeping more or less must promise to gain.
LEAST_GAIN = 0.006

COLUMNS = (
    "step",
    "expected F1",
    "gain of expected F1",
    "share kept",
    "words kept",
    "runs kept",
    "blocks kept",
    "links of kept",
    "list items of kept",
    "share of difference",
    "words of difference",
    "links of difference",
    "sentences of difference",
    "list items of difference",
    "probability of difference",
    "blocks of difference",
    "limit",
    "words",
    "expected words",
    "expected share",
    "blocks",
    "uncertainty",
    *(f"share below {bound}" for bound in _BINS.tolist()),
)


def limit(odds: NDArray[np.float64], look: Look, trees: Trees) -> float:
    """The log-odds above which blocks are kept."""
    if not np.count_nonzero(look.words):
        return 0.0
    likely = probability(odds)
    start = _start(likely, look.words)
    gain = trees.sums(_candidates(odds, likely, look, start))
    best = int(gain.argmax())
    return start + float(STEPS[best]) if gain[best] - gain[_MIDDLE] > LEAST_GAIN else start


def expected(odds: NDArray[np.float64], words: NDArray[np.float64]) -> float:
    """The log-odds above which keeping blocks gives the highest expected F1 of words."""
    return _start(probability(odds), words)


def _start(likely: NDArray[np.float64], words: NDArray[np.float64]) -> float:
    threshold = best_threshold(likely, words)
    return float(np.log(threshold / (1 - threshold)))


def candidates(odds: NDArray[np.float64], look: Look, start: float) -> NDArray[np.float32]:
    """What would be kept with each of `STEPS`, as numbers: `COLUMNS` and those of the page by steps."""
    return _candidates(odds, probability(odds), look, start)


def _candidates(odds: NDArray[np.float64], likely: NDArray[np.float64], look: Look, start: float) -> NDArray[np.float32]:
    if _twin is not None:
        return _by_twin(_twin, odds, likely, look, start)
    words = look.words
    total, hoped = max(1.0, float(words.sum())), float((words * likely).sum())
    plain = look.plain
    links, items, ends = plain[_SUMMED]
    which, runs = _kept(odds, words, start + STEPS)
    sums, below = _summands(words, likely, links, items, ends)
    of_kept, of_differ = (which[0] @ sums).T, (which[1] @ sums).T
    some, others = np.maximum(1, of_kept[0]), np.maximum(1, of_differ[0])
    hopeful = 2 * of_kept[1] / np.maximum(of_kept[0] + hoped, 1e-9)
    logs = np.log(np.maximum((likely, 1 - likely), _UNLIKELY))
    doubt = -(words * (likely * logs[0] + (1 - likely) * logs[1])).sum()
    shares = below / total
    steps = (
        STEPS,
        hopeful,
        hopeful - hopeful[_MIDDLE],
        of_kept[0] / total,
        np.log1p(of_kept[0]),
        runs,
        np.log1p(of_kept[5]),
        of_kept[2] / some,
        of_kept[3] / some,
        of_differ[0] / total,
        np.log1p(of_differ[0]),
        of_differ[2] / others,
        of_differ[4] / others,
        of_differ[3] / others,
        of_differ[1] / others,
        np.log1p(of_differ[5]),
    )
    page = (start, np.log1p(total), np.log1p(hoped), hoped / total, np.log1p(len(words)), doubt / max(1.0, hoped), *shares)
    result = np.empty((len(steps) + len(page) + len(_OF_PAGE), len(STEPS)), dtype=np.float32)
    for number, column in enumerate(steps):
        result[number] = column
    result[len(steps) : len(steps) + len(page)] = np.array(page)[:, None]
    result[len(steps) + len(page) :] = plain[_OF_PAGE, :1]
    return result


def _by_twin(
    compiled: Any, odds: NDArray[np.float64], likely: NDArray[np.float64], look: Look, start: float
) -> NDArray[np.float32]:
    """The same by the compiled twin; logarithms and sums are numpy's."""
    words, plain, size, steps = look.words, look.plain, len(look.words), len(STEPS)
    ready, terms, sums, below = np.empty((3, size)), np.empty((3, size)), np.empty((size, 6)), np.empty(len(_BINS))
    which, runs = np.empty((2, steps, size)), np.empty(steps, dtype=np.int64)
    compiled.prepared(odds, words, likely, _UNLIKELY, ready)
    np.log(ready[:2], out=ready[:2])
    compiled.counted(words, likely, ready, plain, _SUMMED, start + STEPS, _MIDDLE, _BINS, which, runs, sums, below, terms)
    found = np.matmul(which, sums)
    every, hoped, certain = terms.sum(axis=1).tolist()
    total = max(1.0, every)
    # the first and the last of six sums
    logs, of_page = np.log1p(found[:, :, ::5]), np.log1p(np.array((total, hoped, size)))
    result = np.empty((len(COLUMNS) + len(_OF_PAGE), steps), dtype=np.float32)
    counted = (found, logs, runs, below, start, total, hoped, -certain, of_page)
    compiled.written(STEPS, _MIDDLE, *counted, plain, _OF_PAGE, result)
    return result


def _kept(
    odds: NDArray[np.float64], words: NDArray[np.float64], limits: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """What is kept above each limit, what of it is another than in the middle, as ones; the runs of blocks that are kept."""
    which, runs = np.empty((2, len(limits), len(words))), np.empty(len(limits), dtype=np.int64)
    kept = np.where(words > 0, odds, -np.inf) > limits[:, None]
    which[0], which[1] = kept, kept ^ kept[_MIDDLE]
    runs[:] = (kept[:, 1:] > kept[:, :-1]).sum(axis=1) + kept[:, 0]
    return which, runs


def _summands(
    words: NDArray[np.float64], likely: NDArray[np.float64], links: Floats, items: Floats, ends: Floats
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What is summed up of the blocks that are kept, blocks by kinds; the words in each of `_BINS`."""
    sums, below = np.empty((len(words), 6)), np.zeros(len(_BINS))
    columns: tuple[Any, ...] = (words, words * likely, words * links, words * items, words * ends, 1.0)
    for number, column in enumerate(columns):
        sums[:, number] = column
    below += np.bincount(np.searchsorted(_BINS, likely, side="right"), words, len(_BINS))
    return sums, below


_INDEX = {name: index for index, name in enumerate(plain_names())}
_OF_PAGE = np.array(
    [index for name, index in _INDEX.items() if name.startswith(("page ", "declares ", "open graph", "address "))],
    dtype=np.int64,
)
#: Features by which words are summed up.
_SUMMED = np.array([_INDEX[name] for name in ("link share", "role list-item", "ends with a stop")], dtype=np.int64)
