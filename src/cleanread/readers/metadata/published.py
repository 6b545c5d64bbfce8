"""When a page was published and last changed: candidates from its elements, its script data, its text and its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .choice import Candidate, Candidates
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


def dated(sources: Sources, linked: list[Linked], language: str | None) -> Iterator[tuple[str, str]]:
    """The dates that a page states for machines: sign and value, in order."""
    for name, values in sources.meta.items():
        if len(name) > 60 or _NO_DATE.search(name):
            continue
        sign = (
            "meta:modified"
            if _MODIFIED.search(name)
            else "meta:published"
            if _PUBLISHED.search(name)
            else "meta:date"
            if _DATE.search(name)
            else ""
        )
        value = parse_date(values[0], language) if sign and len(values[0]) <= 60 else None
        if value:
            yield ("meta:article-published" if name == "article:published_time" else sign), value
    seen: set[str] = set()
    for item in linked[:40]:
        for name in _LD:
            value = parse_date(item.values.get(name, ""), language)
            sign = f"ld:{item.kind}.{name}"
            if value and sign not in seen:
                seen.add(sign)
                yield sign, value


def _times(sources: Sources, language: str | None) -> Iterator[tuple[str, str, Any]]:
    for index, element in enumerate(sources.times[:12]):
        value = parse_date(element.get("datetime") or "", language) or parse_date(text_of(element, 100), language)
        if not value:
            continue
        kind = element.get("itemprop") or ("pubdate" if element.get("pubdate") is not None else "")
        names = _TIME_CLASS.search(element.get("class") or "")
        yield f"time:{kind or (names[0].lower() if names else 'plain')}:{min(index, 2)}", value, element


def date_candidates(
    sources: Sources, linked: list[Linked], nearby: Nearby, page: list[str], url: str | None, language: str | None
) -> Candidates:
    """The days on which a page may have been published, with what speaks for each."""
    found = Candidates()
    stated = list(dated(sources, linked, language))
    whole = [(sign, value) for sign, value in stated if len(value) >= 10]
    for sign, value in whole or stated:
        _add(found, value, sign, *(f"{sign}&{name}" for name in page))
    modified = {value[:10] for sign, value in stated if "odified" in sign}
    published = [value[:10] for sign, value in stated if "odified" not in sign]
    for sign, value, _ in _times(sources, language):
        _add(found, value, sign, "time", *(f"time&{name}" for name in page))
    for item in nearby.dates:
        kind = "text" if "text" in item.signs else "time"
        place = "after" if "after" in item.signs else "before"
        signs = [f"near-{kind}:{sign}" for sign in sorted(item.signs - {kind})]
        _add(found, item.value, f"near-{kind}:{place}", *signs, *(f"near-{kind}&{name}" for name in page))
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


def modified_date(
    sources: Sources, linked: list[Linked], nearby: Nearby, published: str | None, language: str | None
) -> str | None:
    """When a page was last changed, as it says itself; nothing that is before its publication."""
    stated = list(dated(sources, linked, language))
    values = [value for sign, value in stated if sign == "meta:modified"]
    values += [value for sign, value in stated if sign.endswith(".dateModified")]
    values += [value for sign, value, _ in _times(sources, language) if "odified" in sign or "updat" in sign]
    values += [item.value for item in nearby.dates if "updated" in item.signs]
    return next((value for value in values if published is None or value[:10] >= published[:10]), None)
