"""Reads plain text: each line that holds something is a block.

The white space between lines, and around them, is kept as the blocks' gaps, so that a text from which
nothing is removed comes back to the byte.
"""

from __future__ import annotations

import re

from ..document import Block, Document, Metadata, Role
from ..hookspecs import hookimpl
from ..source import TEXT, Source

#: What a line holds, without the white space around it.
_CONTENT = re.compile(r"\S(?:[^\r\n]*\S)?")
_BREAK = re.compile(r"\r\n|\r|\n")


@hookimpl
def cleanread_read(source: Source) -> Document | None:
    """Text, Markdown and other ``text/*`` types that no other reader knows, as lines."""
    if not source.media_type.startswith("text/") or source.media_type == "text/html":
        return None
    text, _ = source.decode()
    blocks: list[Block] = []
    end, line = 0, 1
    for match in _CONTENT.finditer(text):
        start, stop = match.span()
        gap = text[end:start]
        line += len(_BREAK.findall(gap)) if "\r" in gap else gap.count("\n")
        blocks.append(Block(match[0], Role.PARAGRAPH, gap, line))
        end = stop
    plain = Source(source.data, TEXT, source.url, source.charset)
    return Document(blocks, plain, Metadata(canonical_url=source.url), tail=text[end:])
