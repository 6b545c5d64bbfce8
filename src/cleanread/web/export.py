"""The article as a file: Markdown, text, JSON, an HTML document, an EPUB book."""

from __future__ import annotations

import io
import re
import unicodedata
from html import escape

from ..article import Article

#: For each format: media type and ending.
FORMATS = {
    "markdown": ("text/markdown; charset=utf-8", ".md"),
    "text": ("text/plain; charset=utf-8", ".txt"),
    "json": ("application/json", ".json"),
    "html": ("text/html; charset=utf-8", ".html"),
    "epub": ("application/epub+zip", ".epub"),
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.125rem/1.6 Georgia,serif}"
    "img{max-width:100%;height:auto}pre{overflow-x:auto}"
)


def export(article: Article, format: str) -> tuple[bytes, str, str]:
    """The article in a format: content, media type, a name for the file."""
    media_type, ending = FORMATS[format]
    if format == "epub":
        content = epub(article)
    elif format == "html":
        content = page(article).encode("utf-8", "replace")
    else:
        content = article.render(format).encode("utf-8", "replace")
    return content, media_type, filename(article.title) + ending


def filename(title: str | None) -> str:
    """A name for a file, from the title: plain ASCII letters, digits and dashes.

    >>> filename("Mưa ở Hà Nội: 3 ngày"), filename(None)
    ('mua-o-ha-noi-3-ngay', 'article')
    """
    decomposed = unicodedata.normalize("NFKD", (title or "")[:200].replace("đ", "d").replace("Đ", "D"))
    words = re.findall(r"[A-Za-z0-9]+", "".join(char for char in decomposed if not unicodedata.combining(char)))
    return "-".join(words).lower()[:60].strip("-") or "article"


def page(article: Article) -> str:
    """The article as a document of its own, which loads nothing but the article's pictures."""
    language = f' lang="{escape(article.language)}"' if article.language else ""
    return (
        f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(_heading(article))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{article.html}</body>\n</html>\n"
    )


def epub(article: Article) -> bytes:
    """The article as a book with one chapter. Pictures are not fetched: their alternative texts stand for them."""
    import mkepub
    from markupsafe import Markup

    title = Markup(escape(_plain(_heading(article))))  # the library's templates do not escape all
    known = {
        "lang": escape(article.language or "und"),
        "author": _plain(article.byline or ""),
        "published": escape((article.published or "")[:10]),
    }
    book = mkepub.Book(title, **{name: value for name, value in known.items() if value})
    book.set_stylesheet("pre { white-space: pre-wrap; } blockquote { margin: 1em 1.5em; }")
    book.add_page(title, _xhtml(article))
    target = io.BytesIO()
    _save(book, target)
    return target.getvalue()


def _xhtml(article: Article) -> str:
    """The article's HTML as XML, without pictures."""
    import lxml.html
    from lxml import etree

    root = lxml.html.fragment_fromstring(article.html, create_parent="div")
    if article.language:
        root.set("lang", article.language)
    for image in root.iter("img"):
        image.tag = "em"
        image.text = image.get("alt") or "[picture]"
        image.attrib.clear()
    for element in root.iter():
        for name in [name for name in element.attrib if name.startswith("data-")]:
            del element.attrib[name]
    return _plain(etree.tostring(root, encoding="unicode", method="xml"))


def _save(book: object, target: io.BytesIO) -> None:
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "book.epub")
        book.save(path)  # type: ignore[attr-defined]
        with open(path, "rb") as file:
            target.write(file.read())


def _heading(article: Article) -> str:
    return article.title or "Article"


def _plain(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)
