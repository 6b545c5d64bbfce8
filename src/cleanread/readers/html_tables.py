"""Tells tables of data from tables that lay out a page, and reads the former."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from .html_cells import Cell, read_cell
from .html_code import in_gutter
from .html_elements import SKIPPED, flat_text, is_hidden, tags
from .html_links import Addresses

#: Characters that a cell of data holds at the most: under a header; in a table without one that is as regular as data is;
#: and in any other.
LONGEST_CELL = 1500
LONGEST_REGULAR_CELL = 600
LONGEST_BARE_CELL = 200
#: What makes a table without a header regular: shares of its rows that are equally wide and of its cells that hold text,
#: characters of a usual cell at the most, and of the longest one at the least: no calendar's days and years.
EVEN, FILLED, USUAL_CELL, SHORTEST = 0.8, 0.6, 120, 5
#: Columns or rows that one cell may span at the most.
WIDEST_SPAN = 100

_SECTIONS = tags("thead tbody tfoot")
_IGNORED = tags("colgroup col script style template")
# what a cell of data does not hold
_LAYOUT = tags("table article section form nav aside header footer main address dialog h1")
# what it holds only under a header
_BLOCKS = tags("ul ol dl center button h2 blockquote pre listing xmp figure iframe video audio object embed hr")
# what it holds only under a header or where the table is regular
_PARTS = ("p", "div", "img", "picture", "h3", "h4", "h5", "h6")
_FIELDS = ("input", "select", "textarea")
# what is there to be seen without any text
_SEEN = tags("img picture svg iframe video audio object embed canvas hr input select textarea button table td th")
#: Elements within one that stands where no content of a table can, up to which it may be empty.
FEW = 20
_HEADING_CLASSES = frozenset({"header", "head", "heading", "thead", "table-header", "table-head", "tableheader", "tablehead"})
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

    Data has two rows and two columns or more, and cells that are short; without a header, cells that hold no structure of
    their own, or rows that are alike.
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
    if headed and any(in_gutter(code) for code in element.iter("pre")):
        raise _NotData  # code beside the numbers of its lines, under its name
    unwanted = _LAYOUT if headed else _LAYOUT | _BLOCKS
    longest = LONGEST_CELL if headed else LONGEST_REGULAR_CELL
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
    if len(rows) < 2 or max(map(len, rows)) < 2 or not (headed or _is_simple(element, rows) or _is_regular(element, rows)):
        raise _NotData
    _mark_header(found, rows)
    lines = ["\t".join(" ".join(str(cell["text"]).split()) for cell in row) for row in rows]
    text = "\n".join([caption, *lines] if caption else lines).strip()
    if not text:
        raise _NotData
    return Table(rows, caption, text, min(linked / len(text), 1.0))


def _is_simple(element: Any, rows: list[list[dict[str, Any]]]) -> bool:
    """Whether the cells of a table are short and hold nothing but text and inline markup."""
    return (
        max(len(cell["text"]) for row in rows for cell in row) <= LONGEST_BARE_CELL
        and next(element.iter(*_PARTS), None) is None
    )


def _is_regular(element: Any, rows: list[list[dict[str, Any]]]) -> bool:
    """Whether the rows of a table are as alike as those of data: what lays out a page is uneven, or has long or empty cells."""
    rows = [row for row in rows if any(cell["text"] for cell in row)]
    if not rows or next(element.iter(*_FIELDS), None) is not None:
        return False
    width, even = Counter(sum(cell["colspan"] for cell in row) for row in rows).most_common(1)[0]
    several = sum(len(row) > 1 for row in rows)
    if width < 2 or len(rows) < (2 if width > 2 else 3) or even < EVEN * len(rows) or several * 2 < len(rows):
        return False
    cells = [len(cell["text"]) for row in rows for cell in row]
    filled = sorted(length for length in cells if length)
    if filled[-1] > LONGEST_BARE_CELL and filled[-1] * 2 > sum(filled):
        return False  # one cell has the text, and the others what is around it
    return len(filled) >= FILLED * len(cells) and filled[len(filled) // 2] <= USUAL_CELL and filled[-1] >= SHORTEST


def _mark_header(found: list[list[Any]], rows: list[list[dict[str, Any]]]) -> None:
    """Make the first row the header when the page has none, and shows or names it as one."""
    first = rows[0]
    if len(first) < 2 or any(cell["header"] for cell in first):
        return
    row = next(cells for cells in found if cells)[0].getparent()
    named = not _HEADING_CLASSES.isdisjoint((row.get("class") or "").lower().split())
    if named or (_is_strong(first) and not _is_strong(rows[1])):
        for cell in first:
            cell["header"] = True


def _is_strong(row: list[dict[str, Any]]) -> bool:
    """Whether all that is in a row is in bold letters; its first cell, the corner, may be empty."""
    return any(cell["text"] for cell in row[1:]) and all(_is_bold(cell) for cell in row[not row[0]["text"] :])


def _is_bold(cell: dict[str, Any]) -> bool:
    text, at, rest = cell["text"], 0, ""
    for span in cell.get("inline", ()):
        if span["kind"] == "strong":
            rest += text[at : span["start"]]
            at = span["end"]
    return at > 0 and not (rest + text[at:]).strip()


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
                if row.tag == "tr":
                    rows.append(_cells(row))
                elif not _is_empty(row):
                    raise _NotData
        elif not _is_empty(child):
            raise _NotData
    return rows, caption


def _cells(row: Any) -> list[Any]:
    cells = []
    for cell in _children(row):
        if cell.tag in ("td", "th"):
            cells.append(cell)
        elif not _is_empty(cell):
            raise _NotData
    return cells


def _is_empty(element: Any) -> bool:
    """Whether an element shows nothing."""
    if element.tag in _IGNORED:
        return True
    for at, inner in enumerate(element.iter()):
        if at >= FEW or inner.tag in _SEEN or (inner is not element and (inner.tail or "").strip()):
            return False
        if isinstance(inner.tag, str) and inner.tag not in SKIPPED and (inner.text or "").strip():
            return False
    return True


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
