"""What the elements of HTML are for a reader, and what their attributes tell."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import etree

from .vocabulary import names_in, told_by


def tags(names: str) -> frozenset[str]:
    """A set of tags, from their names with spaces between them."""
    return frozenset(names.split())


#: Elements whose content is never visible text, or is the value of a form control, or stands in for what the element draws.
#: ``source``, ``track`` and ``wbr`` are not here: libxml2 does not know that they are empty and puts what follows inside them.
SKIPPED = tags(
    "script style template svg option optgroup select textarea datalist title meta link base param area col "
    "input noembed annotation annotation-xml rp rtc canvas progress meter"
)

#: Elements that begin and end a block, without being anything else.
BLOCKS = tags(
    "address article aside body center dd details dialog div dl dt fieldset figure footer form frameset head header "
    "hgroup html legend main nav noframes p search section summary tbody td tfoot th thead tr"
)

#: Inline elements that become inline markup.
SPANS = {
    "a": "link",
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "sub": "sub",
    "sup": "sup",
    "del": "strike",
    "s": "strike",
    "strike": "strike",
    "mark": "mark",
}

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

#: Elements that do something of their own; `html_handlers` has a function for each of the values.
SPECIAL = {
    "br": "line_break",
    "hr": "rule",
    "ul": "list",
    "ol": "list",
    "menu": "list",
    "dir": "list",
    "li": "item",
    "input": "control",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
    "pre": "code",
    "listing": "code",
    "xmp": "code",
    "plaintext": "code",
    "table": "table",
    "img": "image",
    "image": "image",
    "amp-img": "image",
    "iframe": "embed",
    "frame": "embed",
    "video": "embed",
    "audio": "embed",
    "embed": "embed",
    "amp-iframe": "embed",
    "amp-video": "embed",
    "amp-youtube": "embed",
    "noscript": "noscript",
    "script": "script",
    "math": "math",
    "mjx-container": "math",
    "rt": "ruby_text",
    "dt": "term",
    "dd": "definition",
    **dict.fromkeys(HEADINGS, "heading"),
}

#: Blocks in which a button or a custom element is part of the sentence.
PROSE = frozenset({"p", *HEADINGS, "figcaption", "dt"})

#: Inline elements that style sheets set apart from what is beside them, outside of prose, without a class.
_LABELS = frozenset({"label", "time"})

#: Elements, and what the ARIA roles say in their place, whose name is a hint to all that they hold.
LANDMARKS = frozenset({"nav", "aside", "footer", "header", "form", "main", "article", "dialog", "button"})
_ROLES = {"navigation": "nav", "complementary": "aside", "contentinfo": "footer", "banner": "header"}

#: What the walk does with an element: nothing with it and all within; nothing but read on; begin a block.
SKIP, INLINE, BLOCK = range(3)
#: For each tag what the walk does: one of these, or the kind of inline markup that it is. `SPECIAL` has the rest.
KINDS: dict[str, int | str] = {
    **dict.fromkeys("span font u small label big abbr time cite q var wbr nobr o:p picture source".split(), INLINE),
    **dict.fromkeys(SKIPPED, SKIP),
    **dict.fromkeys(BLOCKS, BLOCK),
    **SPANS,
}

#: Attributes that, beside the class, tell something to `TraitsReader`.
TELLING = frozenset({"style", "hidden", "aria-hidden", "role", "itemtype"})
_ASKED = frozenset({"code", "code-lines", "credit", "note-mark", "note-within", "math", "comment", "comments", "post"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAPTION = re.compile(r"(?:^|[\s_-])caption(?![a-z])|[a-z]Caption(?![a-z])")
# names by which style sheets leave a text to screen readers alone, or a wiki to its editors
_UNSEEN = tags(
    "sr-only sr_only visually-hidden visuallyhidden visually_hidden is-visually-hidden u-visually-hidden screen-reader-text "
    "screen-reader-only screenreader-only screenreader clipped a11y-hidden a-offscreen offscreen assistive-text "
    "element-invisible show-for-sr accessibly-hidden usa-sr-only mw-editsection"
)
_ROLE_WORD = re.compile(r"[a-z]{3,20}")


@cache
def telling_classes() -> frozenset[str]:
    """The names of classes that tell something to the walk."""
    return names_in(*_ASKED) | _UNSEEN


class Traits:
    """What an element's attributes say: whether it is hidden, a caption, and words about what it is for.

    Attributes:
        sections: of the vocabulary, in which the names of its class stand, as far as the walk asks for them.
        item: its type by schema.org.
        unseen: it is there for screen readers alone.
    """

    __slots__ = ("aria_hidden", "caption", "hidden", "item", "sections", "unseen", "words")

    def __init__(self, sections: frozenset[str] = frozenset()) -> None:
        self.sections = sections
        self.item = ""
        self.hidden = False
        self.aria_hidden = False
        self.caption = False
        self.unseen = False
        self.words: tuple[str, ...] = ()


class TraitsReader:
    """Reads the traits of one page's elements; what a class or a style tells is found out once.

    Attributes:
        classes: for each value of a class attribute met so far what `of_class` gives.
    """

    def __init__(self) -> None:
        self.classes: dict[str, Traits | None] = {}
        self._styles: dict[str, bool] = {}
        self._roles: dict[str, tuple[str, ...]] = {}

    def of(self, element: Any) -> Traits | None:
        """What an element's attributes say that matters here; None when nothing does."""
        value = element.get("class")
        told = self.of_class(value) if value else None
        names = element.keys()
        return told if TELLING.isdisjoint(names) else self.of_others(element, names, told)

    def of_class(self, value: str) -> Traits | None:
        """What the value of a class attribute says."""
        found = None
        names = value.lower().split()
        if not telling_classes().isdisjoint(names):
            sections = told_by(value) & _ASKED
            unseen = not _UNSEEN.isdisjoint(names)
            if sections or unseen:
                found = Traits(sections)
                found.unseen = unseen
        if "aption" in value and _CAPTION.search(value):
            found = found or Traits()
            found.caption = True
        self.classes[value] = found
        return found

    def of_others(self, element: Any, names: list[str], told: Traits | None) -> Traits | None:
        """What the class says with what the element's other attributes, of these names, say."""
        found = Traits(told.sections if told is not None else frozenset())
        if told is not None:
            found.caption = told.caption
            found.unseen = told.unseen
        if "itemtype" in names:
            found.item = element.get("itemtype")
        if "style" in names:
            value = element.get("style")
            hiding = self._styles.get(value)
            if hiding is None:
                hiding = self._styles[value] = _HIDING.search(value) is not None
            found.hidden = hiding
        if "hidden" in names:
            found.hidden = True
        if "aria-hidden" in names and element.get("aria-hidden").strip().lower() == "true":
            found.aria_hidden = True
        if "role" in names:
            value = element.get("role")
            found.words = self._roles[value] if value in self._roles else self._of_role(value)
        return found if found.hidden or found.aria_hidden or found.words or found.item else told

    def _of_role(self, value: str) -> tuple[str, ...]:
        roles = _ROLE_WORD.findall(value.lower())[:3]
        words = self._roles[value] = tuple([word for role in roles for word in (role, _ROLES.get(role)) if word])
        return words


def are_apart(left: Any, right: Any, tag: str, in_prose: bool) -> bool | None:
    """Whether two inline elements without anything between them are apart for a reader, as links of a menu are.

    Style sheets set them apart: links to different places, and outside of paragraphs whatever has a class of its own, labels
    and times. What an editor cut in two in the middle of a word has the same address, or no class.

    Args:
        left: the element that has ended, with all that is in it.
        right: the one that begins.
        tag: the tag of that one.
        in_prose: whether they stand in one of `PROSE`.

    Returns:
        None when their texts have to tell.
    """
    if tag == "a" == left.tag:
        return True if left.get("href") != right.get("href") else None
    kind = KINDS.get(tag, INLINE)
    if kind is SKIP or kind is BLOCK or tag in SPECIAL:
        return False
    if in_prose or kind == "sup" or kind == "sub":
        return None
    return True if tag in _LABELS or left.tag in _LABELS or (left.get("class") and right.get("class")) else None


def is_hidden(element: Any) -> bool:
    """Whether an element itself is hidden from everybody's sight."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDING.search(style) is not None)


def is_unseen(element: Any) -> bool:
    """Whether an element's class leaves it to screen readers alone."""
    value = element.get("class")
    return value is not None and not _UNSEEN.isdisjoint(value.lower().split())


def flat_text(element: Any) -> str:
    """The visible text within an element on one line, as for a title: blocks and breaks become spaces."""
    flat = flatten(element)
    return flat[0] if flat else ""


def flatten(element: Any, unwanted: frozenset[str] = frozenset()) -> tuple[str, int, frozenset[str]] | None:
    """The visible text within an element on one line, how many of its characters are links, and the tags in it.

    None as soon as one of the unwanted tags is met: what is beyond it is not looked at.
    """
    parts: list[str] = []
    met: set[str] = set()
    links = linked = 0
    skipped: Any = None
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, child in walker:
        tag = child.tag
        if event == "start":
            if tag in SKIPPED or tag == "noscript" or (child is not element and is_hidden(child)):
                skipped = child
                walker.skip_subtree()
                continue
            if tag in unwanted:
                return None
            met.add(tag)
            links += tag == "a"
            if tag in BLOCKS or tag in SPECIAL:
                parts.append(" ")
            piece = child.text
        else:
            if child is element:
                break
            if event == "end":
                links -= tag == "a" and child is not skipped
                if tag in BLOCKS or tag in SPECIAL:
                    parts.append(" ")
            piece = child.tail
        if piece:
            parts.append(piece)
            linked += len(" ".join(piece.split())) if links > 0 else 0
    return " ".join("".join(parts).split()), linked, frozenset(met)
