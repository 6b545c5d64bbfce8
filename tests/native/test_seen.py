"""What blocks show at once: the compiled twin sees what the Python module sees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanread import Block, Document, Role, Source
from cleanread_plugins import lines, seen
from cleanread_plugins.phrases import lexicon
from cleanread_plugins.phrases import words as looked_up

pytestmark = pytest.mark.skipif(seen._twin is None, reason="no compiled twin")

PIECES = (
    *("Share", "Share on Facebook", "Copy link", "3 Comments", "Read more:", "READ MORE >", "Learn more |", "» More from BBC"),
    *("(Photo: VNA)", "Foto: dpa", "Ảnh: TTXVN", "nuotr.: A B", "/ J. MARTÍN", "记者 王川 摄", "foto's / X", "Getty/AFP"),
    *("ShareTweetPrint", "2 hours ago", "# 5", "(1", "12.", "#", "© 2024 AFP", "AFP", "Page 3 of 12", "3,5/7 of 1.000", "²"),
    *("Sign up for our newsletter", "By signing up, you agree to our terms of use", "cookies", "Đăng ký nhận bản tin", "12:30"),
    *("Twitter", "WhatsApp", "Ludwig II.", "he said.", "it rained…", "It’s", "“Really?”", "it ended) 2025", "İstanbul", "ΣΑΣ"),
    *("記事を読む。", "ภาษาไทย ยาวมาก", "ລາວ", "é\u0301", "ßß", "\ud800", "😀", "\x1c", "\n", "\u3000", "-", ">>", "٣"),
    *("word " * 12, "ä" * 90, "By Jo Vos", "— PAR Anne", "Von: Jo", "bởi An", "โดย ก"),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=9).flatmap(
    lambda parts: st.sampled_from([" ", "", ": ", ". ", "  "]).map(lambda between: between.join(parts))
)
phrases = st.sampled_from(sorted(lexicon().exact)).map(lambda phrase: phrase.replace("#", "1.234").capitalize())
prefixes = sorted(prefix for found in lexicon().prefixes.values() for prefix in found)
openings = st.sampled_from(prefixes).map("{}: the sun".format)
credits = st.sampled_from(sorted(lexicon().credits)).map("The sun. {} / Jo".format)
holes = st.sampled_from(sorted(lexicon().templates)).map(lambda place: f"{place}Jo Vos{place}")
roles = st.sampled_from([Role.PARAGRAPH, Role.HEADING, Role.CAPTION, Role.LIST_ITEM])
likely = st.sampled_from([None, 0.0, 0.25, 0.5, 0.98, 0.99, 1.0])
blocks = st.builds(
    lambda text, role, probability: Block(text, role=role, probability=probability),
    texts | phrases | openings | credits | holes,
    roles,
    likely,
)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(blocks, max_size=8))
def test_the_twin_sees_the_same(page: list[Block]) -> None:
    found = seen.look(tuple(page), lexicon())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "_twin", None)
        assert found == seen.look(tuple(page), lexicon())


def test_every_phrase_is_seen() -> None:
    known = lexicon()
    page = tuple(Block(phrase) for phrase in [*known.exact, *known.platforms, *known.credits, *known.agencies])
    for block, shown in zip(page, seen.look(page, known), strict=True):
        assert shown == seen._look(block, known), block.text


@pytest.mark.parametrize("many", [0, 1, 30_000])
def test_pages_of_any_length(many: int) -> None:
    page = tuple(Block("Share on Facebook", probability=(index % 3) / 2) for index in range(many))
    found = lines.Lines(page, lexicon())
    assert len(found) == many
    assert [line.index for line in found.live] == [block.index for block in page if block.probability]


@pytest.mark.parametrize("each", [None, "a text"])
def test_what_is_no_block_is_refused(each: Any) -> None:
    for ask in (lambda: seen.look((each,), lexicon()), lambda: seen.those((each,), Role.HEADING)):
        with pytest.raises(TypeError):
            ask()
    with pytest.raises(TypeError):
        seen.hinted((each,), frozenset())


def test_blocks_of_a_role_and_with_hints() -> None:
    own = frozenset(("nav", "hidden"))
    page = (Block("a", Role.HEADING, hints=own), Block("b", hints=own), Block("c", hints=frozenset()), Block("d", Role.HEADING))

    def ask() -> tuple[list[int], ...]:
        return seen.those(page, Role.HEADING), seen.hinted(page, frozenset(("hidden", "aside"))), seen.those((), Role.RULE)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "_twin", None)
        pure = ask()
    assert ask() == pure == ([0, 3], [0, 1], [])


@given(st.lists(st.sampled_from(("Sign", "up", "for", "it's", "a,", "x" * 300, "(sign", "up)")), max_size=9).map(" ".join))
def test_the_twin_finds_the_same_pairs(text: str) -> None:
    known = frozenset(("sign up", "up for", "it's a", "x x", f"{'x' * 300} a"))
    plain = {",": " ", "(": " ", ")": " "}
    here, there = (kind(known, "", plain) for kind in (looked_up.Words, looked_up._twin.Words))
    assert there.pairs(text) == here.pairs(text)
    assert bool(here.pairs(text)) == here.any_pair(text)


def test_settled_lines_are_made_when_they_are_asked_for() -> None:
    document = Document([Block("It rained.", probability=0.9), Block("Menu here", probability=0.1), Block("")], Source.of("x"))
    found = lines.lines_of(document)
    assert [line.text for line in found.live] == ["It rained."]
    assert found[1] is found[1] is found.lines[1]
    assert found[1].settled
    assert found[1].words == 2
    assert not found[1].sections
    assert found.between(0, 2) == found.between(0) == [found[0]]
    assert not found.between(1)
