"""What the blocks of a page are to each other, where the model sees each by itself.

A heading, list item, table, caption or question that the model doubts stays between two texts that stay. A text that stands
once more elsewhere on the page, in what the page shows to small screens instead or as the quotation of a post, stays once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleanread import Block, Document, Role

#: Log-odds above which a part stays when the texts before and after it do, and its own then.
DOUBT, ENCLOSED = -1.0, 0.4
#: Words from which the same text once more is a copy, and not a label or a phrase that the page repeats.
COPY = 12
#: Share of copies from which a whole part of the page is there twice, with its labels, lists, code and tables; and how many
#: blocks around the copies belong to them.
TWICE, NEAR = 0.1, 3
_PARTS = (Role.HEADING, Role.LIST_ITEM, Role.TABLE)
#: What documents repeat on purpose: the same parameter, the same example.
_REPEATABLE = (Role.LIST_ITEM, Role.CODE, Role.TABLE)
#: Elements that stand beside the text even in the middle of it.
_BESIDE = frozenset(("nav", "aside", "footer", "form"))


@dataclass(frozen=True)
class Parts:
    """What of the blocks of a page does not depend on the model.

    Attributes:
        joints: whether a block may be a part of the texts around it.
        words: of each block.
        texts: the number of each block's text, the same for the same text.
        places: the number of the element two levels around each block's.
        once: whether a block's text is one that stands once in what people write.
    """

    joints: list[bool]
    words: list[int]
    texts: list[int]
    places: list[int]
    once: list[bool]


def parts_of(document: Document) -> Parts:
    """Look at the blocks of a page."""
    texts: dict[str, int] = {}
    places: dict[object, int] = {}
    blocks = document.blocks
    return Parts(
        [_is_joint(block, blocks[index - 1] if index else None) for index, block in enumerate(blocks)],
        [block.words for block in blocks],
        [texts.setdefault(block.text, len(texts)) for block in blocks],
        [places.setdefault(_place(block), len(places)) for block in blocks],
        [block.words >= COPY and block.role not in _REPEATABLE for block in blocks],
    )


def _is_joint(block: Block, before: Block | None) -> bool:
    if not block.hints.isdisjoint(_BESIDE):
        return False
    if block.role is Role.CAPTION:
        return before is not None and before.role is Role.FIGURE
    return block.role in _PARTS or ("button" in block.hints and block.text[-1:] in ("?", "？", "؟"))


def _place(block: Block) -> object:
    parent = block.element.getparent() if block.element is not None else None
    return parent.getparent() if parent is not None else None


def enclosed(odds: Sequence[float | None], parts: Parts) -> set[int]:
    """Indices of the parts that the model doubts between two texts that stay.

    Args:
        odds: the log-odds of each block being content, relative to the page's limit; None for what has no text.
    """
    texts = [(index, own) for index, own in enumerate(odds) if own is not None]
    return {
        index
        for (_, before), (index, own), (_, after) in zip(texts, texts[1:], texts[2:], strict=False)
        if DOUBT < own <= 0 < min(before, after) and parts.joints[index]
    }


def repeated(odds: Sequence[float | None], parts: Parts) -> set[int]:
    """Indices of the texts that would stay and stand before already, elsewhere on the page.

    Stanzas that come again stand beside each other, alone or each in an element of its own.
    """
    kept = [index for index, own in enumerate(odds) if own is not None and own > 0]
    seen: dict[int, int] = {}
    copies = [index for index in kept if seen.setdefault(parts.texts[index], parts.places[index]) != parts.places[index]]
    sure = [index for index in copies if parts.once[index]]
    if not sure or sum(parts.words[index] for index in sure) < TWICE * sum(parts.words[index] for index in kept):
        return set(sure)
    return {index for index in copies if sure[0] - NEAR <= index <= sure[-1] + NEAR}
