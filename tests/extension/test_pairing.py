"""Pairing, and every fault of the service: the reader says what to do, and goes on when it is done."""

from __future__ import annotations

from typing import Any

from ext_reader import wait_for


def test_the_first_page_leads_through_the_pairing(browser: Any, service: Any) -> None:
    page = wait_for(browser, lambda: next((tab for tab in browser.tabs() if "/options/welcome.html" in tab.url), None))
    browser.background("await chrome.storage.local.remove('token')")
    page.activate()
    page.js("location.reload()")
    done = "return ['start', 'pair'].filter((id) => document.getElementById(id).classList.contains('done')).join()"
    wait_for(browser, lambda: page.js(done) == "start" and page.js("return document.querySelector('#code') !== null"))
    page.click("#code")
    page.type(service.pair())
    page.press("Enter")
    wait_for(browser, lambda: page.js(done) == "start,pair", "the tick")
    assert page.js("return document.querySelector('#code')") is None, "nothing is left to be done"


def test_a_revoked_pairing_is_made_again_in_the_reader(read: Any, service: Any) -> None:
    service.pair("--revoke", "all")
    reader = read("news.html", state="fault-pair")
    assert "make pair" in reader.message()
    reader.js("document.querySelector('#code').value = 'AAAA-AAAA'; document.querySelector('.pairing button').click()")
    reader.wait("return document.querySelector('#said').textContent.includes('prints a new one')")
    reader.js("document.querySelector('#code').value = a[0]; document.querySelector('.pairing button').click()", service.pair())
    reader.state()
    assert "For sixty years the Alda" in reader.text


def test_the_service_goes_and_comes_back(read: Any, service: Any) -> None:
    service.stop()
    reader = read("news.html", state="fault-down")
    assert "make serve" in reader.message()
    service.start()
    reader.state()
    assert "For sixty years the Alda" in reader.text


def test_a_restore_that_fails_changes_nothing_and_is_done_later(read: Any, service: Any) -> None:
    reader = read("news.html")
    count = reader.removed
    service.stop()
    reader.tab.press("r")
    reader.click("Restore everything")
    reader.state("fault-down")
    assert reader.removed == count
    assert "For sixty years the Alda" in reader.text
    service.start()
    reader.wait("return parseInt(document.querySelector('.removed-count').textContent) === 0")


def test_a_browser_without_a_token_sends_nothing_of_a_page(read: Any, browser: Any, service: Any) -> None:
    token = browser.background("return (await chrome.storage.local.get('token')).token")
    browser.background("await chrome.storage.local.remove('token')")
    reader = read("news.html", state="fault-pair")
    sent = reader.js(
        """const sent = []; const real = fetch; window.fetch = (url, init) => (sent.push([url, init.body]), real(url, init));
        const { call } = await import("../shared/service.js");
        await call("/api/clean", { html: "private" }).catch(() => undefined); window.fetch = real; return sent;"""
    )
    assert [body for _, body in sent] == ["{}"]
    browser.background("await chrome.storage.local.set({ token: a[0] })", token)


def test_a_page_that_is_too_large(read: Any, site: Any) -> None:
    site.made["large.html"] = f"<!doctype html><title>Large</title><p>Words.</p><div hidden>{'word ' * 2_200_000}</div>"
    reader = read("large.html", state="fault-large")
    assert "11.0 MB" in reader.message()


def test_a_service_of_another_version(read: Any) -> None:
    reader = read("news.html")
    reader.js(
        """const real = fetch;
        window.fetch = (url, init) => real(url, { ...init, body: JSON.stringify({ ...JSON.parse(init.body), of_the_next_version: 1 }) });"""
    )
    reader.tab.press("r")
    reader.click("Restore everything")
    reader.state("fault-stale")
    assert "of_the_next_version" in reader.message()
    assert "make serve" in reader.message()
    reader.click("Back to the article", "#message")
    assert "For sixty years the Alda" in reader.text


def test_another_program_at_the_port(read: Any, browser: Any, service: Any, site: Any) -> None:
    browser.background("await chrome.storage.local.set({ port: a[0] })", site.port)
    reader = read("news.html", state="fault-refused")
    assert "another program answers there" in reader.message()
    browser.background("await chrome.storage.local.set({ port: a[0] })", service.port)
    reader.click("Try again", "#message")
    reader.state()
