# ruff: noqa: E501
"""Pages of other sites in a real browser: whatever they try, they get nothing, and nothing is done for them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from .conftest import Service

#: What an attacker's page may try; each gives what it could read, or throws.
TRIES = {
    "fetch": "fetch(U + '/api/clean', {method: 'POST', body: B, headers: {'Content-Type': 'application/json'}}).then(r => r.text())",
    "fetch as text": "fetch(U + '/api/clean', {method: 'POST', body: B, headers: {'Content-Type': 'text/plain'}}).then(r => r.text())",
    "fetch without cors": "fetch(U + '/api/clean', {method: 'POST', mode: 'no-cors', body: B}).then(r => r.text())",
    "fetch with a token": "fetch(U + '/api/clean', {method: 'POST', body: B, headers: {'Content-Type': 'application/json', "
    "Authorization: 'Bearer x'}}).then(r => r.text())",
    "the page": "fetch(U + '/').then(r => r.text())",
    "the page without cors": "fetch(U + '/', {mode: 'no-cors'}).then(r => r.text())",
    "the description": "fetch(U + '/openapi.json').then(r => r.text())",
    "pairing": "fetch(U + '/api/pair', {method: 'POST', body: '{\"code\": \"AAAA-AAAA\"}', "
    "headers: {'Content-Type': 'application/json'}}).then(r => r.text())",
    "a request object": "new Promise((yes, no) => { const x = new XMLHttpRequest(); x.open('POST', U + '/api/health'); "
    "x.setRequestHeader('Content-Type', 'text/plain'); x.onload = () => yes(x.responseText); x.onerror = () => no(1); x.send('{}'); })",
    "a beacon": "new Promise(yes => { navigator.sendBeacon(U + '/api/clean', new Blob([B], {type: 'application/json'})); "
    "setTimeout(() => yes(''), 500); })",
    "a script": "new Promise((yes, no) => { const s = document.createElement('script'); s.src = U + '/static/main.js'; "
    "s.onload = () => yes('ran'); s.onerror = () => no(1); document.head.append(s); })",
    "a picture": "new Promise((yes, no) => { const i = new Image(); i.src = U + '/static/icon.svg'; "
    "i.onload = () => yes('loaded'); i.onerror = () => no(1); })",
    "a style": "new Promise((yes, no) => { const s = document.createElement('link'); s.rel = 'stylesheet'; "
    "s.href = U + '/static/page.css'; s.onload = () => yes('loaded'); s.onerror = () => no(1); document.head.append(s); })",
    "a frame": "new Promise((yes, no) => { const f = document.createElement('iframe'); f.src = U + '/'; f.onload = () => "
    "{ try { yes(f.contentDocument.body.innerText) } catch { no(1) } }; document.body.append(f); })",
    "a sandboxed frame": "new Promise((yes, no) => { const f = document.createElement('iframe'); f.sandbox = 'allow-scripts'; "
    "f.srcdoc = `<script>fetch('${U}/').then(r => r.text()).then(t => top.postMessage(t, '*'), () => top.postMessage('', '*'))<\\/script>`; "
    "onmessage = e => yes(e.data); document.body.append(f); })",
    "a window": "new Promise((yes, no) => { const w = open(U + '/'); setTimeout(() => { try { yes(w.document.body.innerText) } "
    "catch { no(1) } }, 1500); })",
    "an event stream": "new Promise((yes, no) => { const e = new EventSource(U + '/openapi.json'); e.onopen = () => yes('open'); "
    "e.onerror = () => no(1); })",
    "a web socket": "new Promise((yes, no) => { const w = new WebSocket(U.replace('http', 'ws') + '/'); w.onopen = () => yes('open'); "
    "w.onerror = () => no(1); })",
}  # fmt: skip
FORMS = {
    "a form": ("application/x-www-form-urlencoded", "text"),
    "a form of text": ("text/plain", '{"text": "It rained", "url": "'),
    "a form of parts": ("multipart/form-data", "text"),
}


class Attacker(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><title>Attacker</title><body>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def attacker() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Attacker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture(scope="module")
def victim(start: Any) -> Service:
    return start("--workers", "1")  # type: ignore[no-any-return]


@pytest.fixture(params=["another site", "another port of this machine"])
def hostile(request: pytest.FixtureRequest, browser: Any, attacker: int) -> Iterator[Any]:
    """A page of the attacker's, on a name of its own or on another port of 127.0.0.1."""
    context = browser.new_context()
    page = context.new_page()
    host = "attacker.test" if request.param == "another site" else "127.0.0.1"
    page.goto(f"http://{host}:{attacker}/")
    yield page
    context.close()


@pytest.mark.parametrize("name", TRIES)
def test_another_sites_page_gets_nothing(hostile: Any, victim: Service, name: str) -> None:
    body = json.dumps({"text": "It rained all day."})
    constants = f"const U = {json.dumps(victim.url)}, B = {json.dumps(body)};"
    got = hostile.evaluate(f"async () => {{ {constants} try {{ return String(await {TRIES[name]}) }} catch {{ return '' }} }}")
    assert got == ""


@pytest.mark.parametrize("name", FORMS)
def test_another_sites_form_does_nothing(hostile: Any, victim: Service, name: str) -> None:
    """A form needs no permission to be sent; the answer is a refusal, and shows nothing."""
    kind, field = FORMS[name]
    hostile.evaluate(
        """([action, kind, field]) => {
            const form = Object.assign(document.createElement('form'), {method: 'post', action, enctype: kind});
            const input = Object.assign(document.createElement('input'), {name: field, value: '"}'});
            form.append(input); document.body.append(form); form.submit(); }""",
        [f"{victim.url}/api/clean", kind, field],
    )
    hostile.wait_for_url(f"{victim.url}/**")
    shown = hostile.inner_text("body")
    assert "content-type" in shown
    assert "It rained" not in shown


def test_a_link_from_another_site_does_not_open_the_page(hostile: Any, victim: Service) -> None:
    hostile.evaluate("url => { location = url }", victim.url)
    hostile.wait_for_url(f"{victim.url}/**")
    assert "cross-site" in hostile.inner_text("body")
    assert hostile.locator("meta[name=cleanread-token]").count() == 0


def test_a_rebound_name_gets_nothing(browser: Any, victim: Service) -> None:
    """A name of the attacker's that now leads to the service: same origin for the browser, another host for us."""
    page = browser.new_page()
    reply = page.goto(f"http://rebound.test:{victim.port}/")
    assert reply.status == 421
    got = page.evaluate(
        """async () => Promise.all([['GET', '/'], ['POST', '/api/clean'], ['POST', '/api/pair']].map(async ([method, path]) => {
            const headers = {'Content-Type': 'application/json'};
            const body = method === 'POST' ? '{"text": "x"}' : undefined;
            try { return (await fetch(path, {method, headers, body})).status } catch { return 0 } }))"""
    )
    assert set(got) <= {0, 421}, "refused by us, or by the policy of the refusal already"
    page.close()


def test_the_page_itself_opens_when_its_address_is_typed(browser: Any, victim: Service) -> None:
    page = browser.new_page()
    assert page.goto(victim.url).status == 200
    assert page.evaluate("fetch('/').then(r => r.status)") == 200
    page.close()


# -- a paired extension -----------------------------------------------------------------------------------------------

MANIFEST = {
    "manifest_version": 3,
    "name": "Test",
    "version": "1",
    "host_permissions": ["http://127.0.0.1/*"],
    "background": {"service_worker": "worker.js"},
}


@pytest.fixture
def extension(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A page of a real extension that may call this machine."""
    folder = tmp_path / "extension"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(MANIFEST))
    (folder / "worker.js").write_text("")
    (folder / "page.html").write_text("<!doctype html><title>Extension</title>")
    kind = browser.browser_type
    flags = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", f"--load-extension={folder}", f"--disable-extensions-except={folder}")  # fmt: skip
    import shutil

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    context = kind.launch_persistent_context(str(tmp_path / "profile"), executable_path=path, headless=True, channel=None,
                                             args=list(flags), ignore_default_args=["--disable-extensions"])  # fmt: skip
    worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker", timeout=60_000)
    page = context.new_page()
    page.goto(f"chrome-extension://{worker.url.split('/')[2]}/page.html")
    yield page
    context.close()


def test_an_extension_is_paired_used_and_revoked(extension: Any, victim: Service) -> None:
    call = """async ([url, path, token, data]) => {
        const headers = {'Content-Type': 'application/json', ...(token ? {Authorization: `Bearer ${token}`} : {})};
        const r = await fetch(url + path, {method: 'POST', headers, body: JSON.stringify(data)});
        return [r.status, await r.json()]; }"""

    def ask(path: str, token: str | None, data: Any) -> Any:
        return extension.evaluate(call, [victim.url, path, token, data])

    assert ask("/api/health", None, {})[0] == 403
    assert ask("/api/pair", None, {"code": "AAAA-AAAA"})[0] == 403
    status, answer = ask("/api/pair", None, {"code": victim.command("pair").stdout.strip()})
    assert status == 200
    token = answer["token"]
    status, answer = ask("/api/clean", token, {"text": "It rained all day in Hanoi.\nShare on Facebook\n"})
    assert (status, answer["article"]["text"]) == (200, "It rained all day in Hanoi.\n")
    assert ask("/api/clean", "wrong", {"text": "x"})[0] == 401
    victim.command("pair", "--revoke", "all")
    assert ask("/api/clean", token, {"text": "x"})[0] == 403
