"""``cleanread clean``: files, pages or standard input, one by one."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import CleanreadError, FormatError
from .common import INPUT_ERRORS, charset_option, complain, is_url, plugin_options, read_input, write_out

if TYPE_CHECKING:
    from ..article import Article
    from ..cleaner import Cleaner

_KINDS = {"text": "text/plain", "html": "text/html"}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-f",
    "--format",
    default="text",
    show_default=True,
    metavar="FORMAT",
    help="text, markdown, html, json, or one that a plugin adds.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(readable=False, path_type=Path),
    metavar="PATH",
    help="Write there: a file, or a folder when there are several inputs.",
)
@click.option(
    "--explain", is_flag=True, help="Show the whole document with every removal struck through and its reason beside it."
)
@click.option("--url", help="The address that the page came from; makes its links absolute.")
@click.option("--as", "kind", type=click.Choice(sorted(_KINDS)), help="What the input is, when its name and content mislead.")
@charset_option
@plugin_options
@click.pass_context
def clean(
    ctx: click.Context,
    files: tuple[str, ...],
    format: str,
    output: Path | None,
    explain: bool,
    url: str | None,
    kind: str | None,
    charset: str | None,
    cleaner: Cleaner,
) -> None:
    """Clean FILEs: pages or texts, `-` for standard input, or addresses (http…) to fetch.

    The articles alone go to standard output, everything else to standard error.
    """
    failed = False
    for name, target in zip(files, _targets(files, output, format), strict=True):
        try:
            source = read_input(name, url, _KINDS.get(kind or ""))
            with redirect_stdout(sys.stderr):  # what a plugin prints is not the article
                article = cleaner.clean(source.data, source.url, source.media_type, charset)
                rendered = article.render(format) if target is not None or not explain else ""
            for problem in article.problems:
                click.echo(f"cleanread: {name}: {problem}", err=True)
            if target is not None:
                _write(rendered, target)
            elif not explain:
                write_out(rendered)
            if explain:
                _explain(article, name if len(files) > 1 else None)
        except (FormatError, BrokenPipeError):
            raise
        except INPUT_ERRORS as error:
            complain(name, error)
            failed = True
    ctx.exit(1 if failed else 0)


def _explain(article: Article, heading: str | None) -> None:
    from .explain import show

    show(article, heading)


def _targets(files: tuple[str, ...], output: Path | None, format: str) -> list[Path] | list[None]:
    """Where each result goes: no two to one place, none over an input; None for standard output.

    Raises:
        CleanreadError: a result would replace an input, or several are to go to one file.
    """
    from ..batch import EXTENSIONS, free_place, refuse_overwriting

    if output is None:
        return [None] * len(files)
    targets = [output]
    if os.path.isdir(output) or len(files) > 1:
        if os.path.lexists(output) and not os.path.isdir(output):
            raise CleanreadError(f"{str(output)!r} is a file; name a folder for the results of several inputs")
        extension = EXTENSIONS.get(format, f".{format}")
        taken: set[str] = set()
        targets = [free_place(output / f"{_stem(name)}{extension}", taken) for name in files]
    refuse_overwriting(targets, [Path(name) for name in files if name != "-" and not is_url(name)])
    return targets


def _stem(name: str) -> str:
    """A file name for the result of an input, without an ending."""
    if name == "-":
        return "stdin"
    if is_url(name):
        from urllib.parse import urlsplit

        parts = urlsplit(name)
        return Path(parts.path).stem or parts.netloc.replace(":", "-") or "page"
    return Path(name).stem or "page"


def _write(text: str, target: Path) -> None:
    from ..batch import write_result

    write_result(target, text)
