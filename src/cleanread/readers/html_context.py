"""Where the walk over a page is: the open elements, and what they make of the text within them."""

from __future__ import annotations

from typing import Any

from ..document import Place, Role

#: Quotations and definitions within each other; what is deeper counts as this deep.
DEEPEST = 12
#: Elements around a footer that are looked at for a figure that it belongs to.
FIGURED = 4
# looked up once: a name of an enumeration is no plain attribute
_HEADING, _LIST_ITEM = Role.HEADING, Role.LIST_ITEM
# what has the number or the mark of the list item that it begins
_BEGINNING = (Role.CODE, Role.TABLE)


class List:
    """An open list, the number of its next item, and the step from there to the one after it."""

    __slots__ = ("next", "ordered", "step")

    def __init__(self, ordered: bool, following: int, step: int = 1) -> None:
        self.ordered = ordered
        self.next = following
        self.step = step


class Item:
    """An open list item, the number of lists and what else is around it, and whether there has been a block of it.

    Attributes:
        checked: of a task, whether it is done; None for an item that is none.
    """

    __slots__ = ("around", "begun", "checked", "lists", "ordered", "ordinal", "reversed")

    def __init__(self, ordered: bool, ordinal: int, reversed_: bool, lists: int, around: list[dict[str, Any]]) -> None:
        self.ordered = ordered
        self.ordinal = ordinal
        self.reversed = reversed_
        self.lists = lists
        self.around = around
        self.begun = False
        self.checked: bool | None = None

    def attributes(self) -> dict[str, Any]:
        """For the next block of the item: the first has its number; the further ones say that they go on with it."""
        attributes: dict[str, Any] = {"ordered": self.ordered, "ordinal": self.ordinal}
        if self.reversed:
            attributes["reversed"] = True
        if self.begun:
            attributes["continued"] = True
        elif self.checked is not None:
            attributes["checked"] = self.checked
        self.begun = True
        return attributes


class Context:
    """What the elements around a text make of it. Shared by the elements within, and not changed once it is shared.

    Attributes:
        around: the quotations and definitions, outermost first, as the blocks within have them for an attribute.
        exact: the text is in line breaks of its own: see `html_exact`.
    """

    __slots__ = ("around", "exact", "hints", "item", "level", "list", "lists", "post", "quotes", "role")

    def __init__(
        self,
        role: Role = Role.PARAGRAPH,
        level: int = 0,
        hints: frozenset[str] = frozenset(),
        lists: int = 0,
        quotes: int = 0,
        list_: List | None = None,
        item: Item | None = None,
        post: dict[str, str] | None = None,
        around: list[dict[str, Any]] | None = None,
    ) -> None:
        self.role = role
        self.level = level
        self.hints = hints
        self.lists = lists
        self.quotes = quotes
        self.list = list_
        self.item = item
        self.post = post
        self.around = around if around is not None else []
        self.exact = False

    def copy(self) -> Context:
        """A copy, to be changed before it is shared."""
        copy = Context(
            self.role, self.level, self.hints, self.lists, self.quotes, self.list, self.item, self.post, self.around
        )  # fmt: skip
        copy.exact = self.exact
        return copy

    def within(self, *hints: str) -> Context:
        """A copy with more hints."""
        copy = self.copy()
        copy.hints = self.hints.union(hints)
        return copy

    def enter(self, kind: str, first: int) -> None:
        """A quotation or a definition begins, before this is shared.

        Args:
            kind: ``quote`` or ``definition``.
            first: number of the block that will be its first.
        """
        if len(self.around) < DEEPEST:
            entered: dict[str, Any] = {"kind": kind, "first": first}
            item = self.item
            if item is not None and item.begun:
                entered["within"] = self.lists or 1
            elif item is not None and kind == "quote" and item.around is self.around:
                entered["within"] = self.lists or 1
                entered["item"] = item.attributes()
            self.around = [*self.around, entered]

    def leave(self, kind: str) -> None:
        """The innermost quotation or definition is over, before this is shared; nothing when it is of another kind."""
        if self.around and self.around[-1]["kind"] == kind:
            self.around = self.around[:-1]

    def standing(self, role: Role) -> dict[str, Any]:
        """The attributes that tell where a block of a role stands: in which list item, quotations and definitions."""
        attributes: dict[str, Any] = {}
        item = self.item
        if item is not None:
            if role is _LIST_ITEM:
                attributes = item.attributes()
            elif item.begun:
                attributes["within"] = self.lists or 1
            elif ((role is _HEADING and item.ordered) or role in _BEGINNING) and item.around is self.around:
                attributes = {**item.attributes(), "begins": True, "within": self.lists or 1}
        if self.around:
            attributes["around"] = self.around
        if self.post is not None:
            attributes["post"] = self.post
        return attributes


#: What a frame's end does: its text is a block; or what has been collected apart is over, as hidden or as no text at all.
ENDS_BLOCK, ENDS_HIDDEN, ENDS_UNREAD = "block", "hidden", "unread"


class Frame(Place):
    """An open element that has a place: what it makes of its text, and what is to be done when it ends.

    Attributes:
        context: what it makes of the text within.
        around: the frame whose text goes on after this one.
        close: `ENDS_BLOCK`, `ENDS_HIDDEN`, `ENDS_UNREAD`, or the kind of inline markup that ends; empty when nothing does.
    """

    __slots__ = ("around", "close", "context")

    def __init__(
        self,
        parent: Place | None,
        element: Any,
        tag: str,
        context: Context,
        around: Frame | None,
        close: str = ENDS_BLOCK,
    ) -> None:
        # as in Place, but called for most elements of a page: one call is cheaper than two
        self.parent = parent
        self.element = element
        self.tag = tag
        self.depth = parent.depth + 1 if parent is not None else 0
        self._path = ""
        self._numbers = None
        self.context = context
        self.close = close
        self.around = around


def names_source(frame: Frame) -> bool:
    """Whether an element is the footer or the header of a quotation or a figure, which says whose it is: none of the page's."""
    if frame.tag not in ("footer", "header"):
        return False
    if frame.context.quotes:
        return True
    around = frame.parent
    for _ in range(FIGURED):
        if around is None or around.tag == "figure":
            break
        around = around.parent
    return around is not None and around.tag == "figure"
