"""Finds formulas, whatever engine shows them, and gives each as its TeX, once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from ..document import Block, Inline, Role
from .html_mathml import tex_of
from .html_spans import Spans

#: Characters of TeX; what is longer is no formula.
LONGEST = 20_000
#: Elements within one that is said to be a formula that are looked at.
MOST = 4_000
#: So many elements that are said to be formulas and are none, each in the one before, are looked at.
NESTED = 8
#: Elements around one among which another that was looked at in vain is looked for.
AROUND = 32

_DISPLAY_CLASSES = re.compile(r"display|block|(?:^|\s)(?:equation|ltx_equation|katex-block)(?:\s|$)", re.IGNORECASE)
_STYLE = re.compile(r"^\{\\(?:displaystyle|textstyle|scriptstyle)\s*(.*)\}$", re.DOTALL)
_RAW = re.compile(
    r"\s*(?:\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]|\$\$(?P<double>.+?)\$\$|\$(?P<single>[^$]+)\$)\s*$", re.DOTALL
)
_SOURCE = re.compile(r"latex|mathtex|mimetex|texvc|/math/render|[?&]cht=tx|/tex[./?]", re.IGNORECASE)
_LOOKS_LIKE_TEX = re.compile(r"\\[a-zA-Z]+|[\^_=+<>]|^\W?[a-zA-Z]\W?$")
_IMAGE_CLASSES = frozenset(
    "tex latex math mwe-math-fallback-image-inline mwe-math-fallback-image-display mathtex formula ee_img".split()
)
_ATTRIBUTES = ("data-tex", "data-latex", "data-katex", "data-formula", "data-math", "data-equation", "data-expr")


# formulas between delimiters in a text; between single dollars only what looks like one
_DELIMITED = re.compile(
    r"\\\((?:.{1,2000}?)\\\)|\\\[(?:.{1,5000}?)\\\]|\$\$(?:[^$]{1,5000}?)\$\$"
    r"|\\begin\{(?P<env>equation|align|gather|multline|eqnarray|displaymath|math)(?P<star>\*?)\}.{1,5000}?\\end\{(?P=env)(?P=star)\}"
    r"|(?<![\\$\w])\$(?=[^\s$])(?=[^$\n]{0,300}[\\^_=+<>]|[a-zA-Z]\$)[^$\n]{1,300}(?<![\s\\])\$(?![\w$])",
    re.DOTALL,
)


class Formula(NamedTuple):
    """A formula's TeX, without delimiters, and whether it stands in a line of its own."""

    tex: str
    display: bool


def formula(element: Any) -> Formula | None:
    """The formula that an element whose class says so holds; None when it holds none, or more than one, or more.

    Of an element that an engine has made (KaTeX, MathJax 2 and 3, a server that draws images) the formula is looked for in
    this order: the TeX annotation of its MathML, the script that it was made from, attributes, MathML, the image's
    alternative text, and its text with delimiters (``\\\\(x\\\\)``), still waiting for an engine.
    """
    display = _is_display(element)
    found: list[Formula] = []
    for child in islice(element.iter("math", "script", "img"), MOST):
        one = (
            from_mathml(child)
            if child.tag == "math"
            else from_script(child)
            if child.tag == "script"
            else from_image(child, dict(child.items()))
        )
        if one is not None and all(_bare(one.tex) != _bare(other.tex) for other in found):
            found.append(one)
            if len(found) > 1:
                return None
    tex = next((value for name in _ATTRIBUTES if (value := element.get(name))), None)
    if tex and len(tex) <= LONGEST:
        return Formula(_plain(tex), display or (bool(found) and found[0].display))
    if found:
        return Formula(found[0].tex, found[0].display or display)
    named = element.get("data-mathml")
    if named:
        return _parsed(named, display)
    raw = "".join(islice(element.itertext(), 200)) if len(element) < 5 else ""
    match = _RAW.match(raw) if len(raw) <= LONGEST else None
    if match is None or any(mark in match[match.lastgroup or 0] for mark in ("\\(", "\\[", "$$")):
        return None
    return Formula(_plain(match[match.lastgroup or 0]), match.lastgroup in ("display", "double"))


class Formulas:
    """Looks for formulas in the elements of a page whose classes say that they hold one.

    Each look goes through all that an element holds. Of elements in one another that are all said to be formulas, and are
    none, only the outer ones get it: it would take quadratic time.
    """

    def __init__(self) -> None:
        self._vain: dict[Any, int] = {}  # for each element without a formula how many such it stands in, and itself

    def of(self, element: Any) -> Formula | None:
        """The formula that an element holds, as `formula` finds it."""
        depth = self._depth(element) if self._vain else 0
        found = formula(element) if depth < NESTED else None
        if found is None:
            self._vain[element] = depth + 1
        return found

    def _depth(self, element: Any) -> int:
        around = islice(element.iterancestors(), AROUND)
        return next((self._vain[one] for one in around if one in self._vain), 0)


def is_drawn(element: Any) -> bool:
    """Whether an element is MathJax's drawing of a script that follows it, which holds the formula."""
    following = element.getnext()
    for _ in range(2):
        if following is None:
            return False
        if following.tag == "script":
            return (following.get("type") or "").strip().lower().startswith("math/")
        if "MathJax" not in (following.get("class") or ""):
            return False
        following = following.getnext()
    return False


def from_mathml(math: Any) -> Formula | None:
    """The formula of a ``math`` element: the TeX that it keeps, else written from its elements."""
    display = (math.get("display") or "").lower() == "block" or (math.get("mode") or "").lower() == "display"
    tex = ""
    for note in math.iter("annotation"):
        if "tex" in (note.get("encoding") or "").lower():
            tex = "".join(note.itertext()).strip()
            break
    if not tex:
        alternative = (math.get("alttext") or "").strip()
        tex = alternative if "\\" in alternative or (alternative and len(alternative) < 3) else tex_of(math)
    return Formula(_plain(tex), display) if 0 < len(tex) <= LONGEST else None


def from_script(script: Any) -> Formula | None:
    """The formula of a script that MathJax reads; None when the script is none of these."""
    kind = (script.get("type") or "").strip().lower()
    text = (script.text or "").strip()
    if not kind.startswith("math/") or not text or len(text) > LONGEST:
        return None
    display = "mode=display" in kind.replace(" ", "")
    if kind.startswith("math/mml"):
        return _parsed(text, display)
    text = re.sub(r"^(?:%\s*)?<!\[CDATA\[|(?:%\s*)?\]\]>$", "", text).strip()
    return Formula(text, display) if text else None


def from_image(image: Any, given: dict[str, str]) -> Formula | None:
    """The formula that a picture shows, when its class or address and its alternative text say that it shows one."""
    names = given.get("class", "").lower().split()
    if _IMAGE_CLASSES.isdisjoint(names) and not _is_drawing(given.get("src", "")[:300]):
        return None
    alt = " ".join(given.get("alt", "").split())
    if not 0 < len(alt) <= LONGEST or not _LOOKS_LIKE_TEX.search(alt):
        return None
    return Formula(_plain(alt), any("display" in name for name in names) or alt.startswith(("$$", "\\[")))


def _is_drawing(address: str) -> bool:
    """Whether a picture comes from where formulas are drawn."""
    lower = address.lower()
    return ("tex" in lower or "/math/" in lower or "cht=tx" in lower) and _SOURCE.search(address) is not None


def mark_formulas(blocks: list[Block]) -> None:
    """Mark the formulas that stand in texts with their delimiters, on a page whose scripts would set them.

    A block that is nothing but one displayed formula becomes one of its own role. Texts stay as they are.
    """
    for block in blocks:
        text = block.text
        if ("$" not in text and "\\" not in text) or block.role in (Role.CODE, Role.TABLE, Role.MATH):
            continue
        found = list(_DELIMITED.finditer(text))
        if not found:
            continue
        if len(found) == 1 and len(found[0][0]) == len(text) and is_displayed(text) and block.role is Role.PARAGRAPH:
            block.role = Role.MATH
            block.inline = ()
            continue
        spans = [Inline("math", one.start(), one.end(), "display" if is_displayed(one[0]) else "") for one in found]
        if block.inline:
            code = Spans(span for span in block.inline if span.kind == "code")
            spans = [span for span in spans if not code.meet(span)]
            stay = _beside_and_around(block.inline, spans)
            spans = sorted({*stay, *spans}, key=lambda span: (span.start, -span.end, span.kind))
        block.inline = tuple(spans)


def _beside_and_around(inline: Iterable[Inline], formulas: list[Inline]) -> list[Inline]:
    """The markup that shares nothing with formulas, which are in order, or holds one of them whole."""
    taken = Spans(formulas)
    starts = [span.start for span in formulas]
    stay = []
    for one in inline:
        following = bisect_left(starts, one.start)
        if not taken.meet(one) or (following < len(formulas) and formulas[following].end <= one.end):
            stay.append(one)
    return stay


def is_displayed(text: str) -> bool:
    """Whether delimiters say that a formula stands in a line of its own."""
    return text.startswith(("$$", "\\[", "\\begin"))


def _parsed(markup: str, display: bool) -> Formula | None:
    """The formula of MathML that stands in an attribute or a script."""
    if len(markup) > 10 * LONGEST:
        return None
    try:
        root = etree.fromstring(markup.encode("utf-8", "ignore"), etree.HTMLParser(encoding="utf-8"))
    except (etree.XMLSyntaxError, AssertionError):
        return None
    math = next(root.iter("math"), None) if root is not None else None
    found = from_mathml(math) if math is not None else None
    return Formula(found.tex, found.display or display) if found is not None else None


def _plain(tex: str) -> str:
    """TeX without what only says how it is set: delimiters, a display style around the whole."""
    tex = tex.replace("\xa0", " ").strip()
    match = _RAW.match(tex)
    if match is not None:
        tex = match[match.lastgroup or 0].strip()
    styled = _STYLE.match(tex)
    if styled is not None and _closes_at_the_end(tex):
        tex = styled[1].strip()
    return tex


def _closes_at_the_end(tex: str) -> bool:
    """Whether the brace that opens a text is closed by its last one."""
    depth = 0
    for at, char in enumerate(tex):
        if char == "{" and tex[at - 1 : at] != "\\":
            depth += 1
        elif char == "}" and tex[at - 1 : at] != "\\":
            depth -= 1
            if not depth:
                return at == len(tex) - 1
    return False


def _bare(tex: str) -> str:
    return "".join(tex.split())


def _is_display(element: Any) -> bool:
    if (element.get("display") or "").lower() in ("true", "block"):
        return True
    if _DISPLAY_CLASSES.search(element.get("class") or ""):
        return True
    parent = element.getparent()
    return parent is not None and "katex-display" in (parent.get("class") or "")
