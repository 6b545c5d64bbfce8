"""The compiled twins of the line model give what its Python code gives, to the last bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanread_plugins import scoring
from cleanread_plugins.line_model import characters, decision, features, reasons, vocabulary, windows
from cleanread_plugins.line_model.counts import Counts

MODULES = (characters, decision, features, reasons, scoring, vocabulary, windows)
pytestmark = pytest.mark.skipif(any(module._twin is None for module in MODULES), reason="no compiled twin")

#: What texts are made of that try every branch: letters with and without case, digits, marks, ideographs, syllables, signs,
#: what is no character at all, and what lies beyond the basic plane.
PIECES = (
    *"aBßÉİǅж019.!?;,:-–—…'’“”»()[]|/@#%©•·\t \x00\u200b\u0301\ud800\udfff漢字。กျ한あ①Ⅷ५😀𠀀𝐀\U0010ffff",
    "  ", "...", "1925", "2025-09-18", "10:30", "the ", "of ", "and ", "harbour.example ", "Read more", "x" * 700, "w. " * 500,
)  # fmt: skip
lines = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40), max_size=40)
numbers = st.integers(0, 2**32 - 1)


@contextmanager
def without_twins() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in MODULES:
            patch.setattr(module, "_twin", None)
        yield


def both(function: Callable[[], Any]) -> tuple[Any, Any]:
    with without_twins():
        expected = function()
    return function(), expected


def alike(found: Any, expected: Any) -> bool:
    """Whether arrays are of one type and shape and have the same bits."""
    found, expected = np.ascontiguousarray(found), np.ascontiguousarray(expected)
    return (found.dtype, found.shape, found.tobytes()) == (expected.dtype, expected.shape, expected.tobytes())


@settings(deadline=None)  # a busy machine is no failure
@given(lines)
def test_characters_and_words(texts: list[str]) -> None:
    found, expected = both(lambda: characters.count(texts))
    for name in Counts.__dataclass_fields__:
        assert alike(getattr(found, name), getattr(expected, name)), name


@settings(deadline=None, max_examples=20)  # a busy machine is no failure
@given(st.integers(0, 0x10FFFF), st.sampled_from(["", "a", "9", "漢"]))
def test_every_character(first: int, beside: str) -> None:
    """Also where a text takes one, two or four bytes a character."""
    codes = range(first, min(first + 3000, 0x110000))
    texts = [beside + chr(code) + beside for code in codes]
    found, expected = both(lambda: characters.count(texts))
    for name in Counts.__dataclass_fields__:
        assert alike(getattr(found, name), getattr(expected, name)), name


def test_a_text_of_many_chunks() -> None:
    texts = ["Home", "", "It rained in Hanoi, and 漢字 all day. " * 9, "x" * 5000] * 400
    found, expected = both(lambda: characters.count(texts))
    for name in Counts.__dataclass_fields__:
        assert alike(getattr(found, name), getattr(expected, name)), name


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError):
        characters.count([b"bytes"])  # type: ignore[list-item]


@settings(deadline=None)  # a busy machine is no failure
@given(lines)
def test_features(texts: list[str]) -> None:
    counts = characters.count(texts * 2)
    assert alike(*both(lambda: features.describe(counts)))


@settings(deadline=None, max_examples=30)  # a busy machine is no failure
@given(numbers, st.sampled_from([1, 2, 7, 8, 9, 127, 128, 129, 255, 1000, 3001]))
def test_features_of_many_lines(seed: int, many: int) -> None:
    """Sums of many numbers are added in one order."""
    chance = np.random.default_rng(seed)
    pieces = ["rain ", "Sun ", "the ", "漢字", "กขค", "12 ", "2025 ", "- ", "| ", "harbour.example ", "rain fell. ", "x"]
    words = [[pieces[at] for at in chance.integers(0, len(pieces), chance.integers(0, 40))] for _ in range(many)]
    ends = chance.choice(["", ".", "?", "...", ":"], many)
    texts = ["".join(line) + end for line, end in zip(words, ends, strict=True)]
    texts += texts[:: int(chance.integers(1, 9))]
    counts = characters.count(texts)
    assert alike(*both(lambda: features.describe(counts)))


@settings(deadline=None)  # a busy machine is no failure
@given(lines, numbers)
def test_terms_and_their_scores(texts: list[str], seed: int) -> None:
    counts = characters.count(texts)
    found, expected = both(lambda: vocabulary.terms_of(counts))
    assert alike(found.hashes, expected.hashes)
    assert alike(found.line, expected.line)
    assert (found.ends, found.lines) == (expected.ends, expected.lines)
    chance = np.random.default_rng(seed)
    known = np.unique(np.append(chance.choice(found.hashes, len(found.hashes) // 2), chance.integers(0, 2**32, 50)))
    words = vocabulary.Vocabulary(known.astype(np.uint32), chance.normal(size=len(known)))
    assert alike(*both(lambda: words.scores(found.hashes)))
    assert alike(*both(lambda: words.columns(found)))


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.integers(0, 2**32 - 1) | st.sampled_from([0, 1, 2**32 - 1]), max_size=30))
def test_scores_at_the_ends_of_the_table(hashes: list[int]) -> None:
    known = np.unique(np.array(hashes, dtype=np.uint32))
    words = vocabulary.Vocabulary(known, np.arange(1.0, len(known) + 1))
    asked = np.array([*hashes, 0, 1, 2**32 - 1, 2**31], dtype=np.uint32)
    assert alike(*both(lambda: words.scores(asked)))


@settings(deadline=None)  # a busy machine is no failure
@given(
    numbers,
    st.integers(1, 3),
    st.integers(1, 70),
    st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 40)), min_size=1, max_size=5),
    st.sampled_from([np.float32, np.float64]),
    st.sampled_from([None, np.float32, np.float64]),
)
def test_means_of_the_lines_around(
    seed: int, names: int, many: int, spans: list[tuple[int, int]], kind: Any, written: Any
) -> None:
    values = np.random.default_rng(seed).normal(size=(names, many)).astype(kind)
    values[:, ::3] = -0.0
    around = [(first, first + width) for first, width in spans]

    def means() -> Any:
        result = None if written is None else np.empty((len(around) * names, many), dtype=written)
        return windows.windows(values, around, result)

    assert alike(*both(means))


judged = st.tuples(
    st.floats(-30, 30) | st.sampled_from([0.0, -0.0, -30.0, 30.0, -1.0, -2.0]),
    st.floats(0, 500) | st.integers(0, 6).map(float),
    st.booleans(),
    st.booleans(),
)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(judged, max_size=80), st.sampled_from([0.0, 0.7, -1.3]))
def test_weights_and_thresholds(given_lines: list[tuple[float, float, bool, bool]], bias: float) -> None:
    odds, size = (np.array([one[at] for one in given_lines], dtype=float) for at in (0, 1))
    titles, prose = (np.array([one[at] for one in given_lines], dtype=bool) for at in (2, 3))
    assert alike(*both(lambda: decision.weigh(odds, size, titles, prose, bias)))
    assert alike(*both(lambda: scoring.best_threshold(scoring.probability(odds), size)))


@settings(deadline=None)  # a busy machine is no failure
@given(lines, numbers)
def test_reasons(texts: list[str], seed: int) -> None:
    values = features.describe(characters.count(texts))
    weights = np.random.default_rng(seed).choice(
        [-1.0, 0.0, 1.0], len(texts), p=np.random.default_rng(seed).dirichlet([1, 1, 1])
    )
    found, expected = both(lambda: reasons.reasons(values, weights))
    assert found == expected
