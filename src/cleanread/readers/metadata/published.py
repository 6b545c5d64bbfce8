"""When a page was published and last changed: candidates from its elements, its script data, its text and its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .choice import Candidate, Candidates, beside
from .dates import date_in_address, parse_date
from .linked import Linked
from .nearby import Nearby
from .sources import Sources, text_of

_MODIFIED = re.compile(r"modif|updat|revis|last", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"publi|pub-?_?date|date-?_?pub|release|issued|creat|citation_date|sailthru\.date|posted|uploaddate", re.IGNORECASE
)
_DATE = re.compile(r"(?:^|[.:_-])date$|^dc\.date|^dcterms\.date|^timestamp$", re.IGNORECASE)
_NO_DATE = re.compile(r"image|title|descr|url|publisher|author|keyword|expir|creator|generator", re.IGNORECASE)
_LD = ("datePublished", "dateCreated", "uploadDate", "dateModified")
_TIME_CLASS = re.compile(r"publi|posted|entry-date|post-date|dt-published|updat|modif|dt-updated", re.IGNORECASE)


@dataclass(frozen=True)
class Stated:
    """The dates that a page's elements and scripts state: sign and value, in order.

    Attributes:
        values: of meta elements and JSON-LD.
        times: of ``time`` elements.
    """

    values: list[tuple[str, str]]
    times: list[tuple[str, str]]


def read_dates(sources: Sources, linked: list[Linked], language: str | None) -> Stated:
    """The dates that a page states for machines."""
    values = [*_metas(sources, language), *_objects(linked, language)]
    return Stated(values, list(_times(sources, language)))


def _metas(sources: Sources, language: str | None) -> Iterator[tuple[str, str]]:
    for name, contents in sources.meta.items():
        sign = _sign_of(name) if len(name) <= 60 and len(contents[0]) <= 60 else ""
        value = parse_date(contents[0], language) if sign else None
        if value:
            yield sign, value


@lru_cache(maxsize=2048)
def _sign_of(name: str) -> str:
    """What date a meta element of this name gives; empty when none."""
    if _NO_DATE.search(name):
        return ""
    if name == "article:published_time":
        return "meta:article-published"
    if _MODIFIED.search(name):
        return "meta:modified"
    if _PUBLISHED.search(name):
        return "meta:published"
    return "meta:date" if _DATE.search(name) else ""


def _objects(linked: list[Linked], language: str | None) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for item in linked[:40]:
        for name in _LD:
            text = item.values.get(name)
            value = parse_date(text, language) if text else None
            sign = f"ld:{item.kind}.{name}"
            if value and sign not in seen:
                seen.add(sign)
                yield sign, value


def _times(sources: Sources, language: str | None) -> Iterator[tuple[str, str]]:
    for index, element in enumerate(sources.times[:12]):
        value = parse_date(element.get("datetime") or "", language) or parse_date(text_of(element, 100), language)
        if not value:
            continue
        kind = element.get("itemprop") or ("pubdate" if element.get("pubdate") is not None else "")
        names = _TIME_CLASS.search(element.get("class") or "")
        yield f"time:{kind or (names[0].lower() if names else 'plain')}:{min(index, 2)}", value


def date_candidates(dates: Stated, nearby: Nearby, page: tuple[str, ...], url: str | None) -> Candidates:
    """The days on which a page may have been published, with what speaks for each."""
    found = Candidates()
    stated = dates.values
    whole = [(sign, value) for sign, value in stated if len(value) >= 10]
    for sign, value in whole or stated:
        _add(found, value, sign, *beside(sign, page))
    modified = {value[:10] for sign, value in stated if "odified" in sign}
    published = [value[:10] for sign, value in stated if "odified" not in sign]
    for sign, value in dates.times:
        _add(found, value, sign, "time", *beside("time", page))
    for item in nearby.dates:
        kind = "text" if "text" in item.signs else "time"
        place = "after" if "after" in item.signs else "before"
        signs = [f"near-{kind}:{sign}" for sign in sorted(item.signs - {kind})]
        _add(found, item.value, f"near-{kind}:{place}", *signs, *beside(f"near-{kind}", page))
    address = date_in_address(url) if url else None
    if address:
        _add(found, address, "address")
    days = sorted(candidate.key for candidate in found if len(candidate.key) == 10)
    for candidate in found:
        _judge(candidate, days, modified, published, address)
    return found


def _add(found: Candidates, value: str, *signs: str) -> None:
    if len(value) < 10 and not signs[0].startswith(("meta:", "ld:")):
        return
    candidate = found.add(value[:10], value, *signs)
    if candidate is not None and len(value) > len(candidate.value):
        candidate.value = value


def _judge(candidate: Candidate, days: list[str], modified: set[str], published: list[str], address: str | None) -> None:
    """Signs of a day beside the others."""
    signs = candidate.signs
    stated = any(sign.startswith(("meta:", "ld:")) for sign in signs)
    signs.add("stated" if stated else "shown")
    near = any(sign.startswith("near-") for sign in signs)
    signs.add(f"{'stated' if stated else 'shown'}&{'near' if near else 'far'}")
    if candidate.key in modified:
        signs.add("is-modified")
        signs.add("is-modified&alone" if not published else "is-modified&published")
    if published:
        signs.add("published-is-this" if candidate.key in published else "published-is-another")
    if address and address != candidate.key:
        signs.add("address-is-another")
    if days and candidate.key == days[0]:
        signs.add("earliest")
    if days and candidate.key == days[-1]:
        signs.add("latest")
    if len(days) == 1:
        signs.add("alone")


def modified_date(dates: Stated, nearby: Nearby, published: str | None) -> str | None:
    """When a page was last changed, as it says itself; nothing that is before its publication."""
    values = [value for sign, value in dates.values if sign == "meta:modified"]
    values += [value for sign, value in dates.values if sign.endswith(".dateModified")]
    values += [value for sign, value in dates.times if "odified" in sign or "updat" in sign]
    values += [item.value for item in nearby.dates if "updated" in item.signs]
    return next((value for value in values if published is None or value[:10] >= published[:10]), None)
