"""What a reader does with an article: its look, the keyboard, pictures, notes, saving, listening."""

from __future__ import annotations

import json
from typing import Any


def test_every_key_is_in_the_help(read: Any) -> None:
    reader = read("news.html")
    reader.tab.press("?")
    reader.wait("return document.querySelector('#help').open")
    shown = reader.js("return [...document.querySelectorAll('#help kbd')].map((key) => key.textContent)")
    keys = reader.js("const { KEYS } = await import('./keys.js'); return KEYS.flatMap(({ keys }) => keys)")
    assert shown == keys
    assert len(set(keys)) == len(keys)
    buttons = reader.js("return [...document.querySelectorAll('[data-key]')].map((button) => button.dataset.key)")
    assert set(buttons) <= set(keys)
    reader.tab.press("Escape")
    reader.wait("return !document.querySelector('#help').open")


def test_the_look_is_remembered(read: Any) -> None:
    reader = read("news.html")
    reader.tab.press("t", "t", "+", "+")
    reader.wait("return frame.documentElement.dataset.theme === 'sepia' && document.documentElement.dataset.theme === 'sepia'")
    reader.wait("return frame.defaultView.getComputedStyle(main.querySelector('article p')).fontSize === '22px'")
    reader.tab.press("l")
    reader.js("document.querySelector('#look input[value=dyslexic]').click()")
    reader.wait("return frame.defaultView.getComputedStyle(frame.body).fontFamily.startsWith('OpenDyslexic')")
    reader.tab.press("Escape")
    other = read("news.html")
    other.wait("return frame.documentElement.dataset.theme === 'sepia' && frame.documentElement.dataset.font === 'dyslexic'")
    other.wait(
        "await frame.fonts.ready; return frame.fonts.check('16px OpenDyslexic') && [...frame.fonts].some((f) => f.family.includes('OpenDyslexic') && f.status === 'loaded')"
    )


def test_every_key_counts_however_fast_they_come(read: Any) -> None:
    reader = read("news.html")
    sizes = reader.js(
        """const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        const told = new Promise((resolve) => chrome.storage.onChanged.addListener(() => resolve()));
        press("+"); await told; // the storage tells of the first choice when there are later ones
        for (let at = 0; at < 9; at++) press("+");
        await new Promise((resolve) => setTimeout(resolve, 300)); press("-"); await new Promise((resolve) => setTimeout(resolve, 300));
        return [frame.documentElement.style.getPropertyValue("--size"), (await chrome.storage.local.get("look")).look.size]"""
    )
    assert sizes == ["29px", 29]


def test_other_readers_follow_the_look(read: Any) -> None:
    reader, other = read("news.html"), read("structure.html")
    other.tab.press("+")
    reader.wait("return frame.documentElement.style.getPropertyValue('--size') === '21px'")


def test_outline_headings_and_paragraphs_by_keyboard(read: Any) -> None:
    reader = read("structure.html")
    reader.js(
        "document.querySelector('#outline-button').getAttribute('aria-expanded') === 'true' || document.querySelector('#outline-button').click()"
    )
    names = reader.js("return [...document.querySelectorAll('#outline li')].map((item) => item.textContent)")
    assert names == ["The formula", "The program", "The results"]
    reader.js("frame.defaultView.focus()")
    reader.tab.press("]", "]")
    reader.wait("return frame.activeElement.textContent === 'The program'")
    reader.tab.press("j")
    reader.wait("return frame.activeElement.textContent.startsWith('The program below reads')")


def test_a_picture_is_enlarged_and_a_footnote_opens_in_place(read: Any, browser: Any) -> None:
    reader = read("news.html")
    reader.js("main.querySelector('img').click()")
    reader.wait(
        "return document.querySelector('#lightbox').open && document.querySelector('#lightbox img').src.endsWith('river.svg')"
    )
    reader.tab.press("Escape")
    reader.wait("return !document.querySelector('#lightbox').open && frame.activeElement.localName === 'img'")
    assert reader.js("const mark = main.querySelector('[data-note]'); mark?.focus(); mark?.click(); return !!mark")
    reader.wait("return document.querySelector('#popover').matches(':popover-open')")
    assert "Disputes, water" in reader.js("return document.querySelector('#popover').innerText")
    reader.tab.press("Escape")
    reader.wait("return !document.querySelector('#popover').matches(':popover-open')")


def test_highlights_and_notes_are_found_again(read: Any) -> None:
    select = """const p = [...main.querySelectorAll("p")].find((one) => one.textContent.includes(a[0]));
        const text = p.firstChild; const at = text.data.indexOf(a[0]); const range = frame.createRange();
        range.setStart(text, at); range.setEnd(text, at + a[0].length); const s = frame.getSelection(); s.removeAllRanges(); s.addRange(range)"""
    reader = read("news.html")
    reader.js(select, "The course of the river")
    reader.tab.press("n")
    reader.wait("return document.querySelector('#note').open")
    reader.js(
        "document.querySelector('#note textarea').value = 'Look at the map'; document.querySelector('#note button').click()"
    )
    painted = "return [...(frame.defaultView.CSS.highlights.get('noted') ?? [])].map((range) => range.toString()).join()"
    reader.wait(f"return (() => {{ {painted} }})() === 'The course of the river'")
    other = read("news.html")
    other.tab.press("r")
    other.click("Restore everything")
    other.wait("return parseInt(document.querySelector('.removed-count').textContent) === 0")
    other.wait(f"return (() => {{ {painted} }})() === 'The course of the river'")
    other.tab.press("m")
    other.wait("return document.querySelector('#panel').innerText.includes('Look at the map')")
    other.click("Delete")
    other.wait("return !document.querySelector('#panel').innerText.includes('Look at the map')")


def test_saving(read: Any) -> None:
    reader = read("news.html")
    begin = """window.saved = []; const real = URL.createObjectURL; HTMLAnchorElement.prototype.click = function () { window.saved.at(-1).name = this.download; };
        URL.createObjectURL = (blob) => (window.saved.push({ blob }), "about:blank");"""
    reader.js(begin)
    starts = {"Markdown": "#", "HTML": "<", "EPUB": "PK", "JSON, with all that was removed": "{"}
    for name, start in starts.items():
        reader.js("document.querySelector('#save-button').click()")
        reader.click(f"Save as {name}", "#menu")
        reader.wait("return window.saved.at(-1)?.name")
        found = reader.js(
            "const { blob, name } = window.saved.pop(); return [name, (await blob.text()).trimStart().slice(0, 2)]"
        )
        assert found[0].startswith("The river that came back.")
        assert found[1].startswith(start), name


def test_a_report_is_scrubbed(read: Any, site: Any) -> None:
    site.made["private.html"] = (
        "<!doctype html><title>Private</title><article><h1>Private</h1>"
        "<p>Dear reader@secret.example, your account 1234 5678 9012 was opened in 2019 and has been read by nobody but you since then.</p>"
        '<p>This is a <a href="https://user:pass@shop.example/basket?session=abc#x">link</a> with a session, in a sentence of some length.</p>'
        "<script>var token = 'abcdefghijklmnopqrstuvwxyz0123456789'</script></article>"
    )
    reader = read("private.html")
    data = json.loads(
        reader.js(
            """const { caseFile } = await import("./report.js"); const { getCapture } = await import("../shared/store.js");
            const { Session } = await import("./session.js");
            const session = new Session((await getCapture(location.hash.slice(1))).capture, "x"); await session.start();
            return JSON.stringify(caseFile(session, "lost", "a note"));"""
        )
    )
    assert data["fault"] == "lost"
    assert "2019" in data["html"]
    assert "https://shop.example/basket" in data["html"]
    for secret in ("reader@secret", "1234 5678", "session=", "user:pass", "0123456789"):
        assert secret not in json.dumps(data)


def test_reading_aloud_goes_from_sentence_to_sentence(read: Any) -> None:
    """The engine is replaced by one that says nothing, because a test machine has no voices."""
    reader = read("news.html")
    reader.js(
        """window.said = []; window.current = null;
        Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => [], cancel() {}, speak(u) { window.said.push(u.text); window.current = u; } } });"""
    )
    reader.tab.press("p")
    marked = "return [...frame.defaultView.CSS.highlights.get('spoken')][0].toString()"
    assert reader.wait("return window.said.at(-1)") == "The river that came back"
    reader.js("do window.current.onend(); while (window.said.at(-1) === 'By Ada Norling')")
    assert reader.js("return window.said.at(-1)") == "For sixty years the Alda ran straight."
    assert reader.js(marked) == "For sixty years the Alda ran straight."
    reader.tab.press(".")
    assert reader.wait("return window.said.at(-1).startsWith('Engineers') && window.said.at(-1)").startswith(
        "Engineers had dug it a new bed"
    )
    reader.tab.press("p")
    reader.wait("return document.querySelector('#listening').innerText.includes('Go on')")
    reader.tab.press("Escape")
    reader.wait("return document.querySelector('#listening').hidden && !frame.defaultView.CSS.highlights.has('spoken')")


def test_what_screen_readers_are_told(read: Any) -> None:
    reader = read("news.html")
    reader.tab.press("r")
    nameless = reader.js(
        """const named = (e) => e.getAttribute("aria-label") || e.labels?.length || e.textContent.trim() || e.title || e.getAttribute("aria-labelledby");
        return [...document.querySelectorAll("button, a, input, select, iframe, [role]:not([role=status])")].filter((e) => e.checkVisibility() && !named(e)).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    reader.wait("return document.activeElement.textContent === 'What was removed'")  # the focus goes to what was opened
    reader.tab.press("Escape")
    assert reader.wait("return document.activeElement.id === 'meter'"), "and back to what opened it"


def test_formulas_and_footnotes_in_the_renderers_markup(read: Any, site: Any) -> None:
    reader = read("structure.html")
    left = reader.js(
        r"""const { enrich } = await import("./enrich.js"); const { sanitised } = await import("./sanitise.js");
        const { getCapture } = await import("../shared/store.js"); const { capture } = await getCapture(location.hash.slice(1));
        const box = document.createElement("article");
        box.append(sanitised(`<p>T is <span class="math inline">\\(T = 2\\pi\\sqrt{\\ell/g}\\)</span>, and unknown \\(x\\).<sup><a href="#fn-1" id="fnref-1">1</a></sup></p>
          <div class="math display">\\[T = 2\\pi\\sqrt{\\ell/g}\\]</div><section><ol><li id="fn-1">A note. <a href="#fnref-1">↩</a></li></ol></section>`));
        enrich(box, capture);
        return [box.querySelectorAll("math msqrt").length, box.querySelector("p").textContent.includes("\\(x\\)"), [...box.querySelectorAll("[data-note]")].map((e) => e.dataset.note)]"""
    )
    assert left == [2, True, ["A note."]]
