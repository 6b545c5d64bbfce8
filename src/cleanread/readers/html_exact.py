"""Reads text in line breaks of its own: paragraphs with empty lines between them, and drawings made of letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Role
from .html_inline import BREAK, Taken, TextBuffer

#: Characters at the begin of a line, such as a number, that columns may follow without making a drawing or a table of it.
MARK = 5
_COLUMN = "   "
_EMPTY_LINES = re.compile(r"\n(?:[ \t\r]*\n)+")
_BOX = re.compile(r"[+|]-{2}|-{2}[+|>]|[\u2500-\u257f]")


def paragraphs(buffer: TextBuffer) -> Iterator[tuple[Role, Taken]]:
    """The paragraphs of what a buffer holds, and its drawings and tables as code, as they stand. The buffer is empty then."""
    for part in buffer.cut(_EMPTY_LINES):
        raw = "".join(part.pieces).replace(BREAK, "\n").replace("\r\n", "\n")
        if _is_drawn(raw):
            yield Role.CODE, (raw.strip("\n").rstrip(), (), 0.0)
            continue
        taken = part.take()
        if taken[0]:
            yield Role.PARAGRAPH, taken


def _is_drawn(raw: str) -> bool:
    """Whether a text has columns or boxes.

    >>> _is_drawn("a ----> b | c"), _is_drawn("Name      Metres"), _is_drawn("1.   First of all"), _is_drawn("a -- b")
    (True, True, False, False)
    """
    return _BOX.search(raw) is not None or any(_COLUMN in line.strip()[MARK:] for line in raw.split("\n"))
