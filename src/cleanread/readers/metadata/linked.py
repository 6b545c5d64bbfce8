"""JSON-LD: what a page's scripts say of its article, in any of the shapes that sites write it in."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .sources import clean

#: Characters of a page's JSON-LD that are parsed; of longer scripts the first values are read without parsing.
LONGEST_SCRIPT = 1_000_000
#: Objects of a page that are looked at.
MOST_OBJECTS = 3_000
#: Authors of one object.
MOST_AUTHORS = 30

_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
_DECODER = json.JSONDecoder(strict=False)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_KINDS = (
    ("news", re.compile(r"(?:[a-z]Article|[a-z]NewsArticle|BlogPosting|Report|Recipe|LiveBlog\w*)$")),
    ("article", re.compile(r"(?:Article|HowTo)$")),
    ("post", re.compile(r"(?:ForumPosting|SocialMediaPosting|Question|QAPage|Message)$")),
    ("page", re.compile(r"(?:Page|WebSite)$")),
    ("work", re.compile(r"(?:CreativeWork|Review)$")),
    ("media", re.compile(r"(?:Video|Audio|Image|Media)Object$|Episode$|Course$|Book$")),
)
_ORDER = {kind: order for order, kind in enumerate((*(kind for kind, _ in _KINDS), "other"))}
#: Characters of the name of a type that is kept for the next object.
_LONGEST_TYPE = 60
_SITES = frozenset({"WebSite", "Organization", "NewsMediaOrganization", "Blog"})
#: The kinds that are articles.
ARTICLES = ("news", "article")
#: Properties that lead to other works than the page's own.
_ELSEWHERE = frozenset(
    "comment comments review reviews itemlistelement suggestedanswer acceptedanswer answer haspart mentions about "
    "blogpost blogposts relatedlink citation isbasedon video image thumbnail logo breadcrumb offers aggregaterating "
    "speakable potentialaction subjectof sharedcontent ispartof isrelatedto".split()
)
_LOOSE = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|inLanguage)"\s*:\s*"((?:[^"\\]|\\.){1,400})"'
    r'|"(author|creator)"\s*:\s*(?:\[\s*)?(?:\{[^{}]{0,300}?"name"\s*:\s*)?"((?:[^"\\]|\\.){1,200})"'
)


@dataclass
class Linked:
    """One object of a page's JSON-LD.

    Attributes:
        kind: ``news`` (news, blogs, recipes), ``article`` (anything else that calls itself one), ``post`` (of a forum),
            ``page``, ``work``, ``media`` or ``other``.
        values: its plain properties by name.
        authors: the names of its authors, in order.
        depth: how many objects it is inside of.
    """

    kind: str
    values: dict[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    depth: int = 0
    publisher: str = ""


_PROPERTIES = ("headline", "name", "datePublished", "dateCreated", "uploadDate", "dateModified", "inLanguage", "description")


def read_linked(scripts: list[str]) -> list[Linked]:
    """The objects of a page's JSON-LD that describe works: articles first, then posts, pages, media, others."""
    found: list[Linked] = []
    values: list[Any] = []
    left = LONGEST_SCRIPT
    for script in scripts:
        left -= len(script)
        value = _parsed(script) if left > 0 else None
        if value is None:
            found.extend(_loose(script[:LONGEST_SCRIPT]))
        else:
            values.append(value)
    objects = list(_objects(values))
    named = {value["@id"]: value for value, _ in objects if isinstance(value.get("@id"), str) and "name" in value}
    found += [_linked(value, depth, named) for value, depth in objects if "@type" in value]
    found.sort(key=lambda linked: _ORDER[linked.kind])
    return found


def _parsed(script: str) -> Any:
    """The value of a script, mended where it is broken in the usual ways; None when it is beyond that."""
    for mend in (_as_it_is, _unwrapped, _without_trailing_commas):
        try:
            return _DECODER.decode(mend(script))
        except (ValueError, RecursionError):
            continue
    return None


def _as_it_is(script: str) -> str:
    return script


def _unwrapped(script: str) -> str:
    text = _WRAPPED.sub("", script)
    return text.replace("&quot;", '"') if "&quot;" in text and '"' not in text else text


def _without_trailing_commas(script: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _unwrapped(script))


def _objects(values: list[Any]) -> Iterator[tuple[dict[str, Any], int]]:
    """All objects, outer ones first, each with its depth; what belongs to other works is left out."""
    waiting: deque[tuple[Any, int]] = deque([(values, 0)])
    for _ in range(MOST_OBJECTS):
        if not waiting:
            return
        value, depth = waiting.popleft()
        if isinstance(value, dict):
            yield value, depth
            for name, inner in value.items():
                if isinstance(inner, (dict, list)) and name.lower() not in _ELSEWHERE:
                    waiting.append((inner, depth if name == "@graph" else depth + 1))
        elif isinstance(value, list):
            waiting.extend((inner, depth) for inner in value[:MOST_OBJECTS] if isinstance(inner, (dict, list)))


def _linked(value: dict[str, Any], depth: int, named: dict[str, dict[str, Any]]) -> Linked:
    types = value.get("@type")
    names = [name for name in (types if isinstance(types, list) else [types])[:5] if isinstance(name, str)]
    kind = min([_kind_of(name) for name in names], key=_ORDER.__getitem__, default="other")
    linked = Linked(kind, depth=depth)
    for name in _PROPERTIES:
        given = value.get(name)
        text = clean(_single(given)) if given else ""
        if text:
            linked.values[name] = text
    if kind == "other":
        linked.values["type"] = names[0] if names else ""
    else:
        linked.authors = _people(value, named)
    publisher = value.get("publisher")
    if publisher:
        linked.publisher = next(iter(_names(publisher, named)), "")
    image = _single(value.get("image"))
    if isinstance(image, dict):
        image = image.get("url") or image.get("contentUrl")
    linked.values["image"] = image.strip() if isinstance(image, str) else ""
    if not _SITES.isdisjoint(names):
        linked.values["site"] = linked.values.get("name", "")
    return linked


def _kind_of(name: str) -> str:
    """The kind of an object whose type has a name."""
    return _known_kind_of(name) if len(name) <= _LONGEST_TYPE else _known_kind_of.__wrapped__(name)


@lru_cache(maxsize=512)  # pages name few types
def _known_kind_of(name: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "other")


def _people(value: dict[str, Any], named: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    for name in ("author", "authors", "creator"):
        given = value.get(name)
        names = _names(given, named) if given else []
        if names:
            return tuple(names)
    return ()


def _names(value: Any, named: dict[str, dict[str, Any]]) -> list[str]:
    """The names of people or organisations: plain, as objects, or by reference to objects elsewhere."""
    found = []
    for item in (value if isinstance(value, list) else [value])[:MOST_AUTHORS]:
        text = clean(_name(item, named) if isinstance(item, dict) else item)
        if text and len(text) <= 300:
            found.append(text)
    return list(dict.fromkeys(found))


def _name(value: dict[str, Any], named: dict[str, dict[str, Any]]) -> Any:
    if "name" not in value and isinstance(value.get("@id"), str):
        value = named.get(value["@id"], value)
    return _single(value.get("name"))


def _single(value: Any) -> Any:
    """The first of a list, or the value itself; of a value with a language or a type, the value."""
    while isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and "@value" in value:
        return value["@value"]
    return value


def _loose(script: str) -> list[Linked]:
    """The first value of each property in a script that is no JSON."""
    linked = Linked("article")
    for match in _LOOSE.finditer(script):
        text = clean(_unescaped(match[2] or match[4]))
        if not text:
            continue
        if match[1]:
            linked.values.setdefault(match[1], text)
        elif not linked.authors:
            linked.authors = (text,)
    return [linked] if linked.values or linked.authors else []


def _unescaped(text: str) -> str:
    try:
        return str(_DECODER.decode(f'"{text}"'))
    except ValueError:
        return text
