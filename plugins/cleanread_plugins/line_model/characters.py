"""What the characters of lines are, counted for all lines at once: letters, digits, stops, words, and which words.

A text becomes an array of code points, each of which belongs to one kind; every count is then one numpy call over
the whole chunk, whatever the number of lines. A word is a hash of its letters, in lower case, so that "does this
word stand in the main text" is one look-up in a table. In scripts without spaces each character is a word of its
own and weighs as much as a word of the others has characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

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
#: How many characters make a word, in scripts without spaces.
_IDEOGRAPHS, _SYLLABLES = 2.0, 3.5
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


@dataclass(frozen=True)
class Tables:
    """What each character of the basic plane is, and its lower case; which hashes are those of function words."""

    kind: NDArray[np.uint8]
    lower: NDArray[np.uint32]
    function: NDArray[np.bool_]


@cache
def tables() -> Tables:
    """The tables, made once a process."""
    names = [_CATEGORY.get(unicodedata.category(chr(code)), "space") for code in range(0x10000)]
    kind = np.array([KIND[name] for name in names], dtype=np.uint8)
    for name, ranges in (("ideograph", _IDEOGRAPHIC), ("syllable", _SYLLABIC)):
        for first, end in ranges:
            kind[first:end][kind[first:end] == KIND["letter"]] = KIND[name]
    for name, characters in _GIVEN.items():
        kind[[ord(character) for character in characters]] = KIND[name]
    lower = np.arange(0x10000, dtype=np.uint32)
    for code in np.flatnonzero(kind == KIND["upper"]).tolist():
        lower[code] = ord(chr(code).lower()[0])
    function = np.zeros(1 << BITS, dtype=np.bool_)
    made = Tables(kind, lower, function)
    words = resources.files(__package__).joinpath("function_words.txt").read_text(encoding="utf-8")
    listed = " ".join(line for line in words.splitlines() if not line.startswith("#"))
    function[_count(made, [listed]).words] = True
    return made


@dataclass(frozen=True)
class Counts:
    """What was counted, line by line.

    Attributes:
        kinds: how many characters of each kind a line has: lines by kinds.
        length: characters of a line.
        tokens: words of a line, a character each in scripts without spaces.
        size: words of a line, where characters of scripts without spaces weigh less than one.
        width: its letters and digits, where characters of scripts without spaces weigh more than one.
        capitals: words that open with a capital.
        small: words that open with a small letter.
        numbers: words that open with a digit.
        known: words that are function words of some language.
        inner: sentences that end within the line.
        years, times, dates: numbers that look like years (``2025``), times (``10:30``), dates or fractions (``3/4``).
        dotted: letters with a dot right between them, as in names of sites and files.
        first, last: kinds of the first and the last character.
        end: kind of the last character before closing quotes and brackets.
        cut: whether it breaks off with dots.
        words: the hash of each word, all lines in order.
        line: the line of each word.
    """

    kinds: Floats
    length: Floats
    tokens: Floats
    size: Floats
    width: Floats
    capitals: Floats
    small: Floats
    numbers: Floats
    known: Floats
    inner: Floats
    years: Floats
    times: Floats
    dates: Floats
    dotted: Floats
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    end: NDArray[np.uint8]
    cut: NDArray[np.bool_]
    words: NDArray[np.int32]
    line: NDArray[np.int32]


def count(texts: Sequence[str]) -> Counts:
    """Count the characters and words of lines, chunk by chunk."""
    known = tables()
    cut = [text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:] for text in texts]
    parts: list[Counts] = []
    offset = start = size = 0
    for index, text in enumerate(cut):
        size += len(text) + 1
        if size >= CHUNK:
            parts.append(_count(known, cut[start : index + 1], start))
            start, size = index + 1, 0
    offset = start
    if start < len(cut) or not parts:
        parts.append(_count(known, cut[start:], offset))
    if len(parts) == 1:
        return parts[0]
    names = Counts.__dataclass_fields__
    return Counts(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


_WORD = np.zeros(len(KINDS), dtype=np.bool_)
_WORD[[KIND[name] for name in ("lower", "upper", "letter", "digit", "mark")]] = True
_ALONE = np.zeros(len(KINDS), dtype=np.bool_)
_ALONE[[KIND["ideograph"], KIND["syllable"]]] = True
_CLOSING = np.zeros(len(KINDS), dtype=np.bool_)
_CLOSING[[KIND[name] for name in ("quote", "close", "apostrophe", "guillemet")]] = True
_SENTENCE = np.zeros(len(KINDS), dtype=np.bool_)
_SENTENCE[[KIND["stop"], KIND["question"]]] = True
_DATED = np.zeros(len(KINDS), dtype=np.bool_)
_DATED[[KIND["slash"], KIND["dash"], KIND["stop"]]] = True
_POWERS = np.cumprod(np.full(64, 0x01000193, dtype=np.uint32), dtype=np.uint32)


def _count(known: Tables, texts: Sequence[str], offset: int = 0) -> Counts:
    """The counts of one chunk; its first line is number ``offset``."""
    lines = len(texts)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=lines)
    data = (" " + " ".join(texts) + "   ").encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(data, dtype=np.uint32)
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths
    kind, codes = _kinds(known, codes)
    of_line = np.zeros(len(codes), dtype=np.int32)
    of_line[starts[1:]] = 1
    np.cumsum(of_line, out=of_line)
    if not lines:
        of_line = np.zeros(len(codes), dtype=np.int32)
    rows = max(lines, 1)
    table = np.bincount(of_line * np.int32(len(KINDS)) + kind, minlength=rows * len(KINDS)).reshape(rows, len(KINDS))[:lines]
    kinds = table.astype(np.float64)
    kinds[:, 0] += lengths - kinds.sum(axis=1)  # the blanks between the lines are not theirs

    def per_line(where: NDArray[np.int64]) -> Floats:
        return np.bincount(of_line[where], minlength=rows)[:lines].astype(np.float64)

    wordy, alone = _WORD[kind], _ALONE[kind]
    within = np.flatnonzero(wordy | alone)
    opens = (alone | (wordy & ~np.concatenate(([False], wordy[:-1]))))[within]
    firsts = np.flatnonzero(opens)
    heads = within[firsts]
    hashes = _hashes(known, codes, within, opens, firsts)
    line = of_line[heads]
    opening = kind[heads]
    digit = kind == KIND["digit"]
    stops = np.flatnonzero(_SENTENCE[kind])
    colons = np.flatnonzero(kind == KIND["colon"])
    strokes = np.flatnonzero(_DATED[kind])
    dots = np.flatnonzero(codes == 46)
    four = heads[opening == KIND["digit"]]
    last = np.maximum(ends - 1, 0)
    end = np.where(_CLOSING[kind[last]] & (lengths > 1), last - 1, last)
    end = np.where(_CLOSING[kind[end]] & (lengths > 2), end - 1, end)
    letter = wordy & ~digit
    ideographs, syllables = kinds[:, KIND["ideograph"]], kinds[:, KIND["syllable"]]
    tokens = np.bincount(line, minlength=rows)[:lines].astype(np.float64)
    letters = kinds[:, 1] + kinds[:, 2] + kinds[:, 3] + kinds[:, 4]
    return Counts(
        kinds=kinds,
        length=np.maximum(lengths, 1).astype(np.float64),
        tokens=tokens,
        size=tokens - ideographs * (1 - 1 / _IDEOGRAPHS) - syllables * (1 - 1 / _SYLLABLES),
        width=letters + ideographs * _WIDE + syllables * _WIDER,
        capitals=per_line(heads[opening == KIND["upper"]]),
        small=per_line(heads[opening == KIND["lower"]]),
        numbers=per_line(four),
        known=per_line(heads[known.function[hashes]]),
        inner=per_line(stops[(kind[stops + 1] == KIND["space"]) | alone[stops + 1]]),
        years=per_line(four[_years(codes, digit, four)]),
        times=per_line(colons[digit[colons - 1] & digit[colons + 1]]),
        dates=per_line(strokes[digit[strokes - 1] & digit[strokes + 1]]),
        dotted=per_line(dots[letter[dots - 1] & letter[dots + 1]]),
        first=kind[np.minimum(starts, len(kind) - 1)],
        last=kind[last],
        end=kind[end],
        cut=(codes[last] == 0x2026) | ((codes[last] == 46) & (codes[np.maximum(last - 1, 0)] == 46)),
        words=hashes,
        line=line + np.int32(offset),
    )


def _kinds(known: Tables, codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """The kind of each character; those beyond the basic plane are ideographs, letters or symbols."""
    if codes.max(initial=0) < 0x10000:
        return known.kind[codes], codes
    beyond = codes >= 0x10000
    kind = known.kind[np.where(beyond, 0, codes)]
    kind[beyond] = KIND["letter"]
    kind[(codes >= 0x1F000) & (codes < 0x20000)] = KIND["symbol"]
    kind[(codes >= 0x20000) & (codes < 0x40000)] = KIND["ideograph"]
    kind[codes >= 0x40000] = KIND["other"]
    return kind, codes & np.uint32(0xFFFF)


def _hashes(
    known: Tables, codes: NDArray[np.uint32], within: NDArray[np.int64], opens: NDArray[np.bool_], firsts: NDArray[np.int64]
) -> NDArray[np.int32]:
    """A hash of each word's letters in lower case, the place of each within its word counted."""
    if not len(firsts):
        return np.zeros(0, dtype=np.int32)
    number = np.cumsum(opens, dtype=np.int32) - 1
    place = (np.arange(len(within), dtype=np.int64) - firsts[number]) & 63
    mixed = (known.lower[codes[within] & np.uint32(0xFFFF)] + np.uint32(0x9E37)) * _POWERS[place]
    sums = np.add.reduceat(mixed, firsts, dtype=np.uint32)
    sums ^= sums >> np.uint32(15)
    sums *= np.uint32(0x2C1B3C6D)
    return (sums >> np.uint32(32 - BITS)).astype(np.int32)


def _years(codes: NDArray[np.uint32], digit: NDArray[np.bool_], at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which numbers are four digits that begin as the years of these two centuries do."""
    at = np.minimum(at, len(codes) - 5)
    pair = codes[at] * np.uint32(256) + codes[at + 1]
    century = (pair == 49 * 256 + 57) | (pair == 50 * 256 + 48)
    found: NDArray[np.bool_] = century & digit[at + 2] & digit[at + 3] & ~digit[at + 4]
    return found
