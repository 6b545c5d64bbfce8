"""What a block shows of its language at a glance: its script, its function words, its marks.

A look-up for each word; no detector is asked. Names say nothing: a capitalised word with foreign letters
beside plain lower-case ones is a name, whatever its letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from cleanread import Document
from cleanread.native import twin

from ..lines import lines_of
from ..phrases import lexicon
from ..phrases.words import words_in

_twin = twin("cleanread_plugins.language._evidence")

#: The first and the last letters of each script; kana and Han come first, Latin last.
_RANGES: Mapping[str, tuple[tuple[int, int], ...]] = {
    "kana": ((0x3040, 0x30FF),),
    "han": ((0x3400, 0x9FFF), (0xF900, 0xFAFF)),
    "hangul": ((0xAC00, 0xD7AF), (0x1100, 0x11FF)),
    "thai": ((0x0E00, 0x0E7F),),
    "lao": ((0x0E80, 0x0EFF),),
    "myanmar": ((0x1000, 0x109F),),
    "khmer": ((0x1780, 0x17FF),),
    "arabic": ((0x0600, 0x06FF), (0x0750, 0x077F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    "hebrew": ((0x0590, 0x05FF),),
    "greek": ((0x0370, 0x03FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x0400, 0x052F),),
    "devanagari": ((0x0900, 0x097F),),
    "bengali": ((0x0980, 0x09FF),),
    "tamil": ((0x0B80, 0x0BFF),),
    "telugu": ((0x0C00, 0x0C7F),),
    "latin": ((0x0041, 0x005A), (0x0061, 0x007A), (0x00AA, 0x024F), (0x1E00, 0x1EFF)),
}
_SCRIPTS = {
    name: re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges) + "]")
    for name, ranges in _RANGES.items()
}
_NAMES = tuple(_RANGES)
_counted = None if _twin is None else _twin.Scripts(list(_RANGES.values()))
#: The languages that a script is written for; all others are written in Latin letters.
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "kana": ("ja",),
    "han": ("zh", "ja"),
    "hangul": ("ko",),
    "thai": ("th",),
    "lao": ("lo",),
    "myanmar": ("my",),
    "khmer": ("km",),
    "arabic": ("ar", "fa", "ur"),
    "hebrew": ("he",),
    "greek": ("el",),
    "cyrillic": ("ru", "uk", "bg", "sr", "mk"),
    "devanagari": ("hi", "mr", "ne"),
    "bengali": ("bn",),
    "tamil": ("ta",),
    "telugu": ("te",),
}
_SCRIPT_OF = {language: script for script, languages in LANGUAGES.items() for language in languages} | {
    "zh": "han",
    "ja": "kana",
}
#: The languages in Latin letters that langdetect has profiles of.
LATIN = (
    *("af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nb", "nl"),
    *("pl", "pt", "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi"),
)
#: Letters that among living languages only Vietnamese writes.
_VIETNAMESE = re.compile(r"[ăđơư\u1ea0-\u1ef9]")
#: How much of a block's text is looked at.
_TEXT = 320
#: Letters below which a block of a page is too short to tell its language.
_TOO_SHORT = 20
_NOT_LATIN = re.compile(r"[^\x00-\u024f\u02b0-\u036f\u1e00-\u1eff\u2000-\u2bff\ufb00-\ufb06\U0001f000-\U0001ffff]")


class Evidence(NamedTuple):
    """What a block shows: its script, its lower-case words, and how many of them each language knows."""

    script: str | None
    words: int
    hits: Mapping[str, int] = MappingProxyType({})

    def speaks_for(self, language: str) -> bool:
        """Whether it shows the language and no other one better."""
        script = self.script_language(language)
        if script is None:
            return False
        if script != "latin" and len(LANGUAGES[script]) == 1:
            return True
        mine = self.hits.get(language, 0)
        return mine > 0 and mine >= max(self.hits.values())

    @property
    def neutral(self) -> bool:
        """It shows no language: a name, a number, a word or two."""
        return self.script is None or (self.script == "latin" and not self.hits)

    def script_language(self, language: str) -> str | None:
        """The script when the language is written in it, else None."""
        script = self.script
        if script is None:
            return None
        own = _SCRIPT_OF.get(language.partition("-")[0], "latin")
        if (
            script == own
            or (language.startswith(("ja", "ko")) and script in ("han", "kana"))
            or (language == "sr" and script == "latin")
        ):
            return script
        return None


_NOTHING = Evidence(None, 0)


class Evidences:
    """The evidence of each block of a document, found out when it is asked for."""

    def __init__(self, document: Document) -> None:
        self._lines = lines_of(document)
        self._found: dict[int, Evidence] = {}

    def __getitem__(self, index: int) -> Evidence:
        found = self._found.get(index)
        if found is None:
            line = self._lines[index]
            nothing = line.settled or (self._lines.judged and len(line.text) < _TOO_SHORT)
            found = self._found[index] = _NOTHING if nothing else evidence_in(line.text[:_TEXT])
        return found


def evidence_of(document: Document) -> Evidences:
    """The evidence of the blocks of a document."""
    found = document.shared.get(__name__)
    if not isinstance(found, Evidences):
        found = document.shared[__name__] = Evidences(document)
    return found


def plainly(text: str, own: str) -> bool:
    """Whether a look at the text's words tells that it is in a language, so that nothing more need be asked.

    True is certain enough; False says nothing.
    """
    text = text[:_TEXT]
    script = _SCRIPT_OF.get(own, "latin")
    if script != "latin":
        # two or three bytes a letter, where Latin has one
        if len(text.encode("utf-8", "replace")) < 1.6 * len(text) or script_of(text) != script:
            return False
        if len(LANGUAGES[script]) == 1:
            return True
    elif _is_beyond_latin(text):
        return False
    others, table = _words_of(own)
    shown: int = table.shown(text)
    if shown != 1:
        return shown == 2
    if others.shown(text):
        return False
    return own == "vi" or not _has_vietnamese(text)


@cache
def _words_of(language: str) -> tuple[Any, Any]:
    """The function words of all other languages that are not the language's own, and its own, as `Words`."""
    known, _ = _function_words()
    mine = frozenset(word for word, languages in known.items() if language in languages)
    return words_in(frozenset(known.keys() - mine)), words_in(mine)


@cache
def _function_words() -> tuple[Mapping[str, tuple[str, ...]], Any]:
    """Function words with the languages that they speak for, and the words as `Words`."""
    known = {
        word: tuple(dict.fromkeys(code.partition("-")[0] for code in codes)) for word, codes in lexicon().function_words.items()
    }
    return known, words_in(frozenset(known), tags=known)


def evidence_in(text: str) -> Evidence:
    """The evidence of a text."""
    script = script_of(text)
    if script != "latin" and (script is None or len(LANGUAGES[script]) == 1):
        return Evidence(script, 1)
    _, table = _function_words()
    hits, plain, count = table.look(text)
    name = count <= 5 and not plain and text.istitle()
    folded = plain * 2 < count and not name  # a line in title case or capitals: case tells nothing here
    cased = text.lower() if folded else text
    if folded:
        hits, plain = table.look(cased)[0], count
    if script != "latin":
        fitting = LANGUAGES[script]
        return Evidence(script, plain, {language: count for language, count in hits.items() if language in fitting})
    if _has_vietnamese(text):
        marked = _marked(cased)
        if marked and marked * 6 >= plain:
            hits["vi"] = hits.get("vi", 0) + marked
    return Evidence(script, plain, hits)


def script_of(text: str) -> str | None:
    """The script of most letters; kana among Han letters make it kana, Japanese."""
    if text.isascii() or (_counted is None and not _is_beyond_latin(text)):
        return "latin" if _SCRIPTS["latin"].search(text) else None
    counts = _counts(text)
    kana, han, latin = counts[0], counts[1], counts[-1]
    if sum(counts) == latin:
        return "latin" if latin else None
    if kana and kana * 8 >= han:
        counts[0] += han
    most = max(counts)
    return _NAMES[counts.index(most)]


def _counts(text: str) -> list[int]:
    """How many letters of a text are of each script, in the order of `_RANGES`."""
    if _counted is not None:
        counts: list[int] = _counted.counts(text)
        return counts
    return [len(pattern.findall(text)) for pattern in _SCRIPTS.values()]


def _is_beyond_latin(text: str) -> bool:
    """Whether a text holds letters of another script than Latin."""
    if text.isascii():
        return False
    if _twin is not None:
        beyond: bool = _twin.is_beyond_latin(text)
        return beyond
    return _NOT_LATIN.search(text) is not None


def _has_vietnamese(text: str) -> bool:
    """Whether a text holds a letter that only Vietnamese writes."""
    if text.isascii():
        return False
    if _twin is not None:
        has: bool = _twin.has_vietnamese(text)
        return has
    return _VIETNAMESE.search(text) is not None


def _marked(text: str) -> int:
    """Lower-case words of a text that hold a letter which only Vietnamese writes."""
    if _twin is not None:
        marked: int = _twin.marked(text)
        return marked
    return sum(_VIETNAMESE.search(word) is not None for word in text.split() if word.islower())


def likeliest(evidence: Evidence) -> tuple[str, ...]:
    """The languages that a text may be in, likeliest first; empty for any."""
    script, hits = evidence.script, evidence.hits
    if script is None:
        return ()
    ranked = sorted(hits, key=hits.__getitem__, reverse=True)
    clear = _clear([hits[language] for language in ranked[:2]])
    if script != "latin":
        fitting = [language for language in LANGUAGES[script] if hits.get(language)] or list(LANGUAGES[script])
        if script == "han":
            return ("zh",)
        return tuple(sorted(fitting, key=lambda language: -hits.get(language, 0))[:1] if clear else fitting)
    likely = [language for language in ranked[:4] if language not in _SCRIPT_OF and hits[language] * 3 >= hits[ranked[0]]]
    if not likely or hits[likely[0]] * 12 < evidence.words:
        return LATIN
    return tuple(likely[:1]) if clear else tuple(likely)


def _clear(counts: list[int]) -> bool:
    """Whether one language is far ahead of the next."""
    return bool(counts) and counts[0] >= 6 and (len(counts) < 2 or counts[0] >= 2.5 * counts[1])


def suspected(evidence: Evidence, own: str, current: str | None) -> str | None:
    """The other language that a block seems to be in, or None.

    Args:
        own: the article's language.
        current: the language of the run that the block would join; then less evidence will do.
    """
    own = own.partition("-")[0]
    if evidence.script is None:
        return None
    hits = evidence.hits
    if evidence.script_language(own) is None:
        if evidence.script == "latin":
            best = max(hits, key=lambda language: (hits[language], language), default=None)
            return best if best is not None and hits[best] >= (1 if current == best else 2) else current
        return current if current in LANGUAGES[evidence.script] else LANGUAGES[evidence.script][0]
    mine = hits.get(own, 0)
    if not hits or (mine and mine == max(hits.values())):
        return None
    others = {language: count for language, count in hits.items() if language != own}
    if current is not None and others.get(current, 0) > mine:
        return current
    if not others:
        return None
    best = max(others, key=lambda language: (others[language], language))
    enough = 2 if evidence.words <= 20 else max(3, evidence.words // 10)
    return best if others[best] >= enough and others[best] >= 4 * mine else None
