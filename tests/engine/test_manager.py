"""Finding, loading and ordering plugins; each error names its plugin and what to do."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from types import SimpleNamespace
from typing import Any

import pytest

import cleanread
from cleanread import manager
from cleanread.errors import OptionError, PluginLoadError, PluginOrderError
from cleanread.options import Option, check, parse


def plugin(name: str, after: list[str] | None = None, before: list[str] | None = None, **hooks: Any) -> manager.Plugin:
    def cleanread_clean(document: object) -> list[object]:
        return []

    obj = SimpleNamespace(
        name=name, after=after or [], before=before or [], cleanread_clean=cleanread.hookimpl(cleanread_clean), **hooks
    )
    return manager.adopt(obj)


def names(*plugins: manager.Plugin) -> list[str]:
    return [item.name for item in manager.order(plugins)]


def test_declared_places_are_kept_and_the_rest_goes_by_name() -> None:
    assert names(plugin("c"), plugin("b"), plugin("a", after=["c"])) == ["b", "c", "a"]
    assert names(plugin("a"), plugin("z", before=["a"])) == ["z", "a"]


def test_a_place_beside_a_plugin_that_is_not_installed_is_no_error() -> None:
    assert names(plugin("a", after=["elsewhere"])) == ["a"]


def test_a_circle_is_named() -> None:
    with pytest.raises(PluginOrderError, match=r"circle: .*a.*b|circle: .*b.*a"):
        names(plugin("a", after=["b"]), plugin("b", after=["a"]))


def test_two_plugins_of_one_name_are_an_error() -> None:
    with pytest.raises(PluginLoadError, match="'twin'"):
        names(plugin("twin"), plugin("twin"))


def test_two_distributions_with_one_entry_point_name_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint("same", "one.module", "cleanread"), EntryPoint("same", "other.module", "cleanread")]
    monkeypatch.setattr(manager.metadata, "entry_points", lambda group: points)
    with pytest.raises(PluginLoadError, match=r"one\.module.*other\.module"):
        manager.find()


def test_a_misspelt_hook_names_the_nearest() -> None:
    obj = SimpleNamespace(name="wrong", cleanread_claen=cleanread.hookimpl(lambda document: []))
    with pytest.raises(PluginLoadError, match="cleanread_clean"):
        manager.adopt(obj)


def test_a_wrong_argument_names_the_plugin() -> None:
    obj = SimpleNamespace(name="wrong", cleanread_clean=cleanread.hookimpl(lambda page: []))
    with pytest.raises(PluginLoadError, match="'wrong'"):
        manager.adopt(obj)


def test_an_object_without_hooks_is_no_plugin() -> None:
    with pytest.raises(PluginLoadError, match="hookimpl"):
        manager.adopt(SimpleNamespace(name="empty"))


def test_a_hook_wrapper_is_refused() -> None:
    def cleanread_clean(document: object) -> Any:
        yield

    obj = SimpleNamespace(name="wrapper", cleanread_clean=cleanread.hookimpl(wrapper=True)(cleanread_clean))
    with pytest.raises(PluginLoadError, match="after/before"):
        manager.adopt(obj)


def test_a_module_that_exits_when_imported_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "exiting_plugin.py").write_text("raise SystemExit(3)")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(manager.metadata, "entry_points", lambda group: [EntryPoint("exiting", "exiting_plugin", "cleanread")])
    plugins, errors = manager.discover()
    assert plugins == []
    assert [error.plugin for error in errors] == ["exiting"]
    with pytest.raises(PluginLoadError, match="SystemExit"):
        manager.discover(strict=True)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"disable": ["relted"]}, "did you mean 'related'"),
        ({"only": ["nothing like it"]}, "known are"),
        ({"disable": "related"}, r"list of plugin names"),
        ({"options": {"relatd": {}}}, "did you mean 'related'"),
        ({"options": {"related": {"heading": []}}}, "did you mean 'headings'"),
        ({"options": {"related": {"headings": "Read on"}}}, "is a list"),
        ({"options": {"related": {"headings": [1]}}}, "is a list"),
        ({"options": {"related": None}}, "mapping"),
    ],
)
def test_wrong_names_and_values_say_what_is_right(keywords: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        cleanread.Cleaner(**keywords)


def test_only_leaves_readers_and_renderers_in() -> None:
    cleaner = cleanread.Cleaner(only=["captions"])
    cleaning = [item.name for item in cleaner.plugins if "cleanread_clean" in item.hooks]
    assert cleaning == ["captions"]
    assert (
        cleaner.clean("A line\nle-hoai-trung.jpg\nAnother line that has words in it.").text
        == "A line\nAnother line that has words in it."
    )


OPTIONS = [
    Option("b", "bool", True, "h"),
    Option("i", "int", 1, "h"),
    Option("f", "float", 0.5, "h"),
    Option("l", "list", [], "h"),
]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("b", "no", False), ("b", "ON", True), ("i", "12", 12), ("f", "0.25", 0.25), ("l", "a, b,,", ["a", "b"])],
)
def test_options_are_parsed_by_type(name: str, text: str, value: object) -> None:
    option = next(option for option in OPTIONS if option.name == name)
    assert parse("p", option, text) == value
    assert check("p", OPTIONS, {name: value})[name] == value


@pytest.mark.parametrize(("name", "text"), [("b", "maybe"), ("i", "1.5"), ("f", "much")])
def test_text_that_is_no_value_is_refused(name: str, text: str) -> None:
    with pytest.raises(OptionError, match=f"p.{name} is a"):
        parse("p", next(option for option in OPTIONS if option.name == name), text)


def test_a_bool_is_no_number_and_a_default_fits_its_type() -> None:
    with pytest.raises(OptionError):
        check("p", OPTIONS, {"i": True})
    with pytest.raises(OptionError):
        Option("x", "int", "one", "h")
    with pytest.raises(OptionError, match="unknown type"):
        Option("x", "number", 1, "h")  # type: ignore[arg-type]
