"""Catalogues of events as files: QuakeML, or CSV with a line for each event."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from obspy import UTCDateTime

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.pick import Event

COLUMNS = ("time", "latitude", "longitude", "depth", "magnitude", "magnitude_type", "name", "source", "score")
QUAKEML = (".xml", ".quakeml", ".qml")
# What catalogue services call these columns.
OTHER_NAMES = {
    "time": ("origin_time", "datetime", "utc_time", "utc_timestamp"),
    "latitude": ("lat",),
    "longitude": ("lon", "long"),
    "depth": ("depth_km", "depth/km"),
    "magnitude": ("mag",),
    "magnitude_type": ("magtype", "mag_type"),
    "name": ("place", "id", "eventid"),
}


def is_quakeml(path: Path) -> bool:
    return path.suffix.lower() in QUAKEML


def read_events(path: Path) -> tuple[Event, ...]:
    """The events of a QuakeML or CSV file, in the order of time; UnreadableFile where there are none or a line is wrong.

    A CSV needs the column `time` (ISO, UTC, or seconds since 1970); depth is in km below sea level.
    """
    if is_quakeml(path):
        from seisviewer.picks.quakeml import read_quakeml

        events = read_quakeml(path)[1]
    else:
        events = _read_csv(path)
    if not events:
        raise UnreadableFile(f"{path} holds no events: choose a catalogue.")
    return tuple(sorted(events, key=lambda event: event.time))


def write_events(path: Path, events: Sequence[Event]) -> None:
    """Write QuakeML or CSV, whichever the ending asks for; BadRequest for another ending."""
    check_ending(path)
    if is_quakeml(path):
        from seisviewer.picks.quakeml import write_quakeml

        write_quakeml(path, (), events)
        return
    part = path.with_name(f".{path.name}.part")
    with part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for event in events:
            values = [getattr(event, name) for name in COLUMNS[1:]]
            writer.writerow([UTCDateTime(event.time), *("" if value is None else value for value in values)])
    part.replace(path)


def check_ending(path: Path) -> None:
    """Raise BadRequest for an ending that no catalogue has."""
    if path.suffix.lower() not in (".csv", *QUAKEML):
        raise BadRequest(f"{path.name} has no ending of a catalogue: write to .csv or .xml (QuakeML).")


def _read_csv(path: Path) -> list[Event]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
            columns = {name: _column(name, names) for name in COLUMNS}
            if columns["time"] is None:
                raise UnreadableFile(f"{path} has no column “time”: a catalogue in CSV needs one.")
            return [_event(row, columns, path, line) for line, row in enumerate(reader, 2)]
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {path}: choose a catalogue that exists.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(
            f"{path} cannot be read as a catalogue ({error}): choose a CSV or QuakeML file."
        ) from error


def _column(name: str, names: dict[str, str]) -> str | None:
    return next((names[each] for each in (name, *OTHER_NAMES.get(name, ())) if each in names), None)


def _event(row: dict[str, str], columns: dict[str, str | None], path: Path, line: int) -> Event:
    texts = {name: (row.get(column) or "").strip() if column else "" for name, column in columns.items()}
    try:
        numbers = {
            name: float(texts[name]) if texts[name] else None
            for name in ("latitude", "longitude", "depth", "magnitude", "score")
        }
        time = _seconds(texts["time"])
    except (ValueError, TypeError) as error:
        raise UnreadableFile(f"Line {line} of {path} holds no event: time and numbers are needed there.") from error
    return Event(
        time,
        **numbers,
        magnitude_type=texts["magnitude_type"],
        name=texts["name"],
        source=texts["source"] or "catalogue",
    )


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return UTCDateTime(text).timestamp
