import json

from hypothesis import given
from hypothesis import strategies as st

from cleanread.document import Block, Inline, Role
from cleanread.renderers import json as renderer


def test_other_formats_are_left_to_others(article):
    assert renderer.cleanread_render(article("a"), "jsonl") is None


def test_json_is_the_article_as_data(article):
    made = article(Block("日本 text", inline=(Inline("link", 0, 2, "https://ex.org/"),)), title="T")
    rendered = made.render("json")
    assert json.loads(rendered) == made.to_dict()
    assert "日本" in rendered
    assert rendered.endswith("}\n")


def test_what_json_does_not_know_becomes_a_string(article):
    made = article(Block("x", Role.FIGURE, attributes={"odd": {1}}))
    assert json.loads(made.render("json"))["blocks"][0]["attributes"] == {"odd": "{1}"}


@given(words=st.text(st.characters(), max_size=20))
def test_json_can_always_be_encoded(article, words):
    rendered = article("half \ud800" + words, title="\udfff").render("json")
    assert json.loads(rendered.encode("utf-8"))["blocks"][0]["text"].startswith("half \ufffd")
