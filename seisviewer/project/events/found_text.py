"""What was found out about an event as text that a column of the database holds, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, asdict, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from seisviewer.picks.located.found import NOTHING_FOUND, Found
from seisviewer.project.stored_values import Unfit, json_of, number_of, of_kind, whole
from seisviewer.translation import tr

Value = TypeVar("Value")
Reading = Callable[[Any], Any]  # of a value of JSON; raises Unfit


def text_of(found: Found) -> str:
    """JSON, and nothing where nothing was found; raises ValueError for a number that is none."""
    return "" if found == NOTHING_FOUND else json.dumps(asdict(found), allow_nan=False, separators=(",", ":"))


def found_in(text: Any) -> Found:
    """The other way round; raises Unfit, or ValueError for what is no JSON."""
    return NOTHING_FOUND if text == "" else _read(Found, json_of(text, dict))


def _read(kind: type[Value], plain: dict[str, Any]) -> Value:
    """A frozen value of its fields by name; fields that have a default may be missing, as in rows of older programs."""
    of_kind(plain, dict)
    given = {}
    for name, reading, needed in _fields(kind):
        if name in plain:
            given[name] = reading(plain[name])
        elif needed:
            raise Unfit(tr("the {name} of a {name2} is missing").format(name=name, name2=kind.__name__))
    return kind(**given)


@cache
def _fields(kind: type) -> tuple[tuple[str, Reading, bool], ...]:
    """Of each field its name, how it is read, and whether it must be there."""
    hints = get_type_hints(kind)
    return tuple(
        (field.name, _reading(hints[field.name]), field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)
    )


def _reading(hint: Any) -> Reading:
    """How a value of a field's type is read."""
    if is_dataclass(hint):
        return lambda plain: _read(hint, plain)
    if get_origin(hint) is tuple:
        return _tuple_reading(get_args(hint))
    if get_origin(hint) is UnionType:  # of something and None
        (kind,) = (each for each in get_args(hint) if each is not type(None))
        reading = _reading(kind)
        return lambda plain: None if plain is None else reading(plain)
    if hint is float:
        return number_of
    if hint is int:
        return lambda plain: whole(plain, -(2**63))
    return lambda plain: of_kind(plain, hint)


def _tuple_reading(kinds: tuple[Any, ...]) -> Reading:
    if kinds[-1] is Ellipsis:
        each = _reading(kinds[0])
        return lambda plain: tuple(each(part) for part in of_kind(plain, list))
    readings = [_reading(kind) for kind in kinds]

    def read(plain: Any) -> tuple[Any, ...]:
        if len(of_kind(plain, list)) != len(readings):
            raise Unfit(tr("{count} values stand where {count2} should").format(count=len(plain), count2=len(readings)))
        return tuple(reading(part) for reading, part in zip(readings, plain, strict=True))

    return read
