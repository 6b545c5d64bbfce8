"""The elements of a page that hold text, as arrays: what they are called, how many like them stand beside them.

One entry for each element that holds a block or holds one that does, in the order of the page: parents before children,
and all that is within an element right after it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread import Block, Place
from cleanread.native import twin

_twin = twin("cleanread_plugins.main_content._tree")
_named_twin = twin("cleanread_plugins.main_content._named")

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]

#: Levels of elements around a block that are looked at.
LEVELS = 12

_SPLIT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")
#: Attributes that name what an element is for, beside its classes.
_NAMING = frozenset({"id", "itemprop", "role"})
_NAMING_BYTES = [name.encode() for name in sorted(_NAMING)]
#: Characters of an element's names, and names, that are looked at.
LONGEST, _MOST = 300, 12


@dataclass(frozen=True)
class Tree:
    """The elements. What is told of each of them is told of -1 as well, last, unless it says otherwise.

    Attributes:
        of: the element of each block, -1 for none.
        parent: the element around each, -1 for the root and for -1.
        depth: number of elements around each; 0 for -1.
        last: of each element, without -1, the last one within it, or itself.
        names: what elements are called: values of naming attributes, each once.
        called: for each element, without -1, which of the names.
        tags: the tags of elements, each once.
        tagged: for each element which of the tags; -1 for -1.
        alike: for each element its group of elements of the same tag and classes, on the whole page; -1 for -1.
        beside: for each element, how many of its group have the same parent; 1 for -1.
        number: for each element, how many of those stand before it; 0 for -1.
    """

    of: Integers
    parent: Integers
    depth: Integers
    last: Integers
    names: list[str]
    called: Integers
    tags: list[str]
    tagged: Integers
    alike: Integers
    beside: Integers
    number: Integers

    def around(self) -> Integers:
        """For each block its element and those around it, levels by blocks; -1 beyond the root."""
        around = np.empty((LEVELS, len(self.of)), dtype=np.int64)
        if _twin is not None:
            _twin.around(self.of, self.parent, around)
            return around
        around[0] = self.of
        for level in range(1, LEVELS):
            around[level] = self.parent[around[level - 1]]
        return around

    def groups(self, around: Integers) -> Integers:
        """For each block the number of those in elements like its own within elements like the one around that.

        Args:
            around: what the method of this name tells.
        """
        if _twin is not None:
            groups = np.empty(len(self.of), dtype=np.int64)
            _twin.groups(around, self.alike, groups)
            return groups
        own, above = self.alike[around[:2]]
        return pairs(own, above, len(self.last), len(self.last))[0]

    def within(self, values: NDArray[Any]) -> Floats:
        """Sums of values of blocks over all that is within each element.

        Args:
            values: kinds of values by blocks.

        Returns:
            Kinds of values by elements, with zeros for -1 last.
        """
        size = len(self.last)
        if _twin is not None:
            held = np.empty((len(values), size + 1), dtype=np.float32)
            _twin.within(self.of, self.last, np.ascontiguousarray(values, dtype=np.float64), held)
            return held
        of = np.where(self.of < 0, size, self.of)
        sums = np.zeros((len(values), size + 2), dtype=np.float64)
        for row, each in zip(sums, values, strict=True):
            row[1:] = np.cumsum(np.bincount(of, weights=each, minlength=size + 1))
        ends = np.append(self.last, -1) + 1
        within = sums[:, ends] - sums[:, np.array([*range(size), 0])]
        return within.astype(np.float32, order="C")

    def shared(self, block: int) -> Integers:
        """For each block how many elements hold both it and a certain one."""
        parents = self.parent.tolist()
        path = set()
        at = int(self.of[block])
        while at >= 0:
            path.add(at)
            at = parents[at]
        common = [0] * len(parents)
        for element, above in enumerate(parents[:-1]):
            common[element] = common[above] + 1 if element in path else common[above]
        return np.array(common, dtype=np.int64)[self.of]


def tree_of(blocks: Sequence[Block]) -> Tree:
    """The elements around blocks."""
    of, places, parent = _numbered(blocks)
    size = len(places)
    names, called, tags, tagged, alike = _described(places)
    depth, last = _ends(parent)
    beside, number = np.empty(size + 1, dtype=np.int64), np.empty(size + 1, dtype=np.int64)
    beside[-1], number[-1] = 1, 0
    family, many = pairs(parent[:-1], alike[:-1], size, size)
    if _twin is not None:
        _twin.families(family, many, beside, number)
    else:
        _families(family, beside[:-1], number[:-1])
    return Tree(of, parent, depth, last, names, called, tags, tagged, alike, beside, number)


def pairs(first: Integers, second: Integers, firsts: int, seconds: int) -> tuple[Integers, int]:
    """Number pairs, equal ones alike; which number they get says nothing.

    Args:
        first: the first number of each pair, from -1.
        second: the second number of each, from -1.
        firsts: more than the highest of the first.
        seconds: more than the highest of the second.

    Returns:
        The number of each pair, and how many there are.
    """
    if _twin is not None:
        number = np.empty(len(first), dtype=np.int64)
        return number, _twin.pairs(first, second, firsts, seconds, number)
    found, number = np.unique(first * (seconds + 1) + second, return_inverse=True)
    return number, len(found)


def _numbered(blocks: Sequence[Block]) -> tuple[Integers, list[Place], Integers]:
    """The element of each block, the elements, and for each of these and for -1 the element around it."""
    if _twin is not None:
        of, above = np.empty(len(blocks), dtype=np.int64), array("q")
        places = _twin.numbered(tuple(blocks), of, above)
        above.append(-1)
        return of, places, np.frombuffer(above, dtype=np.int64)
    known: dict[Place | None, int] = {None: -1}
    places, numbers, parent = [], [], []
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
        numbers.append(at)
    return np.array(numbers, dtype=np.int64), places, np.array([*parent, -1], dtype=np.int64)


def _described(places: list[Place]) -> tuple[list[str], Integers, list[str], Integers, Integers]:
    """`Tree.names`, `Tree.called`, `Tree.tags`, `Tree.tagged` and `Tree.alike`."""
    size = len(places)
    called, tagged, alike = (np.empty(size + more, dtype=np.int64) for more in (0, 1, 1))
    tagged[-1] = alike[-1] = -1
    if _named_twin is not None:
        names, tags = _named_twin.described(places, _NAMING_BYTES, LONGEST, _named, _like, called, tagged, alike)
        return names, called, tags, tagged, alike
    every: dict[str, int] = {}
    kinds: dict[str, int] = {}
    groups: dict[tuple[str, str], int] = {}
    many = 0
    for index, place in enumerate(places):
        classes, name = _named(place.element)
        called[index] = every.setdefault(name, len(every))
        tagged[index] = kinds.setdefault(place.tag, len(kinds))
        key = (place.tag, classes)
        if key not in groups:
            like = (place.tag, _like(classes))
            if like not in groups:
                groups[like] = many
                many += 1
            groups[key] = groups[like]
        alike[index] = groups[key]
    return list(every), called, list(kinds), tagged, alike


def _named(element: Any) -> tuple[str, str]:
    """The classes of an element, and the values of all its naming attributes."""
    attributes = element.keys()
    classes = element.get("class") if "class" in attributes else ""
    if _NAMING.isdisjoint(attributes):
        return classes, classes
    return classes, " ".join([classes, *[element.get(name) for name in attributes if name in _NAMING]])


def _like(classes: str) -> str:
    """Classes without numbers: one in a class is mostly this one element's, and the like of it has another."""
    return _DIGITS.sub("", classes[:LONGEST])


def _ends(parent: Integers) -> tuple[Integers, Integers]:
    """For each element and -1 the number of elements around it, and for each the last one within it."""
    size = len(parent) - 1
    if _twin is not None:
        depth, last = np.zeros(size + 1, dtype=np.int64), np.empty(size, dtype=np.int64)
        _twin.ends(parent, depth, last)
        return depth, last
    parents = parent.tolist()
    depths, ends = [0] * (size + 1), list(range(size))
    for element, above in enumerate(parents[:-1]):
        depths[element] = depths[above] + 1 if above >= 0 else 0
    for element in range(size - 1, 0, -1):
        above = parents[element]
        if above >= 0 and ends[element] > ends[above]:
            ends[above] = ends[element]
    return np.array(depths, dtype=np.int64), np.array(ends, dtype=np.int64)


def _families(family: Integers, beside: Integers, number: Integers) -> None:
    """Write for each element how many have its number of a family, and how many of those stand before it."""
    order = np.argsort(family, kind="stable")
    ordered = family[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    counts = np.diff(starts, append=len(family))
    beside[order] = np.repeat(counts, counts)
    number[order] = np.arange(len(family)) - np.repeat(starts, counts)


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
    return [part for token in text[:LONGEST].split()[:_MOST] if len(token) > 1 for part in parts_of(token)]
