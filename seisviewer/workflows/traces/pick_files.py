"""Files of picks and events, whatever their format: told apart, read and written as a window asks for it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

from seisviewer.picks.catalogue import read_events
from seisviewer.picks.observations import endings, read_picks, write_picks
from seisviewer.picks.pick import Event, Pick
from seisviewer.picks.table import read_csv, write_csv
from seisviewer.progress import Progress

Found = tuple[tuple[Pick, ...], tuple[Event, ...]]
Starts = Mapping[str, tuple[float, float]]

TABLE = ".csv"
SHARED = {
    ".xml": b"quakeml",
    ".txt": b"snuffler",
}  # endings that other files have too, with what ours say of themselves
LOOKED_AT = 2000  # bytes at the beginning of a file


def is_pick_file(path: Path) -> bool:
    """Whether a file holds picks or events rather than waveforms; one of a shared ending is looked into."""
    ending = path.suffix.lower()
    if ending not in endings() or not path.is_file():
        return False
    if ending not in SHARED:
        return True
    try:
        with path.open("rb") as file:
            return SHARED[ending] in file.read(LOOKED_AT).lower()
    except OSError:
        return False  # whoever opens it as something else says what is wrong


def read_file(path: Path, starts: Starts | None = None) -> Generator[Progress, None, Found]:
    """Picks and events of a file; a table without a column of phases is a catalogue of events.

    starts: of the windows of a dataset, by trace_name, start and samples per second. Raises UnreadableFile.
    """
    yield Progress(0, 0, f"Reading {path.name}")
    if path.suffix.lower() != TABLE:
        return read_picks(path)
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        columns = file.readline().lower()
    return (read_csv(path, starts), ()) if "phase" in columns else ((), read_events(path))


def write_file(
    path: Path, picks: Sequence[Pick], events: Sequence[Event], starts: Starts | None = None
) -> Generator[Progress, None, None]:
    """Write picks and events in the format of the ending; raises BadRequest."""
    yield Progress(0, 0, f"Writing {path.name}")
    if path.suffix.lower() == TABLE:
        write_csv(path, picks, starts)
    else:
        write_picks(path, picks, events)
