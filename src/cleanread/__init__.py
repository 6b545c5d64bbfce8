"""cleanread: read the article, not the page.

>>> import cleanread
>>> article = cleanread.clean("<h1>Rain</h1><p>It rained all day in Hanoi, and it will rain tomorrow.</p>")
>>> article.title
'Rain'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import native as native  # first: it decides how the other modules are found
from .document import Block, Document, Inline, Metadata, Place, Role
from .errors import (
    CleanreadError,
    FormatError,
    OptionError,
    PluginError,
    PluginLoadError,
    PluginOrderError,
    PluginTimeout,
    SourceError,
)
from .hookspecs import hookimpl
from .options import Option
from .source import Source
from .verdicts import Drop, Keep, Rewrite, Verdict

if TYPE_CHECKING:
    from .article import Article, Problem, Removal
    from .cleaner import Cleaner, clean

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Block",
    "Cleaner",
    "CleanreadError",
    "Document",
    "Drop",
    "FormatError",
    "Inline",
    "Keep",
    "Metadata",
    "Option",
    "OptionError",
    "Place",
    "PluginError",
    "PluginLoadError",
    "PluginOrderError",
    "PluginTimeout",
    "Problem",
    "Removal",
    "Rewrite",
    "Role",
    "Source",
    "SourceError",
    "Verdict",
    "clean",
    "hookimpl",
]

_LAZY = {"Article": "article", "Problem": "article", "Removal": "article", "Cleaner": "cleaner", "clean": "cleaner"}


def __getattr__(name: str) -> object:
    """Load what needs the plugin machinery only when it is used: importing cleanread stays fast."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_LAZY[name]}", __name__), name)
    globals()[name] = value
    return value
