"""The compiled walk over libxml2's nodes gives the blocks that the walk in Python gives, whatever the page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleanread.readers import html_blocks
from cleanread.readers.html_elements import BLOCKS, KINDS, SPECIAL
from cleanread.readers.html_links import Addresses
from cleanread.readers.html_parse import parse
from cleanread.readers.html_shadow import unfold

pytestmark = pytest.mark.skipif(html_blocks._twin is None, reason="the compiled walk is not built")

TAGS = sorted({*BLOCKS, *KINDS, *SPECIAL, "x-card", "unknown", "ruby", "p", "span", "a", "b"})
ATTRIBUTES = (
    "", "class=caption", "class='sr-only x'", "class=comments", "id=comments", "id=x", "hidden", "style='display:none'",
    "aria-hidden=true", "role=navigation", "itemtype=https://schema.org/Comment", "href=/a", "href=#b", "href=javascript:x",
    "src=/a.jpg alt=Rain", "class=''", "class='a' class='b'", "id", "title='a &amp; b'", "href='/a?b&amp;c'", "class=math",
    "class='highlight code'", "name=b", "start=3 reversed", "value=7",
)  # fmt: skip
TEXTS = (
    "", " ", "\n\t ", "\xa0", "Rain", "rain", " It rained all day. ", "Ngày", "雨が降った。", "3", "D", "\u200b", "&nbsp;",
    "&lt;b&gt;", "a\x85b", "<!-- a comment -->", "<![CDATA[ data ]]>", "<?php echo 1 ?>", "&bogus;", "é", "\ud83d", "😀", "(x)",
    "a" * 2000,
)  # fmt: skip

markup = st.recursive(
    st.sampled_from(TEXTS),
    lambda inner: st.builds(
        lambda tag, attributes, parts, closed: (
            f"<{tag} {' '.join(attributes)}>{''.join(parts)}" + (f"</{tag}>" if closed else "")
        ),
        st.sampled_from(TAGS),
        st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
        st.lists(inner, max_size=5),
        st.booleans(),
    ),
    max_leaves=30,
)


def dump(blocks: Any) -> list[Any]:
    return [
        (
            block.text, str(block.role), block.gap, block.path, block.level, block.inline, block.link_share,
            sorted(block.hints), repr(block.attributes), block.element.tag, block.place.tag, block.place.depth,
        )
        for block in blocks
    ]  # fmt: skip


def both(root: Any) -> tuple[list[Any], list[Any]]:
    """What the two walks give."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for twin in (html_blocks._twin, None):
            patch.setattr(html_blocks, "_twin", twin)
            found.append(dump(html_blocks.read_blocks(root, Addresses("https://example.org/a/b"))))
    return found[0], found[1]


pages = st.lists(markup, max_size=8).map("".join)


@given(pages)
@settings(max_examples=400, deadline=None)
def test_same_blocks(page: str) -> None:
    root = parse(page)
    if root is not None:
        unfold(root)
        compiled, interpreted = both(root)
        assert compiled == interpreted


@given(pages)
@settings(max_examples=100, deadline=None)
def test_same_blocks_with_comments_and_namespaces(page: str) -> None:
    """A tree that another parser made, with all that libxml2 knows of."""
    root = etree.HTML(f"<body>{page}</body>")
    if root is not None:
        body = root[-1]
        made = etree.SubElement(body, "{http://www.w3.org/2000/svg}g")
        made.text = "drawn"
        made.tail = "after"
        body.append(etree.Comment("not seen"))
        body[-1].tail = "after a comment"
        for child in root.iter(etree.Element):
            for name in ("class", "id", "hidden", "role"):
                if name in child.attrib:
                    child.set("{urn:another}" + name, child.attrib.pop(name))
        compiled, interpreted = both(root)
        assert compiled == interpreted


@pytest.mark.parametrize("depth", [300, 600, 5000])
def test_same_blocks_of_deep_pages(depth: int) -> None:
    root = parse("<div>a<span class=x>" * depth + "end")
    compiled, interpreted = both(root)
    assert compiled == interpreted


def test_same_blocks_with_more_names_than_are_remembered() -> None:
    root = parse("".join(f"<n{number}>some text {number}<p>of it</n{number}>" for number in range(2000)))
    compiled, interpreted = both(root)
    assert compiled == interpreted


def test_a_part_of_a_page() -> None:
    root = parse("<body><div>one<p>two</p>three</div>four")
    compiled, interpreted = both(root.find(".//div"))
    assert compiled == interpreted
