"""The sample documents come out exactly right: by line numbers here, by gold labels where those are at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import cleanread

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
EXPECTED = json.loads((Path(__file__).parent / "seeds.json").read_text())


@pytest.mark.parametrize("stem", sorted(EXPECTED))
def test_a_seed_loses_its_clutter_and_nothing_else(stem: str) -> None:
    source = (ROOT / "seeds" / f"{stem}.txt").read_bytes()
    article = cleanread.clean(source)
    expected = EXPECTED[stem]
    wanted = {number for first, last in expected["dropped"] for number in range(first, last + 1)}
    lines = {block.line for block in article.document.blocks}
    assert {removal.block.line for removal in article.removed if removal.kind == "drop"} == wanted & lines
    assert [removal.block.line for removal in article.removed if removal.kind == "rewrite"] == expected["rewritten"]
    assert article.problems == []
    assert article.restore().text.encode() == source


def test_each_removal_of_the_seeds_says_why() -> None:
    for path in (ROOT / "seeds").glob("*.txt"):
        for removal in cleanread.clean(path.read_bytes()).removed:
            assert removal.rule != "unnamed"
            assert len(removal.reason.split()) >= 4
            assert 0.5 < removal.confidence <= 1


def test_languages_of_the_seeds() -> None:
    assert {cleanread.clean(path.read_bytes()).language for path in (ROOT / "seeds").glob("*.txt")} == {"en"}


@pytest.mark.parametrize(
    ("gold", "texts", "limits"),
    [
        ("gold", "seeds", ["--min-keep", "1", "--min-drop", "1"]),
        ("texts/gold", "texts/docs", ["--min-keep", "0.995", "--min-drop", "0.7"]),
    ],
)
def test_the_command_against_gold_lines(gold: str, texts: str, limits: list[str]) -> None:
    if not (SHARED / "score_text.py").exists():
        pytest.skip("needs the shared gold labels beside the checkout")
    command = f"{sys.executable} -m cleanread clean {{file}}"
    run = subprocess.run(
        [sys.executable, SHARED / "score_text.py", SHARED / gold, SHARED / texts, "--run", command, *limits],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
