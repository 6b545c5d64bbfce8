"""What a document is read from: data, media type, URL; and the way from bytes to text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from . import charsets, encodings
from .errors import OptionError, SourceError

HTML = "text/html"
TEXT = "text/plain"

_SHORT = {"html": HTML, "htm": HTML, "xhtml": HTML, "application/xhtml+xml": HTML, "text": TEXT, "txt": TEXT, "plain": TEXT}
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*+)*+"
    r"<(?:!doctype\s|(?:html|head|body|title|meta|link|script|style|div|main|article|section|header|nav|table|p|h[1-6]|ul|ol|span|img|"
    r"figure|blockquote|pre|a)[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(r"</(?:p|div|h[1-6]|li|ul|ol|td|tr|table|article|section|body|html|blockquote|figure)\s*>", re.IGNORECASE)
_PAIR = re.compile(r"<(p|div|h[1-6]|li|td|tr|blockquote)\b[^<>]{0,500}>[^\r\n]{0,2000}?</\1\s*>", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16", "utf-32")
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x7fELF", b"BZh", b"\xfd7zXZ")


@dataclass(frozen=True, slots=True)
class Source:
    """The input of a reader.

    Attributes:
        data: the page as it came, bytes or str.
        media_type: such as ``text/html`` or ``text/plain``, lower case, without parameters.
        url: the address it came from, to resolve links.
        charset: the character set that the transport named, if it did.
        guessed: the character set that `decode` has told from the bytes, when nothing named the one that they are in.
    """

    data: bytes | str
    media_type: str
    url: str | None = None
    charset: str | None = None
    guessed: str | None = field(default=None, init=False, compare=False, repr=False)

    @classmethod
    def of(cls, data: bytes | str, url: str | None = None, media_type: str | None = None, charset: str | None = None) -> Source:
        """A source with its media type told from the data when it is not given.

        Args:
            data: the page.
            url: where it came from.
            media_type: such as ``text/html``; a ``charset`` parameter is what the transport says.
            charset: the character set of bytes, whatever they or the transport say.

        Raises:
            SourceError: the data is neither str nor bytes, or is a binary file.
            OptionError: there is no such character set.
        """
        if isinstance(data, (bytearray, memoryview)):
            data = bytes(data)
        if not isinstance(data, (str, bytes)):
            raise SourceError(f"a source is str or bytes, not {type(data).__name__}; to clean a file, pass its content")
        stated = None
        if media_type is not None:
            media_type, _, parameters = media_type.partition(";")
            found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
            stated = found[1] if found else None
            media_type = media_type.strip().lower()
            media_type = _SHORT.get(media_type, media_type)
        name = known_charset(charset) if charset is not None else None
        if isinstance(data, bytes):
            _refuse_binary(data, is_text=name is not None)
            if name is not None:
                data = charsets.decode(data, name).removeprefix("\ufeff")
        return cls(data, media_type or sniff(data), url, stated)

    def decode(self) -> tuple[str, str | None]:
        """The data as text, and the character set that it was in (None when it came as text)."""
        if isinstance(self.data, str):
            return self.data, None
        text, name, is_guess = _decoded(self.data, self.charset, is_html=self.media_type == HTML)
        object.__setattr__(self, "guessed", name if is_guess else None)
        return text, name


def known_charset(name: str) -> str:
    """The character set that a user's name stands for.

    Raises:
        OptionError: it stands for none.
    """
    known = charsets.named(name)
    if known is None:
        raise OptionError(f"there is no character set {name!r}; names are such as windows-1251, shift_jis, koi8-r")
    return known


def sniff(data: bytes | str) -> str:
    """``text/html`` for what opens like a page or is full of block elements, else ``text/plain``.

    >>> sniff("<p>Hello"), sniff("a < b, they said"), sniff("Use <p> and </p> for paragraphs.")
    ('text/html', 'text/plain', 'text/plain')
    """
    # most pages tell it in their first line
    if _OPENING.match(_beginning(data, 512)):
        return HTML
    head = _beginning(data, 65536)
    if _OPENING.match(head):
        return HTML
    tags = _CLOSING.findall(head) if "</" in head else []
    dense = len(tags) >= 2 and sum(map(len, tags)) * 10 > len(head)
    return HTML if dense or (len(tags) >= 3 and len(_PAIR.findall(head)) >= 3) else TEXT


def _beginning(data: bytes | str, size: int) -> str:
    """The first characters, without marks and white space before them."""
    head = data[:size]
    if isinstance(head, bytes):
        encoding = next((name for mark, name in _BOMS if head.startswith(mark)), "latin-1")
        head = head.decode(encoding, "ignore")
    return head.lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n")


def decode(data: bytes, charset: str | None = None, *, is_html: bool = False) -> tuple[str, str]:
    """Bytes as text, and the character set used.

    In this order: a byte order mark; UTF-8 when the bytes are UTF-8 but for a few damaged ones; an old Vietnamese
    set that is named, or told from the words where a Western set or none is; the set that the transport or the page names,
    when the bytes are in it but for a few; the one that they fit best. UTF-7 is never used: it hides markup from filters.
    """
    text, name, _ = _decoded(data, charset, is_html=is_html)
    return text, name


def _decoded(data: bytes, charset: str | None, *, is_html: bool) -> tuple[str, str, bool]:
    """What `decode` gives, and whether the set is a guess."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name, False
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        pass
    lossy = data.decode("utf-8", "replace")
    if not charsets.is_damaged(lossy):
        return lossy, "utf-8", False
    from bs4.dammit import EncodingDetector

    declared = EncodingDetector.find_declared_encoding(data, is_html=is_html, search_entire_document=False)
    named = charset or declared or ""
    vietnamese = encodings.canonical(named)
    if vietnamese is not None:
        return encodings.decode(data, vietnamese), vietnamese, False
    if not named or _is_western(named):
        vietnamese = encodings.recognise(data)
        if vietnamese is not None:
            return encodings.decode(data, vietnamese), vietnamese, True
    for stated in (charset, declared):
        known = charsets.named(stated) if stated else None
        # no page that names two bytes for a character in single bytes means it
        if known is not None and known not in ("utf-8", "ascii") and not (stated is declared and known.startswith(_WIDE)):
            found = charsets.as_declared(data, known)
            if found is not None:
                return *found, False
    guess = charsets.guess(data)
    return charsets.decode(data, guess), guess, True


def _is_western(name: str) -> bool:
    """Whether a declared set is one of those that servers name when nobody has told them any."""
    try:
        return codecs.lookup(name).name in ("cp1252", "iso8859-1", "iso8859-15", "ascii", "utf-8")
    except LookupError:
        return True


def _refuse_binary(data: bytes, *, is_text: bool) -> None:
    """Raise an error for what is no text; zeros are part of a text whose user says in which set of wide characters it is."""
    zeros = not is_text and b"\0" in data[:1024] and not data.startswith(tuple(mark for mark, _ in _BOMS))
    if data.startswith(_BINARY) or zeros:
        raise SourceError("this is a binary file, neither HTML nor text; convert it to one of them first")
