"""Imported once by the process that workers are forked from, so that a new worker is ready at once."""

from __future__ import annotations

from . import worker  # noqa: F401 - first, because it sets how many threads numpy has
from .work import warm_up

warm_up()
