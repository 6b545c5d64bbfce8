"""Finds the main content of a page: each block's probability of being part of it, by a model trained on labelled pages.

    <nav>Home · News</nav>                  →  gone ("short text full of links, before the article")
    <h1>Rain</h1> <p>It rained all day …    →  kept
    <div class="teaser">Sun in Hue</div>    →  gone ("short text after the article")

The verdicts are the model's probabilities, relative to how much of this page it would keep. It says nothing of plain
text, which has no page around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from math import exp
from typing import Any

from cleanread import Block, Document, Drop, Keep, Option, Role, Verdict, hookimpl
from cleanread.words import STOPS

from ..seen import hinted, those
from .kin import continued, kinds_of, may_go_on
from .parts import ENCLOSED, _twin, biased, captions, enclosed, filled, parts_of, repeated
from .parts import kept as staying

before = ["endings", "language", "captions", "related", "interface"]

#: No verdict of the model is more certain than this.
CERTAINTY = 0.995
#: Share of prose below which a page's content is something else: links to articles or products, tables, code, short texts.
#: What in an article gives away clutter says little there, so the model's word counts so many times.
PROSE, FIRM = 0.6, 6.0
#: Log-odds of a text that stands on the page before.
COPIED = -3.0
COMMENTS = ("auto", "keep", "drop")
_COMMENT = frozenset(("comment",))
#: Blocks under the headline within which a standfirst stands.
_STANDFIRST = 12
#: Words from which a block that is kept is surely of the text itself.
_BODY = 25
#: Words of footnotes for each word of the text, up to which they are surely the author's.
_FEW_NOTES = 0.1
#: Log-odds that a mark in the text adds to each of more notes than that.
_MANY_NOTES = 3.5
#: Words from which a text that ends with a stop is a sentence and not a label.
_SENTENCE = 12
#: Share of links above which a block is a link.
_LINKED = 0.8
_STAYS = "reads and stands like the main content of this page"
_WORD = re.compile(r"\w+")


@hookimpl
def cleanread_options() -> list[Option]:
    """The dial between keeping more and keeping less; comments."""
    return [
        Option("bias", "float", 0.0, "log-odds added to every block: above 0 keeps more (recall), below 0 less (precision)"),
        Option("comments", "str", "auto", "readers' comments: keep, drop, or auto (as the model judges)", COMMENTS),
    ]


@hookimpl
def cleanread_annotate(document: Document, options: Mapping[str, Any]) -> None:
    """Set each block's probability."""
    if document.root is None or not any(block.text for block in document.blocks):
        return
    from .features import look
    from .model import model

    trained, seen = model(), look(document)
    odds = trained.log_odds(seen)
    document.shared[__name__] = weighed(odds, trained.limit(odds, seen)).tolist()
    if _twin is not None:
        _twin.probabilities(document.blocks, odds, seen.words)
        return
    for block, own, words in zip(document.blocks, odds.tolist(), seen.words.tolist(), strict=True):
        if words:
            block.probability = 1 / (1 + exp(-own))


def weighed(odds: Any, limit: float) -> Any:
    """Log-odds relative to the page's limit, but no surer than the model itself where both say the same.

    >>> import numpy as np
    >>> weighed(np.array([3.0, -0.5, -3.0]), -1.0).tolist()
    [3.0, 0.5, -2.0]
    """
    import numpy as np

    relative = odds - limit
    return np.where(relative * odds > 0, np.sign(relative) * np.minimum(abs(relative), abs(odds)), relative)


@hookimpl
def cleanread_clean(document: Document, options: Mapping[str, Any]) -> list[Verdict]:
    """Keep and drop, with the probabilities relative to the page's limit as confidence."""
    odds = document.shared.get(__name__)
    if odds is None:
        return []
    parts = parts_of(document)
    odds = biased(odds, options["bias"], parts.texts)
    further = continued(odds, parts.words, kinds_of(document)) if may_go_on(odds, parts.words) else set()
    for index in further:
        odds[index] = ENCLOSED
    inner, copies = enclosed(odds, parts, further), repeated(odds, parts)
    for index in copies:
        odds[index] = COPIED
    for index in inner:
        odds[index] = ENCLOSED
    kept = staying(odds)
    said = [*opening(document, kept)]
    if options["comments"] != "auto":
        said += comments(document, keep=options["comments"] == "keep")
    firmness = FIRM if prose(document, kept) < PROSE else 1.0
    said += notes(document, kept, odds, firmness)
    told = filled(odds, parts)
    apart = partial(_apart, copies=copies, inner=inner, further=further)
    said += _verdicts(document.blocks, told, firmness, apart, copies | inner | further | captions(told, parts), kept)
    return said


def _verdicts(
    blocks: tuple[Block, ...],
    told: list[float],
    firmness: float,
    apart: Callable[[Block, float], Verdict],
    those_apart: set[int],
    kept: list[int],
) -> Iterable[Verdict]:
    """The verdict on each block that there is something to say of.

    Args:
        blocks: all blocks.
        told: the log-odds of each; 0 where there is nothing to say.
        firmness: what log-odds are multiplied by.
        apart: gives the verdict on a block that is judged by those around it.
        those_apart: indices of these.
        kept: indices of the blocks of the main content.
    """
    first, last = (kept[0], kept[-1]) if kept else (-1, -1)
    if _twin is not None:
        wanted = (firmness, CERTAINTY, apart, those_apart, Keep, _STAYS, Drop, _reason, first, last, _LINKED, _SENTENCE)
        made: list[Verdict] = _twin.verdicts(blocks, told, *wanted)
        return made
    return _one_by_one(blocks, told, firmness, apart, those_apart, first, last)


def _one_by_one(
    blocks: tuple[Block, ...],
    told: list[float],
    firmness: float,
    apart: Callable[[Block, float], Verdict],
    those_apart: set[int],
    first: int,
    last: int,
) -> Iterator[Verdict]:
    for block, own in zip(blocks, told, strict=True):
        if not own:
            continue
        firm = own * firmness
        confidence = 1 / (1 + exp(-firm if firm > 0 else firm))
        if not confidence < CERTAINTY:
            confidence = CERTAINTY
        if block.index in those_apart:
            yield apart(block, confidence)
        elif own > 0:
            yield Keep(block, "content", _STAYS, confidence)
        else:
            yield Drop(block, "boilerplate", reason(block, first, last), confidence)


def _apart(block: Block, confidence: float, *, copies: set[int], inner: set[int], further: set[int]) -> Verdict:
    """The verdict on a block that is judged by those around it."""
    if block.index in copies:
        return Drop(block, "repeated", "a text that stands on this page before", confidence)
    if block.index in inner:
        kind = _KINDS.get(block.role, "question")
        return Keep(block, "enclosed", f"a {kind} between two parts of the main content", confidence)
    if block.index in further:
        return Keep(block, "continued", "a paragraph like those of the long text around it", confidence)
    return Keep(block, "caption", "the caption of a picture that stays", 1 / (1 + exp(-ENCLOSED)))


def notes(document: Document, kept: list[int], odds: list[float | None], firmness: float) -> Iterator[Verdict]:
    """A footnote goes with its mark: it stays when what is kept has the mark, wherever on the page it stands itself.

    That is sure of a few notes to a text. Of a list of references that is long beside it those go that the model is surer
    of, however much its word counts on this page. Their heading stays when one of them does.

    Args:
        document: the page.
        kept: indices of the blocks of the main content.
        odds: the log-odds of each block; None where there is nothing to say.
        firmness: what log-odds are multiplied by.
    """
    blocks = document.blocks
    footnotes = those(blocks, Role.FOOTNOTE)
    if not footnotes:
        return
    marks = {span.target for index in kept for span in blocks[index].inline if span.kind == "note"}
    tied = [blocks[index] for index in footnotes if blocks[index].attributes.get("label") in marks]
    words = sum(blocks[index].words for index in kept)
    few = sum(block.words for block in tied) <= _FEW_NOTES * words
    confidence = CERTAINTY if few else min(CERTAINTY, 1 / (1 + exp(-_MANY_NOTES * firmness)))
    staying = [block for block in tied if few or (odds[block.index] or 0.0) + _MANY_NOTES > 0]
    for block in staying:
        yield Keep(block, "footnote", "its mark stands in the text", confidence)
    above = blocks[tied[0].index - 1] if staying and tied[0].index else None
    if above is not None and above.role is Role.HEADING and "hidden" not in above.hints:
        yield Keep(above, "footnote", "the heading of footnotes whose marks stand in the text", confidence)


def prose(document: Document, kept: list[int]) -> float:
    """Share of the words to be kept that stand in paragraphs of sentences, 0-1."""
    words = sentences = 0
    for index in kept:
        block = document.blocks[index]
        words += block.words
        if block.words >= _SENTENCE and block.link_share < 0.4 and block.text[-1] in STOPS:
            sentences += block.words
    return sentences / max(1, words)


def comments(document: Document, *, keep: bool) -> Iterator[Verdict]:
    """What the user wants of comments, which outweighs what the model says of them."""
    for index in hinted(document.blocks, _COMMENT):
        block = document.blocks[index]
        yield (
            Keep(block, "comment", "a comment, as asked for", 1.0)
            if keep
            else Drop(block, "comment", "a reader's comment, not asked for", 1.0)
        )


def opening(document: Document, kept: list[int]) -> Iterator[Verdict]:
    """The headline and the standfirst: labelled pages often leave them out of the content, readers do not.

    The headline is the heading before the content that says what the page's title says; sentences between it
    and the first paragraph that is kept are the standfirst, and captions there belong to the picture above the text.
    """
    title = frozenset(_WORD.findall((document.metadata.title or "").lower()))
    paragraphs = (index for index in kept if document.blocks[index].words >= _BODY)
    first = next(paragraphs, kept[0] if kept else len(document.blocks))
    for block in map(document.blocks.__getitem__, those(document.blocks[: first + 1], Role.HEADING)):
        if block.level > 2 or "hidden" in block.hints:
            continue
        words = _WORD.findall(block.text.lower())
        told = sum(word in title for word in words) >= 0.8 * len(words) >= 0.4 * len(title)
        if told and (len(words) >= 2 or (block.level == 1 and title == set(words))):
            yield Keep(block, "headline", "it is the page's title", 0.999 if block.level == 1 else 0.99)
            for below in document.blocks[block.index + 1 : min(first, block.index + 1 + _STANDFIRST)]:
                sentence = below.words >= 10 and below.text[-1:] in STOPS and below.role is Role.PARAGRAPH
                if (sentence or below.role is Role.CAPTION) and below.link_share < 0.3:
                    yield Keep(below, "standfirst", "between the headline and the text, as a standfirst or a caption is", 0.85)
                    picture = document.blocks[below.index - 1]
                    if below.role is Role.CAPTION and picture.role is Role.FIGURE:
                        yield Keep(picture, "standfirst", "the picture above the text, with its caption", 0.98)
            return


_KINDS = {
    Role.HEADING: "heading",
    Role.LIST_ITEM: "list item",
    Role.TABLE: "table",
    Role.FIGURE: "picture",
    Role.EMBED: "embedded medium",
    Role.CAPTION: "caption",
    Role.CODE: "code",
    Role.QUOTE: "quotation",
    Role.TERM: "term",
    Role.DEFINITION: "definition",
    Role.MATH: "formula",
    Role.FOOTNOTE: "footnote",
}


def reason(block: Block, first: int, last: int) -> str:
    """Why a block is none of the main content, in words.

    Args:
        block: the block.
        first: index of the first block of the main content, -1 when there is none.
        last: index of its last block.

    >>> reason(Block("Home", hints=frozenset({"nav"}), link_share=1.0, index=0), 3, 4)
    'a link in the navigation, before the main content'
    """
    index = block.index
    where = _NOWHERE if first < 0 else _BEFORE if index < first else _AFTER if index > last else _BETWEEN
    linked = block.link_share > _LINKED
    short = not linked and (len(block.text) < _SENTENCE or block.words < _SENTENCE)
    return _reason(block.role, block.hints, linked, short, where)


#: Where a block stands against the main content; the compiled twin knows these numbers.
_NOWHERE, _BEFORE, _AFTER, _BETWEEN = range(4)


@lru_cache(maxsize=2_000)
def _reason(role: Role, hints: frozenset[str], linked: bool, short: bool, where: int) -> str:
    kind = _KINDS.get(role, "text")
    if linked:
        kind = "link" if kind == "text" else f"{kind} that is a link"
    elif kind == "text" and short:
        kind = "short text"
    place = next((name for hint, name in _PLACES if hint in hints), "")
    if where == _NOWHERE:
        return f"a {kind}{place}"
    if where == _BEFORE:
        return f"a {kind}{place}, before the main content"
    if where == _AFTER:
        return f"a {kind}{place}, after the main content"
    return f"a {kind}{place}, between the parts of the main content" if place else f"a {kind} unlike the text around it"


_PLACES = (
    ("nav", " in the navigation"),
    ("navigation", " in the navigation"),
    ("footer", " in the footer"),
    ("aside", " in a sidebar"),
    ("complementary", " in a sidebar"),
    ("form", " in a form"),
    ("header", " in the header"),
    ("hidden", " that the page hides"),
)
