"""The result: what is kept, and everything that was taken away with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .document import Block, Document, Metadata, join
from .resolver import Decision, Evidence, Said
from .verdicts import Drop, Keep, Rewrite


class Problem(str):
    """A sentence about something that did not go as it should; ``plugin`` names who had the problem, if one did."""

    plugin: str | None

    def __new__(cls, message: str, plugin: str | None = None) -> Problem:
        """The message, with the plugin's name before it."""
        problem = super().__new__(cls, f"plugin {plugin!r}: {message}" if plugin else message)
        problem.plugin = plugin
        return problem


@dataclass(frozen=True, slots=True, eq=False)
class Removal:
    """One block that was dropped or rewritten.

    Attributes:
        id: names this removal within its article (``"b12"``).
        kind: ``"drop"`` or ``"rewrite"``.
        block: the block as it stood in the document; ``block.line`` or ``block.path`` is its place.
        replacement: the text it has now, of a rewrite.
        plugin, rule, reason: the evidence that weighed most.
        confidence: all evidence taken together, 0.5 to 1.
        evidence: every verdict about the block, for and against, in the order of the plugins.
    """

    id: str
    kind: Literal["drop", "rewrite"]
    block: Block
    replacement: str | None
    plugin: str
    rule: str
    reason: str
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def text(self) -> str:
        """The block's text as it was."""
        return self.block.text

    @property
    def index(self) -> int:
        """The block's position in the document."""
        return self.block.index

    def to_dict(self) -> dict[str, Any]:
        """The removal as plain data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "block": self.block.index,
            "line": self.block.line,
            "path": self.block.path,
            "text": self.block.text,
            "replacement": self.replacement,
            "plugin": self.plugin,
            "rule": self.rule,
            "reason": self.reason,
            "confidence": round(self.confidence, 4),
            "evidence": [_evidence(item) for item in self.evidence],
        }


class Article:
    """The article that a page or a text holds.

    Attributes:
        problems: what did not go as it should, in words; empty when all went well.
        timings: seconds that each plugin took. Not part of the result: it differs from run to run.
    """

    def __init__(
        self,
        document: Document,
        decisions: Iterable[Decision],
        problems: Iterable[Problem] = (),
        *,
        render: Callable[[Article, str], str],
        timings: Mapping[str, float] | None = None,
        evidence: Iterable[Said] = (),
    ) -> None:
        self.document = document
        self._evidence = evidence
        self._by_block: dict[int, tuple[Evidence, ...]] | None = None
        self._decisions = list(decisions)
        self._removed: list[Removal] | None = None
        self.problems: list[Problem] = list(problems)
        self.timings: dict[str, float] = dict(timings or {})
        self._render = render

    @property
    def removed(self) -> list[Removal]:
        """What was taken away, in document order; made when first asked for, as most who clean a corpus never ask."""
        if self._removed is None:
            self._removed = [_removal(decision) for decision in self._decisions]
        return self._removed

    @removed.setter
    def removed(self, removals: Iterable[Removal]) -> None:
        self._removed = list(removals)

    def evidence(self, block: Block) -> tuple[Evidence, ...]:
        """Every verdict about a block of the document, for and against, in the order of the plugins; of kept blocks too."""
        if self._by_block is None:
            found: dict[int, list[Evidence]] = {}
            for plugin, verdict in self._evidence:
                found.setdefault(verdict.block.index, []).append(Evidence(plugin, verdict))
            self._by_block = {index: tuple(items) for index, items in found.items()}
        return self._by_block.get(block.index, ())

    @property
    def metadata(self) -> Metadata:
        """All that is known of the whole."""
        return self.document.metadata

    @property
    def title(self) -> str | None:
        """The headline."""
        return self.metadata.title

    @property
    def byline(self) -> str | None:
        """Who wrote it, as the page names them."""
        return self.metadata.byline

    @property
    def published(self) -> str | None:
        """When it was published, ISO 8601."""
        return self.metadata.published

    @property
    def language(self) -> str | None:
        """BCP 47 code of the article's own language."""
        return self.metadata.language

    @property
    def site_name(self) -> str | None:
        """The publication."""
        return self.metadata.site_name

    @property
    def blocks(self) -> list[Block]:
        """The kept blocks in order, rewritten ones with their new text."""
        changed = (
            {decision.block.index: decision.text for decision in self._decisions}
            if self._removed is None
            else {removal.index: removal.replacement for removal in self._removed}
        )
        kept = []
        for block in self.document.blocks:
            if block.index not in changed:
                kept.append(block)
            elif (text := changed[block.index]) is not None:
                kept.append(block.replaced(text))
        return kept

    @property
    def word_count(self) -> int:
        """Words of the kept blocks."""
        return sum(block.words for block in self.blocks)

    @property
    def kept_share(self) -> float:
        """Share of the document's words that was kept, 0-1; 1 for a document without words."""
        total = sum(block.words for block in self.document.blocks)
        return self.word_count / total if total else 1.0

    @property
    def source_text(self) -> str:
        """The text of the kept blocks with the white space of the source between them."""
        return join(self.blocks, self.document.blocks, self.document.tail)

    @property
    def text(self) -> str:
        """Plain text. Of a plain-text source: its kept lines, otherwise unchanged."""
        return self.render("text")

    @property
    def markdown(self) -> str:
        """CommonMark with tables."""
        return self.render("markdown")

    @property
    def html(self) -> str:
        """Semantic HTML, sanitised: no scripts, styles, handlers or foreign frames."""
        return self.render("html")

    def render(self, format: str) -> str:
        """The article in a format that some plugin renders.

        Raises:
            FormatError: no plugin does.
        """
        return self._render(self, format)

    def restore(self, what: Removal | str | None = None, *, plugin: str | None = None) -> Article:
        """Bring back one removal, all of one plugin's, or everything.

        Args:
            what: a removal or its id; None for all.
            plugin: bring back only what this plugin took away.

        Returns:
            This article, so that calls can be chained.

        Raises:
            KeyError: the article has no such removal.
        """
        back: Sequence[Removal] = self.removed
        if what is not None:
            wanted = what.id if isinstance(what, Removal) else what
            back = [removal for removal in back if removal.id == wanted]
            if not back:
                raise KeyError(f"this article has no removal {wanted!r}")
        if plugin is not None:
            back = [removal for removal in back if removal.plugin == plugin]
        gone = {removal.id for removal in back}
        self.removed = [removal for removal in self.removed if removal.id not in gone]
        return self

    def facts(self) -> dict[str, Any]:
        """What is known of the whole, and the number of words that are kept, as plain data."""
        meta = self.metadata
        return {
            "title": meta.title,
            "byline": meta.byline,
            "published": meta.published,
            "modified": meta.modified,
            "language": meta.language,
            "site_name": meta.site_name,
            "description": meta.description,
            "lead_image": meta.lead_image,
            "url": meta.canonical_url or self.document.source.url,
            "word_count": self.word_count,
        }

    def to_dict(self) -> dict[str, Any]:
        """The article as plain data, ready for JSON. The same input gives the same result."""
        return {
            **self.facts(),
            "text": self.text,
            "blocks": [_block(block) for block in self.blocks],
            "removed": [removal.to_dict() for removal in self.removed],
            "problems": [str(problem) for problem in self.problems],
        }

    def __repr__(self) -> str:
        return f"<Article {self.title!r}: {len(self.blocks)} blocks, {len(self.removed)} removed>"


def _removal(decision: Decision) -> Removal:
    leading = decision.leading
    assert leading is not None
    plugin, verdict = leading
    return Removal(
        id=f"b{decision.block.index}",
        kind="drop" if decision.dropped else "rewrite",
        block=decision.block,
        replacement=None if decision.dropped else decision.text,
        plugin=plugin,
        rule=verdict.rule or "unnamed",
        reason=verdict.reason or "the plugin gave no reason",
        confidence=decision.confidence,
        evidence=tuple(Evidence(*item) for item in decision.evidence),
    )


def _evidence(item: Evidence) -> dict[str, Any]:
    verdict = item.verdict
    kinds = {Drop: "drop", Keep: "keep", Rewrite: "rewrite"}
    return {
        "plugin": item.plugin,
        "verdict": kinds[type(verdict)],
        "rule": verdict.rule,
        "reason": verdict.reason,
        "confidence": round(verdict.confidence, 4),
    }


def _block(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"index": block.index, "role": str(block.role), "text": block.text}
    for name, value in (("line", block.line), ("path", block.path), ("level", block.level), ("language", block.language)):
        if value:
            data[name] = value
    if block.inline:
        data["inline"] = [
            {"kind": span.kind, "start": span.start, "end": span.end, "target": span.target} for span in block.inline
        ]
    if block.attributes:
        data["attributes"] = dict(block.attributes)
    return data
