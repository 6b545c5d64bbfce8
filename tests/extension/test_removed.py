"""What was removed: shown with its reason, brought back, remembered, and taken back again."""

from __future__ import annotations

from typing import Any

PROMO = "Enjoying this story? Sign up"


def test_restore_one_and_undo(read: Any) -> None:
    reader = read("news.html")
    count = reader.removed
    kept = int(reader.js("return parseInt(document.querySelector('#meter').textContent)"))
    reader.unfold()
    item = reader.press_beside(PROMO, "Restore")
    assert "speaks to the reader of the site" in item
    assert "%" in item
    reader.wait(f"return main.innerText.includes({PROMO!r})")
    assert reader.removed == count - 1
    assert int(reader.js("return parseInt(document.querySelector('#meter').textContent)")) > kept
    reader.tab.press("u")
    reader.wait(f"return !main.innerText.includes({PROMO!r})")
    assert reader.removed == count


def test_show_in_place(read: Any) -> None:
    reader = read("news.html")
    reader.tab.press("x")
    reader.wait("return main.querySelectorAll('.removed').length > 5")
    order = reader.js(
        """const all = [...main.querySelectorAll("h1, h2, p, li, .removed")].map((e) => e.textContent);
        const at = (words) => all.findIndex((text) => text.includes(words));
        return [at("For sixty years"), at("You could hear it"), at(a[0]), at("What the maps remembered"), at("All rights reserved")]""",
        PROMO,
    )
    assert -1 not in order
    assert order == sorted(order)
    assert "interface" in reader.js(
        "return [...main.querySelectorAll('.removed')].find((e) => e.textContent.includes(a[0])).innerText", PROMO
    )
    reader.tab.press("x")
    reader.wait("return main.querySelectorAll('.removed').length === 0")


def test_a_click_in_the_panel_shows_the_block_in_its_place(read: Any) -> None:
    reader = read("news.html")
    reader.unfold()
    reader.js("document.querySelector('.excerpt').click()")
    reader.wait("return main.querySelectorAll('.removed').length === 1 && frame.activeElement.matches('.removed')")
    count = reader.removed
    reader.js("frame.activeElement.querySelector('button').click()")
    reader.wait("return Number(document.querySelector('.removed-count').textContent.match(/\\d+/)[0]) === a[0]", count - 1)


def test_restore_all_of_a_plugin_and_everything(read: Any) -> None:
    reader = read("news.html")
    reader.unfold()
    counts = reader.js(
        "return Object.fromEntries([...document.querySelectorAll('.plugin summary')].map((s) => [s.querySelector('strong').textContent, parseInt(s.querySelector('.count').textContent)]))"
    )
    total = reader.removed
    reader.js(
        "[...document.querySelectorAll('.plugin')].find((one) => one.textContent.includes('interface')).querySelector('.actions button').click()"
    )
    reader.wait("return parseInt(document.querySelector('.removed-count').textContent) === a[0]", total - counts["interface"])
    reader.click("Restore everything")
    reader.wait("return parseInt(document.querySelector('.removed-count').textContent) === 0")
    assert "All rights reserved" in reader.text
    assert "100%" in reader.js("return document.querySelector('#meter').textContent")
    reader.tab.press("u")
    reader.tab.press("u")
    reader.wait("return parseInt(document.querySelector('.removed-count').textContent) === a[0]", total)


def test_a_kind_is_always_kept_on_a_site_until_that_is_taken_back(browser: Any, read: Any) -> None:
    reader = read("news.html")
    reader.unfold()
    reader.press_beside(PROMO, "Restore")
    reader.wait(f"return main.innerText.includes({PROMO!r})")
    reader.wait("return [...document.querySelectorAll('#panel li.restored')].length > 0")
    reader.press_beside(PROMO, "Always keep this kind here")
    reader.wait("const { sites = {} } = await chrome.storage.local.get('sites'); return sites['news.test']?.keep.length === 1")
    assert PROMO in read("news.html").text
    settings = browser.open(f"{browser.base}/options/options.html")
    from ext_reader import wait_for

    wait_for(browser, lambda: "news.test" in settings.js("return document.querySelector('#sites').innerText"), "the site")
    settings.js("document.querySelector('#sites button').click()")
    wait_for(browser, lambda: "Nothing is remembered" in settings.js("return document.querySelector('#sites').innerText"))
    settings.close()
    assert PROMO not in read("news.html").text


def test_a_plugin_is_switched_off_for_a_site_and_on_again(read: Any) -> None:
    reader = read("news.html")
    reader.unfold()
    reader.js(
        "[...[...document.querySelectorAll('.plugin')].find((d) => d.textContent.includes('interface')).querySelectorAll('button')].find((b) => b.textContent === 'Switch off here').click()"
    )
    reader.wait("return document.querySelector('#panel').innerText.includes('interface is switched off here')")
    other = read("news.html")
    other.tab.press("r")
    other.wait("return document.querySelector('#panel').innerText.includes('interface is switched off here')")
    other.click("Switch on again")
    other.wait("return !document.querySelector('#panel').innerText.includes('switched off')")


def test_choices_survive_a_reload(read: Any) -> None:
    reader = read("news.html")
    reader.tab.press("r")
    reader.click("Restore everything")
    reader.wait("return parseInt(document.querySelector('.removed-count').textContent) === 0")
    reader.reload()
    reader.wait("return parseInt(document.querySelector('.removed-count').textContent) === 0")
