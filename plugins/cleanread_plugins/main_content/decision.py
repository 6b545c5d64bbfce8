"""How much of a page to keep: the amount at which the expected F1 of its words is highest.

With calibrated probabilities the best set for an expected F1 is a prefix of the blocks by descending
probability (Nan et al., *Optimizing F-measure: A tale of two approaches*, ICML 2012): one sort and one cumulative
sum find it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Probabilities are kept away from 0 and 1 by this much.
_EDGE = 1e-3


def threshold(probabilities: NDArray[np.float64], words: NDArray[np.float64]) -> float:
    """The probability from which blocks are kept, between 0 and 1.

    Args:
        probabilities: of each block being content.
        words: of each block.
    """
    order = np.argsort(-probabilities, kind="stable")
    weight, likely = words[order], probabilities[order]
    right = np.cumsum(weight * likely)
    if not len(right) or right[-1] <= 0:
        return 0.5
    expected = 2 * right / (np.cumsum(weight) + right[-1])
    best = int(np.argmax(expected))
    below = likely[best + 1] if best + 1 < len(likely) else 0.0
    return float((likely[best] + below) / 2)


def relative(log_odds: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    """Log-odds of each block relative to the threshold: above 0 is kept."""
    limit = min(max(limit, _EDGE), 1 - _EDGE)
    result: NDArray[np.float64] = log_odds - np.log(limit / (1 - limit))
    return result
