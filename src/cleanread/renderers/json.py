"""Renders JSON (``json``): the article with its blocks, its removals and the evidence for them."""

from __future__ import annotations

import json

from ..article import Article
from ..hookspecs import hookimpl
from .inline import scrub


@hookimpl
def cleanread_render(article: Article, format: str) -> str | None:
    """The article's plain data, indented; the same input gives the same bytes."""
    if format != "json":
        return None
    return scrub(json.dumps(article.to_dict(), ensure_ascii=False, indent=2, default=str)) + "\n"
