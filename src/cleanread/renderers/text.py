"""Renders plain text (``text``)."""

from __future__ import annotations

from ..article import Article
from ..document import Block
from ..hookspecs import hookimpl
from .inline import begins_item, integer, is_list_item, is_within_item, level_of, task_of

_BOXES = {True: "☑ ", False: "☐ ", None: ""}


@hookimpl
def cleanread_render(article: Article, format: str) -> str | None:
    """The kept lines of a text as they were; of a page, its blocks as text with empty lines between them."""
    if format != "text":
        return None
    if article.document.is_text:
        return article.source_text
    parts: list[str] = []
    before: Block | None = None
    levels: list[int] = []
    for block in article.blocks:
        if not block.text.strip():
            continue
        if before is not None:
            parts.append(_gap(before, block))
        if begins_item(block):
            _enter(block, levels)
            parts.append(_item(block, len(levels)))
        else:
            if levels and not is_within_item(block):
                levels.clear()
            parts.append(block.text)
        before = block
    parts.append("\n" if parts else "")
    return "".join(parts)


def _gap(before: Block, block: Block) -> str:
    """What stood between two blocks; where something was taken away between them, what belongs there."""
    if block.index == before.index + 1 and "\n" in block.gap and not block.gap.strip():
        return block.gap
    return "\n" if is_list_item(before) and is_list_item(block) else "\n\n"


def _enter(block: Block, levels: list[int]) -> None:
    """Bring the levels of the open lists, outermost first, to where a block that begins an item stands."""
    level = level_of(block) if is_list_item(block) else integer(block.attributes.get("within"), 1)
    while levels and levels[-1] > level:
        levels.pop()
    if not levels or levels[-1] < level:
        levels.append(level)


def _item(block: Block, depth: int) -> str:
    """A list item with its marker; its further lines, and blocks that go on with it, stand under its text."""
    attributes = block.attributes
    marker = f"{integer(attributes.get('ordinal'), 1)}. " if attributes.get("ordered") else "- "
    marker += _BOXES[task_of(block)]
    margin = "  " * (depth - 1)
    first = " " * len(marker) if attributes.get("continued") else marker
    if "\n" not in block.text:
        return f"{margin}{first}{block.text}"
    lines = block.text.split("\n")
    return "\n".join([margin + first + lines[0], *(margin + " " * len(marker) + line for line in lines[1:])])
