"""Tells tables of data from tables that lay out a page, and reads the former."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .html_elements import flat_text, flatten, is_hidden, tags

#: Characters that a cell of data holds at the most, with and without header cells in its table.
LONGEST_CELL = 500
LONGEST_BARE_CELL = 200
#: Columns or rows that one cell may span at the most.
WIDEST_SPAN = 100

_SECTIONS = tags("thead tbody tfoot")
_IGNORED = tags("colgroup col script style template")
# what a cell of data does not hold
_LAYOUT = tags(
    "table h1 h2 h3 h4 h5 h6 article section blockquote pre listing xmp figure form iframe video audio object embed hr nav "
    "aside header footer main address dialog"
)
# what it holds only under a header
_BLOCKS = tags("p div ul ol dl img picture center button")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data.

    Attributes:
        rows: cells as ``{"text", "header", "colspan", "rowspan"}``.
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


def read_table(element: Any) -> Table | None:
    """The table as data, or None when it is layout: then its content is read like any other.

    Data has two rows and two columns or more, and cells that are short and hold no structure of their own.
    Of tables within each other only the innermost can be data, so no part of a page is looked at twice.
    """
    if (element.get("role") or "").strip().lower() in ("presentation", "none"):
        return None
    try:
        return _read(element)
    except _NotData:
        return None


def _read(element: Any) -> Table:
    found, caption = _rows(element)
    rows: list[list[dict[str, Any]]] = []
    bare: list[tuple[str, frozenset[str]]] = []
    linked = 0
    headed = False
    for row in found:
        cells = []
        for cell in row:
            flat = flatten(cell, _LAYOUT)
            if flat is None or len(flat[0]) > LONGEST_CELL:
                raise _NotData
            text, links, within = flat
            headed = headed or cell.tag == "th"
            linked += links
            bare.append((text, within))
            cells.append(
                {
                    "text": text,
                    "header": cell.tag == "th",
                    "colspan": _span(cell.get("colspan")),
                    "rowspan": _span(cell.get("rowspan")),
                }
            )
        if cells:
            rows.append(cells)
    headed = headed or caption is not None or element.find("thead") is not None
    if not headed and any(len(text) > LONGEST_BARE_CELL or not _BLOCKS.isdisjoint(within) for text, within in bare):
        raise _NotData
    if len(rows) < 2 or max(map(len, rows)) < 2:
        raise _NotData
    lines = ["\t".join(str(cell["text"]) for cell in row) for row in rows]
    text = "\n".join([caption, *lines] if caption else lines).strip()
    if not text:
        raise _NotData
    return Table(rows, caption, text, min(linked / len(text), 1.0))


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
