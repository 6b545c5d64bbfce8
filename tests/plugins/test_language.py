"""The language plugin beyond its cases: what it asks of the detector."""

from __future__ import annotations

import pytest

import cleanread
from cleanread_plugins import language

ENGLISH = (
    "The council met on Tuesday and agreed that the bridge over the river would be closed for the winter, "
    "which the people of the town had been told before by the mayor."
)
FRENCH = (
    "Le conseil a décidé mardi que le pont sur la rivière serait fermé pour tout l'hiver, ce que dit le maire dans la ville."
)


def test_the_detector_is_asked_a_handful_of_times_whatever_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    detect = language.detect

    def counted(text: str, candidates: tuple[str, ...] = ()) -> tuple[str, float] | None:
        asked.append(text)
        return detect(text, candidates)

    monkeypatch.setattr(language, "detect", counted)
    paragraphs = [paragraph for number in range(30) for paragraph in (f"{number}. {ENGLISH}", f"{number}. {ENGLISH}", FRENCH)]
    cleanread.Cleaner(only=["language"]).clean("\n".join(paragraphs))
    assert 0 < len(asked) <= 5
