"""Renders CommonMark with tables, footnotes and formulas (``markdown``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..article import Article
from ..document import Block, Inline, Role
from ..hookspecs import hookimpl
from .embeds import link_of
from .inline import bare_tex, integer, label_of, scrub, string, task_of, tied
from .markdown_inline import address, escaped, formula, inline
from .markdown_tables import table
from .nesting import Definition, Definitions, Item, Listing, Part, Quotation, nested

_PARAGRAPH = Role.PARAGRAPH  # looking up a member of an enumeration costs more than the rest
#: Keeps quotations apart that follow each other.
_BETWEEN = "<!-- -->"
#: What a task begins with that is done, one that is not, and an item that is no task.
_BOXES = {True: "[x] ", False: "[ ] ", None: ""}
_OTHER_MARK = {".": ")", ")": ".", "-": "*", "*": "-"}
#: Markdown's numbers have up to nine digits and no sign.
_HIGHEST = 999_999_999
_CLOSING_MARKS = re.compile(r"(\s)(#+)$")
_FENCE = re.compile("`{3,}")


@hookimpl
def cleanread_render(article: Article, format: str) -> str | None:
    """The article as Markdown; each line of a plain-text source is a paragraph."""
    if format != "markdown":
        return None
    if article.document.is_text:
        sections = [escaped(block.text) for block in article.blocks]
    else:
        sections = [text for _, text in _sections(nested(tied(article.blocks)))]
    text = "\n\n".join(section for section in sections if section.strip())
    return scrub(text) + "\n" if text else ""


def _sections(parts: list[Part]) -> Iterator[tuple[Part | None, str]]:
    """The parts of a document, or of what is open in it, with the Markdown of those that show anything; footnotes together."""
    flat = list(_flat(parts))
    at = 0
    before: Part | None = None
    mark = ""
    while at < len(flat):
        part = flat[at]
        at += 1
        if isinstance(part, Listing):
            mark = _mark(part, mark if isinstance(before, Listing) else "")
            text, mark = _list(part, mark)
        elif isinstance(part, Quotation):
            text = _quotation(part)
            if text and isinstance(before, Quotation):
                yield None, _BETWEEN
        elif part.role is _PARAGRAPH:  # as most are
            text = inline(part)
        elif part.role is Role.FOOTNOTE:
            run = [part]
            while at < len(flat) and isinstance(note := flat[at], Block) and note.role is Role.FOOTNOTE:
                run.append(note)
                at += 1
            text = _notes([note for note in run if note.text.strip()])
        else:
            text = _single(part)
        if text.strip():
            yield part, text
            before = part


def _flat(parts: list[Part]) -> Iterator[Block | Listing | Quotation]:
    """The parts, with those of definitions in their place: Markdown has nothing that holds them."""
    for part in parts:
        if isinstance(part, (Definition, Definitions)):
            yield from _flat(part.parts)
        else:
            yield part


def _single(block: Block) -> str:
    """A block that stands by itself."""
    match block.role:
        case Role.TITLE:
            return _heading(1, block)
        case Role.HEADING:
            return _heading(max(1, min(integer(block.level, 2) or 2, 6)), block)
        case Role.CODE:
            return _code(block)
        case Role.TABLE:
            return table(block) or inline(block)
        case Role.MATH if block.text.strip():
            return _display(block)
        case Role.TERM if block.text:
            return inline(block, around=Inline("strong", 0, len(block.text)))
        case Role.FIGURE:
            image = _image(block)
            return f"{image}\n\n{inline(block)}" if image and block.text else image or inline(block)
        case Role.EMBED:
            label, target = link_of(block)
            return f"[{escaped(label)}]({address(target)})" if target else inline(block)
        case Role.RULE:
            return "---"
        case Role.CAPTION if block.text:
            return inline(block, around=Inline("em", 0, len(block.text)))
        case _:
            return inline(block)


def _heading(level: int, block: Block) -> str:
    content = _CLOSING_MARKS.sub(r"\1\\\2", inline(block, one_line=True))
    return f"{'#' * level} {content}" if content else ""


def _code(block: Block) -> str:
    """Code between fences that are longer than any run of backticks in it."""
    if not block.text:
        return ""
    longest = max((len(run) for run in _FENCE.findall(block.text)), default=2)
    fence = "`" * (longest + 1)
    language = re.sub(r"[^\w+#.-]", "", string(block.attributes.get("language")))
    return f"{fence}{language}\n{block.text}\n{fence}"


def _display(block: Block) -> str:
    """A formula in lines of its own."""
    tex = bare_tex(block.text)
    if "$" in tex or tex.endswith("\\") or "\n\n" in tex:
        return formula(block.text, display=True)
    return f"$$\n{tex}\n$$"


def _notes(blocks: list[Block]) -> str:
    """Footnotes, each with its paragraphs."""
    notes: dict[str, list[str]] = {}
    for block in blocks:
        notes.setdefault(label_of(block), []).append(inline(block).strip())
    written = []
    for label, paragraphs in notes.items():
        text = "\n\n".join(filter(None, paragraphs))
        written.append(f"[^{label}]: " + "\n".join(f"    {line}" if line else "" for line in text.split("\n")).lstrip())
    return "\n\n".join(written)


def _image(block: Block) -> str:
    src = string(block.attributes.get("src"))
    alt = " ".join(string(block.attributes.get("alt")).split())
    image = f"![{escaped(alt)}]({address(src)})" if src else ""
    target = string(block.attributes.get("href"))
    return f"[{image}]({address(target)})" if image and target else image


def _quotation(quotation: Quotation) -> str:
    """What is quoted; empty when there is nothing to be seen of it."""
    text = "\n\n".join(text for _, text in _sections(quotation.parts))
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n")) if text else ""


def _mark(listing: Listing, before: str) -> str:
    """What marks the items of a list; another mark than that of a list right before it keeps the two apart."""
    mark = "." if listing.ordered else "-"
    return _OTHER_MARK[mark] if mark == before else mark


def _list(listing: Listing, mark: str) -> tuple[str, str]:
    """A list with a mark, and the mark of its last item.

    Markdown's lists cannot count down: each item of one that does is a list of its own.
    """
    start = max(listing.parts[0].ordinal, 0)
    lines: list[str] = []
    for at, item in enumerate(listing.parts):
        if at and listing.step < 0:
            mark = _OTHER_MARK[mark]
            lines.append("")
        number = str(min(max(start + at * listing.step, 0), _HIGHEST)) if listing.ordered else ""
        first, *others = _content(item)
        lines.append(f"{number}{mark} {_BOXES[_task(item)]}{first}")
        margin = " " * (len(number) + 2)
        lines.extend(margin + line if line else "" for line in others)
    return "\n".join(lines), mark


def _task(item: Item) -> bool | None:
    first = item.parts[0]
    return task_of(first) if isinstance(first, Block) else None


def _content(item: Item) -> list[str]:
    """The lines of an item; lists follow its text directly where they can."""
    lines: list[str] = []
    before: Part | None = None
    for part, text in _sections(item.parts):
        tight = isinstance(part, Listing) and not isinstance(before, Listing) and _can_follow(part)
        if lines and not tight:
            lines.append("")
        lines.extend(text.split("\n"))
        before = part
    return lines or [""]


def _can_follow(listing: Listing) -> bool:
    """Whether a list is one also directly under a line of text."""
    return not listing.ordered or listing.parts[0].ordinal == 1
