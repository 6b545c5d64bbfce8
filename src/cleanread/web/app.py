"""The Flask application."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from . import api, page
from .access import Gate, Head, too_large
from .pool import Pool
from .problems import MEDIA_TYPE, Refusal
from .service import HEADERS, Service
from .settings import BODY_LIMIT, Settings
from .tokens import TokenStore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("cleanread.web")


def create_app(settings: Settings | None = None, **changes: Any) -> Flask:
    """The service as a WSGI application.

    Args:
        settings: how it runs; by default what `Settings` has.
        changes: single fields of `Settings`, such as ``port=9000`` or ``folder=path``. ``Host`` must be that of
            ``host`` and ``port``.

    Returns:
        The application. Its pool of worker processes starts with the first request that needs it, and is
        ``app.extensions["cleanread"].pool``; close it when you are done.
    """
    settings = settings or Settings(**{**changes, **({"folder": Path(changes["folder"])} if "folder" in changes else {})})
    app = Application(Service(settings, Gate(settings, TokenStore(settings.folder)), Pool(settings.workers, settings.limits)))
    app.register_error_handler(Refusal, problem)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failure)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(page.blueprint)
    return app


class Application(Flask):
    """Lets requests in, or refuses them, and sees to the headers of every response."""

    def __init__(self, service: Service) -> None:
        super().__init__("cleanread.web", static_folder=None)
        self.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
        self.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
        self.url_map.merge_slashes = False
        self.url_map.strict_slashes = False
        self.service = self.extensions["cleanread"] = service

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            shared = self.service.shared(environ.get("PATH_INFO", ""), environ.get("HTTP_ORIGIN"))
            given = {name.lower() for name, _ in headers}
            added = [item for item in {**HEADERS, **shared}.items() if item[0].lower() not in given]
            return start_response(status, [*headers, *added], *more)

        try:
            self.service.gate.check(Head.of_environ(environ))
        except Refusal as refusal:
            return problem(refusal)(environ, start)
        return super().wsgi_app(environ, start)


def problem(refusal: Refusal) -> Response:
    """A refusal as a response."""
    return Response(refusal.body(), refusal.status, refusal.headers, content_type=MEDIA_TYPE)


def _http_error(error: HTTPException) -> Response:
    if error.code == 413:
        return problem(too_large())
    codes = {
        404: ("not-found", f"there is nothing at {request.path}"),
        405: ("method", f"{request.path} does not take {request.method}"),
    }
    code, detail = codes.get(error.code or 500, ("request", error.description or error.name))
    return problem(Refusal(error.code or 500, code, detail))


def _failure(error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return problem(Refusal(500, "failure", "an error of cleanread; the service's messages tell more"))
