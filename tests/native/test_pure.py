"""With and without the compiled parts cleanread gives the same, evidence and all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from cleanread import native

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests").rglob("*.html")])
CODE = """
import sys, json, hashlib, cleanread
from cleanread import document, native
print(native.is_compiled(), document.__file__.endswith(".py"))
for name in sys.argv[1:]:
    article = cleanread.clean(open(name, "rb").read())
    found = article.to_dict(), [[tuple(item) and (item.plugin, item.verdict.rule, item.verdict.reason, item.verdict.confidence)
        for item in article.evidence(block)] for block in article.document.blocks], article.markdown, article.html
    print(hashlib.sha256(json.dumps(found).encode()).hexdigest())
"""


def cleaned(sources: Sequence[Path] = SOURCES, **more: str) -> list[str]:
    """Whether there are compiled parts, and a digest of what each source becomes, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != native.PURE}
    done = subprocess.run(
        [sys.executable, "-c", CODE, *sources], capture_output=True, text=True, check=True, env={**environment, **more}
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(not native.is_compiled(), reason="the compiled parts are not built")
def test_same_results() -> None:
    compiled, pure = cleaned(), cleaned(**{native.PURE: "1"})
    assert (compiled[0], pure[0]) == ("True False", "False True")
    assert len(set(compiled)) == len(SOURCES) + 1 > 20
    assert compiled[1:] == pure[1:]


@pytest.mark.skipif(not native.is_compiled(), reason="the compiled parts are not built")
def test_same_results_whatever_part_is_missing(tmp_path: Path) -> None:
    """As after a build that was cut short, or with one that was made for another version of a library."""
    for name in ("src", "plugins"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = os.pathsep.join(str(tmp_path / name) for name in ("src", "plugins"))
    sources = [min((ROOT / "seeds").glob("*.txt")), ROOT / "tests" / "plugins" / "pages" / "news.html"]
    first, *whole = cleaned(sources, PYTHONPATH=path)
    assert first == "True False"
    parts = {part for suffix in EXTENSION_SUFFIXES for part in tmp_path.rglob(f"*{suffix}")}
    assert len(parts) > 25
    for part in sorted(parts):
        away = part.rename(tmp_path / "away")
        assert cleaned(sources, PYTHONPATH=path)[1:] == whole, part.name
        away.rename(part)


def test_the_modules_that_are_compiled_as_they_are_are_known() -> None:
    folder = Path(native.__file__).parent
    typed = [path.relative_to(folder).with_suffix("") for path in folder.rglob("*.pxd") if path.with_suffix(".py").exists()]
    assert sorted(path.as_posix() for path in typed) == list(native.TYPED)
    assert not [path for path in (ROOT / "plugins").rglob("*.pxd") if path.with_suffix(".py").exists()]


def test_a_module_that_is_not_there_has_no_twin() -> None:
    assert native.twin("cleanread.readers._not_there") is None
