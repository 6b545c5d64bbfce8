"""Scripts and Vietnamese words are counted by the compiled twin as they are in Python, in whatever text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleanread_plugins.language import evidence
from cleanread_plugins.phrases import words

pytestmark = pytest.mark.skipif(evidence._twin is None or words._twin is None, reason="no compiled twin")

texts = st.text(st.characters() | st.sampled_from("abA ăĐơưạẠ\n\u3000記かあ한ไ\ud800\U0001f600й2ǅ"), max_size=60)


@given(texts)
@example("")
@example("ĂN uống Đường đi ĐI")
def test_letters_and_words_are_counted_alike(text: str) -> None:
    assert _all(text) == _in_python(text)


def test_each_character_is_the_same_to_both() -> None:
    for start in range(0, 0x110000, 16):
        text = " ".join(map(chr, range(start, start + 16)))
        assert _all(text) == _in_python(text), hex(start)
    for code in range(0x110000):
        assert evidence._is_beyond_latin(chr(code)) == (evidence._NOT_LATIN.search(chr(code)) is not None), hex(code)
        assert evidence._has_vietnamese(chr(code)) == (evidence._VIETNAMESE.search(chr(code)) is not None), hex(code)


def _all(text: str) -> tuple[object, ...]:
    counted = evidence._counts(text), evidence.script_of(text), evidence._marked(text), words.spaced_words(text)
    return *counted, evidence._is_beyond_latin(text), evidence._has_vietnamese(text)


def _in_python(text: str) -> tuple[object, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "_twin", None)
        patch.setattr(evidence, "_counted", None)
        patch.setattr(words, "_twin", None)
        return _all(text)
