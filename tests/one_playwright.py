"""Playwright, started once a process: its synchronous interface can run only once in a thread."""

from __future__ import annotations

import atexit
import functools
from typing import Any


@functools.cache
def playwright() -> Any:
    """The one that all tests of this process share."""
    from playwright.sync_api import sync_playwright

    started = sync_playwright().start()
    atexit.register(started.stop)
    return started
