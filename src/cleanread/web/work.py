"""What a worker process does with a request: plain data in, an answer's bytes out."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from pydantic_core import to_json

from ..article import Article
from ..cleaner import Cleaner
from ..errors import CleanreadError, PluginTimeout
from ..fetch import Page
from ..renderers.inline import scrub
from .blocks import fragments
from .messages import Answer, Task
from .problems import Refusal, refused
from .reading import read
from .schemas import CleanRequest, ExportRequest, OptionOut, PluginOut, PluginsResponse

#: Seconds that one plugin may take for one page; less than the worker has, so that a slow plugin costs only itself.
PLUGIN_BUDGET = 4.0


def perform(task: Task) -> Answer:
    """Do a piece of work; what is wrong with it is an answer too."""
    try:
        return _KINDS[task.kind](task)
    except Refusal as refusal:
        return refused(refusal)
    except PluginTimeout as error:
        return refused(Refusal(503, "time", f"this page takes too long: {error}"))
    except CleanreadError as error:
        return refused(Refusal(422, "source", str(error)))


def warm_up() -> None:
    """Load what the first page would wait for; without a time limit, which would need a thread."""
    cleaner = Cleaner(time_budget=None)
    page = "<h1>Rain</h1><p>It rained all day in the north, and it will rain tomorrow.</p>"
    response_of(cleaner.clean(page), cleaner)


def response_of(article: Article, cleaner: Cleaner) -> bytes:
    """A `CleanResponse` as JSON."""
    response = _response(article, cleaner)
    try:
        return to_json(response)
    except ValueError:  # half a surrogate pair, from a plugin
        return scrub(json.dumps(response, ensure_ascii=False)).encode()


def _clean(task: Task) -> Answer:
    asked = read(CleanRequest, task.body)
    if asked.fetch is not None and task.page is None:
        return Answer(fetch=asked.fetch)
    cleaner, article = _article(asked, task.page)
    return Answer(response_of(article, cleaner))


def _export(task: Task) -> Answer:
    asked = read(ExportRequest, task.body)
    if asked.fetch is not None and task.page is None:
        return Answer(fetch=asked.fetch)
    from .export import export

    content, media_type, filename = export(_article(asked, task.page)[1], asked.format)
    return Answer(content, media_type, headers=(("Content-Disposition", f'attachment; filename="{filename}"'),))


def _plugins(task: Task) -> Answer:
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


_KINDS: dict[str, Callable[[Task], Answer]] = {"clean": _clean, "export": _export, "plugins": _plugins}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _article(asked: CleanRequest, page: Page | None) -> tuple[Cleaner, Article]:
    choice = [sorted(set(asked.disable)), asked.only, asked.options]
    cleaner = _cleaner(json.dumps(choice, sort_keys=True))
    if page is not None:
        article = cleaner.clean(page.data, asked.url or page.url, page.media_type)
    elif asked.html is not None:
        article = cleaner.clean(asked.html, asked.url, "text/html")
    else:
        article = cleaner.clean(asked.text or "", asked.url, "text/plain")
    back = set(asked.restore)
    if back or asked.restore_plugins:
        for removal in list(article.removed):
            if removal.id in back or removal.plugin in asked.restore_plugins:
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
    return {
        "article": {
            **article.facts(),
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
