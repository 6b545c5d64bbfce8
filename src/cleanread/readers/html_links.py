"""Addresses: of links, made absolute and only of schemes that are safe to follow; of images and embedded media."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain, islice
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from ..native import twin
from .html_elements import HEADINGS
from .vocabulary import compiled

_twin = twin("cleanread.readers._attributes")

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE = ("https://", "http://")
_SHOWN = ("http", "https")
_LINKED = (*_SHOWN, "mailto")
_REMOVED = re.compile(r"[\t\n\r]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSEEN = " \xa0\u202f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wx]))?[^,]*(?:,|$)", re.ASCII)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "data-full-src")
_LAZY_NAMES = frozenset(_LAZY)
#: What an image is asked for first.
_ASKED = ("alt", "class", "src", "width", "height", *_LAZY)
_known = compiled(_ASKED)
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
# other attributes that scripts take a picture's address from, when there is none where it belongs
_LATER = re.compile(r"src|lazy|original|delayed|orig-file|^data-(?:lg|md|sm|image|interchange)$")
_PICTURE = re.compile(
    r"(?:https?:)?//[^\s/:\"'`{}]+/[^\s\"'`{}]+|[^\s\"'`{}:\[\]]+\.(?:jpe?g|png|webp|gif|avif|svg)(?:\?[^\s\"'`{}]*)?",
    re.ASCII | re.IGNORECASE,
)
_SEVERAL = re.compile(r"[\s,\[\]]+")
_NUMBER = re.compile(r"\d+")

# what the name of a picture is made of that stands in for another one, or for none: one or more of these
_STAND_INS = tuple("blank spacer placeholder pixel transparent 1x1 lazy loading loader empty dummy".split())
_STAND_IN_WORDS = frozenset([*_STAND_INS, *"lazyload lazyloading lazyloader preloader clearpixel noimage".split()])
# and these beside them, numbers, sizes and hashes
_BESIDE = frozenset(
    "image images img picture photo avatar icon load px trans clear grey gray white green blue ring ajax default woocommerce "
    "select no".split()
)
_PART = re.compile(r"(?:v|cb|w|h)?\d+x?|\d+x\d+|(?=[a-f]*\d)[0-9a-f]{6,}")
_STAND_IN_FILE = re.compile(r"([^/]+)\.(?:gif|png|svg|webp)$")
_NAME_BREAK = re.compile(r"[\W_]+")
_PIXELS = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*$")

#: Pixels; an image of this size or smaller is an icon.
TINY = 32


#: Characters of a sign that links to where it stands.
LONGEST_SIGN = 3


def leads_to_itself(link: Any, name: str) -> bool:
    """Whether a link within the page is a mere sign (``¶``, ``#``) that leads to what it stands in or beside.

    Where style sheets draw the sign, an invisible character stands for it. An anchor may stand before the heading.
    """
    sign = ((link.text if not len(link) else "".join(islice(link.itertext(), 4))) or "").strip()
    seen = sign.strip(_UNSEEN)
    if not sign or len(seen) > LONGEST_SIGN or any(map(str.isalnum, seen)):
        return False
    names = {name, unquote(name)}
    around = [link, *islice(link.iterancestors(), 3)]
    beside = islice(around[1], 20) if len(around) > 1 else ()
    before = (one.getprevious() for one in around if one.tag in HEADINGS)
    return any(one.get("id") in names or one.get("name") in names for one in chain(around, beside, before) if one is not None)


class Addresses:
    """Resolves the addresses of one page.

    Args:
        base: the page's own address, or what its ``<base>`` says; None when neither is known, and then
            relative addresses stay relative.
    """

    def __init__(self, base: str | None) -> None:
        self._base = base if base and _splits(base) else None
        self._scheme = self._origin = self._page = self._folder = ""
        if self._base:
            parts = urlsplit(self._base)
            if parts.scheme in ("http", "https") and parts.netloc:
                self._scheme = f"{parts.scheme}:"
                self._origin = f"{self._scheme}//{parts.netloc}"
                self._page = self._base.split("#", 1)[0]
                self._folder = f"{self._origin}{parts.path[: parts.path.rfind('/') + 1] or '/'}"

    def absolute(self, address: str | None, *, schemes: tuple[str, ...] = _SHOWN) -> str | None:
        """An address made absolute, or None when there is none or its scheme is not one of these."""
        return self._absolute(address, schemes) if address else None

    def _absolute(self, address: str, schemes: tuple[str, ...]) -> str | None:
        if _is_plain(address):
            if address.startswith(_SAFE):
                return address
            if address[0] == "/":
                return self._joined(address) if self._base else address
        address = address.strip()
        if not address.isprintable():
            address = _REMOVED.sub("", address)
            seen = _SCHEME.match("".join([char for char in address if char.isprintable()]))
            if _CONTROL.search(address) or (seen is not None and seen[1].lower() not in schemes):
                return None
            address = "".join([char if char.isprintable() else quote(char) for char in address.strip(_UNSEEN)])
        if not address:
            return None
        address = address.replace(" ", "%20")
        scheme = _SCHEME.match(address)
        if scheme is not None and scheme[1].lower() not in schemes:
            return None
        if "[" in address and not _splits(address):
            return None
        if scheme is not None or not self._base:
            return address
        return self._joined(address)

    def _joined(self, address: str) -> str | None:
        """A relative address made absolute; the usual forms without taking addresses apart."""
        first = address[0]
        if self._origin and "/." not in address and "\\" not in address and ";" not in address:
            if first == "/":
                if address[1:2] != "/":
                    return self._origin + address
                if address[2:3].isalnum():
                    return self._scheme + address
            elif first == "#":
                return self._page + address if len(address) > 1 else self._page
            elif first.isalnum() and "/." not in self._folder and ":" not in address:
                return self._folder + address
        try:
            return urljoin(self._base or "", address)
        except ValueError:
            return None

    def link(self, address: str | None) -> str | None:
        """The target of a link: http, https or mailto, or relative on a page of unknown address."""
        return self._absolute(address, _LINKED) if address else None

    def image(self, element: Any, given: Mapping[str, str]) -> str | None:
        """The address of an image, wherever lazy loading has put it; None for placeholders without one.

        Args:
            element: the image.
            given: its attributes.
        """
        if not _LAZY_NAMES.isdisjoint(given):
            for name in _LAZY:
                if name in given and (found := self._picture(given[name])):
                    return found
        found = self._picture(given.get("src"))
        if found:
            return found
        holders = _sources(element)
        for holder in holders:
            for name in _SETS:
                found = self._picture(largest(holder.get(name)))
                if found:
                    return found
        return next(filter(None, map(self._later, holders)), None)

    def _picture(self, address: str | None) -> str | None:
        if not address or address.startswith("data:"):
            return None
        lower = address.lower()
        if ".gif" in lower or ".png" in lower or ".svg" in lower or ".webp" in lower:
            for word in _STAND_INS:
                if word in lower and _is_stand_in(lower):
                    return None
        if "//:" in address[:9]:
            return None
        if ",blur_" in address and "/v1/" in address:  # Wix shows a blurred small one until the page has been laid out
            address = address[: address.index("/v1/")]
        return self._absolute(address, _SHOWN)

    def _later(self, holder: Any) -> str | None:
        """The picture that some other attribute names; of several the one with the largest number in its name."""
        best, size = None, -1
        for name, value in holder.items():
            if name == "src" or not _LATER.search(name):
                continue
            number = _NUMBER.search(name)
            here = int(number[0][:6]) if number else 0
            if here > size and (found := self._picture(_named_in(value.strip()[:5000]))):
                best, size = found, here
        return best

    def embed(self, element: Any) -> str | None:
        """The address of a frame, a video or a sound."""
        holders = [element, *islice(element.iter("source"), 10)] if element.tag in ("video", "audio") else [element]
        for holder in holders:
            for name in ("src", "data-src", "data-lazy-src"):
                found = self.absolute(holder.get(name))
                if found:
                    return found
        video = element.get("data-videoid") if element.tag == "amp-youtube" else None
        return f"https://www.youtube.com/embed/{quote(video, safe='')}" if video else None


def _looks_plain(address: str) -> bool:
    """Whether an address is surely as it should be: visible, in one piece and without brackets."""
    return address.isprintable() and " " not in address and "[" not in address


_is_plain = _looks_plain if _twin is None else _twin.is_plain


def asked_of(image: Any) -> dict[str, str]:
    """The attributes that `Addresses.image` and `is_tiny` want to know, with its text and class, as far as it has them."""
    if _twin is not None:
        found: dict[str, str] = _twin.some(image, _known)
        return found
    return dict(image.items())


def base_of(element: Any, url: str | None) -> str | None:
    """The address that a page's relative addresses are relative to.

    Args:
        element: the page's first ``base`` element, or None.
        url: where the page came from.
    """
    href = element.get("href") if element is not None else None
    if not href:
        return url
    joined = Addresses(url).absolute(href)
    return joined if joined and _SCHEME.match(joined) else url


def largest(srcset: str | None) -> str | None:
    """The largest image of a ``srcset``.

    >>> largest("a.jpg 320w, b.jpg 1024w, c.jpg 640w"), largest("a,b.jpg, c.jpg 2x"), largest(" ")
    ('b.jpg', 'c.jpg', None)
    """
    best, size = None, -1.0
    for match in islice(_CANDIDATE.finditer((srcset or "")[:10_000]), 100):
        try:
            here = float(match[2] or 1)
        except ValueError:
            continue
        if here > size:
            best, size = match[1], here
    return best


def is_tiny(given: Mapping[str, str]) -> bool:
    """Whether an image with these attributes is an icon or a tracking pixel by the size that it declares."""
    tiny = False
    for name in ("width", "height"):
        value = given.get(name) or ""
        if not value.isdecimal():
            match = _PIXELS.match(value)
            value = match[1] if match else ""
        if value:
            if int(value[:9]) > TINY:
                return False
            tiny = True
    return tiny


def _named_in(value: str) -> str | None:
    """The address of a picture in an attribute's value: the whole of it, the largest of a set, the last among other words."""
    for address in (value, largest(value), *reversed(_SEVERAL.split(value))):
        if address and _PICTURE.fullmatch(address):
            return address
    return None


def _is_stand_in(address: str) -> bool:
    """Whether the file of an address, in lower case, is by its name an empty picture or one that turns while others load.

    >>> _is_stand_in("/a/placeholder.60f9b1840c.svg"), _is_stand_in("/logo-transparent.png"), _is_stand_in("/1x1.gif/a.jpg")
    (True, False, False)
    """
    file = _STAND_IN_FILE.search(address.split("#", 1)[0].split("?", 1)[0])
    if file is None:
        return False
    words = [word for word in _NAME_BREAK.split(file[1]) if word]
    return not _STAND_IN_WORDS.isdisjoint(words) and all(
        word in _STAND_IN_WORDS or word in _BESIDE or _PART.fullmatch(word) for word in words
    )


def _splits(address: str) -> bool:
    """Whether an address with brackets can be taken apart; ``http://[bad`` cannot."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _sources(image: Any) -> list[Any]:
    """The elements that may name an image's files: itself, then the ``source`` elements of its ``picture``."""
    holders = [image]
    parent = image.getparent()
    while parent is not None and parent.tag == "source" and len(holders) < 20:
        holders.append(parent)  # libxml2 puts what follows a source inside it
        parent = parent.getparent()
    if parent is not None and parent.tag == "picture":
        holders.extend(islice(parent.iterchildren("source"), 20))
    return holders
