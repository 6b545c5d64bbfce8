"""What a page says of itself: title, byline, dates, language, site.

A first, simple version: meta elements, then JSON-LD, then what stands in the page.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from ..document import Metadata
from .html_elements import flat_text
from .html_links import Addresses

#: Characters of a JSON-LD script, and objects within it, that are looked at.
LONGEST_SCRIPT = 500_000
MOST_OBJECTS = 2_000
#: Characters; a longer title, byline or description is something else.
LONGEST = 1_000

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Posting|Report|Review|Recipe)$")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*$")
_HALF = re.compile("[\ud800-\udfff]")


def read_metadata(root: Any, addresses: Addresses, url: str | None = None) -> Metadata:
    """What is known of a page as a whole.

    Args:
        root: the page's root element.
        addresses: resolves the lead image and the canonical address.
        url: where the page came from, when it does not name its canonical address.
    """
    meta = _metas(root)
    linked = _article_object(root)
    return Metadata(
        title=_title(root, meta, linked),
        byline=_first(meta, "author", "article:author", "byl", "parsely-author", "dc.creator", web=False) or _author(linked),
        published=_date(
            _first(meta, "article:published_time", "datepublished", "parsely-pub-date", "date", "dc.date"),
            linked.get("datePublished"),
            _time(root),
        ),
        modified=_date(_first(meta, "article:modified_time", "og:updated_time", "datemodified"), linked.get("dateModified")),
        language=_language(root.get("lang")) or _language(meta.get("og:locale")),
        site_name=_first(meta, "og:site_name", "application-name") or _name(linked.get("publisher")),
        description=_first(meta, "og:description", "description", "twitter:description"),
        lead_image=addresses.absolute(_first(meta, "og:image", "og:image:url", "twitter:image")),
        canonical_url=_canonical(root, meta, addresses) or url,
    )


def _metas(root: Any) -> dict[str, str]:
    """The first content of each meta element, by its lower-case name or property."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(meta: dict[str, str], *names: str, web: bool = True) -> str | None:
    """The first of these that the page has; with ``web=False`` no addresses, which are no names of people."""
    for name in names:
        value = meta.get(name)
        if value and len(value) <= LONGEST and (web or "://" not in value):
            return value
    return None


def _title(root: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    """The headline: as the page names it to others, else the heading that its window title begins with."""
    named = _first(meta, "og:title", "twitter:title") or _plain(linked.get("headline"))
    if named:
        return named
    heading = next((text for element in islice(root.iter("h1"), 3) if (text := flat_text(element))), None)
    element = next(root.iter("title"), None)
    window = " ".join((element.text or "").split()) if element is not None else ""
    if heading and (not window or heading in window):
        return heading[:LONGEST]
    return window[:LONGEST] or None


def _time(root: Any) -> str | None:
    """The date of the page's first dated ``time`` element."""
    return next((value for element in islice(root.iter("time"), 20) if (value := element.get("datetime"))), None)


def _canonical(root: Any, meta: dict[str, str], addresses: Addresses) -> str | None:
    for element in islice(root.iter("link"), 500):
        if (element.get("rel") or "").strip().lower() == "canonical":
            return addresses.absolute(element.get("href"))
    return addresses.absolute(meta.get("og:url"))


def _language(value: str | None) -> str | None:
    """A language tag as BCP 47 has it.

    >>> _language("pt_BR"), _language(" de "), _language("none at all")
    ('pt-BR', 'de', None)
    """
    value = (value or "").strip().replace("_", "-")
    return value if len(value) <= 35 and _LANGUAGE.match(value) else None


def _date(*values: Any) -> str | None:
    """The first value that is a date, in ISO 8601 and as exact as it was.

    >>> _date("yesterday", "2024-05-01 10:00:00+0200"), _date("2024-05")
    ('2024-05-01T10:00:00+02:00', '2024-05')
    """
    for value in values:
        if not isinstance(value, str) or not value.strip()[:40].isascii():
            continue
        text = value.strip()[:40]
        if _DATE.match(text):
            return text
        try:
            return datetime.fromisoformat(text).isoformat()
        except ValueError:
            continue
    return None


def _article_object(root: Any) -> dict[str, Any]:
    """The JSON-LD object that describes the page's article; empty when there is none."""
    for script in islice(root.iter("script"), 1_000):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for found in _objects(script.text or ""):
            kinds = found.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if isinstance(kind, str) and _ARTICLE.search(kind):
                    return found
    return {}


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """All objects in a JSON-LD script, outer ones first; none when it is broken."""
    if len(text) > LONGEST_SCRIPT:
        return
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text)
    try:
        waiting: deque[Any] = deque([json.loads(text, strict=False)])
    except (ValueError, RecursionError):
        return
    for _ in range(MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(inner for inner in value.values() if isinstance(inner, (dict, list)))
        elif isinstance(value, list):
            waiting.extend(value[:MOST_OBJECTS])


def _author(linked: dict[str, Any]) -> str | None:
    """The names of the authors, joined by commas."""
    authors = linked.get("author")
    names = [_name(author) for author in (authors if isinstance(authors, list) else [authors])[:20]]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _name(value: Any) -> str | None:
    """The name of a person or an organisation, given as such or as an object."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    name = _plain(value)
    return name if name and "://" not in name else None


def _plain(value: Any) -> str | None:
    """A string of JSON-LD as plain text."""
    if not isinstance(value, str):
        return None
    text = " ".join(_HALF.sub("", value).split())
    return text if 0 < len(text) <= LONGEST else None
