"""Pictures of each view and theme, to be looked at; those that the documentation shows are among them.

python tests/extension/pictures.py FOLDER [chromium|firefox]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from ext_reader import Reader, open_reader, wait_for
from ext_servers import Service, Site

from conftest import EXTENSION, pair, started

SIZE = (1200, 760)


class Camera:
    """Takes the pictures of one browser."""

    def __init__(self, browser: Any, site: Site, service: Service, folder: Path) -> None:
        self.browser, self.site, self.service, self.folder = browser, site, service, folder

    def take(self, tab: Any, name: str, width: int = SIZE[0], height: int = SIZE[1]) -> None:
        """One picture, when all fonts and pictures are there."""
        tab.activate()
        tab.size(width, height)
        self.browser.pause(0.8)
        tab.screenshot(self.folder / f"{name}.png")

    def read(self, path: str) -> Reader:
        """A page of the site in the reader."""
        return open_reader(self.browser, self.site.url(path))

    def look(self, theme: str) -> None:
        """Choose a theme for what is opened from now on."""
        self.browser.background("await chrome.storage.local.set({ look: { theme: a[0] } })", theme)

    def first_page(self) -> None:
        self.browser.background("await chrome.storage.local.set({ port: a[0] })", self.service.port)
        tab = self.browser.open(f"{self.browser.base}/options/welcome.html")
        wait_for(self.browser, lambda: tab.js("return document.querySelector('#start').className === 'done'"))
        self.take(tab, "welcome")
        tab.close()

    def themes(self) -> None:
        for theme in ("light", "sepia", "dark", "contrast"):
            self.look(theme)
            reader = self.read("news.html")
            self.take(reader.tab, theme if theme != "light" else "reader")
            reader.tab.press("r", "x")
            reader.wait("return main.querySelectorAll('.removed').length > 0")
            reader.js(
                """[...document.querySelectorAll("summary")].find((one) => one.innerText.includes("nterface")).click();
                [...main.querySelectorAll(".removed")].find((one) => one.innerText.includes("Enjoying this story")).scrollIntoView({ block: "center" });"""
            )
            self.take(reader.tab, f"removed-{theme}" if theme != "light" else "removed")
            reader.close()
            settings = self.browser.open(f"{self.browser.base}/options/options.html")
            wait_for(
                self.browser, lambda tab=settings: tab.js("return document.querySelector('#state').dataset.state === 'ready'")
            )
            self.take(settings, f"settings-{theme}")
            settings.close()
        self.look("light")

    def tools(self) -> None:
        reader = self.read("news.html")
        for key, name in (("?", "help"), ("l", "look"), ("s", "save"), ("m", "notes")):
            reader.tab.press(key)
            self.take(reader.tab, name)
            reader.tab.press("Escape")
        reader.tab.press("s")
        reader.click("Report a bad page …", "#menu")
        self.take(reader.tab, "report")
        reader.tab.press("Escape")
        reader.js("main.querySelector('img').click()")
        self.take(reader.tab, "lightbox")
        reader.tab.press("Escape")
        reader.js("const mark = main.querySelector('[data-note]'); mark.scrollIntoView({ block: 'center' }); mark.click()")
        self.take(reader.tab, "footnote")
        reader.tab.press("Escape")
        self.take(reader.tab, "narrow", 420, 800)
        reader.close()

    def kinds_of_pages(self) -> None:
        for path in ("structure.html", "arabic.html", "japanese.html", "shadow.html"):
            reader = self.read(path)
            self.take(reader.tab, path.removesuffix(".html"), height=1400)
            reader.close()

    def in_place(self) -> None:
        reader = self.read("news.html")
        self.take(reader.page, "page")
        self.browser.command(reader.page, "clean-in-place")
        wait_for(self.browser, lambda: "Storm closes" not in reader.page.js("return document.body.innerText"))
        self.take(reader.page, "in-place")
        reader.close()

    def faults(self) -> None:
        self.service.pair("--revoke", "all")
        reader = open_reader(self.browser, self.site.url("news.html"), "fault-pair")
        self.take(reader.tab, "pairing")
        reader.close()
        self.service.stop()
        reader = open_reader(self.browser, self.site.url("news.html"), "fault-down")
        self.take(reader.tab, "not-running")
        reader.close()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    site, service = Site(), Service(Path(tempfile.mkdtemp()))
    browser = started(sys.argv[2] if len(sys.argv) > 2 else "chromium", EXTENSION)
    camera = Camera(browser, site, service, folder)
    try:
        browser.pause(0.5)
        camera.first_page()
        pair(browser, service)
        camera.themes()
        camera.tools()
        camera.kinds_of_pages()
        camera.in_place()
        camera.faults()
    finally:
        browser.close()
        service.stop()
        site.close()


if __name__ == "__main__":
    main()
