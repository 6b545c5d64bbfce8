"""Writes presentation MathML as TeX, for formulas whose page does not keep the TeX that they were made from."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from .vocabulary import DATA

#: Elements; a longer formula is written as its text.
LONGEST = 5_000
#: Levels of elements within each other that are written; deeper ones as their text.
DEEPEST = 60

_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sec "
    "sin sinh sup tan tanh".split()
)
_ACCENTS = {
    "^": "hat", "ˆ": "hat", "\u0302": "hat", "~": "tilde", "˜": "tilde", "∼": "tilde", "\u0303": "tilde", "¯": "bar",
    "‾": "overline", "_": "bar", "\u0305": "overline", "→": "vec", "\u20d7": "vec", "˙": "dot", ".": "dot", "\u0307": "dot",
    "¨": "ddot", "..": "ddot", "ˇ": "check", "˘": "breve", "´": "acute", "`": "grave", "⏞": "overbrace", "︷": "overbrace",
    "⟶": "overrightarrow", "←": "overleftarrow",
}  # fmt: skip
_UNDER = {"_": "underline", "̲": "underline", "⏟": "underbrace", "︸": "underbrace", "¯": "underline", "‾": "underline"}
_VARIANTS = {
    "bold": "mathbf", "double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak", "sans-serif": "mathsf",
    "monospace": "mathtt", "bold-italic": "boldsymbol", "bold-script": "mathcal", "normal": "mathrm",
}  # fmt: skip
_SILENT = "\u2061\u2062\u2063\u2064\u200b\u2060\ufeff"
_BARS = {"|": "|", "\\mid": "|", "\\|": "\\|"}
_OPENING = frozenset("( [ \\{ \\langle \\lfloor \\lceil".split())
_CLOSING = frozenset(") ] \\} \\rangle \\rfloor \\rceil".split())
_COMMAND_END = re.compile(r"\\[a-zA-Z]+$")


def tex_of(math: Any) -> str:
    """A ``math`` element as TeX, in the usual LaTeX with amsmath; empty when there is nothing in it."""
    if sum(1 for _ in math.iter()) > LONGEST:
        return " ".join("".join(math.itertext()).split())
    return _row(math, 0).strip()


@cache
def _symbols() -> dict[str, str]:
    lines = (DATA / "mathml_symbols.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line and not line.startswith("# "))


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _children(element: Any) -> list[Any]:
    return [child for child in element if _name(child) not in ("", "annotation", "annotation-xml", "maligngroup", "malignmark")]


def _row(element: Any, depth: int) -> str:
    """The children one after the other."""
    children = _children(element)
    if not children:
        return _text(element)
    if depth > DEEPEST:
        return " ".join("".join(element.itertext()).split())
    if len(children) > 1 and _name(children[0]) == "mo" and _tall(children[1:]):
        first = _written(children[0], depth)
        closing = _written(children[-1], depth) if _name(children[-1]) == "mo" else ""
        inner = children[1:-1] if closing else children[1:]
        opens, closes = first in _OPENING or first in _BARS, closing in _CLOSING or closing in _BARS
        if opens and (closes or (first == "\\{" and len(inner) == 1)):
            written = _joined([_written(child, depth + 1) for child in inner])
            return f"\\left{_BARS.get(first, first)} {written} \\right{_BARS.get(closing, closing) or '.'}"
    return _joined([_written(child, depth + 1) for child in children])


def _tall(children: list[Any]) -> bool:
    return any(_name(one) in ("mfrac", "mtable", "munderover", "msubsup") for child in children for one in child.iter())


def _joined(parts: list[str]) -> str:
    """Parts one after the other, with a space where two would run into one command."""
    result = ""
    for part in parts:
        if not part:
            continue
        if result and ((_COMMAND_END.search(result) and part[0].isalnum()) or _is_relation(part) or _is_relation_end(result)):
            result += " "
        result += part
    return re.sub(r" {2,}", " ", result)


def _is_relation(part: str) -> bool:
    return part in ("=", "+", "-", "<", ">") or (
        part.startswith("\\") and part[1:].isalpha() and part[1:] not in ("left", "right")
    )


def _is_relation_end(text: str) -> bool:
    return text.endswith((" =", " +", " -", " <", " >")) or text in ("=",)


def _group(text: str) -> str:
    """As the argument of a command."""
    return "{" + text.strip() + "}"


def _base(text: str) -> str:
    """As what a sub- or superscript stands at."""
    text = text.strip()
    if len(text) == 1 or re.fullmatch(r"\\[a-zA-Z]+|\\math\w+\{\w+\}|\d+|\\left.*\\right.", text) or not text:
        return text or "{}"
    return "{" + text + "}"


def _script(text: str) -> str:
    text = text.strip()
    return text if len(text) == 1 else "{" + text + "}"


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _characters(text: str) -> str:
    symbols = _symbols()
    parts: list[str] = []
    for char in text:
        if char in _SILENT:
            continue
        known = symbols.get(char)
        if known is None and ord(char) > 0x1D3FF:
            plain = unicodedata.normalize("NFKC", char)  # letters of mathematical alphabets
            known = symbols.get(plain, plain)
        parts.append(known if known is not None else char)
    return _joined(parts) if len(parts) > 1 else "".join(parts)


def _written(element: Any, depth: int) -> str:
    name = _name(element)
    if depth > DEEPEST:
        return " ".join("".join(element.itertext()).split())
    writer = _WRITERS.get(name)
    return writer(element, depth) if writer is not None else _row(element, depth)


def _identifier(element: Any, depth: int) -> str:
    text = _text(element)
    if text in _FUNCTIONS:
        return f"\\{text}"
    variant = element.get("mathvariant")
    written = _characters(text)
    if variant in _VARIANTS and written and not (variant == "normal" and written.startswith("\\")):
        return f"\\{_VARIANTS[variant]}{_group(written)}"
    if len(text) > 1 and text.isalpha() and text.isascii():
        return f"\\operatorname{_group(text)}" if len(text) > 2 else f"\\mathrm{_group(text)}"
    return written


def _number(element: Any, depth: int) -> str:
    return _characters(_text(element))


def _operator(element: Any, depth: int) -> str:
    text = _text(element)
    if text in _FUNCTIONS:
        return f"\\{text}"
    if len(text) > 1 and text.isalpha() and text.isascii():
        return f"\\operatorname{_group(text)}"
    return _characters(text)


def _words(element: Any, depth: int) -> str:
    text = re.sub(r"\s+", " ", "".join(element.itertext()).replace("\xa0", " "))
    if not text.strip():
        return "\\ " if text else ""
    return "\\text{" + re.sub(r"([{}%#&$_])", r"\\\1", text) + "}"


def _space(element: Any, depth: int) -> str:
    width = (element.get("width") or "").strip()
    match = re.match(r"(-?[\d.]+)em", width)
    if match:
        try:
            ems = float(match[1])
        except ValueError:
            return ""
        return "\\qquad " if ems >= 2 else "\\quad " if ems >= 1 else "\\, " if ems > 0 else ""
    return ""


def _fraction(element: Any, depth: int) -> str:
    parts = [_written(child, depth + 1) for child in _children(element)]
    if len(parts) != 2:
        return _joined(parts)
    if (element.get("linethickness") or "") in ("0", "0px", "0pt", "0em"):
        return f"{{{parts[0]} \\atop {parts[1]}}}"
    return f"\\frac{_group(parts[0])}{_group(parts[1])}"


def _root(element: Any, depth: int) -> str:
    if _name(element) == "msqrt":
        return f"\\sqrt{_group(_row(element, depth))}"
    parts = [_written(child, depth + 1) for child in _children(element)]
    return f"\\sqrt[{parts[1].strip()}]{_group(parts[0])}" if len(parts) == 2 else _joined(parts)


def _scripts(element: Any, depth: int) -> str:
    name = _name(element)
    parts = [_written(child, depth + 1) for child in _children(element)]
    if len(parts) < 2:
        return _joined(parts)
    base = _base(parts[0])
    if name == "msub":
        return f"{base}_{_script(parts[1])}"
    if name == "msup":
        above = parts[1].strip()
        return f"{base}{above}" if above in ("'", "''", "'''") else f"{base}^{_script(above)}"
    if len(parts) < 3:
        return _joined(parts)
    return f"{base}_{_script(parts[1])}^{_script(parts[2])}"


def _stacked(element: Any, depth: int) -> str:
    name = _name(element)
    children = _children(element)
    parts = [_written(child, depth + 1) for child in children]
    if len(parts) < 2:
        return _joined(parts)
    base = parts[0].strip()
    mark = _text(children[1])
    if name == "mover" and mark in _ACCENTS:
        accent = _ACCENTS[mark]
        wide = {"bar": "overline", "hat": "widehat", "tilde": "widetilde", "vec": "overrightarrow"}
        if accent in wide and len(_text(children[0])) > 1 and not _COMMAND_END.fullmatch(base):
            accent = wide[accent]
        return f"\\{accent}{_group(base)}"
    if name == "munder" and mark in _UNDER:
        return f"\\{_UNDER[mark]}{_group(base)}"
    limits = re.fullmatch(
        r"\\(?:sum|prod|coprod|int|iint|iiint|oint|big\w+|lim|limsup|liminf|max|min|sup|inf|det|gcd|Pr|operatorname\{.*\})",
        base,
    )
    if name == "munderover" and len(parts) >= 3:
        return f"{base if limits else _base(base)}_{_script(parts[1])}^{_script(parts[2])}"
    if limits or base.startswith(("\\underbrace", "\\overbrace")):
        return f"{base}{'_' if name == 'munder' else '^'}{_script(parts[1])}"
    return f"\\{'underset' if name == 'munder' else 'overset'}{_group(parts[1])}{_group(base)}"


def _prescripts(element: Any, depth: int) -> str:
    """``mmultiscripts``: pairs of scripts after the base, and after ``mprescripts`` pairs before it."""
    before: list[str] = []
    after: list[str] = []
    children = _children(element)
    if not children:
        return ""
    target = after
    for child in children[1:]:
        if _name(child) == "mprescripts":
            target = before
        else:
            target.append("" if _name(child) == "none" else _written(child, depth + 1))

    def pairs(scripts: list[str]) -> str:
        written = ""
        for at in range(0, len(scripts), 2):
            below, above = scripts[at], scripts[at + 1] if at + 1 < len(scripts) else ""
            written += (f"_{_script(below)}" if below else "") + (f"^{_script(above)}" if above else "")
        return written

    lead = pairs(before)
    return ("{}" + lead if lead else "") + _base(_written(children[0], depth + 1)) + pairs(after)


def _table(element: Any, depth: int) -> str:
    rows = []
    for row in _children(element):
        cells = [child for child in _children(row) if _name(child) == "mtd"] if _name(row) in ("mtr", "mlabeledtr") else [row]
        rows.append(" & ".join(_row(cell, depth + 1).strip() for cell in cells))
    return "\\begin{matrix} " + " \\\\ ".join(rows) + " \\end{matrix}"


def _fenced(element: Any, depth: int) -> str:
    opening = _characters(element.get("open", "("))
    closing = _characters(element.get("close", ")"))
    marks = [mark for mark in element.get("separators", ",") if not mark.isspace()] or [""]
    parts = [_written(child, depth + 1).strip() for child in _children(element)]
    inner = parts[0] if parts else ""
    for at, part in enumerate(parts[1:]):
        inner += f"{marks[min(at, len(marks) - 1)]} {part}"
    if _tall(_children(element)):
        return f"\\left{opening or '.'} {inner} \\right{closing or '.'}"
    return f"{opening}{inner}{closing}"


def _enclosed(element: Any, depth: int) -> str:
    inner = _group(_row(element, depth))
    kinds = (element.get("notation") or "longdiv").split()
    if "radical" in kinds:
        return f"\\sqrt{inner}"
    if "box" in kinds or "roundedbox" in kinds:
        return f"\\boxed{inner}"
    if "updiagonalstrike" in kinds or "downdiagonalstrike" in kinds:
        return f"\\cancel{inner}"
    if "top" in kinds or "actuarial" in kinds:
        return f"\\overline{inner}"
    if "bottom" in kinds:
        return f"\\underline{inner}"
    return inner[1:-1]


def _hidden(element: Any, depth: int) -> str:
    return ""


def _semantics(element: Any, depth: int) -> str:
    children = _children(element)
    return _written(children[0], depth + 1) if children else ""


_WRITERS: dict[str, Any] = {
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": _words,
    "ms": _words,
    "mspace": _space,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    **dict.fromkeys(("msub", "msup", "msubsup"), _scripts),
    **dict.fromkeys(("munder", "mover", "munderover"), _stacked),
    "mmultiscripts": _prescripts,
    "mtable": _table,
    "mfenced": _fenced,
    "menclose": _enclosed,
    "mphantom": _hidden,
    "semantics": _semantics,
}
