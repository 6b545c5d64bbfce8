"""Words are counted by the compiled twin as they are in Python, in whatever text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleanread import words

pytestmark = pytest.mark.skipif(words._twin is None, reason="no compiled twin")

texts = st.text(st.characters() | st.sampled_from("ab1_ .-é記ไ한\u0301\n\u200b\u0e3f\ud800\0")) | st.text(
    "a_ 1.é記", max_size=8
)


@given(texts)
@example("")
@example("\ud800a\U0001f600b")
def test_words_are_counted_alike(text: str) -> None:
    assert words.count_words(text) == _in_python(text)


@given(texts)
def test_words_are_found_alike(text: str) -> None:
    found = words.words_of(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_twin", None)
        assert words.words_of(text) == found


def test_each_character_is_the_same_to_both() -> None:
    for code in range(0x110000):
        text = f"a{chr(code)}b"
        assert words.count_words(text) == _in_python(text), hex(code)
        assert words.words_of(text) == re.findall(r"\w+", text), hex(code)


def _in_python(text: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_twin", None)
        return words.count_words(text)


@given(
    st.text(st.one_of(st.characters(), st.characters(max_codepoint=0x2060), st.sampled_from(" _-.’ș\u0301\u200b")), max_size=40)
)
def test_texts_are_folded_alike(text: str) -> None:
    folded = words.fold(text), words.fold(text * 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_twin", None)
        assert (words.fold(text), words.fold(text * 20)) == folded


def test_every_letter_is_folded_alike() -> None:
    letters = [chr(code) for code in range(0x2100)]
    texts = [text for letter in letters for text in (letter, f"a{letter}B", f"{letter} x")]
    folded = list(map(words.fold, texts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_twin", None)
        assert list(map(words.fold, texts)) == folded
