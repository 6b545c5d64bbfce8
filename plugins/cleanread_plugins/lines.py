"""What the shape of each line tells: prose or headline, date or counter, known phrase or nothing.

Computed once a document and shared by the plugins that look at lines in their order. It describes; it
judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cleanread import Block, Document, Role
from cleanread.words import STOPS

from .credits import credit_in
from .phrases import Lexicon, lexicon
from .phrases.words import spaced_words

T = TypeVar("T")

#: Words from which a sentence counts as a paragraph of an article rather than a remark.
CORE_WORDS = 20
#: Words from which a line that ends like a sentence counts as prose.
PROSE_WORDS = 8
#: Words that a headline has at the least.
_HEADLINE_WORDS = 4
#: Words up to which a line may be a phrase of an interface.
PHRASE_WORDS = 14

#: Stops that stand nowhere but at the end of a sentence.
_ONLY_STOPS = STOPS[4:]
_SENTENCE_END = re.compile(rf"[{STOPS}၊:;：；]['\"”’»\s）)\]」』】*]*$|[」』]$")
_STOP = re.compile(rf"[{STOPS}]['\"”’»）)\]」』】*]*$")
# the stop first and what is before it afterwards: a set of characters is found fast
_INNER_STOP = re.compile(rf"[.!?{_ONLY_STOPS}](?:(?<=[{_ONLY_STOPS}])|(?<=[^\W\d_]{{2}}.)[\"”’»)]*\s)")
_SENTENCES = re.compile(rf"(?:[.!?]|[{_ONLY_STOPS}])[\"”’»」)]*(?:\s+|(?=[\u3040-\u9fff]))")
#: A ruler's number as languages from German to Czech write it, and what it ends with.
_ORDINAL = re.compile(r"\s[IVX]{1,5}\.$")
_ORDINAL_ENDS = frozenset(("I.", "V.", "X."))
#: Scripts that are written without any stop, and letters from which a text in them is a sentence or more: with the blanks
#: that stand between its parts, and in any case.
_WITHOUT_STOPS = re.compile("[\u0e00-\u0edf][^\\w]*$")
_LONG_IN_PARTS, _LONG = 100, 140
#: Brackets that close a note after the last sentence, and figures of a date that may stand behind them.
_BRACKETS, _FIGURES = ")）]】", "0123456789"
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d")
#: Scripts without blanks, and those whose vowel signs are no letters to a regular expression.
_UNSPACED = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0900-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
#: Letters below which words are counted exactly.
_SHORT = 80
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

    What every line is asked for is found out at once, the rest when it is first asked for.

    Attributes:
        settled: a model is sure that it is no content, or it has no text: nothing more need be known of it.
        sure: a model is sure that it is content: no phrase in it would make a difference.
        is_prose: it is a sentence or more.
        is_core: it is a paragraph of the kind that articles are made of.
        cues: how many cues of clutter sentences it holds.
        prefix: what makes it a one-line link (``Read more:``); ``Photo: Jo Vos`` is a credit.
    """

    def __init__(self, block: Block, lexicon: Lexicon) -> None:
        self.block = block
        self.lexicon = lexicon
        self.text = text = block.text
        self.index = block.index
        self.is_prose = self.is_core = False
        self.cues = 0
        self.prefix: str | None = None
        likely = block.probability
        self.settled = likely < _SETTLED if likely is not None else not text
        self.sure = likely is not None and likely > _SURE
        if self.settled:
            self.sections = _NONE
            return
        size, words = len(text), _words_of(block)
        self.words = words
        if words >= PROSE_WORDS and size >= _PROSE_LETTERS and block.role not in _NO_PROSE:
            self.is_prose = (self.sure and words >= CORE_WORDS) or (self.ends_sentence and not self.has_credit)
            if self.is_prose and size >= _CORE_LETTERS:
                self.is_core = words >= CORE_WORDS or (words >= _CORE_WORDS_OF_TWO and _two_sentences(text))
                if size >= _CORE_LETTERS_OF_FEW and not self.is_core and size > _LONG_WORDS * words:
                    self.is_core = len(_ACCENTED.findall(text)) >= _ACCENTS
        if not self.sure and size <= _NOTICE_LETTERS:
            if 2 <= words <= _NOTICE_WORDS:
                self.cues = lexicon.cue_count(text)
            if words <= _LINK_WORDS:
                found = lexicon.prefix(text)
                self.prefix = None if words <= _CREDIT_WORDS and found in lexicon.credits else found

    @cached
    def words(self) -> int:
        """Words; of a script without spaces a third of its characters, so that lengths compare."""
        return _words_of(self.block)

    @cached
    def sections(self) -> frozenset[str]:
        """The sections of the lexicon that the whole line belongs to."""
        if self.sure or len(self.text) > 160 or self.block.words > 3 * PHRASE_WORDS:
            return _NONE
        told = self.lexicon.told(self.text, self.block.folded)
        if "copyright" in told and self.text[:1].isalnum() and self.block.folded in self.lexicon.agencies:
            return _NONE  # an agency's bare name, which the lists hold with its sign
        return told

    @cached
    def is_platform(self) -> bool:
        """It is the name of a service that articles are shared on."""
        return not self.settled and len(self.text) < _PLATFORM and self.block.folded in self.lexicon.platforms

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
        last = self.text[-1:]
        if self.text[-2:] in _ORDINAL_ENDS and self._ends_ordinal:
            return False
        if last in ".!?…。" or (not last.isalnum() and _SENTENCE_END.search(self.text[-12:])):
            return True
        if self.words >= 25 and last in '”’»"':
            return True
        if len(self.text) >= _LONG_IN_PARTS and _WITHOUT_STOPS.search(self.text[-4:]):
            return len(self.text) >= _LONG or " " in self.text
        if last.isdigit() and (signed := self.text.rstrip(_FIGURES))[-1:] in _BRACKETS:
            return _INNER_STOP.search(signed[:-1]) is not None
        return (last in _BRACKETS or self.words >= 30) and _INNER_STOP.search(self.text[:-1]) is not None

    @property
    def _ends_ordinal(self) -> bool:
        """A short line whose full stop is that of a ruler's number: ``Ein Tag mit Ludwig II.``"""
        return self.words < PHRASE_WORDS and _ORDINAL.search(self.text[-8:]) is not None

    @cached
    def is_sentence(self) -> bool:
        """It ends with a full stop, however short it is."""
        if self.text[-1:].isalnum() or self.truncated or not self.letters:
            return False
        if self.text[-2:] in _ORDINAL_ENDS and self._ends_ordinal:
            return False
        return _STOP.search(self.text[-12:]) is not None

    @cached
    def truncated(self) -> bool:
        """It breaks off with dots, as teasers do."""
        return self.text.endswith(("...", "…", "[…]", "[...]"))

    @cached
    def has_credit(self) -> bool:
        """A picture's credit closes or opens it."""
        return self.block.role is Role.CAPTION or (not self.settled and credit_in(self.text, self.lexicon))

    @cached
    def is_code(self) -> bool:
        """A line of a program, a command or a section's number: what no article elsewhere is called."""
        return self.block.role is Role.CODE or (len(self.text) < _NOTICE_LETTERS and _CODE.search(self.text) is not None)

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
#: Letters below which a line may be signs alone, a service's name, or the time of a player.
_SYMBOL, _PLATFORM, _CLOCK_LETTERS = 60, 40, 24
#: Sections whose phrases say nothing by themselves.
_TRIFLING = frozenset(("weak", "time-ago"))
_NO_PROSE = (Role.HEADING, Role.TITLE, Role.CAPTION)
#: Probability of being content below which a block is settled, and from which it is sure.
_SETTLED = 0.25
_SURE = 0.98
#: Sections whose phrases stand in texts of all kinds: they tell nothing about what is around them.
SAYS_NOTHING = frozenset(("weak", "ends", "time-ago"))
#: Letters below which no line has the words of prose, in any script.
_PROSE_LETTERS = 14
_CORE_LETTERS = 24
#: Letters from which a sentence is a paragraph of an article in languages that say much in a word (Turkish, Finnish,
#: Hungarian), letters of such words with the blanks between them, and letters with accents that tell it from English on
#: technical matters.
_CORE_LETTERS_OF_FEW, _LONG_WORDS, _ACCENTS = 110, 7, 3
_ACCENTED = re.compile("[\u00c0-\u024f]")
#: Letters beyond which a line has more words than notices to readers have.
_NOTICE_LETTERS = 480
#: Words of a paragraph that has two sentences, at the least.
_CORE_WORDS_OF_TWO = 14
#: Words of a one-line link, at the most, and of one that is a credit if it opens like one.
_LINK_WORDS, _CREDIT_WORDS = 50, 5
#: Words up to which a sentence is looked at for what notices to readers say.
_NOTICE_WORDS = 48


def _words_of(block: Block) -> int:
    text = block.text
    if text.isascii() or (len(text) < _SHORT and not _UNSPACED.search(text)):
        return block.words
    words = spaced_words(text)
    return words if words >= 0 else max(1, round(block.words / 2.2))


def _two_sentences(text: str) -> bool:
    return len(_SENTENCES.findall(text + " ")) >= 2


@dataclass(eq=False)
class Lines:
    """All lines of a document with its rough layout."""

    lines: list[Line]
    noticed: bool | None = None
    """Whether the text is about what pages say of themselves, once that has been asked."""

    @cached
    def judged(self) -> bool:
        """A model has judged where each of them stands in the page: rules about places have nothing to add."""
        return any(line.block.probability is not None for line in self.lines)

    @cached
    def live(self) -> list[Line]:
        """The lines that are not settled."""
        return [line for line in self.lines if not line.settled]

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
        return [line.index for line in self.small if len(line.text) < _PLATFORM and line.is_platform]

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
        return self.core[0] if self.core else len(self.lines)

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
        return len(self.lines)

    def __getitem__(self, index: int) -> Line:
        return self.lines[index]


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
        words = lexicon()
        found = Lines([Line(block, words) for block in document.blocks])
        document.shared[__name__] = found
    return found
