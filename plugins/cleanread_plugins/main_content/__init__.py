"""Finds the main content of a page: each block's probability of being part of it, by a model trained on labelled pages.

    <nav>Home · News</nav>                  →  gone ("short text full of links, before the article")
    <h1>Rain</h1> <p>It rained all day …    →  kept
    <div class="teaser">Sun in Hue</div>    →  gone ("short text after the article")

The verdicts are the model's probabilities, relative to how much of this page it would keep. It says nothing of plain
text, which has no page around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleanread import Block, Document, Drop, Keep, Option, Role, Verdict, hookimpl

before = ["endings", "language", "captions", "related", "interface"]

#: No verdict of the model is more certain than this.
CERTAINTY = 0.995
#: Blocks under the headline within which a standfirst stands.
_STANDFIRST = 12
_STOPS = ".!?…。！？।"
_WORD = re.compile(r"\w+")


@hookimpl
def cleanread_options() -> list[Option]:
    """The dial between keeping more and keeping less."""
    return [
        Option("bias", "float", 0.0, "log-odds added to every block: above 0 keeps more (recall), below 0 less (precision)")
    ]


@hookimpl
def cleanread_annotate(document: Document, options: Mapping[str, Any]) -> None:
    """Set each block's probability."""
    if document.root is None or not any(block.words for block in document.blocks):
        return
    import numpy as np

    from .features import features
    from .model import model

    trained = model()
    log_odds = trained.log_odds(features(document, trained.score))
    document.shared[__name__] = log_odds
    for block, odds in zip(document.blocks, np.clip(log_odds, -30, 30).tolist(), strict=True):
        if block.words:
            block.probability = 1 / (1 + 2.718281828459045**-odds)


@hookimpl
def cleanread_clean(document: Document, options: Mapping[str, Any]) -> Iterator[Verdict]:
    """Keep and drop, with the probabilities as confidence."""
    log_odds = document.shared.get(__name__)
    if log_odds is None:
        return
    import numpy as np

    from .decision import relative, threshold

    words = np.array([block.words for block in document.blocks], dtype=np.float64)
    log_odds = np.clip(log_odds, -30, 30)
    probabilities = np.where(words > 0, 1 / (1 + np.exp(-log_odds)), 0.0)
    odds = relative(log_odds, threshold(probabilities, words)) + options["bias"]
    kept = [block.index for block in document.blocks if block.words and odds[block.index] > 0]
    yield from opening(document, kept)
    for block in document.blocks:
        own = odds[block.index] if block.words else _between(document, odds, block.index)
        confidence = min(CERTAINTY, 1 / (1 + 2.718281828459045 ** -abs(own)))
        if own > 0:
            yield Keep(block, "content", "reads and stands like the main content of this page", confidence)
        elif own < 0:
            yield Drop(block, "boilerplate", reason(block, kept), confidence)


def opening(document: Document, kept: list[int]) -> Iterator[Verdict]:
    """The headline and the standfirst: labelled pages often leave them out of the content, readers do not.

    The headline is the heading before the content that says what the page's title says; sentences between it
    and the content are the standfirst.
    """
    title = frozenset(_WORD.findall((document.metadata.title or "").lower()))
    first = kept[0] if kept else len(document.blocks)
    for block in document.blocks[: first + 1]:
        if block.role is not Role.HEADING or block.level > 2 or "hidden" in block.hints:
            continue
        words = _WORD.findall(block.text.lower())
        if len(words) >= 2 and sum(word in title for word in words) >= 0.8 * len(words) >= 0.4 * len(title):
            yield Keep(block, "headline", "it is the page's title", 0.99)
            for below in document.blocks[block.index + 1 : min(first, block.index + 1 + _STANDFIRST)]:
                sentence = below.words >= 10 and below.text[-1:] in _STOPS and below.role is Role.PARAGRAPH
                if (sentence or below.role is Role.CAPTION) and below.link_share < 0.3:
                    yield Keep(below, "standfirst", "between the headline and the text, as a standfirst or a caption is", 0.85)
                    picture = document.blocks[below.index - 1]
                    if below.role is Role.CAPTION and picture.role is Role.FIGURE:
                        yield Keep(picture, "standfirst", "the picture above the text, with its caption", 0.98)
            return


def _between(document: Document, odds: Any, index: int) -> float:
    """What has no text, such as a picture, goes with the texts before and after it."""
    around = [_nearest(document, odds, index, step) for step in (-1, 1)]
    return sum(around) / 2


def _nearest(document: Document, odds: Any, index: int, step: int) -> float:
    at = index + step
    while 0 <= at < len(document.blocks):
        if document.blocks[at].words:
            return float(odds[at])
        at += step
    return 0.0


_KINDS = {
    Role.HEADING: "heading",
    Role.LIST_ITEM: "list item",
    Role.TABLE: "table",
    Role.FIGURE: "picture",
    Role.EMBED: "embedded medium",
    Role.CAPTION: "caption",
    Role.CODE: "code",
    Role.QUOTE: "quotation",
}


def reason(block: Block, kept: list[int]) -> str:
    """Why a block is none of the main content, in words.

    >>> reason(Block("Home", hints=frozenset({"nav"}), link_share=1.0, index=0), [3, 4])
    'a link in the navigation, before the main content'
    """
    kind = _KINDS.get(block.role, "text")
    if block.link_share > 0.8:
        kind = "link" if kind == "text" else f"{kind} that is a link"
    elif kind == "text" and block.words < 12:
        kind = "short text"
    place = next((name for hint, name in _PLACES if hint in block.hints), "")
    if not kept:
        where = ""
    elif block.index < kept[0]:
        where = ", before the main content"
    elif block.index > kept[-1]:
        where = ", after the main content"
    else:
        where = ", between its parts" if place else " that does not belong to the text around it"
    return f"a {kind}{place}{where}"


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
