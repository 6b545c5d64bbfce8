"""Cleaning a page where it stands: hidden, not deleted, and back with one click."""

from __future__ import annotations

from typing import Any

import pytest
from ext_reader import wait_for

VISIBLE = "return [...document.querySelectorAll('h1,h2,p,li,a,div.cookie,footer')].filter((e) => e.checkVisibility()).map((e) => e.textContent).join('|')"
TREE = "return document.head.outerHTML + document.body.outerHTML"


@pytest.fixture
def page(browser: Any, site: Any, read: Any) -> Any:
    """A page that was clicked on, so that the extension may touch it."""
    reader = read("news.html")
    return reader.page


def test_in_place_and_back(browser: Any, page: Any) -> None:
    before = page.js(TREE)
    browser.command(page, "clean-in-place")
    wait_for(browser, lambda: "Storm closes" not in page.js(VISIBLE) and "cookies" not in page.js(VISIBLE), "the cleaning")
    seen = page.js(VISIBLE)
    for kept in ("The river that came back", "For sixty years", "The first fish", "fades in"):
        assert kept in seen
    for gone in ("Share on Facebook", "morning newsletter", "All rights reserved"):
        assert gone not in seen
    assert page.js("return document.body.textContent.includes('Most read')"), "hidden, not deleted"
    browser.command(page, "clean-in-place")
    wait_for(browser, lambda: "Storm closes" in page.js(VISIBLE), "the whole page")
    assert page.js(TREE) == before
    browser.command(page, "clean-in-place")
    wait_for(browser, lambda: "Storm closes" not in page.js(VISIBLE), "the clean page again")


def test_without_the_service_the_page_stays_as_it_is(browser: Any, page: Any, service: Any) -> None:
    service.stop()
    try:
        seen = page.js(VISIBLE)
        browser.command(page, "clean-in-place")
        wait_for(browser, lambda: page.js("return document.documentElement.lastElementChild.localName === 'div'"), "the note")
        assert page.js(VISIBLE) == seen
    finally:
        service.start()
