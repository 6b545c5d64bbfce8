"""Renders CommonMark with tables, footnotes and formulas (``markdown``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..article import Article
from ..document import Block, Inline, Role
from ..hookspecs import hookimpl
from .inline import bare_tex, integer, is_list_item, is_within_item, label_of, level_of, scrub, string, tied
from .markdown_inline import address, escaped, formula, inline
from .markdown_tables import table

_PARAGRAPH = Role.PARAGRAPH  # looking up a member of an enumeration costs more than the rest
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
        sections = list(_sections(tied(article.blocks)))
    text = "\n\n".join(section for section in sections if section.strip())
    return scrub(text) + "\n" if text else ""


def _sections(blocks: list[Block]) -> Iterator[str]:
    """The blocks as Markdown; runs of list items and of quotations together."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if block.role is _PARAGRAPH:  # as most are
            yield inline(block)
        elif is_list_item(block):
            while end < len(blocks) and (is_list_item(blocks[end]) or is_within_item(blocks[end])):
                end += 1
            yield _List().write([one for one in blocks[at:end] if one.text.strip() or not is_list_item(one)])
        elif block.role in (Role.QUOTE, Role.FOOTNOTE):
            while end < len(blocks) and blocks[end].role is block.role:
                end += 1
            run = [one for one in blocks[at:end] if one.text.strip()]
            yield _quotes(run) if block.role is Role.QUOTE else _notes(run)
        else:
            yield _single(block)
        at = end


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
            src = string(block.attributes.get("src"))
            return f"[{escaped(block.text or src)}]({address(src)})" if src else inline(block)
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
    return f"![{escaped(alt)}]({address(src)})" if src else ""


def _quotes(blocks: list[Block]) -> str:
    """Consecutive quotations, an empty quoted line between them."""
    lines: list[str] = []
    before = 0
    for block in blocks:
        level = level_of(block)
        if lines:
            lines.append(("> " * min(before, level)).rstrip())
        lines.extend("> " * level + line for line in inline(block).split("\n"))
        before = level
    return "\n".join(lines)


class _List:
    """Writes consecutive list items as lists within lists."""

    def __init__(self) -> None:
        # of each open list, outermost first
        self._indents: list[int] = []
        self._next: list[int | None] = []
        self._marks: list[str] = []

    def write(self, items: list[Block]) -> str:
        lines: list[str] = []
        at = 0
        while at < len(items):
            block = items[at]
            if not is_list_item(block):
                at = self._within(items, at, lines)
                continue
            at += 1
            level = min(level_of(block), len(self._indents) + 1)
            if block.attributes.get("continued") and level <= len(self._indents):
                self._close(level)
                _space(lines)
                first = margin = " " * self._indents[-1]
            else:
                first, margin, apart = self._begin(block, level)
                if apart:
                    _space(lines)
            text = inline(block).split("\n")
            lines.append(first + text[0])
            lines.extend(margin + line for line in text[1:])
        return "\n".join(lines)

    def _within(self, items: list[Block], at: int, lines: list[str]) -> int:
        """Write blocks of other roles under the text of the item that they stand in; where the next item is."""
        end = at
        while end < len(items) and not is_list_item(items[end]):
            end += 1
        level = min(integer(items[at].attributes.get("within"), 1), len(self._indents))
        self._close(max(level, 1))
        margin = " " * (self._indents[-1] if self._indents else 0)
        for section in _sections(items[at:end]):
            if section.strip():
                _space(lines)
                lines.extend(margin + line if line else "" for line in section.split("\n"))
        return end

    def _begin(self, block: Block, level: int) -> tuple[str, str, bool]:
        """Marker and margin of an item, and whether an empty line must stand before it."""
        ordered = bool(block.attributes.get("ordered"))
        # Markdown's numbers have up to nine digits and no sign
        ordinal = min(max(integer(block.attributes.get("ordinal"), 1), 0), 999_999_999) if ordered else None
        self._close(level)
        mark, apart = ("." if ordered else "-"), False
        if len(self._indents) == level:
            if self._next[-1] == ordinal:
                mark = self._marks[-1]
            else:  # another list beside the one before: another mark keeps them apart
                mark = {".": ")", "-": "*"}[mark] if self._marks[-1] == mark else mark
                apart = True
            self._close(level - 1)
        else:
            apart = ordinal not in (None, 1)  # such a list cannot follow a line of text directly
        outer = " " * (self._indents[-1] if self._indents else 0)
        first = f"{outer}{mark if ordinal is None else f'{ordinal}{mark}'} "
        self._indents.append(len(first))
        self._next.append(None if ordinal is None else ordinal + 1)
        self._marks.append(mark)
        return first, " " * len(first), apart

    def _close(self, level: int) -> None:
        del self._indents[level:], self._next[level:], self._marks[level:]


def _space(lines: list[str]) -> None:
    """An empty line, unless there is one or nothing yet."""
    if lines and lines[-1]:
        lines.append("")
