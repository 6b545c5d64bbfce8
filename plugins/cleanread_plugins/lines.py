"""What the shape of each line tells: prose or headline, date or counter, known phrase or nothing.

Computed once a document and shared by the plugins that look at lines in their order. It describes; it
judges nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from cleanread import Block, Document, Role
from cleanread.words import STOPS

from .phrases import Lexicon, lexicon
from .seen import NOTICE_LETTERS, Seen, ends_ordinal, ends_sentence, look, words_of

T = TypeVar("T")

#: Words that a headline has at the least.
_HEADLINE_WORDS = 4

_STOP = re.compile(rf"[{STOPS}]['\"”’»）)\]」』】*]*$")
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d")
_CLOCK = re.compile(
    r"^\W*(?:\d{1,2}:\d{2}(?::\d{2})?(?:\s*/\s*\d{1,2}:\d{2}(?::\d{2})?)?|\d(?:[.,]\d{1,2})?\s*x|x\s*\d(?:[.,]\d)?)\W*$",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"^\W{0,2}\d{1,3}(?:[.,\u00a0 ]?\d{1,3})*\W{0,2}$")
#: Two numbers with a separator, a year, or a number beside a word.
_DATE_FORM = re.compile(
    r"\b\d{1,4}[./:\-年월月]\s?\d{1,2}|\b(?:19|20)\d\d\b|\d{1,2}[.]?\s+[^\W\d_]{3}|[^\W\d_]{3}\.?\s+\d{1,2}\b"
)
_CODE = re.compile(
    r"^(?:[#$%]\s+[a-z./]|>>>\s|--?[a-z][\w-]*(?:[ =]|$)|[{}()\[\];]+\s*$|\d{1,2}(?:\.\d{1,2})+\.?\s)"
    r"|[{};]\s*$|\w\(\)|[a-z_]\w*\s?=\s?[\w\"'\[{(/-]|::|->|=>|(?:^|\s)~?/\w[\w.-]*/\w|[a-z]_[a-z]"
)
_DATE_WORD = re.compile(r"[^\W\d_]+")


class cached(Generic[T]):
    """A property that is computed once: `functools.cached_property` without the lock that it has before Python 3.12."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, instance: Any, owner: type) -> T:
        """The value, which from now on is the instance's own attribute."""
        value = self.compute(instance)
        setattr(instance, self.name, value)
        return value


class Line:
    """One block and what its shape says.

    What every line is asked for is found out at once, of all of them (`Seen`), the rest when it is first asked for.

    Attributes:
        settled: a model is sure that it is no content, or it has no text: nothing more need be known of it.
    """

    def __init__(self, block: Block, lexicon: Lexicon, seen: Seen | None) -> None:
        self.block = block
        self.lexicon = lexicon
        self.text = block.text
        self.index = block.index
        self.settled = seen is None
        if seen is not None:
            (
                self.sure,
                self.words,
                self.is_prose,
                self.is_core,
                self.cues,
                self.prefix,
                self.signed,
                self.is_bylike,
                self.is_platform,
                self.sections,
            ) = seen
        else:
            self.sure = self.is_prose = self.is_core = self.signed = self.is_bylike = self.is_platform = False
            self.cues, self.prefix, self.sections = 0, None, _NONE

    @cached
    def words(self) -> int:
        """Words; of a script without spaces a third of its characters, so that lengths compare."""
        return words_of(self.block)

    @cached
    def letters(self) -> bool:
        """It holds a letter."""
        return _LETTER.search(self.text) is not None

    @cached
    def is_clock(self) -> bool:
        """A player's time or speed: ``00:49``, ``1.5x``."""
        return len(self.text) < _CLOCK_LETTERS and _DIGITS.search(self.text) is not None and _CLOCK.match(self.text) is not None

    @cached
    def is_counter(self) -> bool:
        """Digits alone: a count of shares, of pictures, a rank."""
        return len(self.text) < 9 and not self.letters and _COUNTER.match(self.text) is not None

    @cached
    def is_symbol(self) -> bool:
        """Signs alone."""
        return len(self.text) < _SYMBOL and not self.letters and _DIGITS.search(self.text) is None

    @cached
    def ends_sentence(self) -> bool:
        """It ends as a sentence ends, or holds whole sentences before a closing bracket or an author's initials."""
        return ends_sentence(self.text, self.words)

    @cached
    def is_sentence(self) -> bool:
        """It ends with a full stop, however short it is."""
        if self.text[-1:].isalnum() or self.truncated or not self.letters:
            return False
        return not ends_ordinal(self.text, self.words) and _STOP.search(self.text[-12:]) is not None

    @cached
    def truncated(self) -> bool:
        """It breaks off with dots, as teasers do."""
        return self.text.endswith(("...", "…", "[…]", "[...]"))

    @cached
    def has_credit(self) -> bool:
        """A picture's credit closes or opens it, or it is a caption."""
        return self.signed or (self.block.role is Role.CAPTION and not self.is_prose)

    @cached
    def is_code(self) -> bool:
        """A line of a program, a command or a section's number: what no article elsewhere is called."""
        return self.block.role is Role.CODE or (len(self.text) < NOTICE_LETTERS and _CODE.search(self.text) is not None)

    @cached
    def is_headline(self) -> bool:
        """Three words or more that do not end as a sentence does, or end with a question or exclamation mark."""
        if len(self.text) > 400 or not 3 <= self.words <= 40 or not self.letters or self.is_date:
            return False
        return not (self.is_prose or self.is_sentence) or (self.words <= 25 and self.text[-1:] in "?!？！")

    @cached
    def is_time(self) -> bool:
        """How long ago: ``22 hours ago``."""
        return "time-ago" in self.sections

    @cached
    def is_date(self) -> bool:
        """A date or time, perhaps with the words that sites put beside it, and nothing else."""
        text = self.text
        if len(text) > 70 or text[:1] in "(+" or not _DIGITS.search(text) or (len(text) < 8 and not self.letters):
            return False
        if not _DATE_FORM.search(text):
            return False
        known = self.lexicon.dates
        found = [word.casefold() for word in _DATE_WORD.findall(self.text)]
        return all(word in known or len(word) == 1 for word in found) and len(found) < 10


_NONE: frozenset[str] = frozenset()
#: Letters below which a line may be signs alone, or the time of a player.
_SYMBOL, _CLOCK_LETTERS = 60, 24
#: Sections whose phrases say nothing by themselves.
_TRIFLING = frozenset(("weak", "time-ago"))
#: Sections whose phrases stand in texts of all kinds: they tell nothing about what is around them.
SAYS_NOTHING = frozenset(("weak", "ends", "time-ago"))


class Lines:
    """All lines of a document with its rough layout.

    Of those that are settled, which are most of a page, few are ever asked for; they are made then.

    Attributes:
        live: the lines that are not settled.
        noticed: whether the text is about what pages say of themselves, once that has been asked.
    """

    def __init__(self, blocks: tuple[Block, ...], lexicon: Lexicon) -> None:
        self.blocks = blocks
        self.lexicon = lexicon
        self.noticed: bool | None = None
        found = zip(blocks, look(blocks, lexicon), strict=True)
        self._every = [None if seen is None else Line(block, lexicon, seen) for block, seen in found]
        self.live = [line for line in self._every if line is not None]

    @cached
    def lines(self) -> list[Line]:
        """All lines."""
        return [self[index] for index in range(len(self.blocks))]

    def between(self, start: int, end: int | None = None) -> list[Line]:
        """The live lines from one index to before another one."""
        indices = self._live_indices
        return self.live[bisect_left(indices, start) : len(indices) if end is None else bisect_left(indices, end)]

    @cached
    def _live_indices(self) -> list[int]:
        return [line.index for line in self.live]

    @cached
    def judged(self) -> bool:
        """A model has judged where each of them stands in the page: rules about places have nothing to add."""
        return any(block.probability is not None for block in self.blocks)

    @cached
    def small(self) -> list[Line]:
        """The live lines that are not the paragraphs which articles are made of, and those that speak like an interface."""
        return [line for line in self.live if not line.is_core or line.cues or line.prefix]

    @cached
    def told(self) -> list[Line]:
        """Those of the small lines that are a phrase of the lexicon."""
        return [line for line in self.small if line.sections]

    @cached
    def platforms(self) -> list[int]:
        """Those of the small lines that name a service to share on."""
        return [line.index for line in self.small if line.is_platform]

    @cached
    def speaking(self) -> list[Line]:
        """Those of the small lines that tell something by a phrase, a cue or the time of a player."""
        return [
            line for line in self.small if line.sections or line.cues or (len(line.text) < _CLOCK_LETTERS and line.is_clock)
        ]

    @cached
    def bare(self) -> list[Line]:
        """Those of the small lines that hold no letter and not much else."""
        return [line for line in self.small if len(line.text) < _SYMBOL and not (line.text[:1].isalpha() or line.letters)]

    @cached
    def counters(self) -> list[Line]:
        """Those of the small lines that are a number alone."""
        return [line for line in self.bare if line.is_counter]

    @cached
    def trifles(self) -> set[int]:
        """Those of the small lines that say nothing by themselves: a counter, a sign, a time, a weak phrase."""
        found = {line.index for line in self.bare if line.is_symbol or line.is_counter}
        return found.union([line.index for line in self.told if not line.sections.isdisjoint(_TRIFLING)])

    @cached
    def core(self) -> list[int]:
        """Indices of the core paragraphs."""
        return [line.index for line in self.live if line.is_core and not line.cues]

    @cached
    def first_core(self) -> int:
        """Where the body starts; past the end when there is none."""
        return self.core[0] if self.core else len(self.blocks)

    @cached
    def headline(self) -> int:
        """The only line above the first paragraph that may be the headline, whatever it sounds like; -1 where none is alone.

        A whole phrase as it stands in the lists is what a page says, not a headline that opens like one.
        """
        if self.judged or not self.core:
            return -1
        found = [line for line in self.lines[: self.first_core] if line.words >= _HEADLINE_WORDS and not line.settled]
        found = [line for line in found if line.letters and not line.is_date]
        return found[0].index if len(found) == 1 and found[0].block.folded not in found[0].lexicon.exact else -1

    def __len__(self) -> int:
        return len(self.blocks)

    def __getitem__(self, index: int) -> Line:
        line = self._every[index]
        if line is None:
            line = self._every[index] = Line(self.blocks[index], self.lexicon, None)
        return line


def rows(found: list[Line]) -> list[list[Line]]:
    """Lines that follow each other directly, together."""
    result: list[list[Line]] = []
    for line in found:
        if result and result[-1][-1].index == line.index - 1:
            result[-1].append(line)
        else:
            result.append([line])
    return result


def lines_of(document: Document) -> Lines:
    """The lines of a document, computed once."""
    found = document.shared.get(__name__)
    if not isinstance(found, Lines):
        found = document.shared[__name__] = Lines(document.blocks, lexicon())
    return found
