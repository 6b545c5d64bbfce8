"""Renders semantic HTML (``html``), sanitised last: an allow-list of elements and attributes, safe addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import nh3

from ..article import Article
from ..document import Block, Inline, Role
from ..hookspecs import hookimpl
from .embeds import link_of
from .inline import bare_tex, cells_of, events, integer, is_list_item, label_of, scrub, string, task_of, tied
from .nesting import Definition, Definitions, Item, Listing, Part, Quotation, nested

_TAGS = set(
    "article p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code table caption thead tbody tr th td "
    "figure img figcaption hr br a strong em sub sup s mark span div section".split()
)
_ATTRIBUTES = {
    "a": {"href", "id", "class"},
    "img": {"src", "alt", "loading"},
    "ol": {"start", "reversed"},
    "li": {"id", "value"},
    "code": {"data-language", "class"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "span": {"class"},
    "div": {"class"},
    "section": {"class"},
}
# names and classes of our making; the page's own never come this far
_NAMES = re.compile(r"fn(?:ref)?-[A-Za-z0-9]{1,20}")
_CLASSES = re.compile(r"math inline|math display|footnotes|footnote-back|language-[\w+#.-]{1,30}")
# nothing else is within code, and all of it is escaped
_CODE = re.compile(r"(?:<br>\n)?<code>((?:[^<]*<br>\n)+[^<]*)</code>(?:<br>\n)?")
_PARAGRAPH = Role.PARAGRAPH  # looking up a member of an enumeration costs more than the rest
_BOXES = {True: "☑ ", False: "☐ ", None: ""}
_SPANS = {"strong": "strong", "em": "em", "code": "code", "sub": "sub", "sup": "sup", "strike": "s", "mark": "mark"}


@hookimpl
def cleanread_render(article: Article, format: str) -> str | None:
    """The article as one ``<article>`` element."""
    if format != "html":
        return None
    return sanitised("".join(["<article>\n", *sections(tied(article.blocks)), "</article>\n"]))


def sanitised(markup: str) -> str:
    """Markup with nothing but the elements, attributes and addresses that are allowed; nothing is changed after this."""
    return nh3.clean(
        scrub(markup),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute, or None for names and classes that are not ours."""
    if attribute == "id":
        return value if _NAMES.fullmatch(value) else None
    if attribute == "class":
        return value if _CLASSES.fullmatch(value) else None
    return value


def sections(blocks: list[Block]) -> Iterator[str]:
    """The blocks as HTML, in the lists, quotations and definitions that they stand in."""
    return _written(nested(blocks))


def _written(parts: list[Part]) -> Iterator[str]:
    """The parts of a document, or of what is open in it; footnotes, and pictures with their captions, together."""
    at = 0
    while at < len(parts):
        part = parts[at]
        at += 1
        if not isinstance(part, Block):
            yield from _container(part)
        elif part.role is _PARAGRAPH:  # as most are
            yield _wrapped("p", part)
        elif is_list_item(part):
            yield f"<p>{_inline(part)}</p>"
        elif part.role is Role.FOOTNOTE:
            run = [part]
            while at < len(parts) and isinstance(note := parts[at], Block) and note.role is Role.FOOTNOTE:
                run.append(note)
                at += 1
            yield from _notes(run)
        elif part.role is Role.FIGURE:
            below = parts[at] if at < len(parts) else None
            caption = below if isinstance(below, Block) and below.role is Role.CAPTION else None
            yield _figure(part, caption)
            at += caption is not None
        else:
            yield _single(part)


def _container(part: Quotation | Definition | Definitions | Listing) -> Iterator[str]:
    if isinstance(part, Listing):
        yield from _list(part)
    elif isinstance(part, Quotation):
        content = "".join(_written(part.parts))
        yield f"<blockquote>\n{content}</blockquote>\n" if content else ""
    elif isinstance(part, Definitions):
        yield "<dl>\n"
        yield from _written(part.parts)
        yield "</dl>\n"
    else:
        yield from _definition(part)


def _definition(definition: Definition) -> Iterator[str]:
    """What a term means; a text alone needs no paragraph."""
    only = definition.parts[0] if len(definition.parts) == 1 else None
    if isinstance(only, Block) and only.role is Role.DEFINITION:
        yield _wrapped("dd", only)
    else:
        yield "<dd>"
        yield from _written(definition.parts)
        yield "</dd>\n"


def _list(listing: Listing) -> Iterator[str]:
    tag = "ol" if listing.ordered else "ul"
    yield f"<{tag}{_numbering(listing)}>\n"
    for item in listing.parts:
        yield "<li>"
        yield from _content(item)
        yield "</li>\n"
    yield f"</{tag}>\n"


def _numbering(listing: Listing) -> str:
    """The attributes of a list that say how it counts."""
    start = listing.parts[0].ordinal
    if not listing.ordered:
        return ""
    if listing.step < 0:
        return f' reversed start="{start}"'
    return f' start="{start}"' if start != 1 else ""


def _content(item: Item) -> Iterator[str]:
    """An item's text, and what else stands in it."""
    first = item.parts[0]
    if isinstance(first, Block) and is_list_item(first):
        yield _BOXES[task_of(first)]
        yield _inline(first)
        yield from _written(item.parts[1:])
    else:
        yield from _written(item.parts)


def _single(block: Block) -> str:
    """A block that stands by itself."""
    match block.role:
        case Role.TITLE:
            return _wrapped("h1", block)
        case Role.HEADING:
            return _wrapped(f"h{max(1, min(integer(block.level, 2) or 2, 6))}", block)
        case Role.TERM:
            return _wrapped("dt", block)
        case Role.CODE:
            language = string(block.attributes.get("language"))
            named = f' class="language-{escape(language)}" data-language="{escape(language)}"' if language else ""
            return f"<pre><code{named}>{escape(block.text)}</code></pre>\n" if block.text else ""
        case Role.TABLE:
            return _table(block)
        case Role.EMBED:
            label, target = link_of(block)
            return f'<p><a href="{escape(target)}">{escape(label)}</a></p>\n' if target else _wrapped("p", block)
        case Role.RULE:
            return "<hr>\n"
        case Role.MATH if block.text.strip():
            return f'<div class="math display">{_formula(block.text, display=True)}</div>\n'
        case Role.CAPTION if block.text:
            return f"<p><em>{_inline(block)}</em></p>\n"
        case _:
            return _wrapped("p", block)


def _wrapped(tag: str, block: Block) -> str:
    content = _inline(block)
    return f"<{tag}>{content}</{tag}>\n" if content else ""


def _figure(block: Block, caption: Block | None) -> str:
    src = string(block.attributes.get("src"))
    image = _image(src, string(block.attributes.get("alt"))) if src else ""
    target = string(block.attributes.get("href"))
    if image and target:
        image = f'<a href="{escape(target)}">{image}</a>'
    text = f"<p>{_inline(block)}</p>" if block.text else ""
    below = f"<figcaption>{_inline(caption)}</figcaption>" if caption is not None and caption.text else ""
    content = "\n".join(part for part in (image, text, below) if part)
    return f"<figure>{content}</figure>\n" if content else ""


def _image(src: str, alt: str) -> str:
    return f'<img src="{escape(src)}" alt="{escape(alt)}" loading="lazy">'


def _notes(blocks: list[Block]) -> Iterator[str]:
    """Footnotes, each with a way back to its mark."""
    notes: dict[str, list[Block]] = {}
    for block in blocks:
        notes.setdefault(label_of(block), []).append(block)
    yield '<section class="footnotes">\n<ol>\n'
    for label, paragraphs in notes.items():
        number = f' value="{int(label)}"' if label.isdigit() else ""
        texts = [text for block in paragraphs if (text := _inline(block).strip())]
        back = f'<a href="#fnref-{label}" class="footnote-back">↩</a>'
        body = "".join(f"<p>{text}</p>" for text in texts) if len(texts) > 1 else "".join(texts)
        yield f'<li id="fn-{label}"{number}>{body} {back}</li>\n'
    yield "</ol>\n</section>\n"


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
            align = f' align="{cell["align"]}"' if cell["align"] else ""
            images = "".join(_image(string(image.get("src")), string(image.get("alt"))) for image in cell["images"])
            parts.append(f"<{tag}{spans}{align}>{_lined(_marked(cell['text'], cell['inline']))}{images}</{tag}>")
        parts.append("</tr>\n")
    return "".join([*parts, "</table>\n"])


def _lined(cell: str) -> str:
    """The markup of a cell, code of several lines in it as such."""
    return _CODE.sub(lambda code: f"<pre><code>{code[1].replace('<br>', '')}</code></pre>", cell) if "<code>" in cell else cell


def _inline(block: Block) -> str:
    """A block's text with its inline markup; line breaks are ``br``."""
    return _marked(block.text, block.inline)


def _marked(text: str, spans: tuple[Inline, ...]) -> str:
    if not spans:
        return _escaped(text)
    parts: list[str] = []
    whole: Inline | None = None
    for event in events(text, spans):
        if event.span is None:
            piece = text[event.start : event.end]
            parts.append(_escaped(piece) if whole is None else _whole(whole, piece))
        elif event.span.kind in ("math", "note", "backlink"):
            whole = event.span if event.kind == "open" else None
        elif event.kind == "open":
            parts.append(_opening(event.span, text))
        elif event.span.kind != "image":
            parts.append("</a>" if event.span.kind == "link" else f"</{_SPANS[event.span.kind]}>")
    return "".join(parts)


def _whole(span: Inline, text: str) -> str:
    """A formula as TeX, or the mark of a footnote. What leads back from a note is written with the note."""
    if span.kind == "math":
        display = span.target == "display"
        return f'<span class="math {"display" if display else "inline"}">{_formula(text, display=display)}</span>'
    if span.kind == "note":
        label, _, again = span.target.partition(" ")
        name = "" if again else f' id="fnref-{label}"'
        return f'<sup><a href="#fn-{label}"{name}>{_escaped(text)}</a></sup>'
    return ""


def _formula(text: str, *, display: bool) -> str:
    """TeX between the delimiters that engines look for."""
    tex = escape(bare_tex(text), quote=False)
    return f"\\[{tex}\\]" if display else f"\\({tex}\\)"


def _opening(span: Inline, text: str) -> str:
    if span.kind == "link":
        return f'<a href="{escape(span.target)}">'
    if span.kind == "image":
        return _image(span.target, text[span.start : span.end])
    return f"<{_SPANS[span.kind]}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>\n")
