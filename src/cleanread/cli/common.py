"""What several commands share: the options that choose plugins, reading inputs, messages."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import CleanreadError, OptionError, nearest

if TYPE_CHECKING:
    from rich.console import Console

    from ..cleaner import Cleaner

#: Log-odds that `--favour` adds to every block of a page.
BIAS = {"precision": -1.5, "recall": 1.5}
F = TypeVar("F", bound=Callable[..., Any])


def plugin_options(command: F) -> F:
    """The options that choose and set plugins; the command gets a `Cleaner` as ``cleaner``."""

    @click.option("--disable", multiple=True, metavar="PLUGIN", help="Leave this plugin out. May be repeated.")
    @click.option("--only", multiple=True, metavar="PLUGIN", help="Clean with this plugin alone. May be repeated.")
    @click.option(
        "--set", "settings", multiple=True, metavar="PLUGIN.OPTION=VALUE", help="Set an option of a plugin. May be repeated."
    )
    @click.option(
        "--comments",
        type=click.Choice(["keep", "drop"]),
        help="What becomes of readers' comments on a page; without it the model decides.",
    )
    @click.option(
        "--favour",
        type=click.Choice(["precision", "recall"]),
        help="Take away more of a page, or less, than the model holds best.",
    )
    @click.option(
        "--strict", is_flag=True, help="An error of a plugin fails the input, instead of going on without the plugin."
    )
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        disable: tuple[str, ...],
        only: tuple[str, ...],
        settings: tuple[str, ...],
        comments: str | None,
        favour: str | None,
        strict: bool,
        **kwargs: Any,
    ) -> Any:
        if comments:
            settings = (f"main_content.comments={comments}", *settings)
        if favour:
            settings = (f"main_content.bias={BIAS[favour]}", *settings)
        return command(*args, cleaner=build(disable, only, settings, strict), **kwargs)

    return wrapped  # type: ignore[return-value]


def charset_option(command: F) -> F:
    """``--charset``, checked before anything is read."""
    return click.option(
        "--charset",
        metavar="NAME",
        callback=_checked_charset,
        help="The character set that the input is in, whatever it says.",
    )(command)


def _checked_charset(ctx: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    if name is not None:
        from ..source import known_charset

        known_charset(name)
    return name


def build(disable: tuple[str, ...], only: tuple[str, ...], settings: tuple[str, ...], strict: bool) -> Cleaner:
    """A cleaner from command-line options.

    Raises:
        OptionError: a name or value that does not exist or fit.
    """
    from .. import manager
    from ..cleaner import Cleaner
    from ..options import parse

    options: dict[str, dict[str, Any]] = {}
    if settings:
        plugins = {plugin.name: plugin for plugin in manager.discover()[0]}
        for setting in settings:
            place, equals, value = setting.partition("=")
            name, dot, option_name = place.partition(".")
            if not (equals and dot):
                raise OptionError(f"--set takes PLUGIN.OPTION=VALUE, not {setting!r}")
            if name not in plugins:
                raise OptionError(f"there is no plugin {name!r}{nearest(name, plugins)}")
            known = {option.name: option for option in plugins[name].options()}
            if option_name not in known:
                raise OptionError(f"plugin {name!r} has no option {option_name!r}{nearest(option_name, known)}")
            options.setdefault(name, {})[option_name] = parse(name, known[option_name], value)
    return Cleaner(disable=disable, only=only or None, options=options, strict=strict)


@dataclass(frozen=True, slots=True)
class Input:
    """Something to clean, as the user named it."""

    name: str
    data: bytes
    url: str | None
    media_type: str | None


def is_url(name: str) -> bool:
    """Whether an argument is an address to fetch."""
    return name.lower().startswith(("http://", "https://"))


def read_input(name: str, url: str | None, media_type: str | None) -> Input:
    """Read a file, standard input (``-``) or an address.

    Raises:
        CleanreadError: the address cannot be fetched.
        OSError: the file cannot be read.
    """
    from ..batch import media_type_of

    if name == "-":
        if sys.stdin is None:
            raise OSError("standard input is closed")
        return Input(name, sys.stdin.buffer.read(), url, media_type)
    if is_url(name):
        from ..fetch import fetch

        page = fetch(name)
        return Input(name, page.data, url or page.url, media_type or page.media_type)
    path = Path(name)
    if path.is_dir():
        raise IsADirectoryError(21, f"is a folder; use `cleanread batch {name} -o FOLDER`")
    return Input(name, path.read_bytes(), url, media_type or media_type_of(path))


def console() -> Console:
    """Standard error, for people: in colour on a terminal, plain elsewhere."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def complain(name: str, error: Exception) -> None:
    """Say on standard error that an input failed, and why."""
    from ..batch import reason

    click.echo(f"cleanread: {name}: {reason(error)}", err=True)


def write_out(text: str) -> None:
    """Text to standard output as UTF-8, byte for byte.

    Past the buffer: that would hold what cannot be written, and fail once more when the process ends.
    """
    if sys.stdout is None:
        raise OSError("standard output is closed")
    sys.stdout.flush()
    stream = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
    rest = memoryview(text.encode("utf-8", "replace"))
    while rest:
        rest = rest[stream.write(rest) or 0 :]


INPUT_ERRORS = (CleanreadError, OSError)
