"""The benchmark's commands run on pages made up here; no figure of time is asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
TEXT = "The river rose by two metres on Monday, and the city closed four roads along it until the evening. "


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    html = f"<title>Rain</title><main><h1>Rain</h1><p>{TEXT * 3}</p><p>{TEXT * 2}</p></main><nav><a href=/>Home</a></nav>"
    row = {"html": html, "main_content": f"Rain {TEXT * 5}", "page_type": "article", "title": "Rain"}
    rows = [json.dumps({"id": str(number), "url": f"https://example.org/{number}", **row}) for number in range(2)]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(rows))
    return path


def test_tables_are_written_and_a_missing_peer_is_named(pages: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "trafilatura.py").write_text("raise ImportError('not here')")
    code = (
        f"import sys; sys.path[:0] = [{str(hidden)!r}, {str(BENCHMARKS)!r}]; import peers; sys.exit(peers.main(sys.argv[1:]))"
    )
    done = run("-c", code, "--pages", pages, "-o", tmp_path / "out", "--extractors", "cleanread", "trafilatura", "--unseen")
    assert done.returncode == 0, done.stderr
    assert "trafilatura is not installed and left out" in done.stdout
    data = json.loads((tmp_path / "out" / "peers.json").read_text())
    assert data["types"] == {"article": 2}
    assert data["results"]["cleanread"]["quality"]["f1"] > 0.8
    assert "| cleanread |" in (tmp_path / "out" / "peers.md").read_text()


def test_the_score_of_pages_that_may_be_trained_on_is_left_out(pages: Path, tmp_path: Path) -> None:
    done = run(BENCHMARKS / "peers.py", "--pages", pages, "-o", tmp_path / "out", "--extractors", "cleanread")
    assert done.returncode == 0, done.stderr
    assert "quality" not in json.loads((tmp_path / "out" / "peers.json").read_text())["results"]["cleanread"]


def test_pages_that_are_not_there_are_told(tmp_path: Path) -> None:
    done = run(BENCHMARKS / "peers.py", "--pages", tmp_path / "none.jsonl", "-o", tmp_path)
    assert done.returncode == 2
    assert "none.jsonl" in done.stderr
