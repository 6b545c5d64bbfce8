"""The description of the API, and the API held against it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cleanread.web.schemas import CleanResponse, HealthResponse, PluginsResponse

from .conftest import EXTENSION, Service

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def description(service: Service) -> Any:
    return service.request("GET", "/openapi.json").json()


def test_each_call_is_described(service: Service, description: Any) -> None:
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) == {f"/api/{name}" for name in ("clean", "export", "pair", "plugins", "health")}
    assert description["servers"] == [{"url": service.url}]
    for path, calls in description["paths"].items():
        assert list(calls) == ["post"]
        call = calls["post"]
        assert "application/json" in call["requestBody"]["content"]
        for status, response in call["responses"].items():
            if status != "200":
                assert list(response["content"]) == ["application/problem+json"]
        assert ("security" in call) == (path == "/api/pair")


def test_the_calls_of_the_guide_are_those_of_the_description(description: Any) -> None:
    guide = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`POST (/api/\w+)`", guide)) == set(description["paths"])
    fields = description["components"]["schemas"]["ExportRequest"]["properties"]
    for name in fields:
        assert f"`{name}`" in guide, name


def test_every_reference_leads_somewhere(description: Any) -> None:
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(description)):
        place = description
        for part in reference.split("/"):
            place = place[part]


def test_answers_are_of_the_types_that_are_described(service: Service) -> None:
    page = (ROOT / "src/cleanread/web/static/example.html").read_text(encoding="utf-8")
    for name, data, model in (
        ("clean", {"html": page}, CleanResponse),
        ("clean", {"text": "It rained all day.\nShare on Facebook"}, CleanResponse),
        ("plugins", {}, PluginsResponse),
        ("health", {}, HealthResponse),
    ):
        model.model_validate_json(service.call(name, data).body, strict=True)


@pytest.mark.parametrize("path", ["/api/clean", "/api/export", "/api/plugins", "/api/health", "/api/pair"])
def test_generated_requests_find_no_fault(service: Service, path: str) -> None:
    """Schemathesis: valid and invalid requests of all shapes; no 5xx, nothing that is not described."""
    schemathesis = pytest.importorskip("schemathesis")
    import hypothesis
    from hypothesis import HealthCheck, Phase
    from schemathesis.specs.openapi.checks import positive_data_acceptance  # a plugin of any name is no plugin there is

    schema = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    operation = schema[path]["POST"]
    headers = {"Authorization": f"Bearer {service.token}"}
    if path == "/api/pair":
        headers = {"Origin": EXTENSION}

    @hypothesis.settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @hypothesis.given(
        case=operation.as_strategy() | operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    )
    def check(case: Any) -> None:
        response = case.call(headers=headers)
        assert response.status_code < 500, response.text[:500]
        case.validate_response(response, excluded_checks=[positive_data_acceptance])

    check()
