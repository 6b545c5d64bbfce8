"""The compiled twins of the functions that take most of the time.

A twin is a Cython module beside the Python module whose functions it doubles: ``_forest.pyx`` beside ``forest.py``. It is
compiled when cleanread is installed, if there is a C compiler. Both give the same results to the last bit, so nothing
but the time depends on which of them runs. ``CLEANREAD_PURE=1`` in the environment leaves the twins out.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

#: Environment variable that leaves the twins out.
PURE = "CLEANREAD_PURE"

_twins: dict[str, bool] = {}


def twin(name: str) -> Any | None:
    """A compiled module, or None where it was not built.

    Args:
        name: its full name, such as ``cleanread_plugins._forest``.
    """
    module = None
    if os.environ.get(PURE, "0") in ("", "0"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            module = None
    _twins[name] = module is not None
    return module


def is_compiled() -> bool:
    """Whether there are compiled twins of all the modules imported so far that may have one."""
    return bool(_twins) and all(_twins.values())
