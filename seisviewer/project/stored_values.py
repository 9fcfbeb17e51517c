"""Whatever is read from a project's database passes here before anything relies on it.

A project may have been damaged on its way, or made by a stranger: what its rows hold is either what seisviewer writes, or
the project is refused in one sentence.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from seisviewer.errors import ProjectError, SeisviewerError
from seisviewer.project.database import Database
from seisviewer.project.sqlite_sentences import damaged
from seisviewer.translation import tr

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
Kind = TypeVar("Kind")


class Unfit(ValueError):
    """What was stored is not what belongs there; the message says what it is."""


# What Python and our own values say to what they cannot be made of.
UNFIT = (SeisviewerError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
UNFIT += (MemoryError, RecursionError, zlib.error, struct.error)


@contextmanager
def checked(database: Database) -> Iterator[None]:
    """Around the making of values from rows: what they cannot be made of is damage, said as a ProjectError."""
    try:
        yield
    except ProjectError:
        raise
    except UNFIT as error:
        says_why = isinstance(error, SeisviewerError | Unfit)
        reason = str(error).rstrip(".") if says_why else tr("it holds what seisviewer never writes")
        raise ProjectError(damaged(database.file, reason)) from error


def reader(
    read: Callable[Concatenate[Database, Given], Answer],
) -> Callable[Concatenate[Database, Given], Answer]:
    """A function whose first argument is the database, and that is `checked`."""

    @wraps(read)
    def guarded(database: Database, *args: Given.args, **named: Given.kwargs) -> Answer:
        with checked(database):
            return read(database, *args, **named)

    return guarded


def of_kind(value: Any, kind: type[Kind]) -> Kind:
    """The value, which must be of this very kind (True is no number here); else raises Unfit."""
    if type(value) is not kind:
        raise Unfit(
            tr("{short} stands where a value of type {name} should").format(short=_short(value), name=kind.__name__)
        )
    return value


def whole(value: Any, least: int = 0, most: int = 2**63) -> int:
    """A whole number between two others; else raises Unfit."""
    if not least <= of_kind(value, int) <= most:
        raise Unfit(tr("the number {value} is out of range").format(value=value))
    return value


def number_of(value: Any) -> float:
    """A finite number; else raises Unfit."""
    if type(value) is int or type(value) is float and math.isfinite(value):
        return float(value)
    raise Unfit(tr("{short} stands where a number should").format(short=_short(value)))


def number_or_none(value: Any) -> float | None:
    return None if value is None else number_of(value)


def within(value: Any, least: float, most: float) -> float | None:
    """A number between two others, and None where it is none of them: what nobody can have meant is not known."""
    number = number_or_none(value)
    return number if number is not None and least <= number <= most else None


def json_of(text: Any, kind: type[Kind]) -> Kind:
    """What JSON holds, which must be of this kind; else raises Unfit."""
    return of_kind(json.loads(of_kind(text, str)), kind)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
