"""Files of picks and events: which formats there are, told by what stands in them, and by the ending of the name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.format_signs import beginning_of, format_by_content, kind_of_table
from seisviewer.picks.found_picks import FoundPicks, gathered
from seisviewer.picks.pick import Event, Pick

if TYPE_CHECKING:
    from seisviewer.picks.table_lines import Starts


@dataclass(frozen=True)
class Format:
    """write: “module:function”, called with (path, picks, events). read: called with (path), gives FoundPicks; "" for a
    format that is not written, or not read."""

    title: str
    endings: tuple[str, ...]
    write: str = ""
    read: str = ""


REGISTRY = {
    "quakeml": Format(
        "QuakeML",
        (".xml", ".quakeml", ".qml", ".scml"),
        "seisviewer.picks.quakeml:write_quakeml",
        "seisviewer.picks.quakeml_reading:read_quakeml",
    ),
    "csv": Format("Table", (".csv", ".tsv"), "seisviewer.picks.table:write_table", "seisviewer.picks.table:read_csv"),
    "nonlinloc": Format(
        "NonLinLoc observations",
        (".obs",),
        "seisviewer.picks.nonlinloc:write_obs",
        "seisviewer.picks.nonlinloc:read_obs",
    ),
    "snuffler": Format(
        "Snuffler markers",
        (".markers", ".txt"),
        "seisviewer.picks.snuffler:write_markers",
        "seisviewer.picks.snuffler:read_markers",
    ),
    "bulletin": Format(
        "Bulletins (NonLinLoc, Nordic, IMS)",
        (".hyp", ".nor", ".nordic", ".ims"),
        read="seisviewer.picks.quakeml_reading:read_quakeml",
    ),
    "hypodd": Format("hypoDD phases", (".pha", ".dat"), read="seisviewer.picks.hypodd:read_hypodd"),
    "real": Format("REAL phases", (".txt", ".dat"), read="seisviewer.picks.real_listing:read_real"),
}
SHARED = (".xml", ".txt", ".dat")  # endings that other files have too: what stands in them counts


def write_picks(path: str | Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """Write a file in the format of its ending; raises BadRequest for another ending, or where it cannot be written.

    Rejected picks are in QuakeML and tables, which say that they are rejected, and in no other format.
    """
    path = Path(path)
    for each in REGISTRY.values():
        if each.write and path.suffix.lower() in each.endings:
            _function(each.write)(path, picks, events)
            return
    raise _no_format(path, BadRequest, endings())


def read_picks(path: str | Path, starts: Starts | None = None) -> FoundPicks:
    """Picks and events of a file, in the format that its content shows, else that of its ending.

    A table that names stations and phases is one of picks, any other one of events. starts: of the windows of a data set,
    see `table.read_csv`. Raises UnreadableFile.
    """
    path = Path(path)
    beginning = beginning_of(path)
    name = format_by_content(beginning) or _by_ending(path)
    if name != "csv":
        return _function(REGISTRY[name].read)(path)
    if kind_of_table(beginning) == "events":
        from seisviewer.picks.catalogue import read_event_table

        return gathered((), read_event_table(path))
    from seisviewer.picks.table import read_csv

    return read_csv(path, starts)


def is_pick_file(path: Path) -> bool:
    """Whether a file holds picks or events rather than waveforms; one of a shared ending is looked into."""
    ending = path.suffix.lower()
    if ending not in endings(reading=True) or not path.is_file():
        return False
    return ending not in SHARED or bool(format_by_content(beginning_of(path)))


def endings(*, reading: bool = False) -> tuple[str, ...]:
    """The endings of the formats that can be written, or read."""
    each = (form.endings for form in REGISTRY.values() if (form.read if reading else form.write))
    return tuple(dict.fromkeys(ending for endings in each for ending in endings))


def _by_ending(path: Path) -> str:
    for name, each in REGISTRY.items():
        if each.read and path.suffix.lower() in each.endings:
            return name
    raise _no_format(path, UnreadableFile, endings(reading=True))


def _no_format(
    path: Path, error: type[BadRequest | UnreadableFile], known: tuple[str, ...]
) -> BadRequest | UnreadableFile:
    return error(f"{path.name} is of no format of picks: choose a name that ends in {', '.join(known)}.")


def _function(entry: str) -> Callable[..., Any]:
    module, name = entry.split(":")
    return getattr(import_module(module), name)
