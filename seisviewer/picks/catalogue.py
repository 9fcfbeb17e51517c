"""Catalogues of events as files: QuakeML, or CSV with a line for each event."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.found_picks import gathered
from seisviewer.picks.located.found import NOTHING_FOUND, Found
from seisviewer.picks.pick import Event
from seisviewer.picks.table_columns import Columns, are_names, event_columns, is_pick_table
from seisviewer.picks.table_lines import time_of
from seisviewer.picks.text_table import read_text, table_of
from seisviewer.picks.text_values import MISSING, iso_time, parsed_number, writable_text
from seisviewer.translation import tr

COLUMNS = ("time", "latitude", "longitude", "depth", "magnitude", "magnitude_type", "name", "source", "score", "kind")
QUAKEML = (".xml", ".quakeml", ".qml")


def is_quakeml(path: Path) -> bool:
    return path.suffix.lower() in QUAKEML


def read_events(path: Path) -> tuple[Event, ...]:
    """The events of a QuakeML or CSV file, in the order of time; UnreadableFile where there are none or a line is wrong.

    A CSV needs the column `time` (ISO, UTC, or seconds since 1970); depth is in km below sea level.
    """
    if is_quakeml(path):
        from seisviewer.picks.quakeml_reading import read_quakeml

        events = read_quakeml(path).events
    else:
        events = gathered((), read_event_table(path)).events
    if not events:
        raise UnreadableFile(tr("{path} holds no events: choose a catalogue.").format(path=path))
    return tuple(sorted(events, key=lambda event: event.time))


def write_events(path: Path, events: Sequence[Event]) -> None:
    """Write QuakeML or CSV, whichever the ending asks for; BadRequest for another ending, or where it cannot be written."""
    check_ending(path)
    if is_quakeml(path):
        from seisviewer.picks.quakeml import write_quakeml

        write_quakeml(path, (), events)
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for event in events:
        values = [getattr(event, name) for name in COLUMNS[1:]]
        writer.writerow([iso_time(event.time), *("" if value is None else value for value in values)])
    write_whole(path, writable_text(text.getvalue()).encode("utf-8"), BadRequest)


def check_ending(path: Path) -> None:
    """Raise BadRequest for an ending that no catalogue has."""
    if path.suffix.lower() not in (".csv", *QUAKEML):
        raise BadRequest(
            tr("{path_name} has no ending of a catalogue: write to .csv or .xml (QuakeML).").format(path_name=path.name)
        )


def read_event_table(path: Path) -> list[Event]:
    """The events of a table, in the order of its lines."""
    table = table_of(path, read_text(path), are_names)
    columns = event_columns(table.names)
    if is_pick_table(table.names):
        raise UnreadableFile(
            tr("{path} names stations and phases: it is a table of picks and no catalogue of events.").format(path=path)
        )
    if "time" not in columns:
        raise UnreadableFile(tr("{path} has no column “time”: a catalogue in CSV needs one.").format(path=path))
    return [_event(cells, columns, path, number) for number, cells in table.lines]


def _cell(cells: Sequence[str], places: Sequence[int]) -> str:
    """The first of some cells that says something."""
    said = (cells[place] for place in places if place < len(cells) and cells[place].lower() not in MISSING)
    return next((text for text in said if text), "")


def _event(cells: Sequence[str], columns: Columns, path: Path, line: int) -> Event:
    texts = {name: _cell(cells, columns.get(name, ())) for name in (*COLUMNS, "date", "depth_in_metres", "kind_model")}
    try:
        numbers = {
            name: parsed_number(texts[name]) for name in ("latitude", "longitude", "depth", "magnitude", "score")
        }
        if abs(numbers["latitude"] or 0.0) > 90.0 or abs(numbers["longitude"] or 0.0) > 360.0:
            raise ValueError(tr("no place on the earth"))
        if texts["depth_in_metres"]:
            metres = parsed_number(texts["depth_in_metres"])
            numbers["depth"] = None if metres is None else metres / 1000
        time = time_of(texts["time"], texts["date"], "")
    except (ValueError, OverflowError) as error:
        raise UnreadableFile(
            tr(
                "Line {line} of {path} holds no event: it needs a time since 1970 or a date, numbers, "
                "and degrees that lie on the earth."
            ).format(line=line, path=path)
        ) from error
    return Event(
        time,
        **numbers,
        magnitude_type=texts["magnitude_type"],
        name=texts["name"],
        source=texts["source"] or "catalogue",
        kind=texts["kind"].lower(),
        found=Found(kind_model=texts["kind_model"]) if texts["kind_model"] and texts["kind"] else NOTHING_FOUND,
    )
