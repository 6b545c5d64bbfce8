"""What words say, in class and id attributes and in texts: log-odds of being content, learnt from labelled pages.

``div class="related-posts"`` speaks against all that is within it, a heading "Leave a comment" against what follows, "Read
more" against itself. The scores are of English pages for the most part; a word that is not known says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from .tree import LONGEST, Floats, Integers, names_of, parts_of

_twin = twin("cleanread_plugins.main_content._vocabulary")
_words = twin("cleanread_plugins.main_content._words")

#: Words of many languages that make sentences, and are rare in menus.
FUNCTIONS: dict[str, int] = dict.fromkeys(
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
#: Kinds of words, the first character of a word's entry in the table.
NAME, TEXT, HEADING, WORD = "n", "t", "h", "w"
#: Words up to which a text is looked up whole.
SHORT = 5
#: Words of a heading, and of any text when scores are learnt, that are looked up.
HEADING_WORDS, TEXT_WORDS = 8, 40
#: Levels whose names have columns of their own.
_OWN_LEVELS = 5
_NEAR = 4
#: Outermost elements: ``html``, ``body`` and what they hold first.
_OUTERMOST = 3
#: The column that says the same of all blocks.
_PAGE = _OWN_LEVELS + 5
_EDGES = " .:|»›→•·-–[]()!…\n\t"

#: Of an element's names the mean, the lowest (0 at the most) and the highest (0 at the least) score, and all scores.
_Told = tuple[float, float, float, tuple[float, ...]]

COLUMNS = (
    *(f"names {level}" for level in range(_OWN_LEVELS)),
    "names of all around",
    "lowest name around",
    "highest name around",
    "lowest name near",
    "highest name near",
    "names of the page",
    "short text",
    "heading above",
    "lowest word of heading above",
    "words of text",
    "first word of text",
)
#: Names of elements whose scores are kept from page to page.
_KNOWN = 50_000


@dataclass(frozen=True)
class Keys:
    """What is looked up for a page.

    Attributes:
        names: what elements are called: values of naming attributes, each once.
        called: for each element which of the names.
        around: for each block its element and those around it, levels by blocks.
        short: each block's text, when it is short; else an empty string.
        heading: for each block the last heading before it or itself, -1 for none.
        words: the words of all texts in small letters.
        starts: where each block's words start, and last where they end.
    """

    names: list[str]
    called: Integers
    around: Integers
    short: Sequence[str]
    heading: Integers
    words: Sequence[str]
    starts: Integers

    def of_heading(self, heading: int) -> Sequence[str]:
        """The words of a heading."""
        return self.words[self.starts[heading] : self.starts[heading + 1]][:HEADING_WORDS]


def table(scores: dict[str, float]) -> Any:
    """Words with their scores for compiled twins; only where there are any."""
    return _words.Table(scores) if _words is not None else None


def shortened(texts: list[str], words: NDArray[np.float32]) -> Sequence[str]:
    """Texts of a few words in small letters, bare of punctuation around them."""
    if _twin is not None:
        short: Sequence[str] = _twin.shortened(texts, words, SHORT, _EDGES)
        return short
    return [text.lower().strip(_EDGES) if few else "" for text, few in zip(texts, (words <= SHORT).tolist(), strict=True)]


class Vocabulary:
    """Words with their scores.

    Args:
        scores: log-odds by kind and word, such as ``"nrelated"`` for the name "related".
    """

    def __init__(self, scores: Mapping[str, float]) -> None:
        kinds: dict[str, dict[str, float]] = {kind: {} for kind in (NAME, TEXT, HEADING, WORD)}
        for word, score in scores.items():
            kinds[word[0]][word[1:]] = score
        self._names, self._texts, self._headings, self._words = kinds.values()
        self._known: dict[str, _Told] = {}
        self._tables = [table(words) for words in kinds.values()]

    def columns(self, keys: Keys) -> Floats:
        """Scores of each block, in the order of `COLUMNS`: columns by blocks."""
        columns = np.empty((len(COLUMNS), len(keys.short)), dtype=np.float32)
        self.write(keys, columns)
        return columns

    def write(self, keys: Keys, columns: Floats) -> None:
        """Write them to an array."""
        size = len(keys.short)
        names, texts = columns[:_PAGE], columns[_PAGE + 1 :]
        if _twin is None or size == 1:  # the levels around one block only are a row, which numpy adds in another order
            names[:] = self._of_names(keys)
        else:
            _twin.of_names(keys.names, self._tables[0], parts_of, keys.called, keys.around, _OWN_LEVELS, _NEAR, names)
        columns[_PAGE] = self._of_page(keys)
        if _twin is None:
            texts[:] = self._of_texts(keys)
        else:
            _twin.of_texts(*self._tables[1:], keys.short, keys.heading, keys.words, keys.starts, HEADING_WORDS, texts)

    def _of_names(self, keys: Keys) -> NDArray[np.float64]:
        scores = np.array([*[self._score(names)[:3] for names in keys.names], (0.0, 0.0, 0.0)], dtype=np.float32)
        named = np.array([*map(bool, keys.names), False])
        called = np.append(keys.called, -1)[keys.around]
        mean, low, high = scores.T[:, called]
        return np.vstack(
            [
                mean[:_OWN_LEVELS],
                mean.sum(axis=0) / np.maximum(named[called].sum(axis=0), 1),
                low.min(axis=0),
                high.max(axis=0),
                low[:_NEAR].min(axis=0),
                high[:_NEAR].max(axis=0),
            ]
        )

    def _of_page(self, keys: Keys) -> float:
        """Mean score of all names of the outermost elements."""
        scores = [score for number in keys.called[:_OUTERMOST].tolist() for score in self._score(keys.names[number])[3]]
        return sum(scores) / len(scores) if scores else 0.0

    def _score(self, names: str) -> _Told:
        """What the names of an element say."""
        if _twin is not None:
            told: _Told = _twin.told_by(names, self._tables[0], parts_of)
            return told
        names = names[:LONGEST]  # what is kept of a page is bounded
        known = self._known.get(names)
        if known is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            known = self._known[names] = self._told_by(names)
        return known

    def _told_by(self, names: str) -> _Told:
        scores = tuple([self._names.get(name, 0.0) for name in names_of(names)])
        mean = list(accumulate(scores))[-1] / len(scores) if scores else 0.0  # `sum` adds otherwise from Python 3.12 on
        return mean, min([*scores, 0.0]), max([*scores, 0.0]), scores

    def _of_texts(self, keys: Keys) -> NDArray[np.float64]:
        size = len(keys.short)
        short = np.fromiter(map(self._texts.get, keys.short, repeat(0.0)), dtype=np.float32, count=size)
        means, lowest = np.zeros(size + 1, dtype=np.float32), np.zeros(size + 1, dtype=np.float32)
        for heading in set(keys.heading.tolist()) - {-1}:
            scores = [self._headings.get(word, 0.0) for word in keys.of_heading(heading)]
            if scores:
                means[heading], lowest[heading] = sum(scores) / len(scores), min(scores)
        words = np.zeros(len(keys.words) + 1, dtype=np.float64)
        words[1:] = np.fromiter(map(self._words.get, keys.words, repeat(0.0)), dtype=np.float64, count=len(keys.words))
        sums = np.cumsum(words)
        count = np.diff(keys.starts)
        mean = (sums[keys.starts[1:]] - sums[keys.starts[:-1]]) / np.maximum(count, 1)
        first = np.where(count > 0, words[np.minimum(keys.starts[:-1] + 1, len(words) - 1)], 0.0)
        return np.vstack([short, means[keys.heading], lowest[keys.heading], mean, first])
