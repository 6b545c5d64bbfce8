"""The local service: cleaning over HTTP for the browser extension, a web page, and programs of the same user.

>>> from cleanread.web import create_app
>>> app = create_app()

`create_app` makes the Flask application, `serve` runs it on a production server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import create_app
    from .server import serve

__all__ = ["create_app", "serve"]

_LAZY = {"create_app": "app", "serve": "server"}


def __getattr__(name: str) -> object:
    """Load Flask only when it is used: worker processes and ``cleanread pair`` need none of it."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_LAZY[name]}", __name__), name)
