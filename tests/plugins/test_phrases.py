"""The language files: form, completeness, and that lines are found in them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from cleanread.words import fold
from cleanread_plugins import phrases
from cleanread_plugins.phrases import SECTIONS, lexicon, parse
from cleanread_plugins.phrases.loading import WHOLE

DATA = Path(phrases.__file__).parent / "data"
FILES = sorted(path for path in DATA.glob("*.txt") if path.stem != "everywhere")
WANTED = (
    "vi en zh-Hans zh-Hant ja ko th lo km my id ms tl hi bn ta ur ar fa he tr ru uk pl cs hu ro el "
    "de nl sv da nb fi fr es ca pt it sw"
)


def test_the_languages_of_the_web_are_there() -> None:
    assert set(WANTED.split()) <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_language_file_is_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    sections = parse(text)
    assert unicodedata.is_normalized("NFC", text)
    assert tuple(sections) == SECTIONS
    for name, found in sections.items():
        assert found or name == "ends", name
        assert len(set(found)) == len(found), f"{name}: {[phrase for phrase in found if found.count(phrase) > 1]}"
        assert all(phrase.strip(" {x}n") for phrase in found), name
    assert all(word == word.lower() for word in sections["function-words"])
    weak = {phrase.casefold() for phrase in sections["weak"]}
    strong = WHOLE - {"weak", "ends", "time-ago", "tags"}
    assert not weak & {phrase.casefold() for name in strong for phrase in sections[name]}


def test_sections_are_documented() -> None:
    readme = (DATA.parent / "README.md").read_text(encoding="utf-8")
    for name in SECTIONS:
        assert f"| `{name}` |" in readme


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("SEE MORE:", "related"),
        ("» Xem thêm", "related"),
        ("3 COMMENTS", "comments"),
        ("Comments (12)", "comments"),
        ("Follow us on Mastodon", "share"),
        ("All rights reserved.", "copyright"),
        ("5 minutes ago", "time-ago"),
        ("vor 2 Stunden", "time-ago"),
        ("View image in fullscreen", "image-tools"),
        ("Accept all cookies", "cookie"),
    ],
)
def test_a_line_is_found(line: str, section: str) -> None:
    assert section in lexicon().sections(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "12",
        "...",
        "You can see more of the town from here.",
        "The committee read more than 300 letters.",
        "Comments that the minister made on Monday",
        "Ho Chi Minh City",
        "Facebook said on Monday that it would share the data.",
    ],
)
def test_a_line_of_an_article_is_not(line: str) -> None:
    assert not lexicon().sections(line) - {"weak"}
    assert not lexicon().compound(line) - {"weak"}


def test_a_row_of_buttons_in_one_line_is_found() -> None:
    assert "share" in lexicon().compound("Share on Facebook Share on Twitter Copy link")


@pytest.mark.parametrize(
    ("line", "prefix"),
    [
        ("Read more: Budget at a glance", "read more"),
        ("Xem thêm: Bão số 3", "xem thêm"),
        ("Read more than one book", None),
        ("Related work", None),
    ],
)
def test_a_one_line_link_has_its_colon(line: str, prefix: str | None) -> None:
    assert lexicon().prefix(line) == prefix


def test_cues_count_once_each_and_only_as_whole_words() -> None:
    count = lexicon().cue_count
    assert count(fold("Sign up for our newsletter and get the news in your inbox. Our newsletter is free.")) >= 2
    assert count(fold("They sign up fort our own letters.")) == 0
