"""What is rendered and read again stands where it stood: in the same lists, quotations and definitions."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleanread.article import Article
from cleanread.readers.html import cleanread_read
from cleanread.renderers import html, markdown
from cleanread.source import Source

PAGES = {path.stem: path.read_bytes() for path in sorted((Path(__file__).parent / "pages").glob("*.html"))}
#: Pages of nothing but what CommonMark has.
PLAIN = ("lists", "quotations")
COMMONMARK = MarkdownIt("commonmark").enable("table")

NAMES = ["blockquote", "ul", "ol", "ol reversed", "li", "p", "pre", "h3", "dl", "dt", "dd", "div", "figure", "hr"]
TREES = st.recursive(
    st.sampled_from(["word", "<img src=https://ex.org/i.png alt=i>"]),
    lambda children: st.tuples(st.sampled_from(NAMES), st.lists(children, min_size=1, max_size=4)),
    max_leaves=30,
)


def read(page):
    return cleanread_read(Source.of(page, "https://ex.org/page", "text/html"))


def written(page, renderer, format):
    return renderer.cleanread_render(Article(read(page), [], render=lambda article, format: ""), format)


def structure(page):
    """Each text with what it stands in, without the numbers by which a page's blocks name it."""
    return [
        (
            block.text,
            *(block.attributes.get(name) for name in ("within", "ordinal", "begins")),
            *((one["kind"], one.get("within")) for one in block.attributes.get("around", ())),
        )
        for block in read(page).blocks
        if block.text
    ]


def page_of(tree, counter):
    if tree == "word":
        counter.append("word")
        return f" word{len(counter)} "
    if isinstance(tree, str):
        return tree
    name, children = tree
    return f"<{name}>{''.join(page_of(child, counter) for child in children)}</{name.split()[0]}>"


@pytest.mark.parametrize("name", PAGES)
def test_html_read_again_is_the_same_html(name):
    first = written(PAGES[name], html, "html")
    assert written(first, html, "html") == first


@given(st.lists(TREES, min_size=1, max_size=4))
def test_html_of_any_structure_read_again_is_the_same_html(trees):
    counter = []
    first = written("".join(page_of(tree, counter) for tree in trees), html, "html")
    assert written(first, html, "html") == first


@pytest.mark.parametrize("name", PLAIN)
def test_markdown_has_the_structure_of_the_html(name):
    again = COMMONMARK.render(written(PAGES[name], markdown, "markdown"))
    assert structure(again) == structure(written(PAGES[name], html, "html"))
