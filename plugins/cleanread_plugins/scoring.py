"""What trained models have in common: rows scored in chunks, log-odds as probabilities, how much is best kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

_twin = twin("cleanread_plugins._scoring")

Floats = NDArray[np.float64]

#: Rows that are scored in one go: the answers about them fit a processor's cache.
ROWS = 256
#: The threshold is never surer than this.
_EDGE = 1e-3


def in_chunks(values: NDArray[np.float32], score: Callable[[NDArray[np.float32]], Floats]) -> Floats:
    """The score of each row, some rows at a time.

    Args:
        values: features by rows.
        score: the scores of such a chunk.
    """
    count = values.shape[1]
    total = np.empty(count, dtype=np.float64)
    for start in range(0, count, ROWS):
        total[start : start + ROWS] = score(np.ascontiguousarray(values[:, start : start + ROWS]))
    return total


def in_order(leaves: Floats) -> Floats:
    """The sum of each row's leaves, tree after tree, as the compiled twins add them.

    Args:
        leaves: trees by rows.
    """
    # numpy adds a single row in pairs
    total: Floats = leaves.sum(axis=0) if leaves.shape[1] > 1 else np.cumsum(leaves, axis=0)[-1]
    return total


def probability(odds: Floats) -> Floats:
    """The inverse of the log-odds."""
    result: Floats = np.minimum(np.maximum(odds, -30.0), 30.0)
    np.exp(np.negative(result, out=result), out=result)
    result += 1
    return np.divide(1, result, out=result)


def best_threshold(likely: Floats, size: Floats) -> float:
    """The probability from which things are kept so that the expected F1 of their words is highest.

    After Nan et al., *Optimizing F-measure: A tale of two approaches*, ICML 2012: with independent probabilities the best
    set is a prefix of the things by descending probability.

    Args:
        likely: probability of each thing being content.
        size: words of each.
    """
    order = (-likely).argsort(kind="stable")
    best = _best_of(likely, size, order)
    if best < 0:
        return 0.5
    below = likely[order[best + 1]] if best + 1 < len(order) else 0.0
    return float(min(max((likely[order[best]] + below) / 2, _EDGE), 1 - _EDGE))


def _best_of(likely: Floats, size: Floats, order: NDArray[np.intp]) -> int:
    """The last thing to keep of the things in order; -1 when there are none."""
    if _twin is not None:
        best: int = _twin.best_of(likely, np.ascontiguousarray(size, dtype=np.float64), order)
        return best
    words, likely = size[order], likely[order]
    right = np.cumsum(words * likely)
    if not len(right) or right[-1] <= 0:
        return -1
    return int(np.argmax(2 * right / (np.cumsum(words) + right[-1])))
