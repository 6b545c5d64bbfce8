"""The hooks that a plugin may implement, and the marker to do so.

A plugin is a module (or any object) whose functions carry ``@cleanread.hookimpl``. It is found through
the entry-point group ``cleanread``; the entry point's name is the plugin's. Two optional attributes place
it among the others: ``after`` and ``before``, each a list of plugin names. Each hook is called once a
document, plugin by plugin in that order. A hook may take fewer arguments than specified here.

Version 1 of the hooks. Arguments may be added; none will be taken away within version 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import click

    from .article import Article
    from .document import Document
    from .options import Option
    from .source import Source
    from .verdicts import Verdict

PROJECT = "cleanread"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

Options = Mapping[str, Any]


class Hooks:
    """The hook specifications."""

    @hookspec(firstresult=True)
    def cleanread_read(self, source: Source) -> Document | None:
        """Turn a source into a document, or return None when it is not of a media type you read.

        Args:
            source: the data (bytes or str), its media type and its URL.
        """

    @hookspec(firstresult=True)
    def cleanread_language(self, text: str, hint: Iterable[str]) -> tuple[str, float] | None:
        """Name the language of a text, or return None when you cannot tell.

        Args:
            text: a passage in one language.
            hint: BCP 47 codes that it can only be one of; empty for any language.

        Returns:
            A BCP 47 code and a confidence between 0 and 1.
        """

    @hookspec
    def cleanread_annotate(self, document: Document, options: Options) -> None:
        """Set roles, languages, probabilities on blocks, metadata on the document. Texts stay as they are."""

    @hookspec
    def cleanread_clean(self, document: Document, options: Options) -> Iterable[Verdict]:
        """Return verdicts about blocks of the document. Change nothing here."""
        return ()

    @hookspec(firstresult=True)
    def cleanread_render(self, article: Article, format: str) -> str | None:
        """Write the article in a format you know, or return None."""

    @hookspec
    def cleanread_options(self) -> Iterable[Option]:
        """The options that users may set for you."""
        return ()

    @hookspec
    def cleanread_register_commands(self, cli: click.Group) -> None:
        """Add subcommands to the ``cleanread`` command."""
