"""``cleanread clean`` and ``cleanread plugins``, as the real command in a process of its own."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGE = """<!doctype html><html lang="en"><head><title>Rain over Hanoi</title></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Rain over Hanoi</h1>
<p>It rained all day in Hanoi on Monday, and the <a href="/river">river</a> rose by two metres before the evening.</p>
<p>The city closed four roads along the river, and asked people to stay at home until Tuesday.</p></article>
</body></html>"""

BROKEN = "raise ImportError('no module named lost')"
RAISES = """
    import cleanread

    @cleanread.hookimpl
    def cleanread_clean(document):
        raise ValueError("out of order")
"""


# -- what is cleaned, and where it goes -----------------------------------------------------------------------------


def test_the_article_alone_is_on_standard_output(command: Any, write: Any, sample: Any) -> None:
    result = command("clean", write("a.txt", sample.source))
    assert (result.code, result.text, result.err) == (0, sample.kept, "")


def test_clean_is_the_default_command(command: Any, write: Any, sample: Any) -> None:
    path = write("a.txt", sample.source)
    assert command(path) == command("clean", path)
    assert command("-f", "json", path) == command("clean", "-f", "json", path)


def test_several_files_come_out_in_their_order(command: Any, write: Any, sample: Any) -> None:
    other = "The second text is about the sun, which shone on all of the hills of the south on Sunday.\n"
    result = command(write("a.txt", sample.source), write("b.txt", other))
    assert (result.code, result.text) == (0, sample.kept + other)


def test_a_dash_is_standard_input(command: Any, sample: Any) -> None:
    result = command("-", stdin=sample.source.encode())
    assert (result.code, result.text, result.err) == (0, sample.kept, "")


def test_a_page_on_standard_input_is_told_from_a_text(command: Any) -> None:
    result = command("-", stdin=PAGE.encode())
    assert result.code == 0
    assert "river rose by two metres" in result.text
    assert "<" not in result.text


@pytest.mark.parametrize(("kind", "tags"), [("text", True), ("html", False)])
def test_as_says_what_the_input_is(command: Any, write: Any, kind: str, tags: bool) -> None:
    result = command(write("a.dat", PAGE), "--as", kind)
    assert result.code == 0
    assert ("<p>" in result.text) is tags


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"One line of a text.\r\n\r\n  Another line of it.\t\r\nA third line.\r\n", id="CRLF"),
        pytest.param(b"One line of a text.\nA last line without its end.", id="no final newline"),
        pytest.param(b"\n\n  One line of a text.  \n\n\nAnother line.\n\n\n", id="white space around"),
        pytest.param(b"One line of a text.\rAnother line.\r", id="CR"),
        pytest.param("Một dòng, 雨が降った。 🌧\nAnother line of it.\n".encode(), id="not ASCII"),
    ],
)
def test_a_text_without_clutter_comes_out_byte_for_byte(command: Any, write: Any, source: bytes) -> None:
    assert command(write("a.txt", source)).out == source
    assert command("-", stdin=source).out == source


def test_what_is_kept_of_a_text_is_unchanged_to_the_byte(command: Any, write: Any, sample: Any) -> None:
    crlf = sample.source.replace("\n", "\r\n").encode()
    assert command(write("a.txt", crlf)).out == sample.kept.replace("\n", "\r\n").encode()


def test_the_output_is_utf_8_whatever_the_locale(command: Any, write: Any) -> None:
    source = "Một dòng về mưa ở Hà Nội, và một dòng khác.\n"
    locale = {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    result = command(write("a.txt", source), env=locale)
    assert (result.code, result.text) == (0, source)


def test_a_character_set_that_nothing_names_is_guessed_and_said_or_named_by_the_user(command: Any, write: Any) -> None:
    text = "Вчера днём учителя и ученики посадили у реки триста деревьев.\n"
    path = write("a.txt", text.encode("koi8-r"))
    guessed, named, wrong = command(path), command(path, "--charset", "KOI8-R"), command(path, "--charset", "cp866")
    assert (guessed.code, guessed.text) == (0, text)
    assert "a.txt: nothing says in which character set" in guessed.err
    assert "koi8-r" in guessed.err
    assert (named.code, named.text, named.err) == (0, text, "")
    assert wrong.text == text.encode("koi8-r").decode("cp866")


def test_an_empty_input_gives_nothing_and_says_so(command: Any, write: Any) -> None:
    result = command(write("a.txt", ""))
    assert (result.code, result.out) == (0, b"")
    assert "a.txt: the source holds no text" in result.err


# -- formats --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "mark"),
    [("text", "Rain over Hanoi"), ("markdown", "# Rain over Hanoi"), ("html", "<h1>Rain over Hanoi</h1>")],
)
def test_formats(command: Any, write: Any, format: str, mark: str) -> None:
    result = command(write("page.html", PAGE), "-f", format, "--url", "https://example.org/news/1")
    assert (result.code, result.err) == (0, "")
    assert mark in result.text
    assert "river" in result.text


def test_json_holds_the_article_and_what_was_removed(command: Any, write: Any, sample: Any) -> None:
    article = json.loads(command(write("a.txt", sample.source), "--format", "json").out)
    assert article["text"] == sample.kept
    assert {removal["text"]: removal["plugin"] for removal in article["removed"]} == sample.removed
    assert all(removal["reason"] and removal["confidence"] >= 0.5 for removal in article["removed"])


def test_the_address_makes_links_absolute(command: Any, write: Any) -> None:
    result = command(write("page.html", PAGE), "-f", "markdown", "--url", "https://example.org/news/1")
    assert "https://example.org/river" in result.text


def test_a_format_of_a_plugin(command: Any, write: Any, distribution: Any, tmp_path: Path) -> None:
    plugin = distribution(
        "shouting",
        """
        import cleanread

        @cleanread.hookimpl
        def cleanread_render(article, format):
            return article.text.upper() if format == "shout" else None
        """,
    )
    path = write("a.txt", "A line of a text.\n")
    assert command(path, "-f", "shout", plugins=[plugin]).text == "A LINE OF A TEXT.\n"
    (tmp_path / "out").mkdir()
    assert command(path, "-f", "shout", "-o", "out", plugins=[plugin]).code == 0
    assert (tmp_path / "out/a.shout").read_text() == "A LINE OF A TEXT.\n"


# -- wrong usage ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "markdwn"], "did you mean 'markdown'?"),
        (["-f", "markdwn", "-o", "result.md"], "did you mean 'markdown'?"),
        (["--disable", "capitons"], "no plugin 'capitons'; did you mean 'captions'?"),
        (["--only", "capitons"], "no plugin 'capitons'; did you mean 'captions'?"),
        (["--only", "captions", "--only", "xyz"], "known are: "),
        (["--set", "capitons.likeness=0.9"], "no plugin 'capitons'; did you mean 'captions'?"),
        (["--set", "captions.likenes=0.9"], "no option 'likenes'; did you mean 'likeness'?"),
        (["--set", "interface.likeness=0.9"], "plugin 'interface' has no option 'likeness'"),
        (["--set", "captions.likeness=much"], "option captions.likeness is a float; 'much' is none"),
        (["--set", "endings.keep_agency=perhaps"], "option endings.keep_agency is a bool; 'perhaps' is none"),
        (["--set", "captions.likeness"], "PLUGIN.OPTION=VALUE, not 'captions.likeness'"),
        (["--set", "likeness=0.9"], "PLUGIN.OPTION=VALUE, not 'likeness=0.9'"),
        (["--as", "pdf"], "'pdf' is not one of"),
        (["--charset", "koi9"], "there is no character set 'koi9'"),
        (["--explian"], "--explain"),
    ],
)
def test_wrong_usage_is_named_and_nothing_is_written(
    command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = command("clean", write("a.txt", sample.source), *arguments)
    assert (result.code, result.out) == (2, b"")
    assert message in " ".join(result.err.split())
    assert listing(tmp_path) == ["a.txt"]


def test_clean_without_files_is_wrong_usage(command: Any) -> None:
    result = command("clean")
    assert (result.code, result.out) == (2, b"")
    assert "FILE..." in result.err


# -- choosing and setting plugins -----------------------------------------------------------------------------------


def test_a_disabled_plugin_takes_nothing(command: Any, write: Any, sample: Any) -> None:
    path = write("a.txt", sample.source)
    assert "flood-in-hanoi.jpg" in command(path, "--disable", "captions").text
    assert command(path, "--disable", "captions", "--disable", "interface").text == sample.source


def test_only_the_named_plugins_clean(command: Any, write: Any, sample: Any) -> None:
    path = write("a.txt", sample.source)
    text = command(path, "--only", "captions").text
    assert "flood-in-hanoi.jpg" not in text
    assert "Share on Facebook" in text
    assert command(path, "--only", "captions", "--only", "interface").text == sample.kept


def test_an_option_is_set_in_its_type(command: Any, write: Any, distribution: Any) -> None:
    plugin = distribution(
        "echoing",
        """
        import cleanread

        @cleanread.hookimpl
        def cleanread_options():
            return [
                cleanread.Option("words", "list", [], "words"),
                cleanread.Option("share", "float", 0.5, "a share"),
                cleanread.Option("count", "int", 1, "a count"),
                cleanread.Option("loud", "bool", False, "loud or not"),
                cleanread.Option("name", "str", "", "a name"),
            ]

        @cleanread.hookimpl
        def cleanread_clean(document, options):
            return [cleanread.Rewrite(document.blocks[0], repr(dict(options)), "echo", "to be seen", 1.0)]
        """,
    )
    settings = ["words=a, b", "share=0.25", "count=3", "loud=yes", "name=x=y"]
    arguments = [part for setting in settings for part in ("--set", f"echoing.{setting}")]
    result = command(write("a.txt", "A line of a text."), "--only", "echoing", *arguments, plugins=[plugin])
    assert result.text == "{'words': ['a', 'b'], 'share': 0.25, 'count': 3, 'loud': True, 'name': 'x=y'}"


# -- plugins that are broken ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "message"),
    [(BROKEN, "ImportError: no module named lost"), (RAISES, "ValueError: out of order")],
    ids=["cannot be imported", "raises"],
)
def test_a_broken_plugin_is_named_and_costs_itself(
    command: Any, write: Any, sample: Any, distribution: Any, code: str, message: str
) -> None:
    result = command("clean", write("a.txt", sample.source), plugins=[distribution("faulty", code)])
    assert (result.code, result.text) == (0, sample.kept)
    assert "plugin 'faulty'" in result.err
    assert message in result.err


@pytest.mark.parametrize("code", [BROKEN, RAISES], ids=["cannot be imported", "raises"])
def test_a_broken_plugin_fails_in_strict_mode(command: Any, write: Any, sample: Any, distribution: Any, code: str) -> None:
    result = command("clean", write("a.txt", sample.source), "--strict", plugins=[distribution("faulty", code)])
    assert result.code != 0
    assert result.out == b""
    assert "plugin 'faulty'" in result.err


def test_strict_is_silent_when_nothing_is_wrong(command: Any, write: Any, sample: Any) -> None:
    result = command(write("a.txt", sample.source), "--strict")
    assert (result.code, result.text, result.err) == (0, sample.kept, "")


def test_two_plugins_of_one_name_are_an_error_that_names_both(command: Any, write: Any, sample: Any, distribution: Any) -> None:
    rival = distribution("rival", RAISES, plugin="captions")
    result = command(write("a.txt", sample.source), plugins=[rival])
    assert (result.code, result.out) == (2, b"")
    assert re.search(r"plugin 'captions': two installed plugins .* of (cleanread|rival) .* of (cleanread|rival)", result.err)
    helped = command("--help", plugins=[rival])
    assert (helped.code, "batch" in helped.text) == (0, True)


COMMANDS = """
    import click
    import cleanread

    @cleanread.hookimpl
    def cleanread_register_commands(cli):
        @cli.command({name!r})
        def added():
            "Say hello."
            click.echo("hello from a plugin")
"""


def test_a_plugin_adds_a_command(command: Any, distribution: Any) -> None:
    plugin = distribution("greeting", COMMANDS.format(name="greet"))
    assert command("greet", plugins=[plugin]).text == "hello from a plugin\n"
    assert re.search(r"greet\s+Say hello\.", command("--help", plugins=[plugin]).text)


@pytest.mark.parametrize("name", ["clean", "plugins"])
def test_a_plugin_cannot_take_the_name_of_a_command(
    command: Any, write: Any, sample: Any, distribution: Any, name: str
) -> None:
    plugin = distribution("greeting", COMMANDS.format(name=name))
    result = command("--help", plugins=[plugin])
    assert result.text == command("--help").text
    assert f"there is a command {name!r} already" in result.err
    assert command("clean", write("a.txt", sample.source), plugins=[plugin]).text == sample.kept


# -- inputs that fail -----------------------------------------------------------------------------------------------


def _missing(folder: Path) -> str:
    return str(folder / "lost.txt")


def _folder(folder: Path) -> str:
    (folder / "inner").mkdir()
    return str(folder / "inner")


def _binary(folder: Path) -> str:
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return str(folder / "picture.txt")


def _unreadable(folder: Path) -> str:
    (folder / "secret.txt").write_text("secret")
    (folder / "secret.txt").chmod(0)
    return str(folder / "secret.txt")


def _in_a_closed_folder(folder: Path) -> str:
    (folder / "closed").mkdir()
    (folder / "closed/a.txt").write_text("secret")
    (folder / "closed").chmod(0)
    return str(folder / "closed/a.txt")


def _broken_link(folder: Path) -> str:
    (folder / "link.txt").symlink_to(folder / "nowhere.txt")
    return str(folder / "link.txt")


def _link_to_itself(folder: Path) -> str:
    (folder / "loop.txt").symlink_to("loop.txt")
    return str(folder / "loop.txt")


def _long_name(folder: Path) -> str:
    return "x" * 300


@pytest.mark.parametrize("to_file", [False, True], ids=["to standard output", "to a folder"])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_missing, "No such file"),
        (_folder, "is a folder; use `cleanread batch"),
        (_binary, "binary file"),
        (_unreadable, "Permission denied"),
        (_in_a_closed_folder, "Permission denied"),
        (_broken_link, "No such file"),
        (_link_to_itself, "symbolic links"),
        (_long_name, "File name too long"),
    ],
)
def test_an_input_that_fails_is_named_and_the_others_are_written(
    command: Any,
    write: Any,
    sample: Any,
    unprivileged: Callable[[], None],
    tmp_path: Path,
    make: Callable[[Path], str],
    message: str,
    to_file: bool,
) -> None:
    before, after, bad = write("before.txt", sample.source), write("after.txt", sample.source), make(tmp_path)
    arguments = ["-o", tmp_path / "out"] if to_file else []
    result = command("clean", before, bad, after, *arguments, preexec_fn=unprivileged)
    assert result.code == 1
    assert f"cleanread: {bad}: " in result.err
    assert message in result.err
    if to_file:
        assert sorted(os.listdir(tmp_path / "out")) == ["after.txt", "before.txt"]
        assert result.out == b""
    else:
        assert result.text == sample.kept * 2


# -- writing to files -----------------------------------------------------------------------------------------------


def test_one_input_goes_to_a_file(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    result = command(write("a.txt", sample.source), "-o", "new/folder/result.txt")
    assert (result.code, result.out, result.err) == (0, b"", "")
    assert (tmp_path / "new/folder/result.txt").read_bytes() == sample.kept.encode()


def test_inputs_of_one_name_do_not_overwrite_each_other(command: Any, write: Any, tmp_path: Path, listing: Any) -> None:
    names = ["one/a.txt", "two/a.txt", "a-2.txt", "two/a.html", "two/A.txt"]
    texts = [f"This is the text number {number} of five texts.\n" for number in range(5)]
    paths = [write(name, text) for name, text in zip(names, texts, strict=True)]
    assert command(*paths, "-", "--as", "text", "-o", "out", stdin=b"And one more text.\n").code == 0
    written = [(tmp_path / "out" / name).read_text() for name in listing(tmp_path / "out")]
    assert sorted(written) == sorted([*texts, "And one more text.\n"])
    assert len({name.casefold() for name in listing(tmp_path / "out")}) == len(written)


@pytest.mark.parametrize(("format", "ending"), [("text", "txt"), ("markdown", "md"), ("html", "html"), ("json", "json")])
def test_results_in_a_folder_have_the_ending_of_their_format(
    command: Any, write: Any, sample: Any, tmp_path: Path, format: str, ending: str
) -> None:
    (tmp_path / "out").mkdir()
    assert command(write("a.txt", sample.source), "-f", format, "-o", "out").code == 0
    assert os.listdir(tmp_path / "out") == [f"a.{ending}"]


@pytest.mark.parametrize("target", ["a.txt", "sub/../a.txt", "link.txt", "."])
def test_a_result_never_replaces_its_source(command: Any, write: Any, sample: Any, tmp_path: Path, target: str) -> None:
    path = write("a.txt", sample.source)
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.txt").symlink_to(path)
    result = command(path, "-o", target)
    assert result.code == 2
    assert "would replace its source" in result.err
    assert path.read_text() == sample.source


def test_several_inputs_do_not_go_to_one_file(command: Any, write: Any, sample: Any) -> None:
    old = write("old.txt", "the old content")
    result = command(write("a.txt", sample.source), write("b.txt", sample.source), "-o", old)
    assert result.code == 2
    assert "is a file; name a folder" in result.err
    assert old.read_text() == "the old content"


def test_a_result_takes_the_place_of_an_older_one_and_its_permissions(
    command: Any, write: Any, sample: Any, tmp_path: Path
) -> None:
    old = write("old.txt", "the old content")
    old.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(old)
    assert command(write("a.txt", sample.source), "-o", "link.txt").code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert old.read_text() == sample.kept
    assert old.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_permissions_of_any_new_file(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    assert command(write("a.txt", sample.source), "-o", "new.txt", umask=0o027).code == 0
    assert (tmp_path / "new.txt").stat().st_mode & 0o777 == 0o640


def test_a_pipe_or_device_stays_one(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    pipe, path = tmp_path / "pipe", write("a.txt", sample.source)
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        assert command(path, "-o", pipe).code == 0
        assert reader.communicate(timeout=60)[0] == sample.kept.encode()
    assert pipe.is_fifo()
    assert command(path, "-o", "/dev/stdout").text == sample.kept


def test_a_target_that_cannot_be_written_stays_as_it_was(
    command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path
) -> None:
    path, old = write("a.txt", sample.source), write("out/old.txt", "the old content")

    def full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    result = command(path, "-o", old, preexec_fn=full_disk)
    assert (result.code, result.out) == (1, b"")
    assert f"a.txt: '{old}' cannot be written: File too large" in result.err
    assert old.read_text() == "the old content"
    assert listing(tmp_path) == ["a.txt", "out/old.txt"]


def test_a_folder_that_cannot_be_written_to_is_named(
    command: Any, write: Any, sample: Any, listing: Any, tmp_path: Path, unprivileged: Callable[[], None]
) -> None:
    path, old = write("a.txt", sample.source), write("out/old.txt", "the old content")
    old.parent.chmod(0o500)
    result = command(path, "-o", old, preexec_fn=unprivileged)
    assert result.code == 1
    assert "Permission denied" in result.err
    assert old.read_text() == "the old content"
    assert listing(tmp_path) == ["a.txt", "out/old.txt"]


KILLED = """
import os, signal, sys

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def audit(event, arguments):
    if event == MOMENT and ".part" in str(arguments[0]):
        die()

if MOMENT == "os.fsync":
    os.fsync = die
sys.addaudithook(audit)
from cleanread.cli import main
main()
"""


@pytest.mark.parametrize("moment", ["open", "os.fsync", "os.rename"])
@pytest.mark.parametrize("old", [None, "the old content"], ids=["new target", "old target"])
def test_a_process_that_is_killed_leaves_no_half_file(
    write: Any, sample: Any, tmp_path: Path, moment: str, old: str | None
) -> None:
    path, target = write("a.txt", sample.source), tmp_path / "out.txt"
    if old:
        target.write_text(old)
    code = KILLED.replace("MOMENT", repr(moment))
    done = subprocess.run([sys.executable, "-c", code, "clean", path, "-o", target], timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (target.read_text() if target.exists() else None) == old
    again = subprocess.run([sys.executable, "-c", "from cleanread.cli import main; main()", path, "-o", target], check=False)
    assert again.returncode == 0
    assert target.read_text() == sample.kept


# -- standard output that fails -------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_an_error(command: Any, write: Any, sample: Any) -> None:
    with open("/dev/full", "wb") as full:
        result = command(write("a.txt", sample.source), stdout=full)
    assert result.code == 1
    assert "No space left on device" in result.err
    assert "Exception" not in result.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_a_list_is_an_error(command: Any) -> None:
    with open("/dev/full", "wb") as full:
        result = command("plugins", stdout=full)
    assert result.code == 1
    assert "No space left on device" in result.err


@pytest.mark.parametrize(("number", "name"), [(0, "input"), (1, "output")])
def test_a_closed_stream_is_an_error(command: Any, number: int, name: str) -> None:
    result = command("-", stdin=b"A line.\n", preexec_fn=lambda: os.close(number))
    assert result.code == 1
    assert f"cleanread: -: standard {name} is closed" in result.err


def test_what_a_plugin_prints_is_not_the_article(command: Any, write: Any, sample: Any, distribution: Any) -> None:
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
    result = command("clean", write("a.txt", sample.source), plugins=[plugin])
    assert (result.code, result.text, result.err) == (0, sample.kept, "a word of mine\n")


def test_a_reader_that_goes_away_is_no_noise(write: Any) -> None:
    path = write("long.txt", "A line of a text that goes on and on, and says nothing new.\n" * 5000)
    script = Path(sys.executable).with_name("cleanread")
    with subprocess.Popen([script, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (1, b"")


# -- explain --------------------------------------------------------------------------------------------------------


def test_explain_without_a_terminal_marks_every_removal(command: Any, write: Any, sample: Any) -> None:
    result = command(write("a.txt", sample.source), "--explain")
    assert (result.code, result.err) == (0, "")
    assert "\x1b" not in result.text
    lines = result.text.splitlines()
    for text, plugin in sample.removed.items():
        place = lines.index(f"- {text}")
        assert re.fullmatch(rf" +\[{plugin}: .+ \(0\.\d\d.*\)\]", lines[place + 1])
    kept = [line.removeprefix("  ") for line in lines if re.match(r"  \S", line)]
    assert kept == [line for line in sample.kept.splitlines() if line]
    assert "2 removed" in lines[-1]


def test_explain_shows_what_took_the_place_of_a_text(command: Any, write: Any, distribution: Any) -> None:
    plugin = distribution(
        "mending",
        """
        import cleanread

        @cleanread.hookimpl
        def cleanread_clean(document):
            return [cleanread.Rewrite(document.blocks[0], "A better line.", "mend", "it was bad", 0.9)]
        """,
    )
    result = command(write("a.txt", "A bad line.\n"), "--only", "mending", "--explain", plugins=[plugin])
    assert result.text.splitlines()[:3] == ["- A bad line.", "    [mending: it was bad (0.90)]", "> A better line."]


WITNESS = """
import cleanread

SAYS = {
    "Both.": [cleanread.Keep, 0.9, cleanread.Drop, 0.7],
    "Gone.": [cleanread.Keep, 0.6, cleanread.Drop, 0.9],
    "Doubt.": [cleanread.Drop, 0.5],
    "Certain.": [cleanread.Keep, 1.0, cleanread.Drop, 1.0],
    "Alone.": [cleanread.Keep, 0.8],
}

@cleanread.hookimpl
def cleanread_clean(document):
    for block in document.blocks:
        said = SAYS.get(block.text, [])
        for kind, confidence in zip(said[::2], said[1::2]):
            yield kind(block, "rule", "speaks for it" if kind is cleanread.Keep else "speaks against it", confidence)
"""


def test_explain_tells_what_spoke_for_and_against_each_line_that_stays(command: Any, write: Any, distribution: Any) -> None:
    plugin = distribution("witness", WITNESS)
    path = write("a.txt", "Both.\nGone.\nDoubt.\nCertain.\nAlone.\nNobody spoke of this.\n")
    result = command(path, "--only", "witness", "--explain", plugins=[plugin])
    assert result.text.splitlines() == [
        "  Both.",
        "    [kept (0.79): speaks for it [witness 0.90]; but speaks against it [witness 0.70]]",
        "- Gone.",
        "    [witness: speaks against it (0.86; but speaks for it [witness 0.60])]",
        "  Doubt.",
        "    [kept; but speaks against it [witness 0.50]]",
        "  Certain.",
        "    [kept (1.00): speaks for it [witness 1.00]; but speaks against it [witness 1.00]]",
        "  Alone.",
        "    [kept: speaks for it [witness 0.80]]",
        "  Nobody spoke of this.",
        "(1 removed, 89% of the words kept)",
    ]


def test_explain_says_which_lines_were_brought_back(command: Any, write: Any, distribution: Any) -> None:
    plugin = distribution("witness", WITNESS)
    result = command(write("a.txt", "Gone.\n"), "--only", "witness", "--explain", plugins=[plugin])
    note = "kept, since it was brought back: speaks for it [witness 0.60]; but speaks against it [witness 0.90]"
    assert f"    [{note}]" in result.text.splitlines()


def test_explain_of_several_files_names_them(command: Any, write: Any, sample: Any) -> None:
    one, two = write("one.txt", sample.source), write("two.txt", sample.source)
    text = command(one, two, "--explain").text
    assert f"=== {one}" in text
    assert f"=== {two}" in text


def test_explain_and_an_output_give_both(command: Any, write: Any, sample: Any, tmp_path: Path) -> None:
    result = command(write("a.txt", sample.source), "--explain", "-o", "result.txt")
    assert result.code == 0
    assert "- Share on Facebook" in result.text
    assert (tmp_path / "result.txt").read_text() == sample.kept


def on_a_terminal(*arguments: str | Path) -> tuple[int, str]:
    """Exit status and output of the command on a terminal of its own."""
    master, slave = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "200"}
    script = Path(sys.executable).with_name("cleanread")
    with subprocess.Popen([script, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment) as process:
        os.close(slave)
        data = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # Linux says so when the last writer is gone
                break
            if not part:
                break
            data += part
        os.close(master)
        return process.wait(timeout=120), data.decode()


def test_explain_on_a_terminal_strikes_through_in_the_colour_of_the_plugin(write: Any, sample: Any) -> None:
    code, text = on_a_terminal(write("a.txt", sample.source), "--explain")
    assert code == 0
    struck = {match[2]: match[1] for match in re.finditer(r"\x1b\[9;([\d;]+)m([^\x1b]+)\x1b\[0m", text)}
    assert struck.keys() == sample.removed.keys()
    assert len(set(struck.values())) == 2, "each plugin has a colour of its own"
    assert "picture" in text
    assert "└ kept: " in text
    assert re.search(r"captions +1 removed", re.sub(r"\x1b\[[\d;]*m", "", text))


def test_a_page_cannot_command_the_terminal(write: Any) -> None:
    path = write("a.txt", "A line that \x1b]0;renames the window\x07 and \x1b[2Jclears it, and \x9b1A goes up.\n")
    code, text = on_a_terminal(path, "--explain")
    assert code == 0
    assert "renames the window" in text
    assert not re.search("\x1b\\]|\x1b\\[2J|\x9b|\x07", text)


# -- addresses ------------------------------------------------------------------------------------------------------


def test_an_address_is_fetched(command: Any, site: Any) -> None:
    result = command(site.add("/news/rain.html", PAGE, content_type="text/html; charset=utf-8"), "-f", "markdown")
    assert (result.code, result.err) == (0, "")
    assert "# Rain over Hanoi" in result.text
    assert f"{site.url}/river" in result.text, "links are resolved against the page's address"


def test_the_server_names_the_kind_and_the_character_set(command: Any, site: Any) -> None:
    text = "Тихий дождь шёл над рекой весь день, и к вечеру вода поднялась.\n"
    address = site.add("/a", text.encode("koi8-r"), content_type="text/plain; charset=koi8-r")
    assert command(address).text == text


def test_redirects_are_followed(command: Any, site: Any) -> None:
    site.add("/new/rain", PAGE, content_type="text/html")
    site.add("/middle", "", 302, location="/new/rain")
    address = site.add("/old", "", 301, location=f"{site.url}/middle")
    result = command(address, "-f", "json")
    assert result.code == 0
    assert json.loads(result.out)["url"] == f"{site.url}/new/rain"


def _not_found(site: Any) -> tuple[str, str]:
    return f"{site.url}/lost", "the server answered 404"


def _server_error(site: Any) -> tuple[str, str]:
    return site.add("/broken", PAGE, 500, content_type="text/html"), "the server answered 500"


def _endless_redirect(site: Any) -> tuple[str, str]:
    return site.add("/circle", "", 302, location="/circle"), "redirects"


def _redirect_to_a_file(site: Any) -> tuple[str, str]:
    return site.add("/leak", "", 302, location="file:///etc/passwd"), "could not be fetched"


def _too_large(site: Any) -> tuple[str, str]:
    return site.add("/large", b"<p>" + b"x" * 20_000_000, content_type="text/html"), "larger than 20 MB"


def _cut_off(site: Any) -> tuple[str, str]:
    return site.add("/cut", PAGE, content_type="text/html", content_length="100000"), "could not be fetched"


def _bad_compression(site: Any) -> tuple[str, str]:
    return site.add("/gzip", b"no gzip", content_type="text/html", content_encoding="gzip"), "could not be fetched"


def _picture(site: Any) -> tuple[str, str]:
    return site.add("/a.png", b"\x89PNG\r\n\x1a\n\0", content_type="image/png"), "binary file"


def _other_kind(site: Any) -> tuple[str, str]:
    return site.add("/a.css", "p { color: red }", content_type="application/x-style"), "application/x-style"


def _refused(site: Any) -> tuple[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/", "could not be fetched"


def _no_host(site: Any) -> tuple[str, str]:
    return "http://", "could not be fetched"


def _bad_host(site: Any) -> tuple[str, str]:
    return "http://a..b/", "could not be fetched"


def _bad_port(site: Any) -> tuple[str, str]:
    return "http://127.0.0.1:notaport/", "could not be fetched"


@pytest.mark.parametrize(
    "make",
    [
        _not_found,
        _server_error,
        _endless_redirect,
        _redirect_to_a_file,
        _too_large,
        _cut_off,
        _bad_compression,
        _picture,
        _other_kind,
        _refused,
        _no_host,
        _bad_host,
        _bad_port,
    ],
)
def test_an_address_that_fails_is_named_and_the_others_are_written(
    command: Any, write: Any, sample: Any, site: Any, make: Callable[[Any], tuple[str, str]]
) -> None:
    address, message = make(site)
    result = command("clean", address, write("a.txt", sample.source))
    assert (result.code, result.text) == (1, sample.kept)
    assert f"cleanread: {address}: " in result.err
    assert message in result.err


def test_results_of_addresses_are_named_after_their_path_or_host(command: Any, site: Any, tmp_path: Path, listing: Any) -> None:
    addresses = [site.add(path, PAGE, content_type="text/html") for path in ("/news/rain.html", "/news/rain/", "/")]
    assert command(*addresses, "-o", "out").code == 0
    assert listing(tmp_path / "out") == [f"127.0.0.1-{site.server.server_port}.txt", "rain-2.txt", "rain.txt"]


# -- plugins, help, version -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["plugins"], ["plugins", "list"]])
def test_plugins_are_listed_in_their_order(command: Any, arguments: list[str]) -> None:
    result = command(*arguments)
    assert (result.code, result.err) == (0, "")
    from cleanread import manager

    names = [plugin.name for plugin in manager.discover()[0]]
    assert re.findall(r"^│ \d+ +│ (\S+)", result.text, re.MULTILINE) == names
    assert "Picture captions" in result.text


def test_a_plugin_that_cannot_be_loaded_is_named_in_the_list(command: Any, distribution: Any) -> None:
    result = command("plugins", plugins=[distribution("faulty", BROKEN)])
    assert result.code == 0
    assert "captions" in result.text
    assert "faulty" not in result.text
    assert "left out: plugin 'faulty'" in result.err


def test_square_brackets_in_a_plugins_words_are_words(command: Any, distribution: Any) -> None:
    plugin = distribution("marks", '"""Drops [Photo] and [/red] marks."""' + RAISES.replace("\n    ", "\n"))
    assert "Drops [Photo] and [/red] marks." in command("plugins", plugins=[plugin]).text


def test_a_plugin_is_shown_with_its_options(command: Any) -> None:
    result = command("plugins", "show", "captions")
    assert (result.code, result.err) == (0, "")
    assert result.text.startswith("captions  (cleanread ")
    assert "captions.likeness (float, 0.85): share of words" in result.text
    assert "before: interface, related" in result.text


def test_a_plugin_that_is_not_there_is_wrong_usage(command: Any) -> None:
    result = command("plugins", "show", "capitons")
    assert (result.code, result.out) == (2, b"")
    assert "no plugin 'capitons'; did you mean 'captions'?" in result.err


def test_a_broken_plugin_that_is_asked_for_says_why(command: Any, distribution: Any) -> None:
    result = command("plugins", "show", "faulty", plugins=[distribution("faulty", BROKEN)])
    assert result.code == 2
    assert "ImportError: no module named lost" in result.err


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_the_commands(command: Any, option: str) -> None:
    result = command(option)
    assert (result.code, result.err) == (0, "")
    for name in ("clean", "batch", "plugins"):
        assert re.search(rf"^  {name} ", result.text, re.MULTILINE)


@pytest.mark.parametrize("name", ["clean", "batch", "plugins"])
def test_each_command_has_help(command: Any, name: str) -> None:
    result = command(name, "--help")
    assert (result.code, result.err) == (0, "")
    assert result.text.startswith(f"Usage: cleanread {name}")


def test_version(command: Any) -> None:
    import cleanread

    assert command("--version").text == f"cleanread, version {cleanread.__version__}\n"


def test_help_loads_none_of_the_heavy_modules() -> None:
    code = (
        "import sys\nfrom cleanread.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('lxml', 'bs4', 'httpx', 'rich', 'langdetect') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"
