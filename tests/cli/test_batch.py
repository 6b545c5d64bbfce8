"""``cleanread batch``, as the real command in a process of its own."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cleanread import Cleaner, batch

BROKEN = "raise ImportError('no module named lost')"


def line(number: int) -> str:
    return f"This is the text number {number}, which says nothing that another text says.\n"


# -- where results go -----------------------------------------------------------------------------------------------


def test_a_folder_keeps_its_structure(command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path) -> None:
    for name in ("a.txt", "news/b.txt", "news/old/c.html", "news/old/d.md", "news/old/picture.jpg", "E.HTM"):
        write(f"in/{name}", sample.source)
    result = command("batch", "in", "-o", "out")
    assert (result.code, result.out) == (0, b"")
    assert listing(tmp_path / "out") == ["E.txt", "a.txt", "news/b.txt", "news/old/c.txt", "news/old/d.txt"]
    assert (tmp_path / "out/news/b.txt").read_text() == sample.kept


@pytest.mark.parametrize(("format", "ending"), [("text", "txt"), ("markdown", "md"), ("html", "html"), ("json", "json")])
def test_results_have_the_ending_of_their_format(
    command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path, format: str, ending: str
) -> None:
    write("in/a.txt", sample.source)
    assert command("batch", "in", "-o", "out", "-f", format).code == 0
    assert listing(tmp_path / "out") == [f"a.{ending}"]


def test_a_result_of_batch_is_the_result_of_clean(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    path = write("in/a.txt", sample.source.replace("\n", "\r\n"))
    assert command("batch", path, "-o", "out").code == 0
    assert (tmp_path / "out/a.txt").read_bytes() == command("clean", path).out


def test_a_character_set_holds_for_all_files(command: Any, write: Any, tmp_path: Path) -> None:
    text = "Вчера днём учителя и ученики посадили у реки триста деревьев.\n"
    write("in/a.txt", text.encode("koi8-r"))
    assert "koi8-r" in command("batch", "in", "-o", "out").err
    result = command("batch", "in", "-o", "out", "--charset", "koi8-r")
    assert "character set" not in result.err
    assert (tmp_path / "out/a.txt").read_text() == text
    assert command("batch", "in", "-o", "out", "--charset", "koi9").code == 2


def test_inputs_of_one_name_do_not_overwrite_each_other(command: Any, write: Any, listing: Any, tmp_path: Path) -> None:
    names = ["one/a.txt", "one/a.html", "one/a.txt.txt", "one/a-2.txt", "two/a.txt", "three/a.txt", "one/A.htm", "one/A.TXT"]
    names += ["one/\u00e9.txt", "one/e\u0301.html"]
    for number, name in enumerate(names):
        write(name, line(number))
    result = command("batch", "one", "two", "three", "two/a.txt", "-o", "out")
    assert result.code == 0
    places = listing(tmp_path / "out")  # some file systems tell neither case nor ways of writing accents
    assert len({unicodedata.normalize("NFC", place).casefold() for place in places}) == len(places)
    written = [(tmp_path / "out" / name).read_text().strip() for name in places]
    assert sorted(written) == sorted([*(line(number).strip() for number in range(len(names))), line(4).strip()])


@pytest.mark.parametrize(
    ("sources", "output"),
    [(["in"], "in"), (["in/a.txt"], "in"), (["in/news", "in/a.txt"], "in"), (["in"], "in/news/.."), (["in"], "link")],
)
def test_a_result_never_replaces_a_source(
    command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path, sources: list[str], output: str
) -> None:
    paths = [write(name, sample.source) for name in ("in/a.txt", "in/news/b.txt")]
    (tmp_path / "link").symlink_to("in")
    result = command("batch", *sources, "-o", output)
    assert (result.code, result.out) == (2, b"")
    assert "would replace its source" in result.err
    assert listing(tmp_path / "in") == ["a.txt", "news/b.txt"]
    assert all(path.read_text() == sample.source for path in paths)


def test_a_jsonl_file_never_replaces_a_source(command: Any, write: Any, sample: Any) -> None:
    path = write("in/a.txt", sample.source)
    result = command("batch", "in", "-o", path, "-f", "jsonl")
    assert result.code == 2
    assert path.read_text() == sample.source


# -- one file for all -----------------------------------------------------------------------------------------------


def test_jsonl_has_a_line_for_each_document(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    for name in ("a.txt", "b/a.txt", "c.txt"):
        write(f"in/{name}", sample.source)
    write("in/bad.txt", b"%PDF-1.7")
    result = command("batch", "in", "-f", "jsonl", "-o", "out/all.jsonl")
    assert (result.code, result.out) == (1, b"")
    rows = [json.loads(row) for row in (tmp_path / "out/all.jsonl").read_text().splitlines()]
    assert [row["source"] for row in rows] == ["in/a.txt", "in/b/a.txt", "in/c.txt"]
    assert all(row["text"] == sample.kept and len(row["removed"]) == 2 for row in rows)


def test_rows_are_written_as_they_come_and_the_file_takes_its_name_at_the_end(write: Any, tmp_path: Path) -> None:
    write("in/a.txt", "".join(line(number) for number in range(400)))
    write("in/b.txt", line(1))
    seen: list[tuple[list[str], bool]] = []
    target = tmp_path / "all.jsonl"

    def progress(job: batch.Job) -> None:
        parts = [path for path in tmp_path.iterdir() if path.suffix == ".part"]
        seen.append(([path.name for path in parts], any(path.stat().st_size for path in parts)))
        assert not target.exists()

    batch.run(Cleaner(), batch.plan([tmp_path / "in"], target, "jsonl"), "jsonl", target, progress=progress)
    assert [(len(names), filled) for names, filled in seen] == [(1, True), (1, True)]
    assert len(target.read_text().splitlines()) == 2


def test_jsonl_of_strange_characters_is_still_one_line_each(command: Any, write: Any, tmp_path: Path) -> None:
    write("in/a.txt", 'A line with a separator \u2028 inside, a next-line \x85 and a \\ and a " in it.\n')
    (tmp_path / "in" / os.fsdecode(b"caf\xe9.txt")).write_text("The name of this file is not UTF-8.\n")
    result = command("batch", "in", "-f", "jsonl", "-o", "all.jsonl")
    assert result.code == 0
    assert len([json.loads(row) for row in (tmp_path / "all.jsonl").read_bytes().decode().split("\n") if row]) == 2


# -- inputs that fail -----------------------------------------------------------------------------------------------


def _fifo(folder: Path) -> None:
    os.mkfifo(folder / "bad.txt")


def _broken_link(folder: Path) -> None:
    (folder / "bad.txt").symlink_to("nowhere.txt")


def _link_to_itself(folder: Path) -> None:
    (folder / "bad.txt").symlink_to("bad.txt")


def _binary(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x7fELF\x02\x01\x01\0\0\0\0\0")


def _unreadable(folder: Path) -> None:
    (folder / "bad.txt").write_text("secret")
    (folder / "bad.txt").chmod(0)


def _closed_folder(folder: Path) -> None:
    (folder / "bad.txt").mkdir()
    (folder / "bad.txt/a.txt").write_text("secret")
    (folder / "bad.txt").chmod(0)


FAULTS = [
    (_fifo, "not a regular file"),
    (_broken_link, "No such file or directory"),
    (_link_to_itself, "symbolic links"),
    (_binary, "this is a binary file"),
    (_unreadable, "Permission denied"),
    (_closed_folder, "the folder cannot be searched"),
]


@pytest.mark.parametrize("named", [False, True], ids=["found in a folder", "named itself"])
@pytest.mark.parametrize(("make", "message"), FAULTS)
def test_an_input_that_fails_is_named_and_the_others_are_written(
    command: Any,
    write: Any,
    sample: Any,
    listing: Any,
    unprivileged: Callable[[], None],
    tmp_path: Path,
    make: Callable[[Path], None],
    message: str,
    named: bool,
) -> None:
    write("in/a.txt", sample.source)
    write("in/z.txt", sample.source)
    make(tmp_path / "in")
    sources = ["in/a.txt", "in/bad.txt", "in/z.txt"] if named else ["in"]
    result = command("batch", *sources, "-o", "out", preexec_fn=unprivileged)
    assert (result.code, result.out) == (1, b"")
    assert re.search(rf"^failed in/bad\.txt: .*{message}", result.err, re.MULTILINE)
    assert result.err.count("failed") == 1
    assert listing(tmp_path / "out") == ["a.txt", "z.txt"]


def test_where_no_result_is_none_are_promised(command: Any, write: Any) -> None:
    write("in/a.txt", b"%PDF-1.7")
    result = command("batch", "in", "-o", "out")
    assert result.code == 1
    assert "Results" not in result.err


def test_an_empty_file_is_named(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    write("in/a.txt", sample.source)
    write("in/empty.txt", "")
    result = command("batch", "in", "-o", "out")
    assert "note in/empty.txt: the source holds no text" in result.err
    assert (tmp_path / "out/a.txt").read_text() == sample.kept


def test_a_source_that_is_not_there_is_wrong_usage(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    result = command("batch", write("a.txt", sample.source), "lost", "-o", "out")
    assert result.code == 2
    assert "there is no file or folder 'lost'" in result.err
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_is_no_error(command: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = command("batch", "in", "-o", "out")
    assert (result.code, result.out) == (0, b"")
    assert "0 documents" in result.err
    assert "Nothing to clean was found in in; looked for is .txt" in result.err
    assert "Results" not in result.err


def test_a_circle_of_folders_comes_to_an_end(command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path) -> None:
    write("in/a.txt", sample.source)
    (tmp_path / "in/again").symlink_to(".")
    assert command("batch", "in", "-o", "out").code == 0
    assert listing(tmp_path / "out") == ["a.txt"]


def test_fail_fast_stops_at_the_first_input_that_fails(
    command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path
) -> None:
    for name in ("a.txt", "c.txt"):
        write(f"in/{name}", sample.source)
    write("in/b.txt", b"%PDF-1.7")
    result = command("batch", "in", "-o", "out", "--fail-fast")
    assert result.code == 1
    assert "failed in/b.txt" in result.err
    assert listing(tmp_path / "out") == ["a.txt"]


# -- the target that fails ------------------------------------------------------------------------------------------


def test_results_of_a_format_with_one_file_each_need_a_folder(command: Any, write: Any, sample: Any) -> None:
    old = write("old.txt", "the old content")
    result = command("batch", write("a.txt", sample.source), "-o", old)
    assert result.code == 2
    assert "is a file; the results go to a folder" in result.err
    assert old.read_text() == "the old content"


def test_jsonl_needs_a_file(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    result = command("batch", write("a.txt", sample.source), "-o", "out", "-f", "jsonl")
    assert result.code == 2
    assert "is a folder; the jsonl format goes to one file" in result.err


def small_files() -> None:
    """As if the disk were full after 4,000 bytes of a file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))


def test_a_result_that_does_not_fit_fails_alone(command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path) -> None:
    write("in/a.txt", sample.source)
    write("in/big.txt", "".join(line(number) for number in range(100)))
    write("in/c.txt", sample.source)
    old = write("out/big.txt", "the old content")
    result = command("batch", "in", "-o", "out", preexec_fn=small_files)
    assert (result.code, result.out) == (1, b"")
    assert "failed in/big.txt: 'out/big.txt' cannot be written: File too large" in result.err
    assert listing(tmp_path / "out") == ["a.txt", "big.txt", "c.txt"]
    assert old.read_text() == "the old content"


def test_a_jsonl_file_that_does_not_fit_is_an_error(command: Any, write: Any, listing: Any, tmp_path: Path) -> None:
    write("in/big.txt", "".join(line(number) for number in range(100)))
    old = write("out/all.jsonl", "the old content")
    result = command("batch", "in", "-o", old, "-f", "jsonl", preexec_fn=small_files)
    assert (result.code, result.out) == (1, b"")
    assert "all.jsonl: File too large" in result.err
    assert listing(tmp_path / "out") == ["all.jsonl"]
    assert old.read_text() == "the old content"


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 kB; only the superuser can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a file system")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_whole_files_and_says_which_failed(
    command: Any, write: Any, listing: Any, tmp_path: Path, tiny_disk: Path
) -> None:
    text = "".join(line(number) for number in range(150))
    for name in "abcdef":
        write(f"in/{name}.txt", text)
    result = command("batch", "in", "-o", tiny_disk / "out")
    written = listing(tiny_disk)
    assert result.code == 1
    assert 0 < len(written) < 6
    assert all((tiny_disk / name).read_text() == text for name in written)
    assert result.err.count("No space left on device") == 6 - len(written)


# -- the summary ----------------------------------------------------------------------------------------------------


def test_the_summary_counts_by_plugin(command: Any, write: Any, sample: Any) -> None:
    write("in/a.txt", sample.source)
    write("in/b.txt", sample.source + "flood-in-hue.jpg\n")
    write("in/c.txt", line(1))
    result = command("batch", "in", "-o", "out")
    assert (result.code, result.out) == (0, b"")
    assert re.search(r"captions\W+3\W+2 of 3", result.err)
    assert re.search(r"interface\W+2\W+2 of 3", result.err)
    assert "3 documents cleaned in " in result.err
    assert "Results are in out" in result.err


def test_nothing_removed_is_no_table(command: Any, write: Any) -> None:
    write("in/a.txt", line(1))
    result = command("batch", "in", "-o", "out")
    assert "Taken away" not in result.err
    assert "100.0% of" in result.err


def test_square_brackets_in_names_are_part_of_the_name(command: Any, tmp_path: Path) -> None:
    folder = tmp_path / "in [red]"
    (folder / "[").mkdir(parents=True)
    for name in ("[/red].txt", "a [b].txt"):
        (folder / name).write_bytes(b"%PDF-1.7")
    (folder / "[bold]empty.txt").write_text("")
    result = command("batch", folder, "-o", tmp_path / "out [x]")
    assert result.code == 1
    for name in ("[/red].txt", "a [b].txt"):
        assert f"failed {folder / name}: this is a binary file" in result.err
    assert f"note {folder / '[bold]empty.txt'}: " in result.err
    assert f"Results are in {tmp_path / 'out [x]'}" in result.err


# -- plugins --------------------------------------------------------------------------------------------------------


def test_a_plugin_that_cannot_be_loaded_is_named_once_for_all_documents(
    command: Any, write: Any, sample: Any, distribution: Any, tmp_path: Path
) -> None:
    for name in "abc":
        write(f"in/{name}.txt", sample.source)
    result = command("batch", "in", "-o", "out", plugins=[distribution("faulty", BROKEN)])
    assert result.code == 0
    assert (tmp_path / "out/c.txt").read_text() == sample.kept
    assert result.err.count("no module named lost") == 1
    assert "note in/a.txt and 2 more: plugin 'faulty'" in result.err


def test_a_broken_plugin_fails_in_strict_mode(command: Any, write: Any, sample: Any, distribution: Any) -> None:
    write("in/a.txt", sample.source)
    result = command("batch", "in", "-o", "out", "--strict", plugins=[distribution("faulty", BROKEN)])
    assert result.code != 0
    assert "plugin 'faulty'" in result.err


def test_what_a_plugin_prints_is_a_message(command: Any, write: Any, sample: Any, distribution: Any) -> None:
    write("in/a.txt", sample.source)
    plugin = distribution(
        "chatting",
        """
        import cleanread

        @cleanread.hookimpl
        def cleanread_clean(document):
            print("a word of mine")
            return []
        """,
    )
    result = command("batch", "in", "-o", "out", plugins=[plugin])
    assert (result.code, result.out) == (0, b"")
    assert "a word of mine" in result.err


def test_plugins_are_chosen_as_in_clean(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    write("in/a.txt", sample.source)
    assert command("batch", "in", "-o", "out", "--disable", "captions", "--disable", "interface").code == 0
    assert (tmp_path / "out/a.txt").read_text() == sample.source


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "out", "--disable", "capitons"], "did you mean 'captions'?"),
        (["-o", "out", "--set", "captions.likeness=x"], "is a float"),
        (["-o", "out", "-f", "jsonll"], "'jsonll' is not one of"),
        ([], "Missing option '-o'"),
    ],
)
def test_wrong_usage(
    command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path, arguments: list[str], message: str
) -> None:
    write("in/a.txt", sample.source)
    result = command("batch", "in", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert message in result.err
    assert listing(tmp_path) == ["in/a.txt"]


def test_results_below_the_source_are_no_input_of_the_next_run(command: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text("A line that stays.\n")
    for _ in range(2):
        assert command("batch", "texts", "-o", "texts/out").code == 0
    assert [path.name for path in (tmp_path / "texts" / "out").iterdir()] == ["one.txt"]
