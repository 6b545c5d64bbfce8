"""How a line is compared with the phrases: exactly, with holes, as several phrases in a row, by its cues."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass, field

from cleanread.document import ALIKE, fold

__all__ = ["ALIKE", "NO_SPACES", "WORD", "Lexicon", "key"]

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_EDGE_COUNTERS = re.compile(r"^#\s+|\s*\(?#$")
_SIGNS = ".,:;!?…·•|/\\()[]{}<>«»“”\"'*–—-"
WORD = re.compile(r"\w+(?:['’.-]\w+)*")
NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_CAMEL = re.compile(r"(?<=[a-z!?.)])(?=[A-Z])")
#: Letters that a hole of a template stands for, at the least and at the most.
_HOLE = (2, 70)
#: Longest phrase, in words, that is looked for inside a line made of several phrases.
_LONGEST = 6


def key(folded: str) -> str:
    """A folded line with its numbers as ``#``."""
    return _NUMBER.sub("#", folded)


#: The parts of a cue between its holes, each as words.
Cue = tuple[tuple[str, ...], ...]


@dataclass
class Lexicon:
    """All phrases of all languages, indexed for look-up."""

    exact: dict[str, frozenset[str]] = field(default_factory=dict)
    """Whole lines: folded phrase to the sections it stands in."""
    templates: dict[str, list[tuple[list[str], str]]] = field(default_factory=dict)
    """Phrases with a hole, by their first two letters; those that begin with the hole by ``…`` and their last two."""
    prefixes: dict[str, list[str]] = field(default_factory=dict)
    """What opens a one-line link, by its first two letters."""
    cues: dict[tuple[str, str], list[Cue]] = field(default_factory=dict)
    """Parts of clutter sentences as words, by their first two words."""
    strings: dict[str, list[str]] = field(default_factory=dict)
    """The same in scripts without spaces, by their first three letters."""
    function_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """A common short word to the languages that it speaks for."""
    credits: frozenset[str] = frozenset()
    bylines: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    first_words: frozenset[str] = frozenset()
    """The first words of whole lines and platforms."""
    languages: tuple[str, ...] = ()

    def sections(self, folded: str) -> frozenset[str]:
        """The sections whose phrases a folded line is; empty for a line of an article."""
        wanted = key(folded)
        found = self.exact.get(wanted)
        if found is None:
            found = self.exact.get(_EDGE_COUNTERS.sub("", wanted).strip())
        if found is not None:
            return found
        return self._template(wanted)

    def _template(self, wanted: str) -> frozenset[str]:
        if len(wanted) > 160:
            return frozenset()
        for index in (wanted[:2], "…" + wanted[-2:]):
            for parts, section in self.templates.get(index, ()):
                if _fits(wanted, parts):
                    return frozenset((section,))
        return frozenset()

    def compound(self, text: str) -> frozenset[str]:
        """The sections of a line that is nothing but several phrases: ``Share on X Copy link Print``.

        At least two phrases, one of them of a strong section or a platform's name; in a row of four with platforms
        among them, a third of the words may be strange.
        """
        words = [word for word in (part.strip(_SIGNS) for part in key(fold(_CAMEL.sub(" ", text))).split()) if word]
        if not 2 <= len(words) <= 24:
            return frozenset()
        found: set[str] = set()
        parts, at, strange = 0, 0, 0
        while at < len(words):
            longest = _LONGEST if words[at] in self.first_words else 0
            for length in range(min(longest, len(words) - at), 0, -1):
                part = " ".join(words[at : at + length])
                sections = self.exact.get(part) or (frozenset(("platform",)) if part in self.platforms else None)
                if sections:
                    found |= sections
                    parts += 1
                    at += length
                    break
            else:
                strange, at = strange + 1, at + 1
                if strange > len(words) // 3:
                    return frozenset()
        strong = found - {"weak", "platform"}
        if strange:
            return frozenset(strong) if parts >= 4 and strong and "platform" in found else frozenset()
        return frozenset(found) if (parts >= 2 and strong) or (parts >= 3 and "platform" in found) else frozenset()

    def prefix(self, text: str) -> str | None:
        """What a one-line link opens with (``Read more:``), or None.

        The colon or bar after the words is part of the prefix: without it they are prose.
        """
        lowered = unicodedata.normalize("NFC", text[:80]).casefold().lstrip(" \t>»•*-–—►▶→👉|[【")
        for prefix in self.prefixes.get(lowered[:2], ()):
            if lowered.startswith(prefix) and _PREFIX_END.match(lowered, len(prefix)):
                return prefix
        return None

    def cue_count(self, folded: str) -> int:
        """How many different cues of clutter sentences a folded line holds."""
        found: set[object] = set()
        words = WORD.findall(folded)
        for at, pair in enumerate(itertools.pairwise(words)):
            for cue in self.cues.get(pair, ()):
                if _follows(words, at, cue):
                    found.add(cue)
        if not folded.isascii() and NO_SPACES.search(folded):
            for at in range(len(folded)):
                found.update(string for string in self.strings.get(folded[at : at + 3], ()) if folded.startswith(string, at))
        return len(found)


def _fits(text: str, parts: list[str]) -> bool:
    """Whether a text is the parts of a template, in order, with something between them."""
    if not (text.startswith(parts[0]) and text.endswith(parts[-1])):
        return False
    at, end = len(parts[0]), len(text) - len(parts[-1])
    for part in parts[1:-1]:
        place = text.find(part, at + _HOLE[0])
        if place < 0 or place - at > _HOLE[1]:
            return False
        at = place + len(part)
    return _HOLE[0] <= end - at <= _HOLE[1]


def _follows(words: list[str], at: int, cue: Cue) -> bool:
    """Whether a cue stands at a place: its first part right there, the others after it in order."""
    first, *others = cue
    end = at + len(first)
    if tuple(words[at:end]) != first:
        return False
    for part in others:
        places = range(end, len(words) - len(part) + 1)
        place = next((place for place in places if tuple(words[place : place + len(part)]) == part), None)
        if place is None:
            return False
        end = place + len(part)
    return True


_PREFIX_END = re.compile(r"\s*[:：|>»→\]】]|\s+[-–—]\s")
