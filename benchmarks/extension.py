"""From the click to a readable article on a page of 100 KB, beside Readability.js run in the same page.

    python benchmarks/extension.py [--runs 15] [--browser chromium|firefox]

Needs the browsers, `pip install -e '.[test]'` and `npm install`. Milliseconds of wall clock, because a click is nothing
that processor time could measure: the median of all runs, and the least. The busier the machine, the less the median says.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "extension"))

from ext_reader import Reader, wait_for  # noqa: E402
from ext_servers import Service, Site  # noqa: E402

from conftest import EXECUTABLES, pair, started  # noqa: E402

READABILITY = ROOT / "node_modules" / "@mozilla" / "readability" / "Readability.js"
#: Readability.js needs a copy of the page, because it changes what it reads.
READ = "const begun = performance.now(); new Readability(document.cloneNode(true)).parse(); return performance.now() - begun"
#: When what happened, in milliseconds since 1970; and how long the capture alone takes in the page, which is still there.
TIMES = """
const { getCapture } = await import("../shared/store.js");
const { when, capture } = await getCapture(location.hash.slice(1));
const marks = ["captured", "asked", "answered", "shown"].map((name) => performance.timeOrigin + performance.getEntriesByName(name)[0].startTime);
const [alone] = await chrome.scripting.executeScript({
  target: { tabId: Number(new URLSearchParams(location.search).get("from")) },
  func: () => { const begun = performance.now(); cleanread.capture({ numbered: false }); return performance.now() - begun; },
});
return [when, capture.when, ...marks, alone.result];
"""


def page() -> str:
    """An article in 100 KB of page: half text, half menus, teasers and attributes."""
    sentence = (
        "The ferry to the island leaves at ten past six, or when the last of those who live there has come down the hill. "
    )
    paragraphs = "".join(f'<p class="body-text" data-n="{n}">{n}. {sentence * 3}</p>' for n in range(146))
    teaser = '<li class="teaser teaser--small"><a href="/story/{0}" class="teaser__link"><span class="teaser__title">Story number {0} of the island</span></a></li>'
    teasers = "".join(teaser.format(n) for n in range(240))
    menu = "".join(f'<a class="menu__item" href="/section/{n}">Section {n}</a> ' for n in range(80))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The ferry that waits</title><body>'
        f"<nav>{menu}</nav><main><article><h1>The ferry that waits</h1>{paragraphs}</article></main>"
        f"<aside><h3>More stories</h3><ul>{teasers}</ul></aside><footer>© The island</footer></body></html>"
    )


def once(browser: Any, site: Site, run: int) -> dict[str, float]:
    """One click, in parts."""
    tab = browser.open(site.url(f"bench.html?{run}"))
    readability = tab.js(f"{READABILITY.read_text(encoding='utf-8')}\n{READ}")

    def opened() -> Any:
        return next((one for one in browser.tabs() if "/reader/reader.html" in one.url), None)

    clicked = time.time() * 1000
    browser.click_action(tab, lambda: opened() is not None)
    reader = Reader(browser, opened(), tab).state()
    heard, taken, captured, asked, answered, shown, alone = wait_for(browser, lambda: reader.tab.js(TIMES))
    reader.close()
    return {
        "Readability.js in the page": readability,
        "click to article": shown - clicked,
        "  the browser tells the extension": heard - clicked,
        "  scripts injected, page captured": taken - heard,
        "    the capture alone": alone,
        "  reader loaded, capture there": captured - taken,
        "  what is remembered for the site": asked - captured,
        "  service, there and back": answered - asked,
        "  article sanitised and drawn": shown - answered,
    }


def measure(name: str, runs: int) -> None:
    """Print the figures of one browser."""
    site, service = Site(), Service(Path(tempfile.mkdtemp()))
    browser = started(name)
    try:
        browser.pause(0.5)
        pair(browser, service)
        site.made["bench.html"] = page()
        once(browser, site, 0)  # the first click of a browser's life reads its files from the disk
        results = [once(browser, site, run) for run in range(1, runs + 1)]
    finally:
        browser.close()
        service.stop()
        site.close()
    print(f"{name}, a page of {len(page()) / 1000:.0f} KB, {runs} runs, milliseconds:\n  median   least")
    for part in results[0]:
        values = [result[part] for result in results]
        print(f"{statistics.median(values):8.1f}{min(values):8.1f}  {part}")
    ours, theirs = ([result[part] for result in results] for part in ("click to article", "Readability.js in the page"))
    print(f"{statistics.median(ours) / statistics.median(theirs):8.1f}{min(ours) / min(theirs):8.1f}  times Readability.js\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--browser", choices=EXECUTABLES, help="one of them; by default both")
    arguments = parser.parse_args()
    if not READABILITY.is_file():
        sys.exit("Readability.js is not there: `npm install` brings it")
    for name in [arguments.browser] if arguments.browser else EXECUTABLES:
        measure(name, arguments.runs)


if __name__ == "__main__":
    main()
