"""The ``cleanread`` command."""

from __future__ import annotations

from importlib import import_module

import click

from .. import __version__
from ..errors import CleanreadError

#: Our commands: where each is, and its summary, so that ``--help`` imports none of them.
COMMANDS = {
    "clean": ("cleanread.cli.clean:clean", "Clean files, pages or standard input (the default command)."),
    "batch": ("cleanread.cli.batch:batch", "Clean many files or folders."),
    "serve": ("cleanread.cli.serve:serve", "Run the local service and its web page."),
    "pair": ("cleanread.cli.pair:pair", "Print a one-time code that pairs a browser; list and revoke pairings."),
    "plugins": ("cleanread.cli.plugins:plugins", "List the installed plugins, or show one."),
}
_OWN_OPTIONS = {"--help", "-h", "--version"}


class CleanreadGroup(click.Group):
    """Loads commands when they are used, asks plugins for more, and takes anything else as input of ``clean``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Our commands first, in their order."""
        self._register_foreign()
        return [*COMMANDS, *sorted(self.commands)]

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Take a plugin's command; the names of others stay theirs.

        Raises:
            CleanreadError: there is a command of that name.
        """
        name = name or cmd.name
        if name in COMMANDS or name in self.commands:
            raise CleanreadError(f"there is a command {name!r} already")
        super().add_command(cmd, name)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """A command by name."""
        if name in COMMANDS:
            module, _, attribute = COMMANDS[name][0].partition(":")
            command: click.Command = getattr(import_module(module), attribute)
            return command
        self._register_foreign()
        return self.commands.get(name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """``cleanread PAGE.html`` is ``cleanread clean PAGE.html``."""
        if args and args[0] not in _OWN_OPTIONS and args[0] not in COMMANDS:
            self._register_foreign()
            if args[0] not in self.commands:
                args = ["clean", *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in ``--help``."""
        self._register_foreign()
        rows = [(name, summary) for name, (_, summary) in COMMANDS.items()]
        rows += [(name, command.get_short_help_str()) for name, command in sorted(self.commands.items())]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _register_foreign(self) -> None:
        """Let plugins of other distributions add commands; ours need not be loaded for that."""
        if getattr(self, "_asked", False):
            return
        self._asked = True
        from importlib.metadata import entry_points

        foreign = [point for point in entry_points(group="cleanread") if point.dist is None or point.dist.name != "cleanread"]
        if foreign:
            from .plugins import register_commands

            register_commands(self, {point.name for point in foreign})

    def invoke(self, ctx: click.Context) -> object:
        """Errors of ours as one line: what is wrong and what to do."""
        try:
            return super().invoke(ctx)
        except CleanreadError as error:
            raise click.UsageError(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            raise click.ClickException(str(error)) from error


@click.group(
    cls=CleanreadGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`cleanread PAGE.html` is `cleanread clean PAGE.html`. "
    "Exit status: 0 all went well, 1 some input failed, 2 wrong usage.",
)
@click.version_option(__version__, prog_name="cleanread")
def main() -> None:
    """Read the article, not the page: clean articles of what is not the article, and show all that was taken away."""
