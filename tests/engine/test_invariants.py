"""The invariants of DESIGN: over any text and any set of plugins."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleanread
from cleanread.cleaner import Cleaner

sys.path.insert(0, str(Path(__file__).parent))
from strategies import Scripted, plugin_sets, texts

FIRST_PARTY = ["captions", "endings", "interface", "language", "line_model", "main_content", "related"]


def clean(text: str, plugins: list[Scripted]) -> cleanread.Article:
    return Cleaner(plugins=plugins, disable=FIRST_PARTY).clean(text, media_type="text/plain")


@given(texts, plugin_sets())
def test_nothing_is_lost(text: str, plugins: list[Scripted]) -> None:
    article = clean(text, plugins)
    assert article.document.text == text
    kept = {block.index: block.text for block in article.blocks}
    gone = {removal.index: removal for removal in article.removed}
    for block in article.document.blocks:
        assert (block.index in kept) or (block.index in gone)
        if block.index not in gone:
            assert kept[block.index] == block.text
        elif gone[block.index].replacement is not None:
            assert kept[block.index] == gone[block.index].replacement
        else:
            assert block.index not in kept
    assert [block.index for block in article.blocks] == sorted(kept)
    assert article.restore().source_text == text
    assert not article.removed


@given(texts, plugin_sets(), st.randoms(use_true_random=False))
def test_removals_come_back_one_by_one(text: str, plugins: list[Scripted], random: object) -> None:
    article = clean(text, plugins)
    order = list(article.removed)
    random.shuffle(order)  # type: ignore[attr-defined]
    for removal in order:
        before = len(article.removed)
        article.restore(removal.id)
        assert len(article.removed) == before - 1
        assert removal.block in article.blocks
    assert article.source_text == text


@given(texts, plugin_sets())
def test_all_of_one_plugin_comes_back(text: str, plugins: list[Scripted]) -> None:
    article = clean(text, plugins)
    for plugin in plugins:
        article.restore(plugin=plugin.name)
        assert all(removal.plugin != plugin.name for removal in article.removed)
    assert article.source_text == text


@given(texts, plugin_sets())
def test_never_silently_empty(text: str, plugins: list[Scripted]) -> None:
    article = clean(text, plugins)
    if any(block.words for block in article.document.blocks):
        assert article.word_count > 0
    else:
        assert any("no text" in problem for problem in article.problems)


@given(texts)
def test_dropping_everything_for_certain_backs_off_and_says_so(text: str) -> None:
    article = clean(text + "\nword", [Scripted("all", [(number, "drop", 1.0) for number in range(60)])])
    assert article.word_count > 0
    assert any("taken back" in problem for problem in article.problems)


@given(texts, plugin_sets())
def test_a_broken_plugin_costs_itself(text: str, plugins: list[Scripted]) -> None:
    article = clean(text, plugins)
    broken = {plugin.name for plugin in plugins if plugin.fails}
    sound = [plugin for plugin in plugins if not plugin.fails]
    failed = {problem.plugin for problem in article.problems if problem.plugin}
    if article.document.blocks:
        assert failed == broken
    expected = clean(text, sound) if sound else None
    if expected is not None and article.document.blocks:
        assert article.source_text == expected.source_text
        assert [removal.to_dict() for removal in article.removed] == [removal.to_dict() for removal in expected.removed]


@given(texts, plugin_sets())
def test_the_order_of_installation_does_not_matter(text: str, plugins: list[Scripted]) -> None:
    results = {
        json.dumps([removal.to_dict() for removal in clean(text, list(order)).removed])
        for order in itertools.islice(itertools.permutations(plugins), 6)
    }
    assert len(results) == 1


@settings(max_examples=60)
@given(texts)
def test_the_installed_plugins_keep_the_invariants_on_any_text(text: str) -> None:
    article = cleanread.clean(text, media_type="text/plain")
    assert [problem for problem in article.problems if problem.plugin] == []
    assert article.document.text == text
    first = article.to_dict()
    assert cleanread.clean(text, media_type="text/plain").to_dict() == first
    assert article.restore().source_text == text


def test_nothing_to_remove_returns_the_text_to_the_byte() -> None:
    text = "\ufeff  \r\nA title\r\n\r\n \tSome words stand here, and they stay.  \r\n\r\n\r\nThe end of it\n\n"
    assert clean(text, [Scripted("none", [])]).source_text == text


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_does_not_matter(seed: str, tmp_path: Path) -> None:
    import os
    import subprocess

    path = Path(__file__).parents[2] / "seeds"
    code = (
        "import cleanread, json, pathlib, sys\n"
        "rows = [cleanread.clean(p.read_bytes()).to_dict() for p in sorted(pathlib.Path(sys.argv[1]).glob('*.txt'))]\n"
        "import hashlib; print(hashlib.sha256(json.dumps(rows).encode()).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "PYTHONHASHSEED": value},
            capture_output=True,
            check=True,
        ).stdout
        for value in (seed, "random")
    }
    assert len(prints) == 1


HOSTILE = {
    "one long word": "a" * 100_000,
    "dashes": "-" * 100_000,
    "blanks before an end mark": "word" + " " * 100_000 + "./",
    "comments of markup": "<!---->" * 5000 + " text",
    "openings without ends": "x " + "<p>" * 20_000,
    "headings of lists": "See more\n" * 5000,
    "headings of comments": "Comments\nword\n" * 5000,
    "end marks": ("word word word word. " * 3 + "./.\n") * 3000,
    "combining marks": "a" + "\u0301" * 50_000,
    "brackets": "(" * 50_000 + ")" * 50_000,
    "numbers": "1 " * 50_000,
    "colons": "a: " * 50_000,
    "capitals": "aB" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_cost_no_plugin_its_time_budget(name: str) -> None:
    article = cleanread.clean(HOSTILE[name], media_type="text/plain")
    assert [problem for problem in article.problems if problem.plugin] == []
    assert article.restore().source_text == HOSTILE[name]
