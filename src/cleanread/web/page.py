"""The web page of the service, and its files."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, send_from_directory

from .. import __version__
from .api import service
from .peer import is_of_this_user
from .problems import Refusal

blueprint = Blueprint("page", __name__)

#: The page loads its own files and nothing else, runs no inline script, and makes HTML in one place only.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types cleanread"
)
#: The document in which an article is shown: no scripts, nothing loaded but its style.
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


@blueprint.get("/")
def index() -> Response:
    """The page, with the token that its calls need; for the user who runs the service only."""
    environ = request.environ
    settings = service().settings
    port = environ.get("REMOTE_PORT")
    if port and not is_of_this_user(environ["REMOTE_ADDR"], int(port), (settings.host, settings.port)):
        raise Refusal(403, "user", "this service is for the user who started it")
    html = render_template("page.html", token=service().gate.page_token, version=__version__, allow_fetch=settings.allow_fetch)
    return Response(html, headers={"Content-Security-Policy": PAGE_POLICY}, content_type="text/html; charset=utf-8")


@blueprint.get("/frame")
def frame() -> Response:
    """The empty document that an article is shown in."""
    headers = {"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return Response(render_template("frame.html"), headers=headers, content_type="text/html; charset=utf-8")


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """The page's scripts, styles and pictures."""
    response = send_from_directory("static", name, etag=False)
    response.headers["Cache-Control"] = "no-store"
    return response
