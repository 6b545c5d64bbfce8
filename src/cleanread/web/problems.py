"""Errors as RFC 9457 problem documents."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from .messages import Answer
from .schemas import Problem

MEDIA_TYPE = "application/problem+json"


class Refusal(Exception):
    """An answer other than success: becomes a problem document.

    Args:
        status: HTTP status.
        code: a short identifier of the kind of problem, stable, for programs.
        detail: what is wrong and what to do, for people.
        headers: further response headers.
        errors: single faults of the request, each with ``pointer`` (RFC 6901) and ``detail``.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = errors

    @property
    def reason(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def body(self) -> bytes:
        """The problem document."""
        problem = Problem(
            type=f"urn:cleanread:problem:{self.code}",
            title=self.reason,
            status=self.status,
            detail=_printable(self.detail),
            errors=None if self.errors is None else [_clean(error) for error in self.errors],
        )
        return problem.model_dump_json(exclude_none=True).encode()


def refused(refusal: Refusal) -> Answer:
    """A refusal as an answer."""
    return Answer(refusal.body(), MEDIA_TYPE, refusal.status, tuple(refusal.headers.items()))


def _clean(error: Mapping[str, Any]) -> Any:
    return {name: _printable(str(value)) for name, value in error.items()}


def _printable(text: str) -> str:
    """What can be encoded, and is short: parts of a request are quoted in messages."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 500 else f"{text[:499]}…"
