"""Every error that cleanread raises, under one base class.

* CleanreadError
    * SourceError           the input cannot be read as a page or as text
    * OptionError           a plugin name, option or value that does not exist or fit
    * FormatError           no plugin renders this output format
    * PluginError           a plugin is broken; ``.plugin`` names it
        * PluginLoadError   it could not be imported, or is not a cleanread plugin
        * PluginOrderError  the declared ``after``/``before`` places contradict each other
        * PluginTimeout     it took longer on one document than its time budget allows
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CleanreadError(Exception):
    """Base of all errors raised by cleanread."""


class SourceError(CleanreadError, ValueError):
    """The input cannot be read: binary data, an unknown media type, no reader for it."""


class OptionError(CleanreadError, ValueError):
    """An unknown plugin or option, or a value of the wrong type."""


class FormatError(CleanreadError, ValueError):
    """No installed plugin renders the requested output format."""


class PluginError(CleanreadError):
    """A plugin failed. ``plugin`` is its name; the cause is chained."""

    def __init__(self, plugin: str, message: str) -> None:
        super().__init__(f"plugin {plugin!r}: {message}")
        self.plugin = plugin
        self.message = message


class PluginLoadError(PluginError):
    """A plugin could not be imported or registered."""


class PluginOrderError(PluginError):
    """The places that plugins ask for cannot all be given."""


class PluginTimeout(PluginError):
    """A plugin exceeded its time budget for one document."""


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The hint that ends a message about an unknown name.

    >>> nearest("relted", ["related", "captions"])
    "; did you mean 'related'?"
    >>> nearest("zzz", ["related", "captions"])
    '; known are: captions, related'
    """
    names = sorted(known)
    close = difflib.get_close_matches(wrong, names, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known are: {', '.join(names)}" if names else "; there are none"
