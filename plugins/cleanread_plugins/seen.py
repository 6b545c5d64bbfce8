"""What each block shows at once, without those around it: prose or not, cues of clutter, known phrases, credits."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleanread import Block, Role
from cleanread.native import twin
from cleanread.words import STOPS

from .credits import credit_in
from .phrases import Lexicon
from .phrases.lookup import apart, template_places
from .phrases.words import spaced_words

_twin = twin("cleanread_plugins._seen")

#: Words from which a sentence counts as a paragraph of an article rather than a remark.
CORE_WORDS = 20
#: Words from which a line that ends like a sentence counts as prose.
PROSE_WORDS = 8
#: Words up to which a line may be a phrase of an interface, and letters.
PHRASE_WORDS, _PHRASE_LETTERS = 14, 160
#: Probability of being content below which a block is settled, and from which it is sure.
_SETTLED, _SURE = 0.25, 0.98
#: Letters below which a line may be a service's name.
PLATFORM = 40
_NO_PROSE = (Role.HEADING, Role.TITLE, Role.CAPTION)
#: Letters below which no line has the words of prose, in any script.
_PROSE_LETTERS = 14
_CORE_LETTERS = 24
#: Letters from which a sentence is a paragraph of an article in languages that say much in a word (Turkish, Finnish,
#: Hungarian), letters of such words with the blanks between them, and letters with accents that tell it from English on
#: technical matters.
_CORE_LETTERS_OF_FEW, _LONG_WORDS, _ACCENTS = 110, 7, 3
_ACCENTED = re.compile("[\u00c0-\u024f]")
#: Letters beyond which a line has more words than notices to readers have.
NOTICE_LETTERS = 480
#: Words of a paragraph that has two sentences, at the least.
_CORE_WORDS_OF_TWO = 14
#: Words of a one-line link, at the most, and of one that is a credit if it opens like one.
_LINK_WORDS, _CREDIT_WORDS = 50, 5
#: Words up to which a sentence is looked at for what notices to readers say.
_NOTICE_WORDS = 48

#: Stops that stand nowhere but at the end of a sentence.
_ONLY_STOPS = STOPS[4:]
_SENTENCE_END = re.compile(rf"[{STOPS}၊:;：；]['\"”’»\s）)\]」』】*]*$|[」』]$")
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
#: Scripts without blanks, and those whose vowel signs are no letters to a regular expression.
_UNSPACED = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0900-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
#: Letters below which words are counted exactly.
_SHORT = 80
_NONE: frozenset[str] = frozenset()
#: Vowel signs of the scripts of South and Southeast Asia, which are parts of words.
VOWEL_SIGNS = "\u0900-\u0dff\u0e31\u0e34-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17ff\u200c\u200d"
_FIRST = re.compile(rf"^\W*([\w{VOWEL_SIGNS}]+)")
#: Letters and words of an author's line, at the most.
_BYLINE_LETTERS, _BYLINE_WORDS = 120, 10


class Seen(NamedTuple):
    """What a block that is not settled shows.

    Attributes:
        sure: a model is sure that it is content: no phrase in it would make a difference.
        words: how many it has, as `words_of` counts them.
        is_prose: it is a sentence or more.
        is_core: it is a paragraph of the kind that articles are made of.
        cues: how many cues of clutter sentences it holds.
        prefix: what makes it a one-line link (``Read more:``); ``Photo: Jo Vos`` is a credit.
        signed: a picture's credit closes or opens it.
        is_bylike: it is as short as an author's line and opens like one.
        is_platform: it is the name of a service that articles are shared on.
        sections: the sections of the lexicon that the whole line belongs to.
    """

    sure: bool
    words: int
    is_prose: bool
    is_core: bool
    cues: int
    prefix: str | None
    signed: bool
    is_bylike: bool
    is_platform: bool
    sections: frozenset[str]


def look(blocks: tuple[Block, ...], lexicon: Lexicon) -> list[Seen | None]:
    """What each block shows; None for one that is settled: a model is sure that it is no content, or it has no text."""
    if _twin is not None:
        rules = (words_of, ends_sentence, credit_in, _is_core, _prefix, _sections, _opens_byline, apart, template_places)
        seen: list[Seen | None] = _twin.look(blocks, lexicon, *lexicon.tables, _NO_PROSE, rules)
        return seen
    return [_look(block, lexicon) for block in blocks]


def _look(block: Block, lexicon: Lexicon) -> Seen | None:
    text, likely = block.text, block.probability
    if likely < _SETTLED if likely is not None else not text:
        return None
    sure = likely is not None and likely > _SURE
    size, words = len(text), words_of(block)
    signed = credit_in(text, lexicon)
    is_prose = is_core = False
    if words >= PROSE_WORDS and size >= _PROSE_LETTERS and block.role not in _NO_PROSE:
        is_prose = (sure and words >= CORE_WORDS) or (not signed and ends_sentence(text, words))
        is_core = is_prose and size >= _CORE_LETTERS and (words >= CORE_WORDS or _is_core(text, words))
    cues, prefix, sections = 0, None, _NONE
    if not sure and size <= NOTICE_LETTERS:
        if 2 <= words <= _NOTICE_WORDS:
            cues = lexicon.cue_count(text)
        if words <= _LINK_WORDS:
            prefix = _prefix(text, words, lexicon)
        if size <= _PHRASE_LETTERS and block.words <= 3 * PHRASE_WORDS:
            sections = _sections(text, block.folded, lexicon)
    is_platform = size < PLATFORM and block.folded in lexicon.platforms
    is_bylike = size <= _BYLINE_LETTERS and 2 <= words <= _BYLINE_WORDS and _opens_byline(text, lexicon)
    return Seen(sure, words, is_prose, is_core, cues, prefix, signed, is_bylike, is_platform, sections)


def those(blocks: tuple[Block, ...], role: Role) -> list[int]:
    """Indices of the blocks of a role."""
    if _twin is not None:
        found: list[int] = _twin.those(blocks, role)
        return found
    return [index for index, block in enumerate(blocks) if block.role is role]


def hinted(blocks: tuple[Block, ...], hints: frozenset[str]) -> list[int]:
    """Indices of the blocks with one of these hints."""
    if _twin is not None:
        found: list[int] = _twin.hinted(blocks, hints)
        return found
    return [index for index, block in enumerate(blocks) if not hints.isdisjoint(block.hints)]


def words_of(block: Block) -> int:
    """Words; of a script without spaces a third of its characters, so that lengths compare."""
    text = block.text
    if text.isascii() or (len(text) < _SHORT and not _UNSPACED.search(text)):
        return block.words
    words = spaced_words(text)
    return words if words >= 0 else max(1, round(block.words / 2.2))


def _is_core(text: str, words: int) -> bool:
    """Whether prose of few words is a paragraph of an article: it has two sentences, or long words."""
    if words >= _CORE_WORDS_OF_TWO and len(_SENTENCES.findall(text + " ")) >= 2:
        return True
    size = len(text)
    return size >= _CORE_LETTERS_OF_FEW and size > _LONG_WORDS * words and len(_ACCENTED.findall(text)) >= _ACCENTS


def _prefix(text: str, words: int, lexicon: Lexicon) -> str | None:
    found = lexicon.prefix(text)
    return None if words <= _CREDIT_WORDS and found in lexicon.credits else found


def _sections(text: str, folded: str, lexicon: Lexicon) -> frozenset[str]:
    told = lexicon.told(text, folded)
    if "copyright" in told and text[:1].isalnum() and folded in lexicon.agencies:
        return _NONE  # an agency's bare name, which the lists hold with its sign
    return told


def _opens_byline(text: str, lexicon: Lexicon) -> bool:
    first = _FIRST.match(text)
    return first is not None and first[1].casefold() in lexicon.byline_words


def ends_sentence(text: str, words: int) -> bool:
    """Whether a line ends as a sentence ends, or holds whole sentences before a closing bracket or an author's initials."""
    last = text[-1:]
    if ends_ordinal(text, words):
        return False
    if last in ".!?…。" or (not last.isalnum() and _SENTENCE_END.search(text[-12:])):
        return True
    if words >= 25 and last in '”’»"':
        return True
    if len(text) >= _LONG_IN_PARTS and _WITHOUT_STOPS.search(text[-4:]):
        return len(text) >= _LONG or " " in text
    if last.isdigit() and (signed := text.rstrip(_FIGURES))[-1:] in _BRACKETS:
        return _INNER_STOP.search(signed[:-1]) is not None
    return (last in _BRACKETS or words >= 30) and _INNER_STOP.search(text[:-1]) is not None


def ends_ordinal(text: str, words: int) -> bool:
    """Whether a line is short and its full stop that of a ruler's number: ``Ein Tag mit Ludwig II.``"""
    return text[-2:] in _ORDINAL_ENDS and words < PHRASE_WORDS and _ORDINAL.search(text[-8:]) is not None
