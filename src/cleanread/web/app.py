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
from .settings import BODY_LIMIT, Settings
from .tokens import TokenStore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("cleanread.web")

#: On every response: nothing is stored, guessed, framed or loaded.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_DEFAULTS = [*HEADERS.items(), ("Vary", "Origin, Sec-Fetch-Site")]
#: In the environment of a request that the server itself has let in; no header can bring it there.
ADMITTED = "cleanread.admitted"


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
    app = Flask("cleanread.web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    service = api.Service(settings, Gate(settings, TokenStore(settings.folder)), Pool(settings.workers, settings.limits))
    app.extensions["cleanread"] = service

    app.register_error_handler(Refusal, problem)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failure)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(page.blueprint)
    app.wsgi_app = Guarded(app.wsgi_app, service.gate)  # type: ignore[method-assign]
    return app


class Guarded:
    """Lets requests in to an application, or refuses them, and sees to the headers of every response."""

    def __init__(self, app: WSGIApplication, gate: Gate) -> None:
        self.app = app
        self.gate = gate

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            given = {name.lower() for name, _ in headers}
            defaults = [item for item in _DEFAULTS if item[0].lower() not in given]
            return start_response(status, [*headers, *defaults, *self._shared(environ)], *more)

        app = self.app
        if ADMITTED not in environ:
            try:
                self.gate.check(Head.of_environ(environ))
            except Refusal as refusal:
                app = problem(refusal)
        return app(environ, start)

    def _shared(self, environ: WSGIEnvironment) -> list[tuple[str, str]]:
        """Let the page of a paired origin, and no other, read the response."""
        if "HTTP_ORIGIN" in environ and str(environ.get("PATH_INFO", "")).startswith("/api/"):
            origin = self.gate.allowed_origin(environ["HTTP_ORIGIN"])
            if origin is not None:
                return [("Access-Control-Allow-Origin", origin)]
        return []


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
