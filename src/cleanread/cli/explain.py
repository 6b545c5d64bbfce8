"""``--explain``: the whole document, and below each line what spoke for it and against it.

Removals are struck through in their plugin's colour. A kept line without a note is one that no plugin spoke of.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from .common import write_out

if TYPE_CHECKING:
    from ..article import Article, Removal
    from ..resolver import Evidence

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
            _print_note(console, why_kept(article.evidence(block)), "dim")
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
    _print_note(console, label(removal), f"dim {colour}")


def _print_note(console: Console, note: str, style: str) -> None:
    if note:
        console.print(Padding(Text(_visible(f"└ {note}"), style=style), (0, 0, 0, 2)))


def plain(article: Article, heading: str | None = None) -> str:
    """The explained document without colour: ``-`` before a removal, ``>`` before what took its place, notes in brackets."""
    removed = {removal.index: removal for removal in article.removed}
    lines = [f"=== {heading}"] if heading else []
    for block in article.document.blocks:
        removal = removed.get(block.index)
        if removal is None:
            lines.append(f"  {block.text}")
            if note := why_kept(article.evidence(block)):
                lines.append(f"    [{note}]")
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

    others = [item for item in removal.evidence if item.verdict.reason != removal.reason]
    against = _said([item for item in others if not isinstance(item.verdict, Keep)], "; also ")
    pleading = _said([item for item in others if isinstance(item.verdict, Keep)], "; but ")
    return f"{removal.plugin}: {removal.reason} ({removal.confidence:.2f}{against}{pleading})"


def why_kept(evidence: Sequence[Evidence]) -> str:
    """What spoke for a line that stayed, and what against it; empty when no plugin spoke of it.

    ``kept (0.86): reads and stands like the lines of the article [line_model 0.94]; but a one-line link … [related 0.72]``
    """
    from ..resolver import probability
    from ..verdicts import Drop, Keep

    pleading = [item for item in evidence if isinstance(item.verdict, Keep)]
    against = [item for item in evidence if isinstance(item.verdict, Drop)]
    if not (pleading or against):
        return ""
    for_it = sum(item.weight for item in pleading)
    odds = for_it if for_it == math.inf else for_it - sum(item.weight for item in against)
    said = f": {'; also '.join(_reasons(pleading))}" if pleading else ""
    if odds < 0:
        start = "kept, since it was brought back"
    else:  # of one verdict alone its own confidence says as much
        start = f"kept ({probability(odds):.2f})" if len(pleading) + len(against) > 1 else "kept"
    return start + said + _said(against, "; but ")


def _said(items: Iterable[Evidence], word: str) -> str:
    return "".join(word + reason for reason in _reasons(items))


def _reasons(items: Iterable[Evidence]) -> list[str]:
    """What plugins said, each thing once, the weightiest first."""
    said: dict[str, str] = {}
    for item in sorted(items, key=lambda item: -item.weight):
        said.setdefault(item.verdict.reason, f"{item.verdict.reason} [{item.plugin} {item.verdict.confidence:.2f}]")
    return list(said.values())


def _visible(text: str) -> str:
    """A text without the control characters that could command the terminal; tabs and line breaks stay."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
