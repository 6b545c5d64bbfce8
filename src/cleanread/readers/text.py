"""Reads plain text: each line that holds something is a block.

The white space between lines, and around them, is kept as the blocks' gaps, so that a text from which
nothing is removed comes back to the byte.
"""

from __future__ import annotations

import re

from ..document import Block, Document, Metadata, Role
from ..hookspecs import hookimpl
from ..source import TEXT, Source

#: What ends a line beside the line feed: a carriage return, tabs and feeds of printers, and what other standards have.
_ENDS = "\r\v\f\x85\u2028\u2029"
#: A line from its first character that is no white space; the same where lines may end with one of these.
_CONTENT, _CONTENT_BEFORE_END = re.compile(r"\S.*"), re.compile(rf"\S[^\n{_ENDS}]*")
#: What editors count as lines.
_BREAK = re.compile(r"\r\n|\r|\n")


@hookimpl
def cleanread_read(source: Source) -> Document | None:
    """Text, Markdown and other ``text/*`` types that no other reader knows, as lines."""
    if not source.media_type.startswith("text/") or source.media_type == "text/html":
        return None
    text, _ = source.decode()
    blocks: list[Block] = []
    end, line = 0, 1
    returns = "\r" in text
    pattern = _CONTENT_BEFORE_END if any(end in text for end in _ENDS) else _CONTENT
    for match in pattern.finditer(text):
        start = match.start()
        gap, content = text[end:start], match[0].rstrip()
        line += len(_BREAK.findall(gap)) if returns else gap.count("\n")
        blocks.append(Block(content, Role.PARAGRAPH, gap, line))
        end = start + len(content)
    plain = source if source.media_type == TEXT else Source(source.data, TEXT, source.url, source.charset)
    return Document(blocks, plain, Metadata(canonical_url=source.url), tail=text[end:])
