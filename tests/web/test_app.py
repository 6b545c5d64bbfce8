"""The Flask application by itself answers as the service does, which asks its workers without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from cleanread.web import create_app

from .conftest import EXTENSION, JSON, Reply, Service

BODIES: dict[str, tuple[str, Any]] = {
    "a text": ("clean", {"text": "A story that is told.\nShare on Facebook\n"}),
    "a page": ("clean", {"html": "<h1>Rain</h1><p>It rained all day in the north.</p><script>x</script>"}),
    "a file": ("export", {"text": "A story that is told.", "format": "markdown"}),
    "an option that is none": ("clean", {"text": "x", "options": {"related": {"headings": 3}}}),
    "no source": ("clean", {}),
    "an address": ("clean", {"fetch": "https://gazette.example/"}),
    "an unknown format": ("export", {"text": "x", "format": "docx"}),
}


@pytest.fixture(scope="module")
def app(service: Service) -> Iterator[Flask]:
    """The application with the service's own address and tokens."""
    made = create_app(folder=service.folder, port=service.port, workers=1)
    yield made
    made.extensions["cleanread"].pool.close()


def alike(reply: Reply, status: int, headers: dict[str, str], body: bytes) -> None:
    assert reply.status == status
    assert {name: value for name, value in reply.headers.items() if name not in ("date", "connection")} == headers
    if headers["content-type"] == JSON:
        one, other = (json.loads(data) for data in (reply.body, body))
        for data in (one, other):  # the milliseconds differ from run to run; that plugin is the tests' service's own
            data["plugins"] = [{**item, "ms": 0} for item in data["plugins"] if item["name"] != "trouble"]
        assert [*one] == [*other]
        assert one == other
    else:
        assert reply.body == body


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("origin", [None, EXTENSION])
def test_the_application_and_the_service_answer_alike(
    service: Service, paired: str, app: Flask, name: str, origin: str | None
) -> None:
    call, data = BODIES[name]
    headers = {"Authorization": f"Bearer {paired if origin else service.token}", "Content-Type": JSON}
    if origin:
        headers["Origin"] = origin
    body = json.dumps(data).encode()
    reply = service.request("POST", f"/api/{call}", headers, body)
    alone = app.test_client().post(f"/api/{call}", base_url=service.url, headers=headers, data=body)
    lengths = {"content-length": reply.headers["content-length"]}  # the milliseconds of plugins have more digits or less
    alike(reply, alone.status_code, {**{key.lower(): value for key, value in alone.headers.items()}, **lengths}, alone.data)
    assert len(reply.body) == int(reply.headers["content-length"])


@pytest.mark.parametrize("path", ["/api/clean", "/api/export", "/api/health", "/", "/openapi.json"])
def test_the_application_checks_by_itself(service: Service, app: Flask, path: str) -> None:
    headers = {"Authorization": f"Bearer {service.token}", "Content-Type": JSON, "Origin": "https://attacker.example"}
    headers["Sec-Fetch-Site"] = "cross-site"
    method = "POST" if path.startswith("/api/") else "GET"
    reply = app.test_client().open(path, method=method, base_url=service.url, headers=headers, data=b'{"text": "x"}')
    assert reply.status_code == 403
    assert "access-control-allow-origin" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"
    assert app.test_client().open(path, method=method, base_url="http://attacker.example/").status_code == 421


def test_a_create_app_setting_is_taken(tmp_path: Path) -> None:
    settings = create_app(folder=str(tmp_path), port=9000).extensions["cleanread"].settings
    assert (settings.folder, settings.port) == (tmp_path, 9000)
