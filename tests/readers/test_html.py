"""The HTML reader: cases as pages with the blocks they make, and what holds for any page."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from cleanread.article import Article
from cleanread.document import Document, Role
from cleanread.readers.html import cleanread_read
from cleanread.readers.html_parse import ATTRIBUTES
from cleanread.renderers import html as render_html
from cleanread.renderers import markdown
from cleanread.source import Source

CASES = sorted((Path(__file__).parent / "cases").glob("*.html"))
PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
URL = "https://ex.org/dir/page"


def read(page, url=URL):
    document = cleanread_read(Source.of(page, url, "text/html"))
    assert isinstance(document, Document)
    return document


def words(document):
    return " ".join(block.text for block in document.blocks).split()


def described(block):
    found = {"role": str(block.role), "text": block.text}
    if block.level:
        found["level"] = block.level
    if block.hints:
        found["hints"] = sorted(block.hints)
    if block.attributes:
        found["attributes"] = dict(block.attributes)
    if block.inline:
        found["inline"] = [
            [span.kind, block.text[span.start : span.end], *([span.target] if span.target else [])] for span in block.inline
        ]
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path):
    document = read(path.read_bytes())
    assert [described(block) for block in document.blocks] == json.loads(path.with_suffix(".json").read_text())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_whole_page_in_markdown(path):
    """Code, tables, formulas, lists, notes and pictures come out as they were."""
    made = Article(read(path.read_bytes()), [], render=lambda article, format: markdown.cleanread_render(article, format) or "")
    assert made.markdown == path.with_suffix(".md").read_text()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_markdown_rendered_again_has_the_words_of_the_page(path):
    document = read(path.read_bytes())
    made = Article(document, [], render=lambda article, format: markdown.cleanread_render(article, format) or "")
    reader = MarkdownIt("commonmark").enable(["table"]).use(footnote_plugin).use(dollarmath_plugin)
    again = words(read(re.sub(r'<li id="fn\d+" class="footnote-item">', "<li>", reader.render(made.markdown))))
    expected = Counter(word for block in document.blocks for word in re.findall(r"[A-Za-z]{3,}", block.text))
    shown = Counter(re.findall(r"[A-Za-z]{3,}", " ".join(again)))
    assert not expected - shown


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pictures_are_the_same_whatever_the_format(path):
    document = read(path.read_bytes())
    made = Article(document, [], render=lambda article, format: render_html.cleanread_render(article, format) or "")
    sources = re.findall(r'<img src="([^"]+)"', made.html)
    assert sources == re.findall(r"!\[[^\]]*\]\(([^)]+)\)", path.with_suffix(".md").read_text())
    assert all(source.startswith("https://") for source in sources)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_path_leads_to_the_element(path):
    document = read(path.read_bytes())
    for block in document.blocks:
        assert document.root.xpath(block.path) == [block.element]


def test_other_media_types_are_left_to_others():
    assert cleanread_read(Source.of("text", None, "text/plain")) is None


@pytest.mark.parametrize(
    "page", ["", " \n", "\0", "<", "<!-- -->", "<!DOCTYPE html>", "</p>", "\ud800", b"\xff\xfe", "<p></p>"]
)
def test_a_page_without_text_has_no_text(page):
    assert "".join(words(read(page))) in ("", "<")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<?xml version='1.0' encoding='iso-8859-1'?><html><body><p>caf\u00e9 \u65e5", "caf\u00e9 \u65e5"),
        ("<meta charset=latin-1><p>caf\u00e9", "caf\u00e9"),
        ("<meta charset=latin-1><p>caf\u00e9".encode("latin-1"), "caf\u00e9"),
        ("<p>nul\0 and \x01control &#1;&#x1f;reference", "nul and control reference"),
        ("<p>half \ud800surrogate", "half surrogate"),
        ("<p>a&nbsp;&nbsp;b\u3000c", "a b\u3000c"),
        ("<p>\u2003 edge \u2003", "edge"),
    ],
)
def test_text_is_what_the_page_shows(page, text):
    assert [block.text for block in read(page).blocks] == [text]


@pytest.mark.parametrize("end", ["</html>", "</HTML >", "</body></html>", "</html></body></HTML>\n</html>"])
def test_a_page_goes_on_after_its_end_tag(end):
    assert words(read(f"<html><body><p>one</p>{end}\n<div><p>two</p></div> three</body></html>")) == ["one", "two", "three"]


def test_gaps_separate_blocks_and_keep_lists_together():
    document = read("<hr><p>a</p><ul><li>b<li>c</ul><img src=x.jpg><p>d</p>")
    assert document.text == "a\n\nb\nc\n\nd"


def test_link_share_counts_every_link():
    blocks = read("<p><a href='/x'>half</a> more</p><p><a href='javascript:x()'>all</a></p><p>none</p>").blocks
    assert [round(block.link_share, 2) for block in blocks] == [0.44, 1.0, 0.0]


def test_base_element_and_missing_address():
    assert read("<base href='/b/'><p><a href=x>y</a>").blocks[0].inline[0].target == "https://ex.org/b/x"
    assert read("<p><a href=x>y</a>", url=None).blocks[0].inline[0].target == "x"
    assert read("<p><a href=x>y</a>", url="http://[bad").blocks[0].inline[0].target == "x"


CROWD = " ".join(f"a{number}" for number in range(50_000))

# Hostile pages: all of the text is there, whatever surrounds it.


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<div>" * 5_000 + "deep" + "</div>" * 5_000 + "<p>after", ["deep", "after"]),
        ("<b>" * 5_000 + "<p>deep</p> beside" + "</b>" * 5_000 + "<p>after", ["deep", "beside", "after"]),
        ("<div>x" * 10_000, ["x"] * 10_000),
        ("<p>a" + "<br>" * 100_000 + "b", ["a", "b"]),
        ("<i><b><a href=x>" * 500 + "x<br><br>" * 10_000, ["x"] * 10_000),
        ("<p>x</p>" * 100_000, ["x"] * 100_000),
        ("<p>" + "word " * 1_000_000, ["word"] * 1_000_000),
        ("<table><tr><td>x" * 2_000, ["x"] * 2_000),
        ("<p " + " ".join(f"a{number}='>'" for number in range(50_000)) + ">x</p><p>y", ["x", "y"]),
        ("<!--<script>--><p " + CROWD + ">x<!--</script>-->", ["x"]),
        ("<textarea><script></textarea><p title='<style>' " + CROWD + ">x", ["x"]),
        ("<p " + CROWD[:5_000] + ">x" + "<script>" * 20_000, ["x"]),
        ("<noscript><img src=a>" * 2_000 + "</noscript>" * 2_000 + "x", ["x"]),
        ("<script type=application/ld+json>" + "[" * 100_000 + "</script><p>x", ["x"]),
        ("<p style='" + "display " * 50_000 + "'>x", ["x"]),
        ("<p>" + "<img srcset='" + " " * 200_000 + "'>x", ["x"]),
        ("<a" * 100_000 + "><p>x", ["x"]),
        ("<a " + "<a" * 100_000 + "><p>x", ["x"]),
        ("<a/b=" * 100_000 + "><p>x", ["x"]),
        ("<div>" * 5_000 + "<o:p>a</o:p><p @click=x xml:lang=en>b\ufffe&#xffff;\fc", ["a", "b\ufffd\ufffd", "c"]),
    ],
    ids=[
        "deep", "deep inline", "text at each depth", "breaks", "open markup", "siblings", "long text", "nested tables",
        "attributes", "hidden in a comment", "hidden in raw text", "unclosed scripts", "noscript", "json", "style", "srcset",
        "a long name", "a long name of an attribute", "a long value", "names and characters that XML has not",
    ],
)  # fmt: skip
def test_hostile_page_loses_nothing(page, expected):
    assert words(read(page)) == expected


def test_paths_stay_short_in_deep_pages():
    document = read("<div>" * 600 + "<p>x</p>" * 100)
    assert max(len(block.path) for block in document.blocks) < 1_000


def test_a_crowded_tag_keeps_its_first_attributes():
    page = "<p hidden " + " ".join(f"a{number}" for number in range(ATTRIBUTES * 2)) + ">x"
    block = read(page).blocks[0]
    assert "hidden" in block.hints
    assert len(block.element.attrib) == ATTRIBUTES


@pytest.mark.parametrize("name", ["{u}class", "{u}id", "{class", "{}hidden"])
def test_a_name_in_braces_is_no_namespace(name):
    crowd = "<p " + " ".join(f"a{number}=1" for number in range(ATTRIBUTES + 1)) + ">x</p>"
    assert words(read(crowd + f"<p {name}='k'>Rain</p>" * 2)) == ["x", "Rain", "Rain"]


def test_a_width_that_is_no_number_is_none():
    assert words(read("<p>x<img src=a.png width=²>")) == ["x"]


# Metadata.


def test_metadata_from_meta_elements():
    meta = read(
        """<html lang=pt_BR><head><title>Window</title><meta property=og:title content="The  headline">
        <meta property=og:site_name content=Site><meta name=author content="Ana"><meta name=description content=About>
        <meta property=article:published_time content="2024-05-01T10:00:00Z"><meta property=og:image content=/lead.jpg>
        <link rel=canonical href=/canonical><body><h1>Heading</h1>"""
    ).metadata
    assert (meta.title, meta.site_name, meta.byline, meta.description) == ("The headline", "Site", "Ana", "About")
    assert (meta.published, meta.language) == ("2024-05-01T10:00:00+00:00", "pt-BR")
    assert (meta.lead_image, meta.canonical_url) == ("https://ex.org/lead.jpg", "https://ex.org/canonical")


def test_metadata_from_json_ld():
    graph = {
        "@graph": [
            {"@type": "WebSite", "name": "No"},
            {
                "@type": ["NewsArticle"],
                "headline": "Head\ud800line",
                "datePublished": "2024-05",
                "author": [{"name": "Ana"}, "Bo", {"name": "https://ex.org/x"}],
                "publisher": {"name": "Paper"},
            },
        ]
    }
    page = (
        f"<script type=application/ld+json>{{broken</script><script type='application/ld+json'>{json.dumps(graph)}</script><p>x"
    )
    meta = read(page).metadata
    assert (meta.title, meta.published, meta.byline, meta.site_name) == ("Headline", "2024-05", "Ana, Bo", "Paper")


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>Rain falls | Site</title><h1>Rain <b>falls</b></h1>", "Rain falls"),
        ("<title>Rain falls on us | Site</title><header><h1 class=logo>Site</h1></header>", "Rain falls on us"),
        ("<h1>Only heading</h1>", "Only heading"),
        ("<p>nothing", None),
    ],
)
def test_title(page, title):
    assert read(page).metadata.title == title


# Any page.

BLOCKS = [
    "div",
    "p",
    "section",
    "blockquote",
    "ul",
    "ol",
    "li",
    "h2",
    "table",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
    "main",
    "form",
]
INLINE = ["span", "b", "em", "a href=/x", "code", "sup", "font", "my-tag", "button", "label", "pre"]
UNSEEN = ["script", "style", "template", "textarea", "noscript", "select", "svg"]

WORD = st.just("word")
TREES = st.recursive(
    st.one_of(
        WORD,
        st.tuples(st.sampled_from(UNSEEN), st.just(["unseen"])),
        st.sampled_from(["<br>", "<hr>", "<!-- unseen -->", "<img src=i>"]),
    ),
    lambda children: st.tuples(st.sampled_from([*BLOCKS, *INLINE, "div hidden"]), st.lists(children, max_size=5)),
    max_leaves=40,
)


def page_of(tree, counter):
    """A tree as HTML, each word of it with a number of its own."""
    if tree == "word":
        counter.append(f"word{len(counter)}")
        return f" {counter[-1]}\n"
    if isinstance(tree, str):
        return tree
    tag, children = tree
    return f"<{tag}>{''.join(page_of(child, counter) for child in children)}</{tag.split()[0]}>"


@given(st.lists(TREES, max_size=5))
def test_every_visible_word_is_in_one_block_in_order(trees):
    expected = []
    page = "".join(page_of(tree, expected) for tree in trees)
    found = words(read(page))
    if "<pre>" in page and "<button>" in page:  # what a button within code says comes after the code
        found, expected = sorted(found), sorted(expected)
    assert found == expected


FRAGMENTS = [
    "<div>", "</div>", "<p>", "</p>", "<td>", "<table>", "</table>", "<tr>", "<th>x", "<li value=9>", "<ul>",
    "<ol start=-1>", "<pre>", "</pre>", "<a href='x'>", "<a href='http://[x'>", "</a>", "<b>", "</b>", "<i>", "</i>",
    "<br>", "<hr>", "<span hidden>", "</span>", "<img src=a.jpg>", "<iframe src=/f>", "<noscript>", "</noscript>",
    "<select>", "</select>", "<caption>", "<figure>", "<h1>", "</h1>", "<!--", "-->", "<svg>", "<blockquote>", " ",
    "\n", "&nbsp;", "\u2003", "word", "<", "&", "&#0;", "\0", "\ud800", "<title>", "<head>", "<body>", "<html>",
    "<p class=caption>", "<button>", "<template>", "<dialog>", "<o:p>", "<script>", "</script>", "<textarea>",
    "</textarea>",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), max_size=40))
def test_blocks_are_sound_on_any_input(parts):
    document = read("".join(parts))
    for block in document.blocks:
        assert block.text.rstrip() == block.text
        assert block.role is Role.CODE or block.text.strip() == block.text
        assert bool(block.text) != (block.role in (Role.FIGURE, Role.EMBED, Role.RULE))
        assert 0 <= block.link_share <= 1
        starts = [(span.start, -span.end) for span in block.inline]
        assert starts == sorted(starts)
        for span in block.inline:
            inside = block.text[span.start : span.end]
            assert inside
            assert inside == inside.strip()
        if re.fullmatch(r"[a-z0-9/\[\]]+", block.path):
            assert document.root.xpath(block.path) == [block.element]
