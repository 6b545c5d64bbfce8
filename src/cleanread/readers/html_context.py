"""Where the walk over a page is: the open elements, and what they make of the text within them."""

from __future__ import annotations

from typing import Any

from ..document import Place, Role


class List:
    """An open list, and the number of its next item."""

    __slots__ = ("next", "ordered")

    def __init__(self, ordered: bool, following: int) -> None:
        self.ordered = ordered
        self.next = following


class Item:
    """An open list item, and whether there has been a block of it."""

    __slots__ = ("begun", "ordered", "ordinal")

    def __init__(self, ordered: bool, ordinal: int) -> None:
        self.ordered = ordered
        self.ordinal = ordinal
        self.begun = False

    def attributes(self) -> dict[str, Any]:
        """For the next block of the item: the first has its number; the further ones say that they go on with it."""
        attributes: dict[str, Any] = {"ordered": self.ordered, "ordinal": self.ordinal}
        if self.begun:
            attributes["continued"] = True
        self.begun = True
        return attributes


class Context:
    """What the elements around a text make of it. Shared by the elements within, and not changed once it is shared."""

    __slots__ = ("hints", "item", "level", "list", "lists", "post", "quotes", "role")

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
    ) -> None:
        self.role = role
        self.level = level
        self.hints = hints
        self.lists = lists
        self.quotes = quotes
        self.list = list_
        self.item = item
        self.post = post

    def copy(self) -> Context:
        """A copy, to be changed before it is shared."""
        return Context(self.role, self.level, self.hints, self.lists, self.quotes, self.list, self.item, self.post)

    def within(self, hint: str) -> Context:
        """A copy with one hint more."""
        return Context(self.role, self.level, self.hints | {hint}, self.lists, self.quotes, self.list, self.item, self.post)


#: What a frame's end does: its text is a block; or what has been collected apart as hidden is over.
ENDS_BLOCK, ENDS_HIDDEN = "block", "hidden"


class Frame(Place):
    """An open element that has a place: what it makes of its text, and what is to be done when it ends.

    Attributes:
        context: what it makes of the text within.
        around: the frame whose text goes on after this one.
        close: `ENDS_BLOCK`, `ENDS_HIDDEN`, or the kind of inline markup that ends; empty when nothing does.
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
        self.note = None
        self._path = ""
        self._numbers = None
        self.context = context
        self.close = close
        self.around = around
