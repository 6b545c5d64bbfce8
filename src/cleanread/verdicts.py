"""Verdicts: what a plugin says of a block in ``cleanread_clean``.

A plugin never edits a document. It returns verdicts, each with a rule (a short identifier), a reason
in plain words and a confidence from 0.5 (a hint) to 1 (certain and final).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from .document import Block


@dataclass(slots=True, init=False, unsafe_hash=True)
class _Verdict:
    """What all verdicts have. Not to be changed once given; not frozen, as a frozen one takes thrice the time to make."""

    block: Block
    rule: str
    reason: str
    confidence: float

    def __init__(self, block: Block, rule: str = "", reason: str = "", confidence: float = 0.9) -> None:
        if not 0.5 <= confidence <= 1 or not isinstance(block, Block):
            _refuse(confidence, block)
        self.block = block
        self.rule = rule
        self.reason = reason
        self.confidence = confidence


class Drop(_Verdict):
    """The block is not part of the article."""

    __slots__ = ()


class Keep(_Verdict):
    """The block is part of the article: evidence against dropping it. At 1 it is final."""

    __slots__ = ()


@dataclass(slots=True, init=False, unsafe_hash=True)
class Rewrite:
    """The block stays with another text, such as its own without an end mark."""

    block: Block
    text: str
    rule: str
    reason: str
    confidence: float

    def __init__(self, block: Block, text: str, rule: str = "", reason: str = "", confidence: float = 0.9) -> None:
        if not 0.5 <= confidence <= 1 or not isinstance(block, Block):
            _refuse(confidence, block)
        if not isinstance(text, str):
            raise TypeError(f"a Rewrite's text is a str, not {type(text).__name__}")
        self.block = block
        self.text = text
        self.rule = rule
        self.reason = reason
        self.confidence = confidence


Verdict: TypeAlias = Drop | Keep | Rewrite


def _refuse(confidence: float, block: object) -> NoReturn:
    if not isinstance(block, Block):
        raise TypeError(f"a verdict is about a Block, not {type(block).__name__}")
    raise ValueError(f"a confidence lies between 0.5 (a hint) and 1 (certain), not {confidence!r}")
