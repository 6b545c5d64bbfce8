"""Pages of private windows: read in an ordinary one, and forgotten as soon as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ext_reader import Reader, wait_for

from conftest import EXTENSION, pair, started


@pytest.fixture
def private(browser: Any, service: Any) -> Iterator[Any]:
    """Another browser of the same kind, in which the extension is allowed in private windows."""
    other = started(browser.name)
    try:
        other.allow_private(EXTENSION)
        pair(other, service)
        yield other
    finally:
        other.close()


def test_a_page_of_a_private_window_is_read_and_forgotten(private: Any, site: Any) -> None:
    page = private.open_private(site.url("news.html"))

    def opened() -> Any:
        return next((tab for tab in private.tabs() if "/reader/reader.html" in tab.url), None)

    private.click_action(page, lambda: opened() is not None)
    reader = Reader(private, opened(), page).state()
    assert "For sixty years the Alda" in reader.text
    where = reader.js("return [(await chrome.tabs.getCurrent()).incognito, document.title]")
    assert where == [False, "cleanread"], "no name of it in the history of the ordinary window"
    left = """const { getCapture } = await import("../shared/store.js"); return (await getCapture(location.hash.slice(1))) ?? null"""
    assert reader.js(left) is None
    reader.tab.js("location.reload()")
    reader.state("fault-no-capture")
    wait_for(private, lambda: "no longer here" in reader.message(), "what to do")


def test_a_capture_of_a_private_window_that_nobody_reads_is_deleted(browser: Any, read: Any) -> None:
    reader = read("news.html")
    left = reader.js(
        """const { getCapture, pruneCaptures, putCapture } = await import("../shared/store.js");
        const { capture } = await getCapture(location.hash.slice(1));
        for (const fleeting of [true, false]) await putCapture({ id: `unread ${fleeting}`, state: "captured", capture, fleeting, when: Date.now() });
        await pruneCaptures(Date.now() + 120_000);
        return await Promise.all([true, false].map(async (fleeting) => (await getCapture(`unread ${fleeting}`)) !== undefined));"""
    )
    assert left == [False, True]
