"""Judges each line of a plain text by its shape, its neighbours and its place, with a model trained on pages as lines.

    Home                                                →  gone ("a short line like a menu entry, before the text")
    World
    Rain
    It rained all day in Hanoi, and the radio said …    →  kept
    Sun in Hue                                          →  gone ("a short line in a row of such lines, after the text")

It looks at shape and place, which know no language, and at words as far as labelled pages told what they are worth; so it works
where lists of phrases end. Its word counts fully in a whole page
as text, with menus and footers; in an article with a few lines of clutter it drops only what it is sure of, and what it
would keep is evidence for other plugins' verdicts to be weighed against.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleanread import Document, Drop, Keep, Option, Verdict, hookimpl

from ..lines import SAYS_NOTHING, lines_of

after = ["endings", "language", "captions", "related", "interface"]

#: Lines from which a text can be judged by how its lines differ.
_LINES = 4


@hookimpl
def cleanread_options() -> list[Option]:
    """The dial between keeping more and keeping less."""
    return [Option("bias", "float", 0.0, "log-odds added to every line: above 0 keeps more (recall), below 0 less (precision)")]


@hookimpl
def cleanread_clean(document: Document, options: Mapping[str, Any]) -> list[Verdict]:
    """Keep and drop lines, with confidences that depend on how much of the text is clutter."""
    if not document.is_text or len(document.blocks) < _LINES:
        return []
    from .judging import judge

    heard = any(line.cues or line.prefix or line.sections - SAYS_NOTHING for line in lines_of(document).small)
    judged = judge([block.text for block in document.blocks], options["bias"], heard)
    return [
        Keep(block, "content", reason, confidence) if weight > 0 else Drop(block, "boilerplate", reason, confidence)
        for block, weight, confidence, reason in zip(document.blocks, *judged, strict=True)
        if weight
    ]
