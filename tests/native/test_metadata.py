"""The compiled looks at a page's elements leave out nothing that tells of its metadata."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleanread.readers.html_parse import parse
from cleanread.readers.metadata import choice, compared, nearby, people, sources, titles

pytestmark = pytest.mark.skipif(None in (sources._twin, nearby._twin, titles._twin), reason="no compiled twin")

PIECES = [
    *[
        "<p>",
        "</p>",
        "<h1>",
        "</h1>",
        "<h2>b</h2>",
        "<div class=x>",
        "</div>",
        "<br>",
        "a",
        " ",
        "\n",
        "\xa0",
        "É",
        "\u0130",
        "😀",
    ],
    *[
        "<time>",
        "</time>",
        "<time class=author datetime=2024-05-01>x</time>",
        "<a href=/author/x>",
        "<a rel='nofollow AUTHOR'>",
    ],
    *[
        "<a href='/x/by/y'>",
        "<a href=/team/>",
        "<a href=/Team/x>",
        "</a>",
        "<span class=PostAuthor>",
        "<span class='a BY-LINE'>",
    ],
    *["<span class='author-bio'>", "<i class=été>", "</span>", "<b itemprop=author>", "<b itemprop=datePublished>", "</b>"],
    *["By ", "by", "BY:", "Von ", "— ", "Ann Lee", "Published: ", "Updated ", "2024-05-01", "May 3, 2024", "1999", "12345"],
    *[
        "٢٠٢٤-٠٥-٠١",
        "２０２４年5月1日",
        "2024年3月5日",
        "<script>",
        "</script>",
        "<script type=application/LD+json>{}</script>",
    ],
    *["<svg>", "</svg>", "<template>", "<select><option>by", "</select>", "<title>t</title>", "<meta name=author content=x>"],
    *[
        "<meta name='' property=' Og:Title ' content='a&amp;amp;b'>",
        "<meta http-equiv=X content>",
        "<meta itemprop=x content=' '>",
    ],
    *["<meta property=og:title content='a  b'>", "<meta name=É content=é\u200b>", "<nav>", "</nav>", "<main>", "<header>"],
    *["<h1 itemprop=headline class='Site-Title'>", "(by: ", "Text\nvon ", "a guest post\u00a0by", "par", "On ", "/ author"],
    *["<link rel=' Canonical ' href=/c>", "<link rel=icon>", "<noscript>", "</noscript>", "<button>", "</button>", "x" * 320],
]
PAGES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)


def _gathered(root: Any) -> Any:
    found = sources.gather(root)
    declaring = [
        element for element in found.declaring if element.tag == "meta" or "ld+json" in (element.get("type") or "").lower()
    ]
    return (found.meta, found.links, found.window, found.headings, found.times, found.authors, found.scripts, declaring)


@given(PAGES)
def test_the_same_is_gathered(page: str) -> None:
    root = parse(f"<p>{page}")
    compiled = _gathered(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "_twin", None)
        assert _gathered(root) == compiled


@given(PAGES, st.sampled_from([5, 300]))
def test_the_text_is_the_same(page: str, longest: int) -> None:
    elements = list(parse(f"<p>{page}").iter())
    compiled = [sources.text_of(element, longest) for element in elements]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "_twin", None)
        assert [sources.text_of(element, longest) for element in elements] == compiled


def _around(root: Any, language: str | None, reach: int) -> Any:
    headline = next(root.iter("h1"), root)
    found = nearby.Nearby(headline, language, reach)
    return found.lines, found.dates


@given(PAGES, PAGES, st.sampled_from([None, "de", "vi", "en-GB"]), st.sampled_from([0, 5, 50, 260]))
def test_the_same_is_nearby(before: str, after: str, language: str | None, reach: int) -> None:
    root = parse(f"<p>{before}<h1>x</h1>{after}")
    compiled = _around(root, language, reach)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearby, "_twin", None)
        assert _around(root, language, reach) == compiled


def test_digits_of_every_script_are_looked_at() -> None:
    for code in range(128, sys.maxunicode + 1):
        if chr(code).isdecimal():
            root = parse(f"<h1>x</h1><p>a<p>a {chr(code) * 4}")
            told = nearby._what().after(next(root.iter("h1")), 5, 100, nearby._phrases(""))
            assert any(element.text.startswith("a ") and what == nearby._READ_TEXT for element, what in told), hex(code)


def test_each_word_tells_of_an_author() -> None:
    for word in nearby.AUTHORS:
        assert nearby.author_sign(f"x-{word}").startswith("class")


@given(st.text() | st.text("aÉß_-'’ 1٢\n\u0130", max_size=20))
def test_the_words_of_a_title_are_the_same(text: str) -> None:
    compiled = titles.key_of(text), titles.squeeze(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(titles, "_twin", None)
        assert (titles.key_of(text), titles.squeeze(text)) == compiled


@given(PAGES)
def test_the_same_is_around_a_headline(page: str) -> None:
    elements = [element for element in parse(f"<p>{page}").iter() if isinstance(element.tag, str)]
    compiled = [titles._around(element) for element in elements]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(titles, "_twin", None)
        assert [titles._around(element) for element in elements] == compiled


@pytest.mark.parametrize("language", ["", "de", "vi", "ja"])
@pytest.mark.parametrize(
    "text", ["{}", "{} Ann", "{}: Ann", "\n — {}\n/", "({}) ", ":{}", "{}|Ann", "x" * 400 + " {} Ann", " " * 299 + "{}x"]
)
def test_each_phrase_before_a_name_is_read(language: str, text: str) -> None:
    for phrase in people.phrases_of(language):
        for written in (phrase, phrase.upper(), phrase.title().replace(" ", " \n")):
            root = parse("<h1>x</h1><p>a<p>b<p>")
            last = root[-1][-1]
            last.text = text.format(written)
            line = nearby._one_line(last.text)
            told = nearby._what().after(next(root.iter("h1")), 5, 1_000, nearby._phrases(language))
            if people.begins_with_by(line + " x", language) or people.is_by(line, language):
                assert (last, nearby._READ_TEXT) in told


@given(st.text() | st.text("a &;\u200b\xad\x7f\xa0\n\u2028É", max_size=8))
@example("a &amp;amp; b")
@example("\ud800")
def test_a_text_is_made_plain_alike(text: str) -> None:
    compiled = sources.clean(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "_twin", None)
        assert sources.clean(text) == compiled


def test_each_character_is_made_plain_alike() -> None:
    for code in range(sys.maxunicode + 1):
        if sources._twin.is_plain(f"a{chr(code)}b"):
            assert sources._UNPRINTED.search(chr(code)) is None, hex(code)
            assert code == 32 or not chr(code).isspace(), hex(code)


WORDS = st.lists(st.sampled_from(["a", "rain", "in", "spain", "in spain", "é", "the rain in spain"]), max_size=6).map(" ".join)


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=3), st.lists(WORDS, min_size=1, max_size=4))
def test_candidates_are_compared_alike(names: list[str], headings: list[str], keys: list[str]) -> None:
    pure, compiled = compared.Compared(names, headings), compared._twin.Compared(names, headings)
    for key in [*keys, *names, *headings, *keys]:
        assert compiled.looks(key) == pure.looks(key)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-3, 3) | st.just(0.0)), st.sets(st.sampled_from("abcdefghij")))
def test_weights_are_the_same(table: dict[str, float], signs: set[str]) -> None:
    assert choice._twin.weights_of(signs, table) == choice._weights_of(signs, table)
