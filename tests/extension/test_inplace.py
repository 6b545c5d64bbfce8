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


#: Times that a page is left and gone back to: a browser that is short of memory may load it anew instead of keeping it.
TIMES = 5


def count_on_the_button(browser: Any) -> str:
    """What the toolbar button says over the tab that is in front."""
    return str(
        browser.background(
            """const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
            return await chrome.action.getBadgeText({ tabId: tab.id });"""
        )
    )


def test_the_toolbar_button_says_how_many_are_hidden_now(browser: Any, page: Any, site: Any) -> None:
    browser.command(page, "clean-in-place")
    wait_for(browser, lambda: int(count_on_the_button(browser) or 0) > 5, "the count")
    count = count_on_the_button(browser)
    badge = page.js(
        "const box = document.documentElement.lastElementChild.getBoundingClientRect(); return [box.right, box.bottom]"
    )
    page.click_at(badge[0] - 80, badge[1] - 22)  # "Show all"
    wait_for(browser, lambda: "Storm closes" in page.js(VISIBLE), "the whole page")
    wait_for(browser, lambda: count_on_the_button(browser) == "", "no count")
    page.click_at(badge[0] - 80, badge[1] - 22)  # "Hide again"
    wait_for(browser, lambda: count_on_the_button(browser) == count, "the count again")
    for _ in range(TIMES):
        page.goto(site.url("structure.html"))
        wait_for(browser, lambda: count_on_the_button(browser) == "", "a page that is not cleaned has no count")
        page.back()
        wait_for(browser, lambda: page.url == site.url("news.html") and "The first fish" in page.js(VISIBLE), "the page")
        hidden = "Storm closes" not in page.js(VISIBLE)
        shown = count if hidden else ""
        wait_for(browser, lambda shown=shown: count_on_the_button(browser) == shown, "what the page shows")
        if hidden:
            return
        browser.command(page, "clean-in-place")  # loaded anew: once more
        wait_for(browser, lambda: count_on_the_button(browser) == count, "the count of the page that was loaded anew")
    pytest.fail("the browser should have kept this page once: the test is of the count of a page that is shown again")


def test_without_the_service_the_page_stays_as_it_is(browser: Any, page: Any, service: Any) -> None:
    service.stop()
    try:
        seen = page.js(VISIBLE)
        browser.command(page, "clean-in-place")
        wait_for(browser, lambda: page.js("return document.documentElement.lastElementChild.localName === 'div'"), "the note")
        assert page.js(VISIBLE) == seen
    finally:
        service.start()
