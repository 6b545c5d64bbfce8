"""Pages of any size, made up: each kind puts its weight on something else that a page can have much of.

The same size and kind give the same page.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_WORDS = (
    "the river rose by two metres before the evening and the council asked people near the bridge to stay at home until "
    "schools open again while engineers from three towns measure what the water took from fields, roads and gardens along it"
).split()


def sentence(chance: random.Random, least: int = 8, most: int = 24) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(least, most))).capitalize() + "."


def paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance) for _ in range(chance.randint(2, 5)))


def news(chance: random.Random) -> Iterator[str]:
    """Paragraphs, and now and then a heading, a figure, a list, a box of related items."""
    while True:
        yield f"<h2>{sentence(chance, 3, 6)}</h2>"
        for _ in range(chance.randint(3, 7)):
            link = f'<a href="/t/{chance.randrange(999)}">{sentence(chance, 2, 4)}</a>'
            yield f'<p class="story-text">{paragraph(chance)} {link}</p>'
        yield f'<figure><img src="/i/{chance.randrange(999)}.jpg" alt=""><figcaption>{sentence(chance)}</figcaption></figure>'
        yield f"<ul>{''.join(f'<li>{sentence(chance)}</li>' for _ in range(4))}</ul>"
        items = "".join(f'<li><a href="/n/{chance.randrange(9999)}">{sentence(chance, 5, 9)}</a></li>' for _ in range(4))
        yield f'<div class="related"><h3>Related stories</h3><ul>{items}</ul></div>'


def tables(chance: random.Random) -> Iterator[str]:
    """Tables of 40 rows and 6 columns, and a paragraph before each."""
    while True:
        yield f"<p>{paragraph(chance)}</p>"
        rows = (f"<tr>{''.join(f'<td>{chance.randrange(10**6) / 100}</td>' for _ in range(5))}</tr>" for _ in range(40))
        named = (row.replace("<tr>", f"<tr><th>{sentence(chance, 1, 3)}</th>") for row in rows)
        yield f"<table><caption>{sentence(chance)}</caption>{''.join(named)}</table>"


def nested(chance: random.Random) -> Iterator[str]:
    """Elements 200 deep, a paragraph at every tenth level, again and again; lxml's own limit is 254."""
    while True:
        for level in range(200):
            yield f'<div class="level-{level % 7}">'
            if level % 10 == 9:
                yield f"<p>{sentence(chance)}</p>"
        yield "</div>" * 200


def links(chance: random.Random) -> Iterator[str]:
    """Lists of 30 links with pictures, and a paragraph between them."""
    while True:
        yield f"<p>{paragraph(chance)}</p>"
        items = (
            f'<li class="card"><a href="/p/{chance.randrange(10**6)}"><img src="/i/{chance.randrange(999)}.jpg" alt="">'
            f"<span>{sentence(chance, 4, 9)}</span></a></li>"
            for _ in range(30)
        )
        yield f'<ul class="cards">{"".join(items)}</ul>'


KINDS: dict[str, Callable[[random.Random], Iterator[str]]] = {
    "news": news,
    "tables": tables,
    "nested": nested,
    "links": links,
}


def page(kind: str, size: int) -> str:
    """A page of about so many bytes, within a part of its kind (ASCII: bytes are letters)."""
    chance = random.Random(kind)
    menu = "".join(f'<li><a href="/{word}">{word.capitalize()}</a></li>' for word in _WORDS[:12])
    head = (
        f"<!doctype html><html lang=en><head><title>{sentence(chance, 5, 9)}</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><main><article><h1>{sentence(chance, 5, 9)}</h1>"
    )
    foot = "</article></main><footer><p>All rights reserved. <a href='/terms'>Terms of use</a></p></footer></body></html>"
    parts, length = [head], len(head) + len(foot)
    for part in KINDS[kind](chance):
        if length + len(part) > size and len(parts) > 1:
            break
        parts.append(part)
        length += len(part)
    return "".join([*parts, foot])
