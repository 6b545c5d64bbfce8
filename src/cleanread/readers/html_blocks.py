"""The blocks of a page."""

from __future__ import annotations

from typing import Any

from ..document import Block, Role
from ..native import twin
from .html_elements import KINDS
from .html_handlers import HANDLERS, by_class
from .html_links import Addresses
from .html_math import mark_formulas
from .html_notes import tie_notes
from .html_walk import Walk

_twin = twin("cleanread.readers._run")
# looked up once: a name of an enumeration is no plain attribute
_LIST_ITEM = Role.LIST_ITEM
_KINDS: dict[str, Any] = {**KINDS, **HANDLERS}


def read_blocks(root: Any, addresses: Addresses, *, without_scripts: bool = False) -> list[Block]:
    """The blocks of a page, in order.

    Args:
        root: the page's root element.
        addresses: resolves links and images.
        without_scripts: read what the page holds for browsers that run no scripts (``<noscript>``) as well.
    """
    walk = Walk(addresses, _KINDS, by_class, without_scripts)
    blocks = walk.run(root) if _twin is None else _twin.run(walk, root)
    if walk.has_engine:
        mark_formulas(blocks)
    if walk.anchors or walk.notes:
        tie_notes(blocks, root, walk.anchors, walk.notes)
    _set_gaps(blocks)
    return blocks


def _set_gaps(blocks: list[Block]) -> None:
    """White space between blocks: an empty line, between list items a line break; none around what has no text."""
    before: Role | None = None
    for block in blocks:
        if not block.text:
            block.gap = ""
            continue
        role = block.role
        if before is None:
            block.gap = ""
        elif role is _LIST_ITEM and before is _LIST_ITEM:
            block.gap = "\n"
        before = role
