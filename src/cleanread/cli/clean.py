"""``cleanread clean``: files, pages or standard input, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import FormatError
from .common import INPUT_ERRORS, complain, plugin_options, read_input, write_out

if TYPE_CHECKING:
    from ..article import Article
    from ..cleaner import Cleaner

_KINDS = {"text": "text/plain", "html": "text/html"}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-f", "--format", default="text", show_default=True, metavar="FORMAT", help="text, markdown, html, json, or one that a plugin adds.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="Write there: a file, or a folder when there are several inputs.")
@click.option("--explain", is_flag=True, help="Show the whole document with every removal struck through and its reason beside it.")
@click.option("--url", help="The address that the page came from; makes its links absolute.")
@click.option("--as", "kind", type=click.Choice(sorted(_KINDS)), help="What the input is, when its name and content mislead.")
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
    cleaner: Cleaner,
) -> None:
    """Clean FILEs: pages or texts, `-` for standard input, or addresses (http…) to fetch.

    The articles alone go to standard output, everything else to standard error.
    """
    failed = False
    several = len(files) > 1 or (output is not None and output.is_dir())
    written: set[Path] = set()
    for name in files:
        try:
            source = read_input(name, url, _KINDS.get(kind or ""))
            article = cleaner.clean(source.data, source.url, source.media_type)
            for problem in article.problems:
                click.echo(f"cleanread: {name}: {problem}", err=True)
            if explain:
                _explain(article, name if several else None)
            elif output is None:
                write_out(article.render(format))
            else:
                target = _free(output / f"{source.stem}{_extension(format)}", written) if several else output
                _write(article.render(format), target)
        except FormatError:
            raise
        except INPUT_ERRORS as error:
            complain(name, error)
            failed = True
    ctx.exit(1 if failed else 0)


def _explain(article: Article, heading: str | None) -> None:
    from .explain import show

    show(article, heading)


def _extension(format: str) -> str:
    from ..batch import EXTENSIONS

    return EXTENSIONS.get(format, f".{format}")


def _free(target: Path, written: set[Path]) -> Path:
    """A target that no other input of this call was written to."""
    free, number = target, 2
    while free in written:
        free = target.with_name(f"{target.stem}-{number}{target.suffix}")
        number += 1
    written.add(free)
    return free


def _write(text: str, target: Path) -> None:
    from ..output import write_whole

    write_whole(target, text)
