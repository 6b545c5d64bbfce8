import pytest

from cleanread.document import Block, Document, Role
from cleanread.renderers import text


def item(words, level=1, gap="\n", **attributes):
    return Block(words, Role.LIST_ITEM, level=level, gap=gap, attributes=attributes)


def test_other_formats_are_left_to_others(article):
    assert text.cleanread_render(article("a"), "rtf") is None


def test_an_empty_article_is_empty(article):
    assert article().text == ""
    assert article(Block("", Role.FIGURE), Block("", Role.RULE)).text == ""


def test_blocks_are_separated_and_the_text_ends_with_one_newline(article):
    assert article("a", Block("", Role.FIGURE, gap=""), Block("b", Role.HEADING, level=2)).text == "a\n\nb\n"


def test_lists_have_markers_and_margins(article):
    blocks = [
        "intro",
        item("one", gap="\n\n", ordered=True, ordinal=1),
        item("inner\nsecond line", level=2),
        item("two", ordered=True, ordinal=2),
        item("goes on", ordered=True, ordinal=2, continued=True),
        "after",
    ]
    assert article(*blocks).text == "intro\n\n1. one\n  - inner\n    second line\n2. two\n   goes on\n\nafter\n"


def test_tasks_have_boxes(article):
    assert article(item("a", checked=True), item("b\nc", ordinal=2, checked=False)).text == "- ☑ a\n- ☐ b\n    c\n"


def test_items_whose_parent_has_gone_stand_beside_each_other(article):
    blocks = [item("a", level=2), item("b", level=2), item("c", level=4), item("d", level=2), item("e")]
    assert article(*blocks).text == "- a\n- b\n  - c\n- d\n- e\n"


def test_a_heading_that_begins_an_item_has_its_number(article):
    heading = Block("Boil", Role.HEADING, attributes={"ordered": True, "ordinal": 2, "begins": True, "within": 1})
    assert article(heading, item("Take a pot", gap="\n\n", ordered=True, ordinal=2, continued=True)).text == (
        "2. Boil\n\n   Take a pot\n"
    )


def test_an_item_without_attributes_is_a_bullet(article):
    assert article(Block("x", Role.LIST_ITEM)).text == "- x\n"


def test_tables_and_code_are_as_they_are(article):
    rendered = article(Block("a\tb\nc\td", Role.TABLE), Block("  code\n    more", Role.CODE)).text
    assert rendered == "a\tb\nc\td\n\n  code\n    more\n"


def test_where_a_block_was_taken_away_the_rest_stays_apart(article):
    blocks = ["para", item("gone", gap="\n\n"), item("kept"), "gone too", "end"]
    assert article(*blocks, dropped=[1, 3]).text == "para\n\n- kept\n\nend\n"


@pytest.mark.parametrize("source", ["", "one\r\n\r\n  two \n\x0b\nthree\n\n", "half \ud800 surrogate"])
def test_a_plain_text_source_comes_back_unchanged(article, source):
    from cleanread.readers.text import cleanread_read
    from cleanread.source import Source

    made = article(media_type="text/plain")
    document = cleanread_read(Source.of(source, None, "text/plain"))
    assert isinstance(document, Document)
    made.document = document
    assert made.text == source
