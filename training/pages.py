"""Labelled pages as features: reading them, and labelling blocks by the content that people marked."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleanread.document import Document
from cleanread.readers.html import cleanread_read
from cleanread.source import Source
from cleanread_plugins.main_content.features import Look, look, names, plain_names
from cleanread_plugins.main_content.kin import Kind, continued, kinds_of, may_go_on
from cleanread_plugins.main_content.parts import ENCLOSED, Parts, captions, enclosed, filled, parts_of, repeated
from cleanread_plugins.main_content.vocabulary import Vocabulary

WORD = re.compile(r"\w+")
#: Words from which a text is long enough to be found in the content without doubt.
LONG = 8
#: One of so many pages is trained on as if in a language of which few words are known, and what is left then of what they say.
FOREIGN, KNOWN = 6, 0.1
#: The features that ask what words mean.
OF_LANGUAGE = frozenset(
    ("function words", "short text", "heading above", "lowest word of heading above", "words of text", "first word of text")
)
Floats = NDArray[np.float64]


@dataclass
class Page:
    """One labelled page.

    Attributes:
        look: its blocks as features; None for a page without blocks.
        labels: how much of each block is content, 0-1.
        weights: how much each block counts in training.
        counts: words of each block, as the benchmark counts them.
        words: those words, numbered.
        truth: how often the content has each of the words; further words of the content are left over.
        parts: what its blocks are to each other.
        kinds: of paragraphs, as `kin` tells.
        texts: whether each block has text.
    """

    id: str
    domain: str
    kind: str
    look: Look | None
    labels: Floats
    weights: Floats
    counts: Floats
    words: list[NDArray[np.int64]] = field(repr=False)
    truth: NDArray[np.int64] = field(repr=False)
    parts: Parts = field(repr=False)
    kinds: list[Kind | None] = field(repr=False)
    texts: list[bool] = field(repr=False)
    size: int = 0

    def fold(self, folds: int, salt: str = "") -> int:
        """A fold that all pages of one domain share."""
        return zlib.crc32((self.domain + salt).encode()) % folds

    def kept(self, odds: Floats) -> NDArray[np.bool_]:
        """The blocks that the plugin keeps, of log-odds relative to the page's limit."""
        told = [own if text else None for own, text in zip(odds.tolist(), self.texts, strict=True)]
        further = continued(told, self.parts.words, self.kinds) if may_go_on(told, self.parts.words) else set()
        for index in further:
            told[index] = ENCLOSED
        inner, copies = enclosed(told, self.parts, further), repeated(told, self.parts)
        told = [ENCLOSED if index in inner else -ENCLOSED if index in copies else own for index, own in enumerate(told)]
        every = filled(told, self.parts)
        kept = np.array(every) > 0
        kept[list(captions(every, self.parts))] = True
        return kept

    def f1(self, kept: NDArray[np.bool_]) -> float:
        """F1 of the words of the kept blocks as a bag; two empty bags are alike."""
        indices = np.flatnonzero(kept & (self.counts > 0))
        found = np.zeros(len(self.truth), dtype=np.int64)
        for index in indices:
            found += np.bincount(self.words[index], minlength=len(self.truth))
        if not self.size:
            return float(not len(indices))
        right = int(np.minimum(found, self.truth).sum())
        return 2 * right / (int(self.counts[indices].sum()) + self.size) if right else 0.0


def read_pages(path: Path) -> Iterator[Page]:
    """The pages of a Parquet file."""
    import pyarrow.parquet

    for row in pyarrow.parquet.read_table(path).to_pylist():
        document = cleanread_read(Source.of(row["html"], row["url"], "text/html"))
        assert document is not None
        yield page_of(row, document)


def page_of(row: dict[str, Any], document: Document) -> Page:
    """One row of the file, read and labelled."""
    words = [WORD.findall(block.text.lower()) for block in document.blocks]
    content = WORD.findall(row["main_content"].lower())
    numbers = {word: number for number, word in enumerate(dict.fromkeys(word for text in words for word in text))}
    truth = np.zeros(len(numbers), dtype=np.int64)
    for word, often in Counter(content).items():
        if word in numbers:
            truth[numbers[word]] = often
    return Page(
        id=row["id"],
        domain=domain_of(row["url"]),
        kind=row["page_type"],
        look=look(document) if document.blocks else None,
        labels=label(words, content),
        weights=np.array([min(len(text) / max(20, len(content)), 1.0) ** 0.7 for text in words]),
        counts=np.array([len(text) for text in words], dtype=np.float64),
        words=[np.array([numbers[word] for word in text], dtype=np.int64) for text in words],
        truth=truth,
        parts=parts_of(document),
        kinds=kinds_of(document),
        texts=[bool(block.text) for block in document.blocks],
        size=len(content),
    )


def plain_of(page: Page) -> NDArray[np.float32]:
    """Features without the vocabulary, blocks by features; some pages are trained on without their address."""
    assert page.look is not None
    plain = page.look.plain.T.copy()
    if zlib.crc32(f"address {page.id}".encode()) % 8 == 0:
        plain[:, [index for index, name in enumerate(plain_names()) if name.startswith("address ")]] = -1.0
    return plain


def features_of(page: Page, known: Vocabulary) -> NDArray[np.float32]:
    """All features, blocks by features; some pages are trained on as if few of their words were known.

    Most labelled pages are English: of a text in another language the words say little, and that must not count against it.
    """
    assert page.look is not None
    rows = np.hstack([plain_of(page), known.columns(page.look.keys).T])
    if zlib.crc32(f"language {page.id}".encode()) % FOREIGN == 0:
        rows[:, [index for index, name in enumerate(names()) if name in OF_LANGUAGE]] *= KNOWN
    return rows


def domain_of(url: str) -> str:
    """The registered domain, near enough: two labels, or three where the second last is short (``co.uk``)."""
    labels = urlsplit(url).netloc.lower().partition(":")[0].split(".")
    return ".".join(labels[-2:] if len(labels) < 3 or len(labels[-2]) > 3 else labels[-3:])


def label(blocks: list[list[str]], content: list[str]) -> Floats:
    """How much of each block is content, 0-1. Each word of the content is accounted for once."""
    whole = f" {' '.join(content)} "
    shingles = set(zip(content, content[1:], content[2:], content[3:], strict=False))
    share = np.array([_share(words, whole, shingles) for words in blocks])
    left, labels = Counter(content), np.zeros(len(blocks))
    certain = []
    for index in sorted(range(len(blocks)), key=lambda index: (-min(len(blocks[index]), LONG), index)):
        words = blocks[index]
        if len(words) < LONG or share[index] < 0.5:
            continue
        counts = Counter(words)
        found = sum((counts & left).values())
        labels[index] = share[index] * found / len(words) if found * 2 >= len(words) else 0.1
        if labels[index] > 0.5:
            left -= counts
            certain.append(index)
    near = np.array(certain)
    short = [index for index, words in enumerate(blocks) if 0 < len(words) < LONG and share[index] >= 0.99]
    for index in sorted(short, key=lambda index: (int(np.abs(near - index).min()) if len(near) else 0, index)):
        counts = Counter(blocks[index])
        if sum((counts & left).values()) >= 0.99 * len(blocks[index]):
            labels[index] = 1.0
            left -= counts
    return labels


def _share(words: list[str], whole: str, shingles: set[tuple[str, ...]]) -> float:
    """How much of a text stands in the content: all of it, or a share of its runs of four words."""
    if not words:
        return 0.0
    if f" {' '.join(words)} " in whole:
        return 1.0
    runs = list(zip(words, words[1:], words[2:], words[3:], strict=False))
    return sum(run in shingles for run in runs) / len(runs) if runs else 0.0
