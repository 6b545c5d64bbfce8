"""The words around names and dates, from ``data/words.txt``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def words(kind: str) -> frozenset[str]:
    """All phrases of one kind, case folded."""
    found: set[str] = set()
    for line in (files(__package__) / "data" / "words.txt").read_text("utf-8").splitlines():
        name, _, phrases = line.partition(": ")
        if name == kind:
            found.update(phrases.split("|"))
    return frozenset(found)


@cache
def pattern(*kinds: str) -> str:
    """The phrases of these kinds as alternatives of a regular expression, longer ones first."""
    phrases = frozenset().union(*(words(kind) for kind in kinds))
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
