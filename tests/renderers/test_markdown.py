import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from cleanread.document import Block, Inline, Role
from cleanread.renderers import markdown

# what a reader of Markdown makes of it: CommonMark with the tables of GFM
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# and with the footnotes and formulas that many add
EXTENDED = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).use(dollarmath_plugin)


def item(words, level=1, **attributes):
    return Block(words, Role.LIST_ITEM, level=level, attributes=attributes)


def quoted(words, *numbers, role=Role.QUOTE, **attributes):
    around = [{"kind": "quote", "first": number} for number in numbers]
    return Block(words, role, level=len(numbers), attributes={"around": around, **attributes})


def cell(words, header=False, colspan=1):
    return {"text": words, "header": header, "colspan": colspan, "rowspan": 1}


def table(*rows, **attributes):
    words = "\n".join("\t".join(cell["text"] for cell in row) for row in rows)
    return Block(words, Role.TABLE, attributes={"rows": rows, **attributes})


def spans(words, *inline):
    return Block(words, inline=tuple(Inline(*span) for span in inline))


CODE = {"kind": "code", "start": 0, "end": 3, "target": ""}
CASES = {
    "headings": ([Block("t", Role.TITLE), Block("a\nb #", Role.HEADING, level=3)], "# t\n\n### a b \\#"),
    "emphasis": ([spans("one two three", ("strong", 0, 3), ("em", 4, 8))], "**one** *two* three"),
    "nested": ([spans("a b c", ("link", 0, 5, "/x (1)"), ("strong", 2, 3))], "[a **b** c](/x%20%281%29)"),
    "touching": ([spans("ab", ("strong", 0, 1), ("em", 1, 2))], "**a**<em>b</em>"),
    "same extent": ([spans("ab", ("strong", 0, 2), ("em", 0, 2))], "**<em>ab</em>**"),
    "not flanking": ([spans("a(b)c", ("strong", 1, 4))], "a<strong>(b)</strong>c"),
    "code": ([spans("a `b`` c", ("code", 2, 8), ("em", 2, 3))], "a ``` `b`` c ```"),
    "a dollar beside a formula": (
        [spans("5 $ and x", ("math", 8, 9)), spans("5 $ and x", ("code", 8, 9)), spans("`$ x", ("code", 0, 2), ("math", 3, 4))],
        "5 \\$ and $x$\n\n5 $ and `x`\n\n`` `$ `` $x$",
    ),
    "links within code": (
        [
            spans("List<A, B> extends C", ("code", 0, 20), ("link", 0, 4, "l"), ("link", 5, 6, "a"), ("link", 11, 18, "e")),
            spans("a\nb c d", ("code", 0, 7), ("link", 0, 1, "x"), ("link", 4, 5, "y"), ("link", 6, 7, "z"), ("em", 4, 5)),
        ],
        "[`List`](l)`<`[`A`](a)`, B>` [`extends`](e) `C`\n\n[`a`](x)\\\n`b` [`c`](y) [`d`](z)",
    ),
    "code of a backtick": ([spans("`", ("code", 0, 1))], "`` ` ``"),
    "codes that touch": (
        [
            spans("AB`C", ("code", 0, 1), ("code", 1, 2), ("code", 3, 4)),
            spans("ABC", ("link", 0, 1, "x"), ("code", 0, 1), ("code", 1, 2), ("link", 2, 3, "y"), ("code", 2, 3)),
            spans("xy", ("math", 0, 1), ("math", 1, 2)),
        ],
        "`A` `B`\\``C`\n\n[`A`](x)`B`[`C`](y)\n\n$x$ $y$",
    ),
    "code of several lines": (
        [
            spans("a b\nc d", ("code", 2, 5)),
            Block("a\nb", Role.HEADING, level=2, inline=(Inline("code", 0, 3),)),
            table([cell("A", True), cell("B", True)], [{**cell("x\ny\nz"), "inline": [CODE]}, cell("1")]),
        ],
        "a `b`\\\n`c` d\n\n## `a b`\n\n| A | B |\n| --- | --- |\n| `x`<br>`y`<br>z | 1 |",
    ),
    "links that touch": ([spans("ABC", ("link", 0, 1, "x"), ("link", 1, 2, "y"), ("link", 2, 3, "y"))], "[A](x)[BC](y)"),
    "sub and sup": ([spans("H2O", ("sub", 1, 2))], "H<sub>2</sub>O"),
    "strike": ([spans("old new", ("strike", 0, 3))], "~~old~~ new"),
    "not an image": ([spans("Wow!here", ("link", 4, 8, "u"))], "Wow\\![here](u)"),
    "image in text": ([spans("a b", ("image", 2, 3, "i.png"))], "a ![b](i.png)"),
    "line break": (["a\nb"], "a\\\nb"),
    "line starts": (
        ["# a", "- a", "+ a", "1. a", "12) a", "> a", "---", "===", "a\n- b", "#hash", "-5", "1.5", "|-|"],
        "\\# a\n\n\\- a\n\n\\+ a\n\n1\\. a\n\n12\\) a\n\n\\> a\n\n\\---\n\n\\===\n\na\\\n\\- b\n\n#hash\n\n-5\n\n1.5\n\n\\|-|",
    ),
    "markup in text": (
        ["*a* _b_ c_d [e] <f> &amp; `g` ~~h~~ \\"],
        "\\*a\\* \\_b\\_ c_d \\[e\\] \\<f> \\&amp; \\`g\\` \\~\\~h\\~\\~ \\\\",
    ),
    "fences": ([Block("a\n````", Role.CODE, attributes={"language": "c++"})], "`````c++\na\n````\n`````"),
    "figure and caption": (
        [Block("", Role.FIGURE, attributes={"src": "a b.jpg", "alt": "[x]"}), Block("Cap", Role.CAPTION)],
        "![\\[x\\]](a%20b.jpg)\n\n*Cap*",
    ),
    "a picture that is a link": (
        [Block("", Role.FIGURE, attributes={"src": "a.jpg", "alt": "[x]", "href": "https://ex.org/(a) b"})],
        "[![\\[x\\]](a.jpg)](https://ex.org/%28a%29%20b)",
    ),
    "embed": ([Block("", Role.EMBED, attributes={"src": "https://v.org/a_b_"})], "[Embedded: v.org](https://v.org/a_b_)"),
    "rule": (["a", Block("", Role.RULE), "b"], "a\n\n---\n\nb"),
    "quotes": (
        [Block("a\nb", Role.QUOTE), Block("c", Role.QUOTE, level=2), Block("d", Role.QUOTE, level=1)],
        "> a\\\n> b\n>\n> > c\n>\n> d",
    ),
    "quotations beside each other": (
        [quoted("a", 1), quoted("b", 2), quoted("c", 2, 3), quoted("d", 2, 4), "e", quoted("f", 6)],
        "> a\n\n<!-- -->\n\n> b\n>\n> > c\n>\n> <!-- -->\n>\n> > d\n\ne\n\n> f",
    ),
    "what is quoted beside paragraphs": (
        [
            quoted("a", 0),
            quoted("b", 0, role=Role.LIST_ITEM),
            quoted("c\n\nd", 0, role=Role.CODE, within=1),
            quoted("e", 0, role=Role.HEADING),
        ],
        "> a\n>\n> - b\n>\n>   ```\n>   c\n>\n>   d\n>   ```\n>\n> # e",
    ),
    "a quotation in an item": (
        [
            item("a"),
            Block("b", Role.QUOTE, attributes={"within": 1, "around": [{"kind": "quote", "first": 1, "within": 1}]}),
            item("c", 2, around=[{"kind": "quote", "first": 1, "within": 1}]),
            item("d"),
        ],
        "- a\n\n  > b\n  >\n  > - c\n- d",
    ),
    "tasks": (
        [
            item("a", checked=True),
            item("b", checked=True, continued=True),
            item("c", 2, checked=False),
            item("[x] d", checked=""),
        ],
        "- [x] a\n\n  b\n  - [ ] c\n- \\[x\\] d",
    ),
    "code in a cell keeps its blanks": (
        [table([cell("A", True), cell("B", True)], [{**cell("a\n  b | c"), "inline": [{**CODE, "end": 9}]}, cell(" x\ty ")])],
        "| A | B |\n| --- | --- |\n| `a`<br>`  b \\| c` | x y |",
    ),
    "headings that begin items": (
        [
            Block("A", Role.HEADING, level=3, attributes={"ordered": True, "ordinal": 1, "begins": True, "within": 1}),
            item("a", ordered=True, ordinal=1, continued=True),
            Block("B", Role.HEADING, level=3, attributes={"ordered": True, "ordinal": 2, "begins": True, "within": 1}),
            item("c", ordered=True, ordinal=3, continued=True),
        ],
        "1. ### A\n\n   a\n2. ### B\n3. c",
    ),
    "a list that counts down": (
        [
            item("a", ordered=True, ordinal=2, reversed=True),
            item("b", 2),
            item("c", ordered=True, ordinal=1, reversed=True),
            item("d", ordered=True, ordinal=1),
        ],
        "2. a\n   - b\n\n1) c\n\n1. d",
    ),
    "nested lists": (
        [item("a", ordered=True, ordinal=9), item("b", 2), item("c\nd", 2), item("e", ordered=True, ordinal=10), item("f", 2)],
        "9. a\n   - b\n   - c\\\n     d\n10. e\n    - f",
    ),
    "lists beside each other": (
        [
            item("a", ordered=True, ordinal=1),
            item("b", ordered=True, ordinal=1),
            item("c"),
            item("d", 2, ordered=True, ordinal=3),
        ],
        "1. a\n\n1) b\n\n- c\n\n  3. d",
    ),
    "lists with nothing to be seen between them": (
        [item("a", ordered=True, ordinal=1), Block("", Role.FIGURE), item("b", ordered=True, ordinal=1)],
        "1. a\n\n1) b",
    ),
    "items that go on": ([item("a"), item("b", 2), item("more", continued=True), item("c")], "- a\n  - b\n\n  more\n- c"),
    "items whose parent has gone": ([item("a", 2), item("b", 2), item("c", 2)], "- a\n- b\n- c"),
    "levels that are missing": (
        [item("a"), item("b", 3), item("c", 3), item("d", 4), item("e", 2), item("f")],
        "- a\n  - b\n  - c\n    - d\n  - e\n- f",
    ),
    "code of an item whose parent has gone": (
        [item("a", 2), Block("c", Role.CODE, attributes={"within": 2}), item("b", 2)],
        "- a\n\n  ```\n  c\n  ```\n- b",
    ),
    "an item that goes on after another has gone": (
        [item("a", ordered=True, ordinal=1), item("more of the second", ordered=True, ordinal=2, continued=True)],
        "1. a\n2. more of the second",
    ),
    "numbers that Markdown does not have": ([item("a", ordered=True, ordinal=-4)], "0. a"),
    "table": (
        [table([cell("A", True), cell("B|C", True)], [cell("d *e*", colspan=2)], caption="Cap")],
        "Cap\n\n| A | B\\|C |\n| --- | --- |\n| d \\*e\\* |  |",
    ),
    "table without header": ([table([cell("a"), cell("b")])], "|  |  |\n| --- | --- |\n| a | b |"),
    "formulas": (
        [
            spans("a \\(x_1\\) b", ("math", 2, 9)),
            spans("in a line of its own\ny", ("math", 21, 22, "display")),
            Block("\\[\nx\n\\]", Role.MATH),
            spans("price $5", ("math", 0, 8)),
        ],
        "a $x_1$ b\n\nin a line of its own\\\n$$y$$\n\n$$\nx\n$$\n\nprice $5",
    ),
    "footnotes": (
        [
            spans("See1", ("note", 3, 4, "1")),
            Block("The ↩", Role.FOOTNOTE, attributes={"label": "1"}, inline=(Inline("backlink", 4, 5, "x#y"),)),
            Block("note\nhere", Role.FOOTNOTE, attributes={"label": "1", "continued": True}),
            Block("Alone", Role.FOOTNOTE, attributes={"label": "2"}),
        ],
        "See[^1]\n\n[^1]: The\n\n    note\\\n    here\n\nAlone",
    ),
    "a mark without its note is text": ([spans("See1", ("note", 3, 4, "1"))], "See1"),
    "definitions": ([Block("Term", Role.TERM), Block("Meaning", Role.DEFINITION)], "**Term**\n\nMeaning"),
    "blocks within an item": (
        [
            item("a", ordered=True, ordinal=1),
            Block("x\n\ny", Role.CODE, attributes={"within": 1}),
            item("more", ordered=True, ordinal=1, continued=True),
            item("b", ordered=True, ordinal=2),
            Block("", Role.FIGURE, attributes={"src": "i.png", "alt": "i", "within": 1}),
        ],
        "1. a\n\n   ```\n   x\n\n   y\n   ```\n\n   more\n2. b\n\n   ![i](i.png)",
    ),
    "spans of cells": (
        [
            table(
                [{**cell("A", True), "rowspan": 2}, cell("B", True, 2)],
                [cell("c", True), cell("d", True)],
                [cell("1"), cell("2"), cell("3")],
            )
        ],
        "| A | B |  |\n| --- | --- | --- |\n|  | c | d |\n| 1 | 2 | 3 |",
    ),
    "cells with markup": (
        [
            table(
                [cell("A", True), cell("B", True)],
                [
                    {**cell("x\ny"), "inline": [{"kind": "code", "start": 0, "end": 1, "target": ""}]},
                    {**cell("z"), "align": "right", "images": [{"src": "/i.png", "alt": "i"}]},
                ],
            )
        ],
        "| A | B |\n| --- | ---: |\n| `x`<br>y | z ![i](/i.png) |",
    ),
    "prices are no formulas": (["$5 and $6, $x$ and a_$"], "\\$5 and \\$6, \\$x\\$ and a\\_\\$"),
    "nothing": (
        [Block(""), Block("", Role.FIGURE), Block("", Role.CODE), Block("", Role.CAPTION), item(""), quoted(" ", 1)],
        "",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_case(article, case):
    blocks, expected = CASES[case]
    assert article(*blocks).markdown == (expected + "\n" if expected else "")


def test_other_formats_are_left_to_others(article):
    assert markdown.cleanread_render(article("a"), "md") is None


def test_lines_of_a_plain_text_source_are_paragraphs(article):
    made = article(Block("# one", gap=""), Block("2. two", gap="\n"), media_type="text/plain")
    assert made.markdown == "\\# one\n\n2\\. two\n"


def test_half_surrogates_are_replaced(article):
    assert article("a\ud800", spans("b", ("link", 0, 1, "\udfff"))).markdown == "a\ufffd\n\n[b](?)\n"


class Shown(HTMLParser):
    """The text and the elements of rendered Markdown."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags = "", []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.text += " " if tag in ("br", "td", "th", "li", "p") else ""

    def handle_data(self, data):
        self.text += data


TEXT = st.text(st.sampled_from("ab1 \n*_`~[]()<>#+-=!|&;:.\\/\"'©«»—€日本"), max_size=14).map(
    lambda text: "\n".join(filter(None, (" ".join(line.split(" ")).strip() for line in text.split("\n"))))
)
KINDS = st.sampled_from(["link", "strong", "em", "code", "sub", "strike"])
INLINE = st.lists(
    st.builds(Inline, KINDS, st.integers(0, 12), st.integers(0, 14), st.just("http://x.org/a_(b)")), max_size=4
).map(tuple)
ROLES = [role for role in Role if role not in (Role.RULE, Role.TABLE, Role.CODE, Role.MATH)]
AROUND = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["quote", "definition"]), "first": st.integers(0, 2)}, optional={"within": st.integers(0, 3)}
    ),
    max_size=3,
)


@given(
    blocks=st.lists(
        st.builds(
            Block,
            TEXT,
            st.sampled_from(ROLES),
            level=st.integers(0, 4),
            inline=INLINE,
            attributes=st.fixed_dictionaries(
                {},
                optional={
                    **dict.fromkeys(["ordered", "continued", "reversed", "begins"], st.booleans()),
                    **dict.fromkeys(["ordinal", "within"], st.integers(0, 3)),
                    "around": AROUND,
                },
            ),
        ),
        max_size=5,
    )
)
def test_rendered_again_it_shows_the_text_of_the_article(article, blocks):
    html = COMMONMARK.render(article(*blocks).markdown)
    expected = "".join("".join(block.text.split()) for block in blocks)
    assert "".join(Shown(html).text.split()) == expected


@given(text=TEXT, role=st.sampled_from(ROLES))
def test_text_never_becomes_markup(article, text, role):
    own = {"h1", "h2", "p", "br", "ul", "li", "blockquote", "em", "strong"}
    html = COMMONMARK.render(article(Block(text, role, level=1)).markdown)
    assert set(Shown(html).tags) <= own
    assert len(re.findall("<(?:li|blockquote|h1|h2|em)>", html)) <= 1


@given(code=st.text(st.sampled_from("a `~\n#*"), max_size=20))
def test_code_is_shown_exactly(article, code):
    html = COMMONMARK.render(article(Block(code, Role.CODE)).markdown)
    assert Shown(html).text == (f"{code}\n\n" if code else "")


@given(
    rows=st.lists(
        st.lists(st.text(st.sampled_from("ab|\\`*<-: "), max_size=6).map(str.strip), min_size=2, max_size=2),
        min_size=2,
        max_size=3,
    )
)
def test_tables_keep_their_cells(article, rows):
    block = table(*[[cell(words, header=not number) for words in row] for number, row in enumerate(rows)])
    html = COMMONMARK.render(article(block).markdown)
    if block.text.strip():
        shown = re.findall(r"<t[hd]>(.*?)</t[hd]>", html)
        assert [Shown(one).text.split() for one in shown] == [words.split() for row in rows for words in row]


@pytest.mark.parametrize("count", [20_000])
def test_many_spans_are_no_trouble(article, count):
    inline = tuple(Inline("em", at * 2, at * 2 + 1) for at in range(count))
    assert article(Block("a " * count, inline=inline)).markdown.count("*a*") == count


WORDS = st.from_regex(r"[a-z]{2,6}( [a-z]{2,6}){0,3}", fullmatch=True)


@given(
    texts=st.lists(WORDS, min_size=2, max_size=5), tex=st.from_regex(r"[a-z](_[a-z0-9]|\^\{[a-z0-9]{1,3}\})?", fullmatch=True)
)
def test_notes_and_formulas_survive_readers_that_know_them(article, texts, tex):
    blocks = []
    for number, text in enumerate(texts):
        blocks.append(
            spans(f"{text}{number} {tex}", ("note", len(text), len(text) + 1, str(number)), ("math", len(text) + 2, 99))
        )
    notes = [Block(f"note {text}", Role.FOOTNOTE, attributes={"label": str(number)}) for number, text in enumerate(texts)]
    html = EXTENDED.render(article(*blocks, *notes).markdown)
    assert html.count('class="footnote-ref"') == len(texts)
    assert html.count('class="math inline"') == len(texts)
    shown = " ".join(re.findall(r"<li id=\"fn\d+\"[^>]*><p>(.*?) <a", html, re.DOTALL))
    assert shown == " ".join(f"note {text}" for text in texts)


@given(text=st.text(st.sampled_from("a$ 1.5_\\"), max_size=12))
def test_dollars_in_text_are_never_formulas(article, text):
    assert "math" not in EXTENDED.render(article(text).markdown)
