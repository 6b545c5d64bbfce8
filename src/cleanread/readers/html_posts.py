"""Tells posts of a forum and comments of readers, with who wrote them and when."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from ..native import twin
from .vocabulary import LONGEST as LONGEST_CLASS
from .vocabulary import compiled, names_in, told_by

_twin = twin("cleanread.readers._posts")

#: Elements of a post that are looked at for its author and date.
MOST = 60
#: Characters of an author's name or a date as written.
LONGEST = 80

#: Values of an ``id`` that say the same as a class of the section ``comments``.
IDS = frozenset(
    {
        "comments",
        "commentlist",
        "comment-list",
        "comment_list",
        "disqus_thread",
        "commentsection",
        "comments-section",
        "reader-comments",
    }
)


def kind_of(sections: frozenset[str]) -> str | None:
    """``comment`` or ``post`` for what the names of a class say."""
    if "comment" in sections or "comments" in sections:
        return "comment"
    return "post" if "post" in sections else None


def kind_of_item(itemtype: str) -> str | None:
    """The same for a type of schema.org."""
    if itemtype.endswith(("/Comment", "/UserComments")):
        return "comment"
    return "post" if itemtype.endswith(("/DiscussionForumPosting", "/Answer", "/Question")) else None


def read_post(element: Any, kind: str) -> dict[str, str]:
    """What is known of a post or comment: ``kind``, and ``author`` and ``date`` when the element names them.

    The author comes from microdata or the names of classes; the date from microdata, a ``time`` element or such a class.
    Often they stand beside the text: then the elements before it, within what holds both, are looked at.
    """
    found = {"kind": kind}
    _look(element, found)
    if len(found) < 3:
        before = element.getprevious()
        for _ in range(3):
            if before is None or len(found) == 3 or kind_of(told_by(before.get("class"))) or before.get("itemtype"):
                break
            _look(before, found)
            before = before.getprevious()
    if len(found) < 3:
        # the holder of one post: its text and its head; never a list of them
        around = element.getparent()
        if around is not None and sum(1 for _ in islice(around.iterchildren(element.tag), 3)) < 3 and len(around) < 8:
            _look(around, found)
    return found


def _look(element: Any, found: dict[str, str]) -> None:
    for one in _saying(element) if _twin is None else _twin.saying(element, MOST, LONGEST_CLASS, _told(), _tells):
        item = one.get("itemprop") or ""
        sections = told_by(one.get("class"))
        if "author" not in found and ("author" in sections or item in ("author", "creator")):
            name = _name(one)
            if name:
                found["author"] = name
        if "date" not in found and (
            one.tag == "time" or "date" in sections or item in ("datePublished", "dateCreated", "commentTime")
        ):
            date = one.get("datetime") or one.get("content") or _short(one)
            if date and any(char.isdigit() for char in date):
                found["date"] = date.strip()[:LONGEST]
        if len(found) == 3:
            return


def _saying(element: Any) -> Iterator[Any]:
    """The elements that may tell something, of the first ones within an element and itself."""
    for one in islice(element.iter("*"), MOST):
        classes = one.get("class")
        if one.get("itemprop") or (classes and _tells(classes[:LONGEST_CLASS])) or one.tag == "time":
            yield one


@cache
def _telling() -> frozenset[str]:
    """The names of classes by which an element may hold an author or a date."""
    return names_in("author", "date")


@cache
def _told() -> Any:
    """The same, as the compiled twin has them."""
    return compiled(_telling())


@lru_cache(maxsize=4096)
def _tells(classes: str) -> bool:
    """Whether an element of these classes may hold an author or a date."""
    return not _telling().isdisjoint(classes.lower().split())


def _name(element: Any) -> str:
    inner = next((one for one in element.iter("*") if one.get("itemprop") == "name"), None)
    holder = inner if inner is not None else element
    return holder.get("content") or _short(holder)


def _short(element: Any) -> str:
    text = " ".join("".join(islice(element.itertext(), 20)).split())
    return text if len(text) <= LONGEST else ""
