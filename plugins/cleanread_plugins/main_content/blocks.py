"""What is read from the blocks of a page, all at once: their texts, roles and words, and what follows from these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread import Block, Role
from cleanread.native import twin

from .characters import KINDS, Counts, Kind
from .tree import Integers

_twin = twin("cleanread_plugins.main_content._blocks")

HINTS = ("nav", "footer", "header", "aside", "form", "main", "article", "hidden", "unseen", "dialog", "comment", "post")
ROLES = (
    Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.QUOTE, Role.CODE, Role.TABLE, Role.CAPTION, Role.FIGURE, Role.TERM,
    Role.DEFINITION, Role.FOOTNOTE,
)  # fmt: skip
_ROLE_NUMBERS = {role: number for number, role in enumerate(ROLES)}
_HEADING, _HIDDEN = ROLES.index(Role.HEADING), HINTS.index("hidden")
_EACH_ROLE = np.arange(len(ROLES))[:, None]
_STOPS = np.isin(np.arange(KINDS), (Kind.STOP, Kind.QUESTION, Kind.QUOTE, Kind.ELLIPSIS))


@dataclass(frozen=True)
class Shape:
    """What follows from words, links and roles.

    Attributes:
        held: words, those in links, those in prose, and one for each block.
        plain: unlinked words of each block.
        ends: whether it ends as sentences do.
        prose: whether it is prose.
        is_role: whether it has a role, roles by blocks.
        heading: for each block the last heading before it or itself, -1 for none.
        h1: the first heading of the first level, -1 for none.
        best: the block with most unlinked words.
        run: the run of blocks with most unlinked words.
    """

    held: NDArray[np.float64]
    plain: NDArray[np.float64]
    ends: NDArray[np.bool_]
    prose: NDArray[np.bool_]
    is_role: NDArray[np.bool_]
    heading: Integers
    h1: int
    best: int
    run: tuple[int, int]


def shaped(
    counts: Counts, links: NDArray[np.float64], levels: NDArray[np.float64], roles: Integers, hints: NDArray[np.bool_]
) -> Shape:
    """Look at the words, the roles and the hints of blocks: one block at the least."""
    size = len(links)
    if _twin is not None:
        held, plain, marks = np.empty((4, size)), np.empty(size), np.empty((2, size), dtype=np.bool_)
        is_role, heading = np.empty((len(ROLES), size), dtype=np.bool_), np.empty(size, dtype=np.int64)
        given = (counts.words, counts.lengths, counts.last, _STOPS.view(np.uint8), links, levels, roles, hints.view(np.uint8))
        made = (held, plain, marks.view(np.uint8), is_role.view(np.uint8), heading)
        h1, best, run = _twin.shaped(*given, _HIDDEN, _HEADING, *made)
        return Shape(held, plain, marks[0], marks[1], is_role, heading, h1, best, run)
    words = counts.words.astype(np.float64)
    plain = words * (1 - links)
    ends = _STOPS[counts.last] & (counts.lengths > 1)
    prose = (words >= 12) & (links < 0.4) & ends
    held = np.array((words, words * links, words * prose, np.ones(size)))
    is_role = roles == _EACH_ROLE
    headings, hidden = is_role[_HEADING], hints[:, _HIDDEN]
    heading = np.maximum.accumulate(np.where(headings, np.arange(size), -1))
    first = headings & (levels == 1)
    h1 = int(first.argmax()) if first.any() else -1
    score = np.minimum(plain, 200) + np.where(prose, 20, 0)
    best = int(np.where(hidden, 0, score).argmax())
    return Shape(held, plain, ends, prose, is_role, heading, h1, best, _best_run(plain, prose, hidden))


def _best_run(plain: NDArray[np.float64], prose: NDArray[np.bool_], hidden: NDArray[np.bool_]) -> tuple[int, int]:
    """The run of blocks with most unlinked words, each block costing eight (Kadane's maximum subarray)."""
    gain = np.minimum(plain, 150) - 8 + np.where(prose, 4, 0)
    gain = np.where(hidden, np.minimum(gain, -4), gain)
    sums = np.zeros(len(plain) + 1)
    np.cumsum(gain, out=sums[1:])
    end = int((sums - np.minimum.accumulate(sums)).argmax())
    start = int(sums[: end + 1].argmin())
    return (start, end) if end > start else (0, 0)


def told(
    blocks: tuple[Block, ...],
) -> tuple[list[str], Integers, NDArray[np.float64], NDArray[np.float64], Integers, NDArray[np.bool_]]:
    """Of each block its text, the number of its role, its level, its share of links, how much inline markup and which hints."""
    size = len(blocks)
    role, many = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    level, link = np.empty(size), np.empty(size)
    flags = np.empty((size, len(HINTS)), dtype=np.bool_)
    if _twin is not None:
        texts = _twin.told(blocks, _ROLE_NUMBERS, _flags_of, role, level, link, many, flags.view(np.uint8))
        return texts, role, level, link, many, flags
    role[:] = [_ROLE_NUMBERS.get(block.role, -1) for block in blocks]
    level[:] = [block.level for block in blocks]
    link[:] = [block.link_share for block in blocks]
    many[:] = [len(block.inline) for block in blocks]
    flags[:] = np.frombuffer(b"".join([_flags_of(block.hints) for block in blocks]), dtype=np.bool_).reshape(flags.shape)
    return [block.text for block in blocks], role, level, link, many, flags


@lru_cache(maxsize=10_000)
def _flags_of(hints: frozenset[str]) -> bytes:
    return bytes([hint in hints for hint in HINTS])


def repeats(texts: list[str]) -> tuple[Integers, Integers]:
    """For each text how many of the same stand before it, and how many there are."""
    if _twin is not None:
        before, every = np.empty(len(texts), dtype=np.int64), np.empty(len(texts), dtype=np.int64)
        _twin.repeats(texts, before, every)
        return before, every
    seen: dict[str, int] = {}
    earlier = []
    for text in texts:
        times = seen.get(text, 0)
        earlier.append(times)
        seen[text] = times + 1
    return np.array(earlier, dtype=np.int64), np.array([seen[text] for text in texts], dtype=np.int64)


def pieces(texts: list[str]) -> tuple[Sequence[str], Integers]:
    """What blanks separate in texts, in small letters; where the pieces of each text start, and last where they end."""
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    if _twin is not None:
        return _twin.pieces(texts, starts), starts
    split = [text.lower().split() for text in texts]
    np.cumsum([*map(len, split)], out=starts[1:])
    return [*chain.from_iterable(split)], starts


def moved(*kinds: NDArray[Any]) -> NDArray[np.float64]:
    """Values of the block before each, of the second before, of the block after and of the second after, by kinds."""
    size = len(kinds[0])
    padded = np.zeros((len(kinds), size + 4))
    for row, values in zip(padded, kinds, strict=True):
        row[2:-2] = values
    return np.stack([padded[:, at : at + size] for at in (1, 0, 3, 4)])
