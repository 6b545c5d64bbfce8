"""The title: the headline that a page shows, or what it calls itself elsewhere, without the name of the site."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import Any
from urllib.parse import urlsplit

from ...native import twin
from .choice import Candidate, Candidates, beside
from .compared import compared
from .linked import ARTICLES, Linked
from .sources import Sources

_twin = twin("cleanread.readers.metadata._candidates")

#: Characters of a title.
LONGEST = 500

# what each separator begins with comes first: it saves trying all of them at every letter
_SEPARATOR = re.compile(
    r"(?=[\s|｜»›:\-–—_【】])(?:"
    r"\s+(?:[|｜·•»«›‹/~*:]|::|\|\||[-–—−]{1,2}|>)\s+|\s*[|｜]\s*|\s*[»›]\s*|(?<=\w):\s+|\s+[-–—]|[-–—]\s+|_(?=\w)|\s*【|】\s*)"
)
# one of which is in each separator
_MARKS = frozenset("|｜·•»«›‹/~*:-–—−>_【】")
_FORUM = re.compile(r"forum|thread|topic|discuss|communit|/boards?/|/questions?/|/comments/|bbs\.")
_FORUM_MAKER = re.compile(r"discourse|vbulletin|phpbb|xenforo|invision|smf")
_ARTICLE = re.compile(
    r"/(?:19|20)\d\d/|blog|/news|/article|/post|/stor(?:y|ies)|/journal|/magazine|/guide|/learn|/insight|/resource|/advice"
)
_SHOP = re.compile(r"/(?:products?|shop|collections?|categor(?:y|ies)|c|p|services?|solutions?|pricing|store|catalog)(?:/|$)")
_WORD = re.compile(r"\w+")
_NAMED = (
    ("og", ("og:title",)),
    ("twitter", ("twitter:title",)),
    ("meta", ("title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "citation_title", "cxenseparse:title")),
    ("itemprop", ("headline", "name")),
)
_NAVIGATION = frozenset({"nav", "header", "footer", "aside", "dialog", "form"})
_BODY = frozenset({"main", "article"})
_AROUND = _NAVIGATION | _BODY
#: Elements around a headline that are looked at.
_MOST_AROUND = 12


def key_of(text: str) -> str:
    """A title as titles are compared: its words, whatever stands between them."""
    if _twin is not None:
        return str(_twin.key_of(text))
    return " ".join(_WORD.findall(text.casefold()))


def site_keys(sources: Sources, linked: list[Linked], url: str | None) -> frozenset[str]:
    """What the site may be called, squeezed: as it calls itself, and by its address."""
    names = [sources.first("og:site_name"), sources.first("application-name"), sources.first("apple-mobile-web-app-title")]
    names += [item.publisher for item in linked[:10]] + [item.values.get("site") for item in linked[:20]]
    keys = {squeeze(name) for name in names if name and len(name) < 100}
    return frozenset({*keys, *host_keys(url)} - {""})


def host_keys(url: str | None) -> set[str]:
    """The names in an address: ``www.the-times.co.uk`` is ``thetimes`` and ``thetimescouk``."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return set()
    labels = host.split(".")
    found = {squeeze(host), squeeze(".".join(labels[-2:]))}
    found.update(squeeze(label) for label in labels[:-1] if len(label) > 3)
    return {key for key in found if len(key) > 2}


def squeeze(text: str) -> str:
    """Letters and digits alone, case folded."""
    if _twin is not None:
        return str(_twin.squeeze(text))
    return "".join(_WORD.findall(text.casefold())).replace("_", "")


def is_site(text: str, sites: frozenset[str]) -> bool:
    """Whether a part of a title is the name of the site, alone or with a few words beside it."""
    key = squeeze(text).removeprefix("the")
    if not key or len(key) > 60:
        return False
    for site in _without_the(sites):
        if key == site or (len(site) > 3 and (key.startswith(site) or key.endswith(site)) and len(key) <= 2.5 * len(site)):
            return True
        if len(key) > 3 and site.startswith(key) and len(site) <= 2 * len(key):
            return True
    return False


@lru_cache(maxsize=64)
def _without_the(sites: frozenset[str]) -> tuple[str, ...]:
    return tuple(name.removeprefix("the") for name in sites)


@lru_cache(maxsize=256)
def split(title: str) -> tuple[tuple[int, int], ...]:
    """The places of the parts that separators leave of a title: start and end."""
    places, at = [], 0
    for match in islice(_SEPARATOR.finditer(title), 12) if not _MARKS.isdisjoint(title) else ():
        if match.start() > at:
            places.append((at, match.start()))
        at = match.end()
    if at < len(title):
        places.append((at, len(title)))
    return tuple(places)


def without_site(title: str, sites: frozenset[str]) -> str:
    """A title without the name of its site at either end; the whole when nothing else would be left.

    >>> without_site("Rain in Spain | News | The Daily Rain", frozenset({"dailyrain"}))
    'Rain in Spain | News'
    >>> without_site("Daily Rain: Rain - again", frozenset({"dailyrain"})), without_site("Daily Rain", frozenset({"dailyrain"}))
    ('Rain - again', 'Daily Rain')
    """
    places = list(split(title))
    while len(places) > 1:
        if is_site(title[places[-1][0] : places[-1][1]], sites):
            places.pop()
        elif is_site(title[places[0][0] : places[0][1]], sites):
            places.pop(0)
        else:
            break
    return title[places[0][0] : places[-1][1]].strip() if places else title


def site_beside(window: str, title: str | None, sites: frozenset[str]) -> str | None:
    """The name of the site at an end of a window's title.

    >>> site_beside("Rain in Spain | The Daily Rain", "Rain in Spain", frozenset({"dailyrain"}))
    'The Daily Rain'
    """
    parts = [window[start:end].strip() for start, end in split(window[:LONGEST])]
    if len(parts) < 2:
        return None
    return next((part for part in (parts[-1], parts[0]) if part != title and is_site(part, sites)), None)


def title_candidates(sources: Sources, linked: list[Linked], sites: frozenset[str], page: tuple[str, ...]) -> Candidates:
    """What a page may be called, with what speaks for each."""
    named = _named(sources, linked)
    page = tuple([sign for sign in page if not sign.startswith("slug")])
    found = Candidates()
    variants: dict[str, list[tuple[str, str, str]]] = {}
    for name, text in named:
        if len(text) > LONGEST:
            continue
        if text not in variants:
            variants[text] = _variants(text, sites)
        for key, value, variant in variants[text]:
            found.add(key, value, f"{name}/{variant}")
    shown = [(f"h1:{min(index, 2)}", element, text) for index, (element, text) in enumerate(sources.headings)]
    shown += [(f"h2:{index}", element, text) for index, (element, text) in enumerate(sources.subheadings)]
    for name, element, text in shown:
        if len(text) > LONGEST:
            continue
        candidate = found.add(key_of(text), text, name, f"headings:{min(len(sources.headings), 3)}", *_around(element))
        if candidate:
            candidate.value = text
    beside = _Beside([key_of(text) for _, text in named], [key_of(text) for _, text in sources.headings], sites, page)
    for candidate in found:
        beside.judge(candidate)
    return found


def _named(sources: Sources, linked: list[Linked]) -> list[tuple[str, str]]:
    named = [(name, text) for name, metas in _NAMED if (text := sources.first(*metas))]
    if sources.window:
        named.append(("window", sources.window))
    for item in linked[:5]:
        text = item.values.get("headline") or (item.values.get("name") if item.kind != "other" else "")
        if text and "site" not in item.values:
            named.append((f"ld:{item.kind}", text))
    product = next(
        (item for item in linked if item.values.get("type") in ("Product", "ProductGroup", "Event", "JobPosting")), None
    )
    if product and product.values.get("name"):
        named.append(("ld:thing", product.values["name"]))
    return named


def _variants(text: str, sites: frozenset[str]) -> list[tuple[str, str, str]]:
    """A title as it is, without the site's name, and without its last or first part: each with its key and what it is."""
    bare = without_site(text, sites)
    found = [(key_of(bare), bare, "bare" if bare != text else "same")]
    if bare != text:
        found.append((key_of(text), text, "with-site"))
    places = split(bare)
    if len(places) > 1:
        first, last = bare[places[0][0] : places[0][1]], bare[places[-1][0] : places[-1][1]]
        found += [(key_of(first), first, "first"), (key_of(last), last, "last")]
        if len(places) > 2:
            most = bare[places[0][0] : places[-2][1]]
            found.append((key_of(most), most, "most"))
    return found


def _around(element: Any) -> list[str]:
    tags, has_link = _tags_around(element) if _twin is None else _twin.around(element, _MOST_AROUND, _AROUND)
    signs = {"in-body" if tag in _BODY else f"in-{tag}" for tag in tags}
    kind = element.get("itemprop")
    if kind in ("headline", "name"):
        signs.add("in-itemprop")
    names = (element.get("class") or "").lower()
    if "title" in names or "headline" in names:
        signs.add("in-title-class")
    if "logo" in names or "brand" in names or "site" in names:
        signs.add("in-logo")
    if has_link:
        signs.add("with-link")
    return sorted(signs)


def _tags_around(element: Any) -> tuple[set[str], bool]:
    """What tags of `_AROUND` the nearest elements around one have, and whether there is a link within it."""
    above = {above.tag for above in islice(element.iterancestors(), _MOST_AROUND)}
    return above & _AROUND, next(element.iterdescendants("a"), None) is not None


def page_signs(sources: Sources, linked: list[Linked], url: str | None) -> tuple[str, ...]:
    """What kind of page it says that it is: ``article``, ``post``, ``product``, ``home``; else ``plain``."""
    kinds = {item.kind for item in linked}
    graph = sources.first("og:type") or ""
    signs = []
    if graph.lower() in ("article", "blog", "post") or not kinds.isdisjoint(ARTICLES):
        signs.append("article")
    if "post" in kinds:
        signs.append("post")
    if graph.startswith("product") or any(item.values.get("type", "").startswith("Product") for item in linked):
        signs.append("product")
    if "news" in kinds:
        signs.append("news")
    return (*(signs or ["plain"]), *_address_signs(url), *_maker_signs(sources))


def _address_signs(url: str | None) -> list[str]:
    """What the words of an address tell of its page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return []
    path = parts.path.lower()[:300]
    if parts.netloc and path in ("", "/"):
        return ["home"]
    host_and_path = parts.netloc.lower() + path
    signs = []
    if _FORUM.search(host_and_path):
        signs.append("at-forum")
    if _ARTICLE.search(host_and_path):
        signs.append("at-article")
    if _SHOP.search(path):
        signs.append("at-shop")
    last = path.rstrip("/").rpartition("/")[2]
    signs.append(f"slug:{min(last.count('-') // 2, 3)}")
    return signs


def _maker_signs(sources: Sources) -> list[str]:
    maker = (sources.first("generator") or "").lower()
    return ["made-for-forum"] if maker and _FORUM_MAKER.search(maker) else []


class _Beside:
    """Signs of a candidate's looks, and of how it stands beside the page's names and headings.

    Args:
        names: what the page calls itself, as keys.
        headings: what its headings say, as keys.
        sites: what the site may be called.
        page: the page's signs.
    """

    def __init__(self, names: list[str], headings: list[str], sites: frozenset[str], page: tuple[str, ...]) -> None:
        self._compared = compared(names, headings)
        self._sites = sites
        self._page = page

    def judge(self, candidate: Candidate) -> None:
        """Adds the signs."""
        signs = candidate.signs
        shown, variants = "named", set()
        for sign in signs:
            if sign.startswith("h1:") or (shown == "named" and sign.startswith("h2:")):
                shown = sign[:2]
            _, slash, variant = sign.partition("/")
            if slash:
                variants.add(variant)
        signs.update(
            _looks(shown, *self._compared.looks(candidate.key)),
            beside(shown, self._page),
            *[beside(variant, self._page) for variant in variants],
        )
        if is_site(candidate.value, self._sites):
            signs.add("site")
            signs.update(beside("site", self._page))


@lru_cache(maxsize=4096)  # as there are few numbers of each, most are met again
def _looks(
    shown: str, holding: int, starting: int, equal: int, words: int, shared: int, alike: int, held: bool, heading: int
) -> tuple[str, ...]:
    """The signs of a candidate that looks like this beside the others (see `compared.Looks`); each string is kept once."""
    signs = [
        f"{shown}&holding:{holding}",
        f"{shown}&starting:{starting}",
        f"equal:{equal}",
        f"words:{_length(words)}",
        f"{shown}&shared:{shared}",
        f"{shown}&alike:{alike}",
    ]
    if held:
        signs.append(f"{shown}&held")
    if heading >= 0:
        signs.append(f"{shown}&heading-alike:{heading}")
    return tuple(map(intern, signs))


def _length(words: int) -> str:
    if words < 3:
        return str(words)
    return "3-5" if words < 6 else "6-14" if words < 15 else "15-24" if words < 25 else "25-"
