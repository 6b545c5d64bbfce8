"""``cleanread batch``: many files and folders."""

from __future__ import annotations

import gc
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import charset_option, complain, console, plugin_options

if TYPE_CHECKING:
    from rich.console import Console

    from ..batch import Report
    from ..cleaner import Cleaner


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path), metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(readable=False, path_type=Path),
    metavar="PATH",
    help="Folder of the results; with `-f jsonl` their file.",
)
@click.option(
    "-f",
    "--format",
    default="text",
    show_default=True,
    type=click.Choice(["text", "markdown", "html", "json", "jsonl"]),
    help="Format of the results.",
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first input that fails.")
@charset_option
@plugin_options
@click.pass_context
def batch(
    ctx: click.Context,
    sources: tuple[Path, ...],
    output: Path,
    format: str,
    fail_fast: bool,
    charset: str | None,
    cleaner: Cleaner,
) -> None:
    """Clean SOURCEs: files, and folders with all pages and texts in them.

    Results keep their places below the output folder. An input that fails is named at the end; the others are
    written, each whole.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from ..batch import SUFFIXES, plan, run

    jobs = plan(sources, output, format)
    gc.freeze()  # what is loaded stays; what a document leaves behind holds no circles that would have to be looked for often
    gc.set_threshold(50_000, 20, 20)
    screen = console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("Cleaning", total=len(jobs))
        try:
            with redirect_stdout(sys.stderr):  # what a plugin prints is a message
                report = run(
                    cleaner,
                    jobs,
                    format,
                    output,
                    charset=charset,
                    fail_fast=fail_fast,
                    progress=lambda job: progress.advance(task),
                )
        except OSError as error:
            complain(str(output), error)
            ctx.exit(1)
    summarise(report, screen)
    if not jobs:
        where = ", ".join(map(str, sources))
        screen.print(f"Nothing to clean was found in {where}; looked for is {', '.join(SUFFIXES)}", markup=False)
    if report.documents or format == "jsonl":
        screen.print(f"Results are in {output}", markup=False)
    ctx.exit(1 if report.failures else 0)


def summarise(report: Report, screen: Console) -> None:
    """The sums of a batch as a table, then what failed."""
    from rich.markup import escape
    from rich.table import Table

    if report.removed:
        table = Table("plugin", "removed", "in documents", title="Taken away", title_justify="left")
        for column in table.columns[1:]:
            column.justify = "right"
        for name, count in sorted(report.removed.items(), key=lambda item: (-item[1], item[0])):
            table.add_row(escape(name), str(count), f"{report.with_removals[name]} of {report.documents}")
        screen.print(table)
    share = f"{report.words_kept / report.words_in:.1%}" if report.words_in else "100%"
    each = f", {report.seconds / report.documents * 1000:.1f} ms each" if report.documents else ""
    screen.print(
        f"{report.documents} documents cleaned in {report.seconds:.2f} s{each}; {share} of {report.words_in} words kept"
    )
    noted: dict[str, list[Path]] = {}
    for path, message in report.problems:
        noted.setdefault(message, []).append(path)
    for message, paths in noted.items():
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        screen.print(f"[yellow]note[/] {escape(f'{paths[0]}{more}: {message}')}")
    for failure in report.failures:
        screen.print(f"[red]failed[/] {escape(f'{failure.source}: {failure.reason}')}")
