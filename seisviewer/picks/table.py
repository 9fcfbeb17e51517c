"""Picks as a table: a text file with a line for each pick, rejected ones included (the column review says so)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.found_picks import FoundPicks
from seisviewer.picks.pick import Event, Pick
from seisviewer.picks.table_columns import Columns, are_names, names_stations, pick_columns, wide_columns
from seisviewer.picks.table_lines import MODEL, Layout, Starts, TableReading
from seisviewer.picks.text_table import TextTable, read_text, table_of
from seisviewer.picks.text_values import iso_time, writable_text
from seisviewer.picks.unnamed_columns import LOOKED_AT, columns_by_content
from seisviewer.translation import tr
from seisviewer.waveforms.window_times import seconds_in_window

COLUMNS = (
    "network", "station", "location", "channel", "phase", "time", "probability", "uncertainty", "polarity", "origin",
    "review", "model", "trace_name", "sample", "onset", "status", "public_id", "uncertainty_of", "polarity_model",
    "polarity_probability", "polarity_spread", "hypo71_weight",
)  # fmt: skip


def write_csv(path: str | Path, picks: Iterable[Pick], starts: Starts | None = None) -> None:
    """Write picks with the columns COLUMNS. channel: band and instrument (“HH”), for a pick belongs to all components.
    time: ISO, UTC, to the microsecond; seconds from the start of its window where nobody knows when that was. sample: from the start of the window, where `starts` has it. uncertainty_of: “model”
    where the uncertainty is the width of a model's curve and no measured error."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pick in picks:
        station = pick.station
        start, rate = (starts or {}).get(pick.trace_name, (None, None))
        writer.writerow([
            station.network, station.station, station.location, station.instrument, pick.name, _time(pick, start),
            _number(pick.probability), _number(pick.uncertainty), pick.polarity.value, pick.origin.value,
            pick.review.value, pick.model, pick.trace_name,
            "" if start is None else f"{(pick.time - start) * rate:.3f}".rstrip("0").rstrip("."),
            pick.onset, pick.status, pick.public_id, MODEL if pick.width_of_model else "", pick.polarity_model,
            _number(pick.polarity_probability), _number(pick.polarity_spread),
            "" if pick.weight is None else pick.weight,
        ])  # fmt: skip
    write_whole(path, writable_text(text.getvalue()).encode("utf-8"), BadRequest)


def read_csv(path: str | Path, starts: Starts | None = None) -> FoundPicks:
    """Picks of a table, whatever stands between its columns, whose order, case and language hardly matter.

    Needed are station (or an id such as CI.CLC..HHZ, or a trace_name), phase, and a time, or a sample that `starts` or the
    line itself turns into a time (`starts` does so even where there is a time too); or one line for both arrivals, as
    EQTransformer and SeisBench write it. Columns without names are told by what stands in them. A line that says no origin
    is manual without and automatic with a probability or model. Raises UnreadableFile.
    """
    path = Path(path)
    return read_table_text(path, read_text(path), starts)


def read_table_text(path: Path, text: str, starts: Starts | None = None) -> FoundPicks:
    """`read_csv` of a text that is at hand. path: what it is called in sentences."""
    table = table_of(path, text, are_names)
    lines = table.lines
    remarks: list[str] = []
    if table.names:
        layouts = _layouts(table)
    else:
        first = list(islice(lines, LOOKED_AT))
        found, skipped = _unnamed(table, first)
        if skipped:
            first = first[1:]
        layouts = [Layout(found)]
        lines = _after(first, lines)
        remarks.append(
            tr("{path_name} names no columns that are known: read as {found}.").format(
                path_name=path.name, found=", ".join(found)
            )
        )
    reading = TableReading(path, layouts, starts, len(table.names))
    return reading.of(lines, remarks)


def write_table(path: Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """`write_csv` in the shape of the table of formats; a table of picks has no place for events."""
    write_csv(path, picks)


def _layouts(table: TextTable) -> list[Layout]:
    """Raises UnreadableFile where the columns are not those of picks."""
    columns = pick_columns(table.names)
    wide = wide_columns(table.names)
    if wide and names_stations(columns) and "phase" not in columns:
        shared = {name: places for name, places in columns.items() if name not in ("time", "sample", "probability")}
        return [Layout(shared | own, phase) for phase, own in wide.items()]
    missing = [
        wanted
        for wanted, is_there in (
            ("phase", "phase" in columns),
            ("station", names_stations(columns)),
            ("time", bool(columns.keys() & {"time", "sample"})),
        )
        if not is_there
    ]
    if missing:
        raise _no_table(table.path, missing)
    return [Layout(columns)]


def _unnamed(table: TextTable, first: list[tuple[int, list[str]]]) -> tuple[Columns, bool]:
    """The columns of a table without names that we know, and whether its first line names them all the same."""
    cells = [line for _, line in first]
    for skipped in (False, True):
        found = columns_by_content(cells[skipped:]) if len(cells) > skipped else None
        if found is not None:
            return found, skipped
    raise _no_table(table.path, ["phase", "station", "time"])


def _no_table(path: Path, missing: list[str]) -> UnreadableFile:
    return UnreadableFile(
        tr("{path} is no table of picks: its first line names no column {missing}.").format(
            path=path, missing=tr(" and no column ").join(missing)
        )
    )


def _after(
    first: list[tuple[int, list[str]]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield from first
    yield from rest


def _time(pick: Pick, start: float | None) -> str:
    if pick.is_dated:
        return iso_time(pick.time)
    return f"{seconds_in_window(pick.time) if start is None else pick.time - start:.6f}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
