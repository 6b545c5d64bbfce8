"""Firefox with the extension, driven by WebDriver BiDi over its own socket."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

ADDON = "cleanread@cleanread.invalid"
UUID = "5f0cd0a6-3d5c-4f5b-9c1e-0d2f7b8a9c10"
HOSTS = "news.test,other.test,tracker.test,app.test"
PREFERENCES: dict[str, Any] = {
    "extensions.webextensions.uuids": json.dumps({ADDON: UUID}),
    "extensions.webextOptionalPermissionPrompts": False,
    "network.dns.localDomains": HOSTS,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    # the pictures of the tests' site have no https, which Firefox would ask for
    "security.mixed_content.upgrade_display_content": False,
    "security.mixed_content.upgrade_display_content.image": False,
    "dom.disable_open_during_load": False,
    "remote.prefs.recommended": True,
}
KEYS = {
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Tab": "\ue004",
    "ArrowDown": "\ue015",
    "ArrowUp": "\ue013",
    "Shift": "\ue008",
    "Control": "\ue009",
}


class FirefoxTab:
    """One tab."""

    def __init__(self, browser: Firefox, context: str) -> None:
        self.browser = browser
        self.context = context

    def js(self, body: str, *arguments: Any) -> Any:
        """What a function body returns in the tab's page; ``a`` are the arguments."""
        return self.browser.evaluate(self.context, body, arguments)

    def press(self, *keys: str) -> None:
        for key in keys:
            *held, last = key.split("+") if len(key) > 1 else [key]
            codes = [KEYS.get(name, name) for name in (*held, last)]
            downs = [{"type": "keyDown", "value": code} for code in codes]
            ups = [{"type": "keyUp", "value": code} for code in reversed(codes)]
            self._keys([*downs, *ups])

    def type(self, text: str) -> None:
        self._keys([{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")])

    def _keys(self, actions: list[dict[str, str]]) -> None:
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.browser.send("input.performActions", context=self.context, actions=[source])

    def click(self, selector: str) -> None:
        """A click of the mouse, as a person makes it."""
        x, y = self.js(
            "const e = document.querySelector(a[0]); e.scrollIntoView({ block: 'center', behavior: 'instant' }); const box = e.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]",
            selector,
        )
        self.click_at(x, y)

    def click_at(self, x: float, y: float) -> None:
        """A click of the mouse at a place of the window."""
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        actions = [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        source = {"type": "pointer", "id": "mouse", "actions": actions}
        self.browser.send("input.performActions", context=self.context, actions=[source])

    def back(self) -> None:
        """Back, as with the button of the browser."""
        self.browser.send("browsingContext.traverseHistory", context=self.context, delta=-1)

    def screenshot(self, path: str | Path) -> None:
        data = self.browser.send("browsingContext.captureScreenshot", context=self.context)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def size(self, width: int, height: int) -> None:
        self.browser.send("browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height})

    def goto(self, url: str) -> None:
        self.browser.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def activate(self) -> None:
        self.browser.send("browsingContext.activate", context=self.context)

    def close(self) -> None:
        self.browser.send("browsingContext.close", context=self.context)

    @property
    def url(self) -> str:
        tree = self.browser.send("browsingContext.getTree", root=self.context, maxDepth=0)
        return str(tree["contexts"][0]["url"])


class Firefox:
    """The browser, with one profile for all tests of a session."""

    name = "firefox"
    base = f"moz-extension://{UUID}"

    def __init__(self, extension: Path, executable: str) -> None:
        self._profile = tempfile.mkdtemp(prefix="cleanread-firefox-")
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        Path(self._profile, "user.js").write_text("\n".join(lines))
        command = [executable, "--headless", "--no-remote", "--profile", self._profile, "--remote-debugging-port", "0"]
        self._process = subprocess.Popen(
            [*command, "--remote-allow-system-access"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self._stack = contextlib.ExitStack()
        self._socket = self._stack.enter_context(connect(f"{self._address()}/session", max_size=None, open_timeout=30))
        self._ids = itertools.count(1)
        self.send("session.new", capabilities={})
        self.send("webExtension.install", extensionData={"type": "path", "path": str(extension)})
        tree = self.send("browsingContext.getTree", **{"moz:scope": "chrome"}, maxDepth=0)
        self._chrome = tree["contexts"][0]["context"]

    def _address(self) -> str:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if found := re.search(r"ws://[\d.]+:\d+", line):
                import threading

                threading.Thread(target=self._process.stderr.read, daemon=True).start()
                return found[0]
        raise RuntimeError("Firefox did not start")

    def send(self, method: str, **params: Any) -> Any:
        """One command of the protocol, and its result."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}: {message.get('message')}")
                return message["result"]

    def evaluate(self, context: str, body: str, arguments: tuple[Any, ...] = ()) -> Any:
        """What a function body returns in a context."""
        source = f"(async () => {{ const a = {json.dumps(list(arguments))}; return JSON.stringify((await (async () => {{ {body} }})()) ?? null); }})()"
        result = self.send(
            "script.evaluate", expression=source, target={"context": context}, awaitPromise=True, userActivation=True
        )
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"])

    def background(self, body: str, *arguments: Any) -> Any:
        """What a function body returns in a page of the extension."""
        there = "return typeof chrome === 'object' && document.readyState === 'complete'"  # it may be loading still
        tab = next((tab for tab in self.tabs() if tab.url.startswith(self.base) and tab.js(there)), None)
        if tab is None:
            tab = self.open(f"{self.base}/options/options.html")
        return tab.js(body, *arguments)

    def open(self, url: str) -> FirefoxTab:
        context = self.send("browsingContext.create", type="tab")["context"]
        tab = FirefoxTab(self, context)
        tab.goto(url)
        return tab

    def allow_private(self, extension: Path) -> None:
        """Allow the extension in private windows. It is loaded anew."""
        self.evaluate(
            self._chrome,
            """
            const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const { extension } = WebExtensionPolicy.getByID(a[0]);
            await ExtensionPermissions.add(a[0], { permissions: ["internal:privateBrowsingAllowed"], origins: [] }, extension);
            await (await AddonManager.getAddonByID(a[0])).reload();
            """,
            (ADDON,),
        )

    def open_private(self, url: str) -> FirefoxTab:
        """A page in a private window."""
        self.background("await chrome.windows.create({ incognito: true, url: a[0] })", url)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            for tab in self.tabs():
                if tab.url == url and tab.js("return document.readyState") == "complete":
                    return tab
            time.sleep(0.05)
        raise AssertionError("there is no private window")

    def tabs(self) -> list[FirefoxTab]:
        tree = self.send("browsingContext.getTree", maxDepth=0)
        return [FirefoxTab(self, one["context"]) for one in tree["contexts"]]

    def click_action(self, tab: FirefoxTab, done: Callable[[], bool]) -> None:
        """Click on the toolbar button over a tab."""
        tab.activate()
        self.evaluate(
            self._chrome,
            """
            const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
            const { extension } = WebExtensionPolicy.getByID(a[0]);
            const front = Services.wm.getMostRecentWindow("navigator:browser");
            ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(front);
            """,
            (ADDON,),
        )
        end = time.monotonic() + 20
        while not done():
            if time.monotonic() > end:
                raise AssertionError("the click on the toolbar button did nothing")
            time.sleep(0.05)

    def command(self, tab: FirefoxTab, name: str) -> None:
        """The keyboard shortcut of a command, pressed over a tab."""
        tab.activate()
        self.evaluate(
            self._chrome,
            """
            const { extension } = WebExtensionPolicy.getByID(a[0]);
            const commands = await extension.shortcuts.commands;
            const { shortcut } = commands.get(a[1]);
            const keyset = [...document.querySelectorAll("keyset")].find((set) => set.id.startsWith("ext-keyset-id-cleanread"));
            const key = [...keyset.children].find((one) => one.getAttribute("key")?.toUpperCase() === shortcut.split("+").pop());
            key.doCommand();
            """,
            (ADDON, name),
        )

    def menu(self, tab: FirefoxTab, item: str) -> None:
        """An item of the context menu over a tab."""
        tab.activate()
        self.evaluate(
            self._chrome,
            """
            const { extension } = WebExtensionPolicy.getByID(a[0]);
            const front = Services.wm.getMostRecentWindow("navigator:browser");
            const { selectedTab } = front.gBrowser;
            extension.tabManager.addActiveTabPermission(selectedTab);
            extension.emit("webext-menu-menuitem-click", { menuItemId: a[1], modifiers: [], editable: false }, selectedTab);
            """,
            (ADDON, item),
        )

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def close(self) -> None:
        self._stack.close()
        self._process.terminate()
        self._process.wait(20)
        shutil.rmtree(self._profile, ignore_errors=True)
