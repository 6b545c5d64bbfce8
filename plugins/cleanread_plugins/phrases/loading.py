"""Reading the language files into a lexicon, all phrases of a section at once."""

from __future__ import annotations

import re
import unicodedata

from cleanread.words import ALIKE

from . import compiled
from .lookup import Cue, Lexicon, cues_by_pair, template_index
from .words import NO_SPACES, cue_words, key

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

#: Stands for the hole ``{x}`` while phrases are folded: a letter that no phrase has.
_HOLE = "\u02ac"
_EDGES = re.compile(r"^[^\w\n]+|[^\w\n]+$", re.MULTILINE)
_LETTER = re.compile(r"[^\W\d_]")


def parse(text: str) -> dict[str, list[str]]:
    """The sections of a language file.

    >>> parse("# English\\n[share]\\nShare this\\n\\nCopy link\\n[ends]\\nEND")
    {'share': ['Share this', 'Copy link'], 'ends': ['END']}
    """
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            lines = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections


def fold_all(phrases: list[str]) -> list[str]:
    """What `cleanread.document.fold` and `key` make of each phrase, with ``{x}`` as a hole."""
    text = "\n".join(phrases).replace("{n}", "0").replace("{x}", _HOLE)
    text = _EDGES.sub("", unicodedata.normalize("NFC", text)).casefold().translate(ALIKE)
    return key(text).split("\n")


def load() -> Lexicon:
    """The lexicon of all languages: compiled, when it was compiled from these language files, else from the files."""
    files = compiled.sources()
    return compiled.read(compiled.checksum(files)) or from_files(files)


def from_files(files: list[tuple[str, bytes]]) -> Lexicon:
    """The lexicon of language files, given by name and content."""
    result = Lexicon()
    exact: dict[str, set[str]] = {}
    cues: list[Cue] = []
    words: dict[str, list[str]] = {}
    small: dict[str, set[str]] = {"credit": set(), "byline": set(), "dates": set()}
    for language, data in files:
        sections = parse(data.decode())
        if language == "everywhere":
            result.platforms = frozenset(fold_all(sections["platforms"]))
            result.agencies = frozenset(fold_all(sections["agencies"]))
            small["dates"].update(sections["dates"])
            continue
        result.languages += (language,)
        for word in sections["function-words"]:
            words.setdefault(word, []).append(language)
        for section in [name for name in SECTIONS if name in WHOLE and name in sections]:
            _add_lines(result, exact, sections[section], section)
        _add_prefixes(result, sections["related-prefix"])
        for folded in fold_all(sections["cues"]):
            _add_cue(result, cues, folded)
        for section, found in small.items():
            found.update(fold_all(sections[section]))
    result.exact = {phrase: frozenset(sections) for phrase, sections in exact.items()}
    result.phrase_words = frozenset(word for phrase in (*exact, *result.platforms) for word in phrase.split())
    result.function_words = {word: tuple(languages) for word, languages in words.items()}
    result.cues = cues_by_pair(cues, result.function_words)
    result.credits, result.bylines = frozenset(small["credit"] - {""}), frozenset(small["byline"] - {""})
    result.byline_words = frozenset(phrase.partition(" ")[0] for phrase in result.bylines)
    result.dates = frozenset(part for phrase in small["dates"] for part in phrase.split())
    for prefixes in result.prefixes.values():
        prefixes.sort(key=lambda prefix: (-len(prefix), prefix))
    return result


def _add_lines(result: Lexicon, exact: dict[str, set[str]], phrases: list[str], section: str) -> None:
    for folded in fold_all(phrases):
        if _HOLE not in folded:
            # numbers alone are never a phrase; what is left of "A+" may be a heading of an index
            if _LETTER.search(folded) and (section == "weak" or not (len(folded) == 1 and folded.isascii())):
                exact.setdefault(folded, set()).add(section)
            continue
        parts = folded.split(_HOLE)
        if any(map(_says_something, parts)):
            known = result.templates.setdefault(template_index(parts), [])
            if (parts, section) not in known:
                known.append((parts, section))


def _says_something(part: str) -> bool:
    """Whether a part of a phrase with holes is more than numbers and signs, or than a letter that numbers a list."""
    return len(_LETTER.findall(part)) > 2 or "©" in part or (len(part.strip()) > 2 and NO_SPACES.search(part) is not None)


def _add_prefixes(result: Lexicon, phrases: list[str]) -> None:
    for phrase in phrases:
        prefix = phrase.casefold().rstrip(" :：|>»→-–—")
        if len(prefix) >= 2 and prefix not in result.prefixes.setdefault(prefix[:2], []):
            result.prefixes[prefix[:2]].append(prefix)


def _add_cue(result: Lexicon, cues: list[Cue], folded: str) -> None:
    if NO_SPACES.search(folded):
        if len(folded) >= 3:
            result.strings.setdefault(folded[0], []).append(folded)
        return
    parts = [cue_words(part) for part in folded.split(_HOLE)]
    if len(parts[0]) >= 2 and all(parts):
        cue = tuple(f" {' '.join(part)} " for part in parts)
        cues.append(cue)
