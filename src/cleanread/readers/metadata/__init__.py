"""What a page says of itself: title, byline, dates, language, site, description, image, address.

Each source of a page (meta elements, JSON-LD, microdata, links, the lines around the headline, the address)
gives candidates; how they are weighed is told in `choice`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...document import Metadata
from ..html_links import Addresses
from .bylines import author_candidates
from .choice import Candidates, best
from .linked import ARTICLES, Linked, read_linked
from .nearby import AFTER, AFTER_NEAR, Nearby
from .published import date_candidates, modified_date, read_dates
from .sources import LONGEST, Sources, gather
from .titles import page_signs, site_beside, site_keys, title_candidates

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*$")

#: Signs of pages that have a byline or a date, some way below the headline.
_READ = frozenset({"article", "news", "post", "at-article", "at-forum", "made-for-forum"})


class Page:
    """The sources of one page, and the candidates for each field that is chosen.

    Args:
        root: the page's root element.
        url: where the page came from.
        sources: what `gather` gives of it.
    """

    def __init__(self, root: Any, url: str | None, sources: Sources) -> None:
        self.url = url
        self.sources = sources
        self.linked: list[Linked] = read_linked(self.sources.scripts)
        self.language = _first_language(root, self.sources, self.linked)
        self.stated = read_dates(self.sources, self.linked, self.language)
        self.signs = page_signs(self.sources, self.linked, url)
        self.sites = site_keys(self.sources, self.linked, url)
        self.titles = title_candidates(self.sources, self.linked, self.sites, self.signs)
        self._root = root

    def title(self) -> str | None:
        """The title."""
        chosen = best(self.titles, "title", or_none=False)
        return chosen.value if chosen else None

    def nearby(self, title: str | None) -> Nearby:
        """The lines and dates around the headline."""
        told = any(item.authors and "datePublished" in item.values for item in self.linked if item.kind in ARTICLES)
        far = not told and not _READ.isdisjoint(self.signs)
        return Nearby(self._headline(title), self.language, AFTER if far else AFTER_NEAR)

    def dates(self, nearby: Nearby) -> Candidates:
        """The days on which it may have been published."""
        return date_candidates(self.stated, nearby, self.signs, self.url)

    def authors(self, nearby: Nearby) -> Candidates:
        """Those who may have written it."""
        return author_candidates(self.sources, self.linked, nearby, self.signs, self.sites, self.language)

    def _headline(self, title: str | None) -> Any:
        """The element that shows the title; without one, the first heading or the beginning of the body."""
        shown = [*self.sources.headings, *self.sources.subheadings]
        for element, text in shown:
            if text == title:
                return element
        if self.sources.headings:
            return self.sources.headings[0][0]
        body = next(self._root.iter("body"), None)
        return body if body is not None else self._root


def read_metadata(root: Any, addresses: Addresses, url: str | None = None) -> Metadata:
    """What is known of a page as a whole.

    Args:
        root: the page's root element.
        addresses: resolves the lead image and the canonical address.
        url: where the page came from, when it does not name its canonical address.
    """
    return described(Page(root, url, gather(root)), addresses)


def described(page: Page, addresses: Addresses) -> Metadata:
    """The same of a page whose sources are known."""
    sources = page.sources
    title = page.title()
    nearby = page.nearby(title)
    author = best(page.authors(nearby), "author")
    published = best(page.dates(nearby), "date")
    day = published.value if published else None
    return Metadata(
        title=title,
        byline=author.value if author else None,
        published=day,
        modified=modified_date(page.stated, nearby, day),
        language=page.language,
        site_name=_site(sources, page.linked) or site_beside(sources.window, title, page.sites),
        description=_description(sources, page.linked),
        lead_image=addresses.absolute(_image(sources, page.linked)),
        canonical_url=addresses.absolute(sources.links.get("canonical"))
        or addresses.absolute(sources.first("og:url"))
        or page.url,
    )


def _first_language(root: Any, sources: Sources, linked: list[Linked]) -> str | None:
    return next((tag for value in _languages(root, sources, linked) if value and (tag := _language(value))), None)


def _languages(root: Any, sources: Sources, linked: list[Linked]) -> Iterator[str | None]:
    """What a page says that its language is: the first is what most pages say, so the others are seldom looked up."""
    yield root.get("lang")
    yield root.get("{http://www.w3.org/XML/1998/namespace}lang")
    yield root.get("xml:lang")
    yield sources.first("content-language")
    yield sources.first("og:locale")
    yield sources.first("dc.language", "language", "inlanguage")
    yield from [item.values.get("inLanguage") for item in linked[:10]]


def _language(value: str) -> str | None:
    """A language tag as BCP 47 has it.

    >>> _language("pt_BR"), _language(" de "), _language("none at all")
    ('pt-BR', 'de', None)
    """
    value = value.strip().replace("_", "-")
    return value if len(value) <= 35 and _LANGUAGE.match(value) else None


def _site(sources: Sources, linked: list[Linked]) -> str | None:
    named = sources.first("og:site_name", "application-name")
    return named or next((name for item in linked[:10] for name in (item.publisher, item.values.get("site")) if name), None)


def _description(sources: Sources, linked: list[Linked]) -> str | None:
    named = sources.first("og:description", "description", "twitter:description")
    return named or next((text[:LONGEST] for item in linked[:3] if (text := item.values.get("description"))), None)


def _image(sources: Sources, linked: list[Linked]) -> str | None:
    named = sources.first("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "image")
    return (
        named
        or sources.links.get("image_src")
        or next((image for item in linked[:5] if (image := item.values.get("image"))), None)
    )
