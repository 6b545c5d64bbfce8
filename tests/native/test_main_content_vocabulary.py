"""What words say is the same whether the compiled twin looks them up or Python does."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanread_plugins.main_content import tree, vocabulary
from cleanread_plugins.main_content.vocabulary import COLUMNS, Keys, Vocabulary

pytestmark = pytest.mark.skipif(vocabulary._twin is None, reason="no compiled twin")

WORDS = ("", "a", "nav", "related", "posts", "relatedposts", "größe", "\ud800", "the", "more")
SCORES = {f"{kind}{word}": 0.7 * (number - 3.1) / 9 for kind in "nthw" for number, word in enumerate(WORDS)}
attributes = st.text(st.sampled_from("aAbBzZ-_1é\u0130\ud800\0 \n") | st.characters()) | st.lists(
    st.sampled_from(
        ("relatedPosts", "main-nav", "NAV", "x-y-x", "größe", "Größe", "a", "postsPOSTSposts", "ß" * 40, "n" * 400)
    ),
    max_size=15,
).map(" ".join)


@given(attributes)
def test_names_are_taken_apart_alike(text: str) -> None:
    scores = {name: float(number) for number, name in enumerate(tree.names_of(text), 1)}
    assert vocabulary._twin is not None
    told = vocabulary._twin.told_by(text, vocabulary.table(scores), tree.parts_of)
    assert told[3] == tuple(scores[name] for name in tree.names_of(text))
    assert told == _in_python(lambda: Vocabulary({f"n{name}": score for name, score in scores.items()})._score(text))


@st.composite
def keys(draw: st.DrawFn) -> Keys:
    blocks = draw(st.integers(0, 5))
    names = draw(st.lists(attributes | st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
    called = draw(st.lists(st.integers(0, len(names) - 1), min_size=1, max_size=6))
    elements = st.integers(-1, len(called) - 1)
    around = [draw(st.lists(elements, min_size=blocks, max_size=blocks)) for _ in range(tree.LEVELS)]
    words = [draw(st.lists(st.sampled_from((*WORDS, "unknown")), max_size=12)) for _ in range(blocks)]
    return Keys(
        names,
        np.array(called, dtype=np.int64),
        np.array(around, dtype=np.int64).reshape(tree.LEVELS, blocks),
        [draw(st.sampled_from(WORDS)) for _ in range(blocks)],
        np.array([draw(st.integers(-1, block)) for block in range(blocks)], dtype=np.int64),
        [word for some in words for word in some],
        np.cumsum([0, *map(len, words)], dtype=np.int64),
    )


@given(keys())
def test_columns_are_alike_to_the_last_bit(asked: Keys) -> None:
    found = Vocabulary(SCORES).columns(asked)
    assert found.shape == (len(COLUMNS), len(asked.short))
    assert np.array_equal(found, _in_python(lambda: Vocabulary(SCORES).columns(asked)))


@given(st.dictionaries(st.text(max_size=6), st.floats(-9, 9), max_size=80), st.lists(st.text(max_size=6), max_size=20))
def test_any_word_is_found_or_not_as_in_python(scores: dict[str, float], others: list[str]) -> None:
    words = [*scores, *others]
    starts = np.arange(len(words) + 1)
    nowhere = np.full((tree.LEVELS, len(words)), -1)
    asked = Keys([""], np.array([0]), nowhere, words, np.arange(len(words)), words, starts)
    known = {f"{kind}{word}": score for kind in "thw" for word, score in scores.items()}
    found = Vocabulary(known).columns(asked)
    assert np.array_equal(found, _in_python(lambda: Vocabulary(known).columns(asked)))


@given(st.lists(st.text(max_size=9)), st.integers(-4, 9), st.integers(-4, 9))
def test_words_are_a_sequence(words: list[str], start: int, stop: int) -> None:
    assert vocabulary._words is not None
    kept = vocabulary._words.Words(words)
    assert (len(kept), list(kept), kept[start:stop]) == (len(words), words, words[start:stop])
    assert pickle.loads(pickle.dumps(kept)) == kept == words
    if -len(words) <= start < len(words):
        assert kept[start] == words[start]
    else:
        with pytest.raises(IndexError):
            kept[start]


@pytest.mark.parametrize("word", [None, 1, b"a"])
def test_what_is_no_text_is_no_word(word: Any) -> None:
    assert vocabulary._words is not None
    with pytest.raises(TypeError):
        vocabulary._words.Words(["a", word])


def test_an_element_that_is_not_there_is_an_error_and_no_crash() -> None:
    asked = Keys(["nav"], np.array([7]), np.full((tree.LEVELS, 2), 0), ["", ""], np.array([-1, -1]), [], np.array([0, 0, 0]))
    with pytest.raises(IndexError):
        Vocabulary(SCORES).columns(asked)


def _in_python(work: Any) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "_twin", None)
        return work()
