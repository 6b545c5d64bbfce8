"""What the walk over a page does at formulas, and at the scripts that set them."""

from __future__ import annotations

from typing import Any

from ..document import Role
from .html_context import Frame
from .html_elements import Traits
from .html_math import Formula, formula, from_mathml, from_script
from .html_walk import Walk


def add_formula(walk: Walk, element: Any, tag: str, found: Formula | None) -> bool:
    """A formula: part of the text, or a block when it stands in a line of its own. Without one the element shows nothing.

    Returns:
        True: what is in it is not read.
    """
    if found is None:
        walk.open_.append(None)
        return True
    buffer = walk.buffer
    context = walk.frame.context
    if found.display and context.role is Role.PARAGRAPH and walk.outer is None:
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


def script(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """A script: the source of a formula, the engine that sets them, or nothing to be read."""
    address = element.get("src")
    if address:
        address = address.lower()
        if "mathjax" in address or "katex" in address:
            walk.has_engine = True
    kind = element.get("type")
    return add_formula(walk, element, tag, from_script(element) if kind and "math" in kind.lower() else None)


def math(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """MathML, or an element of MathJax."""
    hidden = told is not None and told.hidden  # beside what is shown for it
    return add_formula(walk, element, tag, None if hidden else from_mathml(element) if tag == "math" else formula(element))
