"""How a title stands beside what a page calls itself and what its headings say."""

from __future__ import annotations

from typing import Any

from ...native import twin

_twin = twin("cleanread.readers.metadata._candidates")

#: How a candidate looks beside the names and headings of its page: how many names hold it, begin with it, are equal to it; its
#: words; quarters of them that some name has, and of its words and a name's together that both have; whether it holds a name;
#: the latter quarters of a heading, -1 when it is one itself.
Looks = tuple[int, int, int, int, int, int, bool, int]


class Compared:
    """The names of a page and its headings, to which candidates are compared.

    Args:
        names: what the page calls itself, as keys.
        headings: what its headings say, as keys.
    """

    def __init__(self, names: list[str], headings: list[str]) -> None:
        self._names = [(f" {key} ", set(key.split()), names.count(key)) for key in dict.fromkeys(names)]
        self._headings = {key: set(key.split()) for key in headings}

    def looks(self, key: str) -> Looks:
        """How a candidate looks beside them, in numbers of which the high ones are one."""
        words = key.split()
        mine = set(words)
        holding, starting, equal, held = self._counts(f" {key} ")
        shares = [len(mine & theirs) / max(len(mine), 1) for _, theirs, _ in self._names]
        alike = [_alike(mine, theirs) for _, theirs, _ in self._names]
        headings = [-1.0] if key in self._headings else [_alike(mine, theirs) for theirs in self._headings.values()]
        return (
            min(holding, 3),
            min(starting, 2),
            min(equal, 3),
            min(len(words), 25),
            int(max(shares, default=0.0) * 4),
            int(max(alike, default=0.0) * 4),
            held,
            int(max(headings, default=-1.0) * 4) if max(headings, default=-1.0) >= 0 else -1,
        )

    def _counts(self, key: str) -> tuple[int, int, int, bool]:
        holding = starting = equal = 0
        held = False
        for name, _, times in self._names:
            if key in name:
                holding += times
                starting += times * name.startswith(key)
                equal += times * (key == name)
            elif len(name) > 8 and name in key:
                held = True
        return holding, starting, equal, held


def _alike(mine: set[str], theirs: set[str]) -> float:
    return len(mine & theirs) / max(len(mine | theirs), 1)


def compared(names: list[str], headings: list[str]) -> Any:
    """The same, compiled where that is there."""
    return Compared(names, headings) if _twin is None else _twin.Compared(names, headings)
