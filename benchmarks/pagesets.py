"""The pages of a benchmark: labelled sets, told apart by their columns, and folders of HTML files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree, html

#: How a set is scored: by the words of the labelled content, by pieces that must and must not be found, or not at all.
WORDS, PIECES, NONE = "words", "pieces", "none"

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A page and what is known of it; ``truth`` has title, author and date where the set does."""

    id: str
    url: str
    html: str = field(repr=False)
    kind: str = ""
    content: str | None = field(default=None, repr=False)
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    truth: dict[str, str | None] = field(default_factory=dict)

    @property
    def scored(self) -> str:
        """How the page is scored: `WORDS`, `PIECES` or `NONE`."""
        if self.content is not None:
            return WORDS
        return PIECES if self.wanted or self.unwanted else NONE


class PagesError(Exception):
    """The pages cannot be read; the message says what to do."""


def load(path: Path, limit: int | None = None) -> list[Page]:
    """The pages of a Parquet or JSON Lines file, or of a folder of HTML files; of many, ``limit`` spread over the whole.

    Raises:
        PagesError: there are none, or they cannot be read.
    """
    try:
        pages = _folder(path) if path.is_dir() else [_page(row, number) for number, row in enumerate(_rows(path))]
    except (OSError, ValueError, KeyError) as error:
        raise PagesError(f"{path}: {error}; a set has the columns url and html (docs/benchmarks.md)") from error
    if not pages:
        raise PagesError(f"{path}: no pages; a folder needs files that end in .html or .htm")
    if limit is not None and limit < len(pages):
        pages = [pages[number * len(pages) // limit] for number in range(limit)]
    return pages


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    try:
        import pyarrow.parquet
    except ImportError:
        raise PagesError(f"{path}: reading Parquet needs pyarrow (pip install -e '.[peers]')") from None
    return pyarrow.parquet.read_table(path).to_pylist()


def _page(row: dict[str, Any], number: int) -> Page:
    columns = {"title": "title", "author": "author", "date": "publish_date"}
    content = row.get("main_content")
    pieces = content is None
    return Page(
        id=str(row.get("id") or row.get("url") or number),
        url=row.get("url") or "",
        html=decode(row["html"]),
        kind=row.get("page_type") or "",
        content=content,
        wanted=tuple(row.get("with") or ()) if pieces else (),
        unwanted=tuple(row.get("without") or ()) if pieces else (),
        truth={name: row[column] for name, column in columns.items() if column in row},
    )


def _folder(path: Path) -> list[Page]:
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in (".html", ".htm") and file.is_file())
    return [Page(id=str(file.relative_to(path)), url="", html=decode(file.read_bytes())) for file in files]


def decode(source: str | bytes) -> str:
    """UTF-8 where it is valid, else what the page declares, else windows-1252: the same text for every extractor."""
    if isinstance(source, str):
        return source
    declared = _CHARSET.search(source[:4096])
    for encoding in ("utf-8", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return source.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return source.decode("cp1252", "replace")


_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset("script style noscript template svg head".split())


def text_of(fragment: str) -> str:
    """The text of an extractor's HTML, a line a block: inline elements part no words, blocks do."""
    if not fragment.strip():
        return ""
    try:
        root = html.fromstring(f"<div>{fragment}</div>", parser=html.HTMLParser(huge_tree=True, remove_comments=True))
    except (etree.ParserError, ValueError):
        return ""
    parts: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _SILENT:
            silent += 1 if event == "start" else -1
        if element.tag in _BLOCKS:
            parts.append("\n")
        text = element.text if event == "start" else element.tail
        if text and not silent:
            parts.append(re.sub(r"\s+", " ", text))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
