"""Labelled texts as features of lines: whole pages, parts of them, and both in disguise.

The pages are mostly English and whole. So that the model learns neither, each page is seen a second time: cut to its
content with some of what surrounds it, or with its clutter thinned out, as texts that come from extractors are; and its
letters may be replaced by those of a script without capitals, or its words by ideographs without spaces.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleanread_plugins.line_model.characters import count
from cleanread_plugins.line_model.features import describe
from cleanread_plugins.line_model.vocabulary import Terms, terms_of

KEEP, DROP, IGNORE = 1, 0, -1
_LABELS = {"keep": KEEP, "drop": DROP, "ignore": IGNORE}
_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"[^\W\d]+|\s+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Letters of a script that has no capitals (Georgian) in place of the Latin ones.
_UNCASED = str.maketrans({letter: chr(0x10D0 + at % 26) for at, letter in enumerate(_LETTERS + _LETTERS.upper())})
_WIDE = str.maketrans(".?!:,()", "。？！：，（）")
#: Sorts of a page's second appearance, and how often each is chosen.
_SORTS = ("cut", "thin", "cut", "thin", "whole")
_DISGUISES = ("none", "uncased", "ideographs")


@dataclass
class Text:
    """One labelled text.

    Attributes:
        id: of the page that it comes from.
        domain: the registered domain, or the id where it is not known.
        kind: the type of page.
        sort: how it was made of the page.
        values: features by lines.
        terms: what is looked up in a vocabulary.
        labels: `KEEP`, `DROP` or `IGNORE` for each line.
        words: words of each line.
        size: words of each line, as the features count them.
        weights: how much each line counts in training: (its words / the content's words)^0.7.
        content: the content's words.
    """

    id: str
    domain: str
    kind: str
    sort: str
    values: NDArray[np.float32]
    terms: Terms
    labels: NDArray[np.int64]
    words: NDArray[np.float64]
    size: NDArray[np.float64]
    weights: NDArray[np.float64]
    content: float

    def fold(self, folds: int, salt: str = "") -> int:
        """A fold that all texts of one domain share."""
        return zlib.crc32((salt + self.domain).encode()) % folds


def read_texts(path: Path, domains: Mapping[str, str]) -> Iterator[tuple[Text, Text]]:
    """Each page of a JSON Lines file as it is, and its second appearance.

    Args:
        path: lines of ``{"id", "type", "lines", "labels"}``.
        domains: the registered domain of each id, where it is known.
    """
    with path.open(encoding="utf-8") as file:
        for row in file:
            page = json.loads(row)
            lines = [(line.strip(), _LABELS[label]) for line, label in zip(page["lines"], page["labels"], strict=True)]
            lines = [(line, label) for line, label in lines if line]
            about = (page["id"], domains.get(page["id"], page["id"]), page["type"])
            yield _text(*about, "page", lines), _again(*about, lines)


def _text(id: str, domain: str, kind: str, sort: str, lines: list[tuple[str, int]]) -> Text:
    counts = count([line for line, _ in lines])
    size = counts.size
    labels = np.array([label for _, label in lines], dtype=np.int64)
    words = np.array([len(_WORD.findall(line)) for line, _ in lines], dtype=np.float64)
    if sort.endswith("ideographs"):
        words = size
    content = max(20.0, float(words[labels == KEEP].sum()))
    weights = np.minimum(words / content, 1.0) ** 0.7 * (labels != IGNORE)
    return Text(id, domain, kind, sort, describe(counts), terms_of(counts), labels, words, size, weights, content)


def _again(id: str, domain: str, kind: str, lines: list[tuple[str, int]]) -> Text:
    """A page's second appearance, chosen by its id."""
    chosen = zlib.crc32(f"{id}aug".encode())
    sort, disguise = _SORTS[chosen % len(_SORTS)], _DISGUISES[(chosen >> 8) % len(_DISGUISES)]
    some = part(sort, [label for _, label in lines], random.Random(f"{id}{sort}"))
    disguised = [(disguised_line(lines[at][0], disguise), lines[at][1]) for at in some]
    return _text(id, domain, kind, f"{sort}, {disguise}", [(line, label) for line, label in disguised if line])


def part(sort: str, labels: list[int], chance: random.Random) -> list[int]:
    """The lines that are left of a page: around its content, or with fewer runs of clutter."""
    kept = [at for at, label in enumerate(labels) if label == KEEP]
    if sort == "whole" or not kept:
        return list(range(len(labels)))
    if sort == "cut":
        start = max(0, kept[0] - int(chance.expovariate(1 / 12)))
        return list(range(start, min(len(labels), kept[-1] + 1 + int(chance.expovariate(1 / 20)))))
    share = chance.choice([0.0, 0.15, 0.4])
    left: list[int] = []
    at = 0
    while at < len(labels):
        end = at + 1
        while labels[at] == DROP and end < len(labels) and labels[end] == DROP:
            end += 1
        if labels[at] == KEEP or (labels[at] == IGNORE and chance.random() < 0.5):
            left.append(at)
        elif labels[at] == DROP and chance.random() < share:
            count = min(end - at, 1 + int(chance.expovariate(1 / 6)))
            start = at + chance.randrange(end - at - count + 1)
            left += range(start, start + count)
        at = end
    return left


def disguised_line(line: str, disguise: str) -> str:
    """A line in letters without capitals, or in ideographs without spaces: the same word always as the same ones."""
    if disguise == "none":
        return line
    if disguise == "uncased":
        return line.translate(_UNCASED)
    return _PIECE.sub(_ideographs, line).translate(_WIDE)


def _ideographs(match: re.Match[str]) -> str:
    word = match[0]
    if word.isspace():
        return ""
    number, count = zlib.crc32(word.lower().encode()), 1 if len(word) <= 3 else 2 if len(word) <= 7 else 3
    among = 300 if count == 1 else 6000  # short words are few, and frequent
    return "".join(chr(0x4E00 + (number >> (7 * at)) % among) for at in range(count))
