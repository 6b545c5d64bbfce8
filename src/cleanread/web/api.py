"""The calls below ``/api``, and their description."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel, ValidationError

from .. import __version__
from ..errors import SourceError
from .access import Gate
from .pool import Pool, PoolError
from .problems import Refusal
from .schemas import CleanRequest, EmptyRequest, ExportRequest, HealthResponse, PairRequest, PairResponse
from .settings import Settings
from .work import JSON, Answer

blueprint = Blueprint("api", __name__)
T = TypeVar("T", bound=BaseModel)
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Service:
    """What the calls work with."""

    settings: Settings
    gate: Gate
    pool: Pool


def service() -> Service:
    """The service of the current application."""
    return cast(Service, current_app.extensions["cleanread"])


@blueprint.post("/api/clean")
def clean() -> Response:
    """Clean a page or a text."""
    return _answer(_ask("clean", _work(_read(CleanRequest))))


@blueprint.post("/api/export")
def export() -> Response:
    """The article as a file."""
    return _answer(_ask("export", _work(_read(ExportRequest))))


@blueprint.post("/api/plugins")
def plugins() -> Response:
    """The installed plugins."""
    _read(EmptyRequest)
    return _answer(_ask("plugins", {}))


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
    """The request's body as its type.

    Raises:
        Refusal: it is no JSON (400), or not of that type (422).
    """
    data = request.get_data(cache=False)
    try:
        try:
            return model.model_validate_json(data)
        except ValidationError as error:
            if error.errors(include_input=False)[0]["type"] != "json_invalid" or b"\\u" not in data:
                raise
            return model.model_validate(_whole(json.loads(data)))
    except ValidationError as error:
        raise _invalid(error) from None
    except (ValueError, RecursionError):
        raise Refusal(400, "json", "the request's body is no JSON document in UTF-8") from None


def _whole(value: Any) -> Any:
    """JSON data with half surrogate pairs, which browsers write, replaced by U+FFFD."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_HALF.sub("\ufffd", name): _whole(item) for name, item in value.items()}
    return value


def _invalid(error: ValidationError) -> Refusal:
    faults = error.errors(include_input=False, include_url=False)
    if faults[0]["type"] == "json_invalid":
        return Refusal(400, "json", f"the request's body is no JSON document in UTF-8: {faults[0]['ctx']['error']}")
    errors = [{"pointer": _pointer(fault["loc"]), "detail": fault["msg"]} for fault in faults[:20]]
    return Refusal(
        422, "request", f"the request is not as it should be: {errors[0]['pointer']} {errors[0]['detail']}", errors=errors
    )


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def _work(asked: CleanRequest) -> dict[str, Any]:
    """A request as a worker takes it: the page, what it is, and the choice of plugins."""
    work = asked.model_dump(exclude={"html", "text", "fetch"})
    if asked.fetch is not None:
        if not service().settings.allow_fetch:
            raise Refusal(
                403, "fetch", "this service does not fetch pages; start it with --allow-fetch, or send the page itself"
            )
        from .fetching import fetch

        try:
            page = fetch(asked.fetch)
        except SourceError as error:
            raise Refusal(422, "fetch", f"{asked.fetch}: {error}") from None
        return {**work, "source": page.data, "media_type": page.media_type, "url": asked.url or page.url}
    source, media_type = (asked.html, "text/html") if asked.html is not None else (asked.text, "text/plain")
    return {**work, "source": source, "media_type": media_type}


def _ask(kind: str, work: Mapping[str, Any]) -> Answer:
    try:
        answer = service().pool.ask(kind, dict(work))
    except PoolError as error:
        raise Refusal(503, error.code, str(error), headers={"Retry-After": "1"} if error.later else {}) from None
    if answer.late:
        raise Refusal(503, "time", f"this page takes too long: {answer.error}")
    if answer.error is not None:
        raise Refusal(422, "source", answer.error)
    return answer


def _answer(answer: Answer) -> Response:
    response = Response(answer.body, content_type=answer.media_type)
    if answer.filename is not None:
        response.headers["Content-Disposition"] = f'attachment; filename="{answer.filename}"'
    return response


def _json(model: BaseModel) -> Response:
    return Response(model.model_dump_json(), content_type=JSON)
