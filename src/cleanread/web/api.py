"""The calls below ``/api``, and their description."""

from __future__ import annotations

from typing import TypeVar, cast

from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel

from .. import __version__
from .messages import JSON
from .problems import Refusal
from .reading import read
from .schemas import EmptyRequest, HealthResponse, PairRequest, PairResponse
from .service import Service

blueprint = Blueprint("api", __name__)
T = TypeVar("T", bound=BaseModel)


def service() -> Service:
    """The service of the current application."""
    return cast(Service, current_app.extensions["cleanread"])


@blueprint.post("/api/clean")
def clean() -> Response:
    """Clean a page or a text."""
    return _worked("clean", request.get_data(cache=False))


@blueprint.post("/api/export")
def export() -> Response:
    """The article as a file."""
    return _worked("export", request.get_data(cache=False))


@blueprint.post("/api/plugins")
def plugins() -> Response:
    """The installed plugins."""
    _read(EmptyRequest)
    return _worked("plugins")


@blueprint.post("/api/health")
def health() -> Response:
    """Whether the service is alive."""
    _read(EmptyRequest)
    return _json(HealthResponse(status="ok", version=__version__, allow_fetch=service().settings.allow_fetch))


@blueprint.post("/api/pair")
def pair() -> Response:
    """A token for the one-time code."""
    origin = request.headers["Origin"]
    paired = service().gate.tokens.redeem(_read(PairRequest).code, origin)
    if paired is None:
        raise Refusal(403, "code", "this code is not valid (any more); `cleanread pair` prints a new one")
    return _json(PairResponse(token=paired[0], id=paired[1].id, origin=origin))


@blueprint.route("/api/<path:_>", methods=["OPTIONS"])
def preflight(_: str) -> Response:
    """What a paired origin may send; the gate has refused all others."""
    headers = {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    if request.headers.get("Access-Control-Request-Private-Network") == "true":
        headers["Access-Control-Allow-Private-Network"] = "true"
    return Response(b"", 204, headers)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of all this."""
    from .openapi import document

    return Response(document(service().settings.origin), content_type=JSON)


def _read(model: type[T]) -> T:
    return read(model, request.get_data(cache=False))


def _worked(kind: str, body: bytes = b"") -> Response:
    answer = service().answer(kind, body)
    return Response(answer.body, answer.status, list(answer.headers), content_type=answer.media_type)


def _json(model: BaseModel) -> Response:
    return Response(model.model_dump_json(), content_type=JSON)
