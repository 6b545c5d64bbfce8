"""Choosing between what the sources of a page say: each source has a weight, and agreement adds up.

A candidate is one value with the signs that speak for and against it. Its score is the sum of its signs'
weights; the best is taken, or none when none is above zero. The weights are those of a conditional logit
(McFadden 1974), fitted by ``training/metadata.py`` and kept in ``data/weights.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from sys import intern

from ...native import twin

_twin = twin("cleanread.readers.metadata._candidates")

#: Candidates for one field of a page.
MOST_CANDIDATES = 60


@dataclass
class Candidate:
    """One possible value of a field.

    Attributes:
        key: what tells it from other values, such as its folded words.
        value: the value as it would be given.
        signs: what speaks for or against it.
    """

    key: str
    value: str
    signs: set[str] = field(default_factory=set)


class Candidates:
    """The candidates for one field, in the order in which they were first met."""

    def __init__(self) -> None:
        self._found: dict[str, Candidate] = {}

    def add(self, key: str, value: str, *signs: str) -> Candidate | None:
        """A candidate, new or met before, with these signs; None when there are too many or the key is empty."""
        candidate = self._found.get(key)
        if candidate is None:
            if not key or len(self._found) >= MOST_CANDIDATES:
                return None
            candidate = self._found[key] = Candidate(key, value)
        candidate.signs.update(signs)
        return candidate

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    def get(self, key: str) -> Candidate | None:
        """The candidate with this key."""
        return self._found.get(key)


@cache
def weights(name: str) -> Mapping[str, float]:
    """The weights of a field's signs."""
    table: dict[str, dict[str, float]] = json.loads((files(__package__) / "data" / "weights.json").read_text("utf-8"))
    return table[name]


def score(candidate: Candidate, table: Mapping[str, float]) -> float:
    """The sum of the weights of a candidate's signs; unknown signs weigh nothing."""
    found: list[float] = _weights_of(candidate.signs, table) if _twin is None else _twin.weights_of(candidate.signs, table)
    return sum(found)


def _weights_of(signs: set[str], table: Mapping[str, float]) -> list[float]:
    """The weights of signs that have one, in order."""
    return sorted(filter(None, map(table.get, signs)))


@lru_cache(maxsize=2048)  # there are few kinds of signs and of pages
def beside(sign: str, page: tuple[str, ...]) -> tuple[str, ...]:
    """A sign together with each of the signs of the page that it is on; each string is kept once."""
    return tuple([intern(f"{sign}&{other}") for other in page])


_BY_SCORE = itemgetter(0)
#: Signs by which a page states a field in so many words: such a value is taken even when its score is not above none's.
STATED = {
    "author": frozenset({"ld:news", "ld:article&article"}),
    "date": frozenset({"ld:news.datePublished", "ld:article.datePublished", "meta:article-published&article"}),
}


def best(candidates: Iterable[Candidate], name: str, *, or_none: bool = True) -> Candidate | None:
    """The candidate with the highest score, the first of equals.

    Args:
        candidates: in order of appearance.
        name: the field, whose weights are used.
        or_none: whether there may be none: a score must then be above zero, or the value be stated in so many words.
    """
    table = weights(name)
    scored = [(score(candidate, table), candidate) for candidate in candidates]
    highest, chosen = max(scored, key=_BY_SCORE, default=(0.0, None))
    if not or_none or highest > 0:
        return chosen
    stated = [pair for pair in scored if not STATED[name].isdisjoint(pair[1].signs)]
    return max(stated, key=_BY_SCORE)[1] if stated else None
