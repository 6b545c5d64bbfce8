"""What the blocks of a page are to each other, where the model sees each by itself.

A heading, list item, table, piece of code, formula, caption or question that the model doubts stays between two texts that
stay; formulas in a row, with their numbers, stay together. A picture goes with the texts around it, whatever becomes of its
caption, and its caption stays with it. A text that stands once more elsewhere on the page, in what the page shows to small
screens instead or as the quotation of a post, stays once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from math import inf

from cleanread import Block, Document, Place, Role
from cleanread.native import twin

from ..seen import those

_twin = twin("cleanread_plugins.main_content._parts")

#: Log-odds above which a part stays when the texts before and after it do: labelled pages often leave code and tables out.
DOUBTS = {
    Role.HEADING: -2.0,
    Role.LIST_ITEM: -1.0,
    Role.TABLE: -4.0,
    Role.CODE: -4.0,
    Role.MATH: -4.0,
    Role.TERM: -2.0,
    Role.DEFINITION: -2.0,
}
#: The same of a caption and of the question of an accordion; and the log-odds of what stays so.
DOUBT, ENCLOSED = -1.0, 0.4
#: The same of the caption of a picture that stays, whatever stands around it: what is surer to be none is a credit or a button.
CAPTIONED = -1.5
#: Words of a picture's credit, at the most, that stands below it as a paragraph.
CREDIT = 8
#: Words from which the same text once more is a copy, and not a label or a phrase that the page repeats.
COPY = 12
#: Share of copies from which a whole part of the page is there twice, with its labels, lists, code and tables; and how many
#: blocks around the copies belong to them.
TWICE, NEAR = 0.1, 3
#: The number beside a formula.
_NUMBER = re.compile(r"[(\[](?:[A-Z]{1,2}\.?|S)?\d[\d.]{0,8}[a-z]?[)\]]")
#: What documents repeat on purpose: the same parameter, the same example.
_REPEATABLE = (Role.LIST_ITEM, Role.CODE, Role.TABLE)
#: Elements that stand beside the text even in the middle of it.
_BESIDE = frozenset(("nav", "aside", "footer", "form"))
# looked up once: a name of an enumeration is no plain attribute
_FIGURE, _CAPTION, _PARAGRAPH, _MATH = Role.FIGURE, Role.CAPTION, Role.PARAGRAPH, Role.MATH
_QUESTION_MARKS = "?？؟"
_BUTTON = "button"


@dataclass(frozen=True)
class Parts:
    """What of the blocks of a page does not depend on the model.

    Attributes:
        doubts: of each block, the log-odds above which it may be a part of the texts around it; 0 when it is none.
        formulas: indices of the formulas in lines of their own, and of the numbers beside them.
        legends: whether a block is the caption of a picture beside it, or the credit below one.
        captions: whether it is the caption of the picture right before it, in one element with it.
        words: of each block.
        texts: of each block.
        places: a number for the element two levels around each block's, of no meaning but that it is the same for the same.
        once: whether a block's text is one that stands once in what people write.
    """

    doubts: list[float]
    formulas: frozenset[int]
    legends: list[bool]
    captions: list[bool]
    words: list[int]
    texts: list[str]
    places: list[int]
    once: list[bool]


def parts_of(document: Document) -> Parts:
    """Look at the blocks of a page."""
    blocks = document.blocks
    legends, captions = _pictured(blocks)
    formulas = _formulas(blocks)
    if _twin is not None:
        kinds = (legends, _CAPTION, _BUTTON, _QUESTION_MARKS, _BESIDE, COPY, _REPEATABLE)
        doubts, *others = _twin.parts(blocks, DOUBTS, DOUBT, *kinds)
        return Parts(_with_numbers(doubts, blocks, formulas), formulas, legends, captions, *others)
    words = [block.words for block in blocks]
    return Parts(
        _with_numbers(_doubts(blocks, legends), blocks, formulas),
        formulas,
        legends,
        captions,
        words,
        [block.text for block in blocks],
        [id(place.parent.parent) if (place := block.place) and place.parent else id(None) for block in blocks],
        [count >= COPY and block.role not in _REPEATABLE for block, count in zip(blocks, words, strict=True)],
    )


def _doubts(blocks: tuple[Block, ...], legends: Sequence[bool]) -> list[float]:
    doubts = [DOUBTS.get(block.role, 0.0) for block in blocks]
    for index, block in enumerate(blocks):
        if _BUTTON in block.hints and block.text and block.text[-1] in _QUESTION_MARKS:
            doubts[index] = DOUBT
    for index in compress(range(len(blocks)), legends):
        if blocks[index].role is _CAPTION:
            doubts[index] = DOUBT
    return [doubt if doubt and block.hints.isdisjoint(_BESIDE) else 0.0 for block, doubt in zip(blocks, doubts, strict=True)]


def _formulas(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Indices of the formulas, and of the numbers right beside them."""
    found = set(those(blocks, _MATH))
    if not found:
        return frozenset()
    beside = {index + step for index in found for step in (-1, 1)} - found
    found.update(
        index
        for index in beside
        if 0 <= index < len(blocks) and blocks[index].role is _PARAGRAPH and _NUMBER.fullmatch(blocks[index].text)
    )
    return frozenset(found)


def _with_numbers(doubts: list[float], blocks: tuple[Block, ...], formulas: Collection[int]) -> list[float]:
    """The doubts, with those of the numbers of formulas: the same as of these."""
    for index in formulas:
        if blocks[index].role is _PARAGRAPH and blocks[index].hints.isdisjoint(_BESIDE):
            doubts[index] = DOUBTS[_MATH]
    return doubts


def _pictured(blocks: tuple[Block, ...]) -> tuple[list[bool], list[bool]]:
    """Which blocks are legends of the pictures beside them, and which are their captions: see `Parts`."""
    legends, captions = [False] * len(blocks), [False] * len(blocks)
    for index in those(blocks, _FIGURE):
        if index and blocks[index - 1].role is _CAPTION:
            legends[index - 1] = True
        if index + 1 < len(blocks):
            legends[index + 1] |= _is_legend(blocks[index + 1])
            captions[index + 1] = _is_caption(blocks[index + 1], blocks[index])
    return legends, captions


def _is_legend(block: Block) -> bool:
    """Whether the block below a picture is its caption or its credit."""
    return block.role is _CAPTION or (block.role is _PARAGRAPH and block.words <= CREDIT)


def _is_caption(block: Block, picture: Block) -> bool:
    """Whether the block below a picture is its caption, in one element with it."""
    if block.role is not _CAPTION or block.link_share > 0.5 or not block.hints.isdisjoint(_BESIDE):
        return False
    if block.place is None or picture.place is None:
        return False
    figure = _figure(block.place)
    around = picture.place.parent
    return (figure is not None and figure is _figure(picture.place)) or (around is not None and around is block.place.parent)


def _figure(place: Place | None) -> Place | None:
    while place is not None and place.tag != "figure":
        place = place.parent
    return place


def enclosed(odds: Sequence[float | None], parts: Parts, further: Collection[int] = ()) -> set[int]:
    """Indices of the parts that the model doubts between two texts that stay.

    Args:
        odds: the log-odds of each block being content, relative to the page's limit; None for what has no text.
        parts: of the page.
        further: indices of texts that stay against the model (`kin`): what it says of the parts beside them counts as little.
    """
    return {
        index
        for index in _doubted(odds, parts, further)
        if _stays(odds, parts, index, range(index - 1, -1, -1)) and _stays(odds, parts, index, range(index + 1, len(odds)))
    }


def _doubted(odds: Sequence[float | None], parts: Parts, further: Collection[int]) -> list[int]:
    """Indices of the parts that the model doubts."""
    if _twin is not None and not further:
        found: list[int] = _twin.doubted(odds, parts.doubts)
        return found
    return [
        index
        for index, doubt in enumerate(parts.doubts)
        if doubt and _within(-inf if index - 1 in further or index + 1 in further else doubt, odds[index])
    ]


def _within(doubt: float, own: float | None) -> bool:
    return own is not None and doubt < own <= 0


def _stays(odds: Sequence[float | None], parts: Parts, index: int, others: Iterable[int]) -> bool:
    """Whether the first text of these stays; beside a formula the formulas and numbers next to it are passed over."""
    passed = parts.formulas if index in parts.formulas else ()
    for other in others:
        own = odds[other]
        if own is not None and (own > 0 or other not in passed):
            return own > 0
    return False


def biased(odds: list[float], bias: float, texts: list[str]) -> list[float | None]:
    """Log-odds with a bias added; None where there is no text, of which there is nothing to say."""
    if _twin is not None:
        found: list[float | None] = _twin.biased(odds, bias, texts)
        return found
    return [own + bias if text else None for text, own in zip(texts, odds, strict=True)]


def kept(odds: Sequence[float | None]) -> list[int]:
    """Indices of the blocks that stay: those with log-odds above 0."""
    if _twin is not None:
        found: list[int] = _twin.kept(odds)
        return found
    return [index for index, own in enumerate(odds) if own is not None and own > 0]


def filled(odds: Sequence[float | None], parts: Parts) -> list[float]:
    """The log-odds with those of what has no text, such as a picture: those of the texts before and after it, in the middle.

    Of a picture whose caption the model would leave out they are those of the texts that are not its caption.
    """
    if _twin is not None:
        made: list[float] = _twin.filled(odds, parts.legends)
        return made
    told = list(odds)
    for index in compress(range(len(told)), parts.legends):
        own = told[index]
        if own is not None and own < 0:
            told[index] = None
    middles: dict[int, float] = {}
    empty = [index for index, own in enumerate(told) if own is None]
    at = 0
    while at < len(empty):
        first = last = empty[at]
        while at < len(empty) and empty[at] <= last + 1:
            last = empty[at]
            at += 1
        before = (told[first - 1] if first else None) or 0.0
        after = (told[last + 1] if last + 1 < len(told) else None) or 0.0
        middles.update(dict.fromkeys(range(first, last + 1), (before + after) / 2))
    return [middles[index] if own is None else own for index, own in enumerate(odds)]


def captions(filled: Sequence[float], parts: Parts) -> set[int]:
    """Indices of the captions that the model doubts of pictures that stay.

    Args:
        filled: the log-odds of all blocks.
    """
    pictured = compress(range(len(filled)), parts.captions)
    return {index for index in pictured if CAPTIONED < filled[index] <= 0 and filled[index - 1] > 0}


def repeated(odds: Sequence[float | None], parts: Parts) -> set[int]:
    """Indices of the texts that would stay and stand before already, elsewhere on the page.

    Stanzas that come again stand beside each other, alone or each in an element of its own.
    """
    staying = kept(odds)
    seen: dict[str, int] = {}
    copies = [index for index in staying if seen.setdefault(parts.texts[index], parts.places[index]) != parts.places[index]]
    sure = [index for index in copies if parts.once[index]]
    if not sure or sum(parts.words[index] for index in sure) < TWICE * sum(parts.words[index] for index in staying):
        return set(sure)
    return {index for index in copies if sure[0] - NEAR <= index <= sure[-1] + NEAR}
