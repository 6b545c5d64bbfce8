"""Paragraphs that go on with a long text.

Most pages that the model was trained on are short: of a text of hundreds of paragraphs it takes the later ones for what
comes after a text. Where so many words of one kind of paragraph stay, the others of that kind stay as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleanread import Block, Document, Place, Role
from cleanread.words import STOPS

from .parts import kept

#: Words of paragraphs alike that stay, from which their text is a long one.
LONG = 3000
#: Words of a paragraph at the least, which ends as a sentence does and which does not; and the share of it that may be links.
_SENTENCE, _TEXT, _LINKED = 12, 25, 0.3
_PARAGRAPH, _QUOTE = Role.PARAGRAPH, Role.QUOTE

#: What paragraphs of a kind have in common: what stands around them, the article, their element and the one around it.
Kind = tuple[frozenset[str], int, str, str, str, str]


def kinds_of(document: Document) -> list[Kind | None]:
    """The kind of each paragraph of sentences; None of other blocks."""
    return [_kind(block) for block in document.blocks]


def _kind(block: Block) -> Kind | None:
    if block.role is not _PARAGRAPH and block.role is not _QUOTE:
        return None
    if block.words < _SENTENCE or block.link_share > _LINKED:
        return None
    if block.words < _TEXT and block.text.rstrip("\"'”’»)*_")[-1:] not in STOPS:
        return None
    own = block.place
    around = own.parent if own is not None else None
    if own is None or around is None:
        return None
    classes = own.element.get("class") or "", around.element.get("class") or ""
    return block.hints, _article(around), own.tag, around.tag, *classes


def _article(place: Place | None) -> int:
    """A number for the article around: pages that never end add others after it."""
    while place is not None and place.tag != "article":
        place = place.parent
    return id(place)


def may_go_on(odds: Sequence[float | None], words: Sequence[int]) -> bool:
    """Whether so many words stay that paragraphs may go on with them."""
    return sum(map(words.__getitem__, kept(odds))) >= LONG


def continued(odds: Sequence[float | None], words: Sequence[int], kinds: Sequence[Kind | None]) -> set[int]:
    """Indices of the paragraphs that the model doubts and that are of a kind with those of a long text.

    Args:
        odds: the log-odds of each block being content, relative to the page's limit; None for what has no text.
        words: of each block.
        kinds: of each block, as `kinds_of` tells.
    """
    many: Counter[Kind] = Counter()
    for own, count, kind in zip(odds, words, kinds, strict=True):
        if kind is not None and own is not None and own > 0:
            many[kind] += count
    long = {kind for kind, total in many.items() if total >= LONG}
    return {
        index
        for index, (own, kind) in enumerate(zip(odds, kinds, strict=True))
        if kind in long and own is not None and own <= 0
    }
