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


def test_names_in_han_letters_with_some_kana_are_japanese() -> None:
    schools = ["立教大", "専修大", "中央学院大", "東京国際大", "神奈川大", "順天堂大", "山梨学院大", "日本体育大"]
    names = ["駅伝予選会 結果です", *(f"{place}位　{school}" for place, school in enumerate(schools, 1)), "写真は木村たけし"]
    assert cleanread.clean("\n".join(names) + "\n", media_type="text/plain").language == "ja"
    sentence = "书店上周六开业，店主把旧船改成了书架，来客可以坐在甲板上看书，雨天还有姜茶。"
    chinese = [sentence, "「さくら」是新店名", sentence, "「ことり」是旧店名"]
    assert cleanread.clean("\n".join(chinese) + "\n", media_type="text/plain").language == "zh"
