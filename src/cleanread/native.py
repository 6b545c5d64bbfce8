"""The compiled parts: what takes most of the time, in C where cleanread was installed with a C compiler at hand.

There are two kinds. A *twin* is a Cython module beside the Python module whose functions it doubles: ``_forest.pyx`` beside
``forest.py``. A Python module with a ``.pxd`` file beside it, which tells types, is compiled as it is, and is then loaded
in place of its source. Both give the same results to the last bit, so nothing but the time depends on what is there.
``CLEANREAD_PURE=1`` in the environment leaves all of it out. Each twin may be missing by itself; the modules compiled as they
are know each other's types, and are used all or none.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

#: Environment variable that leaves the compiled parts out.
PURE = "CLEANREAD_PURE"
#: The modules that are compiled as they are.
TYPED = (
    "document",
    "readers/html_blocks",
    "readers/html_cells",
    "readers/html_context",
    "readers/html_elements",
    "readers/html_formulas",
    "readers/html_handlers",
    "readers/html_inline",
    "readers/html_links",
    "readers/html_media",
    "readers/html_tables",
    "readers/html_walk",
    "resolver",
    "verdicts",
)
_PACKAGES = ("cleanread", "cleanread_plugins")


@cache
def is_wanted() -> bool:
    """Whether compiled parts may be used: the environment lets them, and no module that others count on is missing."""
    folder = Path(__file__).parent
    return os.environ.get(PURE, "0") in ("", "0") and all(
        any((folder / f"{name}{ending}").exists() for ending in EXTENSION_SUFFIXES) for name in TYPED
    )


def twin(name: str) -> Any | None:
    """A compiled module, or None where it was not built, or for other versions of what it uses.

    Args:
        name: its full name, such as ``cleanread_plugins._forest``.
    """
    if not is_wanted():
        return None
    try:
        return importlib.import_module(name)
    except (ImportError, TypeError, ValueError):  # the latter two when types are not laid out as they were
        return None


def is_compiled() -> bool:
    """Whether the compiled parts are there and used."""
    return twin("cleanread.readers._run") is not None


class _Sources:
    """Finds the modules of cleanread by their sources, whatever has been compiled beside them."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.partition(".")[0] in _PACKAGES and path is not None:
            for folder in path:
                spec = FileFinder(folder, (SourceFileLoader, SOURCE_SUFFIXES)).find_spec(name)
                if spec is not None:
                    return spec
        return None


if not is_wanted():
    sys.meta_path.insert(0, _Sources)
