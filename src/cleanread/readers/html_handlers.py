"""What the walk over a page does at elements that are more than a block or inline markup.

One function for each of the names in `SPECIAL`. They return True when there is nothing to be read within.
"""

from __future__ import annotations

import re
from typing import Any

from ..document import Role
from .html_code import code_language, code_text, in_gutter, labels_in
from .html_context import Frame, Item, List
from .html_elements import HEADINGS, SPECIAL, Traits
from .html_links import is_tiny
from .html_math import Formula, formula, from_image, from_mathml, from_script, is_drawn
from .html_tables import read_table
from .html_walk import RUBY, Handler, Walk

_ENGINE = re.compile("mathjax|katex", re.IGNORECASE)


def by_class(walk: Walk, element: Any, tag: str, told: Traits) -> bool:
    """Read an element as a whole whose class says that it is a formula or code. False when it is to be read on."""
    sections = told.sections
    if "math" in sections:
        drawn = is_drawn(element)
        found = None if drawn else formula(element)
        if drawn or found is not None:
            return _add_formula(walk, element, tag, found)
    if "code" in sections and tag not in ("pre", "code") and next(element.iter("pre", "p"), None) is None:
        frame = walk.begin(element, tag, told)
        text = code_text(element)
        if text:
            walk.emit(frame, Role.CODE, text, {"language": code_language(element)})
        return True
    return False


def _add_formula(walk: Walk, element: Any, tag: str, found: Formula | None) -> bool:
    """A formula: part of the text, or a block when it stands in a line of its own. Without one the element shows nothing.

    Returns:
        True: what is in it is not read.
    """
    if found is None:
        walk.open_.append(None)
        return True
    buffer = walk.buffer
    context = walk.frame.context
    if found.display and context.role is Role.PARAGRAPH and walk.outer is None and walk.frame.tag not in ("td", "th"):
        walk.flush()
        frame = Frame(walk.around(element), element, tag, context, walk.frame, "")
        walk.open_.append(frame)
        walk.emit(frame, Role.MATH, found.tex)
        return True
    walk.open_.append(None)
    if found.display:
        buffer.line_break()
    buffer.open("math", "display" if found.display else "")
    buffer.pieces.append(found.tex)
    buffer.close("math")
    if found.display:
        buffer.line_break()
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
    return _begin_as(walk, Role.HEADING, HEADINGS[tag], element, tag, told)


def _caption(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    return _begin_as(walk, Role.CAPTION, 0, element, tag, told)


def _quote(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    context = frame.context = frame.context.copy()
    context.quotes += 1
    context.role, context.level = Role.QUOTE, context.quotes
    return False


def _list(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    context = frame.context = frame.context.copy()
    ordered = tag == "ol"
    context.list = List(ordered, _integer(element.get("start"), 1) if ordered else 1)
    context.lists += 1
    return False


def _item(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    context = frame.context = frame.context.copy()
    state = context.list or List(False, 1)
    ordinal = _integer(element.get("value"), state.next) if state.ordered else state.next
    state.next = ordinal + 1
    context.role = Role.LIST_ITEM
    context.level = context.lists or 1
    context.item = Item(state.ordered, ordinal)
    return False


def _code(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    frame = walk.begin(element, tag, told)
    text = code_text(element) if not in_gutter(element) else ""
    if text:
        walk.emit(frame, Role.CODE, text, {"language": code_language(element)})
    for label in labels_in(element):  # no part of the code, and on the page all the same
        walk.emit(frame, Role.PARAGRAPH, label, {})
    return True


def _script(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    names = element.keys()
    if "src" in names and _ENGINE.search(element.get("src")):
        walk.has_engine = True
    return _add_formula(walk, element, tag, from_script(element) if "type" in names else None)


def _math(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    hidden = told is not None and told.hidden  # beside what is shown for it
    return _add_formula(walk, element, tag, None if hidden else from_mathml(element) if tag == "math" else formula(element))


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
    return _begin_as(walk, Role.DEFINITION, 0, element, tag, told)


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


def _image(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    given = dict(element.items())
    alt = " ".join(given.get("alt", "").split())
    if alt and walk.buffer.pieces and len(alt) <= 8 and "moji" in given.get("class", ""):
        walk.buffer.add(alt)
    elif alt and (found := from_image(element, given)) is not None:
        _add_formula(walk, element, tag, found)
        return False
    elif not is_tiny(given):
        src = walk.addresses.image(element, given)
        if src is None:
            walk.lazy = True
        elif _figure(walk, element, tag, told, src, alt):
            return False
    walk.open_.append(None)
    return False


def _emit_media(walk: Walk, element: Any, tag: str, told: Traits | None, role: Role, attributes: dict[str, Any]) -> None:
    """A picture or an embedded medium: after the paragraph that it stands in, if it stands in one."""
    context = walk.frame.context
    if told is not None and (told.hidden or told.aria_hidden):
        context = context.within("hidden")
    frame = Frame(walk.around(element), element, tag, context, walk.frame, "")
    walk.open_.append(frame)
    out = walk.out
    if walk.buffer.pieces:
        walk.out = walk.after
    walk.emit(frame, role, "", attributes)
    walk.out = out


def _figure(walk: Walk, element: Any, tag: str, told: Traits | None, src: str, alt: str) -> bool:
    """Emit a picture, unless it is the one before once more."""
    last = (walk.after or walk.blocks)[-1:]
    if last and last[0].role is Role.FIGURE and last[0].attributes["src"] == src:
        return False
    _emit_media(walk, element, tag, told, Role.FIGURE, {"src": src, "alt": alt})
    return True


def _embed(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    src = walk.addresses.embed(element)
    if src is not None and not is_tiny(dict(element.items())):
        _emit_media(walk, element, tag, told, Role.EMBED, {"src": src})
    else:
        walk.open_.append(None)
    return tag in ("iframe", "video", "audio")


def _noscript(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """Content for browsers without scripts is skipped, but for a picture that scripts would load later."""
    if walk.without_scripts:
        walk.begin(element, tag, told)
        return False
    image = next(element.iter("img"), None)
    if image is None or not _later_picture(walk, element, tag, image):
        walk.open_.append(None)
    return True


def _later_picture(walk: Walk, element: Any, tag: str, image: Any) -> bool:
    """Emit the picture of a ``noscript``, unless it is the picture before it once more."""
    last = walk.blocks[-1:]
    given = dict(image.items())
    if is_tiny(given) or (last and last[0].role is Role.FIGURE and not walk.lazy and not walk.buffer.pieces):
        return False
    told = walk.traits.of(image)
    src = walk.addresses.image(image, given)
    if src is None or (told is not None and told.hidden):
        return False
    return _figure(walk, element, tag, told, src, " ".join(given.get("alt", "").split()))


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
    "code": _code,
    "script": _script,
    "math": _math,
    "ruby_text": _ruby_text,
    "term": _term,
    "definition": _definition,
    "table": _table,
    "image": _image,
    "embed": _embed,
    "noscript": _noscript,
}
#: For each tag of `SPECIAL` what is done there.
HANDLERS: dict[str, Handler] = {tag: _BY_NAME[name] for tag, name in SPECIAL.items()}
