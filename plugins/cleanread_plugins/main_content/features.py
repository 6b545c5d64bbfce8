"""What a block of a page shows, as numbers: its text, its place in the tree, its neighbours, its page.

Everything is computed for all blocks of a page at once: rows of a matrix, one a feature, over the page's blocks. What
words say (`vocabulary`) comes last, so that training can look it up with scores of other pages.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread import Block, Document, Role

from . import page, vocabulary
from .characters import Counts, Kind, count
from .tree import Floats, Integers, Tree, tree_of
from .vocabulary import Keys, Vocabulary, shortened

_HINTS = ("nav", "footer", "header", "aside", "form", "main", "article", "hidden", "dialog", "comment", "post")
_ROLES = (Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.QUOTE, Role.CODE, Role.TABLE, Role.CAPTION, Role.FIGURE)
_ROLE_NUMBERS = {str(role): number for number, role in enumerate(_ROLES)}
_TAGS = ("p", "div", "span", "li", "a")
_NEAR = ("a", "ul", "table", "dd", "td", "button")
_STOPS = (Kind.STOP, Kind.QUESTION, Kind.QUOTE, Kind.ELLIPSIS)
#: Levels of which the number of siblings alike is told.
_SIBLINGS = 6
#: Levels whose contents are summed up.
_CONTAINERS = ("parent", "grandparent", "third")
#: Flag of a word of the title; more than a text has words.
_IN_TITLE = 1 << 32
_TITLE_WORD = re.compile(r"\w+")
#: Words of many languages that make sentences, and are rare in menus.
_FUNCTIONS: dict[str, int] = dict.fromkeys(
    (
        "the of and to in a is that for it as was with be by on not he his but at are this have from or had an "
        "they which one you were her all she there would their we him been has when who will more no if out so "
        "said what up its about into than them can only other new some could time de la le les des et en un une du "
        "que est pour dans qui par sur au el los las y se del con una por der die und das den von zu mit sich auf "
        "für ist im dem nicht ein eine di il per non si che sono è på och att det som en av är i и в на не что с "
        "по как của và là những được trong không "
    ).split(),
    1,
)


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
        return np.vstack([self.plain, known.columns(self.keys)])


def names() -> tuple[str, ...]:
    """The names of all features."""
    return (*plain_names(), *vocabulary.COLUMNS)


@cache
def plain_names() -> tuple[str, ...]:
    """The names of the features that need no vocabulary."""
    from cleanread.source import Source

    return tuple(_Page(Document([Block("x")], Source("x", "text/html"))).columns())


def look(document: Document) -> Look:
    """The features of a document with one block or more."""
    seen = _Page(document)
    columns = seen.columns()
    plain = np.empty((len(columns), len(document.blocks)), dtype=np.float32)
    for row, values in zip(plain, columns.values(), strict=True):
        row[:] = values
    return Look(plain, seen.keys, seen.words, seen.around[1:4])


class _Page:
    """The blocks of a page as arrays."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.blocks = document.blocks
        self.size = len(self.blocks)
        self.texts = [block.text for block in self.blocks]
        self.counts: Counts = count(self.texts)
        self.words = self.counts.words.astype(np.float64)
        self.total = max(1.0, float(self.words.sum()))
        self.links = np.array([block.link_share for block in self.blocks], dtype=np.float64)
        self.levels = np.array([block.level for block in self.blocks], dtype=np.float64)
        self.plain = self.words * (1 - self.links)
        self.ends = np.isin(self.counts.last, _STOPS) & (self.counts.lengths > 1)
        self.prose = (self.words >= 12) & (self.links < 0.4) & self.ends
        roles = np.array([_ROLE_NUMBERS.get(block.role, -1) for block in self.blocks])
        self.roles = {role: roles == number for number, role in enumerate(_ROLES)}
        self.hints = _flags(self.blocks)
        self.index = np.arange(self.size)
        self.heading = np.maximum.accumulate(np.where(self.roles[Role.HEADING], self.index, -1))
        first = self.roles[Role.HEADING] & (self.levels == 1)
        self.h1 = int(np.argmax(first)) if first.any() else -1
        self.tree: Tree = tree_of(self.blocks)
        self.around = self.tree.around()
        self.run = self._best_run()
        self.best = self._best_block()
        pieces = "\n".join(self.texts).lower().split()
        self.starts = np.concatenate([[0], np.cumsum(self.counts.pieces)])
        if self.starts[-1] != len(pieces):  # some character becomes a blank in small letters
            split = [text.lower().split() for text in self.texts]
            pieces = [word for words in split for word in words]
            self.starts = np.concatenate([[0], np.cumsum([len(words) for words in split])])
        self.keys = Keys(
            self.tree.names,
            self.tree.called,
            self.around,
            shortened(self.texts, self.counts.words),
            self.heading,
            pieces,
            self.starts,
        )

    def columns(self) -> dict[str, Any]:
        """The features that need no vocabulary, by name: an array over the blocks or one number for all."""
        return {
            **self._text(),
            **self._language(),
            **self._tree(),
            **self._sequence(),
            **self._alike(),
            **self._containers(),
            **self._whole(),
            **dict(zip(page.COLUMNS, page.declared(self.document), strict=True)),
        }

    def _text(self) -> dict[str, Any]:
        counts, kinds = self.counts, self.counts.kinds
        words = np.maximum(1, self.words)
        characters = np.maximum(1, counts.lengths)
        stops = kinds[Kind.STOP] + kinds[Kind.QUESTION] + kinds[Kind.ELLIPSIS]
        return {
            **{f"role {role}": flags for role, flags in self.roles.items()},
            **{f"in {hint}": flags for hint, flags in zip(_HINTS, self.hints, strict=True)},
            "level": self.levels,
            "words": np.log1p(self.words),
            "unlinked words": np.log1p(self.plain),
            "word share": self.words / self.total,
            "letters a word": counts.lengths / words,
            "link share": self.links,
            "links": np.minimum([len(block.inline) for block in self.blocks], 30),
            "stops": np.minimum(stops, 30),
            "stops a word": stops / words,
            "commas a word": kinds[Kind.COMMA] / words,
            "digits": kinds[Kind.DIGIT] / characters,
            "capitals": kinds[Kind.UPPER] / characters,
            "other characters": kinds[Kind.OTHER] / characters,
            "bars": kinds[Kind.BAR],
            "currency": np.minimum(kinds[Kind.CURRENCY], 5),
            "line breaks": np.minimum([text.count("\n") for text in self.texts], 20),
            "ends with a stop": self.ends,
            "is a question": counts.last == Kind.QUESTION,
            "ends with a colon": counts.last == Kind.COLON,
            "first letter is small": counts.first == Kind.LOWER,
        }

    def _language(self) -> dict[str, Any]:
        pieces = np.maximum(1, self.counts.pieces)
        title = frozenset(_TITLE_WORD.findall((self.document.metadata.title or "").lower()))
        functions, in_title = self._found(title)
        few = self.words < 40
        seen: dict[str, int] = {}
        before = []
        for text in self.texts:
            times = seen.get(text, 0)
            before.append(times)
            seen[text] = times + 1
        return {
            "function words": functions / pieces,
            "words of the title": np.where(few, in_title / max(1, len(title)), 0.0),
            "share of title words": np.where(few, in_title / pieces, 0.0),
            "same text before": np.minimum(before, 5),
            "same text on page": np.minimum([seen[text] for text in self.texts], 8),
        }

    def _found(self, title: frozenset[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How many of each block's words are function words, and how many are words of the title."""
        flags = _FUNCTIONS.copy()
        for word in title:
            flags[word] = flags.get(word, 0) + _IN_TITLE
        words = self.keys.words
        found = np.zeros(len(words) + 1, dtype=np.int64)
        found[1:] = np.fromiter(map(flags.get, words, repeat(0)), dtype=np.int64, count=len(words))
        sums = np.cumsum(found)
        both = sums[self.starts[1:]] - sums[self.starts[:-1]]
        return (both % _IN_TITLE).astype(np.float64), (both // _IN_TITLE).astype(np.float64)

    def _tree(self) -> dict[str, Any]:
        tree, around = self.tree, self.around
        beside = np.append(tree.beside, 1)[around[:_SIBLINGS]]
        number = np.append(tree.number, 0)[around[:2]]
        tags = np.array([*map(_TAG_NUMBERS.get, tree.tags, repeat(-1)), -1])[around[:4]]
        depth = np.append(tree.depth, 0)[tree.of]
        shared = tree.shared(self.best)
        deepest = depth[self.best]
        return {
            "depth": np.minimum(depth, 40),
            **{f"siblings alike {level}": beside[level] for level in range(_SIBLINGS)},
            "siblings alike at most": beside.max(axis=0),
            "number among siblings": np.minimum(number[0], 50),
            "number of parent among siblings": np.minimum(number[1], 50),
            **{f"tag {tag}": tags[0] == _TAG_NUMBERS[tag] for tag in _TAGS},
            **{f"within {tag}": (tags == _TAG_NUMBERS[tag]).any(axis=0) for tag in _NEAR},
            "distance to best": np.minimum(40, depth + deepest + 2 - 2 * shared),
            "up from best": np.minimum(40, deepest + 1 - shared),
            "shared depth with best": (shared - 1) / max(1, deepest),
        }

    def _sequence(self) -> dict[str, Any]:
        start, end = self.run
        index = self.index
        before = np.where(index < start, start - index, np.where(index >= end, index - end + 1, 0))
        return {
            "place": index / self.size,
            "words before": (np.cumsum(self.words) - self.words) / self.total,
            "after a heading": self.heading >= 0,
            "blocks since heading": np.minimum(index - self.heading, 30),
            "level of heading above": np.where(self.heading >= 0, self.levels[np.maximum(self.heading, 0)], 0),
            "before h1": index < self.h1 if self.h1 >= 0 else -1.0,
            "in best run": (index >= start) & (index < end),
            "distance to best run": before / max(10.0, self.size / 4),
            "words of block before": np.log1p(_moved(self.words, 1)),
            "words of second before": np.log1p(_moved(self.words, 2)),
            "words of block after": np.log1p(_moved(self.words, -1)),
            "words of second after": np.log1p(_moved(self.words, -2)),
            "links of block before": _moved(self.links, 1),
            "links of block after": _moved(self.links, -1),
            "prose before": _moved(self.prose, 1) + _moved(self.prose, 2),
            "prose after": _moved(self.prose, -1) + _moved(self.prose, -2),
        }

    def _alike(self) -> dict[str, Any]:
        """Of the blocks in elements like this one's within elements like its parent: how many, and what they are."""
        alike = np.append(self.tree.alike, -1)[self.around[:2]]
        _, group = np.unique(alike[0] * (len(self.tree.alike) + 1) + alike[1], return_inverse=True)
        many = np.bincount(group)
        words = np.bincount(group, weights=self.words)
        links = np.bincount(group, weights=self.links)
        return {
            "alike on page": np.log1p(many)[group],
            "words of those alike": np.log1p(words / many)[group],
            "links of those alike": (links / many)[group],
            "share of those alike": (words / self.total)[group],
        }

    def _containers(self) -> dict[str, Any]:
        """What the elements around a block hold."""
        values = np.stack([self.words, self.words * self.links, self.words * self.prose, np.ones(self.size)])
        within = self.tree.within(values)
        columns = {}
        for level, name in enumerate(_CONTAINERS, 1):
            words, links, prose, blocks = within[:, self.around[level]]
            some = np.maximum(1, words)
            columns[f"words of {name}"] = np.log1p(words)
            columns[f"links of {name}"] = links / some
            columns[f"prose of {name}"] = prose / some
            columns[f"blocks of {name}"] = np.log1p(blocks)
            columns[f"share of {name}"] = words / self.total
        return columns

    def _whole(self) -> dict[str, Any]:
        run = float(self.words[self.run[0] : self.run[1]].sum())
        return {
            "page blocks": math.log1p(self.size),
            "page words": math.log1p(self.total),
            "page links": float((self.words * self.links).sum()) / self.total,
            "page prose": float((self.words * self.prose).sum()) / self.total,
            "page has article": float(self.hints[_HINTS.index("article")].any()),
            "page has main": float(self.hints[_HINTS.index("main")].any()),
            "page list items": float(self.roles[Role.LIST_ITEM].mean()),
            "page headings": float(self.roles[Role.HEADING].mean()),
            "page figures": float(self.roles[Role.FIGURE].mean()),
            "page quotes and code": float((self.roles[Role.QUOTE] | self.roles[Role.CODE]).mean()),
            "page tables": float(self.roles[Role.TABLE].mean()),
            "page run words": math.log1p(run),
            "page run share": run / self.total,
            "page h1": self.h1 / self.size if self.h1 >= 0 else -1.0,
            "page median words": math.log1p(float(np.median(self.words))),
            "page currency": math.log1p(float(self.counts.kinds[Kind.CURRENCY].sum())),
            "page questions": math.log1p(float((self.counts.last == Kind.QUESTION).sum())),
        }

    def _best_block(self) -> int:
        """The block with most unlinked words."""
        score = np.minimum(self.plain, 200) + np.where(self.prose, 20, 0)
        return int(np.argmax(np.where(self._hidden(), 0, score)))

    def _best_run(self) -> tuple[int, int]:
        """The run of blocks with most unlinked words, each block costing eight (Kadane's maximum subarray)."""
        gain = np.minimum(self.plain, 150) - 8 + np.where(self.prose, 4, 0)
        gain = np.where(self._hidden(), np.minimum(gain, -4), gain)
        sums = np.concatenate([[0.0], np.cumsum(gain)])
        end = int(np.argmax(sums - np.minimum.accumulate(sums)))
        start = int(np.argmin(sums[: end + 1]))
        return (start, end) if end > start else (0, 0)

    def _hidden(self) -> NDArray[np.bool_]:
        hidden: NDArray[np.bool_] = self.hints[_HINTS.index("hidden")]
        return hidden


def _flags(blocks: Iterable[Block]) -> NDArray[np.bool_]:
    """Which hints each block has, hints by blocks. Blocks share their sets of hints."""
    rows: dict[frozenset[str], int] = {}
    of = [rows.setdefault(block.hints, len(rows)) for block in blocks]
    return np.array([[hint in hints for hint in _HINTS] for hints in rows], dtype=bool)[of].T


def _moved(values: NDArray[Any], steps: int) -> NDArray[np.float64]:
    """Values so many blocks further on; zeros come in."""
    moved = np.zeros(len(values))
    if abs(steps) < len(values):
        if steps > 0:
            moved[steps:] = values[:-steps]
        else:
            moved[:steps] = values[-steps:]
    return moved


#: A number for each tag that is asked for.
_TAG_NUMBERS: Mapping[str, int] = {tag: number for number, tag in enumerate(dict.fromkeys((*_TAGS, *_NEAR)))}


@cache
def fingerprint() -> str:
    """A hash of the code that makes features: weights fit the code they were trained with and no other."""
    digest = hashlib.sha256()
    for name in ("characters", "features", "page", "tree", "vocabulary"):
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
