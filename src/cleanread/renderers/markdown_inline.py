"""Inline Markdown: escaping, and emphasis, links and code from inline markup."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from urllib.parse import quote

from ..document import Block, Inline
from .inline import Event, bare_tex, clean_label, events

_SPECIAL = re.compile(r"[\\`*\[\]<~_&]")
_ENTITY = re.compile(r"&#?\w{1,40};")
_LINE_START = re.compile(
    r"(?P<number>\d{1,9}(?=[.)](?:\s|$)))?(?P<mark>(?<=\d)[.)]|\#(?=\#{0,5}(?:\s|$))|>|[-+](?=\s|$)|[-=:|](?=[-=:|\s]*$))"
)
_PLAIN_ADDRESS = re.compile(r"[\w!#$%&'*+,/:;=?@\[\]~.-]+", re.ASCII)
_BACKTICKS = re.compile("`+")
_MARKS = {"strong": "**", "em": "*", "strike": "~~"}
_TAGS = {"strong": "strong", "em": "em", "strike": "del", "sub": "sub", "sup": "sup", "mark": "mark"}
# written from their text as a whole
_WHOLE = frozenset({"code", "math", "note", "backlink"})


def escaped(text: str) -> str:
    """Text as Markdown that shows just this text.

    >>> escaped("2 * 3 = [6]"), escaped("1. May"), escaped("snake_case")
    ('2 \\\\* 3 = \\\\[6\\\\]', '1\\\\. May', 'snake_case')
    """
    return _piece(text, 0, len(text), "\\\n")


def address(target: str) -> str:
    """An address as it stands between the brackets of a link."""
    if _PLAIN_ADDRESS.fullmatch(target):
        return target
    return quote(target.encode("utf-8", "replace"), safe="!#$%&'*+,/:;=?@[]~-._") or "<>"


def formula(text: str, *, display: bool) -> str:
    """TeX between dollars; as text when it cannot stand there.

    >>> formula("\\\\(x^2\\\\)", display=False), formula("x", display=True)
    ('$x^2$', '$$x$$')
    """
    tex = " ".join(bare_tex(text).split())
    if not tex or "$" in tex or tex.endswith("\\"):
        return escaped(text)
    return f"$${tex}$$" if display else f"${tex}$"


def inline_of(text: str, spans: tuple[Inline, ...], line_break: str) -> str:
    """A text with inline markup, with a line break of its own, as in the cell of a table."""
    if not spans:
        return _piece(text, 0, len(text), line_break)
    return _Writer(text, line_break).write(events(text, spans))


def inline(block: Block, *, one_line: bool = False, around: Inline | None = None) -> str:
    """A block's text with its inline markup.

    Args:
        one_line: line breaks become spaces, as in a heading.
        around: markup around the whole.
    """
    line_break = " " if one_line else "\\\n"
    spans = [around, *block.inline] if around is not None else block.inline
    if not spans:
        return _piece(block.text, 0, len(block.text), line_break)
    return _Writer(block.text, line_break).write(events(block.text, spans))


class _Writer:
    """Writes a text with its markup from its events."""

    def __init__(self, text: str, line_break: str) -> None:
        self._text = text
        self._line_break = line_break
        self._parts: list[str] = []
        self._closing: list[str] = []
        self._ends: Counter[int] | None = None
        self._has_formula = False

    def write(self, steps: list[Event]) -> str:
        self._has_formula = "$" in self._text and any(step.span is not None and step.span.kind == "math" for step in steps)
        inside: Inline | None = None
        for at, step in enumerate(steps):
            if step.span is None:
                if inside is not None:
                    self._whole(inside, self._text[step.start : step.end])
                else:
                    self._add_text(step, steps[at + 1].span if at + 1 < len(steps) else None)
            elif step.span.kind == "image":
                self._image(step)
            elif step.span.kind in _WHOLE:
                inside = step.span if step.kind == "open" else None
            elif step.kind == "open":
                self._open(step.span, steps, at)
            else:
                self._parts.append(self._closing.pop())
        return "".join(self._parts)

    def _whole(self, span: Inline, text: str) -> None:
        """Code, a formula, the mark of a footnote; what leads back from a footnote is left out: readers of Markdown make it."""
        if span.kind == "code":
            self._add_code(text)
        elif span.kind == "math":
            self._set_apart("$")
            self._parts.append(formula(text, display=span.target == "display"))
        elif span.kind == "note":
            self._parts.append(f"[^{clean_label(span.target.partition(' ')[0])}]")

    def _add_code(self, text: str) -> None:
        """Code, or its part before, in or after a link; white space at its ends would be lost between the marks."""
        bare = text.lstrip()
        self._add_space(text[: len(text) - len(bare)])
        if bare:
            bare, text = bare.rstrip(), bare
            self._set_apart("`")
            self._parts.append(self._line_break.join(map(_code, self._code_lines(bare))))
            self._add_space(text[len(bare) :])

    def _add_space(self, space: str) -> None:
        if space:
            self._parts.append(self._line_break if "\n" in space else space)

    def _code_lines(self, text: str) -> list[str]:
        """The lines of code, each of which is a span of its own where a line can be broken."""
        return [text] if "\n" not in text or not self._line_break.strip() else list(filter(str.strip, text.split("\n")))

    def _set_apart(self, mark: str) -> None:
        """A blank after what ends with the mark that comes next: two of them would be one longer mark."""
        if self._parts and self._parts[-1].endswith(mark) and not self._parts[-1].endswith(f"\\{mark}"):
            self._parts.append(" ")

    def _add_text(self, step: Event, following: Inline | None) -> None:
        piece = _piece(self._text, step.start, step.end, self._line_break, beside_formula=self._has_formula)
        if piece.endswith("!") and following is not None and following.kind == "link":
            piece = piece[:-1] + "\\!"
        self._parts.append(piece)

    def _image(self, step: Event) -> None:
        assert step.span is not None
        if step.kind == "open" and step.span.target:
            alt = escaped(" ".join(self._text[step.span.start : step.span.end].split()))
            self._parts.append(f"![{alt}]({address(step.span.target)})")
        elif step.kind == "open":
            self._parts.append(escaped(self._text[step.span.start : step.span.end]))

    def _open(self, span: Inline, steps: list[Event], at: int) -> None:
        if span.kind == "link":
            opening, closing = ("[", f"]({address(span.target)})") if span.target else ("", "")
        elif span.kind in _MARKS and self._flanks(span, steps, at):
            opening = closing = _MARKS[span.kind]
        else:
            tag = _TAGS[span.kind]
            opening, closing = f"<{tag}>", f"</{tag}>"
        self._parts.append(opening)
        self._closing.append(closing)

    def _flanks(self, span: Inline, steps: list[Event], at: int) -> bool:
        """Whether marks around a span would be taken for marks, by what stands on either side of them.

        Where they would not, the span is written with tags.
        """
        before = self._parts[-1][-1] if self._parts and self._parts[-1] else ""
        if before in ("*", "~") and not self._parts[-1].endswith("\\" + before):
            return False  # would run together with the marks of another span
        first, last = self._text[span.start], self._text[span.end - 1]
        after = self._text[span.end : span.end + 1]
        if steps[at + 1].span is not None:
            first = "["  # another span's markup comes directly after the mark
        if self._ends is None:
            self._ends = Counter(step.span.end for step in steps if step.span is not None and step.kind == "close")
        if self._ends[span.end] > 1:
            last = ")"
        opens = not _is_punctuation(first) or _is_edge(before)
        closes = not _is_punctuation(last) or _is_edge(after)
        return opens and closes


def _is_edge(char: str) -> bool:
    """Nothing, white space, or what every version of CommonMark takes for punctuation."""
    return not char or char.isspace() or char in "!\"#$%&'()+,-./:;<=>?@[]^_`{|}" or unicodedata.category(char)[0] == "P"


def _is_punctuation(char: str) -> bool:
    """What some version of CommonMark takes for punctuation."""
    return unicodedata.category(char)[0] in "PS"


def _code(text: str) -> str:
    """A code span, its marks longer than any run of backticks within."""
    text = " ".join(text.split("\n"))
    runs = {len(run) for run in _BACKTICKS.findall(text)}
    size = next(size for size in range(1, len(runs) + 2) if size not in runs)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return "`" * size + space + text + space + "`" * size


def _piece(text: str, start: int, end: int, line_break: str, *, beside_formula: bool = False) -> str:
    """A part of a text, escaped; at the start of a line also what would begin a heading, a list or a quotation."""
    piece = text[start:end]
    dollars = beside_formula or text.count("$") > 1  # a reader that knows formulas would take two for one
    begins = start == 0 or text[start - 1] == "\n"
    if "\n" not in piece:
        return _line(piece, begins, dollars)
    first, *others = piece.split("\n")
    lines = [_line(first, begins, dollars), *(_line(line, True, dollars) for line in others)]
    return line_break.join([*(line.rstrip() for line in lines[:-1]), lines[-1]])


def _line(line: str, begins: bool, dollars: bool) -> str:
    marked = _SPECIAL.sub(_escape, line.lstrip() if begins else line)
    if dollars:
        marked = marked.replace("$", "\\$")
    if begins and not marked[:1].isalpha() and (block := _LINE_START.match(marked)):
        marked = f"{marked[: block.start('mark')]}\\{marked[block.start('mark') :]}"
    return marked


def _escape(match: re.Match[str]) -> str:
    """A backslash before the character; none before an underscore within a word or a lone ``&``, which mark nothing."""
    if match[0] == "&":
        return "\\&" if _ENTITY.match(match.string, match.start()) else "&"
    if match[0] == "_":
        text, at = match.string, match.start()
        if at and at + 1 < len(text) and text[at - 1].isalnum() and text[at + 1].isalnum():
            return "_"
    return "\\" + match[0]
