"""The body of a request as its type, or a refusal that says what is wrong with it."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .problems import Refusal

T = TypeVar("T", bound=BaseModel)
_HALF = re.compile("[\ud800-\udfff]")


def read(model: type[T], data: bytes) -> T:
    """A request's body as its type.

    Raises:
        Refusal: it is no JSON (400), or not of that type (422).
    """
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
