"""From the text of a page to an element tree, whatever the page holds.

libxml2 stops at elements nested more than 2,048 deep and drops the rest of the page, and takes time that
is quadratic in the number of an element's attributes. Pages that would run into either are parsed as
events, into a tree that stays within `DEPTH` and `ATTRIBUTES`: none of their text is lost.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, cast

from lxml import etree

from ..native import twin

_twin = twin("cleanread.readers._html_parse")

#: Elements nested deeper than this become children of the last one that is not.
DEPTH = 512
#: Further attributes of an element are dropped.
ATTRIBUTES = 200

# NUL and control characters have no place in a tree. White space stays.
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\f\r")
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:[xX]0*(?:[0-8bBeEfF]|1[0-9a-fA-F]|7[fF])(?![0-9a-fA-F])|0*(?:[0-8]|11|1[4-9]|2\d|3[01]|127)(?!\d));?"
)
# libxml2 reads nothing after the page's end tag; for browsers the body goes on
_END_TAG = re.compile(rb"</html", re.IGNORECASE)
_END = re.compile(rb"</html\s*+>", re.IGNORECASE)
_AFTER_END = re.compile(rb"</html\s*+>(?:[^<]*+<(?!/?(?:html|body)\b)|\s*+[^\s<])", re.IGNORECASE)
# one attribute, tokenised as HTML says; possessive, so that it never looks back
_ATTRIBUTE = rb"[\s/]*+(?<=[\s/\"'])(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)?+"
# Asked first, and of every "<": a tag that may have too many attributes, half of them in whatever form; those in the usual form
# are passed over quickly. Or a name, or a value without quotation marks, so long that looking for its end from each "<" in it
# would take for ever.
_USUAL = rb" [a-zA-Z-]++=\"[^\"]*+\""
_NAMED = rb"[\s/]*+(?<=[\s/\"'])(?:=[^\s/>=]*+|[^\s/>=]++)"
_BRIEF = _NAMED + rb"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]{0,1000}+(?![^\s>])|(?![^\s>\"'])))?+(?!\s*+=)"
_LONG = _NAMED + rb"\s*+=\s*+[^\s>\"'][^\s>]{1000}"
_DOUBTFUL_TAG = re.compile(
    rb"<[a-zA-Z][^\s/>]{0,200}+(?:[^\s/>]|(?:%b){0,%d}+(?:%b){0,%d}+(?:%b|%b))"
    % (_USUAL, ATTRIBUTES // 2, _BRIEF, ATTRIBUTES // 2, _BRIEF, _LONG)
)
# what lxml reads and does not write: some characters, and names that are none in XML, such as "@click" and "o:p"
_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[a-zA-Z_][\w.-]*", re.ASCII)
_TOKEN = re.compile(
    rb"<!--(?:-?>|.*?--!?>|.*)"
    rb"|</?(?:(?P<raw>script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>])|[a-zA-Z])[^\s/>]*+"
    rb"(?:%b){0,%d}+(?P<more>%b)?" % (_ATTRIBUTE, ATTRIBUTES, _ATTRIBUTE),
    re.DOTALL | re.IGNORECASE,
)


def parse(text: str | bytes) -> Any:
    """The root element of a page, or None when there is nothing in it that a tree could hold.

    Args:
        text: the page, as text or in UTF-8.
    """
    # UTF-8 by decree: whatever the page declares, in <meta> or in an XML declaration, is over by now
    data = _encoded(text) if isinstance(text, str) else text
    if _twin is None or not _twin.is_clean(data):
        data = data.translate(None, _CONTROLS)
        data = _CONTROL_REFERENCE.sub(b"", data)
    end = _end_tag(data)
    if end >= 0 and _AFTER_END.search(data, end):
        data = _END.sub(b"", data)
    if not _is_crowded(data):
        parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
        root = _parsed(data, parser)
        last = parser.error_log.last_error
        if last is None or last.level_name != "FATAL":
            return root
    return _parsed(data, etree.HTMLParser(huge_tree=True, encoding="utf-8", target=cast(Any, _Bounded())))


def _encoded(text: str) -> bytes:
    """A text in UTF-8, without surrogates."""
    if _twin is None or text.isascii():
        return text.encode("utf-8", "ignore")
    data: bytes = _twin.utf8(text)
    return data


def _end_tag(data: bytes) -> int:
    """Where the first end tag of the page begins; -1 when there is none."""
    if _twin is not None:
        return int(_twin.end_tag(data))
    end = _END_TAG.search(data)
    return end.start() if end else -1


def _is_crowded(data: bytes) -> bool:
    """Whether some tag has too many attributes; what looks like one in a comment or a script is none.

    One pass: whatever is not closed goes on to the end of the page, as it does for the parser.
    """
    if _twin is not None and not _twin.may_be_crowded(data, ATTRIBUTES):
        return False
    if not _DOUBTFUL_TAG.search(data):
        return False
    at = 0
    while token := _TOKEN.search(data, at):
        if token["more"]:
            return True
        at = token.end()
        if token["raw"] and not token[0].startswith(b"</"):
            closing = re.compile(b"</" + token["raw"], re.IGNORECASE).search(data, at)
            end = closing.start() if closing else len(data)
            # only of scripts and styles every version of libxml2 knows that there are no tags in them
            if token["raw"].lower() not in (b"script", b"style") and _DOUBTFUL_TAG.search(data, at, end):
                return True
            at = end
    return False


def _parsed(data: bytes, parser: Any) -> Any:
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, AssertionError):  # "Document is empty", "missing toplevel element"
        return None


def _written(text: str) -> str:
    """A text without what a tree that is built by hand cannot hold."""
    return _UNWRITTEN.sub("\ufffd", text.replace("\f", " "))


class _Bounded:
    """A parser target that builds a tree of limited depth with a limited number of attributes."""

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder()
        self._depth = 0
        self._open: str | None = None
        self._unclosed: list[str] = []

    def start(self, tag: str, attributes: Any) -> None:
        self._close_deep()
        self._depth += 1
        given: dict[str | bytes, str | bytes] = {
            # a builder takes a name in braces for a namespace, which HTML does not have
            name: _written(value)
            for name, value in islice(attributes.items(), ATTRIBUTES)
            if name[:1] != "{"
        }
        try:
            self._builder.start(tag, given)
        except ValueError:
            tag = tag if _NAME.fullmatch(tag) else "span"
            self._builder.start(tag, {name: value for name, value in given.items() if _NAME.fullmatch(str(name))})
        if self._depth > DEPTH:
            self._open = tag
        else:
            self._unclosed.append(tag)

    def end(self, tag: str) -> None:
        self._close_deep()
        self._depth -= 1
        if self._depth < DEPTH and self._unclosed:
            self._builder.end(self._unclosed.pop())

    def data(self, data: str) -> None:
        self._builder.data(_written(data))

    def comment(self, text: str) -> None:
        """Comments are not part of the visible text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Nor are processing instructions."""

    def close(self) -> Any:
        """The tree, with what the page leaves open closed."""
        self._close_deep()
        while self._unclosed:
            self._builder.end(self._unclosed.pop())
        return self._builder.close()

    def _close_deep(self) -> None:
        """An element beyond the limit ends where the next tag begins; what follows is beside it."""
        if self._open is not None:
            self._builder.end(self._open)
            self._open = None
