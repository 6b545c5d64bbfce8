"""The elements of a page that hold text, as arrays: what they are called, how many like them stand beside them.

One entry for each element that holds a block or holds one that does, in the order of the page: parents before children,
and all that is within an element right after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleanread import Block, Place

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]

#: Levels of elements around a block that are looked at.
LEVELS = 12

_SPLIT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")
#: Attributes that name what an element is for, beside its classes.
_NAMING = frozenset({"id", "itemprop", "role"})
#: Characters of an element's names, and names, that are looked at.
_LONGEST, _MOST = 300, 12


@dataclass(frozen=True)
class Tree:
    """The elements.

    Attributes:
        of: the element of each block, -1 for none.
        parent: of each element and, last, of -1: the element around it, -1 for the root.
        depth: number of elements around each.
        names: what elements are called: values of naming attributes, each once.
        called: for each element which of the names.
        tags: each element's tag.
        alike: for each element its group of elements of the same tag and classes, on the whole page.
        beside: for each element, how many of its group have the same parent.
        number: for each element, how many of those stand before it.
    """

    of: Integers
    parent: Integers
    depth: Integers
    names: list[str]
    called: Integers
    tags: list[str]
    alike: Integers
    beside: Integers
    number: Integers
    _parents: list[int]

    def around(self) -> Integers:
        """For each block its element and those around it, levels by blocks; -1 beyond the root."""
        around = np.empty((LEVELS, len(self.of)), dtype=np.int64)
        around[0] = self.of
        for level in range(1, LEVELS):
            around[level] = self.parent[around[level - 1]]
        return around

    def within(self, values: Floats) -> Floats:
        """Sums of values of blocks over all that is within each element.

        Args:
            values: kinds of values by blocks.

        Returns:
            Kinds of values by elements, with zeros for -1 last.
        """
        size = len(self.depth)
        last = list(range(size))
        for element in range(size - 1, 0, -1):
            above = self._parents[element]
            if above >= 0 and last[element] > last[above]:
                last[above] = last[element]
        of = np.where(self.of < 0, size, self.of)
        sums = np.zeros((len(values), size + 2), dtype=np.float64)
        for row, each in zip(sums, values, strict=True):
            row[1:] = np.cumsum(np.bincount(of, weights=each, minlength=size + 1))
        ends = np.array([*last, -1]) + 1
        within = sums[:, ends] - sums[:, np.array([*range(size), 0])]
        return within.astype(np.float32)

    def shared(self, block: int) -> Integers:
        """For each block how many elements hold both it and a certain one."""
        path = set()
        at = int(self.of[block])
        while at >= 0:
            path.add(at)
            at = self._parents[at]
        common = [0] * (len(self._parents) + 1)
        for element, above in enumerate(self._parents):
            common[element] = common[above] + 1 if element in path else common[above]
        return np.array(common, dtype=np.int64)[self.of]


def tree_of(blocks: Sequence[Block]) -> Tree:
    """The elements around blocks."""
    known: dict[Place | None, int] = {None: -1}
    places: list[Place] = []
    of: list[int] = []
    parent: list[int] = []
    for block in blocks:
        place = block.place
        chain: list[Place] = []
        while place is not None and place not in known:
            chain.append(place)
            place = place.parent
        at = known[place]
        for place in reversed(chain):
            parent.append(at)
            at = known[place] = len(places)
            places.append(place)
        of.append(at)
    names: dict[str, int] = {}
    called: list[int] = []
    alike: list[int] = []
    groups: dict[tuple[str, str], int] = {}
    unnamed = _NAMING.isdisjoint
    for place in places:
        element = place.element
        attributes = element.keys()
        classes = name = element.get("class") if "class" in attributes else ""
        if not unnamed(attributes):
            name = " ".join([classes, *[element.get(name) for name in attributes if name in _NAMING]])
        called.append(names.setdefault(name, len(names)))
        key = (place.tag, classes)
        group = groups.get(key)
        if group is None:
            # a number in a class is mostly this one element's: the like of it has another
            like = (place.tag, _DIGITS.sub("", classes[:_LONGEST]))
            group = groups[key] = groups.setdefault(like, len(groups))
        alike.append(group)
    parents, kinds = np.array([*parent, -1], dtype=np.int64), np.array(alike, dtype=np.int64)
    beside, number = _families(parents[:-1], kinds)
    return Tree(
        of=np.array(of, dtype=np.int64),
        parent=parents,
        depth=np.array([place.depth for place in places], dtype=np.int64),
        names=list(names),
        called=np.array(called, dtype=np.int64),
        tags=[place.tag for place in places],
        alike=kinds,
        beside=beside,
        number=number,
        _parents=parent,
    )


def _families(parents: Integers, kinds: Integers) -> tuple[Integers, Integers]:
    """For each element how many of its kind have the same parent, and how many of those stand before it."""
    size = len(parents)
    family = (parents + 1) * (2 * size + 1) + kinds  # there are at most two numbers of kinds for an element
    order = np.argsort(family, kind="stable")
    ordered = family[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    counts = np.diff(starts, append=size)
    beside, number = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    beside[order] = np.repeat(counts, counts)
    number[order] = np.arange(size) - np.repeat(starts, counts)
    return beside, number


@lru_cache(maxsize=50_000)
def parts_of(token: str) -> tuple[str, ...]:
    """A name in a class or id attribute, and the words that it is made of.

    >>> parts_of("relatedPosts"), parts_of("main"), parts_of("post-42")
    (('relatedposts', 'related', 'posts'), ('main',), ('post-42', 'post'))
    """
    if token.isalpha() and token.islower():
        return (token,)
    parts = [part.lower() for part in _SPLIT.split(token) if len(part) > 1]
    return tuple(dict.fromkeys((token.lower(), *parts)))


def names_of(text: str) -> list[str]:
    """All names in the attributes of an element, and the words that they are made of."""
    return [part for token in text[:_LONGEST].split()[:_MOST] if len(token) > 1 for part in parts_of(token)]
