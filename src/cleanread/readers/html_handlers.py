"""What the walk over a page does at elements that are more than a block or inline markup.

One function for each of the names in `SPECIAL`. They return True when there is nothing to be read within.
"""

from __future__ import annotations

from typing import Any

from ..document import Role
from .html_code import code_language, code_text, in_gutter, is_lines, labels_in
from .html_context import Frame, Item, List
from .html_elements import HEADINGS, SPECIAL, Traits
from .html_formulas import add_formula, math, script
from .html_math import is_drawn
from .html_media import embed, image, noscript
from .html_notes import label_before
from .html_tables import read_table
from .html_walk import RUBY, Handler, Walk

# looked up once: a name of an enumeration is no plain attribute
_HEADING, _CAPTION, _QUOTE, _LIST_ITEM = Role.HEADING, Role.CAPTION, Role.QUOTE, Role.LIST_ITEM


def by_class(walk: Walk, element: Any, tag: str, told: Traits) -> bool:
    """Read an element as a whole whose class says that it is a formula, code or a mark. False when it is to be read on."""
    sections = told.sections
    if tag == "input":
        return False
    if "math" in sections:
        drawn = is_drawn(element)
        found = None if drawn else walk.formulas.of(element)
        if drawn or found is not None:
            return add_formula(walk, element, tag, found)
    if "note-mark" in sections:
        return _note_mark(walk, element)
    is_code = "code" in sections or ("code-lines" in sections and is_lines(element))
    if is_code and tag not in ("pre", "code") and next(element.iter("pre", "p"), None) is None:
        frame = walk.begin(element, tag, told)
        text = code_text(element)
        if text:
            walk.emit(frame, Role.CODE, text, {"language": code_language(element)})
        _emit_labels(walk, frame, element)
        return True
    return False


def _emit_labels(walk: Walk, frame: Frame, element: Any) -> None:
    """What the buttons within code say is no part of it, and on the page all the same."""
    for label in labels_in(element):
        walk.emit(frame, Role.PARAGRAPH, label, {})


def _note_mark(walk: Walk, element: Any) -> bool:
    """The mark of a footnote that stands right at it; within the note it is no part of the text."""
    label = label_before(element)
    if label == "":
        return False
    walk.open_.append(None)
    if label is not None:
        walk.buffer.open("note", label)
        walk.buffer.pieces.append(label)
        walk.buffer.close("note")
    return True


def _line_break(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    if not walk.buffer.line_break():
        walk.flush()
    walk.open_.append(None)
    return False


def _rule(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    walk.emit(walk.begin(element, tag, told), Role.RULE, "")
    return False


def _begin_as(walk: Walk, role: Role, level: int, element: Any, tag: str, told: Traits | None) -> bool:
    """A block of another role begins. False: what is in it is read."""
    frame = walk.begin(element, tag, told)
    context = frame.context = frame.context.copy()
    context.role, context.level = role, level
    return False


def _heading(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    return _begin_as(walk, _HEADING, HEADINGS[tag], element, tag, told)


def _caption(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    return _begin_as(walk, _CAPTION, 0, element, tag, told)


def _quote(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    context = frame.context = frame.context.copy()
    context.quotes += 1
    context.role, context.level = _QUOTE, context.quotes
    context.enter("quote", len(walk.blocks) + len(walk.after))
    return False


def _cite(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """Whom a quotation is by, when it stands without a blank beside what he says, is set apart from it by style sheets."""
    if walk.frame.context.quotes and walk.frame.tag in ("blockquote", "div") and _names_speaker(element, walk.buffer.pieces):
        walk.begin(element, tag, told)
    else:
        walk.begin_inline(element, tag, told, None)
    return False


def _names_speaker(element: Any, before: list[str]) -> bool:
    """Whether an element begins or ends a quotation, and its text would run into the one beside it."""
    after = element.tail or ""
    if not before:
        return bool(after) and (after[0].isalnum() or after[0] in '“„«‘"')
    last = before[-1][-1]
    return element.getnext() is None and not after.strip() and (last.isalnum() or last in ".!?…。”»’\"'")


def _list(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    context = frame.context = frame.context.copy()
    ordered = tag == "ol"
    step = -1 if ordered and element.get("reversed") is not None else 1
    start = len(element.findall("li")) if step < 0 else 1
    context.list = List(ordered, _integer(element.get("start"), start) if ordered else 1, step)
    context.lists += 1
    return False


def _item(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    context = frame.context = frame.context.copy()
    state = context.list or List(False, 1)
    outer = context.item
    if outer is not None and outer.lists == context.lists and outer.around is not context.around:
        # a list of its own in a quotation, though the page does not say so
        context.lists, state = (context.lists or 1) + 1, List(False, 1)
    ordinal = _integer(element.get("value"), state.next) if state.ordered else state.next
    state.next = ordinal + state.step
    context.role = _LIST_ITEM
    context.level = context.lists or 1
    context.item = Item(state.ordered, ordinal, state.step < 0, context.lists, context.around)
    return False


def _control(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """A control of a form is no text; a list item that begins with a box to be checked is a task."""
    item = walk.frame.context.item
    if item is not None and (element.get("type") or "").lower() == "checkbox" and _begins_item(element):
        item.checked = element.get("checked") is not None
    walk.open_.append(None)
    return True


def _begins_item(element: Any) -> bool:
    """Whether nothing stands between the begin of a list item and an element, but that of its first paragraph or label."""
    around = element.getparent()
    while element.getprevious() is None and around is not None and not (around.text or "").strip():
        if around.tag == "li":
            return True
        if around.tag not in ("p", "label"):
            return False
        element, around = around, around.getparent()
    return False


def _code(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    if next(element.iter(*HEADINGS), None) is not None:  # all of a page in its own line breaks
        frame.context = frame.context.copy()
        frame.context.exact = True
        return False
    text = code_text(element) if not in_gutter(element) else ""
    if text:
        walk.emit(frame, Role.CODE, text, {"language": code_language(element)})
    _emit_labels(walk, frame, element)
    return True


def _ruby_text(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """The reading of what stands before it, in brackets."""
    if "".join(element.itertext()).strip() and walk.buffer.pieces:
        walk.buffer.pieces.append("(")
        walk.open_.append(RUBY)
    else:
        walk.open_.append(None)
    return False


def _term(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    return _begin_as(walk, Role.TERM, 0, element, tag, told)


def _definition(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """What a term means; a definition right within another one stands beside it, and no page says where that one ends."""
    _begin_as(walk, Role.DEFINITION, 0, element, tag, told)
    if element.getparent().tag == "dd":
        walk.frame.context.leave("definition")
    walk.frame.context.enter("definition", len(walk.blocks) + len(walk.after))
    return False


def _table(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    table = read_table(element, walk.addresses)
    if table is None:
        return False
    attributes: dict[str, Any] = {"rows": table.rows}
    if table.caption:
        attributes["caption"] = table.caption
    walk.emit(frame, Role.TABLE, table.text, attributes, table.link_share)
    return True


def _integer(value: str | None, default: int) -> int:
    try:
        return max(-(10**9), min(int((value or "")[:12]), 10**9))
    except ValueError:
        return default


_BY_NAME: dict[str, Handler] = {
    "line_break": _line_break,
    "rule": _rule,
    "heading": _heading,
    "caption": _caption,
    "quote": _quote,
    "list": _list,
    "item": _item,
    "control": _control,
    "code": _code,
    "script": script,
    "math": math,
    "ruby_text": _ruby_text,
    "term": _term,
    "definition": _definition,
    "table": _table,
    "image": image,
    "embed": embed,
    "noscript": noscript,
}
#: For each tag of `SPECIAL` what is done there; and for elements that are inline markup but for where they stand.
HANDLERS: dict[str, Handler] = {**{tag: _BY_NAME[name] for tag, name in SPECIAL.items()}, "cite": _cite}
