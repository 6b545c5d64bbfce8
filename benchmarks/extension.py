"""From the click to a readable article on a page of 100 KB, beside Readability.js run in the same page.

    python benchmarks/extension.py [runs]

Needs Chromium, Playwright and `npm install`. Milliseconds of wall clock in one browser, the least of all runs:
a click is nothing that processor time could measure. The busier the machine, the less the figures say.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "extension"))

from ext_chromium import Chromium  # noqa: E402
from ext_reader import wait_for  # noqa: E402
from ext_servers import Service, Site  # noqa: E402

from conftest import EXTENSION, pair  # noqa: E402

READABILITY = ROOT / "node_modules" / "@mozilla" / "readability" / "Readability.js"
CAPTURE = """
const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
const [answer] = await chrome.scripting.executeScript({ target: { tabId: tab.id }, args: [a[0]], func: (id) => {
  const begun = performance.now(); const { html } = cleanread.capture({ numbered: false }); return [performance.now() - begun, html.length]; } });
return answer.result;
"""
MARKS = "return [performance.timeOrigin, ...['captured', 'asked', 'answered', 'shown'].map((name) => performance.getEntriesByName(name)[0].startTime)]"


def page() -> str:
    """An article in 100 KB of page: half text, half menus, teasers and attributes."""
    sentence = (
        "The ferry to the island leaves at ten past six, or when the last of those who live there has come down the hill. "
    )
    paragraphs = "".join(f'<p class="body-text" data-n="{n}">{n}. {sentence * 3}</p>' for n in range(130))
    teaser = '<li class="teaser teaser--small"><a href="/story/{0}" class="teaser__link"><span class="teaser__title">Story number {0} of the island</span></a></li>'
    teasers = "".join(teaser.format(n) for n in range(240))
    menu = "".join(f'<a class="menu__item" href="/section/{n}">Section {n}</a> ' for n in range(80))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The ferry that waits</title><body>'
        f"<nav>{menu}</nav><main><article><h1>The ferry that waits</h1>{paragraphs}</article></main>"
        f"<aside><h3>More stories</h3><ul>{teasers}</ul></aside><footer>© The island</footer></body></html>"
    )


def once(browser: Chromium, site: Site, run: int) -> dict[str, float]:
    """One click, in parts."""
    tab = browser.open(site.url(f"bench.html?{run}"))
    readability = tab.page.evaluate(
        f"() => {{ {READABILITY.read_text()}\nconst copy = document.cloneNode(true); const begun = performance.now();"
        "new Readability(copy).parse(); return performance.now() - begun; }"
    )
    clicked = time.time() * 1000

    def reader() -> Any:
        return next((one for one in browser.tabs() if "/reader/reader.html" in one.url), None)

    browser.click_action(tab, lambda: reader() is not None)
    shown = reader()
    wait_for(browser, lambda: shown.js("return document.body.dataset.state === 'ready'"))
    origin, captured, asked, answered, drawn = shown.js(MARKS)
    tab.activate()
    capture, _ = browser.background(CAPTURE, run)
    shown.close()
    tab.close()
    return {
        "Readability.js in the page": readability,
        "click to article": origin + drawn - clicked,
        "  the tab opens": origin - clicked,
        "  page and capture arrive": captured,
        "    of which: capture in the page": capture,
        "  settings": asked - captured,
        "  service, there and back": answered - asked,
        "  article drawn": drawn - answered,
    }


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    site, service = Site(), Service(Path(tempfile.mkdtemp()))
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None or not READABILITY.is_file():
        sys.exit("needs Chromium and `npm install`")
    browser = Chromium(EXTENSION, executable)
    try:
        browser.pause(0.5)
        pair(browser, service)
        site.made["bench.html"] = page()
        print(f"a page of {len(page()) / 1000:.0f} KB, least of {runs} runs, milliseconds")
        results = [once(browser, site, run) for run in range(runs)]
        for name in results[0]:
            print(f"{min(result[name] for result in results):8.1f}  {name}")
        best = min(result["click to article"] for result in results)
        print(f"{best / min(result['Readability.js in the page'] for result in results):8.1f}  times Readability.js")
    finally:
        browser.close()
        service.stop()
        site.close()


if __name__ == "__main__":
    main()
