"""What the names in class attributes tell of an element, from ``data/vocabulary.txt``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


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


def told_by(classes: str | None) -> frozenset[str]:
    """The sections that the names of a class attribute stand in.

    >>> sorted(told_by("td gutter")), told_by(None)
    (['gutter'], frozenset())
    """
    if not classes:
        return _NONE
    known = vocabulary()
    names = classes[:500].lower().split()
    if known.keys().isdisjoint(names):
        return _NONE
    return _NONE.union(*[known[name] for name in names if name in known])


@cache
def words_of(file: str) -> frozenset[str]:
    """The words of a data file, without its comments."""
    lines = (DATA / file).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
