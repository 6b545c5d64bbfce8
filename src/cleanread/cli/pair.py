"""``cleanread pair``: lets a browser use the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..errors import CleanreadError

if TYPE_CHECKING:
    from ..web.tokens import Pairing


@click.command()
@click.option("--list", "listing", is_flag=True, help="List the paired browsers instead.")
@click.option("--revoke", metavar="ID", help="End a pairing instead; its token is void at once. `all` ends every one.")
def pair(listing: bool, revoke: str | None) -> None:
    """Print a one-time code to be entered in the browser extension.

    It holds for five minutes and for one browser. A new code takes the place of the one before.
    """
    from ..web.settings import config_folder
    from ..web.tokens import CODE_LIFE, TokenStore

    tokens = TokenStore(config_folder())
    if listing and revoke:
        raise click.UsageError("--list and --revoke do not go together")
    if listing:
        _list(tokens.pairings())
    elif revoke:
        wanted = [pairing.id for pairing in tokens.pairings()] if revoke == "all" else [revoke]
        revoked = [tokens.revoke(id) for id in wanted]
        if not all(revoked):
            raise CleanreadError(f"there is no pairing {revoke!r}; `cleanread pair --list` shows them")
        click.echo(f"{len(wanted)} revoked", err=True)
    else:
        click.echo(tokens.new_code())
        click.echo(f"Enter this code in the browser extension within {CODE_LIFE // 60} minutes.", err=True)


def _list(pairings: list[Pairing]) -> None:
    for pairing in pairings:
        click.echo(f"{pairing.id}  {pairing.created}  {pairing.origin}")
    if not pairings:
        click.echo("No browser is paired.", err=True)
