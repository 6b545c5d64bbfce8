"""Sites that open by themselves: only those that a person allowed, never their front pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ext_reader import Reader, wait_for


@pytest.fixture(scope="module")
def allowed(browser: Any, service: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser in which news.test and app.test are allowed.

    Firefox can be told not to ask; Chromium always asks a person, so there the copy of the extension has them from the start.
    """
    if browser.name == "firefox":
        yield browser
        browser.background(
            "await chrome.permissions.remove({ origins: ['*://*.news.test/*', '*://*.app.test/*'] }).catch(() => 0)"
        )
        return
    from ext_chromium import permitted

    from conftest import EXTENSION, pair, started

    origins = [f"{scheme}://{host}/*" for host in ("news.test", "app.test") for scheme in ("http", "https")]
    other = started("chromium", permitted(EXTENSION, Path(tmp_path_factory.mktemp("allowed")), origins))
    pair(other, service)
    yield other
    other.close()


def allow(browser: Any, site: str, mode: str) -> None:
    """Allow a site in the settings."""
    settings = browser.open(f"{browser.base}/options/options.html")
    wait_for(browser, lambda: settings.js("return document.querySelector('#sites').children.length > 0"))
    # Chromium has the access already, and would still ask for the www form of the name
    if browser.name == "chromium":
        settings.js("chrome.permissions.request = async () => true")
    settings.js(
        "document.querySelector('#site').value = a[0]; document.querySelector('#mode').value = a[1]",
        site,
        mode,
    )
    settings.click("#add button")
    wait_for(browser, lambda: site in settings.js("return document.querySelector('#sites').innerText"), "the site in the list")
    settings.close()


@pytest.fixture(autouse=True)
def _forget_sites(allowed: Any) -> Iterator[None]:
    yield
    allowed.background("await chrome.storage.local.remove('sites'); await chrome.storage.session.clear()")


def test_an_article_opens_cleaned_and_the_way_back_is_open(allowed: Any, site: Any) -> None:
    allow(allowed, "news.test", "reader")
    page = allowed.open(site.url("index.html"))
    allowed.pause(1.5)
    assert page.url == site.url("index.html"), "a front page stays"
    page.js("location.href = a[0]", site.url("news.html"))
    wait_for(allowed, lambda: "/reader/reader.html" in page.url, "the reader")
    reader = Reader(allowed, page, page).state()
    assert "For sixty years" in reader.text
    reader.js("document.querySelector('#original').click()")
    wait_for(allowed, lambda: page.url == site.url("news.html"), "the page")
    allowed.pause(1.5)
    assert page.url == site.url("news.html"), "who went back wants the page"
    page.close()


def test_other_sites_stay_as_they_are(allowed: Any, site: Any) -> None:
    allow(allowed, "news.test", "reader")
    page = allowed.open(site.url("news.html", "other.test"))
    allowed.pause(1.5)
    assert page.url == site.url("news.html", "other.test")
    page.close()


def test_a_single_page_site_is_cleaned_in_place_at_each_step(allowed: Any, site: Any) -> None:
    allow(allowed, "app.test", "in-place")
    page = allowed.open(site.url("app.html", "app.test"))
    visible = "return document.body.innerText"
    wait_for(allowed, lambda: "Related articles" not in page.js(visible), "the first cleaning")
    assert "Paragraph 5 about winter" in page.js(visible)
    page.js("document.querySelector('#next').click(); document.querySelector('nav').style.display = ''")
    wait_for(allowed, lambda: "Paragraph 5 about spring" in page.js(visible))
    wait_for(allowed, lambda: "Related articles" not in page.js(visible), "the second cleaning")
    page.close()


def test_taking_it_back_ends_it(allowed: Any, site: Any) -> None:
    allow(allowed, "news.test", "reader")
    settings = allowed.open(f"{allowed.base}/options/options.html")
    wait_for(allowed, lambda: "news.test" in settings.js("return document.querySelector('#sites').innerText"))
    if allowed.name == "chromium":
        settings.js("chrome.permissions.remove = async () => true")  # what a manifest demands cannot be removed
    settings.click("#sites button")
    wait_for(allowed, lambda: "Nothing is remembered" in settings.js("return document.querySelector('#sites').innerText"))
    if allowed.name == "firefox":
        origins = settings.js("return (await chrome.permissions.getAll()).origins")
        assert not [origin for origin in origins if "news.test" in origin]
    settings.close()
    page = allowed.open(site.url("news.html"))
    allowed.pause(1.5)
    assert page.url == site.url("news.html")
    page.close()
