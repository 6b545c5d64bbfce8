"""Single blocks as sanitised HTML, so that a client can show what was removed in its place."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

from ..article import Article
from ..document import Block
from ..renderers.html import cleanread_render

#: A paragraph that no page can hold, to tell where one block's HTML ends.
_MARK = secrets.token_hex(24)
_BETWEEN = re.compile(rf"<p>{_MARK}</p>\s*")


def fragments(blocks: Sequence[Block]) -> list[str]:
    """Each block as sanitised HTML of its own; the sanitiser runs once for all."""
    marked: list[Block] = []
    for block in blocks:
        marked += (block, Block(text=_MARK))
    parts = _BETWEEN.split(_rendered(marked))
    if len(parts) != len(blocks) + 1:  # some block's HTML swallowed what follows it
        return [_rendered([block]) for block in blocks]
    return [part.strip() for part in parts[:-1]]


def _rendered(blocks: list[Block]) -> str:
    shown: Any = SimpleNamespace(blocks=blocks)
    html = cleanread_render(cast(Article, shown), "html")
    return (html or "").strip().removeprefix("<article>").removesuffix("</article>").strip()
