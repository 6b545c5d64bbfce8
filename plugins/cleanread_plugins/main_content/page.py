"""What a page says of its kind, as numbers: its address, the types that it declares."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cleanread import Document

_TYPE = re.compile(r'"@type"\s*:\s*"(\w{1,40})"')
#: Under this name the reader leaves the elements that declare something, so that they are not looked for in all the page.
_DECLARING = "cleanread.readers.html"
#: Characters of a script that are looked at.
_LONGEST = 200_000
_KINDS = {
    "article": {"Article", "NewsArticle", "BlogPosting", "TechArticle", "ReportageNewsArticle"},
    "product": {"Product", "Offer", "AggregateOffer"},
    "list": {"ItemList", "CollectionPage", "SearchResultsPage"},
    "forum": {"DiscussionForumPosting", "QAPage", "Question"},
}
_OPEN_GRAPH = {"article": 1.0, "website": 2.0, "product": 3.0}

COLUMNS = (
    *(f"declares {kind}" for kind in _KINDS),
    "open graph type",
    "address depth",
    "address end",
    "address hyphens",
    "address digits",
    "address query",
)


def declared(document: Document) -> list[float]:
    """The numbers, in the order of `COLUMNS`; -1 for all of the address when it is not known."""
    types: set[str] = set()
    graph = 0.0
    if document.root is not None:
        for element in document.shared.get(_DECLARING) or document.root.iter("script", "meta"):
            if element.tag == "script":
                if "ld+json" in (element.get("type") or ""):
                    types.update(_TYPE.findall((element.text or "")[:_LONGEST]))
            elif not graph and element.get("property") == "og:type":
                graph = _OPEN_GRAPH.get((element.get("content") or "").strip().lower(), 4.0)
    return [*[float(not types.isdisjoint(known)) for known in _KINDS.values()], graph, *_address(document)]


def _address(document: Document) -> list[float]:
    address = document.source.url or document.metadata.canonical_url
    try:
        parts = urlsplit(address or "")
    except ValueError:
        parts = urlsplit("")
    if not parts.netloc:
        return [-1.0] * 5
    steps = [step for step in parts.path.split("/") if step]
    last = steps[-1] if steps else ""
    digits = any(char.isdigit() for char in parts.path)
    return [float(len(steps)), float(len(last)), float(last.count("-")), float(digits), float(bool(parts.query))]
