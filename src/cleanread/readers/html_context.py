"""Where the walk over a page is: the open elements, and what they make of the text within them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..document import Role

#: Characters; the path of a block nested so deep that it would be longer has "…" for its middle.
LONGEST_PATH = 600


@dataclass(slots=True)
class List:
    """An open list, and the number of its next item."""

    ordered: bool
    next: int


@dataclass(slots=True)
class Item:
    """An open list item, and whether there has been a block of it."""

    ordered: bool
    ordinal: int
    begun: bool = False

    def attributes(self) -> dict[str, Any]:
        """For the next block of the item: the first has its number; the further ones say that they go on with it."""
        attributes: dict[str, Any] = {"ordered": self.ordered, "ordinal": self.ordinal}
        if self.begun:
            attributes["continued"] = True
        self.begun = True
        return attributes


class Context:
    """What the elements around a text make of it. Shared by the elements within, and never changed."""

    __slots__ = ("hints", "item", "level", "list", "lists", "quotes", "role")

    def __init__(self) -> None:
        self.role = Role.PARAGRAPH
        self.level = 0
        self.hints: frozenset[str] = frozenset()
        self.lists = 0
        self.quotes = 0
        self.list: List | None = None
        self.item: Item | None = None

    def but(self, changes: dict[str, Any]) -> Context:
        """A copy with some attributes changed."""
        other = Context()
        other.role, other.level, other.hints = self.role, self.level, self.hints
        other.lists, other.quotes, other.list, other.item = self.lists, self.quotes, self.list, self.item
        for name, value in changes.items():
            setattr(other, name, value)
        return other


class Frame:
    """An open element: its place among its siblings, and what is to be done when it ends."""

    __slots__ = ("block", "close", "context", "counts", "element", "number", "parent", "path", "tag")

    def __init__(self, parent: Frame | None, element: Any, tag: str, number: int) -> None:
        self.parent = parent
        self.element = element
        self.tag = tag
        self.number = number
        self.counts: dict[str, int] = {}
        self.close = ""
        self.path = ""
        if parent is not None:
            self.block: Frame = parent.block
            self.context: Context = parent.context
        else:
            self.block = self
            self.context = Context()


def path_of(frame: Frame) -> str:
    """The path of an element, with the paths of those around it kept for the next one."""
    missing: list[Frame] = []
    open_: Frame | None = frame
    while open_ is not None and not open_.path:
        missing.append(open_)
        open_ = open_.parent
    for one in reversed(missing):
        above = one.parent.path if one.parent is not None else ""
        if len(above) > LONGEST_PATH:
            above = above[: above.index("/", LONGEST_PATH // 2)] + "/…"
        one.path = f"{above}/{one.tag}" if one.tag in ("html", "head", "body") else f"{above}/{one.tag}[{one.number}]"
    return frame.path
