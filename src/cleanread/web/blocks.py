"""Single blocks as sanitised HTML, so that a client can show what was removed in its place."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from ..document import Block
from ..renderers.html import sanitised, sections
from ..renderers.inline import tied

#: A paragraph that no page can hold, to tell where one block's HTML ends.
_MARK = f"<p>{secrets.token_hex(12)}</p>"


def fragments(blocks: Sequence[Block]) -> list[str]:
    """Each block as sanitised HTML of its own; the sanitiser runs once for all."""
    singly = ["".join(sections([block])) for block in tied(blocks)]
    parts = sanitised(_MARK.join(singly)).split(_MARK)
    if len(parts) != len(singly):  # some block's HTML swallowed what follows it
        parts = [sanitised(markup) for markup in singly]
    return [part.strip() for part in parts]
