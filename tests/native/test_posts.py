"""The compiled look through a post gives the same elements as its Python original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleanread.readers import html_posts

pytestmark = pytest.mark.skipif(html_posts._twin is None, reason="no compiled twin")

OPENINGS = [
    "<div>",
    "<time>",
    "<TIME datetime=1>",
    "<x:time>",
    "<!-- -->",
    "<?x?>",
    "<span class=Author>",
    '<b class="x byline date">',
    "<b class>",
    "<b class='&#10;'>",
    "<i itemprop=name>",
    "<i itemprop>",
    f"<p class='{'x ' * 260}author'>",
    "<p x:class=author>",
    "<svg><time>",
]
PAGES = st.lists(st.sampled_from([*OPENINGS, "</div>", "</b>", "</i>", "</p>", "</svg>", "text", "é"]), max_size=90).map(
    "".join
)


@given(PAGES)
def test_the_same_elements(page: str) -> None:
    root = etree.fromstring(f"<html><body>{page}<p>tail", etree.HTMLParser())
    for element in root.iter("*"):
        found = html_posts._twin.saying(
            element, html_posts.MOST, html_posts.LONGEST_CLASS, html_posts._told(), html_posts._tells
        )
        assert found == list(html_posts._saying(element))


def test_no_more_than_so_many_are_looked_at() -> None:
    root = etree.fromstring("<div>" + "<p></p>" * (html_posts.MOST - 3) + "<time></time>" * 3, etree.HTMLParser())[0][0]
    assert root.tag == "div"
    assert (
        len(html_posts._twin.saying(root, html_posts.MOST, html_posts.LONGEST_CLASS, html_posts._told(), html_posts._tells))
        == 2
    )
    assert len(list(html_posts._saying(root))) == 2
