"""Chromium with the extension, driven by Playwright."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

sys.path.append(str(Path(__file__).parents[1]))
from one_playwright import playwright

ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.test 127.0.0.1",
    "--enable-unsafe-extension-debugging",
]


class ChromiumTab:
    """One tab."""

    def __init__(self, browser: Chromium, page: Page) -> None:
        self.browser = browser
        self.page = page

    def js(self, body: str, *arguments: Any) -> Any:
        """What a function body returns in the tab's page; ``a`` are the arguments."""
        return self.page.evaluate(f"async (a) => {{ {body} }}", list(arguments))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def click(self, selector: str) -> None:
        """A click of the mouse, as a person makes it."""
        self.page.click(selector)

    def click_at(self, x: float, y: float) -> None:
        """A click of the mouse at a place of the window."""
        self.page.mouse.click(x, y)

    def back(self) -> None:
        """Back, as with the button of the browser."""
        self.page.go_back(wait_until="commit")  # a page that was kept loads no more

    def screenshot(self, path: str | Path) -> None:
        self.page.screenshot(path=str(path))

    def size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def goto(self, url: str) -> None:
        self.page.goto(url)

    def activate(self) -> None:
        self.page.bring_to_front()

    def close(self) -> None:
        self.page.close()

    @property
    def url(self) -> str:
        return self.page.url


class Chromium:
    """The browser, with one profile for all tests of a session."""

    name = "chromium"

    def __init__(self, extension: Path, executable: str) -> None:
        self._profile = tempfile.mkdtemp(prefix="cleanread-chromium-")
        load = [f"--load-extension={extension}", f"--disable-extensions-except={extension}"]
        self.context: BrowserContext = playwright().chromium.launch_persistent_context(
            self._profile,
            executable_path=executable,
            headless=False,
            args=[*ARGUMENTS, *load],
            ignore_default_args=["--disable-back-forward-cache"],
            viewport={"width": 1280, "height": 860},
        )
        self.context.set_default_timeout(20_000)
        if not self.context.service_workers:
            self.context.wait_for_event("serviceworker")
        self.id = self.context.service_workers[0].url.split("/")[2]
        assert self.context.browser is not None
        self._cdp = self.context.browser.new_browser_cdp_session()

    @property
    def base(self) -> str:
        return f"chrome-extension://{self.id}"

    def background(self, body: str, *arguments: Any) -> Any:
        """What a function body returns in the extension's background."""
        worker = next(iter(self.context.service_workers), None)
        if worker is None:
            worker = self.context.wait_for_event("serviceworker")
        return worker.evaluate(f"async (a) => {{ {body} }}", list(arguments))

    def open(self, url: str) -> ChromiumTab:
        page = self.context.new_page()
        page.goto(url)
        return ChromiumTab(self, page)

    def allow_private(self, extension: Path) -> None:
        """Allow the extension in private windows. It is loaded anew."""
        self._cdp.send("Extensions.loadUnpacked", {"path": str(extension), "enableInIncognito": True})

    def open_private(self, url: str) -> ChromiumTab:
        """A page in a private window."""
        settings = self.open(f"{self.base}/options/options.html")
        with self.context.expect_page() as opened:
            settings.js("await chrome.windows.create({ incognito: true, url: a[0] })", url)
        opened.value.wait_for_url(url)
        settings.close()
        return ChromiumTab(self, opened.value)

    def tabs(self) -> list[ChromiumTab]:
        return [ChromiumTab(self, page) for page in self.context.pages]

    def click_action(self, tab: ChromiumTab, done: Callable[[], bool]) -> None:
        """Click on the toolbar button over a tab. The protocol loses a few clicks: again until something is done."""
        tab.activate()
        for _ in range(5):
            targets = self._cdp.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
            target = next(one for one in targets if one["type"] == "tab" and one["url"] == tab.url)
            self._cdp.send("Extensions.triggerAction", {"id": self.id, "targetId": target["targetId"]})
            end = time.monotonic() + 4
            while time.monotonic() < end:
                if done():
                    return
                tab.page.wait_for_timeout(40)
        raise AssertionError("the click on the toolbar button did nothing")

    def command(self, tab: ChromiumTab, name: str) -> None:
        """A command over a tab. The protocol cannot press the browser's own shortcuts; the tab was clicked on before."""
        tab.activate()
        self.background(
            """
            const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
            chrome.commands.onCommand.dispatch(a[0], tab);
            """,
            name,
        )

    def menu(self, tab: ChromiumTab, item: str) -> None:
        """An item of the context menu over a tab. The protocol opens no menus; the tab was clicked on before."""
        tab.activate()
        self.background(
            """
            const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
            chrome.contextMenus.onClicked.dispatch({ menuItemId: a[0], pageUrl: tab.url }, tab);
            """,
            item,
        )

    def pause(self, seconds: float) -> None:
        self.context.pages[0].wait_for_timeout(seconds * 1000)

    def close(self) -> None:
        self.context.close()
        shutil.rmtree(self._profile, ignore_errors=True)


def permitted(extension: Path, folder: Path, origins: list[str]) -> Path:
    """A copy of the extension to which a person has allowed some sites: no test can answer the browser's own question."""
    copy = folder / "extension"
    shutil.copytree(extension, copy, dirs_exist_ok=True)
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["host_permissions"] += origins
    (copy / "manifest.json").write_text(json.dumps(manifest))
    return copy
