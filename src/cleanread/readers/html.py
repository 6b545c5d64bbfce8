"""Reads HTML pages: every visible text becomes part of exactly one block, in order.

Nothing is judged here. What a page hides is a block with the hint ``hidden``; navigation and footers are
blocks with the hints of the elements around them. Plugins decide.
"""

from __future__ import annotations

from ..document import Document, Metadata
from ..hookspecs import hookimpl
from ..source import HTML, Source
from .html_blocks import read_blocks
from .html_links import Addresses, base_of
from .html_metadata import read_metadata
from .html_parse import parse


@hookimpl
def cleanread_read(source: Source) -> Document | None:
    """A page, however broken, as a document; without any block when it holds nothing."""
    if source.media_type != HTML:
        return None
    text, _ = source.decode()
    root = parse(text)
    if root is None:
        return Document([], source, Metadata(canonical_url=source.url))
    addresses = Addresses(base_of(root, source.url))
    return Document(read_blocks(root, addresses), source, read_metadata(root, addresses, source.url), root=root)
