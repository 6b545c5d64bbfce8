"""What the tests do with a reader tab, in either browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

#: Seconds; generous, because nothing here is judged by the clock.
PATIENCE = 40

FRAME = "const frame = document.querySelector('#article').contentDocument; const main = frame.querySelector('main');"


class Reader:
    """The reader tab of one page."""

    def __init__(self, browser: Any, tab: Any, page: Any) -> None:
        self.browser = browser
        self.tab = tab
        self.page = page

    def js(self, body: str, *arguments: Any) -> Any:
        """What a function body returns in the reader; ``frame`` is the article's document, ``main`` what it shows."""
        return self.tab.js(FRAME + body, *arguments)

    def wait(self, body: str, *arguments: Any) -> Any:
        """The first value of a function body that is true."""
        return wait_for(self.browser, lambda: self.js(body, *arguments))

    def state(self, wanted: str = "ready") -> Reader:
        """Wait until the reader is in a state; it has no message over the article then."""
        quiet = "&& document.querySelector('#message').hidden" if wanted == "ready" else ""
        try:
            self.wait(f"return document.body.dataset.state === a[0] {quiet}", wanted)
        except AssertionError as error:
            there = self.tab.js("return [location.href, document.body.dataset.state, document.body.innerText]")
            raise AssertionError(f"the reader is not {wanted!r}: {there}") from error
        return self

    @property
    def text(self) -> str:
        """All that the article shows."""
        return str(self.js("return main.innerText"))

    @property
    def removed(self) -> int:
        """How many blocks the bar says are removed."""
        return int(self.js("return document.querySelector('.removed-count').textContent.replace(/\\D/g, '')"))

    def click(self, label: str, within: str = "#panel") -> None:
        """Click the first button with a label."""
        found = self.js(
            """const all = [...document.querySelector(a[1]).querySelectorAll("button, summary")];
            const button = all.find((one) => one.textContent.trim() === a[0]); button?.click(); return !!button;""",
            label,
            within,
        )
        assert found, f"there is no button {label!r} in {within}"

    def reload(self) -> Reader:
        """Load the reader anew, and wait for the article."""
        self.tab.js("window.isBefore = true; location.reload()")
        wait_for(self.browser, lambda: self.tab.js("return window.isBefore === undefined"), "the reload")
        return self.state()

    def unfold(self) -> None:
        """Open the panel with what was removed, and in it what each plugin took away."""
        if self.js("return document.querySelector('#panel').hidden"):
            self.tab.press("r")
        self.wait("return document.querySelector('.plugin') !== null")
        self.js("for (const summary of document.querySelectorAll('.plugin:not([open]) summary')) summary.click()")
        self.wait("return [...document.querySelectorAll('.plugin')].every((plugin) => plugin.querySelector('ol'))")

    def press_beside(self, words: str, label: str) -> str:
        """Click a button of the removed block that has these words; its text in the panel."""
        return str(
            self.js(
                """const item = [...document.querySelectorAll("#panel li")].find((li) => li.textContent.includes(a[0]));
                const text = item.textContent; [...item.querySelectorAll("button")].find((one) => one.textContent === a[1]).click(); return text""",
                words,
                label,
            )
        )

    def message(self) -> str:
        """What stands in place of the article."""
        return str(self.js("return document.querySelector('#message').innerText"))

    def close(self) -> None:
        """Close the reader and the page."""
        self.tab.close()
        self.page.close()


def wait_for(browser: Any, found: Callable[[], Any], what: str = "") -> Any:
    """The first true value of a function."""
    end = time.monotonic() + PATIENCE
    problem: Exception | None = None
    while time.monotonic() < end:
        try:
            if value := found():
                return value
        except Exception as error:  # a page that is being replaced answers nothing
            problem = error
        browser.pause(0.05)
    raise AssertionError(f"waited in vain for {what or 'it'}") from problem


def open_reader(browser: Any, url: str, state: str = "ready") -> Reader:
    """Open a page, click the toolbar button, and wait for the reader."""
    page = browser.open(url)
    known = {tab.url for tab in browser.tabs()}

    def new() -> Any:
        return next((tab for tab in browser.tabs() if "/reader/reader.html" in tab.url and tab.url not in known), None)

    browser.click_action(page, lambda: new() is not None)
    return Reader(browser, new(), page).state(state)
