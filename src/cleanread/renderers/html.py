"""Renders semantic HTML (``html``), sanitised last: an allow-list of elements and attributes, safe addresses."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import nh3

from ..article import Article
from ..document import Block, Inline, Role
from ..hookspecs import hookimpl
from .inline import cells_of, events, integer, is_list_item, level_of, scrub, string

_ALLOWED = (
    "article p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table caption thead tbody tr th td "
    "figure img figcaption hr br a strong em sub sup s"
)
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "code": {"data-language"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SPANS = {"strong": "strong", "em": "em", "code": "code", "sub": "sub", "sup": "sup", "strike": "s"}


@hookimpl
def cleanread_render(article: Article, format: str) -> str | None:
    """The article as one ``<article>`` element."""
    if format != "html":
        return None
    markup = "".join(["<article>\n", *_sections(article.blocks), "</article>\n"])
    # nothing is changed after this
    return nh3.clean(
        scrub(markup),
        tags=set(_ALLOWED.split()),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _sections(blocks: list[Block]) -> Iterator[str]:
    """The blocks as HTML; runs of list items, of quotations, and pictures with their captions together."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if block.role is Role.LIST_ITEM:
            while end < len(blocks) and is_list_item(blocks[end]):
                end += 1
            yield from _lists(blocks[at:end])
        elif block.role is Role.QUOTE:
            while end < len(blocks) and blocks[end].role is Role.QUOTE:
                end += 1
            yield from _quotes(blocks[at:end])
        elif block.role is Role.FIGURE:
            captioned = end < len(blocks) and blocks[end].role is Role.CAPTION
            yield _figure(block, blocks[end] if captioned else None)
            end += captioned
        else:
            yield _single(block)
        at = end


def _single(block: Block) -> str:
    """A block that stands by itself."""
    match block.role:
        case Role.TITLE:
            return _wrapped("h1", block)
        case Role.HEADING:
            return _wrapped(f"h{max(1, min(integer(block.level, 2) or 2, 6))}", block)
        case Role.CODE:
            language = string(block.attributes.get("language"))
            named = f' data-language="{escape(language)}"' if language else ""
            return f"<pre><code{named}>{escape(block.text)}</code></pre>\n" if block.text else ""
        case Role.TABLE:
            return _table(block)
        case Role.EMBED:
            src = string(block.attributes.get("src"))
            return f'<p><a href="{escape(src)}">{escape(block.text or src)}</a></p>\n' if src else _wrapped("p", block)
        case Role.RULE:
            return "<hr>\n"
        case Role.CAPTION if block.text:
            return f"<p><em>{_inline(block)}</em></p>\n"
        case _:
            return _wrapped("p", block)


def _wrapped(tag: str, block: Block) -> str:
    content = _inline(block)
    return f"<{tag}>{content}</{tag}>\n" if content else ""


def _figure(block: Block, caption: Block | None) -> str:
    src = string(block.attributes.get("src"))
    image = f'<img src="{escape(src)}" alt="{escape(string(block.attributes.get("alt")))}">' if src else ""
    text = f"<p>{_inline(block)}</p>" if block.text else ""
    below = f"<figcaption>{_inline(caption)}</figcaption>" if caption is not None and caption.text else ""
    content = "\n".join(part for part in (image, text, below) if part)
    return f"<figure>{content}</figure>\n" if content else ""


def _lists(items: list[Block]) -> Iterator[str]:
    """Consecutive list items as lists within lists."""
    open_: list[str] = []
    expected: list[int] = []
    for block in items:
        level = min(level_of(block), len(open_) + 1)
        ordered = bool(block.attributes.get("ordered"))
        ordinal = integer(block.attributes.get("ordinal"), 1)
        if block.attributes.get("continued") and level <= len(open_):
            yield from _closing(open_, expected, level)
            yield f"<p>{_inline(block)}</p>"
            continue
        yield from _closing(open_, expected, level)
        tag = "ol" if ordered else "ul"
        if len(open_) == level and (open_[-1] != tag or (ordered and expected[-1] != ordinal)):
            yield from _closing(open_, expected, level - 1)
        if len(open_) < level:
            yield f'<ol start="{ordinal}">\n' if ordered and ordinal != 1 else f"<{tag}>\n"
            open_.append(tag)
            expected.append(ordinal)
        else:
            yield "</li>\n"
        expected[-1] = ordinal + 1
        yield f"<li>{_inline(block)}"
    yield from _closing(open_, expected, 0)


def _closing(open_: list[str], expected: list[int], level: int) -> Iterator[str]:
    """End the lists that are deeper than a level, each with its last item."""
    while len(open_) > level:
        yield f"</li>\n</{open_.pop()}>\n"
        expected.pop()


def _quotes(blocks: list[Block]) -> Iterator[str]:
    depth = 0
    for block in blocks:
        level = level_of(block)
        yield "<blockquote>\n" * (level - depth) + "</blockquote>\n" * (depth - level)
        depth = level
        yield _wrapped("p", block)
    yield "</blockquote>\n" * depth


def _table(block: Block) -> str:
    rows = cells_of(block)
    if not rows:
        return _wrapped("p", block)
    caption = string(block.attributes.get("caption"))
    parts = ["<table>\n", f"<caption>{escape(caption)}</caption>\n" if caption else ""]
    for row in rows:
        parts.append("<tr>")
        for cell in row:
            tag = "th" if cell["header"] else "td"
            spans = "".join(f' {name}="{cell[name]}"' for name in ("colspan", "rowspan") if cell[name] > 1)
            parts.append(f"<{tag}{spans}>{escape(cell['text'])}</{tag}>")
        parts.append("</tr>\n")
    return "".join([*parts, "</table>\n"])


def _inline(block: Block) -> str:
    """A block's text with its inline markup; line breaks are ``br``."""
    if not block.inline:
        return _escaped(block.text)
    parts: list[str] = []
    for event in events(block.text, block.inline):
        if event.span is None:
            parts.append(_escaped(block.text[event.start : event.end]))
        elif event.kind == "open":
            parts.append(_opening(event.span, block.text))
        elif event.span.kind != "image":
            parts.append("</a>" if event.span.kind == "link" else f"</{_SPANS[event.span.kind]}>")
    return "".join(parts)


def _opening(span: Inline, text: str) -> str:
    if span.kind == "link":
        return f'<a href="{escape(span.target)}">'
    if span.kind == "image":
        return f'<img src="{escape(span.target)}" alt="{escape(text[span.start : span.end])}">'
    return f"<{_SPANS[span.kind]}>"


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>\n")
