# cython: nonecheck=True
"""The document model: what readers produce, plugins look at and renderers write.

A `Document` is an ordered, fixed sequence of `Block`s with `Metadata` about the whole. A block is one
thing that a reader would point at: a paragraph, a heading, a caption. Texts never change once they
are read; plugins annotate blocks (role, language, probability) and give verdicts about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .words import count_words, fold

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from .source import Source

__all__ = [
    "Block",
    "Document",
    "Inline",
    "InlineKind",
    "Metadata",
    "Place",
    "Role",
    "count_words",
    "fold",
    "join",
]

#: Characters; the path of an element nested so deep that it would be longer has "…" for its middle.
LONGEST_PATH = 600


class Role(StrEnum):
    """What a block is in the document's structure."""

    PARAGRAPH = "paragraph"
    TITLE = "title"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    FIGURE = "figure"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    AGENCY = "agency"
    EMBED = "embed"
    RULE = "rule"
    MATH = "math"
    FOOTNOTE = "footnote"
    TERM = "term"
    DEFINITION = "definition"


InlineKind = Literal["link", "strong", "em", "code", "sub", "sup", "strike", "mark", "image", "math", "note", "backlink"]


class Inline(NamedTuple):
    """Inline markup over ``text[start:end]`` of its block (offsets in code points).

    ``target`` is a link's address, an image's source, or the label of the footnote that a ``note`` refers to. An image
    covers its alternative text, which may be empty; ``math`` covers its TeX; a ``backlink`` covers what leads from a
    footnote back to the text.
    """

    kind: InlineKind
    start: int
    end: int
    target: str = ""


class Place:
    """An element of a page that holds a block, or holds one that does: the way up from a block to the page's root.

    There is one `Place` for an element, shared by all the blocks within, so going up costs no look-up.

    Attributes:
        parent: the place of the element around; None for the root.
        element: the lxml element.
        tag: the element's tag.
        depth: number of elements around it.
    """

    __slots__ = ("_numbers", "_path", "depth", "element", "parent", "tag")

    def __init__(self, parent: Place | None, element: Any, tag: str, depth: int) -> None:
        self.parent = parent
        self.element = element
        self.tag = tag
        self.depth = depth
        self._path = ""
        self._numbers: dict[Any, int] | None = None

    @property
    def path(self) -> str:
        """The element path from the root, made when first asked for; of one too long, ``…`` stands for its middle."""
        missing: list[Place] = []
        open_: Place | None = self
        while open_ is not None and not open_._path:
            missing.append(open_)
            open_ = open_.parent
        for place in reversed(missing):
            above = place.parent._path if place.parent is not None else ""
            if len(above) > LONGEST_PATH:
                above = above[: above.index("/", LONGEST_PATH // 2)] + "/…"
            place._path = f"{above}/{place.tag}{place._number()}"
        return self._path

    def _number(self) -> str:
        """Which of its siblings of the same tag the element is, in brackets."""
        if self.parent is None or self.tag in ("html", "head", "body"):
            return ""
        numbers = self.parent._numbers
        if numbers is None:
            numbers = self.parent._numbers = {}
            counts: dict[Any, int] = {}
            for child in self.parent.element:
                counts[child.tag] = numbers[child] = counts.get(child.tag, 0) + 1
        return f"[{numbers.get(self.element, 1)}]"

    def __repr__(self) -> str:
        return f"<Place {self.path}>"


class Block:
    """One piece of the document. Compared by identity; its text is never edited.

    Attributes:
        text: the visible text, without the white space around it.
        role: what it is; plugins may change it in ``cleanread_annotate``.
        gap: the white space that stood between the block before (or the document's start) and this one.
        line: line number in a text source, from 1.
        path: place in a page, as an element path (``/html/body/div[2]/p[1]``).
        level: a heading's level (1-6), or the depth of a list item or a quotation (1 and up).
        inline: inline markup, ordered by start, outer before inner.
        language: BCP 47 code of this block when a plugin has found it.
        link_share: share of the text's characters that are link text, 0-1.
        probability: probability of being content, 0-1, when a model has judged it.
        hints: words about its ancestors that tell what they are for (``nav``, ``aside``, ``hidden`` …).
        attributes: what a role needs to be rendered, such as ``src``, ``alt``, ``rows``, ``ordinal``, and what the block
            stands in: ``within`` is the depth of its list item, ``around`` lists its quotations and definitions.
        element: the lxml element it was read from, or None.
        place: where that element is in the page, or None.
        index: its position in ``document.blocks``.
    """

    __slots__ = (
        "_folded",
        "_path",
        "_words",
        "attributes",
        "element",
        "gap",
        "hints",
        "index",
        "inline",
        "language",
        "level",
        "line",
        "link_share",
        "place",
        "probability",
        "role",
        "text",
    )

    def __init__(
        self,
        text: str,
        role: Role = Role.PARAGRAPH,
        gap: str = "\n\n",
        line: int | None = None,
        path: str | None = None,
        level: int = 0,
        inline: tuple[Inline, ...] = (),
        language: str | None = None,
        link_share: float = 0.0,
        probability: float | None = None,
        hints: frozenset[str] = frozenset(),
        attributes: Mapping[str, Any] | None = None,
        element: Any = None,
        index: int = -1,
        place: Place | None = None,
    ) -> None:
        self.text = text
        self.role = role
        self.gap = gap
        self.line = line
        self._path = path
        self.level = level
        self.inline = inline
        self.language = language
        self.link_share = link_share
        self.probability = probability
        self.hints = hints
        self.attributes: Mapping[str, Any] = attributes if attributes is not None else {}
        self.element = element
        self.index = index
        self.place = place
        self._words = -1
        self._folded: str | None = None

    @property
    def path(self) -> str | None:
        """Place in a page, as an element path; None in plain text."""
        if self._path is None and self.place is not None:
            return self.place.path
        return self._path

    @path.setter
    def path(self, path: str | None) -> None:
        self._path = path

    @property
    def words(self) -> int:
        """Number of words; a character counts as a word in scripts without spaces."""
        if self._words < 0:
            self._words = count_words(self.text)
        return self._words

    @property
    def folded(self) -> str:
        """The text as phrases are compared: see `fold`."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def soup(self) -> BeautifulSoup | None:
        """The block's element as BeautifulSoup, built when asked for; None in plain text."""
        if self.element is None:
            return None
        import lxml.html
        from bs4 import BeautifulSoup

        return BeautifulSoup(lxml.html.tostring(self.element, encoding="unicode"), "lxml")

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 60 else f"{self.text[:57]}..."
        return f"<Block {self.index} {self.role}: {text!r}>"

    def replaced(self, text: str) -> Block:
        """A copy with another text; inline markup is clipped to what the texts share at their start."""
        shared = 0
        for mine, other in zip(self.text, text, strict=False):
            if mine != other:
                break
            shared += 1
        inline = tuple(
            Inline(span.kind, span.start, min(span.end, shared), span.target) for span in self.inline if span.start < shared
        )
        return Block(
            text=text,
            role=self.role,
            gap=self.gap,
            line=self.line,
            path=self._path,
            level=self.level,
            inline=inline,
            language=self.language,
            link_share=self.link_share,
            probability=self.probability,
            hints=self.hints,
            attributes=self.attributes,
            element=self.element,
            index=self.index,
            place=self.place,
        )


@dataclass
class Metadata:
    """What is known of the whole document. Dates are ISO 8601 strings, as exact as the source is."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    site_name: str | None = None
    description: str | None = None
    lead_image: str | None = None
    canonical_url: str | None = None


class Document:
    """A source as an ordered sequence of blocks.

    Args:
        blocks: in reading order; they are numbered here.
        source: where they come from.
        metadata: what is known of the whole.
        tail: white space after the last block.

    Attributes:
        article_end: index of the block that says that the article ends there (an agency's end mark),
            when a plugin has found one.
        shared: a place where plugins leave what others may use, by a name of their own, until the document is cleaned.
    """

    def __init__(
        self,
        blocks: Iterable[Block],
        source: Source,
        metadata: Metadata | None = None,
        tail: str = "",
        root: Any = None,
    ) -> None:
        self.blocks: tuple[Block, ...] = tuple(blocks)
        for index, block in enumerate(self.blocks):
            block.index = index
        self.source = source
        self.metadata = metadata if metadata is not None else Metadata()
        self.tail = tail
        self.root = root
        self.article_end: int | None = None
        self.shared: dict[str, Any] = {}

    @property
    def is_text(self) -> bool:
        """Whether the source was plain text, so that blocks are lines."""
        return self.source.media_type == "text/plain"

    @property
    def text(self) -> str:
        """The whole visible text; of a plain-text source, the source exactly."""
        return join(self.blocks, self.blocks, self.tail)

    @cached_property
    def soup(self) -> BeautifulSoup | None:
        """The page as BeautifulSoup, built when first asked for; None when the source was text."""
        if self.root is None:
            return None
        import lxml.html
        from bs4 import BeautifulSoup

        return BeautifulSoup(lxml.html.tostring(self.root, encoding="unicode"), "lxml")


def state_of(blocks: Iterable[Block]) -> tuple[list[str], list[int]]:
    """The texts and the indices of blocks: what no plugin may change."""
    texts, indices = [], []
    for block in blocks:
        texts.append(block.text)
        indices.append(block.index)
    return texts, indices


def are_as_before(blocks: tuple[Block, ...], texts: list[str], indices: list[int]) -> bool:
    """Whether blocks still have the texts and the positions that they had."""
    for at, block in enumerate(blocks):
        if (block.text is not texts[at] and block.text != texts[at]) or block.index != indices[at]:
            return False
    return True


def join(kept: Iterable[Block], every: tuple[Block, ...], tail: str) -> str:
    """The text of the kept blocks, each after the gap that stood before it.

    The first kept block gets the document's own first gap, so a removed head leaves no hole; a removed
    block takes the gap before it along. With nothing removed this is the source to the byte.
    """
    parts: list[str] = []
    for block in kept:
        parts.append(block.gap if parts else every[0].gap)
        parts.append(block.text)
    parts.append(tail)
    return "".join(parts)
