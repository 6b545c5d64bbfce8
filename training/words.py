"""How much words speak for content, learnt from labelled pages: the scores of `vocabulary.Vocabulary`.

Counts are kept by cell (fold of the report by part), so that scores without a fold and a part are sums of some of them: the
words of a page that is trained on are always scored by pages of other domains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from pages import Page

from cleanread_plugins.main_content.tree import names_of
from cleanread_plugins.main_content.vocabulary import HEADING, HEADING_WORDS, NAME, TEXT, TEXT_WORDS, WORD

#: Weight of the prior: a word that was seen little says little. Of names and headings in weighted blocks, else in blocks.
PRIORS = {NAME: 0.06, HEADING: 0.06, TEXT: 1.0, WORD: 4.0}
#: Domains that a word must have been seen on.
DOMAINS = {NAME: 2, HEADING: 2, TEXT: 2, WORD: 5}
#: Levels above a block whose names count for it, each less than the one below.
LEVELS = 6


class Counts:
    """Counts of words in pages.

    Args:
        pages: labelled pages.
        cell: the cell that a page belongs to; all pages of a domain in one.
        cells: number of cells.
    """

    def __init__(self, pages: Iterable[Page], cell: Callable[[Page], int], cells: int) -> None:
        numbers: dict[str, int] = {}
        domains: dict[tuple[int, str], dict[int, None]] = defaultdict(dict)
        parts: list[list[tuple[int, float, float]]] = [[] for _ in range(cells)]
        self._base = np.zeros((cells, 2))
        for page in pages:
            if page.look is None:
                continue
            here = cell(page)
            self._base[here] += ((page.labels * page.weights).sum(), page.weights.sum())
            seen = domains[here, page.domain]
            for word, yes, count in _counts(page):
                number = numbers.setdefault(word, len(numbers))
                parts[here].append((number, yes, count))
                seen[number] = None
        self.words = list(numbers)
        self._sums = np.zeros((cells, 2, len(numbers)))
        self._domains = np.zeros((cells, len(numbers)), dtype=np.int32)
        for here, part in enumerate(parts):
            if part:
                which, yes, count = (np.array(column) for column in zip(*part, strict=True))
                self._sums[here, 0] = np.bincount(which.astype(np.int64), weights=yes, minlength=len(numbers))
                self._sums[here, 1] = np.bincount(which.astype(np.int64), weights=count, minlength=len(numbers))
        for (here, _), seen in domains.items():
            self._domains[here, list(seen)] += 1
        self._kinds = np.array([word[0] for word in self.words])

    def scores(self, cells: NDArray[np.bool_]) -> dict[str, float]:
        """The smoothed log-odds of each word relative to all blocks, from the pages of some cells."""
        yes, seen = self._sums[cells].sum(axis=0)
        domains = self._domains[cells].sum(axis=0)
        content, everything = self._base[cells].sum(axis=0)
        result: dict[str, float] = {}
        for kind, prior in PRIORS.items():
            ours = self._kinds == kind
            share = content / everything if kind in (NAME, HEADING) else yes[ours].sum() / seen[ours].sum()
            chosen = np.flatnonzero(ours & (domains >= DOMAINS[kind]))
            odds = np.log((yes[chosen] + prior * share) / (seen[chosen] - yes[chosen] + prior * (1 - share)))
            odds -= np.log(share / (1 - share))
            result.update((self.words[number], score) for number, score in zip(chosen.tolist(), odds.tolist(), strict=True))
        return result


def _counts(page: Page) -> Iterator[tuple[str, float, float]]:
    """The words of a page: how much of what they are said of is content, and how much there is."""
    assert page.look is not None
    keys = page.look.keys
    weighted, weights = page.labels * page.weights, page.weights
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    def add(word: str, yes: float, count: float) -> None:
        entry = sums[word]
        entry[0] += yes
        entry[1] += count

    size = len(keys.called)
    for level in range(LEVELS):
        there = keys.around[level] >= 0
        yes = np.bincount(keys.around[level][there], weights=weighted[there], minlength=size) / (1 + level)
        count = np.bincount(keys.around[level][there], weights=weights[there], minlength=size) / (1 + level)
        for element in np.flatnonzero(count).tolist():
            for name in names_of(keys.names[keys.called[element]]):
                add(NAME + name, yes[element], count[element])
    for text, label in zip(keys.short, page.labels.tolist(), strict=True):
        if text:
            add(TEXT + text, label, 1.0)
    for heading in sorted(set(keys.heading.tolist()) - {-1}):
        below = keys.heading == heading
        for word in dict.fromkeys(keys.of_heading(heading)[:HEADING_WORDS]):
            add(HEADING + word, float(weighted[below].sum()), float(weights[below].sum()))
    for index, label in enumerate(page.labels.tolist()):
        if page.weights[index] > 0:
            for word in dict.fromkeys(keys.words[keys.starts[index] : keys.starts[index + 1]][:TEXT_WORDS]):
                add(WORD + word, label, 1.0)
    return ((word, yes, count) for word, (yes, count) in sums.items())
