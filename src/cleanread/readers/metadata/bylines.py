"""Who wrote a page: candidates from its elements, its script data, and the lines around its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .choice import Candidate, Candidates, beside
from .linked import Linked
from .nearby import Nearby
from .people import is_nobody, names_of, without_by
from .sources import LONGEST, Sources, text_of
from .titles import is_site, squeeze

_METAS = (
    ("meta:author", ("author",)),
    ("meta:article", ("article:author", "article:author_name", "og:author", "og:article:author", "book:author")),
    (
        "meta:byline",
        (
            "byl",
            "byline",
            "parsely-author",
            "sailthru.author",
            "cxenseparse:author",
            "authors",
            "article.author",
            "author-name",
        ),
    ),
    ("meta:dc", ("dc.creator", "dcterms.creator", "dc.contributor", "creator")),
    ("meta:creator", ("twitter:creator",)),
)
_WRITTEN = re.compile(
    r"written|author|escrit|écrit|verfasst|geschrieben|autor|auteur|yazan|написан|автор|作者|執筆|skrevet|skriven|scritto|penulis",
    re.IGNORECASE,
)
_CASED = re.compile(r"[^\W\d_]")
#: How signs begin that tell where a candidate is.
_PLACES = ("meta:", "ld:", "rel", "address", "class", "link", "line", "label")


def stated(sources: Sources, linked: list[Linked]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The authors that a page states for machines: sign and names."""
    for sign, metas in _METAS:
        for name in metas:
            values = sources.meta.get(name)
            if values:
                yield sign, _several(values)
    citing = sources.meta.get("citation_author")
    if citing:
        yield "meta:citation", tuple(_turned(name) for name in citing[:30])
    for number in "123":
        label = sources.first(f"twitter:label{number}")
        if label and _WRITTEN.search(label):
            yield "meta:label", names_of(sources.first(f"twitter:data{number}") or "")
    seen: set[str] = set()
    for item in linked[:40]:
        if item.authors and f"ld:{item.kind}" not in seen:
            seen.add(f"ld:{item.kind}")
            yield f"ld:{item.kind}", _several(list(item.authors))


def _several(values: list[str]) -> tuple[str, ...]:
    names = [name for value in values[:30] for name in names_of(value)]
    return tuple({name.casefold(): name for name in reversed(names)}.values())[::-1]


def _turned(name: str) -> str:
    """``Lee, Ann`` as ``Ann Lee``.

    >>> _turned("Lee, Ann"), _turned("Ann Lee")
    ('Ann Lee', 'Ann Lee')
    """
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name


def author_candidates(
    sources: Sources, linked: list[Linked], nearby: Nearby, page: tuple[str, ...], sites: frozenset[str], language: str | None
) -> Candidates:
    """Who may have written a page, with what speaks for each."""
    found = Candidates()
    short = (language or "").partition("-")[0].lower()
    for sign, names in stated(sources, linked):
        _add(found, names, sign, *beside(sign, page))
    ranks = {"rel": 0, "address": 0}
    for element, sign in sources.authors:
        rank = min(ranks[sign], 2)
        if rank < 2 and _add(found, names_of(text_of(element, 200), short), sign, f"{sign}:{rank}", *beside(sign, page)):
            ranks[sign] += 1
    order: dict[str, int] = {}
    seen: dict[str, int] = {}
    for line in nearby.lines:
        names = names_of(line.text, short)
        if not names:
            continue
        signs = sorted(line.signs)
        source = next(sign for sign in signs if ":" in sign)
        rank = order.setdefault(source, 0)
        if squeeze(without_by(line.text, short)) == squeeze("".join(names)):
            signs.append("pure")
        key = "; ".join(names)
        seen[key] = seen.get(key, 0) + 1
        signs.append(f"seen:{min(seen[key], 3)}")
        if source.startswith(("line", "label")) and names[0][:1].islower():
            continue
        if _add(
            found,
            names,
            *signs,
            f"{source}:{min(rank, 3)}",
            *[f"{source}&{sign}" for sign in signs if sign != source],
            *beside(source, page),
        ):
            order[source] += 1
    judged = [_judged(candidate) for candidate in found]
    for one in judged:
        _judge(one, judged, sites)
    return found


def _add(found: Candidates, names: tuple[str, ...], *signs: str) -> bool:
    value = ", ".join(names)
    if not names or len(value) > LONGEST:
        return False
    return found.add("; ".join(sorted(name.casefold() for name in names)), value, *signs) is not None


class _Judged(NamedTuple):
    """A candidate with the names in it, the kinds of places that have it, and whether the page states it for machines."""

    candidate: Candidate
    names: set[str]
    kinds: set[str]
    is_stated: bool


def _judged(candidate: Candidate) -> _Judged:
    kinds = {sign.partition(":")[0] for sign in candidate.signs if sign.startswith(_PLACES)}
    return _Judged(candidate, set(candidate.key.split("; ")), kinds, "meta" in kinds or "ld" in kinds)


def _judge(one: _Judged, others: list[_Judged], sites: frozenset[str]) -> None:
    """Signs of a candidate's looks, and of what it shares with the others."""
    candidate = one.candidate
    signs = candidate.signs
    names = candidate.value.split(", ")
    words = max(len(name.split()) for name in names)
    signs.add(f"words:{min(words, 5)}")
    signs.add(f"names:{min(len(names), 3)}")
    if any(is_nobody(name) for name in names):
        signs.add("nobody")
    if any(is_site(name, sites) for name in names):
        signs.add("site")
    first = [name[:1] for name in names]
    if any(map(str.islower, first)):
        signs.add("lower")
    if any(word[:1].islower() for name in names for word in name.split()[1:]):
        signs.add("lower-inside")
    if any(map(str.isdigit, candidate.value)):
        signs.add("digit")
    if not _CASED.search(candidate.value) or not candidate.value.isascii():
        signs.add("beyond-ascii")
    signs.add(f"kinds:{min(len(one.kinds), 3)}")
    signs.add("stated" if one.is_stated else "shown")
    for other in others:
        if other is one:
            continue
        if one.names < other.names:
            signs.add("some-of-a-byline" if _is_byline(other.candidate) else "some-of-another")
        elif one.names > other.names:
            signs.add("more-than-another")
            if other.is_stated:
                signs.add("more-than-stated")
        if other.is_stated and not one.is_stated:
            signs.add("another-is-stated")


def _is_byline(candidate: Candidate) -> bool:
    """Whether a line of the page begins with a word before names and then has these."""
    return "by" in candidate.signs or any(sign.startswith("line:") for sign in candidate.signs)
