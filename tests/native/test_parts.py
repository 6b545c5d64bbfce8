"""What is read from blocks and said of them comes out the same with and without the compiled twin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import cleanread_plugins.main_content as plugin
from cleanread import Block, Document, Place, Role
from cleanread.source import Source
from cleanread_plugins.main_content import parts

pytestmark = pytest.mark.skipif(parts._twin is None, reason="no compiled twin")

texts = st.text(st.characters() | st.sampled_from("ab ?？؟\x00\ud800\U0001f600記 "), max_size=30) | st.sampled_from(
    ["long " * 14, "(1)"]
)
hints = st.frozensets(st.sampled_from(["button", "nav", "aside", "comment", "hidden"]), max_size=3)
exact = settings(deadline=None)  # a busy machine is no failure


@st.composite
def pages(draw: st.DrawFn) -> Document:
    """A document of few blocks, some of them in elements, neighbours with the same hints and places."""
    places: list[Place | None] = [None]
    for _ in range(draw(st.integers(0, 5))):
        above = draw(st.sampled_from(places))
        element = etree.Element(draw(st.sampled_from(["div", "figure", "p"])))
        places.append(Place(above, element, element.tag, above.depth + 1 if above else 0))
    known = draw(st.lists(hints, min_size=1, max_size=3))
    block = st.builds(
        Block,
        text=texts,
        role=st.sampled_from([*Role]),
        link_share=st.sampled_from([0.0, 0.5, 0.8, 0.9, 1.0]),
        hints=st.sampled_from(known),
        place=st.sampled_from(places),
    )
    return Document(draw(st.lists(block, max_size=12)), Source("x", "text/html"))


def both(run: Callable[[], Any]) -> tuple[Any, Any]:
    """What comes out with the twin, and without."""
    compiled = run()
    with pytest.MonkeyPatch.context() as patch:
        for module in (parts, plugin):
            patch.setattr(module, "_twin", None)
        return compiled, run()


@exact
@given(page=pages())
def test_parts_are_read_alike(page: Document) -> None:
    compiled, pure = both(lambda: parts.parts_of(page))
    assert compiled == pure


@exact
@given(page=pages(), data=st.data())
def test_verdicts_are_given_alike(page: Document, data: st.DataObject) -> None:
    size = len(page.blocks)
    odds = st.floats(-30, 30) | st.sampled_from([0.0, -0.0, 0.4, -1.2, -3.0])
    page.shared[plugin.__name__] = data.draw(st.lists(odds, min_size=size, max_size=size))
    options = {"bias": data.draw(st.sampled_from([0.0, 1.5, -0.7])), "comments": "auto"}
    compiled, pure = both(lambda: [*plugin.cleanread_clean(page, options)])
    assert [(type(verdict), verdict) for verdict in compiled] == [(type(verdict), verdict) for verdict in pure]


@exact
@given(page=pages())
def test_probabilities_are_set_alike(page: Document) -> None:
    def run() -> list[float | None]:
        for block in page.blocks:
            block.probability = None
        plugin.cleanread_annotate(page, {})
        return [block.probability for block in page.blocks]

    page.root = etree.Element("html")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleanread_plugins.main_content.page.declared", lambda document: [0.0] * 10)
        compiled, pure = both(run)
    assert compiled == pure


log_odds = st.lists(st.none() | st.floats(-9, 9) | st.sampled_from([0.0, -0.0, -1.0, -4.0]), max_size=9)


@exact
@given(odds=log_odds, data=st.data())
def test_log_odds_are_read_alike(odds: list[float | None], data: st.DataObject) -> None:
    """Those that stay, those of doubted parts, those filled in, and those with a bias, of as many blocks as there are."""
    size = len(odds)
    doubts = data.draw(st.lists(st.sampled_from([0.0, -1.0, -4.0]), min_size=size, max_size=size))
    legends = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    page = parts.Parts(doubts, frozenset(), legends, [False] * size, [1] * size, ["a"] * size, [0] * size, [False] * size)
    known = [own or 0.0 for own in odds]
    words = data.draw(st.lists(st.sampled_from(["", "a"]), min_size=size, max_size=size))
    further = {0} if data.draw(st.booleans()) else set()

    def run() -> list[Any]:
        biased = [parts.biased(known, bias, words) for bias in (0.0, -0.7)]
        return [parts.kept(odds), parts.enclosed(odds, page, further), parts.filled(odds, page), biased]

    compiled, pure = both(run)
    assert compiled == pure


@pytest.mark.parametrize("each", [None, "a text"])
def test_what_is_no_block_is_refused(each: Any) -> None:
    with pytest.raises(TypeError):
        parts._twin.parts((each,), {}, 0.0, [False], None, "", "", frozenset(), 1, ())  # type: ignore[union-attr]
