"""Character sets: which one a name stands for, and which one a text is in that names none.

>>> decode("Đã xong".encode("cp1258", "ignore"), named("windows-1258")).startswith("Đ"), named("x-sjis"), named("latin-99")
(True, 'shift_jis', None)
>>> guess("Весь день шёл дождь, и завтра он тоже будет.".encode("koi8-r"))
'koi8-r'
"""

from __future__ import annotations

import codecs

from . import encodings

#: What text is taken for when nothing tells more.
WESTERN = "windows-1252"
#: Names that browsers know and Python does not.
_ALIASES = {
    "dos-874": "cp874",
    "windows-874": "cp874",
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cn-big5": "big5",
    "x-x-big5": "big5",
    "x-euc-jp": "euc_jp",
    "windows-31j": "cp932",
    "x-sjis": "shift_jis",
    "ks_c_5601-1989": "euc_kr",
    "ksc_5601": "euc_kr",
    "windows-949": "cp949",
    "unicode-1-1-utf-8": "utf-8",
    **{f"x-cp125{number}": f"cp125{number}" for number in range(5)},
}
#: Sets that hold all of another one and more, which pages that name the smaller one use.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
#: And those whose bytes all have a meaning, if only as control characters, where the wider set has letters.
_ALWAYS_WIDER = {"iso8859-1": WESTERN, "iso8859-9": "cp1254"}
#: Sets that texts without a name are looked for in, and the names that they go by.
_LIKELY = {
    **{f"cp125{number}": f"windows-125{number}" for number in range(8)},
    **{f"iso8859-{number}": f"iso-8859-{number}" for number in (2, 5, 6, 7)},
    **dict.fromkeys(["koi8-r", "koi8-u", "cp866", "cp874", "gb18030", "cp949", "euc-jp", "cp932"]),
    "big5hkscs": "big5-hkscs",
}
#: Bytes beyond ASCII below which nothing can be told from them, and bytes of a text that are looked at.
_FEWEST, _SAMPLE = 6, 100_000
#: Confidence below which the best set gives way to the Western one, by far the most frequent, when that is so close to it.
_DOUBT, _CLOSE = 0.15, 0.75
_ASCII = bytes(range(128))


def named(name: str) -> str | None:
    """The set that a name stands for, as `decode` knows it; None for what is none, and for UTF-7, which hides markup."""
    name = name.strip().lower()
    vietnamese = encodings.canonical(name)
    if vietnamese is not None:
        return vietnamese
    try:
        known = codecs.lookup(_ALIASES.get(name, name)).name
        b"a".decode(known, "replace")  # some are no character sets: "hex"
    except (LookupError, ValueError):
        return None
    return None if known == "utf-7" else known


def decode(data: bytes, name: str) -> str:
    """Bytes in a set that `named` knows as text; what has no meaning in it is U+FFFD."""
    if encodings.canonical(name) is not None:
        return encodings.decode(data, name)
    return data.decode(name, "replace")


def as_declared(data: bytes, name: str) -> tuple[str, str] | None:
    """Bytes as text in the set that is declared for them, or in a wider one, and its name; None when they are in neither."""
    name = _ALWAYS_WIDER.get(name, name)
    for one in filter(None, (name, _WIDER.get(name))):
        try:
            return data.decode(one), one
        except UnicodeDecodeError:
            continue
    text = data.decode(_WIDER.get(name, name), "replace")
    return None if is_damaged(text) else (text, name)


def is_damaged(text: str) -> bool:
    """Whether more than a few of the characters beyond ASCII could not be decoded."""
    return text.count("\ufffd") * 20 >= sum(char > "\x7f" for char in text[:_SAMPLE])


def guess(data: bytes) -> str:
    """The set that bytes are in which are not UTF-8, told from the languages that they would be in."""
    beyond = data.translate(None, _ASCII)
    if len(beyond) < _FEWEST:
        return WESTERN
    import chardet

    found = chardet.detect_all(data[:_SAMPLE], ignore_threshold=True, include_encodings=_LIKELY, compat_names=False)
    best, confidence = found[0]["encoding"], found[0]["confidence"]
    western = next((other["confidence"] for other in found if other["encoding"] == "cp1252"), 0.0)
    if best is None or (confidence < _DOUBT and western >= _CLOSE * confidence):
        return WESTERN
    return _LIKELY.get(best) or best
