"""One walk over a page's tree, from elements to blocks.

Every visible text becomes part of exactly one block, in the order of the page. The walk is a loop, not a
recursion, and does a bounded amount of work for each element: a page decides how deep and how wide it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from lxml import etree

from ..document import Block, InlineKind, Role
from .html_context import Context, Frame, Item, List, path_of
from .html_elements import (
    BLOCKS,
    HEADINGS,
    LANDMARKS,
    PROSE,
    SKIPPED,
    SPANS,
    SPECIAL,
    Traits,
    code_language,
    code_text,
    traits,
)
from .html_inline import TextBuffer
from .html_links import Addresses, is_tiny
from .html_tables import read_table

#: Characters; a longer text is no caption, whatever the class of an element around it says.
LONGEST_CAPTION = 1500


def read_blocks(root: Any, addresses: Addresses, *, without_scripts: bool = False) -> list[Block]:
    """The blocks of a page, in order.

    Args:
        root: the page's root element.
        addresses: resolves links and images.
        without_scripts: read what the page holds for browsers that run no scripts (``<noscript>``) as well.
    """
    blocks = _Walk(addresses, without_scripts).run(root)
    _set_gaps(blocks)
    return blocks


def _set_gaps(blocks: list[Block]) -> None:
    """White space between blocks: an empty line, between list items a line break; none around what has no text."""
    before: Block | None = None
    for block in blocks:
        if not block.text or before is None:
            block.gap = ""
        elif block.role is Role.LIST_ITEM and before.role is Role.LIST_ITEM:
            block.gap = "\n"
        if block.text:
            before = block


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
        self._special: dict[str, Callable[[Frame, Traits | None], bool]] = {
            tag: getattr(self, f"_{method}") for tag, method in SPECIAL.items()
        }

    def run(self, root: Any) -> list[Block]:
        frame: Frame | None = None
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                tag = element.tag
                if frame is None:
                    number = 0
                else:
                    number = frame.counts.get(tag, 0) + 1
                    frame.counts[tag] = number
                frame = Frame(frame, element, tag, number)
                if tag in SKIPPED or self._start(frame):
                    walker.skip_subtree()
                elif element.text:
                    self._buffer.add(element.text)
                continue
            if event == "end":
                assert frame is not None
                if frame.close:
                    self._end(frame)
                frame = frame.parent
            if frame is not None and element.tail:
                self._buffer.add(element.tail)
        return self._blocks

    def _start(self, frame: Frame) -> bool:
        """An element begins. True when there is nothing to be read within it."""
        tag = frame.tag
        told = traits(frame.element)
        special = self._special.get(tag)
        if special is not None:
            return special(frame, told)
        kind = SPANS.get(tag)
        if tag in BLOCKS or (kind is None and self._stands_alone(frame, told)):
            self._begin(frame, told)
        elif told is not None and self._hides(tag, told, frame.context):
            self._hide(frame)
        elif kind is not None:
            frame.close = kind
            target = self._addresses.link(frame.element.get("href")) if kind == "link" else ""
            self._buffer.open(cast(InlineKind, kind), target)
        return False

    def _stands_alone(self, frame: Frame, told: Traits | None) -> bool:
        """Whether an element that HTML has inline, or does not know, is a block of its own here."""
        if frame.tag == "button" or "-" in frame.tag:
            return frame.block.tag not in PROSE
        return told is not None and told.caption and not self._buffer.length

    def _hides(self, tag: str, told: Traits, context: Context) -> bool:
        # aria-hidden text within a sentence is there to be seen, as an initial is; a hidden link is a page's anchor
        hidden = told.hidden or (told.aria_hidden and tag == "a")
        return hidden and self._outer is None and "hidden" not in context.hints

    def _hide(self, frame: Frame) -> None:
        """Hidden text within a paragraph is collected apart from it."""
        frame.close = "hidden"
        frame.block = frame
        frame.context = frame.context.but({"hints": frame.context.hints | {"hidden"}})
        if self._buffer.length:
            self._out = self._after
        self._outer, self._buffer = self._buffer, TextBuffer()

    def _begin(self, frame: Frame, told: Traits | None, **changes: Any) -> None:
        """A block begins: what has been collected so far belongs to the one around it."""
        self._flush(frame.block)
        frame.block = frame
        frame.close = "block"
        words = {frame.tag} if frame.tag in LANDMARKS else set()
        if told is not None:
            words.update(told.words)
            if told.hidden or told.aria_hidden:
                words.add("hidden")
            if told.caption and frame.context.role is Role.PARAGRAPH and frame.tag not in ("body", "html", "main", "article"):
                changes.setdefault("role", Role.CAPTION)
        if frame.tag == "dialog" and frame.element.get("open") is None:
            words.add("hidden")
        if words:
            changes["hints"] = frame.context.hints | words
        if changes:
            frame.context = frame.context.but(changes)

    def _end(self, frame: Frame) -> None:
        if frame.close == "block":
            self._flush(frame)
        elif frame.close == "hidden":
            self._flush(frame)
            assert self._outer is not None
            self._buffer, self._outer, self._out = self._outer, None, self._blocks
        else:
            self._buffer.close(cast(InlineKind, frame.close))

    def _flush(self, frame: Frame) -> None:
        """Make a block of what has been collected, with what was set aside for after it."""
        taken = self._buffer.take() if self._buffer.length else None
        if taken is not None:
            context = frame.context
            role, level = context.role, context.level
            if role is Role.CAPTION and len(taken.text) > LONGEST_CAPTION:
                role = Role.PARAGRAPH
            attributes = context.item.attributes() if role is Role.LIST_ITEM and context.item else {}
            self._emit(frame, role, taken.text, level, attributes, inline=taken.inline, link_share=taken.link_share)
        if self._after and self._outer is None:
            self._blocks.extend(self._after)
            self._after.clear()

    def _emit(self, frame: Frame, role: Role, text: str, level: int, attributes: dict[str, Any], **more: Any) -> None:
        self._lazy = False
        block = Block(
            text,
            role,
            path=path_of(frame),
            level=level,
            hints=frame.context.hints,
            attributes=attributes,
            element=frame.element,
            **more,
        )
        self._out.append(block)

    def _emit_media(self, frame: Frame, told: Traits | None, role: Role, attributes: dict[str, Any]) -> None:
        """A picture or an embedded medium: after the paragraph that it stands in, if it stands in one."""
        out = self._out
        if self._buffer.length:
            self._out = self._after
        if told is not None and (told.hidden or told.aria_hidden):
            frame.context = frame.context.but({"hints": frame.context.hints | {"hidden"}})
        self._emit(frame, role, "", 0, attributes)
        self._out = out

    # One method for each value of SPECIAL. They return True when there is nothing to be read within.

    def _line_break(self, frame: Frame, told: Traits | None) -> bool:
        if not self._buffer.line_break():
            self._flush(frame.block)
        return False

    def _rule(self, frame: Frame, told: Traits | None) -> bool:
        self._begin(frame, told)
        self._emit(frame, Role.RULE, "", 0, {})
        return False

    def _heading(self, frame: Frame, told: Traits | None) -> bool:
        self._begin(frame, told, role=Role.HEADING, level=HEADINGS[frame.tag])
        return False

    def _caption(self, frame: Frame, told: Traits | None) -> bool:
        self._begin(frame, told, role=Role.CAPTION, level=0)
        return False

    def _quote(self, frame: Frame, told: Traits | None) -> bool:
        quotes = frame.context.quotes + 1
        self._begin(frame, told, role=Role.QUOTE, level=quotes, quotes=quotes)
        return False

    def _list(self, frame: Frame, told: Traits | None) -> bool:
        ordered = frame.tag == "ol"
        state = List(ordered, _integer(frame.element.get("start"), 1) if ordered else 1)
        self._begin(frame, told, list=state, lists=frame.context.lists + 1)
        return False

    def _item(self, frame: Frame, told: Traits | None) -> bool:
        state = frame.context.list or List(False, 1)
        ordinal = _integer(frame.element.get("value"), state.next) if state.ordered else state.next
        state.next = ordinal + 1
        level = max(frame.context.lists, 1)
        self._begin(frame, told, role=Role.LIST_ITEM, level=level, item=Item(state.ordered, ordinal))
        return False

    def _code(self, frame: Frame, told: Traits | None) -> bool:
        self._begin(frame, told)
        text = code_text(frame.element)
        if text:
            self._emit(frame, Role.CODE, text, 0, {"language": code_language(frame.element)})
        return True

    def _table(self, frame: Frame, told: Traits | None) -> bool:
        self._begin(frame, told)
        table = read_table(frame.element)
        if table is None:
            return False
        attributes: dict[str, Any] = {"rows": table.rows}
        if table.caption:
            attributes["caption"] = table.caption
        self._emit(frame, Role.TABLE, table.text, 0, attributes, link_share=table.link_share)
        return True

    def _image(self, frame: Frame, told: Traits | None) -> bool:
        element = frame.element
        alt = " ".join((element.get("alt") or "").split())
        if alt and self._buffer.length and len(alt) <= 8 and "moji" in (element.get("class") or ""):
            self._buffer.add(alt)
            return False
        if is_tiny(element):
            return False
        src = self._addresses.image(element)
        if src is None:
            self._lazy = True
        else:
            self._figure(frame, told, src, alt)
        return False

    def _figure(self, frame: Frame, told: Traits | None, src: str, alt: str) -> None:
        last = (self._after or self._blocks)[-1:]
        if not (last and last[0].role is Role.FIGURE and last[0].attributes["src"] == src):
            self._emit_media(frame, told, Role.FIGURE, {"src": src, "alt": alt})

    def _embed(self, frame: Frame, told: Traits | None) -> bool:
        src = self._addresses.embed(frame.element)
        if src is not None and not is_tiny(frame.element):
            self._emit_media(frame, told, Role.EMBED, {"src": src})
        return frame.tag in ("iframe", "video", "audio")

    def _noscript(self, frame: Frame, told: Traits | None) -> bool:
        """Content for browsers without scripts is skipped, but for a picture that scripts would load later."""
        if self._without_scripts:
            self._begin(frame, told)
            return False
        image = next(frame.element.iter("img"), None)
        last = self._blocks[-1:]
        if image is None or is_tiny(image):
            return True
        if last and last[0].role is Role.FIGURE and not self._lazy and not self._buffer.length:
            return True  # the same picture once more
        told = traits(image)
        src = self._addresses.image(image)
        if src is not None and not (told is not None and told.hidden):
            self._figure(frame, told, src, " ".join((image.get("alt") or "").split()))
        return True


def _integer(value: str | None, default: int) -> int:
    try:
        return max(-(10**9), min(int((value or "")[:12]), 10**9))
    except ValueError:
        return default
