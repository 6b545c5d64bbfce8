"""Agency end marks, agency lines and author lines.

An end mark (``./.``, ``-30-``, ``(END)``) is understood as the article's end and taken from the text; other
plugins then know that what follows is not the article. An agency's name alone after the end, or an
author's line, becomes metadata.

    … a team of experts./.      →  … a team of experts.
    (END)                       →  (gone; the article ends here)
    VNA                         →  (gone; it is the article's source)
    By Minh Nga                 →  byline "Minh Nga"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleanread import Document, Drop, Keep, Option, Rewrite, Role, Verdict, hookimpl

from .lines import Line, lines_of
from .phrases import Lexicon
from .seen import VOWEL_SIGNS

before = ["language", "related", "captions", "interface"]

#: Marks glued to the last sentence: what stands before the mark, the mark.
_GLUED = re.compile(
    r'^(?P<text>.*[\w)\]%”"’»」』!?…])(?P<stop>[.!?。]?)\s*'
    r"(?P<mark>/\.|\./|//\.?|\.//|-\s?30\s?-|#{3,}|\(END\)|■|∎|◼|▪|-0-)$",
    re.DOTALL,
)
#: Marks that nothing else looks like.
_SURE = ("./.", "/.", "-30-", "(END)")
#: What a slash may belong to: an address, a path, a slash that the sentence speaks of.
_PATH = re.compile(r"(?:[/@~]\S*|\w\.\w\S*|\s)$")
#: Share of the paragraphs that may follow a mark which no list of other articles follows: any mark, and a sure one.
_MOST_AFTER = (1 / 2, 2 / 3)
#: Lines below the first paragraph, which may be a standfirst, among which the author's stands.
_BELOW = 5
_LAST = ("/.", "./", "//", "-", "###", "(END)", "■", "∎", "◼", "▪")
#: What they end with, but for the first, whose full stop ends most sentences.
_LAST_SIGNS = frozenset("/-#)■∎◼▪")
#: A mark as a line of its own, without regard to a language.
_ALONE = re.compile(r"^(?:\.?/\.|-\s?30\s?-|—\s?30\s?—|#\s?#\s?#{1,3}|-\s?0\s?-|■|∎|◼|xxx)$")
_WRAPPED = re.compile(r"^[-–—(（\[/#*\s]*(.+?)[-–—)）\]/#*.\s]*$")
_PART = rf"[^\W\d_][\w{VOWEL_SIGNS}.'’\-]*"
_NAME = re.compile(rf"^{_PART}(?:[ ,&|/]+(?:and|và|und|et|y|e|og|och|i|и|及|{_PART})){{0,7}}$")


@hookimpl
def cleanread_options() -> list[Option]:
    """Further marks, and whether agency lines stay."""
    return [
        Option("marks", "list", [], "further end marks that stand as a line of their own"),
        Option("keep_agency", "bool", False, "keep an agency's name after the end in the text"),
    ]


@hookimpl
def cleanread_annotate(document: Document, options: Mapping[str, Any]) -> None:
    """Find where the article ends, its agency and its author."""
    lines = lines_of(document)
    marked = [line.index for line in _marked(document, options) if line.index >= lines.first_core]
    if marked and (end := _end(document, marked)) is not None:
        document.article_end = end
    for line in lines.small:
        name = author(line)
        if name and line.block.role is Role.PARAGRAPH:
            line.block.role = Role.BYLINE
            document.metadata.byline = document.metadata.byline or name
    for line in _agency_lines(document):
        line.block.role = Role.AGENCY
        document.metadata.site_name = document.metadata.site_name or line.text.strip("()[] ")


def _end(document: Document, marked: list[int]) -> int | None:
    """The last mark before a list of other articles opens: briefs in a round-up each have one.

    A mark may be something else when most of the document follows it and no such list.
    """
    lines = lines_of(document)
    for number, index in enumerate(marked):
        following = marked[number + 1] if number + 1 < len(marked) else len(lines)
        if following == len(lines) or any(
            lines[at].sections & {"related", "popular", "comments"} for at in range(index + 1, following)
        ):
            after = sum(at > index for at in lines.core)
            share = _MOST_AFTER[lines[index].text.endswith(_SURE)]
            return index if following < len(lines) or after <= share * len(lines.core) else None
    return None


@hookimpl
def cleanread_clean(document: Document, options: Mapping[str, Any]) -> Iterator[Verdict]:
    """Take the marks from the text."""
    lines = lines_of(document)
    for line in _marked(document, options):
        if line.index < lines.first_core or line.block.role is Role.CODE:
            continue
        shorter = without_mark(line.text)
        if shorter is not None:
            yield Rewrite(line.block, shorter, "end-mark", "an agency's end mark closed the last sentence", 0.97)
        else:
            yield Drop(line.block, "end-mark", "an end mark as agencies set it, not a line of the article", 0.95)
    for line in lines.small:
        if line.index > lines.first_core + _BELOW:
            break
        if line.block.role is Role.BYLINE:
            yield Keep(line.block, "byline", "the author's line at the head of the text", 0.85)
    if not options["keep_agency"]:
        for line in _agency_lines(document):
            yield Drop(line.block, "agency", "the agency's name after the article; it is in the metadata", 0.85)


def _marked(document: Document, options: Mapping[str, Any]) -> list[Line]:
    """The lines that are, or end with, an end mark; looked for once a document."""
    found: list[Line] | None = document.shared.get(__name__)
    if found is None:
        found = document.shared[__name__] = [line for line in lines_of(document).live if is_mark(line, options)]
    return found


def is_mark(line: Line, options: Mapping[str, Any]) -> bool:
    """Whether a line is, or ends with, an end mark."""
    text = line.text
    if (text[-1:] in _LAST_SIGNS or text[-2:] == "/.") and without_mark(text) is not None:
        return True
    if len(text) > 60 or line.sure or line.words > 4 or line.block.role is Role.CODE:
        return False
    if text in (options.get("marks") or ()) or (len(text) < 12 and _ALONE.match(text)):
        return True
    if "ends" not in line.sections:
        return False
    wrapped = _WRAPPED.match(text)
    # a bare word ("END") must shout or stand between signs: "The end" may be a line of a story
    return wrapped is not None and (wrapped[1] != text or (text.isupper() and len(text) > 2) or not text.isascii())


def without_mark(text: str) -> str | None:
    """The text without the end mark glued to it, or None when there is none.

    >>> without_mark("a team of experts./."), without_mark("he said. -30-"), without_mark("see example.org/.")
    ('a team of experts.', 'he said.', None)
    """
    if len(text) < 12 or not text.endswith(_LAST):
        return None
    match = _GLUED.match(text)
    if match is None or (match["mark"][0] == "/" and not match["stop"] and _PATH.search(text[: match.start("mark")])):
        return None
    stop = match["stop"] or ("." if match["mark"].startswith((".", "/")) and match["text"][-1] not in '”"’»!?…' else "")
    return match["text"] + stop


def author(line: Line) -> str | None:
    """The name in an author's line (``By Minh Nga``), or None."""
    if not line.is_bylike or line.ends_sentence or (line.is_headline and line.words > 8):
        return None
    words = line.text.split()
    for length in (4, 3, 2, 1):
        opening = " ".join(words[:length]).strip(" :-–—").casefold()
        rest = " ".join(words[length:]).lstrip(":-–— ")
        if rest and opening in line.lexicon.bylines and _is_name(rest, line.lexicon):
            return rest.partition("|")[0].strip()
    return None


def _is_name(text: str, words: Lexicon) -> bool:
    if not text[:1].isupper() and text.isascii():
        return False
    if not _NAME.match(text):
        return False
    parts = text.split()
    capitals = sum(part[:1].isupper() or not part.isascii() for part in parts)
    return capitals * 2 > len(parts) and not any(part.casefold() in words.dates for part in parts[:2])


def _agency_lines(document: Document) -> list[Line]:
    """Lines right after the end that are an agency's name alone."""
    if document.article_end is None:
        return []
    lines = lines_of(document)
    following = range(document.article_end + 1, min(document.article_end + 3, len(lines)))
    return [lines[at] for at in following if lines[at].block.folded.replace(" ", "") in lines[at].lexicon.agencies]
