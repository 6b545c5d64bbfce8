"""Labelled pages as rows of features: reading them, and labelling blocks by the content that people marked."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleanread.document import Document
from cleanread.readers.html import cleanread_read
from cleanread.source import Source
from cleanread_plugins.main_content.features import features, nodes_of

WORD = re.compile(r"\w+")
#: Words from which a text is long enough to be found in the content without doubt.
LONG = 8


@dataclass
class Page:
    """One labelled page: its blocks as rows, their labels and weights, the names around them."""

    id: str
    domain: str
    kind: str
    rows: NDArray[np.float32]
    labels: NDArray[np.float64]
    weights: NDArray[np.float64]
    words: list[list[str]]
    names: list[list[tuple[str, ...]]]
    truth: Counter[str]

    @property
    def counts(self) -> NDArray[np.float64]:
        """Words of each block."""
        return np.array([len(words) for words in self.words], dtype=np.float64)

    def fold(self, folds: int, salt: str = "") -> int:
        """A fold that all pages of one domain share."""
        return zlib.crc32((self.domain + salt).encode()) % folds


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
    size = max(20, len(content))
    nodes = nodes_of(document, lambda name: 0.0)
    return Page(
        id=row["id"],
        domain=domain_of(row["url"]),
        kind=row["page_type"],
        rows=features(document, lambda name: 0.0),
        labels=label(words, content),
        weights=np.array([min(len(text) / size, 1.0) ** 0.7 for text in words]),
        words=words,
        names=[[above.names for above in _upwards(node)] for node in nodes],
        truth=Counter(content),
    )


def _upwards(node: Any) -> Iterator[Any]:
    for _ in range(12):
        if node is None:
            return
        yield node
        node = node.parent


def domain_of(url: str) -> str:
    """The registered domain, near enough: two labels, or three where the second last is short (``co.uk``)."""
    labels = urlsplit(url).netloc.lower().partition(":")[0].split(".")
    return ".".join(labels[-2:] if len(labels) < 3 or len(labels[-2]) > 3 else labels[-3:])


def label(blocks: list[list[str]], content: list[str]) -> NDArray[np.float64]:
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


def f1(predicted: Counter[str], truth: Counter[str]) -> float:
    """F1 of two bags of words; two empty ones are alike."""
    if not truth:
        return float(not predicted)
    right = sum((predicted & truth).values())
    return 2 * right / (sum(predicted.values()) + sum(truth.values())) if right else 0.0
