"""The words around names and dates, from ``data/words.txt``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def words(kind: str) -> frozenset[str]:
    """All phrases of one kind, case folded."""
    return _kinds().get(kind, frozenset())


@cache
def _kinds() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in (files(__package__) / "data" / "words.txt").read_text("utf-8").splitlines():
        name, _, phrases = line.partition(": ")
        found.setdefault(name, set()).update(phrases.split("|"))
    return {name: frozenset(ones) for name, ones in found.items()}


@cache
def pattern(*kinds: str) -> str:
    """The phrases of these kinds as alternatives of a regular expression, longer ones first."""
    phrases = frozenset().union(*(words(kind) for kind in kinds))
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def ends_with(kind: str, text: str) -> bool:
    """Whether a text ends with a phrase of a kind, but for a colon and the name of a day.

    >>> ends_with("updated", "Last updated: Tue, "), ends_with("updated", "outdated "), ends_with("published", "公開日：")
    (True, False, True)
    """
    text = text[-60:].lower()
    for _ in range(3):
        text = text.rstrip(" :：,.-–—|•")
        if text.endswith(_endings(kind)):
            longest = next(phrase for phrase in _endings(kind) if text.endswith(phrase))
            before = text[: -len(longest)][-1:]
            if not before.isalnum() or not longest.isascii():
                return True
        text = text.rpartition(" ")[0]
    return False


@cache
def _endings(kind: str) -> tuple[str, ...]:
    return tuple(sorted(words(kind), key=lambda phrase: (-len(phrase), phrase)))
