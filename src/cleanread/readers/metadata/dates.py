"""Dates as pages write them, as ISO 8601: as exact as they are written, and none that the calendar does not have."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files

#: Years that a page's date may have. Pages that name older ones speak of something else.
EARLIEST, LATEST = 1990, 2099
#: Characters of a text that are searched for a date.
LONGEST = 200

_ISO = re.compile(
    r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"
    r"(?:(?:[T ]|\s+at\s+)\s*(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"\s*((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?\s*$")
_EPOCH = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*$")
_MAIL = re.compile(
    r"\s*(?:\w{3,9}\.?,?\s+)?\w[\w. ,-]{5,20}\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*(Z|UTC|GMT|[+-]\d{4})\s*$", re.IGNORECASE
)

_YEAR = r"(?P<year>(?:19|20)\d{2}|25[3-9]\d)(?!\d)"
_CJK = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]")
_YEAR_FIRST = re.compile(
    r"(?<![\d/.-])(?P<year>(?:19|20)\d{2})(?P<mark>[-/]|\.\s?)(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
_NUMBERS = re.compile(r"(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>[-/]|\.\s?)(?P<second>\d{1,2})(?P=mark)" + _YEAR)
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|°)?\.?(?:[\s-]+|\s*,\s*)(?:(?:de|di|of|ng|ta'|den)\s+)?"
    r"(?P<month>[^\W\d_][\w'’]{1,14}|[\u0900-\u0fff\u1780-\u17ff][\w\u0900-\u0fff\u1780-\u17ff.]{1,14})\.?,?"
    r"(?:[\s-]+(?:de\s+|del\s+|of\s+)?|\s*)(?:พ\.ศ\.\s*|ค\.ศ\.\s*)?" + _YEAR,
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,14})\.?\s{0,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\.?\s+)" + _YEAR, re.IGNORECASE
)
_VIETNAMESE = re.compile(r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:,|\s+năm)?\s+" + _YEAR, re.IGNORECASE)
_YEAR_MONTH_DAY = re.compile(_YEAR + r"\.?\s+(?P<month>[^\W\d_]{3,14})\.?\s+(?P<day>\d{1,2})", re.IGNORECASE)
_WRITTEN = (_CJK, _YEAR_FIRST, _VIETNAMESE, _MONTH_FIRST, _DAY_FIRST, _YEAR_MONTH_DAY)
_WRITTEN_ASCII = tuple(pattern for pattern in _WRITTEN if pattern not in (_CJK, _VIETNAMESE))
_DIGITS = re.compile(r"\d")
_YEARS = re.compile(r"(?:19|20|25)\d\d")
# the fewest digits of a date
_DAY_AND_YEAR = re.compile(r"\d(?:\D*+\d){4}")
_TO_LAST_DIGIT = re.compile(r".*\d", re.DOTALL)
# characters that a written date may have before its first digit, for a month, a point and two spaces, and after its last one
_BEFORE_DIGITS, _AFTER_DIGITS = 17, 2
_ADDRESS = re.compile(r"[/_-]((?:19|20)\d{2})([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_PACKED = re.compile(r"[/_-]((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def parse_date(text: str, language: str | None = None) -> str | None:
    """A value that is a date, as ISO 8601: with its time and zone when it has them, and no day that it does not name.

    Args:
        text: the content of an attribute or of a dated element.
        language: the page's, to tell 3/4 from 4/3 and months of one name.

    >>> parse_date("2024-05-01 10:00:00+0200"), parse_date("2024-05"), parse_date("Wed, 01 May 2024 08:00:00 GMT")
    ('2024-05-01T10:00:00+02:00', '2024-05', '2024-05-01T08:00:00+00:00')
    >>> parse_date("yesterday"), parse_date("2024-02-30"), parse_date("1. Mai 2024")
    (None, None, '2024-05-01')
    """
    return _parsed(text.strip()[:LONGEST], language)


@lru_cache(maxsize=256)  # a page states the same date in several places
def _parsed(text: str, language: str | None) -> str | None:
    if not _DIGITS.search(text):
        return None
    exact = _exact(text)
    if exact:
        return exact
    found = _ISO.match(text)
    if found and (found.end() == len(text) or found[3]):
        return _composed(found[1], found[2], found[3], found[4], found[5])
    found = _COMPACT.match(text)
    if found:
        time = f"{found[4]}:{found[5]}:{found[6] or '00'}" if found[4] else None
        return _composed(found[1], found[2], found[3], time, found[7])
    found = _EPOCH.match(text)
    if found:
        return (datetime(1970, 1, 1) + timedelta(seconds=int(found[1]))).isoformat() + "+00:00"
    day = find_date(text, language)
    mail = _MAIL.match(text)
    return _composed(day[:4], day[5:7], day[8:10], mail[1], mail[2]) if day and mail else day


def _exact(text: str) -> str | None:
    """A moment that is written just as ISO 8601 has it, as most are; None of another text, and when there is no such moment."""
    if not (len(text) in (20, 25) and text.isascii() and text[4] == text[7] == "-" and text[10] == "T"):
        return None
    zone = text[19:]
    if not (text[13] == text[16] == ":" and (zone == "Z" or (zone[0] in "+-" and zone[3:4] == ":"))):
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value.isoformat() if EARLIEST <= value.year <= LATEST else None


def find_date(text: str, language: str | None = None) -> str | None:
    """The first date written in a text, in any language that months are known in, as ``YYYY-MM-DD``.

    >>> find_date("Cập nhật: 12/03/2024, 10:00", "vi"), find_date("Updated Mar. 3rd, 2024"), find_date("2024年3月5日 更新")
    ('2024-03-12', '2024-03-03', '2024-03-05')
    >>> find_date("3/4/2024", "en-US"), find_date("3/4/2024", "en-GB"), find_date("31.12.2024")
    ('2024-03-04', '2024-04-03', '2024-12-31')
    """
    first = next(iter(find_dates(text, language)), None)
    return first[1] if first else None


def find_dates(text: str, language: str | None = None) -> list[tuple[int, str]]:
    """All dates written in a text with their places, in order."""
    text = text[:LONGEST]
    text = _western(text)
    digits = _DAY_AND_YEAR.search(text)
    if not digits or not _YEARS.search(text):
        return []
    last = _TO_LAST_DIGIT.match(text, digits.start())
    start, end = max(digits.start() - _BEFORE_DIGITS, 0), (last or digits).end() + _AFTER_DIGITS
    found: dict[int, str] = {}
    for pattern in _WRITTEN_ASCII if text.isascii() else _WRITTEN:
        for match in pattern.finditer(text, start, end):
            month = match["month"]
            number = int(month) if month.isdecimal() else month_of(month, language)
            value = _composed(_era(match["year"]), str(number or 0), match["day"])
            if value:
                found.setdefault(match.start(), value)
    for match in _NUMBERS.finditer(text, start, end):
        value = _numbers(match, language)
        if value:
            found.setdefault(match.start(), value)
    return sorted(found.items())


def date_in_address(url: str) -> str | None:
    """The day that an address names.

    >>> date_in_address("https://ex.org/2024/05/01/rain.html"), date_in_address("https://ex.org/news-20240501")
    ('2024-05-01', '2024-05-01')
    """
    found = _ADDRESS.search(url[:500])
    if found:
        return _composed(found[1], found[3], found[4])
    found = _PACKED.search(url[:500])
    return _composed(found[1], found[2], found[3]) if found else None


def month_of(name: str, language: str | None = None) -> int | None:
    """The number of a month by its name, in the page's language first, then in any.

    >>> month_of("Listopada", "hr"), month_of("listopada", "pl"), month_of("sept."), month_of("Smarch")
    (10, 11, 9, None)
    """
    months = _months().get(name.casefold().rstrip("."))
    if not months:
        return None
    return months.get((language or "").partition("-")[0].lower()) or next(iter(months.values()))


@cache
def _months() -> dict[str, dict[str, int]]:
    """Numbers of months by name and language."""
    table: dict[str, dict[str, int]] = {}
    for line in (files(__package__) / "data" / "months.txt").read_text("utf-8").splitlines():
        language, _, names = line.partition(": ")
        if line.startswith("#") or not names:
            continue
        for number, alternatives in enumerate(names.split(", "), 1):
            for name in alternatives.split("|"):
                table.setdefault(name.rstrip("."), {}).setdefault(language, number)
    return table


def _numbers(match: re.Match[str], language: str | None) -> str | None:
    """A date in numbers: the day first, but where the Americans write."""
    first, second = int(match["first"]), int(match["second"])
    american = match["mark"] == "/" and (language or "en").lower() in ("en", "en-us", "en-ph", "es-us")
    day, month = (second, first) if american else (first, second)
    if month > 12 >= day:
        day, month = month, day
    return _composed(_era(match["year"]), str(month), str(day))


def _era(year: str) -> str:
    """A year of the Buddhist era in the common one."""
    return str(int(year) - 543) if year.startswith("25") else year


def _western(text: str) -> str:
    """The text with decimal digits of any script as ASCII digits."""
    if text.isascii():
        return text
    return "".join(str(int(letter)) if letter.isdecimal() and not letter.isascii() else letter for letter in text)


def _composed(
    year: str, month: str | None = None, day: str | None = None, time: str | None = None, zone: str | None = None
) -> str | None:
    """The parts as ISO 8601, or None when the calendar or the clock has no such date or time."""
    if not EARLIEST <= int(year) <= LATEST:
        return None
    if month is None or day is None:
        return f"{int(year):04}" + (f"-{int(month):02}" if month and 1 <= int(month) <= 12 else "") if time is None else None
    try:
        value = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
    return f"{value}{_clock(value, time, zone or '')}" if time else value


def _clock(day: str, time: str, zone: str) -> str:
    """The time of a day with its zone, as ISO 8601; empty when no clock shows it."""
    zone = "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone
    hour, _, rest = time.replace(",", ".").partition(":")
    try:
        return datetime.fromisoformat(f"{day}T{hour:0>2}:{rest}{zone}").isoformat()[10:]
    except ValueError:
        return ""
