"""``cleanread plugins``: what is installed, in the order in which it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .. import manager
from ..errors import OptionError, PluginError, nearest

if TYPE_CHECKING:
    from ..manager import Plugin


@click.group(invoke_without_command=True)
@click.pass_context
def plugins(ctx: click.Context) -> None:
    """List the installed plugins, or show one."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_plugins)


@plugins.command("list")
def list_plugins() -> None:
    """All plugins in the order in which they work, with what they do."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    loaded, errors = manager.discover()
    table = Table("#", "plugin", "from", "hooks", "what it does")
    for number, plugin in enumerate(loaded, 1):
        hooks = " ".join(sorted(name.removeprefix("cleanread_") for name in plugin.hooks))
        cells = (str(number), plugin.name, f"{plugin.distribution} {plugin.version}", hooks, plugin.summary)
        table.add_row(*map(escape, cells))
    screen = Console(highlight=False)
    if not screen.is_terminal:
        screen.width = 200
    screen.print(table)
    for error in errors:
        click.echo(f"left out: {error}", err=True)


@plugins.command("show")
@click.argument("name")
def show(name: str) -> None:
    """The plugin NAME: what it does, its place, its options."""
    loaded, errors = manager.discover()
    plugin = next((plugin for plugin in loaded if plugin.name == name), None)
    if plugin is None:
        broken = next((error for error in errors if error.plugin == name), None)
        raise broken or OptionError(f"there is no plugin {name!r}{nearest(name, [plugin.name for plugin in loaded])}")
    click.echo("\n".join(describe(plugin)))


def describe(plugin: Plugin) -> list[str]:
    """A plugin in lines."""
    lines = [f"{plugin.name}  ({plugin.distribution} {plugin.version})", "", plugin.help, ""]
    lines.append(f"hooks: {', '.join(sorted(plugin.hooks))}")
    for word, names in (("after", plugin.after), ("before", plugin.before)):
        if names:
            lines.append(f"{word}: {', '.join(sorted(names))}")
    options = plugin.options()
    if options:
        lines += ["", "options:"]
        lines += [f"  {plugin.name}.{option.name} ({option.type}, {option.default!r}): {option.help}" for option in options]
    return lines


def register_commands(cli: click.Group, names: set[str]) -> None:
    """Let the named plugins add their commands; one that fails is named and left out."""
    try:
        foreign = [found for found in manager.find() if found.name in names]
    except PluginError as error:
        click.echo(f"left out: {error}", err=True)
        return
    for found in foreign:
        try:
            plugin = manager.load(found)
            if "cleanread_register_commands" in plugin.hooks:
                plugin.call("cleanread_register_commands", cli=cli)
        except PluginError as error:
            click.echo(f"left out: {error}", err=True)
