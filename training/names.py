"""How much names in class and id attributes speak for content, learnt from labelled pages."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from pages import Page

from cleanread_plugins.main_content.features import NAMES

#: Weight of the prior, in weighted blocks: a name that was seen little says little.
PRIOR = 0.06
#: Levels above a block whose names count for it, each less than the one below.
LEVELS = 6
#: Domains that a name must have been seen on.
DOMAINS = 2
COLUMNS = [
    NAMES.index(name)
    for name in ("own names", "parent's names", "grandparent's names", "names of all around", "lowest name around")
]


def scores(pages: Iterable[Page]) -> dict[str, float]:
    """The smoothed log-odds of each name, relative to all blocks."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    domains: dict[str, set[str]] = defaultdict(set)
    content = everything = 0.0
    for page in pages:
        content += float((page.labels * page.weights).sum())
        everything += float(page.weights.sum())
        for levels, label, weight in zip(page.names, page.labels.tolist(), page.weights.tolist(), strict=True):
            for level, names in enumerate(levels[:LEVELS]):
                for name in names:
                    entry = sums[name]
                    entry[0] += weight * label / (1 + level)
                    entry[1] += weight / (1 + level)
                    domains[name].add(page.domain)
    base = content / everything
    return {
        name: math.log((yes + PRIOR * base) / (seen - yes + PRIOR * (1 - base))) - math.log(base / (1 - base))
        for name, (yes, seen) in sorted(sums.items())
        if len(domains[name]) >= DOMAINS
    }


def filled(page: Page, table: dict[str, float]) -> NDArray[np.float32]:
    """A page's rows with the columns about names, which `features` leaves to a table of scores."""
    rows = page.rows.copy()
    for index, levels in enumerate(page.names):
        values = [[table.get(name, 0.0) for name in names] for names in levels]
        means = [sum(value) / len(value) if value else 0.0 for value in values]
        named = [mean for mean, value in zip(means, values, strict=True) if value]
        lowest = min((min(value) for value in values if value), default=0.0)
        means += [0.0] * 3
        rows[index, COLUMNS] = (*means[:3], sum(named) / len(named) if named else 0.0, min(lowest, 0.0))
    return rows
