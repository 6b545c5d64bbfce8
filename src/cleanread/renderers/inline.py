"""What the renderers share: inline markup in good order, and how the parts of a list follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from ..document import Block, Inline, Role

#: Levels of lists and quotations beyond this are written as this one.
DEEPEST = 12

_HALF = re.compile("[\ud800-\udfff]")
# those of the same kind beside each other are two
_SINGLE = frozenset({"code", "math"})
# there is no further markup within these, but links within code
_CLOSED = frozenset({"code", "math", "note", "backlink"})
_DELIMITERS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))
# looked up once: a name of an enumeration is no plain attribute
_LIST_ITEM = Role.LIST_ITEM


def scrub(text: str) -> str:
    """A text that can be encoded: half surrogates become U+FFFD."""
    try:
        text.encode()  # much faster than to search
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text


class Event(NamedTuple):
    """A step through a text with markup: a span opens or closes, or a piece of text comes."""

    kind: Literal["open", "close", "text"]
    span: Inline | None
    start: int
    end: int


#: A tuple's own constructor: that of a named tuple is a Python function, and a page has thousands of events.
_event = tuple.__new__


def tidy(text: str, spans: Iterable[Inline]) -> list[Inline]:
    """Inline markup that nests: clipped to the text, without white space at its ends, touching ones joined.

    Readers of third parties may give spans in any order, and across each other.
    """
    size = len(text)
    fitted: list[Inline] = []
    for span in spans:
        _, start, end, _ = span
        if 0 <= start < end <= size and not text[start].isspace() and not text[end - 1].isspace():
            fitted.append(span)  # as nearly all are
            continue
        start, end = max(start, 0), min(end, size)
        if start > end:
            continue
        covered = text[start:end]
        start += len(covered) - len(covered.lstrip())
        end = max(start, end - len(covered) + len(covered.rstrip()))
        if start < end or (span.kind == "image" and start == end):
            fitted.append(span if (start, end) == (span.start, span.end) else span._replace(start=start, end=end))
    if _are_apart(fitted):
        return fitted
    fitted.sort(key=lambda span: (span.start, -span.end))
    return _nested(fitted)


def _are_apart(spans: list[Inline]) -> bool:
    """Whether each span ends before the next one starts, so that there is nothing to nest or join."""
    end = -1
    for _, start, stop, _ in spans:
        if start <= end:
            return False
        end = stop
    return True


def _nested(spans: list[Inline]) -> list[Inline]:
    """Cut what crosses the end of the span around it, and join spans that continue the one beside them.

    There is no span within one of its kind, nothing but links within code, nothing within formulas and marks of notes,
    nothing lasting within an image, and one image for a piece of text. Codes and formulas are never joined.
    """
    result: list[Inline] = []
    open_: list[int] = []
    pictured = 0  # where the last image ends
    ended: dict[int, int] = {}  # for each depth, the span that ended last within the same span around it
    for given in spans:
        span = given
        while open_ and result[open_[-1]].end <= span.start:
            last = open_.pop()
            ended[len(open_)] = last
        if any(_excludes(result[at].kind, span.kind) for at in open_):
            continue
        if open_ and span.end > result[open_[-1]].end:
            span = span._replace(end=result[open_[-1]].end)
        depth = len(open_)
        if span.kind == "image":
            if span.start >= pictured:
                result.append(span)
                pictured = span.end
            continue
        before = result[ended[depth]] if depth in ended else None
        goes_on = before is not None and (before.end, before.kind, before.target) == (span.start, span.kind, span.target)
        if before is not None and goes_on and span.kind not in _SINGLE:
            open_.append(ended[depth])
            result[ended[depth]] = before._replace(end=span.end)
            del ended[depth]
        else:
            open_.append(len(result))
            result.append(span)
            ended = {above: at for above, at in ended.items() if above < depth}
    return result


def _excludes(around: str, kind: str) -> bool:
    """Whether a span of one kind has none of another kind within it."""
    return around == kind or (around in _CLOSED and (around, kind) != ("code", "link"))


def events(text: str, spans: Iterable[Inline]) -> list[Event]:
    """A text with its markup, step by step; an image is opened and closed with nothing in between."""
    steps: list[Event] = []
    at = 0
    open_: list[Inline] = []
    for span in tidy(text, spans):
        start = span.start
        while open_ and open_[-1].end <= start:
            at = _closed(open_.pop(), at, steps)
        if start > at:
            steps.append(_event(Event, ("text", None, at, start)))
            at = start
        steps.append(_event(Event, ("open", span, at, at)))
        if span.kind == "image":
            at = max(at, span.end)
            steps.append(_event(Event, ("close", span, at, at)))
        else:
            open_.append(span)
    while open_:
        at = _closed(open_.pop(), at, steps)
    if len(text) > at:
        steps.append(_event(Event, ("text", None, at, len(text))))
    return steps


def _closed(span: Inline, at: int, steps: list[Event]) -> int:
    """End a span, after the text that is left of it; where that ends."""
    if span.end > at:
        steps.append(_event(Event, ("text", None, at, span.end)))
        at = span.end
    steps.append(_event(Event, ("close", span, at, at)))
    return at


def is_list_item(block: Block) -> bool:
    """Whether a block is an item of a list, or goes on with one."""
    return block.role is _LIST_ITEM


def begins_item(block: Block) -> bool:
    """Whether a block stands in a list with a number or a mark of its own: its items, and headings that begin one."""
    return block.role is _LIST_ITEM or bool(block.attributes.get("begins"))


def is_within_item(block: Block) -> bool:
    """Whether a block of another role, as code or a picture, stands within an item of a list."""
    return block.role is not _LIST_ITEM and integer(block.attributes.get("within"), 0) > 0


def bare_tex(text: str) -> str:
    """A formula without the delimiters that stood around it in the page."""
    text = text.strip()
    for opening, closing in _DELIMITERS:
        if text.startswith(opening) and text.endswith(closing) and len(text) > len(opening) + len(closing):
            return text[len(opening) : -len(closing)].strip()
    return text


def label_of(block: Block) -> str:
    """The label of a footnote as every format can write it; empty when it has none."""
    return clean_label(string(block.attributes.get("label")))


def clean_label(label: str) -> str:
    """A label of letters and digits."""
    return re.sub(r"[^A-Za-z0-9]", "", label)[:20]


def tied(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with only those notes and marks that lead to each other; others are the text that they are.

    All but the first mark of a note say so: their target is the label and the word ``again``.
    """
    blocks = list(blocks)
    marks: set[str] = set()
    notes: set[str] = set()
    has_notes = False
    for block in blocks:
        if block.role is Role.FOOTNOTE:
            has_notes = True
            if not block.attributes.get("continued"):
                notes.add(label_of(block))
        for span in block.inline:
            if span.kind == "note":
                marks.add(clean_label(span.target))
    labels = (marks & notes) - {""}
    if not marks and not has_notes:
        return blocks
    seen: set[str] = set()
    return [_tied(block, labels, seen) for block in blocks]


def _tied(block: Block, labels: set[str], seen: set[str]) -> Block:
    is_note = block.role is Role.FOOTNOTE and label_of(block) in labels
    if not is_note and block.role is not Role.FOOTNOTE and not any(span.kind in ("note", "backlink") for span in block.inline):
        return block
    spans = []
    for span in block.inline:
        if span.kind == "note":
            label = clean_label(span.target)
            if label not in labels:
                continue
            spans.append(span._replace(target=f"{label} again" if label in seen else label))
            seen.add(label)
        elif span.kind != "backlink" or is_note:
            spans.append(span)
    copy = block.replaced(block.text)
    copy.inline = tuple(spans)
    if block.role is Role.FOOTNOTE and not is_note:
        copy.role = Role.PARAGRAPH
    return copy


def integer(value: Any, default: int) -> int:
    """An attribute that should be a whole number, and may be missing or anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def string(value: Any) -> str:
    """An attribute that should be a string; empty when it is not."""
    return value if isinstance(value, str) else ""


def level_of(block: Block) -> int:
    """The depth of a list item or a quotation, from 1."""
    return max(1, min(integer(block.level, 1), DEEPEST))


def task_of(block: Block) -> bool | None:
    """Whether a task is done; None for a list item that is no task, or goes on with one."""
    checked = block.attributes.get("checked")
    return checked if isinstance(checked, bool) and is_list_item(block) and not block.attributes.get("continued") else None


def cells_of(block: Block) -> list[list[dict[str, Any]]]:
    """The rows of a table that still say what the block's text says; empty when a plugin has rewritten the text.

    Each cell has ``text``, ``header``, ``colspan`` and ``rowspan``.
    """
    rows = block.attributes.get("rows")
    if not isinstance(rows, (list, tuple)):
        return []
    table = [[_cell(cell) for cell in row] for row in rows if isinstance(row, (list, tuple)) and row]
    said = " ".join(" ".join(str(cell["text"]) for cell in row) for row in table)
    caption = string(block.attributes.get("caption"))
    words = block.text.split()
    return table if words in (said.split(), [*caption.split(), *said.split()]) else []


def _cell(cell: Any) -> dict[str, Any]:
    if not isinstance(cell, dict):
        return {"text": str(cell), "header": False, "colspan": 1, "rowspan": 1, "inline": (), "images": [], "align": ""}
    return {
        "text": string(cell.get("text")),
        "header": bool(cell.get("header")),
        "colspan": max(1, min(integer(cell.get("colspan"), 1), 100)),
        "rowspan": max(1, min(integer(cell.get("rowspan"), 1), 100)),
        "inline": _spans(cell.get("inline")),
        "images": [image for image in _list(cell.get("images")) if isinstance(image, dict) and string(image.get("src"))],
        "align": cell.get("align") if cell.get("align") in ("left", "center", "right") else "",
    }


def _spans(given: Any) -> tuple[Inline, ...]:
    spans = []
    for span in _list(given):
        try:
            spans.append(Inline(**span))
        except TypeError:
            continue
    return tuple(spans)


def _list(given: Any) -> list[Any]:
    return list(given) if isinstance(given, (list, tuple)) else []
