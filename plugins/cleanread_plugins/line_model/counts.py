"""What is counted of the lines of a text: the names of the numbers, and the record that holds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: What is counted line by line besides kinds, and the edges of a line whose kinds are told: see `Counts`.
COUNTED = (
    "length", "tokens", "capitals", "small", "numbers", "known", "inner", "years", "times", "dotted", "size", "width",
)  # fmt: skip
EDGES = ("first", "last", "end", "cut")


class _Counted:
    """A row of `Counts.counted` by its name."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.row = COUNTED.index(name)

    def __get__(self, instance: Counts, owner: type) -> Floats:
        """A number for each line."""
        row: Floats = instance.counted[self.row]
        return row


@dataclass
class Counts:
    """What was counted, line by line.

    Attributes:
        kinds: how many characters of each kind a line has: kinds by lines.
        counted: what the attributes from `length` to `width` are: `COUNTED` by lines.
        edges: what the attributes from `first` to `cut` are: `EDGES` by lines.
        words: the hash of each word, all lines in order.
        terms: the longer hash that a vocabulary knows a word by; one and the same for all numbers.
        line: the line of each word.

        length: characters of a line.
        tokens: words of a line, a character each in scripts without spaces.
        capitals: words that open with a capital.
        small: words that open with a small letter.
        numbers: words that open with a digit.
        known: words that are function words of some language.
        inner: sentences that end within the line.
        years, times: numbers that look like years (``2025``) and times (``10:30``).
        dotted: letters with a dot right between them, as in names of sites and files.
        size: words of a line, where characters of scripts without spaces weigh less than one.
        width: its letters and digits, where characters of scripts without spaces weigh more than one.
        first, last: kinds of the first and the last character.
        end: kind of the last character before closing quotes and brackets.
        cut: whether it breaks off with dots.
    """

    kinds: Floats
    counted: Floats
    edges: NDArray[np.uint8]
    words: NDArray[np.int32]
    terms: NDArray[np.uint32]
    line: NDArray[np.int32]

    length, tokens, capitals, small = _Counted(), _Counted(), _Counted(), _Counted()
    numbers, known, inner, years = _Counted(), _Counted(), _Counted(), _Counted()
    times, dotted, size, width = _Counted(), _Counted(), _Counted(), _Counted()

    @property
    def first(self) -> NDArray[np.uint8]:
        """The kind of the first character."""
        found: NDArray[np.uint8] = self.edges[0]
        return found

    @property
    def last(self) -> NDArray[np.uint8]:
        """The kind of the last character."""
        found: NDArray[np.uint8] = self.edges[1]
        return found

    @property
    def end(self) -> NDArray[np.uint8]:
        """The kind of the last character before closing quotes and brackets."""
        found: NDArray[np.uint8] = self.edges[2]
        return found

    @property
    def cut(self) -> NDArray[np.bool_]:
        """Whether it breaks off with dots."""
        found: NDArray[np.bool_] = self.edges[3].view(np.bool_)
        return found
