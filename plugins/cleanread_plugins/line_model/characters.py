"""What the characters of lines are, counted for all lines at once: letters, digits, stops, words, and which words.

A text becomes an array of code points, each of which belongs to one kind; every count is then one numpy call over
the whole chunk, whatever the number of lines. The compiled twin goes through the characters once instead. A word is a
hash of its letters, in lower case, so that "does this word stand in the main text" is one look-up in a table. In scripts
without spaces each character is a word of its own and weighs as much as a word of the others has characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from .counts import COUNTED, EDGES, Counts, Floats

_twin = twin("cleanread_plugins.line_model._characters")

#: Kinds of characters, in the order of their numbers.
KINDS = (
    "space", "lower", "upper", "letter", "digit", "mark", "ideograph", "syllable", "stop", "question", "comma", "colon",
    "bar", "bullet", "quote", "guillemet", "open", "close", "at", "money", "copyright", "dash", "symbol", "other",
    "apostrophe", "slash",
)  # fmt: skip
KIND = {name: number for number, name in enumerate(KINDS)}
#: A line's characters that are looked at: so many at its start, so many at its end.
HEAD, TAIL = 1200, 120
#: Characters that are looked at in one go: what fits a processor's cache.
CHUNK = 1 << 15
#: Bits of a word's hash.
BITS = 18
#: What stands for every number among the terms.
NUMBER = np.uint32(0x9E3779B1)
#: How many characters make a word, in scripts without spaces.
_IDEOGRAPHS, _SYLLABLES = 2.0, 3.5
#: How much less than a word each of them weighs.
_LESS, _LESS_STILL = 1 - 1 / _IDEOGRAPHS, 1 - 1 / _SYLLABLES
#: How wide they are, in letters.
_WIDE, _WIDER = 2.4, 1.4

_GIVEN = {
    "stop": ".!…。！｡।॥။၊។۔։᙮‼⁉",
    "question": "?？؟;",
    "comma": ",;，、；،؛",
    "colon": ":：",
    "bar": "|│┃¦→›‹>▶►▸⇒➡➜➔»▼▾▲",
    "bullet": "•·●▪■◆★☆✓✔◦‣*∙⋅・",
    "quote": '"“”„‟「」『』＂〝〞',
    "guillemet": "«",
    "open": "([{（［【〈《",
    "close": ")]}）］】〉》",
    "at": "@#_=&+~\\^",
    "money": "%‰",
    "copyright": "©®™",
    "dash": "-–—‐‑―−",
    "apostrophe": "'’‘`´ʼ",
    "slash": "/／",
}
_CATEGORY = {
    "Ll": "lower", "Lu": "upper", "Lt": "upper", "Lo": "letter", "Lm": "letter", "Nd": "digit", "Nl": "letter", "No": "digit",
    "Mn": "mark", "Mc": "mark", "Me": "mark", "Sc": "money", "So": "symbol", "Sk": "symbol", "Sm": "symbol", "Ps": "open",
    "Pe": "close", "Pi": "quote", "Pf": "quote", "Pd": "dash", "Po": "other", "Pc": "other",
}  # fmt: skip
_IDEOGRAPHIC = ((0x3040, 0x30FB), (0x30FC, 0x3100), (0x3400, 0xA000), (0xF900, 0xFB00), (0xFF66, 0xFFA0))
_SYLLABIC = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800))
#: Number of all codes; the kinds of those beyond the basic plane, where they are no letters.
_CODES = 0x110000
_BEYOND = ((0x1F000, 0x20000, "symbol"), (0x20000, 0x40000, "ideograph"), (0x40000, _CODES, "other"))


@dataclass(frozen=True)
class Tables:
    """What each character is; what it adds to a word's hash; which hashes are those of function words.

    Attributes:
        kind: the number of its kind.
        value: of those of the basic plane: the lower case, 0 for what is no part of a word.
        ascii: the kinds of the first 256 characters, for `bytes.translate`.
        function: for each hash, whether it is a function word's.
        bits: the same, a bit for each hash.
    """

    kind: NDArray[np.uint8]
    value: NDArray[np.uint32]
    ascii: bytes
    function: NDArray[np.bool_]
    bits: NDArray[np.uint8]


@cache
def tables() -> Tables:
    """The tables, made once a process."""
    names = [_CATEGORY.get(unicodedata.category(chr(code)), "space") for code in range(0x10000)]
    kind = np.full(_CODES, KIND["letter"], dtype=np.uint8)
    kind[:0x10000] = [KIND[name] for name in names]
    for first, end, name in _BEYOND:
        kind[first:end] = KIND[name]
    for name, ranges in (("ideograph", _IDEOGRAPHIC), ("syllable", _SYLLABIC)):
        for first, end in ranges:
            kind[first:end][kind[first:end] == KIND["letter"]] = KIND[name]
    for name, characters in _GIVEN.items():
        kind[[ord(character) for character in characters]] = KIND[name]
    value = np.arange(0x10000, dtype=np.uint32)
    for code in np.flatnonzero(kind[:0x10000] == KIND["upper"]).tolist():
        value[code] = ord(chr(code).lower()[0])
    value[(kind[:0x10000] < _FIRST_OF_WORDS) | (kind[:0x10000] > _LAST_ALONE)] = 0
    function, bits = np.zeros(1 << BITS, dtype=np.bool_), np.zeros(1 << BITS >> 3, dtype=np.uint8)
    made = Tables(kind, value, kind[:256].tobytes(), function, bits)
    words = resources.files(__package__).joinpath("function_words.txt").read_text(encoding="utf-8")
    listed = " ".join(line for line in words.splitlines() if not line.startswith("#"))
    function[_count(made, [listed]).words] = True
    bits[:] = np.packbits(function, bitorder="little")
    return made


def count(texts: Sequence[str]) -> Counts:
    """Count the characters and words of lines."""
    cut = [text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:] for text in texts]
    return _by_chunks(tables(), cut) if _twin is None else _at_once(cut)


@cache
def _counter() -> Any:
    """The compiled twin with all that it looks up."""
    assert _twin is not None
    known, weights = tables(), (_LESS, _LESS_STILL, _WIDE, _WIDER)
    hashing = (_SHIFT, _MIX, 32 - BITS, int(NUMBER))
    return _twin.Counter(KIND, known.kind, known.value, known.bits, _CLOSING.view(np.uint8), *_powers(), hashing, weights)


def _at_once(texts: list[str]) -> Counts:
    """The counts of all lines by the compiled twin."""
    room, lines = sum(map(len, texts)) + 1, len(texts)
    counts, edges = np.empty((len(KINDS) + len(COUNTED), lines)), np.empty((len(EDGES), lines), dtype=np.uint8)
    words = np.empty((3, room), dtype=np.int32)
    many = _counter().count(texts, counts, edges, words)
    hashes, terms, line = words[:, :many]
    return Counts(counts[: len(KINDS)], counts[len(KINDS) :], edges, hashes, terms.view(np.uint32), line)


def _by_chunks(known: Tables, texts: list[str]) -> Counts:
    """The counts of all lines, chunk by chunk."""
    parts: list[Counts] = []
    start = size = 0
    for index, text in enumerate(texts):
        size += len(text) + 1
        if size >= CHUNK:
            parts.append(_count(known, texts[start : index + 1], start))
            start, size = index + 1, 0
    if start < len(texts) or not parts:
        parts.append(_count(known, texts[start:], start))
    if len(parts) == 1:
        return parts[0]
    names = Counts.__dataclass_fields__
    return Counts(**{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names})


def _size(kinds: Floats, tokens: NDArray[Any]) -> Floats:
    """How many words lines have, where characters of scripts without spaces weigh less than one."""
    size: Floats = tokens - kinds[KIND["ideograph"]] * _LESS - kinds[KIND["syllable"]] * _LESS_STILL
    return size


def _width(kinds: Floats) -> Floats:
    """How many letters and digits lines have, where characters of scripts without spaces weigh more than one."""
    letters = kinds[KIND["lower"] : KIND["mark"]].sum(axis=0)
    width: Floats = letters + kinds[KIND["ideograph"]] * _WIDE + kinds[KIND["syllable"]] * _WIDER
    return width


#: Kinds whose characters make words, and those whose characters are words; what follows them are signs.
_FIRST_OF_WORDS, _LAST_OF_WORDS = np.uint8(KIND["lower"]), np.uint8(KIND["mark"])
_FIRST_ALONE, _LAST_ALONE = np.uint8(KIND["ideograph"]), np.uint8(KIND["syllable"])
_DIGIT, _STOP, _QUESTION, _COLON = (KIND[name] for name in ("digit", "stop", "question", "colon"))
_CLOSING = np.zeros(len(KINDS), dtype=np.bool_)
_CLOSING[[KIND[name] for name in ("quote", "close", "apostrophe", "guillemet")]] = True
#: A place in a chunk, and the factor that takes it out again: a word's hash is the same wherever it stands.
_FACTOR = 0x01000193
#: What mixes a word's hash: it is shifted by so much, and multiplied.
_SHIFT, _MIX = 15, 0x2C1B3C6D
_PLACES = CHUNK + HEAD + TAIL + 8


@cache
def _powers() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The powers of the factor, and of its inverse modulo 2 to the power of 32."""
    factors = (np.full(_PLACES, factor, dtype=np.uint32) for factor in (_FACTOR, pow(_FACTOR, -1, 1 << 32)))
    first, second = (np.cumprod(factor, dtype=np.uint32) for factor in factors)
    return first, second


def _count(known: Tables, texts: Sequence[str], offset: int = 0) -> Counts:
    """The counts of one chunk; its first line is number ``offset``."""
    lines = len(texts)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=lines)
    kind, values, codes = _characters(known, " " + " ".join(texts) + "   ")
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths
    bounds = np.concatenate((starts, [len(kind)]))

    def per_line(at: NDArray[np.int64]) -> NDArray[np.int64]:
        places = np.searchsorted(at, bounds)
        found: NDArray[np.int64] = places[1:] - places[:-1]
        return found

    heads = _heads(kind)
    tokens = per_line(heads)
    line = np.repeat(np.arange(lines, dtype=np.int32), tokens)
    opening = kind[heads]
    openings = np.bincount(line * np.int32(16) + opening, minlength=lines * 16).reshape(lines, 16).astype(np.float64, order="F")
    terms = _hashes(values, heads)
    hashes = (terms >> np.uint32(32 - BITS)).astype(np.int32)
    other = np.flatnonzero(kind > KIND["lower"])
    row = np.repeat(np.arange(lines, dtype=np.int32), per_line(other))
    others = kind[other]
    every = np.bincount(row * np.int32(len(KINDS)) + others, minlength=lines * len(KINDS))
    kinds = every.reshape(lines, len(KINDS)).astype(np.float64, order="F")
    kinds[:, KIND["lower"]] = np.add.reduceat(kind == KIND["lower"], starts, dtype=np.int64) if lines else 0
    kinds[:, 0] = lengths - kinds.sum(axis=1)
    sign = others >= _STOP
    at, row, others = other[sign], row[sign], others[sign]
    before, after = kind[at - 1], kind[at + 1]

    def signs(those: NDArray[np.bool_]) -> Floats:
        return np.bincount(row[those], minlength=lines).astype(np.float64)

    numeric = opening == _DIGIT
    numbers = heads[numeric]
    terms[numeric] = NUMBER
    last = ends - 1
    end = np.where(_CLOSING[kind[last]] & (lengths > 1), last - 1, last)
    end = np.where(_CLOSING[kind[end]] & (lengths > 2), end - 1, end)
    kinds = np.ascontiguousarray(kinds.T)
    counted = {
        "length": np.maximum(lengths, 1),
        "tokens": tokens,
        "capitals": openings[:, KIND["upper"]],
        "small": openings[:, KIND["lower"]],
        "numbers": openings[:, _DIGIT],
        "known": np.bincount(line[known.function[hashes]], minlength=lines),
        "inner": signs((others <= _QUESTION) & ((after == KIND["space"]) | _alone(after))),
        "years": per_line(numbers[_years(codes, kind, numbers)]),
        "times": signs((others == _COLON) & (before == _DIGIT) & (after == _DIGIT)),
        "dotted": signs((codes[at] == 46) & _is_letter(before) & _is_letter(after)),
        "size": _size(kinds, tokens),
        "width": _width(kinds),
    }
    cut = (codes[last] == 0x2026) | ((codes[last] == 46) & (codes[last - 1] == 46))
    return Counts(
        kinds,
        np.array([counted[name] for name in COUNTED], dtype=np.float64),
        np.array([kind[starts], kind[last], kind[end], cut], dtype=np.uint8),
        hashes,
        terms,
        line + np.int32(offset),
    )


def _characters(known: Tables, text: str) -> tuple[NDArray[np.uint8], NDArray[np.uint32], NDArray[Any]]:
    """The kind of each character, what it adds to a word's hash, its code."""
    if text.isascii():
        data = text.encode("ascii")
        codes: NDArray[Any] = np.frombuffer(data, dtype=np.uint8)
        return np.frombuffer(data.translate(known.ascii), dtype=np.uint8), known.value[:256].take(codes), codes
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = codes.astype(np.intp)
    kind = known.kind.take(places)
    if codes.max() < 0x10000:
        return kind, known.value.take(places), codes
    beyond = codes >= 0x10000
    values = known.value.take(np.where(beyond, 0, places))
    values[beyond] = np.where(kind[beyond] <= _LAST_ALONE, codes[beyond], 0)
    return kind, values, codes


def _alone(kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which characters are words by themselves."""
    found: NDArray[np.bool_] = (kind - _FIRST_ALONE) <= _LAST_ALONE - _FIRST_ALONE  # what is below turns large
    return found


def _is_letter(kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which characters are parts of words and no digits."""
    found: NDArray[np.bool_] = ((kind - _FIRST_OF_WORDS) <= _LAST_OF_WORDS - _FIRST_OF_WORDS) & (kind != _DIGIT)
    return found


def _heads(kind: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where words begin."""
    wordy = (kind - _FIRST_OF_WORDS) <= _LAST_OF_WORDS - _FIRST_OF_WORDS
    opens = np.empty(len(kind), dtype=np.bool_)
    opens[:1] = wordy[:1]
    np.greater(wordy[1:], wordy[:-1], out=opens[1:])
    opens |= _alone(kind)
    return np.flatnonzero(opens)


def _hashes(values: NDArray[np.uint32], heads: NDArray[np.int64]) -> NDArray[np.uint32]:
    """A hash of each word's letters in lower case, the place of each within its word counted."""
    if not len(heads):
        return np.zeros(0, dtype=np.uint32)
    powers, inverses = _powers()
    sums = np.add.reduceat(values * powers[: len(values)], heads, dtype=np.uint32)
    sums *= inverses[heads]
    sums ^= sums >> np.uint32(_SHIFT)
    sums *= np.uint32(_MIX)
    return sums


def _years(codes: NDArray[Any], kind: NDArray[np.uint8], at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which numbers are four digits that begin as the years of these two centuries do."""
    at = np.minimum(at, len(codes) - 5)
    first, second = codes[at], codes[at + 1]
    century = ((first == 49) & (second == 57)) | ((first == 50) & (second == 48))
    found: NDArray[np.bool_] = century & (kind[at + 2] == _DIGIT) & (kind[at + 3] == _DIGIT) & (kind[at + 4] != _DIGIT)
    return found
