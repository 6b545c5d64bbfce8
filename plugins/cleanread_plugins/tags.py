"""Tags after an article: the list under a heading, hashtags, and lines of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanread import Drop, Verdict

from .flow import Flow
from .lines import Lines, rows
from .related import spared

#: Words of one of the tags in a list, at the most.
_TAG_WORDS = 6
#: A hashtag alone; tags behind the word for them; words of such a line at the most.
_HASHTAG = re.compile(r"#[^\W_]\S*$")
_TAGGED = re.compile(r"([^:：,]{2,24})[:：]\s*\S")
_TAGS = 30


def listed(lines: Lines, flow: Flow) -> Iterator[Verdict]:
    """The short lines under a heading of tags, after the body."""
    at = flow.body_end
    while at < len(lines):
        if "tags" in lines[at].sections:
            at += 1
            while at < len(lines) and lines[at].words <= _TAG_WORDS and not lines[at].ends_sentence and not spared(lines[at]):
                yield Drop(lines[at].block, "tags", "one of the tags listed after the article", 0.8)
                at += 1
        at += 1


def alone(lines: Lines, flow: Flow, certain: set[int]) -> Iterator[Verdict]:
    """Tags after the body that are lines of their own: hashtags one above the other, ``Tags: river, boats``."""
    if not flow.body_end:
        return
    rest = lines.lines[flow.body_end :]
    for row in rows([line for line in rest if line.text[:1] == "#" and _HASHTAG.match(line.text)]):
        if len(row) > 1:
            for line in row:
                yield Drop(line.block, "tags", f"one of {len(row)} hashtags below each other after the article", 0.8)
    if max(certain, default=-1) < flow.body_end:
        return  # the key words of a paper
    for line in rest:
        found = _TAGGED.match(line.text) if line.words <= _TAGS and not (line.settled or line.ends_sentence) else None
        if found and "tags" in line.lexicon.sections(found[1]):
            yield Drop(line.block, "tags", "tags of the article, after it", 0.8)
