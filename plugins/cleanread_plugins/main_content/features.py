"""What a block of a page shows, as numbers: its text, its place in the tree, its neighbours, its page.

One record for each element that holds a block, made once and shared by the blocks within; one row of plain numbers
for each block; everything that compares blocks with each other is numpy over all of them.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread import Block, Document, Role

Matrix = NDArray[np.float32]

_SPLIT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_DIGIT = re.compile(r"\d")
_STOP = re.compile(r"[.!?。！？।]")
_HINTS = (
    "nav",
    "footer",
    "header",
    "aside",
    "form",
    "main",
    "article",
    "hidden",
    "dialog",
    "navigation",
    "banner",
    "contentinfo",
    "search",
)
_ROLES = tuple(Role)
_FUNCTION_WORDS = frozenset(
    (
        "the of and to in a is that for it as was with be by on not he his but at are this have from or had an "
        "they which one you were her all she there would their we him been has when who will more no if out so "
        "said what up its about into than them can only other new some could time de la le les des et en un une du "
        "que est pour dans qui par sur au el los las y se del con una por der die und das den von zu mit sich auf "
        "für ist im dem nicht ein eine di il per non si che sono è på och att det som en av är i и в на не что с "
        "по как của và là những được trong không "
    ).split()
)
#: Levels of ancestors that are looked at for repeated siblings.
_LEVELS = 6
_HOSTILE_DEPTH = 300


class Node:
    """An element with a block in it: what it is called, where it is, how often its like stands beside it."""

    __slots__ = ("children", "depth", "names", "parent", "score", "signature", "tag", "worst")

    def __init__(self, parent: Node | None, element: Any, score: Callable[[str], float]) -> None:
        tag = element.tag
        self.parent = parent
        self.tag = tag if isinstance(tag, str) else ""
        self.depth: int = parent.depth + 1 if parent is not None else 0
        get = element.get
        classes = get("class") or ""
        others = f"{get('id') or ''} {get('itemprop') or ''} {get('role') or ''} {get('data-testid') or ''}"
        self.names, alike = _described(classes, others)
        scores = [score(name) for name in self.names]
        self.score = sum(scores) / len(scores) if scores else 0.0
        lowest = min(scores) if scores else 0.0
        self.worst: float = min(parent.worst, lowest) if parent is not None else lowest
        self.children: Counter[tuple[str, str]] = Counter()
        self.signature = (self.tag, alike)
        if parent is not None:
            parent.children[self.signature] += 1


@lru_cache(maxsize=20_000)
def _described(classes: str, others: str) -> tuple[tuple[str, ...], str]:
    """The names in an element's attributes, and what elements like it have in common."""
    text = f"{classes} {others}"[:300]
    # a number in a class is mostly this one element's: the like of it has another
    alike = " ".join(sorted(name for name in classes[:200].split() if not _DIGIT.search(name)))
    return (names_of(text) if len(text) > 4 else ()), alike


def names_of(text: str) -> tuple[str, ...]:
    """The names in class and id attributes, and the words that they are made of.

    >>> names_of("post-content relatedPosts main")
    ('post-content', 'relatedposts', 'main', 'post', 'content', 'related', 'posts')
    """
    whole = [name.lower() for name in text.split() if len(name) > 1]
    return tuple(dict.fromkeys((*whole, *(part.lower() for part in _SPLIT.split(text) if len(part) > 1))))[:24]


def nodes_of(document: Document, score: Callable[[str], float]) -> list[Node | None]:
    """The node of each block's element, made with those around it."""
    known: dict[Any, Node] = {}
    result: list[Node | None] = []
    for block in document.blocks:
        chain: list[Any] = []
        element = block.element
        while element is not None and element not in known and len(chain) < _HOSTILE_DEPTH:
            chain.append(element)
            element = element.getparent()
        node = known.get(element) if element is not None else None
        for element in reversed(chain):
            node = known[element] = Node(node, element, score)
        result.append(node)
    return result


NAMES = (
    *(f"role {role}" for role in _ROLES), *(f"in {hint}" for hint in _HINTS), "level", "words (log)",
    "letters a word", "link share", "stops a word", "commas a word", "digits", "capitals", "ends with a stop",
    "function words", "unlinked words (log)", "first letter is small", "links", "bar or arrow", "copyright",
    "is a question", "title words", "structured data", "same text before", "depth", "own names", "parent's names",
    "grandparent's names", "names of all around", "lowest name around",
    *(f"siblings alike {level}" for level in range(_LEVELS)), "siblings alike at most", "parent is li", "parent is a",
    "parent is td", "parent is button", "parent is label", "tag p", "tag div", "tag span", "tag li", "tag a",
    "tag td", "place", "words before", "after heading", "blocks since heading", "distance to best",
    "same parent as best", "shared depth with best", "in best run", "distance to best run", "words of best run",
    "alike on page", "words of those alike", "links of those alike", "share of those alike", "run's share of page",
    "words of blocks before", "words of blocks after", "link share before", "link share after", "is prose before",
    "is prose after", "word share", "page blocks", "page words", "page link share", "page prose", "page has article",
    "page has main", "page structured", "page list items", "page headings", "page figures", "page quotes and code",
    "page best share", "page h1 place", "before h1", "page median words",
)  # fmt: skip


def features(document: Document, score: Callable[[str], float]) -> Matrix:
    """One row for each block, in the order of `NAMES`."""
    nodes = nodes_of(document, score)
    title = frozenset(re.findall(r"\w+", (document.metadata.title or "").lower()))
    body = structured_words(document)
    seen: Counter[str] = Counter()
    rows = [_row(block, node, title, body, seen) for block, node in zip(document.blocks, nodes, strict=True)]
    own = np.array(rows, dtype=np.float32).reshape(len(rows), _OWN)
    return np.hstack([own, _relations(document, nodes, own)]).astype(np.float32)


def _row(block: Block, node: Node | None, title: frozenset[str], body: frozenset[str], seen: Counter[str]) -> list[float]:
    text = block.text
    count = block.words
    length = len(text)
    words = text[:1000].lower().split()
    some = max(1, min(len(words), 60))
    linked = block.link_share
    share = max(1, count)
    row = [1.0 if block.role is role else 0.0 for role in _ROLES]
    row += [1.0 if hint in block.hints else 0.0 for hint in _HINTS]
    last = text[-1:]
    before = seen[text]
    seen[text] += 1
    row += [
        block.level,
        math.log1p(count),
        length / share,
        linked,
        len(_STOP.findall(text)) / share,
        text.count(",") / share,
        sum(map(str.isdigit, text[:200])) / max(1, min(length, 200)),
        sum(map(str.isupper, text[:200])) / max(1, min(length, 200)),
        1.0 if last in '.!?…。！？”"' and length > 1 else 0.0,
        sum(word in _FUNCTION_WORDS for word in words[:60]) / some,
        math.log1p(count * (1 - linked)),
        1.0 if text[:1].islower() else 0.0,
        float(len(block.inline)),
        1.0 if "|" in text or "»" in text or "›" in text or "→" in text else 0.0,
        1.0 if "©" in text or "(c)" in text else 0.0,
        1.0 if last in "?？" and length > 1 else 0.0,
        len(title.intersection(words)) / max(1, len(title)) if count < 40 else 0.0,
        sum(word in body for word in words[:60]) / some if body else -1.0,
        float(min(before, 5)),
    ]
    return row + _places(node)


def _places(node: Node | None) -> list[float]:
    """What the tree around a block says."""
    if node is None:
        return [0.0] * _TREE
    around: list[Node] = []
    parent: Node | None = node
    while parent is not None and len(around) < 12:
        around.append(parent)
        parent = parent.parent
    alike = [float(one.parent.children[one.signature]) if one.parent is not None else 1.0 for one in around[:_LEVELS]]
    alike += [1.0] * (_LEVELS - len(alike))
    tags = {one.tag for one in around[:4]}
    named = [one.score for one in around if one.names]
    return [
        float(min(node.depth, 40)),
        node.score,
        around[1].score if len(around) > 1 else 0.0,
        around[2].score if len(around) > 2 else 0.0,
        sum(named) / len(named) if named else 0.0,
        node.worst,
        *alike,
        max(alike),
        *(1.0 if tag in tags else 0.0 for tag in ("li", "a", "td", "button", "label")),
        *(1.0 if node.tag == tag else 0.0 for tag in ("p", "div", "span", "li", "a", "td")),
    ]


_TREE = 6 + _LEVELS + 1 + 5 + 6
_OWN = len(_ROLES) + len(_HINTS) + 19 + _TREE


def _relations(document: Document, nodes: list[Node | None], own: Matrix) -> Matrix:
    """Blocks against each other and against their page."""
    size = len(nodes)
    if not size:
        return np.zeros((0, len(NAMES) - _OWN), dtype=np.float32)
    column = {name: index for index, name in enumerate(NAMES)}
    words = np.array([block.words for block in document.blocks], dtype=np.float64)
    links = own[:, column["link share"]].astype(np.float64)
    plain = words * (1 - links)
    prose = (words >= 12) & (links < 0.4) & (own[:, column["ends with a stop"]] > 0)
    total = max(1.0, words.sum())
    index = np.arange(size)
    best = int(np.argmax(np.where(own[:, column["in hidden"]] > 0, 0, np.minimum(plain, 200) + np.where(prose, 20, 0))))
    start, end = best_run(plain, prose)
    heading = own[:, column["role heading"]] > 0
    since = index - np.maximum.accumulate(np.where(heading, index, -1))
    distance, shared, same = _to_best(nodes, best)
    h1 = next((block.index for block in document.blocks if block.role is Role.HEADING and block.level == 1), -1)

    def near(values: NDArray[np.float64], step: int) -> NDArray[np.float64]:
        moved = np.roll(values, step)
        if step > 0:
            moved[:step] = 0
        else:
            moved[step:] = 0
        return moved

    alike, alike_words, alike_links = _alike(nodes, words, links)
    run = float(words[start:end].sum())
    hints = {hint for block in document.blocks for hint in block.hints & {"article", "main"}}
    page = [
        math.log1p(size),
        math.log1p(total),
        float((words * links).sum() / total),
        float((words * prose).sum() / total),
        float("article" in hints),
        float("main" in hints),
        float(own[:, column["structured data"]].max()),
        float(own[:, column["role list-item"]].mean()),
        float(heading.mean()),
        float(own[:, column["role figure"]].mean()),
        float((own[:, column["role quote"]] + own[:, column["role code"]]).mean()),
        run / total,
        h1 / size if h1 >= 0 else -1.0,
    ]
    columns = [
        index / size,
        (np.cumsum(words) - words) / total,
        (np.maximum.accumulate(np.where(heading, index, -1)) >= 0).astype(float),
        np.minimum(since, 30),
        distance,
        same,
        shared,
        ((index >= start) & (index < end)).astype(float),
        np.where(index < start, start - index, np.where(index >= end, index - end + 1, 0)) / max(10.0, size / 4),
        np.full(size, math.log1p(run)),
        np.log1p(alike),
        np.log1p(alike_words),
        alike_links,
        alike * alike_words / total,
        np.full(size, run / total),
        np.log1p(near(words, 1) + near(words, 2) / 2),
        np.log1p(near(words, -1) + near(words, -2) / 2),
        near(links, 1),
        near(links, -1),
        near(prose.astype(float), 1) + near(prose.astype(float), 2),
        near(prose.astype(float), -1) + near(prose.astype(float), -2),
        words / total,
        *(np.full(size, value) for value in page),
        (index < h1).astype(float) if h1 >= 0 else np.full(size, -1.0),
        np.full(size, math.log1p(float(np.median(words)))),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def best_run(plain: NDArray[np.float64], prose: NDArray[np.bool_]) -> tuple[int, int]:
    """The run of blocks with most unlinked words, each block costing eight (Kadane's maximum subarray)."""
    gain = np.minimum(plain, 150) - 8 + np.where(prose, 4, 0)
    sums = np.concatenate([[0.0], np.cumsum(gain)])
    lowest = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - lowest))
    start = int(np.argmin(sums[: end + 1]))
    return (start, end) if end > start else (0, 0)


def _to_best(nodes: list[Node | None], best: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """For each block: steps through the tree to the best block, depth of what both stand in, whether the parent is the same."""
    target = nodes[best]
    above: dict[int, int] = {}
    node, up = target, 0
    while node is not None:
        above[id(node)] = up
        node, up = node.parent, up + 1
    known: dict[int, tuple[int, int]] = {}
    result = np.zeros((3, len(nodes)))
    for index, start in enumerate(nodes):
        node, steps = start, 0
        while node is not None and id(node) not in above:
            node, steps = node.parent, steps + 1
        if node is None or start is None or target is None:
            result[:, index] = (40, 0, 0)
            continue
        known[id(start)] = (steps, above[id(node)])
        result[:, index] = (
            min(40, steps + above[id(node)]),
            node.depth / max(1, target.depth),
            1.0 if start.parent is not None and start.parent is target.parent else 0.0,
        )
    return result[0], result[1], result[2]


def _alike(
    nodes: list[Node | None], words: NDArray[np.float64], links: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Of the blocks of the page in elements like this one's, within elements alike: how many, their mean words and links."""
    groups: dict[object, int] = {}
    keys = [
        groups.setdefault((node.signature, node.parent.signature if node.parent is not None else None), len(groups))
        if node is not None
        else groups.setdefault(None, len(groups))
        for node in nodes
    ]
    group = np.array(keys)
    count = np.bincount(group).astype(np.float64)
    mean_words = np.bincount(group, weights=words) / count
    mean_links = np.bincount(group, weights=links) / count
    return count[group], mean_words[group], mean_links[group]


def structured_words(document: Document) -> frozenset[str]:
    """The words of an ``articleBody`` that the page gives as structured data; empty when it gives none."""
    root = document.root
    if root is None:
        return frozenset()
    found: list[str] = []
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("type") == "application/ld+json" and "articleBody" in text and len(text) < 2_000_000:
            match = re.search(r'"articleBody"\s*:\s*"((?:[^"\\]|\\.)*)"', text)
            if match and len(match[1]) > 200:
                found.append(match[1])
    return frozenset(word for text in found for word in text.lower().split())


def fingerprint() -> str:
    """A hash of this module's code: weights fit the code they were trained with and no other."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
