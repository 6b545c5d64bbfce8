"""Tells tables of data from tables that lay out a page, and reads the former."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .html_cells import Cell, read_cell
from .html_elements import flat_text, is_hidden, tags
from .html_links import Addresses

#: Characters that a cell of data holds at the most, with and without header cells in its table.
LONGEST_CELL = 1500
LONGEST_BARE_CELL = 200
#: Columns or rows that one cell may span at the most.
WIDEST_SPAN = 100

_SECTIONS = tags("thead tbody tfoot")
_IGNORED = tags("colgroup col script style template")
# what a cell of data does not hold
_LAYOUT = tags("table article section form nav aside header footer main address dialog h1")
# what it holds only under a header
_BLOCKS = tags(
    "p div ul ol dl img picture center button h2 h3 h4 h5 h6 blockquote pre listing xmp figure iframe video audio "
    "object embed hr"
)
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data.

    Attributes:
        rows: cells as ``{"text", "header", "colspan", "rowspan"}``, and where there are any, ``inline`` markup, ``images``
            as ``{"src", "alt"}`` and ``align``.
        caption: the text of its ``caption``.
        text: the caption, then the rows, one a line, cells separated by tabs.
        link_share: share of the text's characters that is link text.
    """

    rows: list[list[dict[str, Any]]]
    caption: str | None
    text: str
    link_share: float


class _NotData(Exception):
    """The table lays out the page."""


def read_table(element: Any, addresses: Addresses) -> Table | None:
    """The table as data, or None when it is layout: then its content is read like any other.

    Data has two rows and two columns or more, and cells that are short and hold no structure of their own.
    Of tables within each other only the innermost can be data, so no part of a page is looked at twice.
    """
    if (element.get("role") or "").strip().lower() in ("presentation", "none"):
        return None
    try:
        return _read(element, addresses)
    except _NotData:
        return None


def _read(element: Any, addresses: Addresses) -> Table:
    found, caption = _rows(element)
    headed = caption is not None or element.find("thead") is not None or any(cell.tag == "th" for row in found for cell in row)
    unwanted = _LAYOUT if headed else _LAYOUT | _BLOCKS
    longest = LONGEST_CELL if headed else LONGEST_BARE_CELL
    rows: list[list[dict[str, Any]]] = []
    linked = 0
    for row in found:
        cells = []
        for cell in row:
            read = read_cell(cell, addresses, unwanted)
            if read is None or len(read.text) > longest:
                raise _NotData
            linked += read.linked
            cells.append(_described(cell, read))
        if cells:
            rows.append(cells)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        raise _NotData
    lines = ["\t".join(" ".join(str(cell["text"]).split()) for cell in row) for row in rows]
    text = "\n".join([caption, *lines] if caption else lines).strip()
    if not text:
        raise _NotData
    return Table(rows, caption, text, min(linked / len(text), 1.0))


def _described(cell: Any, read: Cell) -> dict[str, Any]:
    section = cell.getparent().getparent()
    described: dict[str, Any] = {
        "text": read.text,
        "header": cell.tag == "th" or section.tag == "thead",
        "colspan": _span(cell.get("colspan")),
        "rowspan": _span(cell.get("rowspan")),
    }
    if read.inline:
        described["inline"] = [span._asdict() for span in read.inline]
    if read.images:
        described["images"] = read.images
    align = (cell.get("align") or "").strip().lower()
    styled = _ALIGN.search(cell.get("style") or "")
    if styled or align in ("left", "center", "right"):
        described["align"] = styled[1].lower() if styled else align
    return described


def _rows(table: Any) -> tuple[list[list[Any]], str | None]:
    """The cells of each row, and the caption.

    Raises:
        _NotData: something stands where no content of a table can.
    """
    rows: list[list[Any]] = []
    caption: str | None = None
    for child in _children(table):
        if child.tag == "caption" and caption is None:
            caption = flat_text(child) or None
        elif child.tag == "tr":
            rows.append(_cells(child))
        elif child.tag in _SECTIONS:
            for row in _children(child):
                if row.tag != "tr":
                    raise _NotData
                rows.append(_cells(row))
        elif child.tag not in _IGNORED:
            raise _NotData
    return rows, caption


def _cells(row: Any) -> list[Any]:
    cells = []
    for cell in _children(row):
        if cell.tag in ("td", "th"):
            cells.append(cell)
        elif cell.tag not in _IGNORED:
            raise _NotData
    return cells


def _children(element: Any) -> list[Any]:
    """The visible child elements; text beside them means that this is no proper table."""
    if (element.text or "").strip():
        raise _NotData
    children = []
    for child in element:
        if (child.tail or "").strip():
            raise _NotData
        if isinstance(child.tag, str) and not is_hidden(child):
            children.append(child)
    return children


def _span(value: str | None) -> int:
    value = (value or "").strip()
    return max(1, min(int(value[:6]), WIDEST_SPAN)) if value.isascii() and value.isdigit() else 1
