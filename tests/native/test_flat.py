"""The compiled `flat` gives what the one in Python gives, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanread.readers import html_inline

pytestmark = pytest.mark.skipif(html_inline._twin is None, reason="the compiled `flat` is not built")

BLANKS = " \t\n\r\f\v\x00\x01\x1b\x1c\x1d\x1e\x1f\x7f\x85\xa0\u2028\u3000\u200b\u200e\xad\ufeff"
texts = st.text(st.one_of(st.sampled_from(BLANKS), st.sampled_from("aZ.é中😀\ud83d"), st.characters()), max_size=40)


@given(texts)
@example("")
@example("\xa0")
@example("a\xa0b")
@example("a\xa0\u0101 ")
@example("  a  b  ")
@example("a \nb")
@example("a\x1cb")
@example("a\x1cé")
@settings(max_examples=1000, deadline=None)
def test_same_text(text: str) -> None:
    found = html_inline._twin.flat(text, html_inline._flat)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_inline, "_twin", None)
        expected = html_inline.flat(text)
    assert found == expected
    assert found.isascii() == expected.isascii()
    assert hash(found) == hash(expected)
    assert found.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == expected
