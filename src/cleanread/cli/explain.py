"""``--explain``: the document with every removal struck through, in its plugin's colour, its reason beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from .common import write_out

if TYPE_CHECKING:
    from ..article import Article, Removal

#: Colours of plugins, told apart on light and dark ground; a plugin keeps its colour within a document.
COLOURS = ("red", "blue", "magenta", "dark_orange3", "cyan4", "green4", "purple", "deep_pink3")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def colours(article: Article) -> dict[str, str]:
    """A colour for each plugin that took something."""
    names = sorted({removal.plugin for removal in article.removed})
    return {name: COLOURS[index % len(COLOURS)] for index, name in enumerate(names)}


def show(article: Article, heading: str | None = None) -> None:
    """Print the explained document: in colour on a terminal, plain elsewhere."""
    console = Console(highlight=False)
    if not console.is_terminal:
        write_out(plain(article, heading))
        return
    if heading:
        console.rule(heading)
    palette = colours(article)
    removed = {removal.index: removal for removal in article.removed}
    for block in article.document.blocks:
        removal = removed.get(block.index)
        if removal is None:
            console.print(Text(_visible(block.text)))
        else:
            _print_removal(console, removal, palette[removal.plugin])
    console.print()
    for name, colour in palette.items():
        count = sum(removal.plugin == name for removal in article.removed)
        console.print(Text.assemble(("■ ", colour), f"{name}  {count} removed"))
    console.print(f"{article.kept_share:.0%} of the words kept")


def _print_removal(console: Console, removal: Removal, colour: str) -> None:
    console.print(Text(_visible(removal.text), style=f"strike {colour}"))
    if removal.replacement is not None:
        console.print(Text(_visible(removal.replacement)))
    console.print(Padding(Text(_visible(f"└ {label(removal)}"), style=f"dim {colour}"), (0, 0, 0, 2)))


def plain(article: Article, heading: str | None = None) -> str:
    """The explained document without colour: ``-`` before a removal, ``>`` before what took its place."""
    removed = {removal.index: removal for removal in article.removed}
    lines = [f"=== {heading}"] if heading else []
    for block in article.document.blocks:
        removal = removed.get(block.index)
        if removal is None:
            lines.append(f"  {block.text}")
            continue
        lines.append(f"- {block.text}")
        lines.append(f"    [{label(removal)}]")
        if removal.replacement is not None:
            lines.append(f"> {removal.replacement}")
    lines.append(f"({len(article.removed)} removed, {article.kept_share:.0%} of the words kept)")
    return "\n".join(lines) + "\n"


def label(removal: Removal) -> str:
    """Who took it, why, how sure, and what else spoke for it or against it, in words.

    ``related: item of the list under “See more” (0.97; also one of 4 headlines in a row [related 0.80])``
    """
    from ..verdicts import Keep

    said = {removal.reason}
    more: list[str] = []
    for item in removal.evidence:
        verdict = item.verdict
        if verdict.reason not in said:
            said.add(verdict.reason)
            word = "but" if isinstance(verdict, Keep) else "also"
            more.append(f"; {word} {verdict.reason} [{item.plugin} {verdict.confidence:.2f}]")
    return f"{removal.plugin}: {removal.reason} ({removal.confidence:.2f}{''.join(more)})"


def _visible(text: str) -> str:
    """A text without the control characters that could command the terminal; tabs and line breaks stay."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
