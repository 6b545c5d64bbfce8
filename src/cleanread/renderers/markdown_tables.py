"""Tables in Markdown, as GFM has them: one header row, no cells over several columns or rows."""

from __future__ import annotations

from typing import Any

from ..document import Block
from .inline import cells_of, string
from .markdown_inline import address, escaped, inline_of

_RULES = {"left": ":---", "center": ":---:", "right": "---:", "": "---"}

Cell = dict[str, Any]


def table(block: Block) -> str:
    """A table, its caption above it; empty when the block has no cells.

    Where one cell reaches over several places, all but the first are empty.
    """
    rows = cells_of(block)
    if not rows:
        return ""
    grid = _placed(rows)
    width = max(map(len, grid))
    lines = [_row([_cell(cell) for cell in row], width) for row in grid]
    if not _is_header(rows[0]):
        lines.insert(0, _row([], width))
    lines.insert(1, "|" + "".join(f" {_RULES[_alignment(grid, column)]} |" for column in range(width)))
    caption = string(block.attributes.get("caption"))
    return "\n".join([f"{escaped(' '.join(caption.split()))}\n", *lines] if caption else lines)


def _is_header(row: list[Cell]) -> bool:
    """Whether a row heads the columns; the corner above a column of headings may be empty."""
    return any(cell["header"] for cell in row) and all(cell["header"] or not cell["text"].strip() for cell in row)


def _placed(rows: list[list[Cell]]) -> list[list[Cell | None]]:
    """The cells where they stand, with None where one from further left or above reaches."""
    places = sum(cell["colspan"] * cell["rowspan"] for row in rows for cell in row)
    if places > 4 * sum(map(len, rows)) + 1000:
        return [list(row) for row in rows]  # no table for people
    reaching: dict[int, int] = {}
    grid: list[list[Cell | None]] = []
    for row in rows:
        line: list[Cell | None] = []
        for cell in row:
            _skip(line, reaching)
            for _ in range(cell["colspan"]):
                if cell["rowspan"] > 1:
                    reaching[len(line)] = cell["rowspan"] - 1
                line.append(None)
            line[-cell["colspan"]] = cell
        _skip(line, reaching)
        grid.append(line)
    return grid


def _skip(line: list[Cell | None], reaching: dict[int, int]) -> None:
    while reaching.get(len(line), 0) > 0:
        reaching[len(line)] -= 1
        line.append(None)


def _alignment(grid: list[list[Cell | None]], column: int) -> str:
    """How the cells of a column are aligned, when those that say so agree."""
    said = {cell["align"] for row in grid[1:] if column < len(row) and (cell := row[column]) is not None}
    return str(said.pop()) if len(said) == 1 else ""


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    lines = "\n".join(" ".join(line.split()) for line in cell["text"].split("\n")) if not cell["inline"] else cell["text"]
    text = inline_of(lines, cell["inline"], "<br>") if cell["inline"] or "\n" in lines else escaped(lines)
    for image in cell["images"]:
        text += f" ![{escaped(' '.join(string(image.get('alt')).split()))}]({address(string(image.get('src')))})"
    return " ".join(text.replace("|", "\\|").strip().splitlines())  # blanks within code stay


def _row(cells: list[str], width: int) -> str:
    return "|" + "".join(f" {cell} |" for cell in [*cells, *[""] * (width - len(cells))])
