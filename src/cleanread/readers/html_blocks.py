"""One walk over a page's tree, from elements to blocks.

Every visible text becomes part of exactly one block, in the order of the page. The walk is a loop, not a
recursion, and does a bounded amount of work for each element: a page decides how deep and how wide it is.
"""

from __future__ import annotations

import gc
import re
from typing import Any, cast

from lxml import etree

from ..document import Block, InlineKind, Role
from .html_code import code_language, code_text, in_gutter, labels_in
from .html_context import ENDS_BLOCK, ENDS_HIDDEN, Context, Frame, Item, List
from .html_elements import (
    BLOCK,
    HEADINGS,
    INLINE,
    KINDS,
    LANDMARKS,
    PROSE,
    SKIP,
    SPECIAL,
    TELLING,
    Traits,
    TraitsReader,
)
from .html_inline import BLANK, BREAK, TextBuffer
from .html_links import Addresses, is_tiny
from .html_math import Formula, formula, from_image, from_mathml, from_script, is_drawn, mark_formulas
from .html_notes import tie_notes
from .html_posts import IDS, kind_of, kind_of_item, read_post
from .html_tables import read_table

_RUBY: Any = "ruby"
_ENGINE = re.compile("mathjax|katex", re.IGNORECASE)
#: Characters; a longer text is no caption, whatever the class of an element around it says.
LONGEST_CAPTION = 1500


def read_blocks(root: Any, addresses: Addresses, *, without_scripts: bool = False) -> list[Block]:
    """The blocks of a page, in order.

    Args:
        root: the page's root element.
        addresses: resolves links and images.
        without_scripts: read what the page holds for browsers that run no scripts (``<noscript>``) as well.
    """
    walk = _Walk(addresses, without_scripts)
    # The walk makes many records and no circles of them. Looking for circles all the while would take as long again on a
    # large page; whatever happens in other threads, collection is on afterwards if it was on before.
    collecting = gc.isenabled()
    try:
        gc.disable()
        blocks = walk.run(root)
    finally:
        if collecting:
            gc.enable()
    if walk.has_engine:
        mark_formulas(blocks)
    if walk.anchors:
        tie_notes(blocks, root, walk.anchors)
    _set_gaps(blocks)
    return blocks


def _set_gaps(blocks: list[Block]) -> None:
    """White space between blocks: an empty line, between list items a line break; none around what has no text."""
    before: Role | None = None
    for block in blocks:
        if not block.text:
            block.gap = ""
            continue
        role = block.role
        if before is None:
            block.gap = ""
        elif role is Role.LIST_ITEM and before is Role.LIST_ITEM:
            block.gap = "\n"
        before = role


class _Walk:
    def __init__(self, addresses: Addresses, without_scripts: bool = False) -> None:
        self._addresses = addresses
        self._without_scripts = without_scripts
        self._blocks: list[Block] = []
        # Pictures and hidden texts within a paragraph come after it, so that it stays whole.
        self._after: list[Block] = []
        self._out = self._blocks
        self._buffer = TextBuffer()
        self._outer: TextBuffer | None = None
        self._lazy = False
        self.has_engine = False  # a script sets the formulas that stand in the text between delimiters
        self.anchors: list[tuple[Any, str]] = []  # links within the page, and the names that they lead to
        # For each open element its frame, or the kind of inline markup that it is, or None.
        self._open: list[Frame | InlineKind | None] = []
        # Whose text is being collected: of the innermost block.
        self._frame = Frame(None, None, "", Context(), None)
        self._traits = TraitsReader()

    def run(self, root: Any) -> list[Block]:
        # all that is looked up for each element is local
        open_, kinds, telling = self._open, _KINDS, TELLING.isdisjoint
        traits = self._traits
        classes = traits.classes
        ended: Any = None  # the inline element that ends right here
        apart = False
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                tag = element.tag
                if ended is not None:
                    apart = bool(self._buffer.pieces) and self._apart(ended, element, tag)
                    ended = None
                kind = kinds.get(tag)
                if kind is SKIP:
                    open_.append(None)
                    walker.skip_subtree()
                    continue
                told = None
                names = element.keys()
                if names:
                    if "id" in names and element.get("id") in IDS:
                        told = _COMMENTS
                    elif "class" in names:
                        value = element.get("class")
                        told = classes[value] if value in classes else traits.of_class(value)
                    if not telling(names):
                        told = traits.of_others(element, names, told)
                    if told is not None and told.sections and self._by_class(element, tag, told):
                        walker.skip_subtree()
                        continue
                if kind is BLOCK:
                    self._begin(element, tag, told)
                elif kind is INLINE and told is None:
                    open_.append(None)
                elif kind is None or kind is INLINE:
                    self._inline(element, tag, told, None)
                elif kind.__class__ is str:
                    self._inline(element, tag, told, cast(InlineKind, kind))
                elif kind(self, element, tag, told):
                    walker.skip_subtree()
                    continue
                text = element.text
            else:
                closing = open_.pop()
                if closing is None:
                    pass
                elif closing.__class__ is Frame and closing.close is ENDS_BLOCK:
                    if self._buffer.pieces or self._after:
                        self._flush()
                    self._frame = closing.around  # type: ignore[assignment]
                else:
                    self._end(closing)
                text = element.tail
                if not text and closing.__class__ is not Frame:
                    ended = element
            if text:
                pieces = self._buffer.pieces
                if apart:
                    apart = False
                    if pieces and pieces[-1][-1].isalnum() and text[0].isalnum():
                        pieces.append(BLANK)
                if not text.isspace():
                    pieces.append(text)
                elif pieces and pieces[-1] is not BREAK:
                    pieces.append(BLANK)
        return self._blocks

    def _apart(self, left: Any, right: Any, tag: str) -> bool:
        """Whether two inline elements without anything between them are apart for a reader, as links of a menu are.

        Style sheets set them apart: links to different places, and outside of paragraphs whatever has a class of its own.
        What an editor cut in two in the middle of a word has the same address, or no class.
        """
        if tag == "a" == left.tag:
            return bool(left.get("href") != right.get("href"))
        kind = _KINDS.get(tag, INLINE)
        if kind is not INLINE and kind.__class__ is not str:
            return False
        classes = left.get("class") and right.get("class")
        return bool(classes) and self._frame.tag not in PROSE and not self._buffer.holds("code")

    def _around(self, element: Any) -> Frame | None:
        """The place of the element around this one, made now if it has none yet."""
        open_ = self._open
        at = len(open_) - 1
        if at < 0:
            return None
        top = open_[at]
        if top.__class__ is Frame:
            return top
        missing = []
        while top.__class__ is not Frame:
            element = element.getparent()
            missing.append((at, element, top))
            at -= 1
            top = open_[at]
        frame: Frame = top
        for at, element, close in reversed(missing):
            frame = Frame(frame, element, element.tag, frame.context, frame, close or "")
            open_[at] = frame
        return frame

    def _inline(self, element: Any, tag: str, told: Traits | None, kind: InlineKind | None) -> None:
        """An element that HTML has inline, or does not know, begins."""
        if kind is None and (told is not None or tag == "button" or "-" in tag) and self._stands_alone(tag, told):
            self._begin(element, tag, told)
        elif told is not None and self._hides(tag, told):
            self._hide(element, tag)
        else:
            self._open.append(kind)
            if kind is not None:
                target: str | None = ""
                if kind == "link":
                    href = element.get("href")
                    target = self._addresses.link(href)
                    if href and href[0] == "#" and len(href) > 1:
                        self.anchors.append((element, href[1:]))
                self._buffer.open(kind, target)

    def _stands_alone(self, tag: str, told: Traits | None) -> bool:
        """Whether an element that HTML has inline, or does not know, is a block of its own here."""
        if tag == "button" or "-" in tag:
            return self._frame.tag not in PROSE
        return told is not None and told.caption and not self._buffer.pieces

    def _hides(self, tag: str, told: Traits) -> bool:
        # aria-hidden text within a sentence is there to be seen, as an initial is; a hidden link is a page's anchor
        hidden = told.hidden or (told.aria_hidden and tag == "a")
        return hidden and self._outer is None and "hidden" not in self._frame.context.hints

    def _hide(self, element: Any, tag: str) -> None:
        """Hidden text within a paragraph is collected apart from it."""
        context = self._frame.context.within("hidden")
        frame = Frame(self._around(element), element, tag, context, self._frame, ENDS_HIDDEN)
        self._open.append(frame)
        self._frame = frame
        if self._buffer.pieces:
            self._out = self._after
        self._outer, self._buffer = self._buffer, TextBuffer()

    def _begin(self, element: Any, tag: str, told: Traits | None) -> Frame:
        """A block begins: what has been collected so far belongs to the one around it."""
        if self._buffer.pieces or self._after:
            self._flush()
        open_ = self._open
        if open_:
            parent = open_[-1]
            if parent.__class__ is not Frame:
                parent = self._around(element)
            around = self._frame
            frame = Frame(parent, element, tag, around.context, around)
        else:
            frame = Frame(None, element, tag, Context(), self._frame)
        open_.append(frame)
        self._frame = frame
        if told is not None or tag in LANDMARKS:
            self._describe(frame, told)
        return frame

    def _describe(self, frame: Frame, told: Traits | None) -> None:
        """What the element's name and attributes say of the text within."""
        tag = frame.tag
        words = {tag} if tag in LANDMARKS else set()
        caption = False
        kind = None
        if told is not None:
            words.update(told.words)
            kind = kind_of_item(told.item) if told.item else kind_of(told.sections)
            if kind is not None:
                words.add(kind)
            if told.hidden or told.aria_hidden:
                words.add("hidden")
            caption = told.caption and frame.context.role is Role.PARAGRAPH and tag not in ("body", "html", "main", "article")
        if tag == "dialog" and frame.element.get("open") is None:
            words.add("hidden")
        if words or caption:
            context = frame.context = frame.context.copy()
            context.hints = context.hints | words
            if caption:
                context.role = Role.CAPTION
            if kind is not None and told is not None and "comments" not in told.sections:
                context.post = read_post(frame.element, kind)

    def _by_class(self, element: Any, tag: str, told: Traits) -> bool:
        """Read an element as a whole whose class says that it is a formula or code. False when it is to be read on."""
        sections = told.sections
        if "math" in sections:
            found = None if is_drawn(element) else formula(element)
            if found is not None:
                self._add_formula(element, tag, found)
                return True
            if is_drawn(element):
                self._open.append(None)
                return True
        if "code" in sections and tag not in ("pre", "code") and next(element.iter("pre", "p"), None) is None:
            frame = self._begin(element, tag, told)
            text = code_text(element)
            if text:
                self._emit(frame, Role.CODE, text, {"language": code_language(element)})
            return True
        return False

    def _add_formula(self, element: Any, tag: str, found: Formula) -> None:
        """A formula: part of the text, or a block when it stands in a line of its own."""
        buffer = self._buffer
        context = self._frame.context
        if found.display and context.role is Role.PARAGRAPH and self._outer is None and self._frame.tag not in ("td", "th"):
            self._flush()
            frame = Frame(self._around(element), element, tag, context, self._frame, "")
            self._open.append(frame)
            self._emit(frame, Role.MATH, found.tex)
            return
        self._open.append(None)
        if found.display:
            buffer.line_break()
        buffer.open("math", "display" if found.display else "")
        buffer.pieces.append(found.tex)
        buffer.close("math")
        if found.display:
            buffer.line_break()

    def _end(self, closing: Frame | InlineKind) -> None:
        if closing.__class__ is not Frame:
            if closing is _RUBY:
                self._buffer.pieces.append(")")
            else:
                self._buffer.close(cast(InlineKind, closing))
            return
        frame = closing
        if frame.close is ENDS_HIDDEN:
            self._flush()
            assert self._outer is not None
            self._buffer, self._outer, self._out = self._outer, None, self._blocks
            assert frame.around is not None
            self._frame = frame.around
        elif frame.close:
            self._buffer.close(cast(InlineKind, frame.close))

    def _flush(self) -> None:
        """Make a block of what has been collected, with what was set aside for after it."""
        pieces = self._buffer.pieces
        if pieces:
            text, inline, link_share = self._buffer.take()
            if text:
                frame = self._frame
                context = frame.context
                role = context.role
                attributes: dict[str, Any] | None = None
                if role is Role.LIST_ITEM:
                    attributes = context.item.attributes() if context.item is not None else None
                elif role is Role.CAPTION and len(text) > LONGEST_CAPTION:
                    role = Role.PARAGRAPH
                if context.item is not None and role is not Role.LIST_ITEM and context.item.begun:
                    attributes = {**(attributes or {}), "within": context.lists or 1}
                if inline and inline[0].kind == "code" and "\n" in text and inline[0].end - inline[0].start == len(text):
                    role, inline, attributes = Role.CODE, (), {"language": None}
                    text = _broken_code(pieces)
                if context.post is not None:
                    attributes = {**(attributes or {}), "post": context.post}
                self._lazy = False
                # by position: names would cost as much as the rest of the call
                self._out.append(
                    Block(
                        text, role, "\n\n", None, None, context.level, inline, None, link_share, None,
                        context.hints, attributes, frame.element, -1, frame,
                    )
                )  # fmt: skip
        if self._after and self._outer is None:
            self._blocks.extend(self._after)
            self._after.clear()

    def _emit(
        self, frame: Frame, role: Role, text: str, attributes: dict[str, Any] | None = None, link_share: float = 0.0
    ) -> None:
        """Add a block that was not collected piece by piece."""
        self._lazy = False
        context = frame.context
        if context.item is not None and context.item.begun:
            attributes = {**(attributes or {}), "within": context.lists or 1}
        if context.post is not None:
            attributes = {**(attributes or {}), "post": context.post}
        self._out.append(
            Block(
                text,
                role,
                link_share=link_share,
                hints=frame.context.hints,
                attributes=attributes,
                element=frame.element,
                place=frame,
            )
        )

    def _emit_media(self, element: Any, tag: str, told: Traits | None, role: Role, attributes: dict[str, Any]) -> None:
        """A picture or an embedded medium: after the paragraph that it stands in, if it stands in one."""
        context = self._frame.context
        if told is not None and (told.hidden or told.aria_hidden):
            context = context.within("hidden")
        frame = Frame(self._around(element), element, tag, context, self._frame, "")
        self._open.append(frame)
        out = self._out
        if self._buffer.pieces:
            self._out = self._after
        self._emit(frame, role, "", attributes)
        self._out = out

    # One method for each value of SPECIAL. They return True when there is nothing to be read within.

    def _line_break(self, element: Any, tag: str, told: Traits | None) -> bool:
        if not self._buffer.line_break():
            self._flush()
        self._open.append(None)
        return False

    def _rule(self, element: Any, tag: str, told: Traits | None) -> bool:
        self._emit(self._begin(element, tag, told), Role.RULE, "")
        return False

    def _begin_as(self, role: Role, level: int, element: Any, tag: str, told: Traits | None) -> bool:
        """A block of another role begins. False: what is in it is read."""
        frame = self._begin(element, tag, told)
        context = frame.context = frame.context.copy()
        context.role, context.level = role, level
        return False

    def _heading(self, element: Any, tag: str, told: Traits | None) -> bool:
        return self._begin_as(Role.HEADING, HEADINGS[tag], element, tag, told)

    def _caption(self, element: Any, tag: str, told: Traits | None) -> bool:
        return self._begin_as(Role.CAPTION, 0, element, tag, told)

    def _quote(self, element: Any, tag: str, told: Traits | None) -> bool:
        frame = self._begin(element, tag, told)
        context = frame.context = frame.context.copy()
        context.quotes += 1
        context.role, context.level = Role.QUOTE, context.quotes
        return False

    def _list(self, element: Any, tag: str, told: Traits | None) -> bool:
        frame = self._begin(element, tag, told)
        context = frame.context = frame.context.copy()
        ordered = tag == "ol"
        context.list = List(ordered, _integer(element.get("start"), 1) if ordered else 1)
        context.lists += 1
        return False

    def _item(self, element: Any, tag: str, told: Traits | None) -> bool:
        frame = self._begin(element, tag, told)
        context = frame.context = frame.context.copy()
        state = context.list or List(False, 1)
        ordinal = _integer(element.get("value"), state.next) if state.ordered else state.next
        state.next = ordinal + 1
        context.role = Role.LIST_ITEM
        context.level = context.lists or 1
        context.item = Item(state.ordered, ordinal)
        return False

    def _code(self, element: Any, tag: str, told: Traits | None) -> bool:
        frame = self._begin(element, tag, told)
        text = code_text(element) if not in_gutter(element) else ""
        if text:
            self._emit(frame, Role.CODE, text, {"language": code_language(element)})
        for label in labels_in(element):  # no part of the code, and on the page all the same
            self._emit(frame, Role.PARAGRAPH, label, {})
        return True

    def _script(self, element: Any, tag: str, told: Traits | None) -> bool:
        names = element.keys()
        if "src" in names and _ENGINE.search(element.get("src")):
            self.has_engine = True
        found = from_script(element) if "type" in names else None
        if found is not None:
            self._add_formula(element, tag, found)
        else:
            self._open.append(None)
        return True

    def _math(self, element: Any, tag: str, told: Traits | None) -> bool:
        hidden = told is not None and told.hidden  # beside what is shown for it
        found = None if hidden else from_mathml(element) if tag == "math" else formula(element)
        if found is not None:
            self._add_formula(element, tag, found)
        else:
            self._open.append(None)
        return True

    def _ruby_text(self, element: Any, tag: str, told: Traits | None) -> bool:
        """The reading of what stands before it, in brackets."""
        if "".join(element.itertext()).strip() and self._buffer.pieces:
            self._buffer.pieces.append("(")
            self._open.append(_RUBY)
        else:
            self._open.append(None)
        return False

    def _term(self, element: Any, tag: str, told: Traits | None) -> bool:
        return self._begin_as(Role.TERM, 0, element, tag, told)

    def _definition(self, element: Any, tag: str, told: Traits | None) -> bool:
        frame = self._begin(element, tag, told)
        context = frame.context = frame.context.copy()
        context.role, context.level = Role.DEFINITION, 0
        return False

    def _table(self, element: Any, tag: str, told: Traits | None) -> bool:
        frame = self._begin(element, tag, told)
        table = read_table(element, self._addresses)
        if table is None:
            return False
        attributes: dict[str, Any] = {"rows": table.rows}
        if table.caption:
            attributes["caption"] = table.caption
        self._emit(frame, Role.TABLE, table.text, attributes, table.link_share)
        return True

    def _image(self, element: Any, tag: str, told: Traits | None) -> bool:
        given = dict(element.items())
        alt = " ".join(given.get("alt", "").split())
        if alt and self._buffer.pieces and len(alt) <= 8 and "moji" in given.get("class", ""):
            self._buffer.add(alt)
        elif alt and (found := from_image(element, given)) is not None:
            self._add_formula(element, tag, found)
            return False
        elif not is_tiny(given):
            src = self._addresses.image(element, given)
            if src is None:
                self._lazy = True
            elif self._figure(element, tag, told, src, alt):
                return False
        self._open.append(None)
        return False

    def _figure(self, element: Any, tag: str, told: Traits | None, src: str, alt: str) -> bool:
        """Emit a picture, unless it is the one before once more."""
        last = (self._after or self._blocks)[-1:]
        if last and last[0].role is Role.FIGURE and last[0].attributes["src"] == src:
            return False
        self._emit_media(element, tag, told, Role.FIGURE, {"src": src, "alt": alt})
        return True

    def _embed(self, element: Any, tag: str, told: Traits | None) -> bool:
        src = self._addresses.embed(element)
        if src is not None and not is_tiny(dict(element.items())):
            self._emit_media(element, tag, told, Role.EMBED, {"src": src})
        else:
            self._open.append(None)
        return tag in ("iframe", "video", "audio")

    def _noscript(self, element: Any, tag: str, told: Traits | None) -> bool:
        """Content for browsers without scripts is skipped, but for a picture that scripts would load later."""
        if self._without_scripts:
            self._begin(element, tag, told)
            return False
        image = next(element.iter("img"), None)
        if image is None or not self._later_picture(element, tag, image):
            self._open.append(None)
        return True

    def _later_picture(self, element: Any, tag: str, image: Any) -> bool:
        """Emit the picture of a ``noscript``, unless it is the picture before it once more."""
        last = self._blocks[-1:]
        given = dict(image.items())
        if is_tiny(given) or (last and last[0].role is Role.FIGURE and not self._lazy and not self._buffer.pieces):
            return False
        told = self._traits.of(image)
        src = self._addresses.image(image, given)
        if src is None or (told is not None and told.hidden):
            return False
        return self._figure(element, tag, told, src, " ".join(given.get("alt", "").split()))


def _broken_code(pieces: list[str]) -> str:
    """Code whose lines ``br`` elements end; no-break spaces are its indentation."""
    lines = [line.strip(" \t\r\n").replace("\xa0", " ") for line in "".join(pieces).split(BREAK)]
    return "\n".join(lines).strip("\n").rstrip()


_COMMENTS = Traits(frozenset({"comments"}))

# for each tag a constant, the kind of inline markup, or a method of the walk
_KINDS: dict[str, Any] = {**KINDS, **{tag: getattr(_Walk, f"_{method}") for tag, method in SPECIAL.items()}}


def _integer(value: str | None, default: int) -> int:
    try:
        return max(-(10**9), min(int((value or "")[:12]), 10**9))
    except ValueError:
        return default
