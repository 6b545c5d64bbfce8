"""Finding, loading, ordering and calling plugins.

Finding (`find`), loading (`load`) and ordering (`order`) are separate steps over small records, so that
each failure can name its plugin. Plugins are called one by one: what one of them does wrong is its own.
"""

from __future__ import annotations

import graphlib
import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from types import ModuleType
from typing import Any, TypeVar

import pluggy

from .errors import OptionError, PluginError, PluginLoadError, PluginOrderError, nearest
from .hookspecs import PROJECT, Hooks
from .options import Option

GROUP = "cleanread"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry point that offers a plugin."""

    name: str
    distribution: str
    version: str
    entry_point: metadata.EntryPoint


@dataclass(frozen=True, slots=True)
class Plugin:
    """A loaded plugin: its object, its place, its hook implementations by hook name."""

    name: str
    obj: Any
    distribution: str
    version: str
    after: frozenset[str]
    before: frozenset[str]
    hooks: Mapping[str, pluggy.HookImpl] = field(repr=False)

    @property
    def summary(self) -> str:
        """The first line of the plugin's documentation."""
        lines = (getattr(self.obj, "__doc__", None) or "").strip().splitlines()
        return lines[0] if lines else ""

    @property
    def help(self) -> str:
        """The plugin's documentation."""
        return (getattr(self.obj, "__doc__", None) or "").strip()

    def call(self, hook: str, /, **arguments: Any) -> Any:
        """Call this plugin's implementation of a hook with the arguments that it takes.

        Raises:
            PluginError: whatever the implementation raised, as the cause.
        """
        implementation = self.hooks[hook]
        try:
            return implementation.function(*map(arguments.__getitem__, implementation.argnames))
        except (Exception, SystemExit) as error:
            raise self._failure(hook, error) from error

    def guard(self, hook: str, work: Callable[[], T]) -> T:
        """Run a piece of this plugin's code; whatever it raises becomes a `PluginError`."""
        try:
            return work()
        except (Exception, SystemExit) as error:
            raise self._failure(hook, error) from error

    def _failure(self, hook: str, error: BaseException) -> PluginError:
        return PluginError(self.name, f"{hook} failed with {type(error).__name__}: {error}")

    def options(self) -> list[Option]:
        """The options it declares.

        Raises:
            PluginError: it declares them wrongly.
        """
        if "cleanread_options" not in self.hooks:
            return []
        declared = list(self.call("cleanread_options") or ())
        for option in declared:
            if not isinstance(option, Option):
                raise PluginError(self.name, f"cleanread_options gives Option objects, not {type(option).__name__}")
        return declared


def find() -> list[Found]:
    """All entry points of the group, by name.

    Raises:
        PluginLoadError: two distributions offer different plugins under one name.
    """
    found: dict[str, Found] = {}
    for point in sorted(metadata.entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        dist = point.dist
        item = Found(point.name, dist.name if dist else "unknown", dist.version if dist else "", point)
        other = found.setdefault(point.name, item)
        if other.entry_point.value != point.value:
            raise PluginLoadError(
                point.name,
                f"two installed plugins have this name, {other.entry_point.value} of {other.distribution} and "
                f"{point.value} of {item.distribution}; uninstall one of them",
            )
    return list(found.values())


def load(found: Found) -> Plugin:
    """Import one plugin and check its hooks.

    Raises:
        PluginLoadError: it cannot be imported, or has no valid hook implementation.
    """
    try:
        obj = found.entry_point.load()
    except (Exception, SystemExit) as error:
        raise PluginLoadError(
            found.name,
            f"could not be loaded from {found.entry_point.value} ({found.distribution}): {type(error).__name__}: {error}",
        ) from error
    return adopt(obj, found.name, found.distribution, found.version)


def adopt(obj: Any, name: str | None = None, distribution: str = "", version: str = "") -> Plugin:
    """A plugin object or module as a `Plugin`.

    Raises:
        PluginLoadError: it has no hook implementation, or one that does not fit its specification.
    """
    name = name or _name_of(obj)
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        manager.register(obj, name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginLoadError(name, _explain(str(error))) from error
    hooks: dict[str, pluggy.HookImpl] = {}
    for caller in manager.get_hookcallers(manager.get_plugin(name)) or ():
        for implementation in caller.get_hookimpls():
            if implementation.hookwrapper or implementation.wrapper:
                raise PluginLoadError(name, f"{caller.name} is a hook wrapper; wrappers are not supported, use after/before")
            hooks[caller.name] = implementation
    if not hooks:
        raise PluginLoadError(name, "it implements no hook; mark its functions with @cleanread.hookimpl")
    return Plugin(
        name=name,
        obj=obj,
        distribution=distribution,
        version=version or str(getattr(obj, "__version__", "")),
        after=_names(obj, name, "after"),
        before=_names(obj, name, "before"),
        hooks=hooks,
    )


def order(plugins: Iterable[Plugin]) -> list[Plugin]:
    """The plugins in the order of their declared places; where nothing is declared, by name.

    A place beside a plugin that is not there is no error: it may not be installed.

    Raises:
        PluginOrderError: the places form a circle.
        PluginLoadError: two plugins have one name.
    """
    by_name: dict[str, Plugin] = {}
    for plugin in plugins:
        if plugin.name in by_name:
            raise PluginLoadError(plugin.name, "two plugins have this name")
        by_name[plugin.name] = plugin
    sorter: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter(dict.fromkeys(by_name, ()))
    for plugin in by_name.values():
        sorter.add(plugin.name, *(plugin.after & by_name.keys()))
        for later in plugin.before & by_name.keys():
            sorter.add(later, plugin.name)
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        circle = [str(name) for name in error.args[1]][::-1]
        raise PluginOrderError(circle[0], f"the declared places form a circle: {' before '.join(circle)}") from error
    ready = list(sorter.get_ready())
    heapq.heapify(ready)
    result: list[Plugin] = []
    while ready:
        name = heapq.heappop(ready)
        result.append(by_name[name])
        sorter.done(name)
        for follower in sorter.get_ready():
            heapq.heappush(ready, follower)
    return result


def discover(*, strict: bool = False) -> tuple[list[Plugin], list[PluginError]]:
    """Find and load all installed plugins, each on its own.

    Returns:
        The plugins that loaded, in order, and the errors of those that did not.

    Raises:
        PluginError: with ``strict``, the first error.
    """
    plugins: list[Plugin] = []
    errors: list[PluginError] = []
    for found in find():
        try:
            plugins.append(load(found))
        except PluginLoadError as error:
            if strict:
                raise
            errors.append(error)
    return order(plugins), errors


def select(plugins: Sequence[Plugin], disable: Iterable[str], only: Iterable[str] | None) -> list[Plugin]:
    """The plugins that take part.

    Args:
        disable: names of plugins to leave out.
        only: names of the plugins that may clean; readers, renderers and the like stay.

    Raises:
        OptionError: a name that no plugin has.
    """
    known = {plugin.name for plugin in plugins}
    off, on = set(_strings("disable", disable)), None if only is None else set(_strings("only", only))
    for name in sorted(off | (on or set())):
        if name not in known:
            raise OptionError(f"there is no plugin {name!r}{nearest(name, known)}")
    return [
        plugin
        for plugin in plugins
        if plugin.name not in off and (on is None or plugin.name in on or "cleanread_clean" not in plugin.hooks)
    ]


def _strings(what: str, names: Iterable[str]) -> Iterable[str]:
    if isinstance(names, str):
        raise OptionError(f"{what} is a list of plugin names, not one string: [{names!r}]")
    return names


def _name_of(obj: Any) -> str:
    name = getattr(obj, "name", None)
    if isinstance(name, str):
        return name
    return str(obj.__name__).rpartition(".")[2] if isinstance(obj, (ModuleType, type)) else type(obj).__name__


def _names(obj: Any, plugin: str, attribute: str) -> frozenset[str]:
    names = getattr(obj, attribute, ())
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise PluginLoadError(plugin, f"{attribute!r} is a list of plugin names, not {names!r}")
    return frozenset(names)


def _explain(message: str) -> str:
    """pluggy's message, with the nearest hook when one is misspelt."""
    hooks = [name for name in vars(Hooks) if name.startswith(PROJECT)]
    if "unknown hook" in message:
        wrong = message.split("unknown hook", 1)[1].split()[0].strip("'\"")
        return f"it implements the unknown hook {wrong!r}{nearest(wrong, hooks)}"
    return " ".join(message.split())
