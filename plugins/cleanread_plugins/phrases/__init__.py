"""Phrases of page interfaces by language and kind, and how a line is compared with them.

The data are the files in ``data/``, one a language; the README beside them defines their form. A line
of an article and a line of an interface look alike to a machine; what tells them apart is
that interfaces say the same few things everywhere.
"""

from functools import cache

from .loading import SECTIONS, load, parse
from .lookup import Lexicon
from .words import key

__all__ = ["SECTIONS", "Lexicon", "key", "lexicon", "parse"]


@cache
def lexicon() -> Lexicon:
    """The lexicon of all languages, read once a process."""
    return load()
