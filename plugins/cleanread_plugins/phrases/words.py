"""Words of a text, as they are looked up in phrases: sets of words with what is asked of a text by them."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cached_property
from itertools import pairwise
from typing import Any

from cleanread.native import twin
from cleanread.words import ALIKE

_twin = twin("cleanread_plugins.phrases._words")

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
DIGIT = re.compile(r"\d")
#: Signs at the edges of words that say nothing.
SIGNS = ".,:;!?…·•|/\\()[]{}<>«»“”\"'*–—-"
NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_ALIKE = (
    *((chr(sign), chr(plain)) for sign, plain in ALIKE.items()),
    *((sign, " ") for sign in "“”„«»…"),
)
#: Punctuation that stands between the words of a cue.
_CUE_SIGNS = ',.:;!?()"'
CUE_PLAIN = dict(_ALIKE) | dict.fromkeys(_CUE_SIGNS, " ")
#: ASCII in lower case, with blanks for that.
_CUE_BYTES = bytes(range(128)).lower().translate(bytes.maketrans(_CUE_SIGNS.encode(), b" " * len(_CUE_SIGNS))) + bytes(128)
#: What may end a prefix, wherever it stands.
_MAY_END_PREFIX = re.compile(r"[:：|>»→\]】–—-]")  # a set alone is found faster
_PREFIX_MARK = re.compile(r"[:：|>»→\]】]|\s[-–—]\s")


def key(folded: str) -> str:
    """A folded line with its numbers as ``#``."""
    return _NUMBER.sub("#", folded) if DIGIT.search(folded) else folded


def cue_words(text: str) -> list[str]:
    """The words of a text, lower case, without the punctuation between them.

    >>> cue_words("By signing up, you agree to our terms (of use)")
    ['by', 'signing', 'up', 'you', 'agree', 'to', 'our', 'terms', 'of', 'use']
    """
    if text.isascii():
        return text.encode().translate(_CUE_BYTES).decode().split()
    for sign, plain in _ALIKE:
        text = text.replace(sign, plain)
    for sign in _CUE_SIGNS:
        if sign in text:
            text = text.replace(sign, " ")
    return text.lower().split()


def first_word(words: list[str]) -> str:
    """The first of some words; a number with the next, if there is one."""
    return " ".join(words[:2]) if words[:1] == ["#"] else "".join(words[:1])


def last_word(words: list[str]) -> str:
    """The last of some words; a number with the one before, if there is one."""
    return " ".join(words[-2:]) if words[-1:] == ["#"] else "".join(words[-1:])


def spaced_words(text: str) -> int:
    """Words with blanks between them; -1 for a text in a script that writes none."""
    if _twin is not None:
        words: int = _twin.spaced_words(text)
        return words
    return -1 if NO_SPACES.search(text) else len(text.split())


def may_open(text: str, most: int) -> bool:
    """Whether the first letters of a text, ``most`` of them, hold what may end a prefix."""
    if _twin is not None:
        found: bool = _twin.may_open(text, most)
        return found
    head = text[:most]
    return _MAY_END_PREFIX.search(head) is not None and _PREFIX_MARK.search(head) is not None


class Words:
    """A set of words that the words of a text are looked up in.

    Args:
        words: they.
        signs: what `strange` and `filled` take from the edges of words.
        plain: what `any_pair` reads letters as, none of them as one that is read as another; a blank for what stands
            between words.
        tags: what `look` counts for each of them.
    """

    def __init__(
        self,
        words: Set[str],
        signs: str = "",
        plain: dict[str, str] | None = None,
        tags: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.words = frozenset(words)
        self.signs = signs
        self.plain = plain or {}
        self.tags = tags or {}

    @cached_property
    def _openings(self) -> frozenset[str]:
        """The first word of each, where they are phrases of several."""
        return frozenset(phrase.partition(" ")[0] for phrase in self.words)

    def strange(self, text: str) -> bool:
        """Whether more than a third of a folded text's words are not in the set, bare of signs either, and hold no digit."""
        words = text.split(" ")
        unknown = [word for word in words if word not in self.words]
        if len(unknown) * 3 <= len(words):
            return False
        bare = [word for word in unknown if (stripped := word.strip(self.signs)) and stripped not in self.words]
        return len(bare) * 3 > len(words) and sum(not DIGIT.search(word) for word in bare) * 3 > len(words)

    def any_pair(self, text: str) -> bool:
        """Whether two neighbouring words of a text may be in the set, with a blank between them: False is certain."""
        for sign, letter in self.plain.items():
            if sign in text:
                text = text.replace(sign, letter)
        return not self.words.isdisjoint(map(" ".join, pairwise(text.lower().split())))

    def pairs(self, text: str) -> list[str]:
        """The pairs of neighbouring words of a text of ASCII that are in the set, with a blank between them."""
        for sign, letter in self.plain.items():
            text = text.replace(sign, letter)
        return [pair for pair in map(" ".join, pairwise(text.lower().split())) if pair in self.words]

    def at_edge(self, text: str) -> bool:
        """Whether one of these is in the set: a text's first word with the blank after it, its last with the blank before it,
        where a ``#`` goes with the word beside it; its first two letters; ``…`` with its last two.
        """
        words = text.split(" ")
        first, last = first_word(words) + " ", " " + last_word(words)
        inner = [edge for edge in (first, last) if len(edge) <= len(text)]
        return not self.words.isdisjoint((text[:2], "…" + text[-2:], *inner))

    def look(self, text: str) -> tuple[dict[str, int], int, int]:
        """How often the words of a text say each tag, how many of them are lower case, and how many there are."""
        words = text.split()
        said: dict[str, int] = {}
        for tags in filter(None, map(self.tags.get, words)):
            for tag in tags:
                said[tag] = said.get(tag, 0) + 1
        return said, sum(map(str.islower, words)), len(words)

    def shown(self, text: str) -> int:
        """How much of a text is in the set: 2 for two different words that are one in seven of all, 1 for less, 0 for nothing.

        Beyond 40 words, six will do.
        """
        words = text.split()
        found = len(self.words.intersection(words))
        return 2 if found >= 2 and found * 7 >= min(len(words), 40) else min(found, 1)

    def filled(self, text: str, longest: int, most: int) -> tuple[list[str], int] | None:
        """The phrases of the set that a text is one after the other, the longest first, and how many words are in none.

        None when there are more than a third of these, and for a text of one word or more than ``most``.
        Signs at the edges of words do not count.

        Args:
            text: it.
            longest: words of a phrase, at the most.
            most: words of a text, at the most.
        """
        words = [word for part in text.split() if (word := part.strip(self.signs))]
        if not 2 <= len(words) <= most:
            return None
        parts: list[str] = []
        at = strange = 0
        while at < len(words):
            lengths = range(min(longest, len(words) - at), 0, -1) if words[at] in self._openings else ()
            for length in lengths:
                part = " ".join(words[at : at + length])
                if part in self.words:
                    parts.append(part)
                    at += length
                    break
            else:
                strange, at = strange + 1, at + 1
                if strange > len(words) // 3:
                    return None
        return parts, strange


def words_in(words: Set[str], **others: Any) -> Any:
    """`Words`, or their compiled twin."""
    return (Words if _twin is None else _twin.Words)(words, **others)
