"""The lexicon in one file, made when the package is built, so that a start does not parse every language.

The file tells which language files it was made of. One that was made of others than are there is not used: whoever
edits a phrase sees it at the next start, without building anything.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from .lookup import Lexicon, cues_by_pair, template_index

NAME = "compiled.json"
_FORM = 5
_SETS = ("credits", "bylines", "dates", "platforms", "agencies", "phrase_words", "byline_words")


def sources() -> list[tuple[str, bytes]]:
    """The language files by name, in their order."""
    folder = resources.files(__package__) / "data"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return [(file.name.removesuffix(".txt"), file.read_bytes()) for file in files]


def checksum(files: Iterable[tuple[str, bytes]]) -> int:
    """A number that tells one set of language files from another."""
    value = _FORM
    for name, data in files:
        value = zlib.crc32(data, zlib.crc32(name.encode(), value))
    return value


def dump(lexicon: Lexicon, of: int) -> str:
    """A lexicon as JSON, made of the files with that checksum."""
    exact: dict[str, list[str]] = {}
    for phrase, sections in lexicon.exact.items():
        exact.setdefault(" ".join(sorted(sections)), []).append(phrase)
    data = {
        "of": of,
        "exact": exact,
        "templates": [[parts, section] for found in lexicon.templates.values() for parts, section in found],
        "prefixes": lexicon.prefixes,
        "cues": [cue for found in lexicon.cues.values() for cue in found],
        "strings": lexicon.strings,
        "function_words": lexicon.function_words,
        "languages": lexicon.languages,
        **{name: sorted(getattr(lexicon, name)) for name in _SETS},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read(of: int, file: Traversable | None = None) -> Lexicon | None:
    """The compiled lexicon; None when there is none that was made of the files with that checksum."""
    file = file or resources.files(__package__) / NAME
    try:
        data: dict[str, Any] = json.loads(file.read_bytes())
        return _restored(data) if data["of"] == of else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _restored(data: dict[str, Any]) -> Lexicon:
    exact: dict[str, frozenset[str]] = {}
    for sections, phrases in data["exact"].items():
        exact.update(dict.fromkeys(phrases, frozenset(sections.split())))
    templates: dict[str, list[tuple[list[str], str]]] = {}
    for parts, section in data["templates"]:
        templates.setdefault(template_index(parts), []).append((parts, section))
    return Lexicon(
        exact=exact,
        templates=templates,
        prefixes=data["prefixes"],
        cues=cues_by_pair(map(tuple, data["cues"]), data["function_words"]),
        strings=data["strings"],
        function_words={word: tuple(codes) for word, codes in data["function_words"].items()},
        languages=tuple(data["languages"]),
        **{name: frozenset(data[name]) for name in _SETS},
    )
