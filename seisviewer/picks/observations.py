"""Files of picks and events: which formats there are, told by the ending of the name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.pick import Event, Pick


@dataclass(frozen=True)
class Format:
    """write: “module:function”, called with (path, picks, events). read: called with (path), gives (picks, events); ""
    for a format that is only written."""

    title: str
    endings: tuple[str, ...]
    write: str
    read: str = ""


REGISTRY = {
    "quakeml": Format(
        "QuakeML",
        (".xml", ".quakeml", ".qml"),
        "seisviewer.picks.quakeml:write_quakeml",
        "seisviewer.picks.quakeml:read_quakeml",
    ),
    "csv": Format("Table", (".csv",), "seisviewer.picks.table:write_table", "seisviewer.picks.table:read_table"),
    "nonlinloc": Format("NonLinLoc observations", (".obs",), "seisviewer.picks.nonlinloc:write_obs"),
    "snuffler": Format(
        "Snuffler markers",
        (".markers", ".txt"),
        "seisviewer.picks.snuffler:write_markers",
        "seisviewer.picks.snuffler:read_markers",
    ),
}


def write_picks(path: str | Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """Write a file in the format of its ending; raises BadRequest for another ending, or where it cannot be written.

    Rejected picks are in QuakeML and tables, which say that they are rejected, and in no other format.
    """
    path = Path(path)
    _function(_format_of(path, BadRequest).write)(path, picks, events)


def read_picks(path: str | Path) -> tuple[tuple[Pick, ...], tuple[Event, ...]]:
    """Picks and events of a file, in the format of its ending.

    Events have negative ids until a project gives them others. Raises UnreadableFile.
    """
    path = Path(path)
    found = _format_of(path, UnreadableFile)
    if not found.read:
        raise UnreadableFile(f"{path} cannot be read: {found.title} are only written; choose {_endings(reading=True)}.")
    return _function(found.read)(path)


def endings(*, reading: bool = False) -> tuple[str, ...]:
    """The endings of the formats that can be written, or read."""
    return tuple(ending for each in REGISTRY.values() if each.read or not reading for ending in each.endings)


def _format_of(path: Path, error: type[BadRequest | UnreadableFile]) -> Format:
    for each in REGISTRY.values():
        if path.suffix.lower() in each.endings:
            return each
    reading = error is UnreadableFile
    raise error(f"{path.name} is of no format of picks: choose a name that ends in {_endings(reading=reading)}.")


def _endings(*, reading: bool) -> str:
    return ", ".join(endings(reading=reading))


def _function(entry: str) -> Callable[..., Any]:
    module, name = entry.split(":")
    return getattr(import_module(module), name)
