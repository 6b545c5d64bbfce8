"""langdetect's profiles, scored without its sampling.

langdetect (Shuyo, *Language Detection Library for Java*, 2010) draws n-grams at random, so the same text can get
two answers, and it loads its 55 profiles into one global factory that is not safe to fill from two
threads. Here each profile that is asked for is read once, under a lock, and each n-gram of the text counts
once: the same naive Bayes, no chance, and faster.
"""

from __future__ import annotations

import json
import math
import string
import threading
import unicodedata
from functools import cache
from importlib import resources
from operator import add
from typing import Any

from cleanread.native import twin

_twin = twin("cleanread_plugins.language._detect")

_LOCK = threading.Lock()
_PROFILES_READ: dict[str, Any] = {}
#: langdetect's names of profiles where they are not the BCP 47 code.
_PROFILES = {"zh": "zh-cn", "zh-Hans": "zh-cn", "zh-Hant": "zh-tw", "nb": "no"}
_CODES = {"zh-cn": "zh", "zh-tw": "zh", "no": "nb"}
#: As in langdetect: the weight of the uniform part of an n-gram's probability.
_ALPHA = 0.5 / 10000
_TEXT = 1200
_SMALL, _CAPITALS = string.ascii_lowercase.encode(), string.ascii_uppercase.encode()


def detect(text: str, candidates: tuple[str, ...] = ()) -> tuple[str, float] | None:
    """The language of a text among candidates (all of langdetect's when there are none), with a probability.

    Returns:
        A BCP 47 code and its posterior probability under a uniform prior; None when the text has no n-gram
        that a profile knows, or no candidate has a profile.
    """
    profiles = (
        tuple(sorted({_PROFILES.get(code, code) for code in candidates} & available()))
        if candidates
        else tuple(sorted(available()))
    )
    if not profiles:
        return None
    models = [_profile(name) for name in profiles]
    grams = _ngrams(text[:_TEXT])
    unknown = math.log(_ALPHA)
    known = [model.known(grams) for model in models]
    if not any(known):
        return None
    scores = [math.fsum(found) + unknown * (len(grams) - len(found)) for found in known]
    best = max(range(len(profiles)), key=lambda index: scores[index])
    total = sum(math.exp(score - scores[best]) for score in scores)
    return _CODES.get(profiles[best], profiles[best]), 1 / total


@cache
def available() -> frozenset[str]:
    """langdetect's profiles by name."""
    return frozenset(
        item.name
        for item in resources.files("langdetect").joinpath("profiles").iterdir()
        if not item.name.startswith((".", "_"))
    )


class Profile:
    """A number for each n-gram that is known."""

    def __init__(self, values: dict[str, float]) -> None:
        self.values = values

    def known(self, grams: set[str]) -> list[float]:
        """The numbers of the n-grams that are known."""
        return list(filter(None, map(self.values.get, grams)))


def _profile(name: str) -> Any:
    """The logarithms of the n-grams' probabilities in a profile. Read once a process, under a lock."""
    found = _PROFILES_READ.get(name)
    if found is None:
        with _LOCK:
            found = _PROFILES_READ.get(name)
            if found is None:
                found = _PROFILES_READ[name] = (Profile if _twin is None else _twin.Profile)(_read(name))
    return found


def _read(name: str) -> dict[str, float]:
    from langdetect.utils.lang_profile import LangProfile

    file = resources.files("langdetect").joinpath("profiles", name)
    profile = LangProfile(**json.loads(file.read_text(encoding="utf-8")))
    return {
        gram: math.log(_ALPHA + count / profile.n_words[len(gram) - 1])
        for gram, count in profile.freq.items()
        if 1 <= len(gram) <= 3
    }


def _ngrams(text: str) -> Any:
    """The text's one- to three-letter n-grams as langdetect normalises them; words in capitals have none."""
    if _mostly_capitals(text):
        text = text.lower()
    words = set(_normalised(text).split())
    return _grams(words) if _twin is None else _twin.Grams(words)


def _grams(words: set[str]) -> set[str]:
    grams: set[str] = set()
    for word in words:
        grams.update(word)
        if len(word) < 2 or not word.isupper():
            padded = f" {word} "
            grams.update(map(add, padded, padded[1:]))
            grams.update(map(add, map(add, padded, padded[1:]), padded[2:]))
    return grams


def _mostly_capitals(text: str) -> bool:
    plain = text.encode("ascii", "ignore")
    small, capitals = (len(plain) - len(plain.translate(None, letters)) for letters in (_SMALL, _CAPITALS))
    if small >= capitals + len(text) - len(plain):
        return False  # whatever the others are
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(str.isupper, text)) * 2 > letters


def _normalised(text: str) -> str:
    from langdetect.utils.ngram import NGram

    text = NGram.normalize_vi(unicodedata.normalize("NFC", text))
    return text.translate({ord(char): _char(char) for char in set(text)})


@cache
def _char(char: str) -> str:
    from langdetect.utils.ngram import NGram

    normal: str = NGram.normalize(char)
    return normal
