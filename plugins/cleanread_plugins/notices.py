"""Sentences that speak to the site's reader, and texts that such sentences are the subject of.

Sign up for our newsletter and get the news in your inbox.       →  the page speaks
3. Cookies
We use cookies to keep you signed in. …                          ←  a section of the terms that the text is
"Accept all cookies" is what most people press, the study says.  ←  a quotation
"""

from __future__ import annotations

import itertools
import re

from .lines import SAYS_NOTHING, Line, Lines

#: A sentence in the quotation marks of French, Russian or Japanese; a button's name is shorter.
_SPOKEN_OF = re.compile(r"«[^»]{24,}»|[「『][^」』]{10,}[」』]")
#: Words of a section's heading or a question above its answer, and of a heading that is a phrase of the lists, at the most.
_LABEL_WORDS, _PHRASE_WORDS = 10, 4
#: Runs of such sentences between others from which they are a text's subject, and their share of all its sentences.
_RUNS, _PART = 3, 1 / 4
#: Sections with a heading from which a text is made of them, and what share of its sentences stand right under one.
_SECTIONS, _SHARE = 3, 2 / 3


def sentence(lines: Lines, line: Line, start: int, end: int) -> tuple[str, str, float] | None:
    """Rule, reason and confidence for a sentence about the site's newsletter, account, cookies or comments.

    Args:
        line: one with cues of such sentences.
        start: where the article's body starts.
        end: where it ends.
    """
    if '"' in line.text or "“" in line.text or "„" in line.text or _SPOKEN_OF.search(line.text):
        return None
    outside = line.index >= end or line.index < start
    if line.cues >= 2:
        return "notice", "speaks to the reader of the site, not of the article's subject", 0.92 if line.words < 60 else 0.8
    near = [lines[at] for at in (line.index - 1, line.index + 1) if 0 <= at < len(lines)]
    beside = any(other.settled or other.sections - {"weak"} or other.cues for other in near)
    if outside or (beside and line.words <= 25):
        return "notice", "speaks to the reader of the site, not of the article's subject", 0.85 if outside else 0.75
    return None


def are_subject(lines: Lines) -> bool:
    """Whether such sentences are what the text is about: terms of use, a privacy statement, questions and answers."""
    if lines.noticed is None:
        lines.noticed = not lines.judged and _are_subject(lines)
    return lines.noticed


def _are_subject(lines: Lines) -> bool:
    """Whether nothing else is of a page, and they stand among others all over the text, or each in a section of its own.

    The first and the last sentence are others in any case: there pages have their notices.
    """
    told = {line.index for line in lines.small if line.cues}
    strong = [line for line in lines.told if line.sections - SAYS_NOTHING]
    if (
        not told
        or lines.platforms
        or any(line.words > _PHRASE_WORDS for line in strong)
        or any(line.prefix for line in lines.small)
    ):
        return False
    headed = {line.index for above, line in itertools.pairwise(lines.lines) if _heads(above, line)}
    above = {index - 1 for index in headed}
    prose = [line.index for line in lines.lines if line.index in headed or (line.is_prose and line.index not in above)]
    if not prose or prose[0] in told or prose[-1] in told:
        return False
    in_sections = len(headed) >= max(_SECTIONS, _SHARE * len(prose)) and told <= headed
    if not in_sections:
        runs = sum(other in told and one not in told for one, other in itertools.pairwise(prose))
        if runs < _RUNS or len(told) < _PART * len(prose):
            return False
    return all(line.index in above for line in strong)


def _heads(above: Line, line: Line) -> bool:
    """Whether a line is a paragraph under a heading, or an answer under a question."""
    if line.settled or above.settled or not (line.is_prose or line.is_sentence):
        return False
    most = _PHRASE_WORDS if above.sections else _LABEL_WORDS
    return above.words <= most and above.words < line.words and not above.cues
