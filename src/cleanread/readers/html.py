"""Reads HTML pages: every visible text becomes part of exactly one block, in order.

Nothing is judged here. What a page hides is a block with the hint ``hidden``; navigation and footers are
blocks with the hints of the elements around them. Plugins decide. What the page says of itself in ``meta`` elements and in
scripts of JSON-LD is not all part of its metadata: these elements are left in ``document.shared`` for them.
"""

from __future__ import annotations

from typing import Any

from ..document import Block, Document, Metadata
from ..hookspecs import hookimpl
from ..source import HTML, Source
from .html_blocks import read_blocks
from .html_links import Addresses, base_of
from .html_parse import parse
from .html_shadow import unfold
from .metadata import Page, described
from .metadata.sources import gather

#: Words up to which a page may be an empty shell that scripts fill.
FEW_WORDS = 120
#: Characters of text from which a page is surely no such shell.
MUCH = 12_000


@hookimpl
def cleanread_read(source: Source) -> Document | None:
    """A page, however broken, as a document; without any block when it holds nothing."""
    if source.media_type != HTML:
        return None
    text, charset = source.decode()
    # as it came, where that saves encoding it again
    as_is = charset == "utf-8" and isinstance(source.data, bytes) and "\ufffd" not in text
    root = parse(source.data if as_is else text)
    if root is None:
        return Document([], source, Metadata(canonical_url=source.url))
    sources = gather(root)
    if sources.folded:
        unfold(root)
        sources = gather(root)
    addresses = Addresses(base_of(sources.base, source.url))
    blocks = _blocks(root, addresses)
    metadata = described(Page(root, source.url, sources), addresses)
    document = Document(blocks, source, metadata, root=root)
    document.shared[__name__] = sources.declaring
    return document


def _blocks(root: Any, addresses: Addresses) -> list[Block]:
    """The blocks; of a page that scripts fill, what it holds for those who run none."""
    blocks = read_blocks(root, addresses)
    words = 0
    for block in blocks:
        words += block.words
        if words >= FEW_WORDS:
            return blocks
    if sum(len(block.text) for block in blocks) > MUCH or next(root.iter("noscript"), None) is None:
        return blocks
    others = read_blocks(root, addresses, without_scripts=True)
    return others if sum(block.words for block in others) > 2 * words + FEW_WORDS else blocks
