"""Texts with what the plugins should make of them, side by side, in ``cases/``.

``cases/<plugin>.txt`` is cleaned by that plugin alone, ``cases/whole.txt`` by all of them. A case reads as
its input and its expected output in one:

    === a title [change]
      a line that stays
    - a line that is removed
    ~ a line that is rewritten/.
    > a line that is rewritten.
    .

A ``.`` alone is a blank line, a line that starts with ``#`` a comment, and so is all before the first case. The kinds:
``[change]`` changes exactly as shown; ``[same]`` does not change at all, under the plugin alone and under all of
them; ``[known failure]`` is what should happen but does not yet.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

import cleanread

CASES = Path(__file__).parent / "cases"
PLUGINS = ("endings", "captions", "related", "interface", "language", "line_model")
KINDS = ("change", "same", "known failure")
_TITLE = re.compile(r"=== (?P<title>.+) \[(?P<kind>[a-z ]+)\]")


@dataclass
class Case:
    """One text, and what becomes of each of its lines."""

    suite: str
    title: str
    kind: str
    lines: list[str] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    rewritten: dict[int, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        return "\n".join(self.lines) + "\n"

    @property
    def kept(self) -> list[str]:
        changed = {number: self.rewritten.get(number, line).strip() for number, line in enumerate(self.lines, 1)}
        return [line for number, line in changed.items() if line and number not in self.removed]

    def add(self, line: str) -> None:
        mark, text = line[:2], line[2:]
        if line.strip() == ".":
            self.lines.append("")
        elif mark == "> ":
            assert self.rewritten.get(len(self.lines), text) == "", f"{self.title}: a new text follows what it replaces"
            self.rewritten[len(self.lines)] = text
        else:
            assert mark in ("  ", "- ", "~ "), f"{self.title}: no marker before {line!r}"
            self.lines.append(text)
            if mark == "- ":
                self.removed.add(len(self.lines))
            elif mark == "~ ":
                self.rewritten[len(self.lines)] = ""


def read(suite: str) -> list[Case]:
    """The cases of one file."""
    cases: list[Case] = []
    for line in (CASES / f"{suite}.txt").read_text(encoding="utf-8").splitlines():
        if match := _TITLE.fullmatch(line):
            cases.append(Case(suite, match["title"], match["kind"]))
        elif cases and line and not line.startswith("#"):
            cases[-1].add(line)
    return cases


ALL = [case for suite in (*PLUGINS, "whole") for case in read(suite)]


def _params(cases: list[Case]) -> list[object]:
    marks = {"known failure": [pytest.mark.xfail(strict=True, reason="known failure")]}
    return [pytest.param(case, id=f"{case.suite}: {case.title}", marks=marks.get(case.kind, [])) for case in cases]


@cache
def _cleaner(suite: str) -> cleanread.Cleaner:
    return cleanread.Cleaner() if suite == "whole" else cleanread.Cleaner(only=[suite])


def _check(case: Case, suite: str) -> None:
    article = _cleaner(suite).clean(case.source, media_type="text/plain")
    by_line = {removal.block.line: removal for removal in article.removed}
    removed = {line for line, removal in by_line.items() if removal.kind == "drop"}
    why = {line: (by_line[line].text[:60], by_line[line].plugin, by_line[line].rule) for line in removed - case.removed if line}
    left = {line: case.lines[line - 1][:60] for line in case.removed - removed}
    assert (why, left) == ({}, {}), "removed though they should stay, stayed though they should go"
    assert {line: removal.replacement for line, removal in by_line.items() if removal.kind == "rewrite"} == case.rewritten
    assert [line.strip() for line in article.source_text.splitlines() if line.strip()] == case.kept
    assert article.restore().source_text == case.source


@pytest.mark.parametrize("case", _params(ALL))
def test_a_case_comes_out_as_shown(case: Case) -> None:
    _check(case, case.suite)


@pytest.mark.parametrize("case", _params([case for case in ALL if case.kind == "same" and case.suite != "whole"]))
def test_what_one_plugin_leaves_alone_all_together_leave_alone(case: Case) -> None:
    _check(case, "whole")


def test_the_case_files_are_well_formed() -> None:
    assert {path.stem for path in CASES.glob("*.txt")} == {*PLUGINS, "whole"}
    assert not [case.title for case in ALL if case.kind not in KINDS]
    assert not [name for name, count in Counter((case.suite, case.title) for case in ALL).items() if count > 1]
    assert not [case.title for case in ALL if case.kind == "same" and (case.removed or case.rewritten)]
    assert not [case.title for case in ALL if case.kind == "change" and not (case.removed or case.rewritten)]
    assert not [case.title for case in ALL if "" in case.rewritten.values()]
