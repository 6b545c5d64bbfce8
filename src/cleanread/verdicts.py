"""Verdicts: what a plugin says of a block in ``cleanread_clean``.

A plugin never edits a document. It returns verdicts, each with a rule (a short identifier), a reason
in plain words and a confidence from 0.5 (a hint) to 1 (certain and final).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from .document import Block


@dataclass(frozen=True, slots=True)
class _Verdict:
    block: Block
    rule: str = ""
    reason: str = ""
    confidence: float = 0.9

    def __post_init__(self) -> None:
        _check(self.confidence, self.block)


@dataclass(frozen=True, slots=True)
class Drop(_Verdict):
    """The block is not part of the article."""


@dataclass(frozen=True, slots=True)
class Keep(_Verdict):
    """The block is part of the article: evidence against dropping it. At 1 it is final."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The block stays with another text, such as its own without an end mark."""

    block: Block
    text: str
    rule: str = ""
    reason: str = ""
    confidence: float = 0.9

    def __post_init__(self) -> None:
        _check(self.confidence, self.block)
        if not isinstance(self.text, str):
            raise TypeError(f"a Rewrite's text is a str, not {type(self.text).__name__}")


Verdict: TypeAlias = Drop | Keep | Rewrite


def _check(confidence: float, block: Block) -> None:
    if not isinstance(block, Block):
        raise TypeError(f"a verdict is about a Block, not {type(block).__name__}")
    if not 0.5 <= confidence <= 1 or math.isnan(confidence):
        raise ValueError(f"a confidence lies between 0.5 (a hint) and 1 (certain), not {confidence!r}")
