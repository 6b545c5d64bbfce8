"""From a click to the article, on pages of every kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cleanread

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def captured(reader: Any) -> str:
    """The page's copy that the reader works with."""
    return str(
        reader.js(
            """const { getCapture } = await import("../shared/store.js");
            return (await getCapture(location.hash.slice(1))).capture.html;"""
        )
    )


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def test_news(read: Any) -> None:
    reader = read("news.html")
    text = reader.text
    for kept in ("For sixty years the Alda", "eleven bends", "home and found the door open", "This paragraph fades in"):
        assert kept in text
    for gone in (
        "Share on Facebook",
        "morning newsletter",
        "Most read",
        "We use cookies",
        "All rights reserved",
        "This survey",
    ):
        assert gone not in text
    head = reader.js("return main.querySelector('header').innerText")
    for part in ("The river that came back", "Ada Norling", "14 March 2026", "2 minutes"):
        assert part in head
    assert head.upper().startswith("THE VALLEY POST")
    assert reader.js("return main.querySelectorAll('h1').length") == 1
    assert reader.js("return document.title") == "The river that came back"


def test_the_page_is_not_changed(browser: Any, read: Any, site: Any) -> None:
    untouched = browser.open(site.url("news.html"))
    before = untouched.js("return document.documentElement.outerHTML")
    untouched.close()
    reader = read("news.html")
    assert reader.page.js("return document.documentElement.outerHTML") == before


def test_what_is_read_is_what_the_library_gives(read: Any, site: Any) -> None:
    reader = read("news.html")
    article = cleanread.clean(captured(reader), url=site.url("news.html"), media_type="text/html")
    shown = reader.js("return main.querySelector('header h1').textContent + main.querySelector('article').textContent")
    assert letters(shown) == letters(article.text)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_seeds_as_pages(read: Any, site: Any, seed: Path) -> None:
    lines = seed.read_text().splitlines()
    from html import escape

    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
    site.made["seed.html"] = f"<!doctype html><meta charset=utf-8><title>{escape(lines[0])}</title><article>{body}</article>"
    reader = read("seed.html")
    article = cleanread.clean(captured(reader), url=site.url("seed.html"), media_type="text/html")
    assert letters(article.text).removeprefix(letters(article.title or "")) in letters(reader.text)


def test_code_tables_lists_and_formulas(read: Any) -> None:
    reader = read("structure.html")
    code = reader.js("return main.querySelector('pre').textContent")
    assert '    """Seconds lost a day."""\n    slope, _ = linear_regression' in code
    assert reader.js("return [...main.querySelectorAll('table tr')].map((row) => row.cells.length)") == [4, 4, 4, 4]
    assert reader.js("return main.querySelector('ol > li ul li').textContent").startswith("a penny")
    formula = reader.js("return main.querySelector('math').textContent")
    assert formula == "T=2πℓ/g", "without the TeX that it was made from"
    root, inside = reader.js(
        "return ['msqrt', 'msqrt > mrow'].map((name) => main.querySelector(name).getBoundingClientRect().width)"
    )
    assert root > inside + 3, "the sign of the root is drawn"
    assert "take a coin away" in reader.text, "what an accordion holds is part of the article"


@pytest.mark.parametrize(
    ("path", "direction", "words"), [("arabic.html", "rtl", "زرعت ليلى"), ("japanese.html", "ltr", "雪が三日続けて降り")]
)
def test_languages(read: Any, path: str, direction: str, words: str) -> None:
    reader = read(path)
    assert words in reader.text
    assert reader.js("return frame.documentElement.dir") == direction
    assert reader.js("return frame.defaultView.getComputedStyle(main.querySelector('article p')).direction") == direction


def test_a_page_with_a_strict_policy(read: Any) -> None:
    assert "the ship which we had been hailing" in read("strict.html").text


def test_shadow_roots_frames_and_lazy_pictures(read: Any, site: Any) -> None:
    reader = read("shadow.html")
    text = reader.text
    places = [text.find(word) for word in ("lit at five", "a washing line", "wicks of the wider kind", "afraid of stairs")]
    assert -1 not in places
    assert places == sorted(places)
    assert reader.js("return main.querySelector('img').src") == site.url("lighthouse.svg")


def test_a_large_page_shows_progress_and_can_be_cancelled(read: Any, site: Any, service: Any) -> None:
    words = "says something of its own about the weather in the north, the south, the east and the west, at length; " * 4
    body = "".join(f"<p>Paragraph {number} of a very long page {words}</p>" for number in range(2_500))
    site.made["large.html"] = (
        f"<!doctype html><title>A very long page</title><article><h1>A very long page</h1>{body}</article>"
    )
    with service.stopped():  # it takes the page and never ends: there is always something to cancel
        reader = read("large.html", state="working")
        reader.wait(
            """const { innerText } = document.querySelector('#message'); if (!innerText.includes('Cleaning the page of 1.')) return false;
            document.querySelector('#message button').click(); return true"""
        )
        reader.state("fault-cancelled")
        assert "The page is kept here" in reader.message()
    reader.click("Clean it now", "#message")
    reader.state()
    assert "Paragraph 2499" in reader.js("return main.textContent")


def test_a_page_that_no_extension_may_read(browser: Any) -> None:
    from ext_reader import open_reader

    closed = "chrome://version" if browser.name == "chromium" else "about:support"
    reader = open_reader(browser, closed, "fault-closed-page")
    assert "does not let extensions read this page" in reader.message()
    reader.close()


def test_the_reader_survives_a_reload(read: Any) -> None:
    reader = read("news.html")
    reader.page.goto("about:blank")
    reader.reload()
    assert "For sixty years the Alda" in reader.text


def test_in_place_of_the_page_and_back(browser: Any, site: Any) -> None:
    from ext_reader import Reader, wait_for

    browser.background("await chrome.storage.local.set({ place: 'replace' })")
    page = browser.open(site.url("news.html"))
    browser.click_action(page, lambda: "/reader/reader.html" in page.url)
    reader = Reader(browser, page, page).state()
    assert "For sixty years" in reader.text
    reader.js("document.querySelector('#original').click()")
    wait_for(browser, lambda: page.url == site.url("news.html"), "the page")
    page.close()


def test_the_context_menu(read: Any, browser: Any, site: Any) -> None:
    from ext_reader import Reader, wait_for

    page = read("news.html").page
    known = {tab.url for tab in browser.tabs()}
    browser.menu(page, "read")

    def opened() -> Any:
        return next((tab for tab in browser.tabs() if "/reader/reader.html" in tab.url and tab.url not in known), None)

    wait_for(browser, opened, "the reader")
    other = Reader(browser, opened(), page).state()
    assert "For sixty years" in other.text
    other.tab.close()
    browser.menu(page, "replace")
    wait_for(browser, lambda: "/reader/reader.html" in page.url, "the reader in place of the page")
    Reader(browser, page, page).state()
    page.goto(site.url("news.html"))


def test_the_manifest_asks_for_little() -> None:
    manifest = json.loads((Path(__file__).parents[2] / "extension" / "manifest.json").read_text())
    assert manifest["permissions"] == ["activeTab", "scripting", "storage", "contextMenus"]
    assert manifest["host_permissions"] == ["http://127.0.0.1/*"]
    assert "content_scripts" not in manifest
    assert "web_accessible_resources" not in manifest
