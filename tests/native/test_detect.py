"""The compiled twin finds the n-grams that the Python module finds, and the same of them in a profile."""

from __future__ import annotations

import importlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

detect = importlib.import_module("cleanread_plugins.language.detect")

pytestmark = pytest.mark.skipif(detect._twin is None, reason="no compiled twin")

TEXTS = (
    "Die Regierung hat am Dienstag neue Regeln für den Verkehr in den großen Städten vorgestellt.",
    "Chính phủ đã công bố các quy định mới về giao thông.",
    "Az országgyűlés kedden elfogadta az új törvényt.",
    "ЗАКОН принят НОВЫЙ",
    "a",
    "AB \ud800 \U0001f600b 記事",
)
words = st.sets(
    st.text(st.characters() | st.sampled_from("abAB\0\ud800\U0010ffff "), max_size=6) | st.just("x" * 5000), max_size=20
)


@given(
    words,
    st.dictionaries(st.text(st.sampled_from("abAB \0\U0010ffff"), min_size=1, max_size=3), st.sampled_from([0.0, -1.5, 2.0])),
)
@example(set(), {})
def test_the_same_is_known(words: set[str], values: dict[str, float]) -> None:
    here, there = detect._grams(words), detect._twin.Grams(words)
    assert len(here) == len(there)
    assert sorted(detect.Profile(values).known(here)) == sorted(detect._twin.Profile(values).known(there))
    everything = dict.fromkeys(here, 1.0)
    assert len(detect._twin.Profile(everything).known(there)) == len(here)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("candidates", [(), ("de", "vi"), ("en", "hu", "fi"), ("ru", "bg")])
def test_the_same_language_is_detected(text: str, candidates: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    found = detect.detect(text, candidates)
    monkeypatch.setattr(detect, "_twin", None)
    monkeypatch.setattr(detect, "_PROFILES_READ", {})
    assert detect.detect(text, candidates) == found
