"""How much terms speak for content, learnt from labelled texts: the scores of `line_model.vocabulary.Vocabulary`.

Counts are kept by cell (fold of the report by part), so that scores without a fold and a part are sums of some of them: the
terms of a text that is trained on are always scored by texts of other domains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from texts import IGNORE, KEEP, Text

from cleanread_plugins.line_model.vocabulary import KINDS, Vocabulary

#: Weight of the prior, in lines: a term that was seen little says little.
PRIORS = {"word": 4.0, "pair": 2.0, "first": 2.0, "last": 2.0, "whole": 1.0}
#: Domains that a term must have been seen on.
DOMAINS = {"word": 5, "pair": 4, "first": 3, "last": 3, "whole": 2}
#: Scores this close to 0 are left out.
LEAST_SCORE = 0.25


class TermCounts:
    """Counts of terms in labelled texts.

    Args:
        texts: labelled texts.
        cell: the cell that a text belongs to; all texts of a domain in one.
        cells: number of cells.
    """

    def __init__(self, texts: Iterable[Text], cell: Callable[[Text], int], cells: int) -> None:
        found: list[tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], int, str]] = []
        for one in texts:
            kinds = np.repeat(np.arange(len(KINDS), dtype=np.uint64), np.diff((0, *one.terms.ends)))
            labelled = one.labels[one.terms.line] != IGNORE
            keys = (kinds << np.uint64(32) | one.terms.hashes)[labelled]
            line = one.terms.line[labelled]
            order = np.lexsort((line, keys))
            keys, line = keys[order], line[order]
            new = np.append(True, (keys[1:] != keys[:-1]) | (line[1:] != line[:-1]))[: len(keys)]
            terms, of = np.unique(keys[new], return_inverse=True)
            content = (one.labels[line[new]] == KEEP).astype(np.float64)
            seen = np.bincount(of, minlength=len(terms))
            yes = np.bincount(of, weights=content, minlength=len(terms)).astype(np.int64)
            found.append((terms, yes, seen, cell(one), one.domain))
        self._terms = np.unique(np.concatenate([terms for terms, *_ in found]))
        self._sums = np.zeros((cells, 2, len(self._terms)))
        self._domains = np.zeros((cells, len(self._terms)), dtype=np.int32)
        by_domain: dict[tuple[int, str], list[NDArray[np.int64]]] = {}
        for terms, yes, seen, here, domain in found:
            at = np.searchsorted(self._terms, terms)
            self._sums[here, 0, at] += yes
            self._sums[here, 1, at] += seen
            by_domain.setdefault((here, domain), []).append(at)
        for (here, _), places in by_domain.items():
            self._domains[here, np.unique(np.concatenate(places))] += 1

    def vocabulary(self, cells: NDArray[np.bool_]) -> Vocabulary:
        """The smoothed log-odds of each term relative to all of its kind, from the texts of some cells."""
        return Vocabulary(*self.scores(cells))

    def scores(self, cells: NDArray[np.bool_]) -> tuple[NDArray[np.uint32], NDArray[np.float16]]:
        """The hashes of the terms that are known from the texts of some cells, in ascending order, and their scores."""
        yes, seen = self._sums[cells].sum(axis=0)
        domains = self._domains[cells].sum(axis=0)
        kinds = (self._terms >> np.uint64(32)).astype(np.int64)
        scores = np.zeros(len(self._terms))
        for number, kind in enumerate(KINDS):
            ours = kinds == number
            share = yes[ours].sum() / seen[ours].sum()
            chosen = ours & (domains >= DOMAINS[kind])
            odds = np.log((yes[chosen] + PRIORS[kind] * share) / (seen[chosen] - yes[chosen] + PRIORS[kind] * (1 - share)))
            scores[chosen] = odds - np.log(share / (1 - share))
        known = np.abs(scores) >= LEAST_SCORE
        hashes, first = np.unique((self._terms[known] & np.uint64(0xFFFFFFFF)).astype(np.uint32), return_index=True)
        return hashes, scores[known][first].astype(np.float16)
