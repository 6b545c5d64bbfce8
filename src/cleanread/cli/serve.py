"""``cleanread serve``: the local service."""

from __future__ import annotations

import click

from ..web.settings import DEFAULT_PORT


@click.command()
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--workers", type=click.IntRange(1, 256), help="Worker processes; by default one a core.")
@click.option(
    "--allow-fetch", is_flag=True, help="Let the web page name a public address that the service fetches. Private ones never."
)
def serve(port: int, workers: int | None, allow_fetch: bool) -> None:
    """Run the local service for the browser extension, with a web page for people without it.

    It listens on 127.0.0.1 alone. The first line says where to go. Ctrl-C or SIGTERM ends it; running requests
    come to their end.
    """
    from ..web.server import serve as run
    from ..web.settings import Settings, cores

    run(Settings(port=port, workers=workers or cores(), allow_fetch=allow_fetch))
