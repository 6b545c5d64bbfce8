"""How blocks stand in lists, quotations and definitions: a tree, made of the flat order in which a document has them.

Blocks may have been taken away, so nothing in it is taken for granted: what a block names and is not there is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..document import Block, Role
from .inline import DEEPEST, begins_item, integer, is_list_item, level_of

_PARAGRAPH = Role.PARAGRAPH  # looking up a member of an enumeration costs more than the rest
# something is around them, whatever their attributes say
_AROUND = (Role.QUOTE, Role.DEFINITION)


@dataclass(slots=True)
class Passage:
    """What stands in one element, from the block with a number on."""

    first: int
    parts: list[Part] = field(default_factory=list)


class Quotation(Passage):
    """What is quoted."""

    __slots__ = ()


class Definition(Passage):
    """What a term means."""

    __slots__ = ()


@dataclass(slots=True)
class Definitions:
    """Terms and what they mean."""

    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """An item of a list: the block that begins it, and what else stands in it."""

    ordinal: int
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Listing:
    """A list.

    Attributes:
        level: how deep it stood in the page.
        ordered: whether its items are numbered.
        step: from the number of an item to that of the next: 1, or -1 when it counts down.
    """

    level: int
    ordered: bool
    step: int
    parts: list[Item] = field(default_factory=list)

    def takes(self, ordered: bool, step: int, ordinal: int) -> bool:
        """Whether an item is the next one of the list."""
        if not ordered or not self.ordered:
            return ordered == self.ordered
        return step == self.step and ordinal == self.parts[-1].ordinal + step


Part: TypeAlias = "Block | Quotation | Definition | Definitions | Listing"
#: A list is always followed by its last item.
Open: TypeAlias = "Quotation | Definition | Definitions | Listing | Item"


def nested(blocks: Iterable[Block]) -> list[Part]:
    """The blocks in order, those within lists, quotations and definitions in these."""
    tree = _Tree()
    for block in blocks:
        if block.role is _PARAGRAPH and not block.attributes:  # as most are
            tree.open_.clear()
            tree.parts.append(block)
        else:
            tree.add(block)
    return tree.parts


class _Tree:
    """The tree, and what is still open in it, outermost first."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.open_: list[Open] = []

    def add(self, block: Block) -> None:
        """Put a block where it belongs."""
        if is_list_item(block) and not block.text.strip():
            return
        at = 0
        if "around" in block.attributes or block.role in _AROUND:
            for kind, first, within, item in _around(block):
                inner = self._past_lists(at, within)
                if item is not None and not self._is_quoted(inner, first):
                    self._begin_item(self._past_lists(at, within - 1), item, within)
                    inner = len(self.open_)
                at = self._quoted(inner, first) if kind == "quote" else self._defined(inner, first)
        if begins_item(block):
            self._add_item(at, block)
            return
        if self.open_:
            at = self._past_lists(at, integer(block.attributes.get("within"), 0))
        if block.role is Role.TERM:
            at = self._defining(at)
        self._close(at)
        self._inner().append(block)

    def _inner(self) -> list[Part]:
        """The parts of the innermost that is open."""
        inner = self.open_[-1] if self.open_ else None
        assert not isinstance(inner, Listing)
        return inner.parts if inner is not None else self.parts

    def _close(self, at: int) -> None:
        del self.open_[at:]

    def _begin(self, at: int, part: Quotation | Definition | Definitions | Listing) -> int:
        """Something begins at a depth, where whatever is open ends; the depth within it."""
        self._close(at)
        self._inner().append(part)
        self.open_.append(part)
        return at + 1

    def _past_lists(self, at: int, level: int) -> int:
        """The depth within the innermost of the open lists up to a level."""
        open_ = self.open_
        while at < len(open_) and isinstance(listing := open_[at], Listing) and listing.level <= level:
            at += 2
        return at

    def _is_quoted(self, at: int, first: int) -> bool:
        """Whether the quotation with this first block is open at a depth."""
        here = self.open_[at] if at < len(self.open_) else None
        return isinstance(here, Quotation) and here.first == first

    def _quoted(self, at: int, first: int) -> int:
        return at + 1 if self._is_quoted(at, first) else self._begin(at, Quotation(first))

    def _defining(self, at: int) -> int:
        here = self.open_[at] if at < len(self.open_) else None
        return at + 1 if isinstance(here, Definitions) else self._begin(at, Definitions())

    def _defined(self, at: int, first: int) -> int:
        at = self._defining(at)
        here = self.open_[at] if at < len(self.open_) else None
        if isinstance(here, Definition) and here.first == first >= 0:
            return at + 1
        return self._begin(at, Definition(first))

    def _add_item(self, at: int, block: Block) -> None:
        """A list item, or a block that goes on with one: of the open list of the same level, or of a list that begins."""
        given = block.attributes
        level = level_of(block) if is_list_item(block) else _level(given)
        at = self._past_lists(at, level - 1)
        beside = self.open_[at] if at < len(self.open_) else None
        if isinstance(beside, Listing) and given.get("continued") and beside.level == level:
            last = beside.parts[-1]
            if last.ordinal == integer(given.get("ordinal"), 1):
                self._close(at + 2)
                last.parts.append(block)
                return
        self._begin_item(at, given, level)
        self._inner().append(block)

    def _begin_item(self, at: int, given: Mapping[str, Any], level: int) -> None:
        """An item begins at a depth.

        A list whose items stood deeper goes on with this one when nothing of the items around it has stayed.

        Args:
            given: what an item has as attributes: its number, and the kind of its list.
            level: how deep it stood in the page.
        """
        ordered = bool(given.get("ordered"))
        ordinal = integer(given.get("ordinal"), 1)
        step = -1 if given.get("reversed") else 1
        beside = self.open_[at] if at < len(self.open_) else None
        if isinstance(beside, Listing):
            beside.level = level
        if isinstance(beside, Listing) and beside.takes(ordered, step, ordinal):
            listing = beside
            self._close(at + 1)
        else:
            listing = Listing(level, ordered, step)
            self._begin(at, listing)
        item = Item(ordinal)
        listing.parts.append(item)
        self.open_.append(item)


def _level(given: Mapping[str, Any]) -> int:
    """How deep the list item stood in the page that something else than its text begins."""
    return max(1, min(integer(given.get("within"), 1), DEEPEST))


def _around(block: Block) -> Iterator[tuple[str, int, int, dict[str, Any] | None]]:
    """The quotations and definitions that a block is in, outermost first.

    Of each the kind, the first block, the depth of lists around it, and the attributes of the list item that it begins.
    """
    given = block.attributes.get("around")
    kinds = []
    for one in given[:DEEPEST] if isinstance(given, (list, tuple)) else ():
        kind = one.get("kind") if isinstance(one, dict) else None
        if kind in ("quote", "definition"):
            kinds.append(kind)
            item = one.get("item")
            begun = item if isinstance(item, dict) else None
            yield kind, integer(one.get("first"), -1), _level(one) if begun else integer(one.get("within"), 0), begun
    if block.role is Role.QUOTE and "quote" not in kinds:
        for _ in range(level_of(block)):
            yield "quote", -1, integer(block.attributes.get("within"), 0), None
    elif block.role is Role.DEFINITION and "definition" not in kinds[-1:]:
        yield "definition", -1, integer(block.attributes.get("within"), 0), None
