"""Picture captions: a doubled one goes, file names and image alternatives go.

Labour Order presented. (Photo: VNA)        →  kept, role caption
Labour Order presented. (Photo: VNA)        →  gone (doubled)
le-hoai-trung.jpg                           →  gone (a picture's file name)
Flood in Hue - Photo 1.                     →  gone (the picture's alternative text)
View image in fullscreen                    →  gone (a button on the picture)
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from cleanread import Document, Drop, Option, Role, Verdict, hookimpl
from cleanread.words import words_of

from .lines import Line, Lines, lines_of
from .seen import those

before = ["related", "interface"]

_FILE = re.compile(
    r"^[^\s/\\|]*[^\s/\\|]+(?: [^\s/\\|]+){0,5}\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?|heic|jfif|mp4|m4v|mov|webm|mp3)$",
    re.IGNORECASE,
)
#: A folder, or a file that is no picture's or video's, as listings show them.
_OTHER_FILE = re.compile(
    r"^[\w.-]{1,60}(?:/|\.(?:html?|css|jsx?|tsx?|mjs|json|xml|ya?ml|toml|ini|cfg|conf|lock|map|log|txt|md|rst|csv|tsv|sql|py|rb"
    r"|rs|go|c|h|cc|cpp|hpp|cs|java|kt|swift|php|sh|bat|exe|dll|so|pdf|docx?|xlsx?|pptx?|zip|t?gz|bz2|xz|jar|ttf|woff2?))$",
    re.IGNORECASE,
)
#: How far apart two copies of a caption may stand, in lines, when only their likeness tells.
_NEAR = 3
#: Words of a credit that stands by itself.
_CREDIT = 6


@hookimpl
def cleanread_options() -> list[Option]:
    """How alike two captions are to count as one."""
    return [Option("likeness", "float", 0.85, "share of words that two captions have in common to be one, 0.5 to 1")]


@hookimpl
def cleanread_annotate(document: Document, options: Mapping[str, Any]) -> None:
    """Lines with a picture's credit, and the lines that a credit stands under, are captions."""
    lines = lines_of(document)
    for line in lines.live:
        if line.block.role is Role.PARAGRAPH and line.words <= 80 and line.has_credit and not line.sections:
            line.block.role = Role.CAPTION
            above = _caption_above(lines, line)
            if above is not None:
                above.block.role = Role.CAPTION


def _caption_above(lines: Lines, credit: Line) -> Line | None:
    """The caption whose credit is a line of its own: ``Image: GCIS`` under it."""
    if credit.words > 8 or credit.index == 0:
        return None
    above = lines[credit.index - 1]
    fits = 2 <= above.words <= 40 and not above.is_core and above.block.role is Role.PARAGRAPH and not above.sections
    return above if fits and credit.index > 1 else None


@hookimpl
def cleanread_clean(document: Document, options: Mapping[str, Any]) -> Iterator[Verdict]:
    """Drop copies, file names, image alternatives and buttons."""
    lines = lines_of(document)
    yield from _file_names(lines)
    yield from _alternatives(document, lines)
    yield from _copies(lines, options["likeness"])
    yield from _credits(lines)


def _file_names(lines: Lines) -> Iterator[Verdict]:
    names = [line for line in lines.small if "." in line.text[-5:-2] and _is_file_name(line)]
    end, listing = -1, False
    for line in names:
        if line.index >= end:
            end, listing = _listing(lines, line.index)
        listed = listing or (line.index > 0 and lines[line.index - 1].text.endswith((":", "：")))
        if not listed and not (line.block.role is Role.LIST_ITEM and len(names) > 2):
            yield Drop(line.block, "file-name", "the file name of a picture or a video", 0.96)


def _listing(lines: Lines, index: int) -> tuple[int, bool]:
    """Past the names of files around the first one of a picture, and whether a text about code lists them.

    It does when some are of other kinds of files, or a command stands above them.
    """
    first, end = index, index + 1
    while first > 0 and _is_listed(lines[first - 1]):
        first -= 1
    while end < len(lines) and _is_listed(lines[end]):
        end += 1
    others = any(_OTHER_FILE.match(line.text) for line in lines.lines[first:end])
    return end, others or (first > 0 and lines[first - 1].is_code)


def _is_listed(line: Line) -> bool:
    return not line.settled and (_OTHER_FILE.match(line.text) is not None or _is_file_name(line))


def _is_file_name(line: Line) -> bool:
    fits = len(line.text) < 200 and line.words <= 12 and line.block.role is not Role.CODE
    return fits and _FILE.match(line.text) is not None


def _alternatives(document: Document, lines: Lines) -> Iterator[Verdict]:
    """Buttons on pictures, and what sites write into a picture's alternative text."""
    for line in lines.told:
        if "image-tools" in line.sections:
            yield Drop(line.block, "image-alternative", "a button or an alternative text of a picture, not its caption", 0.93)


def _copies(lines: Lines, likeness: float) -> Iterator[Verdict]:
    """The second copy of a caption. The first stays, unless only the second stands beside its credit."""
    known: dict[frozenset[str], Line] = {}
    near: deque[tuple[Line, frozenset[str]]] = deque(maxlen=_NEAR + 1)
    for line in _captionlike(lines):
        words = frozenset(words_of(line.block.folded))
        other = _first_copy(line, words, known, near, likeness) if line.words >= 2 else None
        if other is None:
            if words:
                known.setdefault(words, line)
            near.append((line, words))
            continue
        exact = line.block.folded == other.block.folded
        reason = f"the same caption stands at line {other.block.line}" if other.block.line else "the same caption stands above"
        yield Drop(line.block, "doubled", reason if exact else reason + ", nearly word for word", 0.95 if exact else 0.85)


def _credits(lines: Lines) -> Iterator[Verdict]:
    """A credit of its own beside a caption that ends with it, and a caption's text beside it without its credit."""
    for line in lines.live:
        if line.block.role is not Role.CAPTION:
            continue
        credit = line.block.folded
        beside = [lines[at] for at in (line.index - 1, line.index + 1) if 0 <= at < len(lines)]
        for other in beside:
            if 4 <= other.words < line.words <= other.words + _CREDIT and credit.startswith(other.block.folded):
                yield Drop(other.block, "doubled", "the caption beside it says the same, with its credit", 0.85)
        if not 2 <= line.words <= _CREDIT:
            continue
        if any(other.words > line.words and other.block.folded.endswith(credit) for other in beside):
            yield Drop(line.block, "doubled", "the caption beside it ends with the same credit", 0.85)


def _first_copy(
    line: Line,
    words: frozenset[str],
    known: dict[frozenset[str], Line],
    near: deque[tuple[Line, frozenset[str]]],
    likeness: float,
) -> Line | None:
    """The line that this one says again: in the same words wherever it stands, in like words when it is near."""
    alike = (other for other, others in near if line.index - other.index <= _NEAR and _same(words, others, likeness))
    found = [other for other in (known.get(words), next(alike, None)) if other is not None]
    return min(found, key=lambda other: other.index, default=None)


def _captionlike(lines: Lines) -> list[Line]:
    """Captions, and lines whose neighbour is a picture, or its credit, file name or button."""
    caption = Role.CAPTION
    pictures = those(lines.blocks, Role.FIGURE)
    pictures += [line.index for line in lines.told if "image-tools" in line.sections]
    beside = {at for index in pictures for at in (index - 1, index + 1)}
    return [
        line
        for line in lines.live
        if (line.index in beside and not line.is_core and line.words >= 4) or (line.block.role is caption and line.words > 3)
    ]


def _same(one: frozenset[str], other: frozenset[str], likeness: float) -> bool:
    if not one or min(len(one), len(other)) < likeness * max(len(one), len(other)):
        return False
    if len(one & other) < likeness * len(one | other):
        return False
    return not any(word.isdigit() for word in one ^ other)
