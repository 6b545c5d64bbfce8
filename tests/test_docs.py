"""The documentation says what the code does: hooks, commands, options, examples."""

from __future__ import annotations

import inspect
import re
import types
from pathlib import Path

import click
import pytest

import cleanread
from cleanread import manager
from cleanread.cli import COMMANDS, main
from cleanread.hookspecs import Hooks

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PLUGINS = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
COMMAND = (ROOT / "docs" / "command.md").read_text(encoding="utf-8")
HOOKS = [name for name in vars(Hooks) if name.startswith("cleanread_")]


def code(text: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("name", HOOKS)
def test_each_hook_is_documented_with_its_arguments(name: str) -> None:
    arguments = ", ".join(list(inspect.signature(getattr(Hooks, name)).parameters)[1:])
    assert f"| `{name}({arguments})` |" in PLUGINS


def test_no_other_hook_is_documented() -> None:
    assert set(re.findall(r"\| `(cleanread_\w+)\(", PLUGINS)) == set(HOOKS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_and_option_is_documented(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert f"## {name}" in COMMAND
    section = COMMAND.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert f"`{option}" in section, option


def test_no_option_is_documented_that_does_not_exist() -> None:
    known = {
        option
        for name in COMMANDS
        for parameter in main.get_command(click.Context(main), name).params  # type: ignore[union-attr]
        for option in parameter.opts
    }
    assert set(re.findall(r"`(--[a-z-]+)", COMMAND)) <= known


@pytest.mark.parametrize("example", code(README), ids=lambda text: text.split("\n")[0][:40])
def test_the_examples_of_the_readme_run(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(example, "README.md", "exec"), {"cleanread": cleanread})


def test_the_first_plugin_of_the_guide_works() -> None:
    module = types.ModuleType("horoscope")
    exec(compile(code(PLUGINS)[0], "plugins.md", "exec"), module.__dict__)
    cleaner = cleanread.Cleaner(plugins=[module], options={"horoscope": {"openings": ["The stars"]}})
    article = cleaner.clean("A story that is told.\nThe stars: rain.\nYour stars today: sun.")
    assert article.text == "A story that is told.\nYour stars today: sun."


def test_the_example_of_explain_is_what_explain_prints() -> None:
    from cleanread.cli.explain import plain

    shown = re.search(r"\$ cleanread clean --explain story.txt\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    source = "".join(line[2:] + "\n" for line in shown[1].splitlines() if line[:2] in ("  ", "- ") and line[:4] != "    ")
    assert plain(cleanread.clean(source)) == shown[1]


def test_the_plugins_of_the_readme_are_the_installed_ones() -> None:
    cleaning = {
        plugin.name
        for plugin in manager.discover()[0]
        if "cleanread_clean" in plugin.hooks and plugin.distribution == "cleanread"
    }
    assert set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) == cleaning


def test_exported_names() -> None:
    """What users may import from the top; a change here is a change for them."""
    assert sorted(cleanread.__all__) == [
        "Article", "Block", "Cleaner", "CleanreadError", "Document", "Drop", "FormatError", "Inline", "Keep",
        "Metadata", "Option", "OptionError", "Place", "PluginError", "PluginLoadError", "PluginOrderError", "PluginTimeout",
        "Problem", "Removal", "Rewrite", "Role", "Source", "SourceError", "Verdict", "clean", "hookimpl",
    ]  # fmt: skip
    for name in cleanread.__all__:
        assert getattr(cleanread, name) is not None
