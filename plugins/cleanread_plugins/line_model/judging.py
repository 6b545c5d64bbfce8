"""All that is done with the lines of a text, in its order: counted, described, judged, weighed, and told why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .characters import count
from .decision import sentences, weigh
from .features import describe, titles
from .model import model
from .reasons import reasons
from .vocabulary import terms_of


def judge(texts: Sequence[str], bias: float, heard: bool) -> tuple[list[float], list[float], list[str]]:
    """What to do with each line.

    Args:
        texts: the lines.
        bias: log-odds added to every line in favour of keeping it.
        heard: whether some line is a phrase of pages.

    Returns:
        The log-odds of each, above 0 for keeping it and below for dropping it, 0 where there is nothing to say; how sure that
        is; and why.
    """
    counts = count(texts)
    values, size = describe(counts), counts.size
    odds = model().log_odds(values, terms_of(counts), size)
    weights = weigh(odds, size, titles(values, size), sentences(values), bias, heard)
    confidences = 1 / (1 + np.exp(-np.abs(weights)))
    return weights.tolist(), confidences.tolist(), reasons(values, weights)
