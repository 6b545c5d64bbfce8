"""Words of a text looked up in sets: the compiled twin tells what the Python module tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanread.words import fold
from cleanread_plugins.phrases import key, lexicon
from cleanread_plugins.phrases import words as looked_up

pytestmark = pytest.mark.skipif(looked_up._twin is None, reason="no compiled twin")

KNOWN = frozenset(
    ("sign", "up", "for", "newsletter", "ß", "cookies", "đăng", "ký", "it's", "(beta)", "a", "σας", "i̇stanbul", "")
)
SIGNS = ".,:;!?…·•|/\\()[]{}<>«»“”\"'*–—-"
PLAIN = {"’": "'", "ș": "ş", "“": " ", ",": " ", ".": " ", "(": " ", ")": " "}
PAIRS = frozenset(("sign up", "up for", "it's a", "ß ß", "đăng ký", "a", "x x", f"{'x' * 300} a", "σας i̇stanbul"))
TAGS = {"sign": ("en", "de"), "up": ("en",), "for": ("nb", "en", "da"), "ß": ("de",), "a": ()}

words = st.one_of(
    st.sampled_from(sorted(KNOWN)),
    st.sampled_from(sorted(KNOWN)).map(str.upper),
    st.sampled_from(["İstanbul", "ΣΑΣ", "It’s", "Sign,", "«up»", "12", "v2", "\ud800", "\x00", "😀", "Đăng", "ǅ", "x" * 300]),
    st.text(max_size=6),
)
texts = st.lists(st.tuples(words, st.sampled_from([" ", "  ", "\n", "\u3000", "\x1c", ",", "", "\xa0"])), max_size=60).map(
    lambda parts: "".join(word + blank for word, blank in parts)
)


@given(texts)
def test_the_twin_tells_the_same(text: str) -> None:
    here, there = (kind(KNOWN, SIGNS, PLAIN, TAGS) for kind in (looked_up.Words, looked_up._twin.Words))
    assert there.strange(text) == here.strange(text)
    assert there.look(text) == here.look(text)
    assert list(there.look(text)[0]) == list(here.look(text)[0])
    assert there.shown(text) == here.shown(text)
    assert there.at_edge(text) == here.at_edge(text)


@given(texts)
def test_the_twin_finds_the_same_pairs(text: str) -> None:
    here, there = (kind(PAIRS, SIGNS, PLAIN) for kind in (looked_up.Words, looked_up._twin.Words))
    assert there.any_pair(text) or not here.any_pair(text)
    if not {"İ", "Σ"} & set(text):
        assert there.any_pair(text) == here.any_pair(text)


@given(st.lists(st.sampled_from(("#", "a", "# a", "a #", "ab", "", "x" * 200, "đă")), max_size=5).map(" ".join))
def test_the_twin_finds_the_same_at_edges(text: str) -> None:
    here, there = (kind(frozenset(("# a", "a #", "#", "ab", "đă", "x#"))) for kind in (looked_up.Words, looked_up._twin.Words))
    assert there.at_edge(text) == here.at_edge(text)


@pytest.mark.parametrize("known", [frozenset(), frozenset(("",)), frozenset(("a",))])
def test_small_sets_and_texts(known: frozenset[str]) -> None:
    here, there = (kind(known) for kind in (looked_up.Words, looked_up._twin.Words))
    for text in ("", " ", "a", "b", "a b c", "A" * 1000, "a " * 100_000):
        for ask in ("strange", "look", "shown", "any_pair", "at_edge"):
            assert getattr(there, ask)(text) == getattr(here, ask)(text)


PHRASES = [
    "Share",
    "Share on Facebook",
    "Copy link",
    "Print",
    "3 Comments",
    "Read more",
    "the",
    "newsletter,",
    "© 2024",
    "Foto 12",
]


@given(st.lists(st.one_of(st.sampled_from(PHRASES), words), max_size=8).map(" ".join))
def test_a_line_is_told_as_it_was_section_by_section(text: str) -> None:
    """What a line is told by at once is what its phrase, else its phrases in a row, tell."""
    folded = fold(text)
    assert lexicon().told(text, folded) == (lexicon().sections(text, folded) or lexicon().compound(text, folded))


@given(st.lists(st.one_of(st.sampled_from(PHRASES), words, st.sampled_from(SIGNS)), max_size=12).map(" ".join))
def test_the_twin_fills_a_line_with_the_same_phrases(text: str) -> None:
    known = lexicon().exact.keys() | lexicon().platforms
    here, there = (kind(known, SIGNS) for kind in (looked_up.Words, looked_up._twin.Words))
    for line in (key(fold(text)), text):
        assert there.filled(line, 6, 24) == here.filled(line, 6, 24)


@given(st.text(st.characters() | st.sampled_from(":：|>»→]】–—- \n\xa0a"), max_size=12), st.integers(0, 12))
def test_the_twin_sees_the_same_ends_of_prefixes(text: str, most: int) -> None:
    there = looked_up.may_open(text, most)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looked_up, "_twin", None)
        assert looked_up.may_open(text, most) == there
