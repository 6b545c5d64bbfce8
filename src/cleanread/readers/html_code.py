"""Reads code: the text of ``pre`` and of what highlighters make of it, exactly, and the name of its language."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from .html_elements import BLOCKS, SKIPPED, flat_text
from .vocabulary import told_by, words_of

#: Elements around code that are looked at for the name of its language.
AROUND = 8

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:(?P<sure>language-|lang-|lang:|highlight-(?:source|text)-|brush:\s*)|highlight-|src-|sp-|(?:\w{1,20}-)?code-)(?P<name>[\w+#.-]{1,30})",
    re.IGNORECASE,
)
_ATTRIBUTES = ("data-lang", "data-language", "data-enlighter-language", "data-code-language", "syntax")
#: Lines from which numbers that count them are no part of the code.
FEWEST_NUMBERED = 3
#: What highlighters call code of no language, or say beside the language.
_NO_LANGUAGE = frozenset(
    "none default nohighlight no-highlight undefined unknown auto plain txt null notranslate wrapper block blocks container "
    "wrap box toolbar inline line lines snippet text-html text area content".split()
)
_DIGITS = re.compile(r"[\s\d.:|•-]*$")
_LINES = frozenset({"li", "tr", "div", "p", "ol", "ul", "table", "section"})
_ROWS = frozenset({"tr", "table", "tbody", "thead", "ol", "ul"})
_LINE_NAMES = frozenset(
    {"line", "token-line", "code-line", "view-line", "cl", "linetext", "crayon-line", "cm-line", "ace_line"}
)
_CELLS = frozenset({"td", "th"})
_QUIET = frozenset({"button", "noscript", "clipboard-copy"})


def code_language(element: Any) -> str | None:
    """The language that an element with code, what is in it or what is around it names, in lower case.

    What each highlighter writes is known: ``language-x``, ``lang-x``, ``highlight-source-x``, ``brush: x``, ``hljs x``,
    ``sourceCode x``, ``src-x``, ``sp-x``, ``gatsby-code-x``, ``data-lang`` and its like, and a known language as a class of
    its own. Of a language within another, ``html+django``, it is the outer one.
    """
    known = words_of("languages.txt")
    holders = [element]
    inner = next((code for code in element.iter("code") if code.get("class") or code.get("data-lang")), None)
    if inner is not None:
        holders.append(inner)
    around = element.getparent()
    while (
        around is not None
        and len(holders) < AROUND + 2
        and around.tag in ("div", "figure", "code", "td", "tr", "tbody", "table", "pre")
    ):
        holders.append(around)
        around = around.getparent()
    for holder in holders:
        for name in _ATTRIBUTES:
            found = _named(holder.get(name))
            if found:
                return found
        for match in _LANGUAGE.finditer(holder.get("class") or ""):
            found = _named(match["name"])
            if found and found not in known and (outer := found.split("+", 1)[0]) in known:
                found = outer
            if found and (found in known or (match["sure"] and holder.tag in ("pre", "code", "div", "figure"))):
                return found
    for holder in holders:
        names = (holder.get("class") or "").lower().split()
        if holder.tag not in ("code", "pre") and "highlight" not in " ".join(names) and "code" not in " ".join(names):
            continue
        for name in names:
            if name in known and name not in _NO_LANGUAGE:
                return name
    language = (element.get("lang") or "").lower()
    return language if language in known and len(language) != 2 else None


def _named(name: str | None) -> str | None:
    name = (name or "").strip().strip(";,").lower()
    return name if 0 < len(name) <= 30 and name not in _NO_LANGUAGE and re.fullmatch(r"[\w+#.-]+", name) else None


def is_gutter(element: Any) -> bool:
    """Whether an element holds nothing but the numbers of lines."""
    if "gutter" not in told_by(element.get("class")):
        return False
    size = 0
    for text in element.itertext():
        size += len(text)
        if not _DIGITS.match(text):
            return False
    return size < 100_000


def in_gutter(element: Any) -> bool:
    """Whether an element, or the cell of a table that it fills, holds nothing but the numbers of lines."""
    for _ in range(4):
        if element is None:
            return False
        if is_gutter(element):
            return True
        if element.tag in _CELLS:
            # in two columns of the same class the first one is the gutter
            following = element.getnext()
            return (
                following is not None
                and following.get("class") == element.get("class")
                and "gutter" in told_by(element.get("class"))
                and all(_DIGITS.match(text) for text in element.itertext())
            )
        element = element.getparent()
    return False


def is_lines(element: Any) -> bool:
    """Whether an element holds lines of code by their classes, and nothing else."""
    if not len(element) or (element.text or "").strip():
        return False
    for at, child in enumerate(element.iterchildren(etree.Element)):
        told = told_by(child.get("class"))
        if not ("line" in told or (at and "tools" in told)) or (child.tail or "").strip():
            return False
    return True


def code_text(element: Any) -> str:
    """The text of code: white space as it is, line breaks where elements make them, no line numbers, no buttons."""
    exact = element.tag in ("pre", "listing", "xmp", "plaintext", "code")
    numbers = _numbers(element)
    parts = _pieces(element, exact, frozenset({"code"}) if len(element.findall("code")) > 1 else frozenset(), numbers)
    text = "".join(parts)
    if "\n" not in text.strip():
        lines = {
            child.tag for child in element.iter("span", "code") if _LINE_NAMES.intersection((child.get("class") or "").split())
        }
        if lines:  # lines that a style sheet puts under each other
            text = "".join(_pieces(element, exact, frozenset(lines), numbers))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").rstrip()
    # the first line keeps its indentation; blank lines above it are no part of the code
    lead = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, lead) + 1 :]


def _numbers(element: Any) -> frozenset[Any]:
    """The elements that count the lines of code, without a class that says so: the first in each line, 1, 2, 3 …"""
    first = next((text for text in element.itertext(with_tail=False) if text.strip()), "")
    if first.strip() != "1":
        return frozenset()
    shape = None
    numbers: list[Any] = []
    others = False
    for child in element.iter(etree.Element):
        text = (child.text or "").strip()
        if shape is None:
            if text != "1" or child is element:
                continue
            shape = _shape(child)
        if _shape(child) != shape or child.getprevious() is not None or (child.getparent().text or "").strip():
            others = others or bool(text)
        elif text == str(len(numbers) + 1) and not len(child):
            numbers.append(child)
        else:
            return frozenset()
    others = others or any((number.tail or "").strip() for number in numbers)
    return frozenset(numbers) if others and len(numbers) >= FEWEST_NUMBERED else frozenset()


def _shape(element: Any) -> tuple[str, ...]:
    around = element.getparent()
    return element.tag, element.get("class") or "", around.tag, around.get("class") or ""


def _pieces(element: Any, exact: bool, lines: frozenset[str], numbers: frozenset[Any]) -> list[str]:
    """The text piece by piece.

    Args:
        exact: whether white space beside elements that begin lines is text as well.
        lines: inline elements with classes of `_LINE_NAMES`, or ``code``, that are lines of their own.
        numbers: elements that count the lines.
    """
    parts: list[str] = []
    open_: list[int] = []  # for each open element the number of parts before it, or -1 when it is no line
    skipped: Any = None
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, child in walker:
        tag = child.tag
        if event == "start":
            line = child is not element and (_breaks(tag) or (tag in lines and _is_line(child)))
            open_.append(-1)
            if child is not element and (tag in SKIPPED or tag in _QUIET or child in numbers or _is_aside(child)):
                skipped = child
                walker.skip_subtree()
                continue
            if tag == "br":
                parts.append("\n")
            elif line:
                if parts and not parts[-1].endswith("\n"):
                    parts.append("\n")
                open_[-1] = len(parts)
            text = child.text
            if text and not (text.isspace() and (tag in _ROWS or (tag in _LINES and not exact and "\n" in text))):
                parts.append(text)
            continue
        start = open_.pop()
        if child is element:
            break
        # an element of its own line that holds nothing is an empty line
        empty = len(parts) == start and not len(child)
        if start >= 0 and child is not skipped and (empty or (len(parts) > start and not parts[-1].endswith("\n"))):
            parts.append("\n")
        tail = child.tail
        if tail and not (tail.isspace() and (start >= 0 or tag in _ROWS or tag in _CELLS)):
            parts.append(tail)
    return parts


def _is_line(element: Any) -> bool:
    return element.tag == "code" or not _LINE_NAMES.isdisjoint((element.get("class") or "").split())


def _breaks(tag: str) -> bool:
    return tag in _LINES or (tag in BLOCKS and tag not in _CELLS and tag not in ("tbody", "thead"))


def _is_aside(element: Any) -> bool:
    """Whether an element within code is none of it: line numbers, a button, a label."""
    classes = element.get("class")
    if not classes:
        return element.tag in _CELLS and bool(element.get("data-line-number")) and is_number(element)
    told = told_by(classes)
    return ("gutter" in told and is_gutter(element)) or ("tools" in told and element.tag not in ("pre", "code"))


def is_number(element: Any) -> bool:
    """Whether the text of an element is no more than a number."""
    return all(_DIGITS.match(text) for text in element.itertext())


def labels_in(element: Any) -> list[str]:
    """What the buttons within code say, such as "Copy"; what one within another says, that one says with it."""
    labels: list[str] = []
    within: set[Any] = set()
    for button in element.iter("button", "clipboard-copy"):
        if button not in within:
            within.update(button.iter("button", "clipboard-copy"))
            labels.append(flat_text(button))
    return [label for label in labels if label]
