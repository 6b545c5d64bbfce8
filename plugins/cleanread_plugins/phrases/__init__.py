"""Phrases of page interfaces by language and kind, and how a line is compared with them.

The data are the files in ``data/``, one a language; the README beside them defines their form. A line
of an article and a line of an interface look alike to a machine; what tells them apart is
that interfaces say the same few things everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from cleanread.document import fold

#: The sections of a language file, in their order.
SECTIONS = (
    "function-words",
    "related",
    "popular",
    "related-prefix",
    "pager",
    "comments",
    "comment-form",
    "share",
    "newsletter",
    "paywall",
    "account",
    "cookie",
    "ads",
    "navigation",
    "tools",
    "tags",
    "copyright",
    "image-tools",
    "credit",
    "byline",
    "dates",
    "time-ago",
    "ends",
    "weak",
    "cues",
)
#: Sections that are matched against a whole line.
WHOLE = frozenset(SECTIONS) - {"function-words", "related-prefix", "credit", "byline", "dates", "cues"}

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_EDGE_COUNTERS = re.compile(r"^#\s+|\s*\(?#$")
_CAMEL = re.compile(r"(?<=[a-z!?.)])(?=[A-Z])")
#: Longest phrase, in words, that is looked for inside a line made of several phrases.
_LONGEST = 6


def parse(text: str) -> dict[str, list[str]]:
    """The sections of a language file.

    >>> parse("# English\\n[share]\\nShare this\\n\\nCopy link\\n[ends]\\nEND")
    {'share': ['Share this', 'Copy link'], 'ends': ['END']}
    """
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            lines = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections


def key(folded: str) -> str:
    """A folded line with its numbers as ``#``."""
    return _NUMBER.sub("#", folded)


@dataclass
class Lexicon:
    """All phrases of all languages, indexed for look-up."""

    exact: dict[str, frozenset[str]] = field(default_factory=dict)
    """Whole lines: folded phrase to the sections it stands in."""
    templates: dict[str, list[tuple[re.Pattern[str], str]]] = field(default_factory=dict)
    """Phrases with a hole, by the first two letters of their longest fixed part's first word."""
    prefixes: dict[str, list[str]] = field(default_factory=dict)
    """What opens a one-line link, by its first two letters."""
    cues: dict[str, list[str]] = field(default_factory=dict)
    """Parts of clutter sentences, by their first three letters."""
    function_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """A common short word to the languages that it speaks for."""
    credits: frozenset[str] = frozenset()
    bylines: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
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
        # phrases whose hole comes first are filed under "" and are few
        for pattern, section in (*self.templates.get(wanted[:2], ()), *self.templates.get("", ())):
            if pattern.fullmatch(wanted):
                return frozenset((section,))
        return frozenset()

    def compound(self, text: str) -> frozenset[str]:
        """The sections of a line that is nothing but several phrases: ``Share on X Copy link Print``.

        At least two phrases, one of them of a strong section or a platform's name.
        """
        words = [fold(word) for word in _CAMEL.sub(" ", text).split()]
        words = [word for word in words if word]
        if not 2 <= len(words) <= 30:
            return frozenset()
        found: set[str] = set()
        parts, at = 0, 0
        while at < len(words):
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                part = key(" ".join(words[at : at + length]))
                sections = self.exact.get(part) or (frozenset(("platform",)) if part in self.platforms else None)
                if sections:
                    found |= sections
                    parts += 1
                    at += length
                    break
            else:
                return frozenset()
        return frozenset(found) if parts >= 2 and found - {"weak", "platform"} or parts >= 3 and "platform" in found else frozenset()

    def prefix(self, text: str) -> str | None:
        """What a one-line link opens with (``Read more:``), or None.

        The colon or bar after the words is part of the prefix: without it they are prose.
        """
        lowered = unicodedata.normalize("NFC", text[:80]).casefold().lstrip(" \t>»•*-–—►▶→👉|[【")
        for prefix in self.prefixes.get(lowered[:2], ()):
            if lowered.startswith(prefix):
                rest = lowered[len(prefix) :].lstrip()
                if rest[:1] in _PREFIX_ENDS:
                    return prefix
        return None

    def cue_count(self, folded: str) -> int:
        """How many different cues of clutter sentences a folded line holds."""
        found = set()
        for start in _starts(folded):
            for cue in self.cues.get(folded[start : start + 3], ()):
                if folded.startswith(cue, start) and not folded[start + len(cue) : start + len(cue) + 1].isalpha():
                    found.add(cue)
        return len(found)


_PREFIX_ENDS = frozenset(":：|>»→-–—]】")


def _starts(folded: str) -> list[int]:
    """Where a phrase may start: at words, or anywhere in scripts without spaces."""
    if folded.isascii():
        return [0, *(match.end() for match in re.finditer(r"\s+|[(\"'/]", folded))]
    starts = [0]
    previous = ""
    for index, char in enumerate(folded):
        if previous.isspace() or (char > "\u0e00" and (not previous.isalpha() or char >= "\u0e00")):
            starts.append(index)
        previous = char
    return starts


@cache
def lexicon() -> Lexicon:
    """The lexicon of all languages, read once a process."""
    result = Lexicon()
    exact: dict[str, set[str]] = {}
    words: dict[str, list[str]] = {}
    small: dict[str, set[str]] = {"credit": set(), "byline": set(), "dates": set()}
    folder = resources.files(__package__) / "data"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    for file in files:
        language = file.name.removesuffix(".txt")
        sections = parse(file.read_text(encoding="utf-8"))
        if language == "platforms":
            result.platforms = frozenset(fold(name) for name in sections["platforms"])
            continue
        result.languages += (language,)
        for section, phrases in sections.items():
            if section in WHOLE:
                for phrase in phrases:
                    _add_whole(result, exact, phrase, section)
            elif section == "function-words":
                for word in phrases:
                    words.setdefault(word, []).append(language)
            elif section == "related-prefix":
                for phrase in phrases:
                    _file(result.prefixes, phrase.casefold().rstrip(" :：|>»→-–—"), 2)
            elif section == "cues":
                for phrase in phrases:
                    _file(result.cues, fold(phrase), 3)
            elif section in small:
                small[section].update(fold(phrase) for phrase in phrases)
    result.exact = {phrase: frozenset(sections) for phrase, sections in exact.items()}
    result.function_words = {word: tuple(languages) for word, languages in words.items()}
    result.credits, result.bylines = frozenset(small["credit"] - {""}), frozenset(small["byline"] - {""})
    result.dates = frozenset(part for phrase in small["dates"] for part in phrase.split())
    for prefixes in result.prefixes.values():
        prefixes.sort(key=len, reverse=True)
    return result


def _add_whole(result: Lexicon, exact: dict[str, set[str]], phrase: str, section: str) -> None:
    folded = key(fold(phrase.replace("{n}", "0").replace("{x}", "\ue000")).replace("\ue000", "{x}")) if "{x}" not in phrase else ""
    if folded:
        exact.setdefault(folded, set()).add(section)
        return
    parts = [_fold_part(part) for part in phrase.replace("{n}", "0").split("{x}")]
    if any(len(part.strip()) > 2 for part in parts):
        pattern = re.compile(r".{2,70}".join(re.escape(part) for part in parts))
        result.templates.setdefault(parts[0][:2] if len(parts[0]) > 1 else "", []).append((pattern, section))


def _fold_part(part: str) -> str:
    """A fixed part of a template: folded, but with the blanks at its edges kept."""
    folded = key(" ".join(unicodedata.normalize("NFC", part).casefold().split()))
    return (" " if part[:1].isspace() and folded else "") + folded + (" " if part[-1:].isspace() and folded else "")


def _file(index: dict[str, list[str]], phrase: str, letters: int) -> None:
    if len(phrase) >= letters and phrase not in index.setdefault(phrase[:letters], []):
        index[phrase[:letters]].append(phrase)
