"""Plain text: lines as blocks, white space as gaps, the source to the byte."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanread
from cleanread.readers.text import cleanread_read
from cleanread.source import Source


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("one\ntwo", [(1, "", "one"), (2, "\n", "two")]),
        ("\r\n one \r\n\r\n\ttwo\r\n", [(2, "\r\n ", "one"), (4, " \r\n\r\n\t", "two")]),
        ("one\rtwo\r\r", [(1, "", "one"), (2, "\r", "two")]),
        ("\u3000one\u00a0\n\u2028two", [(1, "\u3000", "one"), (2, "\u00a0\n\u2028", "two")]),
        ("one\u2028two\x85three", [(1, "", "one"), (1, "\u2028", "two"), (1, "\x85", "three")]),
        ("one\vtwo\n\ftwo \u2029\rthree", [(1, "", "one"), (1, "\v", "two"), (2, "\n\f", "two"), (3, " \u2029\r", "three")]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_lines(text: str, blocks: list[tuple[int, str, str]]) -> None:
    document = cleanread_read(Source(text, "text/plain"))
    assert document is not None
    assert [(block.line, block.gap, block.text) for block in document.blocks] == blocks
    assert document.text == text


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\v", "\f", "\r", "\r\n"])
def test_clutter_goes_whatever_ends_the_lines(sample: Any, end: str) -> None:
    article = cleanread.clean(sample.source.replace("\n", end), media_type="text/plain")
    assert {removal.text for removal in article.removed} == sample.removed.keys()
    assert article.text == sample.kept.replace("\n", end)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    document = cleanread_read(Source(text, "text/plain"))
    assert document is not None
    assert document.text == text
    assert all(block.text == block.text.strip() != "" for block in document.blocks)


def test_other_text_types_are_read_as_lines_but_html_is_not() -> None:
    assert cleanread_read(Source("# Title", "text/markdown")) is not None
    assert cleanread_read(Source("<p>", "text/html")) is None
    assert cleanread_read(Source("{}", "application/json")) is None
