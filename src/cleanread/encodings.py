"""Vietnamese text in the character sets that it was written in before Unicode: VISCII, TCVN3 and windows-1258.

Python knows windows-1258 alone, and no page tells the other two reliably. They are recognised by what they say: decoded
with the right table, nearly every word with a mark is a Vietnamese syllable, and the commonest words are there.

>>> decode("Cộng hòa xã hội".translate(_ENCODE["tcvn3"]).encode("latin-1"), "tcvn3")
'Cộng hòa xã hội'
"""

from __future__ import annotations

import re
import unicodedata

#: VISCII (RFC 1456): bytes 0x80 to 0xFF, and six capitals in place of control characters.
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
#: TCVN 5712:1993 VN3, which the ABC fonts use: bytes from 0xA1, in runs. Capitals with tone marks are its small
#: letters, shown in a font of capitals.
_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TABLES: dict[str, dict[int, str]] = {
    "viscii": {**dict(enumerate(_VISCII, 0x80)), **_VISCII_CONTROLS},
    "tcvn3": {start + offset: char for start, run in _TCVN3_RUNS.items() for offset, char in enumerate(run)},
}
_ENCODE = {name: {ord(char): code for code, char in table.items()} for name, table in _TABLES.items()}
#: Names under which the sets are declared.
ALIASES = {
    "viscii": "viscii",
    "csviscii": "viscii",
    "x-viscii": "viscii",
    "viscii1.1-1": "viscii",
    "tcvn": "tcvn3",
    "tcvn3": "tcvn3",
    "tcvn-5712": "tcvn3",
    "tcvn5712-1": "tcvn3",
    "x-viet-tcvn": "tcvn3",
    "x-viet-tcvn5712": "tcvn3",
    "windows-1258": "windows-1258",
    "cp1258": "windows-1258",
    "x-viet-vps": "",
}
#: Bytes that are looked at.
_SAMPLE = 20_000
#: Words with marks that a text needs for its set to be told, and the share of them that are Vietnamese syllables.
_ENOUGH, _SHARE = 5, 0.85
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"(?:[iuo]?[aăâeêioôơuưy]{1,2}[iouy]?)"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_COMMON = frozenset("của và là được không những người một với để trong các đã này có cho từ ở đến về năm việc tại".split())


def canonical(charset: str) -> str | None:
    """The name by which `decode` knows a declared character set, or None.

    >>> canonical("VISCII"), canonical("utf-8")
    ('viscii', None)
    """
    return ALIASES.get(charset.strip().lower()) or None


def decode(data: bytes, name: str) -> str:
    """Bytes in ``viscii``, ``tcvn3`` or ``windows-1258`` as composed text; a byte without a meaning is U+FFFD."""
    if name == "windows-1258":
        return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    table = _TABLES[name]
    return "".join([table.get(code) or (chr(code) if code < 0x80 or code == 0xA0 else "\ufffd") for code in data])


def recognise(data: bytes) -> str | None:
    """The Vietnamese character set that bytes are in, or None when they are in none of them.

    Bytes that are UTF-8, or another language in a Western set, are not recognised: their words are no syllables.
    """
    sample = data[:_SAMPLE]
    best, most = None, 0.0
    for name in ("tcvn3", "viscii", "windows-1258"):
        fit = _fit(decode(sample, name))
        if fit > most:
            best, most = name, fit
    return best


def _fit(text: str) -> float:
    """The share of the words with marks that are Vietnamese syllables; 0 when that tells nothing."""
    words = [word for word in _WORD.findall(text.lower()) if not word.isascii()]
    if len(words) < _ENOUGH or "\ufffd" in text:
        return 0.0
    if len(_COMMON.intersection(words)) < 2:
        return 0.0
    share = sum(_is_syllable(word) for word in words) / len(words)
    return share if share >= _SHARE else 0.0


def _is_syllable(word: str) -> bool:
    bare, tones = _TONES.subn("", unicodedata.normalize("NFD", word))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None
