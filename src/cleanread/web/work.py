"""What a worker process does with a request: plain data in, an answer's bytes out."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from ..article import Article
from ..cleaner import Cleaner
from ..errors import CleanreadError, PluginTimeout
from ..renderers.inline import scrub
from .blocks import fragments
from .schemas import OptionOut, PluginOut, PluginsResponse

JSON = "application/json"
#: Seconds that one plugin may take for one page; less than the worker has, so that a slow plugin costs only itself.
PLUGIN_BUDGET = 4.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a response.

    ``error`` is the message of a request that cannot be fulfilled as it is; ``late`` that of one that took too long.
    """

    body: bytes = b""
    media_type: str = JSON
    filename: str | None = None
    error: str | None = None
    late: bool = False


def perform(kind: str, request: dict[str, Any]) -> Answer:
    """Do a piece of work.

    Args:
        kind: ``clean``, ``export`` or ``plugins``.
        request: the fields of the request's type; ``source`` is the page, ``media_type`` what it is.
    """
    try:
        return _KINDS[kind](request)
    except CleanreadError as error:
        return Answer(error=str(error), late=isinstance(error, PluginTimeout))


def warm_up() -> None:
    """Load what the first page would wait for; without a time limit, which would need a thread."""
    cleaner = Cleaner(time_budget=None)
    page = "<h1>Rain</h1><p>It rained all day in the north, and it will rain tomorrow.</p>"
    to_json(_response(cleaner.clean(page), cleaner))


def _clean(request: dict[str, Any]) -> Answer:
    cleaner, article = _article(request)
    response = _response(article, cleaner)
    try:
        return Answer(to_json(response))
    except ValueError:  # half a surrogate pair, from a plugin
        return Answer(scrub(json.dumps(response, ensure_ascii=False)).encode())


def _export(request: dict[str, Any]) -> Answer:
    from .export import export

    body, media_type, filename = export(_article(request)[1], request["format"])
    return Answer(body, media_type, filename)


def _plugins(request: dict[str, Any]) -> Answer:
    cleaner = Cleaner()
    plugins = [
        PluginOut(
            name=plugin.name,
            version=plugin.version,
            distribution=plugin.distribution,
            summary=plugin.summary,
            hooks=sorted(plugin.hooks),
            cleans="cleanread_clean" in plugin.hooks,
            options=[
                OptionOut(name=option.name, type=option.type, default=_listed(option.default), help=option.help)
                for option in plugin.options()
            ],
        )
        for plugin in cleaner.available
    ]
    response = PluginsResponse(plugins=plugins, problems=[str(error) for error in cleaner.load_errors])
    return Answer(response.model_dump_json().encode())


_KINDS: dict[str, Callable[[dict[str, Any]], Answer]] = {"clean": _clean, "export": _export, "plugins": _plugins}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _article(request: dict[str, Any]) -> tuple[Cleaner, Article]:
    choice = [sorted(set(request["disable"])), request["only"], request["options"]]
    cleaner = _cleaner(json.dumps(choice, sort_keys=True))
    article = cleaner.clean(request["source"], request["url"], request["media_type"])
    back = set(request["restore"])
    for removal in list(article.removed):
        if removal.id in back or removal.plugin in request["restore_plugins"]:
            article.restore(removal)
    return cleaner, article


@functools.lru_cache(maxsize=8)
def _cleaner(choice: str) -> Cleaner:
    """A cleaner for a choice of plugins and options, kept for the next request with the same."""
    disable, only, options = json.loads(choice)
    return Cleaner(disable=disable, only=only, options=options, time_budget=PLUGIN_BUDGET)


def _response(article: Article, cleaner: Cleaner) -> dict[str, Any]:
    """A `CleanResponse` as plain data: a page has hundreds of blocks, and each object would cost as much as its HTML."""
    counts = Counter(removal.plugin for removal in article.removed)
    html, text, markdown = article.html, article.text, article.markdown  # first: a renderer may add a problem
    meta = article.metadata
    return {
        "article": {
            "title": meta.title,
            "byline": meta.byline,
            "published": meta.published,
            "modified": meta.modified,
            "language": meta.language,
            "site_name": meta.site_name,
            "description": meta.description,
            "lead_image": meta.lead_image,
            "url": meta.canonical_url or article.document.source.url,
            "word_count": article.word_count,
            "source_word_count": sum(block.words for block in article.document.blocks),
            "blocks": _blocks(article),
            "html": html,
            "text": text,
            "markdown": markdown,
        },
        "removed": [removal.to_dict() for removal in article.removed],
        "plugins": [
            {
                "name": plugin.name,
                "version": plugin.version,
                "removed": counts[plugin.name],
                "ms": round(article.timings.get(plugin.name, 0.0) * 1000, 3),
            }
            for plugin in cleaner.plugins
            if plugin.name in article.timings
        ],
        "problems": [str(problem) for problem in article.problems],
    }


def _blocks(article: Article) -> list[dict[str, Any]]:
    """Every block of the document: kept ones as they are in the article, dropped ones as they were."""
    removals = {removal.index: removal for removal in article.removed}
    current = {block.index: block for block in article.blocks}
    shown = [current.get(block.index, block) for block in article.document.blocks]
    rewritten = [removal.block for removal in article.removed if removal.kind == "rewrite"]
    html = fragments([*shown, *rewritten])
    originals = dict(zip((block.index for block in rewritten), html[len(shown) :], strict=True))
    result = []
    for block, markup in zip(shown, html, strict=False):
        removal = removals.get(block.index)
        result.append(
            {
                "index": block.index,
                "role": str(block.role),
                "level": block.level,
                "text": block.text,
                "html": markup,
                "words": block.words,
                "ref": None if block.element is None else block.element.get("data-cleanread-ref"),
                "removed": removal is not None and removal.kind == "drop",
                "removal": None if removal is None else removal.id,
                "original_html": originals.get(block.index),
            }
        )
    return result
