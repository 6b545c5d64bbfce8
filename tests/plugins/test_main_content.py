"""The main-content model: its features, its decision, and pages of several kinds that it has never seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanread
from cleanread.errors import CleanreadError
from cleanread.readers.html import cleanread_read
from cleanread.source import Source
from cleanread_plugins import main_content
from cleanread_plugins.main_content import decision, features, model

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def document(html: str) -> cleanread.Document:
    found = cleanread_read(Source.of(html, "https://example.org/story", "text/html"))
    assert found is not None
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_comes_out_as_its_author_meant_it(path: Path) -> None:
    """In a page of tests, what must go stands in elements with ``data-expect="drop"``; what may go or stay in ``either``."""
    article = cleanread.clean(path.read_bytes(), url="https://example.org/story")
    lost, left = [], []
    gone = {removal.index for removal in article.removed if removal.kind == "drop"}
    for block in article.document.blocks:
        expected = _expected(block.element)
        if block.words and expected == "keep" and block.index in gone:
            lost.append(block.text[:80])
        if block.words and expected == "drop" and block.index not in gone:
            left.append(block.text[:80])
    assert not lost
    assert not left
    assert not [problem for problem in article.problems if problem.plugin]


def _expected(element: object) -> str:
    while element is not None:
        told = element.get("data-expect")  # type: ignore[attr-defined]
        if told:
            return str(told)
        element = element.getparent()  # type: ignore[attr-defined]
    return "keep"


def test_features_are_as_many_as_their_names_and_finite() -> None:
    page = document(PAGES[0].read_text(encoding="utf-8"))
    rows = features.features(page, lambda name: 0.5)
    assert rows.shape == (len(page.blocks), len(features.NAMES))
    assert np.isfinite(rows).all()
    assert len(set(features.NAMES)) == len(features.NAMES)


@pytest.mark.parametrize(
    "html", ["", "<p>", "<body><p>One word", "<img src=a.png>", "<div><div></div></div>", "<p>&#8203;</p>"]
)
def test_pages_with_next_to_nothing_are_no_error(html: str) -> None:
    article = cleanread.clean(html, media_type="text/html")
    assert [problem for problem in article.problems if problem.plugin] == []


def test_the_weights_fit_the_code() -> None:
    assert model.model().borders


def test_other_feature_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model.model.cache_clear()
    monkeypatch.setattr(model, "fingerprint", lambda: "another")
    with pytest.raises(CleanreadError, match=r"training/train\.py"):
        model.model()
    model.model.cache_clear()


def test_weights_are_small_enough_to_ship() -> None:
    assert Path(model.__file__).with_name(model.WEIGHTS).stat().st_size < 2_000_000


blocks = st.lists(st.tuples(st.floats(0.001, 0.999), st.integers(1, 200)), min_size=1, max_size=12)


@given(blocks)
def test_the_threshold_keeps_what_has_the_highest_expected_f1(given_blocks: list[tuple[float, int]]) -> None:
    likely = np.array([probability for probability, _ in given_blocks])
    words = np.array([float(count) for _, count in given_blocks])

    def expected(kept: np.ndarray) -> float:
        return float(2 * (words * likely)[kept].sum() / (words[kept].sum() + (words * likely).sum()))

    chosen = likely > decision.threshold(likely, words)
    best = max(expected(likely >= limit) for limit in likely)
    assert expected(chosen) >= best - 1e-9 or np.isclose(likely[:, None], likely[None, :]).sum() > len(likely)


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=20), st.floats(0, 1))
def test_relative_log_odds_are_zero_at_the_threshold(odds: list[float], limit: float) -> None:
    values = np.array(odds)
    relative = decision.relative(values, limit)
    probabilities = 1 / (1 + np.exp(-values))
    clear = np.abs(probabilities - np.clip(limit, 0.001, 0.999)) > 1e-6
    assert ((relative > 0) == (probabilities > np.clip(limit, 0.001, 0.999)))[clear].all()


def test_the_dial_keeps_more_or_less() -> None:
    html = PAGES[0].read_bytes()
    words = [
        cleanread.Cleaner(only=["main_content"], options={"main_content": {"bias": bias}}).clean(html).word_count
        for bias in (-6.0, 0.0, 6.0)
    ]
    assert words[0] < words[1] < words[2]


def test_reasons_are_sentences_that_people_understand() -> None:
    article = cleanread.Cleaner(only=["main_content"]).clean(PAGES[0].read_bytes())
    reasons = {removal.reason for removal in article.removed}
    assert reasons
    assert all(reason.startswith("a ") and not any(char.isdigit() for char in reason) for reason in reasons)


def test_plain_text_is_not_its_business() -> None:
    article = cleanread.Cleaner(only=["main_content"]).clean("Home\nNews\nA text that has no page around it.\n")
    assert article.removed == []
    assert main_content.CERTAINTY < 1
