"""What stands around the headline of a page: lines that name an author, and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from ...native import twin
from .dates import LONGEST as LONGEST_DATED
from .dates import find_dates, parse_date
from .people import LONGEST_LINE, begins_with_by, is_by, looks_dated, may_begin_with_by, phrases_of
from .sources import text_of
from .words import ends_with

_twin = twin("cleanread.readers.metadata._nearby")
# what the twin tells to do with an element
_ASK, _READ_TEXT, _READ_TAIL, _HEAR_TEXT = range(4)

#: Elements before and after the headline that are looked at.
BEFORE, AFTER = 30, 260
#: Elements after it when author and date are stated elsewhere, or the page is hardly an article.
AFTER_NEAR = 50
#: Characters of text after the headline that are looked at.
TEXT_AFTER = 4_000

#: Folders of addresses that lead to pages of people.
PEOPLE = tuple(
    "author authors autor autores autoren auteur auteurs profile profiles user users people contributor contributors staff by "
    "writer writers member members u bio team".split()
)
_PERSON = re.compile(rf"/(?:{'|'.join(PEOPLE)})/[^/?#]")
_YEAR = re.compile(r"\d{4}")
_ASCII_YEAR = re.compile("[12][059][0-9][0-9]")
_SILENT = frozenset({"script", "style", "svg", "template", "noscript", "option", "select", "button", "textarea"})


_NOT_AUTHOR = re.compile(
    r"avatar|image|img|photo|-bio|bio-|description|social|icon|follow|share|comment|related|date|time|role|title|position|job|footer"
)
#: What class names that tell of an author hold.
AUTHORS = tuple(
    "author byline writer by-line by_line written username user-name user_name contributor reporter journalist autor auteur "
    "verfasser penulis posted-by postedby creator poster".split()
)
_DATES = tuple("date time posted meta pub info datum fecha".split())
#: Characters of a class attribute that are looked at, and kept for the next element.
LONGEST_CLASS = 300


@dataclass(frozen=True)
class Line:
    """A text near the headline that may name an author."""

    text: str
    signs: frozenset[str]


@dataclass(frozen=True)
class Dated:
    """A date near the headline: ISO 8601, and what speaks for what."""

    value: str
    signs: frozenset[str]


@lru_cache(maxsize=4096)
def author_sign(names: str) -> str:
    """The sign of an author that class names, up to `LONGEST_CLASS` characters, tell of; empty when they tell of none.

    >>> author_sign("post-author"), author_sign("author-avatar"), author_sign("entry-date")
    ('class', 'class-not', '')
    """
    text = names.lower()
    # one by one: several times as fast as a loop or a regular expression, and this is asked of every element near the headline;
    # first what several of `AUTHORS` have in common
    author = (
        (
            "or" in text
            and ("author" in text or "reporter" in text or "contributor" in text or "autor" in text or "creator" in text)
        )
        or ("by" in text and ("byline" in text or "by-line" in text or "by_line" in text))
        or ("writ" in text and ("writer" in text or "written" in text))
        or ("user" in text and ("username" in text or "user-name" in text or "user_name" in text))
        or ("poste" in text and ("posted-by" in text or "postedby" in text or "poster" in text))
        or "auteur" in text
        or "journalist" in text
        or "verfasser" in text
        or "penulis" in text
    )
    return "" if not author else "class-not" if _NOT_AUTHOR.search(text) else "class"


@lru_cache(maxsize=4096)
def tells_of_date(names: str) -> bool:
    """Whether class names, up to `LONGEST_CLASS` characters, tell of a date.

    >>> tells_of_date("entry-date"), tells_of_date("entry-title")
    (True, False)
    """
    text = names.lower()
    return any(word in text for word in _DATES)


class Nearby:
    """The lines and dates around a headline.

    Args:
        headline: the element of the headline, or another where the article begins.
        language: the page's.
        reach: how many elements after the headline are looked at.
    """

    def __init__(self, headline: Any, language: str | None, reach: int = AFTER) -> None:
        self.lines: list[Line] = []
        self.dates: list[Dated] = []
        self._language = language
        self._short = (language or "").partition("-")[0].lower()
        self._label = ""
        self._named = False
        self._taken: set[Any] = set()
        if _twin is None:
            self._look_around(headline, reach)
        else:
            self._look_where_told(headline, reach)

    _size = 0

    def _look_around(self, headline: Any, reach: int) -> None:
        for element in islice(_after(headline), reach):
            self._look(element, "after")
            if self._size > TEXT_AFTER:
                break
        self._label = ""
        for element in islice(_before(headline), BEFORE):
            self._look(element, "before")

    def _look_where_told(self, headline: Any, reach: int) -> None:
        """The same without the elements that surely tell nothing."""
        look, phrases = _what(), _phrases(self._short)
        self._follow(look.after(headline, reach, TEXT_AFTER, phrases), "after")
        self._label = ""
        self._follow(look.before(headline, BEFORE, phrases), "before")

    def _follow(self, told: list[tuple[Any, int]], place: str) -> None:
        for element, what in told:
            if what == _ASK:
                self._ask(element, element.tag, place)
            elif what == _READ_TEXT:
                self._read(element.text, element, place, leads=True)
            elif what == _READ_TAIL:
                self._read(element.tail, element.getparent(), place)
            else:
                self._hear(_one_line(element.text if what == _HEAR_TEXT else element.tail))

    def _look(self, element: Any, place: str) -> None:
        tag = element.tag
        if tag not in _SILENT and isinstance(tag, str):
            self._ask(element, tag, place)
            text = element.text
            if text and not text.isspace():
                self._read(text, element, place, leads=True)
        tail = element.tail
        if tail and not tail.isspace():
            self._read(tail, element.getparent(), place)

    def _ask(self, element: Any, tag: str, place: str) -> None:
        """Whether an element itself tells of an author or of a date."""
        sign = _author_sign(element)
        if sign:
            self._author(element, sign, place)
        elif tag == "a":
            if _PERSON.search(element.get("href") or ""):
                self._author(element, "link", place)
        elif tag == "time":
            self._time(element, element.get("itemprop"), place)

    def _author(self, element: Any, sign: str, place: str) -> None:
        text = text_of(element, LONGEST_LINE)
        if not text:
            return
        self._line(text, sign, place, "in-link" if element.tag == "a" else "not-in-link")

    def _line(self, text: str, sign: str, place: str, *more: str) -> None:
        signs = {f"{sign}:{place}", *more}
        if begins_with_by(text, self._short):
            signs.add("by")
        if looks_dated(text):
            signs.add("dated")
        if len(self.lines) < 60:
            self.lines.append(Line(text, frozenset(signs)))

    def _time(self, element: Any, kind: str | None, place: str) -> None:
        value = parse_date(element.get("datetime") or "", self._language) or parse_date(text_of(element, 100), self._language)
        if value:
            self._date(value, place, {"time", f"itemprop:{kind}"} if kind else {"time"})

    def _date(self, value: str, place: str, signs: set[str]) -> None:
        if len(self.dates) < 40:
            order = sum(1 for dated in self.dates if f"{place}" in dated.signs)
            self.dates.append(Dated(value, frozenset({*signs, place, f"order:{min(order, 3)}"})))

    def _read(self, text: str, holder: Any, place: str, *, leads: bool = False) -> None:
        """A text and the element that it is in, which tells what the text is when that is the first one in it."""
        if place == "after":
            self._size += len(text)
        text = _one_line(text)
        if self._named and len(text) <= LONGEST_LINE:
            self._line(text, "label", place)
        self._named = False
        if may_begin_with_by(text, self._short):
            told = len(text) <= LONGEST_LINE and self._by(text, holder, place)
            # a name that no element holds together with the word before it comes next
            self._named = not told and is_by(text, self._short)
        if (_ASCII_YEAR if text.isascii() else _YEAR).search(text, 0, LONGEST_DATED):
            for at, value in find_dates(text, self._language)[:3]:
                self._date(value, place, {"text", *self._signs(text, at, leads and _is_dated(holder))})
        self._hear(text)

    def _hear(self, text: str) -> None:
        """A text may tell what the date that comes next is."""
        self._label = text if len(text) <= 40 else ""

    def _by(self, text: str, holder: Any, place: str) -> bool:
        """A line that begins with "by", with all that its element says after it; whether there is more of it than that word."""
        if holder is None or holder in self._taken or len(self._taken) >= 20 or not begins_with_by(text + " x", self._short):
            return False
        self._taken.add(holder)
        whole = text_of(holder, LONGEST_LINE)
        at = whole.find(text)
        if at >= 0:
            self._line(whole[at:], "line", place)
        return at >= 0 and not is_by(whole[at:], self._short)

    def _signs(self, text: str, at: int, dated: bool) -> Iterator[str]:
        before = text[:at] if at else self._label
        if ends_with("updated", before):
            yield "updated"
        elif ends_with("published", before):
            yield "published"
        if dated:
            yield "class"
        if len(text) < 30:
            yield "short"
        elif len(text) > 80:
            yield "long"


def _one_line(text: str) -> str:
    """The beginning of a text: of a paragraph only that can be a byline or a dateline."""
    return " ".join(text[: LONGEST_LINE + 1].split())


@cache
def _what() -> Any:
    """What the compiled twin looks for."""
    assert _twin is not None
    return _twin.Look(_SILENT, AUTHORS, PEOPLE, LONGEST_LINE + 1)


@lru_cache(maxsize=256)  # a page may say any language
def _phrases(language: str) -> Any:
    """The words that stand before names on pages of a language, for the twin."""
    assert _twin is not None
    return _twin.Words(phrases_of(language))


def _author_sign(element: Any) -> str:
    """The sign of an author that an element's attributes tell of; empty when they tell of none."""
    names = element.get("class")
    sign = author_sign(names[:LONGEST_CLASS]) if names else ""
    kind = element.get("itemprop")
    return "class" if kind and not sign and ("author" in kind or kind == "creator") else sign


def _is_dated(element: Any) -> bool:
    """Whether an element tells that a date is in it."""
    names = element.get("class")
    return (
        (names is not None and tells_of_date(names[:LONGEST_CLASS]))
        or element.get("itemprop") in ("datePublished", "dateCreated", "dateModified")
        or (element.tag == "time" and not _author_sign(element))
    )


def _after(element: Any) -> Iterator[Any]:
    """The elements after one in document order, those within it first."""
    yield from element.iterdescendants()
    current = element
    while current is not None:
        for sibling in current.itersiblings():
            yield from sibling.iter()
        current = current.getparent()


def _before(element: Any) -> Iterator[Any]:
    """The elements before one, nearest first; those around it are left out."""
    current = element
    while current is not None:
        for sibling in current.itersiblings(preceding=True):
            waiting = [sibling]
            while waiting:
                inner = waiting.pop()
                yield inner
                waiting.extend(inner)
        current = current.getparent()
