"""What is passed over without a string for it holds surely no name, and pictures are asked for the same as in Python."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleanread.native import twin
from cleanread.readers import html_links
from cleanread.readers.html_elements import telling_classes
from cleanread.readers.html_links import Addresses, asked_of

_twin: Any = twin("cleanread.readers._names")

pytestmark = pytest.mark.skipif(_twin is None, reason="no compiled twin")

WORDS = st.one_of(
    st.sampled_from(
        [*sorted(telling_classes()), "Caption", "COMMENT", "comment\x1fx", "x", "\u017fr-only", "\u212a", "a" * 70]
    ),
    st.text(max_size=12),
)
VALUES = st.lists(WORDS, max_size=6).flatmap(
    lambda words: st.sampled_from([" ", "\n", "\t", "\x0b", "\x1c", "\xa0", "\u3000"]).map(lambda blank: blank.join(words))
)


@given(VALUES)
def test_no_name_is_missed(value: str) -> None:
    value = value.replace("\0", "")
    found = not telling_classes().isdisjoint(value.lower().split())
    told = _twin.Names(telling_classes()).may_be_among(value.encode("utf-8", "ignore"))
    assert told or not found
    if value.isascii():
        assert told == found


@given(st.sets(st.text("abcdefgh-_", min_size=1, max_size=63), max_size=60), st.text("abcdefghABC-_", max_size=70))
def test_a_set_holds_what_it_was_made_of(names: set[str], other: str) -> None:
    known = _twin.Names(names)
    assert all(known.holds(name.encode()) and known.holds(name.upper().encode()) for name in names)
    assert known.holds(other.encode()) == (other.lower() in names)


def test_a_name_that_cannot_be_kept_is_refused() -> None:
    for name in ("", "a" * 64):
        with pytest.raises(ValueError, match="empty or too long"):
            _twin.Names([name])


ATTRIBUTES = (
    "alt='a &amp; b'", "alt", "class=x", "src=/a.jpg", "SRC=/b.jpg", "data-src=/c.jpg", "data-lazy=''", "width=3",
    "height=' 4'",
    "srcset='/a.jpg 2x'", "title=x", "x:src=/d.jpg", "alt=é", "data-x=1",
)  # fmt: skip


@given(st.lists(st.sampled_from(ATTRIBUTES), max_size=8))
def test_a_picture_is_asked_for_the_same(attributes: list[str]) -> None:
    image = etree.fromstring(f"<p><img {' '.join(attributes)}>", etree.HTMLParser()).find(".//img")
    expected = {name: value for name, value in image.items() if name in html_links._ASKED}
    assert asked_of(image) == expected


@given(st.text(st.sampled_from("ab/[].:# \t\x7f\x80é\u200b%"), max_size=8), st.sampled_from([None, "https://example.org/a/b"]))
def test_an_address_is_made_absolute_the_same(address: str, base: str | None) -> None:
    if html_links._is_plain(address):
        assert html_links._looks_plain(address)
    # the quick way of plain addresses leads to where the long one does
    quick, blank = Addresses(base).absolute(address), Addresses(base).absolute(f" {address} ")
    assert quick == blank or address.strip() != address or not html_links._looks_plain(address)
