"""The compiled look through a page's bytes misses nothing that the expressions find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleanread.readers import html_parse

pytestmark = pytest.mark.skipif(html_parse._twin is None, reason="no compiled twin")

PIECES = [
    *[
        "<",
        "</",
        ">",
        "/",
        "=",
        '"',
        "'",
        " ",
        "\n",
        "\f",
        "a",
        "é",
        "\0",
        "\x01",
        "\v",
        "\x7f",
        "&#",
        "&#0;",
        "&#x1f;",
        "&#13;",
    ],
    *[
        "&#127",
        "&#x7F",
        "&#00000031",
        "&#8364;",
        "&",
        "<!--",
        "-->",
        "--!>",
        "<!-->",
        "<!--->",
        "<a",
        "</p",
        "<p hidden",
        "<O:P",
    ],
    *["<script>", "<SCRIPT ", "</script>", "<style/", "<title>", "</TITLE", "<textarea>", "<iframe ", "</iframe", "<noframes>"],
    *["<noembed>", "</noembed>", "<xmp>", "</xmp>", "</html>", "</HTML >", "</html", "</body>", "x" * 201, "<a/b=", " b=c"],
    *[" a" * 101, " a" * 201, ' a="b"' * 100, ' a="b"' * 201, "/a" * 201, " @a='b'" * 150, "x" * 1001],
]
PAGES = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=40))


def _serialised(page: str) -> bytes | None:
    root = html_parse.parse(page)
    return None if root is None else etree.tostring(root)


@given(PAGES)
def test_the_tree_is_the_same(page: str) -> None:
    compiled = _serialised(page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_parse, "_twin", None)
        assert _serialised(page) == compiled


@given(PAGES)
def test_nothing_is_missed(page: str) -> None:
    data = page.encode("utf-8", "ignore")
    if html_parse._twin.is_clean(data):
        assert data.translate(None, html_parse._CONTROLS) == data
        assert not html_parse._CONTROL_REFERENCE.search(data)
    end = html_parse._END_TAG.search(data)
    assert html_parse._twin.end_tag(data) == (end.start() if end else -1)
    with pytest.MonkeyPatch.context() as patch:
        may = html_parse._twin.may_be_crowded(data, html_parse.ATTRIBUTES)
        patch.setattr(html_parse, "_twin", None)
        assert may or not html_parse._is_crowded(data)


def test_an_empty_page_has_nothing() -> None:
    assert html_parse._twin.is_clean(b"")
    assert html_parse._twin.end_tag(b"") == -1
    assert not html_parse._twin.may_be_crowded(b"", 1)


CHARACTERS = st.sampled_from("a\x7f\x80\u07ff\u0800\ud800\udfff\uffff\U00010000\U0010ffff")


@given(
    st.one_of(
        st.text(), st.text(CHARACTERS, max_size=80), st.builds("{}{}{}".format, *[st.text("ab", max_size=40)] * 2, CHARACTERS)
    )
)
def test_the_same_bytes(text: str) -> None:
    assert html_parse._twin.utf8(text) == text.encode("utf-8", "ignore")
