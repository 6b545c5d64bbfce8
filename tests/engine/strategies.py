"""Hypothesis strategies: documents, and plugins that say and do anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

import cleanread
from cleanread import Drop, Keep, Rewrite, hookimpl

confidences = st.one_of(st.sampled_from([0.5, 0.6, 0.75, 0.9, 0.99, 1.0]), st.floats(0.5, 1.0, allow_nan=False))
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=12)
lines = st.lists(words, max_size=8).map(" ".join)
breaks = st.sampled_from(["\n", "\r\n", "\n\n", "\n \n", "\r", "\n\t"])
#: Any text at all, line by line.
texts = st.lists(st.tuples(lines, breaks), max_size=25).map(lambda parts: "".join(line + end for line, end in parts))


@dataclass
class Scripted:
    """A plugin that gives a fixed list of verdicts: (block number, kind, confidence)."""

    name: str
    script: list[tuple[int, str, float]]
    fails: str = ""
    after: list[str] = field(default_factory=list)

    @hookimpl
    def cleanread_clean(self, document: cleanread.Document) -> Any:
        """Say what the script says, then fail as it says."""
        for number, kind, confidence in self.script:
            if not document.blocks:
                return
            block = document.blocks[number % len(document.blocks)]
            if kind == "rewrite":
                yield Rewrite(block, block.text[: number % 7], "shorter", "a test", confidence)
            else:
                yield (Drop if kind == "drop" else Keep)(block, "scripted", "a test", confidence)
        if self.fails == "raise":
            raise RuntimeError("broken on purpose")
        if self.fails == "edit":
            document.blocks[0].text = "edited"
        if self.fails == "remove":
            document.blocks = document.blocks[1:]
        if self.fails == "nonsense":
            yield "nonsense"


scripts = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["drop", "drop", "keep", "rewrite"]), confidences), max_size=60
)


@st.composite
def plugin_sets(draw: st.DrawFn) -> list[Scripted]:
    """Up to four plugins, some of them broken."""
    count = draw(st.integers(1, 4))
    return [
        Scripted(f"scripted{number}", draw(scripts), draw(st.sampled_from(["", "", "", "raise", "edit", "remove", "nonsense"])))
        for number in range(count)
    ]
