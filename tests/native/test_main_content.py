"""The features of a page come out the same, to the last bit, with and without their compiled twins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleanread import Block, Document, Place, Role
from cleanread.readers.html import cleanread_read
from cleanread.source import Source
from cleanread_plugins.main_content import amount, blocks, characters, features, tree
from cleanread_plugins.main_content.vocabulary import Keys

pytestmark = pytest.mark.skipif(
    any(module._twin is None for module in (amount, blocks, characters, features, tree)), reason="no compiled twins"
)
PAGES = sorted((Path(__file__).parents[1] / "plugins" / "pages").glob("*.html"))

#: Whatever a text may hold: lone surrogates, NUL, beyond the basic plane, all kinds of blanks, capitals of two small letters.
texts = st.text(
    st.characters() | st.sampled_from("ab Z1\n\t\x00\x85\u2028\u3000\ud800\U0001f600İΣσ記_.?!’€é"),
    max_size=60,
)
attributes = st.dictionaries(
    st.sampled_from(["class", "id", "itemprop", "role", "title", "idx", "{urn:x}class", "{urn:x}id"]),
    st.text(st.sampled_from("ab -_19é٣ \U0001f600"), max_size=12) | st.sampled_from(["x" * 299 + "12", "item 1", "item 22"]),
    max_size=4,
)
exact = settings(deadline=None)  # a busy machine is no failure


def both(run: Callable[[], Any]) -> tuple[Any, Any]:
    """What comes out with the twins, and without."""
    compiled = run()
    with pytest.MonkeyPatch.context() as patch:
        for module in (amount, blocks, characters, features, tree):
            patch.setattr(module, "_twin", None)
        patch.setattr(tree, "_named_twin", None)
        return compiled, run()


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal to the last bit, and arrays of one type."""
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@exact
@given(given_texts=st.lists(texts, min_size=1, max_size=8))
def test_characters_are_counted_alike(given_texts: list[str]) -> None:
    compiled, pure = both(lambda: characters.count(given_texts))
    for field in fields(compiled):
        assert same(getattr(compiled, field.name), getattr(pure, field.name)), field.name


def test_no_text_has_no_characters() -> None:
    assert characters.count([]).kinds.shape == (characters.KINDS, 0)


@exact
@given(given_texts=st.lists(texts, max_size=8))
def test_texts_are_split_and_compared_alike(given_texts: list[str]) -> None:
    for run in (lambda: blocks.pieces(given_texts), lambda: blocks.repeats(given_texts)):
        compiled, pure = both(run)
        assert same(compiled, pure)
    assert blocks.pieces(given_texts)[0] == [word for text in given_texts for word in text.lower().split()]


numbers = st.integers(-1, 6)


@exact
@given(rows=st.lists(st.tuples(numbers, numbers), max_size=30))
def test_equal_pairs_get_one_number(rows: list[tuple[int, int]]) -> None:
    first, second = (np.array([row[at] for row in rows], dtype=np.int64) for at in (0, 1))
    for group, many in both(lambda: tree.pairs(first, second, 7, 7)):
        assert len(set(zip(rows, group.tolist(), strict=True))) == len(set(rows)) == many
        assert set(group.tolist()) == set(range(many))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Blocks in any order anywhere in any tree, some of them nowhere."""
    places: list[Place] = []
    for number in range(draw(st.integers(0, 20))):
        above = places[draw(st.integers(0, number - 1))] if number and draw(st.integers(0, 9)) else None
        tag, known = draw(st.sampled_from(["div", "p", "a", "td", "x-é"])), draw(attributes)
        if draw(st.integers(0, 9)):
            element: Any = etree.Element("div", known) if above is None else etree.SubElement(etree.Element("div"), tag, known)
        else:
            element = ElementTree.Element(tag, known)
        places.append(Place(above, element, tag, 0 if above is None else above.depth + 1))
    return Document(
        [
            Block(
                draw(texts),
                role=draw(st.sampled_from(Role)),
                level=draw(st.integers(0, 6)),
                link_share=draw(st.floats(0, 1)),
                hints=draw(st.frozensets(st.sampled_from([*blocks.HINTS, "other"]), max_size=3)),
                place=draw(st.none() | st.sampled_from(places)) if places else None,
            )
            for _ in range(draw(st.integers(1, 12)))
        ],
        Source("x", "text/html"),
    )


@exact
@given(page=documents(), seed=st.integers(0, 1000))
def test_trees_are_numbered_and_summed_up_alike(page: Document, seed: int) -> None:
    compiled, pure = both(lambda: tree.tree_of(page.blocks))
    for field in fields(compiled):
        assert same(getattr(compiled, field.name), getattr(pure, field.name)), field.name
    values = np.random.default_rng(seed).random((3, len(page.blocks)))
    for run in (pure.around, lambda: pure.within(values), lambda: pure.shared(seed % len(page.blocks))):
        assert same(*both(run))


@exact
@given(page=documents())
def test_pages_look_alike(page: Document) -> None:
    assert_alike(page)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_real_pages_look_alike(path: Path) -> None:
    page = cleanread_read(Source.of(path.read_bytes(), "https://example.org/story", "text/html"))
    assert page is not None
    assert_alike(page)


def test_a_deep_tree_is_no_trouble() -> None:
    place = None
    for depth in range(20_000):
        place = Place(place, etree.Element("div", {"class": f"c{depth}"}), "div", depth)
    assert_alike(Document([Block("One."), Block("Two.", place=place)], Source("x", "text/html")))


def assert_alike(page: Document) -> None:
    compiled, pure = both(lambda: features.look(page))
    for name, left, right in zip(features.plain_names(), compiled.plain, pure.plain, strict=True):
        assert same(left, right), name
    assert same(compiled.words, pure.words)
    assert same(compiled.groups, pure.groups)
    for field in fields(compiled.keys):
        assert same(getattr(compiled.keys, field.name), getattr(pure.keys, field.name)), field.name


@exact
@given(size=st.integers(1, 40), seed=st.integers(0, 2**32 - 1))
def test_what_follows_from_words_is_alike(size: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    counts = characters.count(
        [chance.choice(["", ".", "a?", "word " * 15 + "end.", "w " * int(chance.integers(300))]) for _ in range(size)]
    )
    links = chance.choice([0.0, 0.4, 0.39, 1.0, float(chance.random())], size)
    levels, roles = chance.integers(0, 3, size).astype(float), chance.integers(-1, len(blocks.ROLES), size)
    hints = chance.random((size, len(blocks.HINTS))) < 0.3
    compiled, pure = both(lambda: blocks.shaped(counts, links, levels, roles, hints))
    for field in fields(compiled):
        assert same(getattr(compiled, field.name), getattr(pure, field.name)), field.name


@exact
@given(size=st.integers(1, 40) | st.sampled_from([129, 3000]), seed=st.integers(0, 2**32 - 1))
def test_what_would_be_kept_is_counted_alike(size: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    odds, words = chance.choice([-30.0, 30.0, -0.7, 0.0, 0.35, float(chance.normal())], size), chance.integers(0, 9, size) * 1.0
    plain = chance.random((len(features.plain_names()), size)).astype(np.float32)
    none, nowhere = np.empty(0, dtype=np.int64), np.empty((0, size), dtype=np.int64)
    keys = Keys([], none, nowhere, [], none, [], np.zeros(1, dtype=np.int64))
    page = features.Look(plain, keys, words, np.empty((3, size), dtype=np.int64))
    assert same(*both(lambda: amount.candidates(odds, page, -0.35)))


@pytest.mark.parametrize("size", [1, 2, 13, 3000, 100_000])
def test_pages_of_any_size_look_alike(size: int) -> None:
    html = etree.Element("html")
    parts = [etree.SubElement(html, "div", {"class": f"part p{number % 7}"}) for number in range(size // 9 + 1)]
    root = Place(None, html, "html", 0)
    places = [Place(root, part, "div", 1) for part in parts]
    said = ("Rain $5 fell all day.", "Größe?", "More", "", "one two three four five six seven eight nine ten eleven twelve. ")
    page = Document(
        [
            Block(
                said[number * number % 5] * (number % 4),
                role=Role.HEADING if number % 11 == 3 else Role.PARAGRAPH,
                link_share=number % 8 / 7,
                place=places[number // 9],
            )
            for number in range(size)
        ],
        Source("x", "text/html"),
    )
    assert_alike(page)
    seen = features.look(page)
    odds = np.random.default_rng(size).normal(size=size)
    assert same(*both(lambda: amount.candidates(odds, seen, 0.1)))
