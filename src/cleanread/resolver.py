"""From verdicts to decisions: evidence adds up as log-odds a block, whoever gives it.

The combination is that of independent evidence in naive Bayes: each verdict of confidence c adds
log(c / (1 - c)), for or against; the sum decides, and a tie keeps. Confidence 1 is final.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, inf, log
from typing import Any, NamedTuple, TypeAlias

from .document import Block, Document
from .verdicts import Drop, Keep, Rewrite, Verdict

#: Words that an article has at the least, as a share of the document, once the cleaner has to back off.
BACK_OFF_SHARE = 0.1


class Evidence(NamedTuple):
    """A verdict with the name of the plugin that gave it."""

    plugin: str
    verdict: Verdict

    @property
    def weight(self) -> float:
        """Log-odds of the verdict's confidence, infinite at 1."""
        return log_odds(self.verdict.confidence)


#: What an `Evidence` is made of when somebody asks for it.
Said: TypeAlias = tuple[str, Verdict]


class Decision:
    """What becomes of one block, and why.

    Attributes:
        block: the block.
        evidence: all that plugins said of it.
        dropped: whether it goes.
        text: the text that it gets in place of its own; None when it keeps that.
        confidence: of all evidence together.
        leading: the evidence that weighs most.
    """

    __slots__ = ("block", "confidence", "dropped", "evidence", "leading", "text")

    def __init__(
        self,
        block: Block,
        evidence: Sequence[Said] = (),
        dropped: bool = False,
        text: str | None = None,
        confidence: float = 0.0,
        leading: Said | None = None,
    ) -> None:
        self.block = block
        self.evidence = evidence
        self.dropped = dropped
        self.text = text
        self.confidence = confidence
        self.leading = leading


def fault_of(verdicts: Iterable[Any], blocks: tuple[Block, ...]) -> str:
    """What is wrong with the first of a plugin's verdicts that cannot be taken, in words; empty when all can."""
    size = len(blocks)
    for verdict in verdicts:
        if not isinstance(verdict, (Drop, Keep, Rewrite)):
            return f"a verdict is a Drop, Keep or Rewrite, not {type(verdict).__name__}"
        block = verdict.block
        if not 0 <= block.index < size or blocks[block.index] is not block:
            return "it gave a verdict on a block that is not one of this document's"
    return ""


def log_odds(confidence: float) -> float:
    """log(c / (1 - c)); infinite for 1."""
    return inf if confidence >= 1 else log(confidence / (1 - confidence))


def probability(odds: float) -> float:
    """The inverse of `log_odds`."""
    if odds >= 0:
        return 1 / (1 + exp(-odds))
    ratio = exp(odds)
    return ratio / (1 + ratio)


def resolve(document: Document, evidence: Iterable[Said]) -> tuple[list[Decision], int]:
    """Decide each block that some plugin has spoken of.

    Args:
        document: of the blocks.
        evidence: verdicts with the names of the plugins that gave them.

    Returns:
        The decisions that change something, in document order, and the number of blocks that were
        brought back because nothing would have been left of the article.
    """
    first: dict[int, Said] = {}
    more: dict[int, list[Said]] = {}  # of most blocks one plugin has spoken, once
    for item in evidence:
        index = item[1].block.index
        if index in first:
            more.setdefault(index, [first[index]]).append(item)
        else:
            first[index] = item
    changed = []
    for index in sorted(first):
        items: Sequence[Said] | None = more.get(index)
        if items is None:
            if isinstance(first[index][1], Keep):
                continue
            items = (first[index],)
        decision = decide(document.blocks[index], items)
        if decision.dropped or decision.text is not None:
            changed.append(decision)
    restored = {decision.block.index for decision in back_off(document, changed)}
    if restored:
        changed = [decision for decision in changed if decision.block.index not in restored]
    return changed, len(restored)


def decide(block: Block, evidence: Sequence[Said]) -> Decision:
    """Weigh the evidence about one block."""
    odds = most = 0.0
    leading: Said | None = None
    for item in evidence:
        verdict = item[1]
        confidence = verdict.confidence
        weight = log(confidence / (1 - confidence)) if confidence < 1 else inf  # `log_odds`, without the call
        if isinstance(verdict, Drop):
            odds += weight
            if leading is None or weight > most:
                leading, most = item, weight
        elif isinstance(verdict, Keep):
            if weight == inf:
                return Decision(block, evidence)
            odds -= weight
    if odds > 0:
        return Decision(block, evidence, True, None, 1 / (1 + exp(-odds)), leading)  # `probability`, without the call
    decision = Decision(block, evidence)
    rewrites = [Evidence(*item) for item in evidence if isinstance(item[1], Rewrite)]
    if rewrites:
        _rewrite(decision, rewrites)
    return decision


def _rewrite(decision: Decision, rewrites: list[Evidence]) -> None:
    """The text with most evidence behind it becomes the block's."""
    odds: dict[str, float] = {}
    for item in rewrites:
        assert isinstance(item.verdict, Rewrite)
        if item.verdict.text != decision.block.text:
            odds[item.verdict.text] = odds.get(item.verdict.text, 0.0) + item.weight
    if not odds:
        return
    text = max(odds, key=lambda text: odds[text])
    if odds[text] > 0:
        decision.text = text
        decision.confidence = probability(odds[text])
        decision.leading = strongest(
            item for item in rewrites if isinstance(item.verdict, Rewrite) and item.verdict.text == text
        )


def strongest(items: Iterable[Evidence]) -> Evidence:
    """The weightiest evidence; of equals the one that came first."""
    return max(items, key=lambda item: item.weight)


def back_off(document: Document, decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions to take back so that a document with text keeps an article.

    Only when the decisions together leave no word at all: then the least confident are taken back, those of
    one confidence together, until a tenth of the document's words are there.
    """
    changed = {decision.block.index for decision in decisions}
    if any(block.words for block in document.blocks if block.index not in changed):
        return []
    total = sum(block.words for block in document.blocks)
    if not total:
        return []
    left = total
    for decision in decisions:
        left -= decision.block.words
        if not decision.dropped and decision.text is not None:
            left += decision.block.replaced(decision.text).words
    if left > 0:
        return []
    restored: list[Decision] = []
    ordered = sorted((item for item in decisions if item.block.words), key=lambda item: item.confidence)
    level = -1.0
    for decision in ordered:
        if left > total * BACK_OFF_SHARE and decision.confidence > level + 1e-9:
            break
        level = decision.confidence
        restored.append(decision)
        left += decision.block.words
    return restored
