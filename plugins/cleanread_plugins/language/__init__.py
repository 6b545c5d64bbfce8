"""Finds the article's language and drops runs in another one: sidebar lists, fragments inside the body.

    (English article)
    Ý kiến bạn đọc                                      →  gone, with the Vietnamese list below it
    phục vụ phát triển làm trọng tâm, lấy doanh nghiệp …→  gone: a fragment in the middle
    Nguyen Thi Binh                                     →  kept: a name says nothing about language
    « Je pense, donc je suis »                          →  kept: a quotation
    (each paragraph in English, then in Vietnamese)     →  kept: a bilingual article

It works in every direction. Lines are judged in runs: neighbours in the same other language are joined before
a detector is asked, since single short lines mislead any detector.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cleanread import Block, Document, Drop, Option, Role, Verdict, hookimpl

from ..lines import Lines, lines_of
from .detect import detect
from .evidence import evidence_in, evidence_of, likeliest, plainly, script_of, suspected

after = ["endings"]
before = ["captions", "related", "interface"]

_QUOTED = re.compile(r"^[\"“„«‹「『‘'].*[\"”“»›」』’']\W*$", re.DOTALL)
#: How sure whole sentences in another language between those of the article are no part of it: less than a model may be.
_WHOLE = 0.65
#: Letters that Japanese alone writes, but for the one that Chinese shops put between two names; its names are in the others.
_KANA, _HIRAGANA = re.compile("[ぁ-どな-ねは-ゖァ-ヺ]"), re.compile("[ぁ-どな-ねは-ゖ]")
#: Letters of a line of Han letters alone from which no Japanese would write it so.
_HAN_SENTENCE = 20
#: Words that a run in another language needs at the least to be judged, in the article's own script.
_RUN_WORDS = 8
#: Share of the document's words in another language from which a document is bilingual.
_BILINGUAL = 0.3
#: Number of separate runs from which languages interleave.
_INTERLEAVED = 4
#: Letters from which the article's language is told, and that confirm a run in another one.
_SAMPLE = 1200
_CONFIRMED = 500
#: Function words of a run's language that prove it without a detector, and how many for each of the article's own.
_CLEAR, _CLEARLY_MORE = 8, 5

#: Runs of a document that the detector is asked about; from then on function words alone tell. Where that is counted.
_MOST_ASKED, _ASKED = 4, f"{__name__} asked"
#: An article shows its language when so many of its words are function words of it, or so many times as many as of another one;
#: and so many times as many as of the language of a run.
_SHOWN, _AHEAD, _FAR_AHEAD = 0.15, 1.15, 2.0
#: Languages of the same function words, of which neither need be ahead of the other.
_ALIKE = (frozenset(("hr", "sr")),)


@hookimpl
def cleanread_options() -> list[Option]:
    """The article's language when it is known, and languages that may stay."""
    return [
        Option("article", "str", "", "the article's language (BCP 47), when it is known"),
        Option("keep", "list", [], "languages whose runs stay, such as en"),
    ]


@hookimpl
def cleanread_language(text: str, hint: Iterable[str]) -> tuple[str, float] | None:
    """langdetect's n-gram profiles, every n-gram counted once."""
    return detect(text, tuple(hint))


@hookimpl
def cleanread_annotate(document: Document, options: Mapping[str, Any]) -> None:
    """Set the article's language, from its longest paragraphs, and each block's that shows it."""
    own = options["article"] or article_language(document) or document.metadata.language
    document.metadata.language = own
    if not own:
        return
    base, evidence = own.partition("-")[0], evidence_of(document)
    for line in lines_of(document).live:
        if line.sure or (len(line.text) >= 8 and plainly(line.text, base)) or evidence[line.index].speaks_for(own):
            line.block.language = own


def article_language(document: Document) -> str | None:
    """The language of the body: candidates by script and function words, decided by the detector.

    A page's own word is taken when the body's letters and words do not speak against it.
    """
    lines = lines_of(document)
    body = [lines[index] for index in lines.core]
    if sum(line.words for line in body) * 3 < sum(line.words for line in lines.live):
        body = lines.live or lines.lines  # a text whose paragraphs do not look like any
    longest = sorted(body, key=lambda line: -min(line.words, 60))[:12]
    sample = "\n".join(line.text for line in sorted(longest, key=lambda line: line.index))[:_SAMPLE]
    evidence = evidence_in(sample)
    declared = (document.metadata.language or "").partition("-")[0].lower()
    if declared and evidence.speaks_for(declared):
        return declared
    candidates = likeliest(evidence)
    if candidates == ("zh",):
        return "ja" if _is_japanese(lines) else "zh"
    if len(candidates) == 1:
        return candidates[0]
    found = detect(sample, candidates)
    return found[0] if found else None


def _is_japanese(lines: Lines) -> bool:
    """Whether lines of names and results in Han letters are Japanese: some hold kana, and no whole sentence does without."""
    found = 0
    for line in lines.live:
        if _KANA.search(line.text):
            found += 1
        elif len(line.text) >= _HAN_SENTENCE and script_of(line.text) == "han":
            return False
    return found > 1


@hookimpl
def cleanread_clean(document: Document, options: Mapping[str, Any]) -> Iterator[Verdict]:
    """Drop runs in another language than the article's."""
    own = document.metadata.language
    if own is None:
        return
    runs = [run for run in foreign_runs(document, own) if run.language not in options["keep"]]
    if bilingual(document, runs, own):
        return
    for run in runs:
        confidence = run.confidence(document)
        for block in run.blocks:
            yield Drop(block, "foreign", f"in another language ({run.language}) than the article ({own})", confidence)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring blocks in one other language."""

    blocks: tuple[Block, ...]
    language: str

    @property
    def words(self) -> int:
        """Words in the run."""
        return sum(block.words for block in self.blocks)

    def confidence(self, document: Document) -> float:
        """More for a list and for what stands at an edge, little for whole sentences in the middle (an abstract)."""
        last = self.blocks[-1].index == len(document.blocks) - 1
        if not last and self.blocks[0].index and not lines_of(document).judged and self._is_prose(document):
            return _WHOLE
        if len(self.blocks) >= 3 or (last and len(self.blocks) > 1):
            return 0.93
        text = self.blocks[0].text
        fragment = text[:1].islower() or text.endswith(("...", "…"))
        return 0.9 if fragment else 0.75

    def _is_prose(self, document: Document) -> bool:
        """Whether each block begins and ends as a sentence does."""
        lines = lines_of(document)
        return all(
            lines[block.index].is_sentence and not next(filter(str.isalpha, block.text)).islower() for block in self.blocks
        )


def foreign_runs(document: Document, own: str) -> Iterator[Run]:
    """Runs of blocks that are in one language other than the article's, confirmed by the detector."""
    run: list[Block] = []
    language: str | None = None
    neutral: list[Block] = []
    evidences, blocks = evidence_of(document), document.blocks
    doubtful = [line.index for line in lines_of(document).live if line.block.language != own]
    index = -1
    while (index := index + 1) < len(blocks):
        if not run:
            at = bisect_left(doubtful, index)
            if at == len(doubtful):
                break
            index = doubtful[at]
        block = blocks[index]
        other = None if block.language == own else suspected(evidences[index], own, language)
        if other is not None and (
            _exempt(document, block) or (other == "ja" and own == "zh" and not _HIRAGANA.search(block.text))
        ):
            other = None
        if other is not None and (language is None or other == language):
            run += [*neutral, block] if run else [*_lead(document, block, other, own), block]
            language, neutral = other, []
        elif other is None and run and block.language != own and evidences[index].neutral and len(neutral) < 3:
            neutral.append(block)
        elif run or other is not None:
            if language is not None and (found := _confirmed(document, run, language, own)):
                yield found
            run, neutral, language = ([block], [], other) if other is not None else ([], [], None)
    if language is not None and (found := _confirmed(document, run, language, own)):
        yield found


def _lead(document: Document, first: Block, language: str, own: str) -> list[Block]:
    """The line right above a run that shows its language too, if less than it takes to open one."""
    if first.index < 2:
        return []
    above = document.blocks[first.index - 1]
    hits = evidence_of(document)[above.index].hits
    if lines_of(document)[above.index].is_prose or _exempt(document, above):
        return []
    return [above] if hits.get(language, 0) > hits.get(own, 0) else []


def _confirmed(document: Document, blocks: list[Block], language: str, own: str) -> Run | None:
    run = Run(tuple(blocks), language)
    if evidence_of(document)[blocks[0].index].script_language(own) is None:  # another script is its own proof
        return run if run.words >= 4 else None
    if run.words < _RUN_WORDS or not _stands_out(document, run, own):
        return None
    evidences = evidence_of(document)
    mine, other = (sum(evidences[block.index].hits.get(code, 0) for block in blocks) for code in (own, language))
    # Vietnamese shares few words and none of its marks with others: no detector would know better
    if "vi" in (own, language) and other >= _CLEAR and other >= _CLEARLY_MORE * mine:
        return run
    asked: int = document.shared.get(_ASKED, 0)
    if asked == _MOST_ASKED:
        return run if other > _CLEARLY_MORE * mine else None
    document.shared[_ASKED] = asked + 1
    found = detect("\n".join(block.text for block in blocks)[:_CONFIRMED], (own, language))
    return run if found is not None and found[0] == language and found[1] >= 0.9 else None


def _stands_out(document: Document, run: Run, own: str) -> bool:
    """Whether the rest of the article shows its own language, and better than any other, that of the run above all.

    A text in a language that no list knows is taken for whatever is near it, line by line for another.
    """
    evidences = evidence_of(document)
    hits, words = _shown(document, own)
    hits = hits.copy()
    for block in run.blocks:
        found = evidences[block.index]
        words -= found.words
        if suspected(found, own, None) is None:
            hits.subtract(found.hits)
    base = own.partition("-")[0]
    mine = hits.pop(base, 0)
    others = [count for language, count in hits.items() if {language, base} not in _ALIKE]
    clear = mine > _SHOWN * words or mine > _AHEAD * max(others, default=0)
    return mine > 0 and clear and mine > _FAR_AHEAD * hits[run.language]


def _shown(document: Document, own: str) -> tuple[Counter[str], int]:
    """How many function words of each language the lines show that seem to be in no other one, and all their words."""
    known: tuple[Counter[str], int] | None = document.shared.get(__name__)
    if known is None:
        evidences = evidence_of(document)
        hits: Counter[str] = Counter()
        words = 0
        for line in lines_of(document).live:
            found = evidences[line.index]
            words += found.words
            if found.hits and suspected(found, own, None) is None:
                for language, count in found.hits.items():
                    hits[language] += count
        known = document.shared[__name__] = hits, words
    return known


def _exempt(document: Document, block: Block) -> bool:
    """Quotations, code, and what a colon above announces."""
    if block.role in (Role.QUOTE, Role.CODE, Role.TABLE, Role.TITLE, Role.BYLINE) or _QUOTED.match(block.text):
        return True
    above = document.blocks[block.index - 1] if block.index else None
    below = document.blocks[block.index + 1] if block.index + 1 < len(document.blocks) else None
    announced = above is not None and above.text.endswith((":", "：")) and above.words > 3
    signed = below is not None and below.text.startswith(("—", "– ", "― ")) and below.words < 20
    return announced or signed


def bilingual(document: Document, runs: list[Run], own: str) -> bool:
    """Whether the other language is the article's second one: it interleaves, or tells the whole again in prose."""
    if not runs:
        return False
    lines = lines_of(document)
    total = sum(line.words for line in lines.lines)
    share = sum(lines[block.index].words for run in runs for block in run.blocks) / total if total else 0.0
    prose = sum(lines[block.index].words for run in runs for block in run.blocks if lines[block.index].is_prose)
    if share >= _BILINGUAL and (len(runs) >= _INTERLEAVED or prose > 0.5 * share * total):
        return True
    return _alternates(document, runs[0].language, own, total)


def _alternates(document: Document, language: str, own: str, total: int) -> bool:
    """Whether line by line, too short to be sure of any, the text says everything in both languages."""
    lines, evidences = lines_of(document), evidence_of(document)
    if lines.judged:
        return False
    others = {line.index for line in lines.live if suspected(evidences[line.index], own, None) == language}
    turns = sum(index - 1 not in others for index in others)
    return turns >= _INTERLEAVED and sum(lines[index].words for index in others) >= _BILINGUAL * total
