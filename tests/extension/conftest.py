"""Real Chromium and Firefox with the extension, the real service, and a site. Each is started once and shared."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

EXTENSION = Path(__file__).parents[2] / "extension"
EXECUTABLES = {"chromium": ("chromium", "chromium-browser"), "firefox": ("firefox-esr", "firefox")}


def started(name: str, extension: Path = EXTENSION) -> Any:
    """A browser with the extension; the test is skipped where there is none."""
    executable = next((found for one in EXECUTABLES[name] if (found := shutil.which(one))), None)
    if executable is None:
        pytest.skip(f"{name} is not installed: `make browsers` installs it")
    if name == "chromium":
        pytest.importorskip("playwright")
        from ext_chromium import Chromium

        return Chromium(extension, executable)
    pytest.importorskip("websockets")
    from ext_firefox import Firefox

    return Firefox(extension, executable)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from ext_servers import Service

    service = Service(tmp_path_factory.mktemp("service"))
    yield service
    service.stop()


@pytest.fixture(scope="session")
def site() -> Iterator[Any]:
    from ext_servers import Site

    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, service: Any) -> Iterator[Any]:
    browser = started(request.param)
    browser.pause(0.5)
    pair(browser, service)
    yield browser
    browser.close()


def pair(browser: Any, service: Any) -> None:
    """Pair a browser as a person does, in the settings."""
    from ext_reader import wait_for

    tab = browser.open(f"{browser.base}/options/options.html")
    wait_for(browser, lambda: tab.js("return document.querySelector('#port').value !== ''"))
    tab.js(
        "document.querySelector('#port').value = a[0]; document.querySelector('#code').value = a[1];"
        "document.querySelector('#service').requestSubmit()",
        service.port,
        service.pair(),
    )
    wait_for(browser, lambda: tab.js("return document.querySelector('#state').dataset.state === 'ready'"), "the pairing")
    tab.close()


@pytest.fixture
def read(browser: Any, site: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page of the site in the reader; closes it after the test."""
    from ext_reader import Reader, open_reader

    readers: list[Reader] = []

    def read(path: str, state: str = "ready") -> Reader:
        readers.append(open_reader(browser, site.url(path), state))
        return readers[-1]

    yield read
    for reader in readers:
        reader.close()


@pytest.fixture(autouse=True)
def _forget(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test begins with no choices: what it chose is forgotten after it."""
    yield
    if "browser" in request.fixturenames:
        browser = request.getfixturevalue("browser")
        browser.background("await chrome.storage.local.remove(['sites', 'look', 'place'])")
