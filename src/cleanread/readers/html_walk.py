"""One walk over a page's tree, from elements to blocks.

Every visible text becomes part of exactly one block, in the order of the page. The walk is a loop, not a
recursion, and does a bounded amount of work for each element: a page decides how deep and how wide it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from lxml import etree

from ..document import Block, InlineKind, Role
from .html_context import ENDS_BLOCK, ENDS_HIDDEN, ENDS_UNREAD, Context, Frame, names_source
from .html_elements import BLOCK, INLINE, LANDMARKS, PROSE, SKIP, TELLING, Traits, TraitsReader, are_apart
from .html_exact import paragraphs
from .html_inline import BLANK, BREAK, TextBuffer
from .html_links import Addresses, leads_to_itself
from .html_math import Formulas
from .html_notes import label_at
from .html_posts import IDS, kind_of, kind_of_item, read_post

#: Stands for ruby text among the open elements: a bracket closes it.
RUBY: Any = "ruby"
#: Characters; a longer text is no caption, whatever the class of an element around it says.
LONGEST_CAPTION = 1500
_COMMENTS = Traits(frozenset({"comments"}))
# looked up once: a name of an enumeration is no plain attribute
_PARAGRAPH, _CAPTION, _CODE = Role.PARAGRAPH, Role.CAPTION, Role.CODE

#: Called with the walk, an element, its tag and its traits; true when there is nothing to be read within.
Handler: TypeAlias = "Callable[[Walk, Any, str, Traits | None], bool]"


class Walk:
    """The walk, and where it is; what is done at an element uses its methods.

    Args:
        addresses: resolves links and images.
        kinds: for each tag what is done: a constant of `html_elements`, a kind of inline markup, or a `Handler`.
        whole: reads an element as a whole whose class tells what it is; false when it is to be read on.
        without_scripts: read what the page holds for browsers that run no scripts as well.

    Attributes:
        blocks: the blocks so far.
        after: pictures and hidden texts within a paragraph, which come after it, so that it stays whole.
        out: where blocks go: one of these two.
        buffer: the text that is being collected.
        outer: the buffer of the paragraph around, while hidden text within it is collected.
        lazy: the picture right before has no address yet.
        formulas: finds those in elements whose class says that they hold one.
        has_engine: a script sets the formulas that stand in the text between delimiters.
        anchors: links within the page, and the names that they lead to.
        notes: by their labels the elements of footnotes that stand right at their marks.
        open_: for each open element its frame, or the kind of inline markup that it is, or None.
        frame: whose text is being collected: of the innermost block.
    """

    def __init__(
        self,
        addresses: Addresses,
        kinds: Mapping[str, Any],
        whole: Callable[[Walk, Any, str, Traits], bool],
        without_scripts: bool = False,
    ) -> None:
        self.addresses = addresses
        self.without_scripts = without_scripts
        self.blocks: list[Block] = []
        self.after: list[Block] = []
        self.out = self.blocks
        self.buffer = TextBuffer()
        self.outer: TextBuffer | None = None
        self.lazy = False
        self.has_engine = False
        self.anchors: list[tuple[Any, str]] = []
        self.notes: dict[str, Any] = {}
        self.open_: list[Frame | InlineKind | None] = []
        self.frame = Frame(None, None, "", Context(), None)
        self.traits = TraitsReader()
        self.formulas = Formulas()
        self._kinds = kinds
        self._whole = whole
        self._hints: dict[frozenset[str], frozenset[str]] = {}  # each met so far, to have one of those that are equal

    def run(self, root: Any) -> list[Block]:
        """The blocks of all that is within an element."""
        # all that is looked up for each element is local
        open_, kinds, whole, telling = self.open_, self._kinds, self._whole, TELLING.isdisjoint
        traits = self.traits
        classes = traits.classes
        ended: Any = None  # the inline element that ends right here
        apart: bool | None = False
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                tag = element.tag
                if ended is not None:
                    apart = bool(self.buffer.pieces) and self._apart(ended, element, tag)
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
                    if told is not None and told.sections and whole(self, element, tag, told):
                        walker.skip_subtree()
                        continue
                if kind is BLOCK:
                    parent = open_[-1] if open_ else None
                    if told is None and type(parent) is Frame and tag not in LANDMARKS:
                        # `begin`, for the most frequent case without the calls
                        if self.buffer.pieces or self.after:
                            self.flush()
                        around = self.frame
                        self.frame = frame = Frame(parent, element, tag, around.context, around)
                        open_.append(frame)
                    else:
                        self.begin(element, tag, told)
                elif kind is INLINE and told is None:
                    open_.append(None)
                elif kind is None or kind is INLINE:
                    self.begin_inline(element, tag, told, None)
                elif callable(kind):
                    if kind(self, element, tag, told):
                        walker.skip_subtree()
                        continue
                else:
                    self.begin_inline(element, tag, told, kind)
                text = element.text
            else:
                closing = open_.pop()
                if closing is None:
                    pass
                elif type(closing) is Frame and closing.close is ENDS_BLOCK:
                    if self.buffer.pieces or self.after:
                        self.flush()
                    outer = closing.around
                    if outer is not None:
                        self.frame = outer
                else:
                    self._end(closing)
                text = element.tail
                if text:
                    ended = None
                elif type(closing) is not Frame:
                    ended = element
            if text:
                pieces = self.buffer.pieces
                if apart is not False:
                    self.buffer.join(text, apart)
                    apart = False
                if not text.isspace():
                    pieces.append(text)
                elif pieces and pieces[-1] is not BREAK:
                    pieces.append(BLANK)
        return self.blocks

    def _apart(self, left: Any, right: Any, tag: str) -> bool | None:
        """Whether two inline elements without anything between them are apart, where the buffer holds text: see `are_apart`."""
        if self.buffer.holds("code"):
            return False
        apart = are_apart(left, right, tag, self.frame.tag in PROSE)
        return None if apart and self._is_initial(right) else apart

    def _is_initial(self, right: Any) -> bool:
        """Whether what has been collected is a large first letter, and the element after it goes on with its word."""
        pieces = self.buffer.pieces
        return len(pieces) == 1 and len(pieces[0].strip()) == 1 and pieces[0].isupper() and (right.text or "")[:1].islower()

    def around(self, element: Any) -> Frame | None:
        """The place of the element around this one, made now if it has none yet."""
        open_ = self.open_
        at = len(open_) - 1
        if at < 0:
            return None
        top = open_[at]
        if type(top) is Frame:
            return top
        missing = []
        while type(top) is not Frame:
            element = element.getparent()
            missing.append((at, element, top))
            at -= 1
            top = open_[at]
        frame: Frame = top
        for at, element, close in reversed(missing):
            frame = Frame(frame, element, element.tag, frame.context, frame, close or "")
            open_[at] = frame
        return frame

    def begin_inline(self, element: Any, tag: str, told: Traits | None, kind: InlineKind | None) -> None:
        """An element that HTML has inline, or does not know, begins."""
        if told is not None and "credit" in told.sections and self.frame.context.role is _CAPTION:
            self.buffer.part()
        label = label_at(element) if told is not None and "note-within" in told.sections and self._may_hide() else ""
        if kind is None and (told is not None or tag == "button" or "-" in tag) and self._stands_alone(tag, told):
            self.begin(element, tag, told)
        elif told is not None and label:
            self._note(element, tag, told, label)
        elif told is not None and self._hides(tag, told):
            self._hide(element, tag, told)
        elif kind == "link":
            self._link(element, tag, element.get("href"))
        else:
            self.open_.append(kind)
            if kind is not None:
                self.buffer.open(kind)

    def _link(self, element: Any, tag: str, href: str | None) -> None:
        """A link begins; without an address it names a place."""
        if href is None:
            self.open_.append(None)
            return
        if href[:1] == "#" and len(href) > 1:
            if self._may_hide() and leads_to_itself(element, href[1:]):
                self._leave_out(element, tag)
                return
            self.anchors.append((element, href[1:]))
        self.open_.append("link")
        self.buffer.open("link", self.addresses.link(href))

    def _stands_alone(self, tag: str, told: Traits | None) -> bool:
        """Whether an element that HTML has inline, or does not know, is a block of its own here."""
        if tag == "button" or "-" in tag:
            return self.frame.tag not in PROSE
        return told is not None and told.caption and not self.buffer.pieces

    def _hides(self, tag: str, told: Traits) -> bool:
        # aria-hidden text within a sentence is there to be seen, as an initial is; a hidden link is a page's anchor
        hidden = told.hidden or told.unseen or (told.aria_hidden and tag == "a")
        return hidden and self._may_hide()

    def _may_hide(self) -> bool:
        return self.outer is None and "hidden" not in self.frame.context.hints

    def _hide(self, element: Any, tag: str, told: Traits) -> None:
        """Hidden text within a paragraph is collected apart from it."""
        beside = told.unseen and self.buffer.pieces  # alone it may say what a picture shows
        self._collect(element, tag, self.frame.context.within("hidden", *(("unseen",) if beside else ())))

    def _note(self, element: Any, tag: str, told: Traits, label: str) -> None:
        """So is a footnote that stands right at its mark; what stands at a further mark of the same note is not shown."""
        if label in self.notes:
            self._hide(element, tag, told)
            return
        self.notes[label] = element
        context = self.frame.context.copy()
        context.role, context.level = _PARAGRAPH, 0
        self._collect(element, tag, context)

    def _collect(self, element: Any, tag: str, context: Context) -> None:
        """Text within a paragraph is collected apart from it, until the element ends."""
        frame = Frame(self.around(element), element, tag, context, self.frame, ENDS_HIDDEN)
        self.open_.append(frame)
        self.frame = frame
        if self.buffer.pieces:
            self.out = self.after
        self.outer, self.buffer = self.buffer, TextBuffer()

    def _leave_out(self, element: Any, tag: str) -> None:
        """The text within is no part of the page's."""
        frame = Frame(self.around(element), element, tag, self.frame.context, self.frame, ENDS_UNREAD)
        self.open_.append(frame)
        self.frame = frame
        self.outer, self.buffer = self.buffer, TextBuffer()

    def begin(self, element: Any, tag: str, told: Traits | None) -> Frame:
        """A block begins: what has been collected so far belongs to the one around it."""
        if self.buffer.pieces or self.after:
            self.flush()
        open_ = self.open_
        if open_:
            parent = open_[-1]
            if type(parent) is not Frame:
                parent = self.around(element)
            around = self.frame
            frame = Frame(parent, element, tag, around.context, around)
        else:
            frame = Frame(None, element, tag, Context(), self.frame)
        open_.append(frame)
        self.frame = frame
        if told is not None or tag in LANDMARKS:
            self._describe(frame, told)
        return frame

    def _describe(self, frame: Frame, told: Traits | None) -> None:
        """What the element's name and attributes say of the text within."""
        tag = frame.tag
        words = {tag} if tag in LANDMARKS and not names_source(frame) else set()
        caption = False
        kind = None
        if told is not None:
            words.update(told.words)
            kind = kind_of_item(told.item) if told.item else kind_of(told.sections)
            if kind is not None:
                words.add(kind)
            if told.hidden or told.aria_hidden or told.unseen:
                words.add("hidden")
            caption = told.caption and frame.context.role is _PARAGRAPH and tag not in ("body", "html", "main", "article")
        if tag == "dialog" and frame.element.get("open") is None:
            words.add("hidden")
        if words or caption:
            context = frame.context = frame.context.copy()
            hints = context.hints | words
            context.hints = self._hints.setdefault(hints, hints)
            if caption:
                context.role = _CAPTION
            if kind is not None and told is not None and "comments" not in told.sections:
                context.post = read_post(frame.element, kind)

    def _end(self, closing: Frame | InlineKind) -> None:
        """An element ends that is inline markup, or hidden, or both a place and inline markup."""
        if type(closing) is not Frame:
            self._close(cast(InlineKind, closing))
        elif closing.close is ENDS_HIDDEN or closing.close is ENDS_UNREAD:
            if closing.close is ENDS_HIDDEN:
                self.flush()
            assert self.outer is not None
            self.buffer, self.outer, self.out = self.outer, None, self.blocks
            assert closing.around is not None
            self.frame = closing.around
        elif closing.close:
            self._close(cast(InlineKind, closing.close))

    def _close(self, kind: InlineKind) -> None:
        if kind is RUBY:
            self.buffer.pieces.append(")")
        else:
            self.buffer.close(kind)

    def flush(self) -> None:
        """Make a block of what has been collected, with what was set aside for after it."""
        pieces = self.buffer.pieces
        if pieces and self.frame.context.exact and self.frame.context.role is _PARAGRAPH:
            self._flush_exact()
        elif pieces:
            text, inline, link_share = self.buffer.take()
            if text:
                frame = self.frame
                context = frame.context
                role = context.role
                attributes: dict[str, Any] | None = None
                if role is _CAPTION and len(text) > LONGEST_CAPTION:
                    role = _PARAGRAPH
                if inline and inline[0].kind == "code" and "\n" in text and inline[0].end - inline[0].start == len(text):
                    role, inline, attributes = _CODE, (), {"language": None}
                    text = _broken_code(pieces)
                if context.item is not None or context.around or context.post is not None:
                    standing = context.standing(role)
                    attributes = standing if attributes is None else {**attributes, **standing}
                self.lazy = False
                # by position: names would cost as much as the rest of the call
                self.out.append(
                    Block(
                        text, role, "\n\n", None, None, context.level, inline, None, link_share, None,
                        context.hints, attributes, frame.element, -1, frame,
                    )
                )  # fmt: skip
        if self.after and self.outer is None:
            self.blocks.extend(self.after)
            self.after.clear()

    def _flush_exact(self) -> None:
        """The same where the page sets the text in its own line breaks."""
        for role, (text, inline, link_share) in paragraphs(self.buffer):
            self.emit(self.frame, role, text, {"language": None} if role is _CODE else None, link_share)
            self.out[-1].inline = inline

    def emit(
        self, frame: Frame, role: Role, text: str, attributes: dict[str, Any] | None = None, link_share: float = 0.0
    ) -> None:
        """Add a block that was not collected piece by piece."""
        self.lazy = False
        context = frame.context
        if context.item is not None or context.around or context.post is not None:
            standing = context.standing(role)
            attributes = standing if attributes is None else {**attributes, **standing}
        self.out.append(
            Block(
                text, role, "\n\n", None, None, 0, (), None, link_share, None,
                context.hints, attributes, frame.element, -1, frame,
            )
        )  # fmt: skip


def _broken_code(pieces: list[str]) -> str:
    """Code whose lines ``br`` elements end; no-break spaces are its indentation."""
    lines = [line.strip(" \t\r\n").replace("\xa0", " ") for line in "".join(pieces).split(BREAK)]
    return "\n".join(lines).strip("\n").rstrip()
