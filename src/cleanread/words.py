"""Texts as words and as phrases: how words are counted, and how texts are compared."""

from __future__ import annotations

import re
import unicodedata

from .native import twin

_twin = twin("cleanread._words")

#: One word; in scripts that put no space between words, one character.
WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
#: What ends a sentence, in all scripts; the first four also stand within words and numbers.
STOPS = ".!?…。！？｡؟۔।॥။។៕።፧᠃᙮།༎։"
_ALONE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORD_ANYWHERE = re.compile(r"\w+")
# ASCII with a space for whatever is no part of a word
_ASCII_WORDS = "".join(chr(code) if chr(code).isalnum() or chr(code) == "_" else " " for code in range(128))


def count_words(text: str) -> int:
    """Words in a text; in scripts without spaces between words, characters.

    >>> count_words("Read the article, not the page."), count_words("記事を読む"), count_words("déjà-vu")
    (6, 5, 2)
    """
    if _twin is not None:
        words: int = _twin.count_words(text)
        return words
    if text.isascii():
        return len(text.translate(_ASCII_WORDS).split())
    if _ALONE.search(text):
        return len(WORD.findall(text))
    return sum([1 if part.isalnum() else len(_WORD_ANYWHERE.findall(part)) for part in text.split()])


def words_of(text: str) -> list[str]:
    """The runs of letters, digits and low lines of a text.

    >>> words_of("Read on: page_2!")
    ['Read', 'on', 'page_2']
    """
    if _twin is not None:
        words: list[str] = _twin.words_of(text)
        return words
    return _WORD_ANYWHERE.findall(text)


#: Characters without width, which separate words as blanks do.
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
#: From the first letter or digit to the last.
_INNER = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_ASCII_EDGES = "".join(chr(code) for code in range(128) if not chr(code).isalnum())
#: Apostrophes, and Romanian letters with comma or cedilla: written either way for the same word.
ALIKE = str.maketrans("’‘ʼșț", "'''şţ")
_HAS_ALIKE = re.compile("[’‘ʼșț]")
#: Beyond this many letters a text is not normalised: nothing so long is a phrase, and normalising may be quadratic.
_NORMALISED = 5000


def fold(text: str) -> str:
    """A text as phrases are compared: NFC, case folded, blanks collapsed, edges bare of punctuation, one apostrophe.

    >>> fold("  » SEE  more: ")
    'see more'
    """
    if _twin is not None:
        folded: str | None = _twin.fold(text)
        if folded is not None:
            return folded
    if text.isascii():
        return " ".join(text.strip(_ASCII_EDGES).split()).lower()
    if len(text) < _NORMALISED:
        text = unicodedata.normalize("NFC", text)
    if _UNSEEN.search(text):
        text = _UNSEEN.sub(" ", text)
    text = _bare(" ".join(text.split())).casefold()
    return text.translate(ALIKE) if _HAS_ALIKE.search(text) else text


def _bare(text: str) -> str:
    if text[:1].isalnum() and text[-1].isalnum():
        return text
    inner = _INNER.search(text)
    return inner[0] if inner else ""
