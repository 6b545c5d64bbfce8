"""Evidence adds up as log-odds; a tie keeps; certainty is final."""

from __future__ import annotations

import pytest

import cleanread
from cleanread import Drop, Keep, Rewrite
from cleanread.document import Block, Document
from cleanread.resolver import Evidence, decide, resolve
from cleanread.source import Source


def document(*texts: str) -> Document:
    return Document([Block(text) for text in texts], Source("", "text/plain"))


def decided(*verdicts: cleanread.Verdict) -> tuple[bool, float]:
    decision = decide(verdicts[0].block, [Evidence(f"p{number}", verdict) for number, verdict in enumerate(verdicts)])
    return decision.dropped, decision.confidence


BLOCK = document("A line of text").blocks[0]


@pytest.mark.parametrize(
    ("drops", "keeps", "dropped"),
    [
        ([0.5], [], False),  # a bare hint decides nothing: a tie keeps
        ([0.6], [], True),
        ([0.8], [0.8], False),  # a tie
        ([0.8], [0.9], False),
        ([0.7, 0.7], [0.8], True),  # two hints outweigh a mistake
        ([0.9], [0.99], False),
        ([1.0], [0.99, 0.99], True),  # certain is final
        ([1.0], [1.0], False),  # but never against a certain keep
        ([0.99], [1.0], False),
    ],
)
def test_drop_against_keep(drops: list[float], keeps: list[float], dropped: bool) -> None:
    verdicts = [Drop(BLOCK, "r", "why", c) for c in drops] + [Keep(BLOCK, "r", "why", c) for c in keeps]
    assert decided(*verdicts)[0] is dropped


def test_the_combined_confidence_is_that_of_the_summed_log_odds() -> None:
    _, confidence = decided(Drop(BLOCK, "a", "why", 0.8), Drop(BLOCK, "b", "why", 0.8))
    assert confidence == pytest.approx(16 / 17)


def test_the_weightiest_drop_is_named() -> None:
    decision = decide(
        BLOCK, [Evidence("weak", Drop(BLOCK, "a", "hint", 0.6)), Evidence("strong", Drop(BLOCK, "b", "sure", 0.95))]
    )
    assert decision.leading is not None
    assert decision.leading[0] == "strong"


def test_a_dropped_block_is_not_rewritten_and_equal_rewrites_add_up() -> None:
    one = decide(
        BLOCK, [Evidence("a", Drop(BLOCK, "r", "why", 0.9)), Evidence("b", Rewrite(BLOCK, "A line", "r", "why", 0.99))]
    )
    assert one.dropped
    assert one.text is None
    two = decide(
        BLOCK,
        [
            Evidence("a", Rewrite(BLOCK, "A line", "r", "why", 0.8)),
            Evidence("b", Rewrite(BLOCK, "A line", "r", "why", 0.8)),
            Evidence("c", Rewrite(BLOCK, "Other", "r", "why", 0.9)),
        ],
    )
    assert two.text == "A line"


def test_the_least_confident_drops_are_taken_back_first() -> None:
    page = document("one two three four five six seven eight nine ten", "eleven twelve", "thirteen")
    evidence = [
        Evidence("p", Drop(block, "r", "why", confidence))
        for block, confidence in zip(page.blocks, (0.99, 0.7, 0.9), strict=True)
    ]
    decisions, restored = resolve(page, evidence)
    assert restored == 1
    assert [decision.block.index for decision in decisions] == [0, 2]


@pytest.mark.parametrize("confidence", [0.49, 1.01, float("nan"), -1.0])
def test_a_confidence_outside_its_range_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"between 0\.5"):
        Drop(BLOCK, "r", "why", confidence)


def test_a_verdict_is_about_a_block() -> None:
    with pytest.raises(TypeError, match="Block"):
        Drop("text", "r", "why", 0.9)  # type: ignore[arg-type]
