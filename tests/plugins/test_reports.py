"""Pages that readers reported from the browser extension (``reports/*.case.json``): what they restored has to be kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleanread

REPORTS = sorted((Path(__file__).parent / "reports").glob("*.case.json"))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name.removesuffix(".case.json"))
def test_report(path: Path) -> None:
    report = json.loads(path.read_text(encoding="utf-8"))
    article = cleanread.clean(report["html"], url=report["url"], media_type="text/html")
    kept = letters(article.text)
    assert not [text for text in report["keep"] if letters(text) not in kept], "missing"
    assert not [text for text in report["drop"] if letters(text) in kept], "still there"
