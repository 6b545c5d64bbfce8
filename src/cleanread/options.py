"""Options of plugins: declared by the plugin, checked before a document is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .errors import OptionError, nearest

OptionType = Literal["bool", "int", "float", "str", "list"]

_TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
    "str": (str,),
    "list": (list, tuple),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a plugin.

    ``type`` is ``bool``, ``int``, ``float``, ``str`` or ``list`` (of strings). ``choices`` are the only values that a
    ``str`` may have; empty for any.
    """

    name: str
    type: OptionType
    default: Any
    help: str
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.type not in _TYPES:
            raise OptionError(f"option {self.name!r} has the unknown type {self.type!r}{nearest(str(self.type), _TYPES)}")
        if not _fits(self.type, self.default):
            raise OptionError(f"the default of option {self.name!r} is no {self.type}: {self.default!r}")


def check(plugin: str, declared: Iterable[Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """All options of a plugin, the given ones in place of their defaults.

    Raises:
        OptionError: an option that the plugin does not have, or a value that is not of its type.
    """
    known = {option.name: option for option in declared}
    for name, value in given.items():
        if name not in known:
            raise OptionError(f"plugin {plugin!r} has no option {name!r}{nearest(name, known)}")
        if not _fits(known[name].type, value):
            raise OptionError(f"option {plugin}.{name} is a {known[name].type}, not {value!r}")
        if known[name].choices and value not in known[name].choices:
            raise OptionError(f"option {plugin}.{name} is one of {', '.join(known[name].choices)}, not {value!r}")
    return {name: given.get(name, option.default) for name, option in known.items()}


def parse(plugin: str, option: Option, value: str) -> Any:
    """The value of an option written as text, as on the command line. A list is separated by commas.

    Raises:
        OptionError: the text is no value of the option's type.
    """
    try:
        match option.type:
            case "bool":
                return {
                    "true": True,
                    "yes": True,
                    "on": True,
                    "1": True,
                    "false": False,
                    "no": False,
                    "off": False,
                    "0": False,
                }[value.strip().lower()]
            case "int":
                return int(value)
            case "float":
                return float(value)
            case "list":
                return [part.strip() for part in value.split(",") if part.strip()]
            case "str":
                return value
    except (KeyError, ValueError):
        raise OptionError(f"option {plugin}.{option.name} is a {option.type}; {value!r} is none") from None


def _fits(kind: str, value: object) -> bool:
    if kind != "bool" and isinstance(value, bool):
        return False
    if not isinstance(value, _TYPES[kind]):
        return False
    return kind != "list" or all(isinstance(part, str) for part in value)  # type: ignore[attr-defined]
