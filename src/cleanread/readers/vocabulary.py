"""What the names in class attributes tell of an element, from ``data/vocabulary.txt``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ..native import twin

_twin = twin("cleanread.readers._names")

DATA = Path(__file__).parent / "data"
#: Characters of a class attribute that are looked at.
LONGEST = 500

_NONE: frozenset[str] = frozenset()


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """For each name in lower case the sections that it stands in: ``code``, ``gutter``, ``math``, ``comment`` …"""
    found: dict[str, set[str]] = {}
    section = ""
    for line in (DATA / "vocabulary.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            for name in line.lower().split():
                found.setdefault(name, set()).add(section)
    return {name: frozenset(sections) for name, sections in found.items()}


@cache
def names_in(*sections: str) -> frozenset[str]:
    """The names that stand in some of these sections; without any, all names."""
    return frozenset(name for name, ones in vocabulary().items() if not sections or not ones.isdisjoint(sections))


def told_by(classes: str | None) -> frozenset[str]:
    """The sections that the names of a class attribute stand in.

    >>> sorted(told_by("td gutter")), told_by(None)
    (['gutter'], frozenset())
    """
    if not classes:
        return _NONE
    names = classes[:LONGEST].lower().split()
    if names_in().isdisjoint(names):
        return _NONE
    known = vocabulary()
    return _NONE.union(*[known[name] for name in names if name in known])


@cache
def words_of(file: str) -> frozenset[str]:
    """The words of a data file, without its comments."""
    lines = (DATA / file).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def compiled(names: Iterable[str]) -> Any:
    """Names in lower case as compiled parts look for them; None where there are no such parts."""
    return _twin.Names(names) if _twin is not None else None
