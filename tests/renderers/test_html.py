import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanread.document import Block, Inline, Role
from cleanread.renderers import html


def body(made):
    rendered = made.html
    assert rendered.startswith("<article>\n")
    assert rendered.endswith("</article>\n")
    return rendered[len("<article>\n") : -len("</article>\n")]


def item(words, level=1, **attributes):
    return Block(words, Role.LIST_ITEM, level=level, attributes=attributes)


def quoted(words, *numbers, role=Role.QUOTE, **attributes):
    around = [{"kind": "quote", "first": number} for number in numbers]
    return Block(words, role, level=len(numbers), attributes={"around": around, **attributes})


def defining(words, number, role=Role.DEFINITION):
    return Block(words, role, attributes={"around": [{"kind": "definition", "first": number}]})


def cell(words, header=False, colspan=1, rowspan=1):
    return {"text": words, "header": header, "colspan": colspan, "rowspan": rowspan}


NOTE = Block("See1 and1", inline=(Inline("note", 3, 4, "1"), Inline("note", 8, 9, "1")))
CASES = {
    "formulas": (
        [Block("a \\(x<y\\)", inline=(Inline("math", 2, 9),)), Block("x^2", Role.MATH)],
        '<p>a <span class="math inline">\\(x&lt;y\\)</span></p>\n<div class="math display">\\[x^2\\]</div>\n',
    ),
    "footnotes": (
        [
            NOTE,
            Block("The ↩", Role.FOOTNOTE, attributes={"label": "1"}, inline=(Inline("backlink", 4, 5, "x#y"),)),
            Block("note", Role.FOOTNOTE, attributes={"label": "1", "continued": True}),
        ],
        '<p>See<sup><a href="#fn-1" id="fnref-1" rel="noopener noreferrer">1</a></sup>'
        ' and<sup><a href="#fn-1" rel="noopener noreferrer">1</a></sup></p>\n'
        '<section class="footnotes">\n<ol>\n<li id="fn-1" value="1"><p>The</p><p>note</p> '
        '<a href="#fnref-1" class="footnote-back" rel="noopener noreferrer">↩</a></li>\n</ol>\n</section>\n',
    ),
    "a mark without its note is text": ([NOTE], "<p>See1 and1</p>\n"),
    "a note without a mark is a paragraph": ([Block("Note", Role.FOOTNOTE, attributes={"label": "2"})], "<p>Note</p>\n"),
    "definitions": (
        [Block("Term", Role.TERM), Block("Meaning", Role.DEFINITION), "end"],
        "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>\n<p>end</p>\n",
    ),
    "code within an item": (
        [
            item("a", ordered=True, ordinal=1),
            Block("c", Role.CODE, attributes={"within": 1}),
            item("b", ordered=True, ordinal=2),
        ],
        "<ol>\n<li>a<pre><code>c</code></pre>\n</li>\n<li>b</li>\n</ol>\n",
    ),
    "cells with markup": (
        [
            Block(
                "a b",
                Role.TABLE,
                attributes={
                    "rows": [
                        [
                            {**cell("a"), "inline": [{"kind": "strong", "start": 0, "end": 1, "target": ""}], "align": "right"},
                            {**cell("b"), "images": [{"src": "/i.png", "alt": "i"}]},
                        ]
                    ]
                },
            )
        ],
        '<table>\n<tbody><tr><td align="right"><strong>a</strong></td>'
        '<td>b<img src="/i.png" alt="i" loading="lazy"></td></tr>\n</tbody></table>\n',
    ),
    "code of several lines in a cell": (
        [
            Block(
                "x < z a b",
                Role.TABLE,
                attributes={
                    "rows": [
                        [
                            {**cell("x\n<\nz"), "inline": [{"kind": "code", "start": 0, "end": 3, "target": ""}]},
                            {**cell("a\nb"), "inline": [{"kind": "code", "start": 0, "end": 1, "target": ""}]},
                        ]
                    ]
                },
            )
        ],
        "<table>\n<tbody><tr><td><pre><code>x\n&lt;</code></pre>z</td><td><code>a</code><br>\nb</td></tr>\n</tbody></table>\n",
    ),
    "text is escaped": (['a < b & c > "d"'], '<p>a &lt; b &amp; c &gt; "d"</p>\n'),
    "line breaks": (["a\nb"], "<p>a<br>\nb</p>\n"),
    "headings": (
        [Block("t", Role.TITLE), Block("h", Role.HEADING, level=3), Block("odd", Role.HEADING, level=9)],
        "<h1>t</h1>\n<h3>h</h3>\n<h6>odd</h6>\n",
    ),
    "other roles are paragraphs": ([Block("by", Role.BYLINE)], "<p>by</p>\n"),
    "blocks without text": (
        [Block(""), Block("", Role.CODE), Block("", Role.CAPTION), Block("", Role.FIGURE), quoted("", 1)],
        "",
    ),
    "rule": ([Block("", Role.RULE)], "<hr>\n"),
    "code": (
        [Block("a <\n  b", Role.CODE, attributes={"language": "py"})],
        '<pre><code class="language-py" data-language="py">a &lt;\n  b</code></pre>\n',
    ),
    "spans nest": (
        [Block("all of it", inline=(Inline("link", 0, 6, "/x"), Inline("strong", 4, 9), Inline("em", 4, 6)))],
        '<p><a href="/x" rel="noopener noreferrer">all <strong><em>of</em></strong></a> it</p>\n',
    ),
    "spans are clipped": ([Block("ab ", inline=(Inline("em", -3, 99), Inline("sub", 2, 3)))], "<p><em>ab</em> </p>\n"),
    "touching spans are one": ([Block("ab", inline=(Inline("em", 0, 1), Inline("em", 1, 2)))], "<p><em>ab</em></p>\n"),
    "codes that touch are two": (
        [Block("ab", inline=(Inline("code", 0, 1), Inline("code", 1, 2)))],
        "<p><code>a</code><code>b</code></p>\n",
    ),
    "links within code": (
        [Block("Foo() a", inline=(Inline("code", 0, 5), Inline("link", 0, 3, "/x"), Inline("em", 0, 3)))],
        '<p><code><a href="/x" rel="noopener noreferrer">Foo</a>()</code> a</p>\n',
    ),
    "nothing else within code": ([Block("ab", inline=(Inline("code", 0, 2), Inline("em", 0, 1)))], "<p><code>ab</code></p>\n"),
    "image in text": (
        [Block("a b", inline=(Inline("image", 2, 3, "i.png"),))],
        '<p>a <img src="i.png" alt="b" loading="lazy"></p>\n',
    ),
    "figure with caption": (
        [Block("", Role.FIGURE, attributes={"src": "a.jpg", "alt": 'A "dog"'}), Block("The dog", Role.CAPTION)],
        '<figure><img src="a.jpg" alt="A &quot;dog&quot;" loading="lazy">\n<figcaption>The dog</figcaption></figure>\n',
    ),
    "a picture that is a link": (
        [Block("", Role.FIGURE, attributes={"src": "a.jpg", "alt": "", "href": "/b?c&d"}), Block("The dog", Role.CAPTION)],
        '<figure><a href="/b?c&amp;d" rel="noopener noreferrer"><img src="a.jpg" alt="" loading="lazy"></a>\n'
        "<figcaption>The dog</figcaption></figure>\n",
    ),
    "caption alone": ([Block("The dog", Role.CAPTION)], "<p><em>The dog</em></p>\n"),
    "figure without a source": (
        [Block("", Role.FIGURE), Block("The dog", Role.CAPTION)],
        "<figure><figcaption>The dog</figcaption></figure>\n",
    ),
    "embed": (
        [Block("", Role.EMBED, attributes={"src": "https://v.org/1"})],
        '<p><a href="https://v.org/1" rel="noopener noreferrer">Embedded: v.org</a></p>\n',
    ),
    "embed with a title": (
        [Block("", Role.EMBED, attributes={"src": "https://www.youtube.com/embed/abc?feature=oembed", "title": "How <rain>"})],
        '<p><a href="https://www.youtube.com/watch?v=abc" rel="noopener noreferrer">How &lt;rain&gt;</a></p>\n',
    ),
    "quotes": (
        [Block("a", Role.QUOTE, level=1), Block("b", Role.QUOTE, level=2), Block("c", Role.QUOTE), "d"],
        "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n<p>c</p>\n</blockquote>\n<p>d</p>\n",
    ),
    "quotations beside each other": (
        [quoted("a", 1), quoted("b", 2), quoted("c", 2, 3), quoted("d", 2)],
        "<blockquote>\n<p>a</p>\n</blockquote>\n"
        "<blockquote>\n<p>b</p>\n<blockquote>\n<p>c</p>\n</blockquote>\n<p>d</p>\n</blockquote>\n",
    ),
    "what is quoted beside paragraphs": (
        [
            quoted("a", 0),
            quoted("b", 0, role=Role.LIST_ITEM),
            quoted("c", 0, role=Role.CODE, within=1),
            quoted("e", 0, role=Role.HEADING),
        ],
        "<blockquote>\n<p>a</p>\n<ul>\n<li>b<pre><code>c</code></pre>\n</li>\n</ul>\n<h1>e</h1>\n</blockquote>\n",
    ),
    "headings that begin items": (
        [
            Block("A", Role.HEADING, level=3, attributes={"ordered": True, "ordinal": 1, "begins": True, "within": 1}),
            item("a", ordered=True, ordinal=1, continued=True),
            Block("B", Role.HEADING, level=3, attributes={"ordered": True, "ordinal": 2, "begins": True, "within": 1}),
        ],
        "<ol>\n<li><h3>A</h3>\n<p>a</p></li>\n<li><h3>B</h3>\n</li>\n</ol>\n",
    ),
    "tasks": (
        [item("a", checked=True), item("b", checked=False, ordinal=2)],
        "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n",
    ),
    "lists that count down": (
        [
            item("a", ordered=True, ordinal=2, reversed=True),
            item("b", ordered=True, ordinal=1, reversed=True),
            item("c", ordered=True, ordinal=7, reversed=True),
        ],
        '<ol reversed="" start="2">\n<li>a</li>\n<li>b</li>\n</ol>\n<ol reversed="" start="7">\n<li>c</li>\n</ol>\n',
    ),
    "a definition of several blocks": (
        [
            Block("T", Role.TERM),
            defining("a", 1),
            defining("b", 1, Role.CODE),
            defining("c", 1),
            defining("d", 4),
            defining("e", 5, Role.LIST_ITEM),
        ],
        "<dl>\n<dt>T</dt>\n<dd><p>a</p>\n<pre><code>b</code></pre>\n<p>c</p>\n</dd>\n<dd>d</dd>\n"
        "<dd><ul>\n<li>e</li>\n</ul>\n</dd>\n</dl>\n",
    ),
    "nested lists": (
        [item("a", ordered=True, ordinal=3), item("b", 2), item("c", 2), item("d", ordered=True, ordinal=4), "e"],
        '<ol start="3">\n<li>a<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</li>\n<li>d</li>\n</ol>\n<p>e</p>\n',
    ),
    "lists beside each other": (
        [item("a"), item("b", ordered=True, ordinal=1), item("c", ordered=True, ordinal=1)],
        "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>\n<ol>\n<li>c</li>\n</ol>\n",
    ),
    "items that go on": (
        [item("a"), item("b", 2), item("more of a", continued=True)],
        "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n<p>more of a</p></li>\n</ul>\n",
    ),
    "items whose parent has gone": (
        [item("a", 2), item("b", 2), item("c", 3), item("d", 2), item("e")],
        "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n<li>d</li>\n<li>e</li>\n</ul>\n",
    ),
    "code of an item whose parent has gone": (
        [item("a", 2), Block("c", Role.CODE, attributes={"within": 2}), Block("d", Role.CODE, attributes={"within": 1})],
        "<ul>\n<li>a<pre><code>c</code></pre>\n</li>\n</ul>\n<pre><code>d</code></pre>\n",
    ),
    "an item that goes on with nothing": ([item("a", 3, continued=True)], "<ul>\n<li>a</li>\n</ul>\n"),
    "table": (
        [
            Block(
                "Cap\nA\tB\n1 & 2",
                Role.TABLE,
                attributes={"rows": [[cell("A", True), cell("B", True)], [cell("1 & 2", colspan=2)]], "caption": "Cap"},
            )
        ],
        "<table>\n<caption>Cap</caption>\n<tbody><tr><th>A</th><th>B</th></tr>\n"
        '<tr><td colspan="2">1 &amp; 2</td></tr>\n</tbody></table>\n',
    ),
    "table without rows": ([Block("a\tb\nc", Role.TABLE)], "<p>a\tb<br>\nc</p>\n"),
    "rewritten table": ([Block("a", Role.TABLE, attributes={"rows": [[cell("a"), cell("gone")]]})], "<p>a</p>\n"),
    "half surrogates": (["\ud800x", Block("", Role.FIGURE, attributes={"src": "a.jpg", "alt": "\udfff"})], None),
}


@pytest.mark.parametrize("case", CASES)
def test_case(article, case):
    blocks, expected = CASES[case]
    rendered = body(article(*blocks))
    if expected is None:
        expected = '<p>\ufffdx</p>\n<figure><img src="a.jpg" alt="\ufffd" loading="lazy"></figure>\n'
    assert rendered == expected


def test_other_formats_are_left_to_others(article):
    assert html.cleanread_render(article("a"), "xhtml") is None


class Strict(HTMLParser):
    """Fails on whatever could do something when the HTML is shown."""

    TAGS = html._TAGS

    def handle_starttag(self, tag, attrs):
        assert tag in self.TAGS
        for name, value in attrs:
            assert name in (
                "href", "rel", "src", "alt", "start", "reversed", "data-language", "colspan", "rowspan", "loading", "align",
                "value", "id", "class",
            )  # fmt: skip
            if name in ("id", "class"):  # only what is made here
                made = r"fn(ref)?-[A-Za-z0-9]+|math (inline|display)|footnotes|footnote-back|language-[\w+#.-]+"
                assert re.fullmatch(made, value)
            if name in ("href", "src"):
                # browsers take white space and control characters out before they look for a scheme
                scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", re.sub(r"[\0-\x20]", "", value or ""))
                assert scheme is None or scheme[1].lower() in ("http", "https", "mailto")


HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>", '" onerror="alert(1)', "javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x",
        "</code></pre><svg onload=x>", "'><img src=x onerror=x>", "<style>", "--><b>", "&lt;script&gt;", "vbscript:x",
        "<math><mi xlink:href=x>", "x\0y", "&#106;avascript:x", "\ud800", "http://ok.org/?a=1&b=<c>",
    ]
)  # fmt: skip
STRINGS = st.one_of(HOSTILE, st.text(max_size=8))
KINDS = st.sampled_from(["link", "strong", "em", "code", "sub", "sup", "strike", "mark", "image", "math", "note", "backlink"])
SPANS = st.builds(Inline, KINDS, st.integers(-2, 30), st.integers(-2, 30), STRINGS)
ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), STRINGS), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)
CELLS = st.one_of(
    ANY,
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(["text", "header", "colspan", "rowspan", "inline", "images", "align"], ANY)
    ),
)
AROUND = st.fixed_dictionaries(
    {"kind": st.sampled_from(["quote", "definition", "item"])}, optional=dict.fromkeys(["first", "within"], ANY)
)
ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(["src", "alt", "ordered", "ordinal", "continued", "language", "caption", "label"], ANY),
        **dict.fromkeys(["within", "reversed", "checked", "begins", "title", "kind", "href"], ANY),
        "around": st.one_of(ANY, st.lists(st.one_of(ANY, AROUND), max_size=3)),
        "rows": st.one_of(ANY, st.lists(st.lists(CELLS, max_size=3), max_size=3)),
    },
)
ARTICLES = st.lists(
    st.builds(
        Block,
        STRINGS,
        st.sampled_from(list(Role)),
        level=st.integers(-1, 30),
        inline=st.lists(SPANS, max_size=5).map(tuple),
        attributes=ATTRIBUTES,
    ),
    max_size=8,
)


@given(blocks=ARTICLES)
def test_hostile_articles_are_harmless(article, blocks):
    rendered = article(*blocks).html
    rendered.encode("utf-8")
    Strict().feed(rendered)


@given(blocks=ARTICLES)
def test_every_format_renders_any_article(article, blocks):
    for format in ("text", "markdown", "json"):
        assert isinstance(article(*blocks).render(format), str)


ROLES = [role for role in Role if role is not Role.MATH]  # it has delimiters beside its text


@given(
    blocks=st.lists(
        st.builds(Block, st.from_regex(r"[a-z<&]{1,5}( [a-z*]{1,5})?", fullmatch=True), st.sampled_from(ROLES)), max_size=8
    )
)
def test_html_has_the_words_of_the_article(article, blocks):
    shown = []
    parser = HTMLParser()
    parser.handle_data = shown.append
    parser.feed(article(*blocks).html)
    expected = [word for block in blocks if block.role is not Role.RULE for word in block.text.split()]
    assert "".join(shown).split() == expected
