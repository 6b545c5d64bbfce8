"""How a line is compared with the phrases: exactly, with holes, as several phrases in a row, by its cues."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from string import ascii_lowercase
from typing import Any

from cleanread.words import STOPS, fold

from .words import CUE_PLAIN, DIGIT, NO_SPACES, SIGNS, cue_words, first_word, key, last_word, may_open, spaced_words, words_in

_EDGE_COUNTERS = re.compile(r"^#\s+|\s*\(?#$")
_CAMEL = re.compile(r"(?<=[a-z!?.)])(?=[A-Z])")
_HAS_CAMEL = re.compile(r"[A-Z](?<=[a-z!?.)].)", re.DOTALL)
#: Letters that a hole of a template stands for, at the least and at the most.
_HOLE = (2, 70)
#: Longest line, in letters, that a template is compared with.
_PHRASE = 160
#: Sections whose phrases say enough by a sign or a number.
_PLAIN = frozenset(("copyright", "image-tools"))
#: Words that a phrase with a hole at its edge has at the least, for the hole to be anything; else a name of so many words.
_FEW, _NAME_WORDS = 2, 8
#: Scripts without blanks, numbers, colons and the like: no sentence goes on after them.
_MARKED = re.compile(r"[#:：“]|" + NO_SPACES.pattern)
_CLOSING = "\"'”’»）)]」』 "
_NONE: frozenset[str] = frozenset()
_WEAK, _PLATFORM, _REMARKS = frozenset(("weak",)), frozenset(("platform",)), {"weak", "comments"}
#: Longest phrase, in words, that is looked for inside a line made of several phrases, and words of such a line at the most.
_LONGEST, _ROW = 6, 24


def template_index(parts: list[str]) -> str:
    """Where a phrase with holes is looked up.

    By its first word and a blank when that is whole, else by a blank and its last word, else by its first two or,
    after ``…``, its last two letters. A number says too little: it goes with the word beside it.
    """
    first, last = first_word(parts[0].split(" ")[:-1]), last_word(parts[-1].split(" ")[1:])
    if first:
        return first + " "
    if last:
        return " " + last
    return parts[0][:2] if len(parts[0]) > 1 else "…" + parts[-1][-2:]


def template_places(wanted: str) -> tuple[str, str, str, str]:
    """Where templates that a folded line may fit are looked up, as `template_index` says."""
    words = wanted.split(" ")
    return first_word(words) + " ", " " + last_word(words), wanted[:2], "…" + wanted[-2:]


#: The parts of a cue between its holes, each as words with a blank before and after every one.
Cue = tuple[str, ...]


def cues_by_pair(cues: Iterable[Cue], common: Collection[str]) -> dict[str, list[Cue]]:
    """Cues by the two neighbouring words that they are looked up by, which few lines hold: the longest that are not common."""
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        pairs = [pair for part in cue for pair in pairwise(part.split())]
        pair = max(pairs, key=lambda pair: (sum(word not in common for word in pair), sum(map(len, pair))))
        found.setdefault(" ".join(pair), []).append(cue)
    return found


@dataclass
class Lexicon:
    """All phrases of all languages, indexed for look-up."""

    exact: dict[str, frozenset[str]] = field(default_factory=dict)
    """Whole lines: folded phrase to the sections it stands in."""
    templates: dict[str, list[tuple[list[str], str]]] = field(default_factory=dict)
    """Phrases with a hole, by what `template_index` says of them."""
    prefixes: dict[str, list[str]] = field(default_factory=dict)
    """What opens a one-line link, by its first two letters."""
    cues: dict[str, list[Cue]] = field(default_factory=dict)
    """Parts of clutter sentences, by two neighbouring words of each."""
    strings: dict[str, list[str]] = field(default_factory=dict)
    """The same in scripts without spaces, by their first letter."""
    function_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """A common short word to the languages that it speaks for."""
    credits: frozenset[str] = frozenset()
    bylines: frozenset[str] = frozenset()
    byline_words: frozenset[str] = frozenset()
    """The first words of what opens an author's line."""
    dates: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    phrase_words: frozenset[str] = frozenset()
    """All words of whole lines and platforms."""
    languages: tuple[str, ...] = ()
    _openings: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False)
    """The first words of a section's phrases of two words or more, once they have been asked for."""

    @cached_property
    def _edges(self) -> Any:
        """What a line opens or closes with that a template may fit, as `template_index` has it."""
        return words_in(self.templates.keys())

    @cached_property
    def _known(self) -> Any:
        """The words of phrases as `Words`."""
        return words_in(self.phrase_words, signs=SIGNS)

    @cached_property
    def _cued(self) -> Any:
        """The pairs of words that cues are looked up by as `Words`."""
        return words_in(frozenset(self.cues), plain=CUE_PLAIN)

    @cached_property
    def _phrases(self) -> Any:
        """Whole lines and platforms as `Words`."""
        return words_in(self.exact.keys() | self.platforms, signs=SIGNS)

    @cached_property
    def tables(self) -> tuple[Any, ...]:
        """What a compiled part looks at first, which tells of most lines that they are nothing of the kind.

        As `Words`: the words of phrases, what templates are looked up by, whole lines, pairs of words of cues, the first words
        of prefixes, the letters of ASCII that credits end with, the first words of authors' lines. Then the templates and the
        platforms.
        """
        openings = frozenset(_OPENED.split(prefix, 1)[0] for found in self.prefixes.values() for prefix in found)
        credited = frozenset(credit[len(credit.rstrip(ascii_lowercase)) :] for credit in self.credits)
        words = (self._known, self._edges, self._phrases, self._cued, *map(words_in, (openings, credited, self.byline_words)))
        return *words, self.templates, self.platforms

    def told(self, text: str, folded: str) -> frozenset[str]:
        """The sections of the phrase that a line is, or of the phrases that it is nothing but."""
        if _HAS_CAMEL.search(text):
            return self.sections(text, folded) or self.compound(text, folded)
        if self._known.strange(folded):  # it can't be anything else
            return self._template(text, key(folded))
        wanted = folded
        if DIGIT.search(folded) and not self.phrase_words.issuperset(folded.split(" ")):
            wanted = key(folded)
        found = self._phrase(wanted)
        if found is None:
            found = self._template(text, wanted)
        return found or (self._row(wanted, folded) if " " in folded else _NONE)

    def sections(self, text: str, folded: str | None = None) -> frozenset[str]:
        """The sections whose phrases a line is; empty for a line of an article."""
        wanted = key(fold(text) if folded is None else folded)
        found = self._phrase(wanted)
        return self._template(text, wanted) if found is None else found

    def _phrase(self, wanted: str) -> frozenset[str] | None:
        found = self.exact.get(wanted)
        if found is None and (wanted[:1] == "#" or wanted[-1:] == "#"):
            found = self.exact.get(_EDGE_COUNTERS.sub("", wanted).strip())
        return found

    def _template(self, text: str, wanted: str) -> frozenset[str]:
        if len(wanted) > _PHRASE or not self._edges.at_edge(wanted):
            return _NONE
        get = self.templates.get
        for index in template_places(wanted):
            for parts, section in get(index, ()):
                stands = wanted.startswith(parts[0]) and wanted.endswith(parts[-1]) and _fits(wanted, parts)
                if stands and (section in _PLAIN or not _says_little(parts) or _names(text, parts)):
                    return frozenset((section,))
        return _NONE

    def compound(self, text: str, folded: str | None = None) -> frozenset[str]:
        """The sections of a line that is nothing but several phrases: ``Share on X Copy link Print``.

        At least two phrases, one of them of a strong section or a platform's name; in a row of four with platforms
        among them, a third of the words may be strange.
        """
        if folded is None or _HAS_CAMEL.search(text):
            folded = apart(text)
        if " " not in folded or self._known.strange(folded):
            return _NONE
        return self._row(key(folded), folded)

    def _row(self, wanted: str, folded: str) -> frozenset[str]:
        filled = self._phrases.filled(wanted, _LONGEST, _ROW)
        if filled is None:
            return _NONE
        parts, strange = filled
        known, raw = self.phrase_words, set(folded.split(" "))
        unknown = raw - known
        if len(unknown) * 3 > len(raw) and sum(map(str.isalpha, unknown)) * 3 > len(raw):
            return _NONE  # more than a third of its words are strange, whatever the rest is
        words = {word for part in wanted.split() if (word := part.strip(SIGNS))}
        if len(known & words) * 3 < len(words) * 2:
            return _NONE
        told = [self.exact.get(part) or _PLATFORM for part in parts]
        found = set().union(*told)
        if len(parts) == 2 and _WEAK in told and ("#" in wanted or found == _REMARKS):
            return _NONE  # an item of a numbered list ("TOP 3 Kommentare"), a heading of minutes ("Ý kiến khác")
        strong = found - {"weak", "platform"}
        if strange:
            return frozenset(strong) if len(parts) >= 4 and strong and "platform" in found else frozenset()
        return frozenset(found) if (len(parts) >= 2 and strong) or (len(parts) >= 3 and "platform" in found) else frozenset()

    def prefix(self, text: str) -> str | None:
        """What a one-line link opens with (``Read more:``), or None.

        The colon or bar after the words is part of the prefix: without it they are prose.
        """
        if not may_open(text, _HEAD):
            return None
        lowered = unicodedata.normalize("NFC", text[:_HEAD]).casefold().lstrip(" \t>»•*-–—►▶→👉|[【")
        for prefix in self.prefixes.get(lowered[:2], ()):
            if lowered.startswith(prefix) and _PREFIX_END.match(lowered, len(prefix)):
                return prefix
        return None

    def opens_with(self, folded: str, section: str) -> bool:
        """Whether a line opens with a phrase of a section that has two words or more, and goes on after it."""
        openings = self._openings.get(section)
        if openings is None:
            openings = self._openings[section] = frozenset(
                phrase.partition(" ")[0] for phrase, sections in self.exact.items() if section in sections and " " in phrase
            )
        if folded.partition(" ")[0] not in openings:
            return False
        words = folded.split(" ", 4)
        return any(section in self.exact.get(" ".join(words[:length]), _NONE) for length in range(2, len(words)))

    def cue_count(self, text: str) -> int:
        """How many different cues of clutter sentences a line holds."""
        if text.isascii():
            pairs = self._cued.pairs(text)
            return len(self._cues_in(text, pairs)) if pairs else 0
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        count = len(self._cues_in(text)) if self._cued.any_pair(text) else 0
        if spaced_words(text) < 0:
            folded = text.casefold()
            found: set[str] = set()
            for letter in self.strings.keys() & set(folded):
                found.update(string for string in self.strings[letter] if string in folded)
            count += len(found)
        return count

    def _cues_in(self, text: str, pairs: list[str] | None = None) -> set[Cue]:
        """The cues in a text, of which the pairs of words that any are looked up by may be known."""
        words = cue_words(text)
        spaced = f" {' '.join(words)} "
        return {
            cue
            for pair in (map(" ".join, pairwise(words)) if pairs is None else pairs)
            for cue in self.cues.get(pair, ())
            if cue[0] in spaced and (len(cue) == 1 or _holds(spaced, cue))
        }


def apart(text: str) -> str:
    """A line folded, with a blank where one word was written onto the other: ``ShareTweet``."""
    return fold(_CAMEL.sub(" ", text))


def _fits(text: str, parts: list[str]) -> bool:
    """Whether a text that begins and ends like a template is its parts, in order, with something between them."""
    at, end = len(parts[0]), len(text) - len(parts[-1])
    for part in parts[1:-1]:
        place = text.find(part, at + _HOLE[0])
        if place < 0 or place - at > _HOLE[1]:
            return False
        at = place + len(part)
    return _HOLE[0] <= end - at <= _HOLE[1]


def _says_little(parts: list[str]) -> bool:
    """Whether a phrase that a line only begins or ends with has so few words that sentences begin or end with them too."""
    if parts[0] and parts[-1]:
        return False
    said = " ".join(parts)
    return not _MARKED.search(said) and len(said.split()) <= _FEW + (len(parts) > 2)


def _names(text: str, parts: list[str]) -> bool:
    """Whether what stands in the hole is a name: ``More from Deutsche Welle``, not ``More from them was not to be had.``"""
    words = text.split()
    count = len(parts[0].split() or parts[-1].split())
    filled = words[count:] if parts[0] else words[: len(words) - count]
    if not filled:  # a word that is written together with its preposition
        filled = words[-1:]
    if len(filled) > _NAME_WORDS or filled[0][0].isdigit() or text.rstrip(_CLOSING)[-1:] in STOPS:
        return False
    name = "".join(filled)
    return len(filled) == 1 or not name.islower() or "." in name or "@" in name


def _holds(spaced: str, cue: Cue) -> bool:
    """Whether words with blanks around them hold the parts of a cue, in their order."""
    end = 1
    for part in cue:
        place = spaced.find(part, end - 1)
        if place < 0:
            return False
        end = place + len(part)
    return True


#: Letters of a text that a prefix and what ends it are among.
_HEAD = 80
#: What may end a prefix, and its first word.
_OPENED = re.compile(r"[\s:：|>»→\]】]")
_PREFIX_END = re.compile(r"\s*[:：|>»→\]】]|\s+[-–—]\s")
