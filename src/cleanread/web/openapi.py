"""``/openapi.json``: the description of the API, from the types that validate."""

from __future__ import annotations

import functools
from typing import Any

from openapi_pydantic import OpenAPI
from openapi_pydantic.util import PydanticSchema, construct_open_api_with_schema_class
from pydantic import BaseModel

from .. import __version__
from .problems import MEDIA_TYPE
from .schemas import (
    CleanRequest,
    CleanResponse,
    EmptyRequest,
    ExportRequest,
    HealthResponse,
    PairRequest,
    PairResponse,
    PluginsResponse,
    Problem,
)

#: What any call may be refused with.
_REFUSALS = {
    "400": "No JSON document.",
    "401": "No token of this origin.",
    "403": "A request from an origin that is not paired, or from another site.",
    "413": "The body is too large.",
    "415": "Not application/json, or compressed.",
    "421": "Another host name.",
    "422": "Not as it should be: an unknown plugin, a value of the wrong type, a source that cannot be read.",
    "503": "The page takes too much time or memory, or the service is busy.",
}


@functools.lru_cache(maxsize=1)
def document(origin: str) -> bytes:
    """The OpenAPI 3.1 document."""
    paths = {
        "/api/clean": _post(
            "clean", "Clean a page or a text", CleanRequest, _json(CleanResponse, "The article, and what was removed.")
        ),
        "/api/export": _post("export", "The article as a file", ExportRequest, _file()),
        "/api/pair": _post(
            "pair", "A token for this browser's origin", PairRequest, _json(PairResponse, "The token."), public=True
        ),
        "/api/plugins": _post(
            "plugins", "What is installed", EmptyRequest, _json(PluginsResponse, "The plugins, in their order.")
        ),
        "/api/health": _post("health", "Alive", EmptyRequest, _json(HealthResponse, "The service is alive.")),
    }
    description: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "cleanread", "version": __version__, "description": "The local service of cleanread."},
        "servers": [{"url": origin}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Bound to the exact Origin of the request."}
            }
        },
        "security": [{"token": []}],
    }
    api = construct_open_api_with_schema_class(OpenAPI.model_validate(description))
    return api.model_dump_json(by_alias=True, exclude_none=True, indent=1).encode()


def _post(name: str, summary: str, asked: type[BaseModel], success: dict[str, Any], *, public: bool = False) -> dict[str, Any]:
    refusals = {
        status: {"description": text, "content": {MEDIA_TYPE: {"schema": _schema(Problem)}}}
        for status, text in _REFUSALS.items()
        if not (public and status == "401")
    }
    operation = {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": _schema(asked)}}},
        "responses": {"200": success, **refusals},
    }
    return {"post": {**operation, "security": []} if public else operation}


def _schema(model: type[BaseModel]) -> PydanticSchema[Any]:
    return PydanticSchema(schema_class=model)  # type: ignore[call-arg]


def _json(model: type[BaseModel], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _schema(model)}}}


def _file() -> dict[str, Any]:
    from .export import FORMATS

    kinds = {media_type.partition(";")[0]: {"schema": {"type": "string"}} for media_type, _ in FORMATS.values()}
    kinds["application/json"] = {"schema": {}}
    kinds["application/epub+zip"] = {"schema": {"type": "string", "format": "binary"}}
    return {"description": "The file.", "content": kinds}
