"""Names of authors, out of what pages write around them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .dates import month_of
from .sources import clean
from .words import pattern, words

#: Characters of a text that may be a byline, and of one name.
LONGEST_LINE, LONGEST_NAME = 300, 70
#: Words of a name of a person or of an organisation.
MOST_WORDS = 8
#: Authors that are kept.
MOST_AUTHORS = 30

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|(?<!\w)@\w+")
_CUT = re.compile(r"\s*(?:[|•·\[<>*#»›♦\"“”\n:?!=→►▪–—]|\s[-/~]\s|\.\s{2,}|\s\d|\bon\s+[A-Z][a-z]+\s\d).*", re.DOTALL)
_BRACKET = re.compile(r"\s*[(（][^)）]*[)）]?")
_BETWEEN = re.compile(r"\s*(?:;|/|、|，|&)\s*|\s*,\s*(?:and|und|et)\s+|\s*,\s*")
_COMMAS = frozenset(";/、，&,")
_CREDENTIAL = re.compile(
    r"(?:[A-Z][A-Za-z]?\.?-?){1,4}[A-Z]\.?(?:-[A-Z]+)*$|(?:Ph|M|Psy|Ed|Pharm)\.?D\.?$|Jr\.?$|Sr\.?$|I{2,3}$|Esq\.?$|LL\.?M\.?$|M\.?Ed\.?$|M\.?Sc\.?$|B\.?Sc\.?$"
)
_LEAD = re.compile(r"[\s\-–—|•·✍️/(]+")
_GAP = re.compile(r"\s*[:：/|｜]\s*|\s+")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|%s|^[a-z_]+(?:\.[a-z_]+)+$|^\[object")
_LATER_BY = re.compile(r"\bby:?\s+(?=[^\W\d_])", re.IGNORECASE)
_DATED = re.compile(r"\d{1,2}[:./-]\d{2}|\b(?:19|20)\d{2}\b")


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{pattern('and')})\s+", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{pattern('after')})(?!\w).*", re.IGNORECASE | re.DOTALL)


def without_by(text: str, language: str = "") -> str:
    """A byline without the words before the names, however many.

    >>> without_by("Written by: Ann Lee"), without_by("Text von Karl May"), without_by("Byron Smith")
    ('Ann Lee', 'Karl May', 'Byron Smith')
    >>> without_by("Von Miller"), without_by("Di Anna Rossi", "it")
    ('Von Miller', 'Anna Rossi')
    """
    for _ in range(3):
        end = _end_of_by(text, language)
        if not end:
            break
        text = text[end:]
    return text


def phrases_of(language: str) -> frozenset[str]:
    """The words that stand before names on pages of a language."""
    return words("by") | words(f"by-{language}")


@lru_cache(maxsize=256)  # a page may say any language
def _phrases(language: str) -> dict[str, tuple[str, ...]]:
    """The words that stand before names, longer ones first, by their first letters."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(phrases_of(language), key=lambda phrase: (-len(phrase), phrase)):
        found.setdefault(phrase[:2], []).append(phrase)
    return {beginning: tuple(phrases) for beginning, phrases in found.items()}


def _end_of_by(text: str, language: str) -> int:
    """Where a name begins after the word that stands before it; 0 when there is no such word."""
    lead = None if text[:1].isalnum() else _LEAD.match(text)
    at = lead.end() if lead else 0
    folded = text[at : at + 40].lower()
    table = _phrases(language)
    for beginning in (folded[:2], folded[:1]):
        for phrase in table.get(beginning, ()):
            if folded.startswith(phrase):
                gap = _GAP.match(text, at + len(phrase))
                if gap and gap.end() < len(text):
                    return gap.end()
    return 0


def may_begin_with_by(text: str, language: str = "") -> bool:
    """Whether it is worth asking `begins_with_by`: a look at two letters."""
    table = _phrases(language)
    return text[:2].lower() in table or text[:1] in table or not text[:1].isalnum()


def begins_with_by(text: str, language: str = "") -> bool:
    """Whether a text begins with a word that stands before authors' names."""
    return _end_of_by(text, language) > 0


def is_by(text: str, language: str = "") -> bool:
    """Whether a text is nothing but a word that stands before authors' names."""
    folded = text.casefold().strip(" :：-–—|/")
    return len(folded) < 40 and (folded in words("by") or (language != "" and folded in words(f"by-{language}")))


def names_of(text: str, language: str = "") -> tuple[str, ...]:
    """The names in a byline, in order, without what else it says; empty when there are none.

    Args:
        text: a byline, or what a page says that its author is called.
        language: the page's, when the text is from the page itself and may begin with that language's word for "by".

    >>> names_of("By Ann Lee and Bo Chen, Staff Writers | May 3, 2024")
    ('Ann Lee', 'Bo Chen')
    >>> names_of("Dr. Ann Lee, PhD, RN"), names_of("https://ex.org/ann"), names_of("Ann Lee (@annlee)")
    (('Dr. Ann Lee',), (), ('Ann Lee',))
    """
    return _names_of(text, language) if len(text) <= LONGEST_LINE else ()


@lru_cache(maxsize=256)  # a page names its authors in several places
def _names_of(text: str, language: str) -> tuple[str, ...]:
    text = clean(text)
    if not text:
        return ()
    if is_by(text, language) or (not _is_plain(text) and _TEMPLATE.search(text)):
        return ()
    later = _LATER_BY.search(text) if "by" in text.lower() else None
    if later and looks_dated(text[: later.start()]):
        text = text[later.end() :]
    text = without_by(text, language)
    if not _is_plain(text):
        text = _without_more(text, language)
    found: dict[str, str] = {}
    for part in [text] if _COMMAS.isdisjoint(text) else _BETWEEN.split(text):
        for name in map(_tidy, _split_and(without_by(part))):
            if found and not _is_further(name):
                continue
            if name and len(name) <= LONGEST_NAME and len(name.split()) <= MOST_WORDS and _LETTER.search(name):
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MOST_AUTHORS]


def _is_plain(text: str) -> bool:
    """Whether there are but letters of ASCII and spaces in a text, as in most that are names."""
    return text.isascii() and text.replace(" ", "").isalpha()


def _without_more(text: str, language: str) -> str:
    """A byline without addresses, and without what stands in brackets or after the names."""
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub("", text)
    if "(" in text or "（" in text:
        text = _BRACKET.sub("", text)
    cut = _CUT.search(text)
    if not cut:
        return text
    return _without_month(text[: cut.start()], language) if _DIGIT.search(cut[0][:4]) else text[: cut.start()]


def _without_month(text: str, language: str) -> str:
    """A name without the name of a month that stood before the number of a day."""
    before, _, last = text.rstrip(" .,").rpartition(" ")
    return before if before and month_of(last, language) else text if before or not month_of(last, language) else ""


def _split_and(text: str) -> list[str]:
    """Two names with a word between them; a name that holds such a word stays whole."""
    if len(text.split()) < 5:  # a word between two names of two words each
        return [text]
    parts = _and().split(text)
    return parts if len(parts) > 1 and all(len(part.split()) > 1 and part.strip()[:1].isupper() for part in parts) else [text]


def _tidy(name: str) -> str:
    name = _after().sub("", name).strip(" ,.-–—_:;'’\u00a0") if " " in name else name.strip(" ,-–—_:;'’")
    return name


def _is_further(name: str) -> bool:
    """Whether what stands after a comma is another name, not a degree, a place or an occupation of the one before it."""
    if _CREDENTIAL.match(name.replace(" ", "")) or name[:1].islower():
        return False
    folded = name.casefold()
    return not any(word in words("occupation") or word.rstrip("s") in words("occupation") for word in (folded, *folded.split()))


def is_nobody(name: str) -> bool:
    """Whether a name is a placeholder or a label: ``admin``, ``Written by``."""
    return name.casefold() in words("nobody")


def looks_dated(text: str) -> bool:
    """Whether there is a date or a time in a text."""
    return _DATED.search(text) is not None
