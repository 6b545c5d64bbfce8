"""What a block of a page shows, as numbers: its text, its place in the tree, its neighbours, its page.

Everything is computed for all blocks of a page at once: rows of a matrix, one a feature, over the page's blocks. What
words say (`vocabulary`) comes last, so that training can look it up with scores of other pages.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread import Block, Document, Role
from cleanread.native import twin

from . import page, vocabulary
from .blocks import HINTS, ROLES, moved, pieces, repeats, shaped, told
from .characters import Counts, Kind, count
from .columns import (
    CAPS,
    CONTAINER_COLUMNS,
    CONTAINERS,
    HINT_COLUMNS,
    NEAR,
    NEAR_COLUMNS,
    OF_CONTAINER,
    ROLE_COLUMNS,
    SEQUENCE_COLUMNS,
    SIBLING_COLUMNS,
    SIBLINGS,
    TAG_COLUMNS,
    TAGS,
    TEXT_COLUMNS,
)
from .tree import Floats, Integers, Tree, tree_of
from .vocabulary import FUNCTIONS, Keys, Vocabulary, shortened, table

_twin = twin("cleanread_plugins.main_content._features")
#: Rows of features by the name of each, or by the names of several.
Columns = dict[str | tuple[str, ...], Any]

#: Flag of a word of the title; more than a text has words.
_IN_TITLE = 1 << 32
_TITLE_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Look:
    """A page as numbers.

    Attributes:
        plain: features that need no vocabulary, features by blocks, in the order of `plain_names`.
        keys: what the vocabulary is asked for.
        words: of each block.
        groups: of each block, the elements around it that it shares with others, `vocabulary` levels 1-3 by blocks.
    """

    plain: Floats
    keys: Keys
    words: NDArray[np.float64]
    groups: Integers

    def features(self, known: Vocabulary) -> Floats:
        """All features, features by blocks, in the order of `names`."""
        every = np.empty((len(names()), len(self.words)), dtype=np.float32)
        every[: len(self.plain)] = self.plain
        known.write(self.keys, every[len(self.plain) :])
        return every


@cache
def names() -> tuple[str, ...]:
    """The names of all features."""
    return (*plain_names(), *vocabulary.COLUMNS)


@cache
def plain_names() -> tuple[str, ...]:
    """The names of the features that need no vocabulary."""
    from cleanread.source import Source

    columns = _Page(Document([Block("x")], Source("x", "text/html"))).columns()
    return tuple(name for key in columns for name in ((key,) if isinstance(key, str) else key))


@cache
def _rows() -> dict[str, int]:
    """The row of each of these."""
    return {name: row for row, name in enumerate(plain_names())}


@cache
def _caps() -> Floats:
    """The highest value of each of these, in a column."""
    return np.array([[CAPS.get(name, np.inf)] for name in plain_names()], dtype=np.float32)


@cache
def _capped() -> dict[int, int]:
    """The highest value of those rows that have one."""
    return {_rows()[name]: most for name, most in CAPS.items()}


def look(document: Document) -> Look:
    """The features of a document with one block or more."""
    seen = _Page(document)
    plain = np.empty((len(plain_names()), len(document.blocks)), dtype=np.float32)
    if _twin is not None:
        seen.write(_twin, plain)
        return Look(plain, seen.keys, seen.words, seen.around[1:4])
    at = 0
    for key, values in seen.columns().items():
        if isinstance(key, str):
            plain[at] = values
            at += 1
        else:
            plain[at : at + len(key)] = values
            at += len(key)
    np.minimum(plain, _caps(), out=plain)
    return Look(plain, seen.keys, seen.words, seen.around[1:4])


@cache
def _function_words() -> Any:
    """The function words for the compiled twin."""
    return table(dict.fromkeys(FUNCTIONS, 1.0))


class _Page:
    """The blocks of a page as arrays."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.blocks = document.blocks
        self.size = len(self.blocks)
        self.texts, roles, self.levels, self.links, self.spans, hints = told(self.blocks)
        self.counts: Counts = count(self.texts)
        shape = shaped(self.counts, self.links, self.levels, roles, hints)
        self.words, self.plain, self.ends, self.prose = shape.held[0], shape.plain, shape.ends, shape.prose
        self.held, self.is_role, self.heading, self.h1 = shape.held, shape.is_role, shape.heading, shape.h1
        self.best, self.run = shape.best, shape.run
        self.total = max(1.0, float(self.words.sum()))
        self.hints = hints
        self.tree: Tree = tree_of(self.blocks)
        self.around = self.tree.around()
        words, self.starts = pieces(self.texts)
        self.keys = Keys(
            self.tree.names,
            self.tree.called,
            self.around,
            shortened(self.texts, self.counts.words),
            self.heading,
            words,
            self.starts,
        )

    def columns(self) -> Columns:
        """The features that need no vocabulary, by name: an array over the blocks or one number for all."""
        return {
            **self._text(),
            **self._language(),
            **self._tree(),
            **self._sequence(),
            **self._alike(),
            **self._containers(),
            **self._whole(),
            page.COLUMNS: np.array(page.declared(self.document))[:, None],
        }

    def write(self, compiled: Any, plain: Floats) -> None:
        """Write the features that need no vocabulary, as `columns` has them, with few arrays.

        Args:
            compiled: the compiled twin.
            plain: features by blocks, in the order of `plain_names`.
        """
        row, counts = _rows(), self.counts
        to_log, sums, group = np.empty((4, self.size)), np.empty((2, self.size)), self.tree.groups(self.around)
        compiled.grouped(self.words, self.plain, self.links, group, to_log, sums)
        logs, within = np.log1p(to_log), self.tree.within(self.held)
        is_role, hints, prose, ends = (array.view(np.uint8) for array in (self.is_role, self.hints, self.prose, self.ends))
        counted = (counts.kinds, counts.lengths, counts.breaks, counts.first, counts.last, self.words, logs, self.links)
        of_role = (is_role, hints, self.levels)
        compiled.shown(*of_role, *counted, self.spans, ends, _READ, self.total, plain, row[ROLE_COLUMNS[0]])
        said = (self.keys.words, self.starts, _function_words(), self._title(), self.words, counts.pieces, self.texts)
        compiled.language(*said, plain, row["function words"])
        tree = self.tree
        placed = (self.around, tree.parent, tree.depth, tree.beside, tree.number, tree.tagged)
        compiled.tree(tree.tags, _TAG_BITS, _ASKED_TAGS, len(TAGS), *placed, self.best, plain, row["depth"])
        given = (self.words, logs, self.links, prose, self.heading, self.levels)
        compiled.sequence(*given, self.h1, *self.run, self.total, plain, row[SEQUENCE_COLUMNS[0]])
        # words and blocks are the first and the last of four rows
        alike = (group, sums, to_log, logs, self.around, within, np.log1p(within[::3]))
        compiled.holding(*alike, self.total, plain, row["alike on page"])
        links, declared = float(self.held[1].sum()), page.declared(self.document)
        seen = (self.words, is_role, hints, prose, counts.kinds, counts.last, _OF_WHOLE, self.h1, *self.run)
        compiled.whole(*seen, links, self.total, declared, plain, row["page blocks"])
        compiled.limit(plain, _capped())

    def _text(self) -> Columns:
        counts, kinds = self.counts, self.counts.kinds
        told: Columns = {ROLE_COLUMNS: self.is_role, HINT_COLUMNS: self.hints.T, "level": self.levels}
        words = np.maximum(1, self.words)
        characters = np.maximum(1, counts.lengths)
        stops = kinds[Kind.STOP] + kinds[Kind.QUESTION] + kinds[Kind.ELLIPSIS]
        values = [
            np.log1p(self.words),
            np.log1p(self.plain),
            self.words / self.total,
            counts.lengths / words,
            self.links,
            self.spans,
            stops,
            stops / words,
            kinds[Kind.COMMA] / words,
            *(kinds[_SHARES] / characters),
            kinds[Kind.BAR],
            kinds[Kind.CURRENCY],
            counts.breaks,
            self.ends,
            counts.last == Kind.QUESTION,
            counts.last == Kind.COLON,
            counts.first == Kind.LOWER,
        ]
        return {**told, TEXT_COLUMNS: np.array(values)}

    def _language(self) -> Columns:
        pieces = np.maximum(1, self.counts.pieces)
        title = self._title()
        functions, in_title = self._found(title)
        few = self.words < 40
        before, every = repeats(self.texts)
        return {
            "function words": functions / pieces,
            "words of the title": np.where(few, in_title / max(1, len(title)), 0.0),
            "share of title words": np.where(few, in_title / pieces, 0.0),
            "same text before": before,
            "same text on page": every,
        }

    def _title(self) -> frozenset[str]:
        """The words of the page's title."""
        return frozenset(_TITLE_WORD.findall((self.document.metadata.title or "").lower()))

    def _found(self, title: frozenset[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How many of each block's words are function words, and how many are words of the title."""
        flags, words = FUNCTIONS.copy(), self.keys.words
        for word in title:
            flags[word] = flags.get(word, 0) + _IN_TITLE
        found = np.zeros(len(words) + 1, dtype=np.int64)
        found[1:] = np.fromiter(map(flags.get, words, repeat(0)), dtype=np.int64, count=len(words))
        sums = np.cumsum(found)
        both = sums[self.starts[1:]] - sums[self.starts[:-1]]
        return (both % _IN_TITLE).astype(np.float64), (both // _IN_TITLE).astype(np.float64)

    def _tree(self) -> Columns:
        tree, around = self.tree, self.around
        beside = tree.beside[around[:SIBLINGS]]
        bits = np.array([*map(_TAG_BITS.get, tree.tags, repeat(0)), 0])
        tags = bits[tree.tagged[around[:4]]]
        depth = tree.depth[tree.of]
        shared = tree.shared(self.best)
        deepest = depth[self.best]
        return {
            "depth": depth,
            SIBLING_COLUMNS: beside,
            "siblings alike at most": beside.max(axis=0),
            ("number among siblings", "number of parent among siblings"): tree.number[around[:2]],
            TAG_COLUMNS: tags[0] == _OWN_TAGS,
            NEAR_COLUMNS: (np.bitwise_or.reduce(tags) & _NEAR_TAGS) != 0,
            "distance to best": depth + (deepest + 2) - 2 * shared,
            "up from best": (deepest + 1) - shared,
            "shared depth with best": (shared - 1) / max(1, deepest),
        }

    def _sequence(self) -> Columns:
        start, end = self.run
        index = np.arange(self.size)
        away = np.maximum(np.maximum(start - index, index - (end - 1)), 0)
        headed = self.heading >= 0
        near = moved(np.log1p(self.words), self.links, self.prose)
        return {
            SEQUENCE_COLUMNS: [
                index / self.size,
                (np.cumsum(self.words) - self.words) / self.total,
                headed,
                index - self.heading,
                self.levels[self.heading] * headed,
                index < self.h1 if self.h1 >= 0 else np.full(self.size, -1.0),
                away == 0,
                away / max(10.0, self.size / 4),
                *near[:, 0],
                *near[::2, 1],
                *(near[::2, 2] + near[1::2, 2]),
            ]
        }

    def _alike(self) -> Columns:
        """Of the blocks in elements like this one's within elements like its parent: how many, and what they are."""
        group = self.tree.groups(self.around)
        many = np.bincount(group)
        words = np.bincount(group, weights=self.words)
        links = np.bincount(group, weights=self.links)
        return {
            "alike on page": np.log1p(many)[group],
            "words of those alike": np.log1p(words / many)[group],
            "links of those alike": (links / many)[group],
            "share of those alike": (words / self.total)[group],
        }

    def _containers(self) -> Columns:
        """What the elements around a block hold."""
        around = self.around[1 : 1 + len(CONTAINERS)]
        words, links, prose, blocks = self.tree.within(self.held).take(around, axis=1)
        some = np.maximum(1, words)
        rows = np.empty((len(CONTAINERS), len(OF_CONTAINER), self.size), dtype=np.float32)
        np.log1p(words, out=rows[:, 0])
        np.divide(links, some, out=rows[:, 1])
        np.divide(prose, some, out=rows[:, 2])
        np.log1p(blocks, out=rows[:, 3])
        np.divide(words, self.total, out=rows[:, 4])
        return {CONTAINER_COLUMNS: rows.reshape(-1, self.size)}

    def _whole(self) -> Columns:
        run = float(self.words[self.run[0] : self.run[1]].sum())
        ordered = np.sort(self.words)
        median = float(ordered[(self.size - 1) // 2] + ordered[self.size // 2]) / 2
        _, links, prose, _ = self.held.sum(axis=1).tolist()
        hints = dict(zip(HINTS, np.any(self.hints, axis=0).tolist(), strict=True))
        roles = dict(zip(ROLES, self.is_role.sum(axis=1).tolist(), strict=True))
        values = {
            "page blocks": math.log1p(self.size),
            "page words": math.log1p(self.total),
            "page links": links / self.total,
            "page prose": prose / self.total,
            "page has article": hints["article"],
            "page has main": hints["main"],
            "page list items": roles[Role.LIST_ITEM] / self.size,
            "page headings": roles[Role.HEADING] / self.size,
            "page figures": roles[Role.FIGURE] / self.size,
            "page quotes and code": (roles[Role.QUOTE] + roles[Role.CODE]) / self.size,
            "page tables": roles[Role.TABLE] / self.size,
            "page run words": math.log1p(run),
            "page run share": run / self.total,
            "page h1": self.h1 / self.size if self.h1 >= 0 else -1.0,
            "page median words": math.log1p(median),
            "page currency": math.log1p(float(self.counts.kinds[Kind.CURRENCY].sum())),
            "page questions": math.log1p(int((self.counts.last == Kind.QUESTION).sum())),
        }
        return {tuple(values): np.array([*values.values()], dtype=np.float64)[:, None]}


#: A bit for each tag that is asked for.
_TAG_BITS: Mapping[str, int] = {tag: 1 << number for number, tag in enumerate(dict.fromkeys((*TAGS, *NEAR)))}
_ASKED_TAGS = np.array([_TAG_BITS[tag] for tag in (*TAGS, *NEAR)], dtype=np.int64)
_OWN_TAGS, _NEAR_TAGS = _ASKED_TAGS[: len(TAGS), None], _ASKED_TAGS[len(TAGS) :, None]
#: Kinds of characters whose share of the text is told.
_SHARES = np.array([Kind.DIGIT, Kind.UPPER, Kind.OTHER])
#: Kinds of characters that the compiled twin reads of each text, in its order.
_READ = np.array(
    [
        Kind.STOP, Kind.QUESTION, Kind.ELLIPSIS, Kind.COMMA, *_SHARES.tolist(), Kind.BAR, Kind.CURRENCY, Kind.COLON, Kind.LOWER,
    ],
    dtype=np.int64,
)  # fmt: skip
#: Hints, roles and kinds of characters that the compiled twin counts on the whole page, in its order.
_OF_WHOLE = np.array(
    [
        *map(HINTS.index, ("article", "main")),
        *map(ROLES.index, (Role.LIST_ITEM, Role.HEADING, Role.FIGURE, Role.QUOTE, Role.CODE, Role.TABLE)),
        Kind.CURRENCY, Kind.QUESTION,
    ],
    dtype=np.int64,
)  # fmt: skip


@cache
def fingerprint() -> str:
    """A hash of the code that makes features: weights fit the code they were trained with and no other."""
    digest = hashlib.sha256()
    for name in ("blocks", "characters", "columns", "features", "page", "tree", "vocabulary"):
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
