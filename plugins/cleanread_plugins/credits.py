"""Credits of pictures in a line: ``(Photo: VNA)``, ``Foto: dpa``, ``记者 王川 摄``, ``/ J. MARTÍN``."""

from __future__ import annotations

import re

from .phrases import Lexicon

_DIGITS = re.compile(r"\d")
_NAMED = re.compile(r"([^\W\d_][^:：/|]{0,28})\s*[:：/|]\s*(\S.{0,60})$")
_CREDIT_TAIL = re.compile(r"[(（\[][^()（）]{2,80}[)）\]]\.?$")
#: Credits that close with their word in Chinese (``记者 王川 摄``), Japanese (``＝佐藤誠撮影``), Korean (``/ 연합뉴스 제공``),
#: after a name without the particles of a sentence; and what they end with.
_CREDIT_CLOSES = re.compile(
    r"[\s\u3000][^\W\d_]{2,8}[\s\u3000]+[摄攝]$|(?:记者|記者|通讯员|通訊員)\s?[^\W\d_]{2,8}\s?[摄攝]$"
    r"|[＝=、][^\W\d_ がをでにはのも]{2,12}撮影$|[＝=]\s?[^\W\d_ がをでにはのも]{2,12}提供$|[=/／]\s?[가-힣\w ]{2,16} 제공$"
)
_CREDIT_LAST = frozenset("摄攝影供공")
#: Letters of a name after a caption, at the most.
_SIGNATURE = 24


def credit_in(text: str, words: Lexicon) -> bool:
    """Whether a picture's credit opens or closes the text."""
    end = text[-110:]
    if end[-1:] in _CREDIT_LAST and _CREDIT_CLOSES.search(end[-40:]):
        return True
    if not (":" in end or "/" in end or "|" in end or "：" in end):
        return False
    tail = _CREDIT_TAIL.search(end) if end.rstrip(".\n")[-1:] in ")）]" else None
    if tail and _names_credit(tail[0].strip("()（）[]. "), words):
        return True
    if "/" in end and _signed_in_capitals(end):
        return True
    for separator in (" - ", " – ", " — ", ". ", " | ", "   ", ""):
        at = text.rfind(separator, max(0, len(text) - 90)) if separator else 0
        if at >= 0 and (separator or len(text) < 90) and _names_credit(text[at + len(separator) :], words):
            return True
    return False


def _signed_in_capitals(text: str) -> bool:
    """``The oven of the village. / J. MARTÍN``: a sentence, then a slash and a short name in capitals."""
    said, _, name = text.rpartition("/")
    return said.rstrip()[-1:] == "." and len(name) < _SIGNATURE and name.isupper() and not _DIGITS.search(name)


def _names_credit(text: str, words: Lexicon) -> bool:
    """``Photo: VNA``: a credit word, then a colon or slash, then a short name."""
    match = _NAMED.match(text)
    return match is not None and " ".join(match[1].casefold().split()) in words.credits
