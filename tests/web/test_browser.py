"""The web page in a real browser: its whole use, by pointer and by keyboard, wide and narrow."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cleanread

from .conftest import Service

STATIC = Path(__file__).parents[2] / "src/cleanread/web/static"
PAGE = (STATIC / "example.html").read_text(encoding="utf-8")
ARTICLE = cleanread.clean(PAGE, media_type="text/html")
TEXT = "Rain over Hanoi\n\nIt rained all day in Hanoi on Monday, and nobody went out.\nrain-in-hanoi.jpg\nShare on Facebook\n"


@pytest.fixture
def page(browser: Any, service: Service) -> Iterator[Any]:
    """The service's page in a window of its own; it may ask for nothing that is not the service's, and find no error."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=service.url)
    context.set_default_timeout(60_000)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(service.url)
    page.errors = errors
    yield page
    assert [url for url in asked if not url.startswith((service.url, "blob:", "data:"))] == []
    assert errors == []
    context.close()


def give(page: Any, source: str) -> None:
    page.fill("#source", source)
    page.click("#clean")
    page.wait_for_selector("#result:not([hidden])")


def frame(page: Any, name: str) -> Any:
    return page.frame_locator(f"#{name}")


def article_text(page: Any) -> str:
    return str(frame(page, "article").locator("body").inner_text())


def marks(page: Any) -> Any:
    return frame(page, "original").locator(".mark")


def test_a_pasted_page_is_cleaned_beside_its_original(page: Any) -> None:
    give(page, PAGE)
    assert page.inner_text("#title") == ARTICLE.title
    assert marks(page).count() == len(ARTICLE.removed)
    for removal in ARTICLE.removed:
        assert frame(page, "original").locator(f'[data-id="{removal.id}"]').count() == 1
    whole = frame(page, "original").locator("body").inner_text()
    for block in ARTICLE.document.blocks:
        assert block.text.split("\n")[0][:30] in whole
    shown = article_text(page)
    for block in ARTICLE.blocks:
        assert block.text.split("\n")[0] in shown
    assert "Share on Facebook" not in shown
    share = round(100 * ARTICLE.kept_share)
    assert page.inner_text("#kept-text").startswith(f"{share} % kept: {ARTICLE.word_count} of ")
    assert page.get_attribute("#kept", "aria-valuenow") == str(share)


def test_each_mark_has_its_plugins_colour(page: Any) -> None:
    give(page, TEXT)
    colours: dict[str, set[str]] = {}
    for removal in cleanread.clean(TEXT).removed:
        mark = frame(page, "original").locator(f'[data-id="{removal.id}"]')
        colours.setdefault(removal.plugin, set()).add(mark.evaluate("e => getComputedStyle(e).borderLeftColor"))
    assert set(colours) == {"captions", "interface"}
    assert all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == len(colours)
    for plugin, found in colours.items():
        item = page.locator("#plugins li", has=page.locator(f"#plugin-{plugin}"))
        assert item.evaluate("e => getComputedStyle(e).borderLeftColor") in found


def test_a_click_tells_why_and_restores(page: Any) -> None:
    give(page, PAGE)
    removal = next(item for item in ARTICLE.removed if "Facebook" in item.text)
    frame(page, "original").locator(f'[data-id="{removal.id}"]').click()
    why = page.locator("#why")
    assert removal.reason in why.inner_text().lower() or removal.reason.capitalize() in why.inner_text()
    assert removal.plugin in why.inner_text()
    page.click("#restore-one")
    assert "Share on Facebook" in article_text(page)
    assert "Restored" in why.inner_text()
    page.click("#restore-one")
    assert "Share on Facebook" not in article_text(page)
    page.click("#undo")
    assert "Share on Facebook" in article_text(page)
    page.click("#undo")
    assert "Share on Facebook" not in article_text(page)
    assert page.is_disabled("#undo")


def test_all_of_a_plugin_and_everything_come_back(page: Any) -> None:
    give(page, PAGE)
    plugin, count = Counter(removal.plugin for removal in ARTICLE.removed).most_common(1)[0]
    assert count > 1
    page.click(f"#restore-{plugin}")
    for removal in ARTICLE.removed:
        if removal.plugin == plugin:
            assert removal.text.split("\n")[0] in article_text(page)
    assert page.locator(f"#restore-{plugin}").count() == 0
    page.click("#restore-all")
    assert page.inner_text("#kept-text").startswith("100 % kept")
    assert page.is_disabled("#restore-all")
    page.click("#undo")
    page.click("#undo")
    assert marks(page).count() == len(ARTICLE.removed)


def test_plugins_are_switched_off_and_on(page: Any) -> None:
    give(page, TEXT)
    assert "rain-in-hanoi.jpg" not in article_text(page)
    page.uncheck("#plugin-captions")
    page.locator("#plugins .off").wait_for()
    frame(page, "article").get_by_text("rain-in-hanoi.jpg").wait_for()
    page.check("#plugin-captions")
    page.locator("#plugins .off").wait_for(state="detached")
    assert "rain-in-hanoi.jpg" not in article_text(page)
    page.click("#undo")
    assert "rain-in-hanoi.jpg" in article_text(page)


@pytest.mark.parametrize("format", ["markdown", "html", "json", "epub"])
def test_the_article_is_saved_as_it_is_shown(page: Any, format: str) -> None:
    give(page, TEXT)
    page.click("#restore-captions")
    with page.expect_download() as saving:
        page.click(f'[data-format="{format}"]')
    saved = Path(saving.value.path()).read_bytes()
    ending = {"markdown": "md"}.get(format, format)
    assert saving.value.suggested_filename.endswith(f".{ending}")
    expected = cleanread.clean(TEXT)
    expected.restore(plugin="captions")
    if format == "epub":
        with zipfile.ZipFile(io.BytesIO(saved)) as book:
            assert b"rain-in-hanoi.jpg" in book.read("EPUB/page0001.xhtml")
    elif format == "html":
        assert expected.html in saved.decode()
    else:
        assert saved.decode() == expected.render(format)


def test_the_article_is_copied(page: Any) -> None:
    give(page, TEXT)
    page.click("#copy")
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == cleanread.clean(TEXT).markdown


# -- ways in ----------------------------------------------------------------------------------------------------------

FILES = [
    ("story.txt", TEXT.encode(), "nobody went out"),
    ("page.html", PAGE.encode(), "blue ferry"),
    (
        "old.html",
        "<meta charset=windows-1258><h1>Mưa</h1><p>Hà Nội và cả nước, một ngày dài.".encode("cp1258", "ignore"),
        "Hà N",
    ),
    ("latin.html", "<p>Der Fluß stieg über Nacht um zwei Meter, und keiner schlief.".encode("latin-1"), "Fluß stieg über"),
    ("wide.txt", "\ufeffHà Nội mưa cả ngày hôm nay.".encode("utf-16"), "Hà Nội mưa"),
]


@pytest.mark.parametrize(("name", "content", "text"), FILES, ids=[file[0] for file in FILES])
def test_a_file_is_chosen(page: Any, name: str, content: bytes, text: str) -> None:
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.wait_for_selector("#result:not([hidden])")
    assert text in article_text(page)


def test_a_file_is_dropped(page: Any) -> None:
    transfer = page.evaluate_handle(
        "text => { const t = new DataTransfer(); t.items.add(new File([text], 'story.txt')); return t; }", TEXT
    )
    page.dispatch_event("body", "dragenter", {"dataTransfer": transfer})
    assert page.is_visible("#drop")
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    page.wait_for_selector("#result:not([hidden])")
    assert page.is_hidden("#drop")
    assert "nobody went out" in article_text(page)


def test_the_kind_can_be_said(page: Any) -> None:
    page.select_option("#kind", "text")
    give(page, "<p>Angle brackets are part of this text about HTML.</p>")
    assert "<p>" in article_text(page)


def test_the_example_works(page: Any) -> None:
    page.click("#example")
    page.wait_for_selector("#result:not([hidden])")
    assert "blue ferry" in article_text(page)


def test_no_address_is_asked_for_unless_fetching_is_allowed(page: Any, browser: Any, start: Any) -> None:
    assert page.locator("#fetch").count() == 0
    other = browser.new_page()
    service = start("--allow-fetch")
    other.goto(service.url)
    other.fill("#fetch", f"{service.url}/")
    other.click("#clean")
    other.wait_for_selector("#alert:not([hidden])")
    assert "public internet" in other.inner_text("#alert") or "port" in other.inner_text("#alert")
    other.close()


def test_errors_are_told(page: Any, service: Service) -> None:
    page.set_input_files("#file", {"name": "x.txt", "mimeType": "text/plain", "buffer": b"%PDF-1.4\0\0"})
    page.wait_for_selector("#alert:not([hidden])")
    assert "binary" in page.inner_text("#alert")
    page.route("**/api/clean", lambda route: route.abort())
    page.fill("#source", "x")
    page.click("#clean")
    page.get_by_text("does not answer").wait_for()
    page.errors.clear()  # the browser names the request that was cut off


# -- hostile articles -------------------------------------------------------------------------------------------------

HOSTILE = """<body><article><h1>Hostile <script>top.hit = 1</script></h1>
<p onclick="top.hit = 1">It rained all day in Hanoi, <a href="javascript:top.hit=1">and</a> nobody went out for a walk.</p>
<p><img src=x onerror="top.hit=1"><img src="http://elsewhere.test/pixel.png" alt="a picture"><svg onload="top.hit=1"></svg></p>
<iframe srcdoc="<script>top.hit=1</script>"></iframe><style>body{background:url(http://elsewhere.test/x)}</style>
<link rel=stylesheet href="http://elsewhere.test/x.css"><meta http-equiv=refresh content="0;url=http://elsewhere.test/">
<p>&lt;img src=x onerror="top.hit=1"&gt; And it rained on, all week and all month, until the whole of the country was wet.</p>
<form action="http://elsewhere.test/"><button>Go</button></form><base href="http://elsewhere.test/"></article>"""


def test_a_hostile_article_runs_and_loads_nothing(page: Any, service: Service) -> None:
    """The fixture sees to it that nothing was asked of another host."""
    give(page, HOSTILE)
    page.click("#restore-all")
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None
    assert page.url == f"{service.url}/"
    assert "onerror" in article_text(page), "as text"
    assert "Picture" in frame(page, "article").locator("body").inner_text()
    for name in ("original", "article"):
        assert page.get_attribute(f"#{name}", "sandbox") == "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        assert frame(page, name).locator("script, iframe, form, [onclick], [onerror]").count() == 0


def test_the_frames_run_no_script_even_if_one_got_in(page: Any) -> None:
    give(page, TEXT)
    page.evaluate(
        """() => { const doc = document.querySelector('#article').contentDocument;
        const script = doc.createElement('script'); script.textContent = 'top.hit = 1'; doc.body.append(script); }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    page.errors.clear()  # the browser tells that it blocked the script


def test_the_page_runs_no_inline_script(page: Any) -> None:
    add = "const s = document.createElement('script'); s.textContent = 'top.hit = 1'; document.body.append(s);"
    page.evaluate(f"() => {{ try {{ {add} }} catch {{}} }}")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    page.errors.clear()  # the browser tells that it blocked the script


# -- keyboard, screen readers, screens --------------------------------------------------------------------------------


def test_everything_can_be_done_by_keyboard(page: Any) -> None:
    page.focus("#source")
    page.keyboard.insert_text(TEXT)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result:not([hidden])")
    assert page.evaluate("document.activeElement.id") == "title"
    page.keyboard.press("n")
    first = page.inner_text("#why-title")
    page.keyboard.press("n")
    assert page.inner_text("#why-title") != first
    page.keyboard.press("r")
    assert "Share on Facebook" in article_text(page)
    page.keyboard.press("u")
    assert "Share on Facebook" not in article_text(page)
    page.keyboard.press("Escape")
    assert page.is_hidden("#why")


def test_a_mark_is_a_button_whose_panel_gets_and_gives_back_the_focus(page: Any) -> None:
    give(page, TEXT)
    tag = marks(page).first.locator(".tag")
    tag.focus()
    tag.press("Enter")
    assert page.evaluate("document.activeElement.id") == "restore-one"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "restore-one"
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('#original').contentDocument.activeElement.className") == "tag"


def test_every_control_has_a_name_and_changes_are_announced(page: Any) -> None:
    give(page, TEXT)
    page.keyboard.press("n")
    snapshot = page.locator("body").aria_snapshot()
    assert not re.search(r"- (button|checkbox|textbox|combobox|link)(:|$)", snapshot, re.MULTILINE), snapshot
    assert "meter" in snapshot
    assert "Removed by captions" in page.inner_text("#status")
    label = marks(page).first.locator(".tag").get_attribute("aria-label")
    assert label.startswith("removed by captions: ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_fits_its_screen_and_is_readable(browser: Any, service: Service, scheme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    page.goto(service.url)
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        paper, ink = (
            luminance(page.evaluate(f"getComputedStyle(document.body).{name}")) for name in ("backgroundColor", "color")
        )
        assert (paper > ink) == (scheme == "light")
        assert (max(paper, ink) + 0.05) / (min(paper, ink) + 0.05) > 7
        if page.is_visible("#start"):
            give(page, PAGE)
    for name in ("article", "original"):
        if width < 800:
            page.click(f"#show-{name}")
        doc = f"document.querySelector('#{name}').contentDocument"
        assert page.is_visible(f"#{name}")
        assert page.evaluate(f"{doc}.documentElement.scrollWidth <= {doc}.documentElement.clientWidth")
        text, back = (luminance(page.evaluate(f"getComputedStyle({doc}.body).{part}")) for part in ("color", "backgroundColor"))
        assert (max(text, back) + 0.05) / (min(text, back) + 0.05) > 7
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_panel_does_not_hide_the_removal_that_it_is_about(page: Any, width: int) -> None:
    """The last removals stand at the end of the text, where there is nothing more to scroll to."""
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(reduced_motion="reduce")
    give(page, TEXT + "".join(f"Image {number}: File {number}.jpg\nShare on Facebook\n" for number in range(30)))
    removals = marks(page).count()
    assert removals > 20
    for key in ["p"] * 3 + ["n"] * 5:
        page.keyboard.press(key)
        page.wait_for_function(
            """() => {
              const frame = document.querySelector('#original'), why = document.querySelector('#why').getBoundingClientRect();
              const mark = frame.contentDocument.querySelector('.selected').getBoundingClientRect();
              const { top, bottom, right } = frame.getBoundingClientRect();
              return mark.top >= -2 && top + mark.bottom <= Math.min(bottom, why.left < right ? why.top : bottom) + 2;
            }""",
            timeout=10_000,
        )
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('#original').contentDocument.documentElement.style.paddingBottom") == ""


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_theme_is_chosen_and_kept(page: Any) -> None:
    give(page, TEXT)
    page.click("#theme")
    page.click("#theme")
    assert page.inner_text("#theme") == "Theme: dark"
    for doc in ("document", "document.querySelector('#article').contentDocument"):
        assert luminance(page.evaluate(f"getComputedStyle({doc}.body).backgroundColor")) < 0.1
    page.reload()
    assert page.inner_text("#theme") == "Theme: dark"


def test_the_scripts_are_plain_modules_without_inline_parts() -> None:
    page = (STATIC.parent / "templates" / "page.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
    for path in STATIC.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://(?!www\.w3\.org)", source), path.name
        assert not re.search(r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML", source), path.name
        assert ("innerHTML" in source) == (path.name == "panes.js"), path.name
