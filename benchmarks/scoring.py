"""How well an answer fits a page's labels: words, pieces, metadata."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from statistics import fmean
from typing import Any

from pagesets import PIECES, WORDS, Page

_WORD = re.compile(r"\w+")


def words(text: str | None) -> list[str]:
    return _WORD.findall((text or "").lower())


def f1_of(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def word_scores(text: str, content: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the lower-cased words as bags (WCXB's measure); two empty bags are alike."""
    found, right = Counter(words(text)), Counter(words(content))
    if not found or not right:
        same = float(not found and not right)
        return same, same, same
    common = (found & right).total()
    precision, recall = common / found.total(), common / right.total()
    return precision, recall, f1_of(precision, recall)


def score_words(pages: Sequence[Page], texts: Sequence[str]) -> dict[str, Any]:
    """Word scores a page, averaged over all pages and over those of each type."""
    scores = [word_scores(text, page.content or "") for page, text in zip(pages, texts, strict=True)]
    kinds: dict[str, list[float]] = defaultdict(list)
    for page, score in zip(pages, scores, strict=True):
        kinds[page.kind or "page"].append(score[2])
    precision, recall, f1 = (fmean(column) for column in zip(*scores, strict=True))
    return {"precision": precision, "recall": recall, "f1": f1, "by_type": {kind: fmean(kinds[kind]) for kind in sorted(kinds)}}


def score_pieces(pages: Sequence[Page], texts: Sequence[str]) -> dict[str, Any]:
    """Pieces found, of all that must be and all that must not be (trafilatura's measure), white space aside."""
    kept = wanted = added = 0
    for page, text in zip(pages, texts, strict=True):
        flat = " ".join(text.split())
        kept += sum(" ".join(piece.split()) in flat for piece in page.wanted)
        added += sum(" ".join(piece.split()) in flat for piece in page.unwanted)
        wanted += len(page.wanted)
    precision, recall = kept / (kept + added) if kept + added else 0.0, kept / wanted if wanted else 0.0
    return {"precision": precision, "recall": recall, "f1": f1_of(precision, recall), "by_type": {}}


SCORES: dict[str, Callable[[Sequence[Page], Sequence[str]], dict[str, Any]]] = {WORDS: score_words, PIECES: score_pieces}


def names_in(value: str | Iterable[str] | None) -> set[str]:
    """The names of a byline, lower case: without "By", without what follows a bar or a bracket."""
    text = value if isinstance(value, str) else "; ".join(value or ())
    by = re.compile(r"^\s*(?:(?:written|posted|words|story|reviewed)\s+)?by[:\s]+", re.IGNORECASE)
    parts = re.split(r"\s*(?:[;,&/\n]|\band\b)\s*", by.sub("", text))
    names = (" ".join(words(re.split(r"[|(\[<]", by.sub("", part))[0])) for part in parts)
    return {name for name in names if name}


def day_of(value: Any) -> str | None:
    """The day of an ISO date or of "May 3, 2024" and "3 May 2024", as YYYY-MM-DD."""
    text = str(value or "")
    if found := re.search(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        year, month, day = map(int, found.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[.,]", " ", text)
    for pattern, form in ((r"[A-Za-z]{3,} +\d{1,2} +\d{4}", "%b %d %Y"), (r"\d{1,2} +[A-Za-z]{3,} +\d{4}", "%d %b %Y")):
        if found := re.search(pattern, text):
            short = re.sub(r"([A-Za-z]{3})[A-Za-z]*", r"\1", found[0])
            try:
                return datetime.strptime(" ".join(short.split()), form).date().isoformat()
            except ValueError:
                continue
    return None


#: What is compared of each: two values are the same when these are, and not empty.
KEYS: dict[str, Callable[[Any], Any]] = {"title": words, "author": names_in, "date": day_of}


def score_metadata(pages: Sequence[Page], answers: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """For each of title, author, date: the share that is exact, and what is given on pages that have none."""
    result = {}
    for name, key in KEYS.items():
        rows = [(page.truth[name], answer.get(name)) for page, answer in zip(pages, answers, strict=True) if name in page.truth]
        present = [bool(key(got) and key(got) == key(truth)) for truth, got in rows if key(truth)]
        absent = [bool(got) for truth, got in rows if not truth]
        if present:
            result[name] = {"exact": fmean(present), "invented": fmean(absent) if absent else 0.0, "pages": len(present)}
    return result
