"""Picks as a table: a CSV file with a line for each pick, rejected ones included (the column review says so)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest, SeisviewerError, UnreadableFile
from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.picks.text_values import (
    Line,
    instrument_of,
    iso_time,
    parsed_number,
    parsed_time,
    phase_of,
    read_lines,
    writable_text,
)
from seisviewer.waveforms.station import StationId

# Start (seconds since 1970) and samples per second of a data set's windows, by trace_name.
Starts = Mapping[str, tuple[float, float]]

COLUMNS = (
    "network", "station", "location", "channel", "phase", "time", "probability", "uncertainty", "polarity", "origin",
    "review", "model", "trace_name", "sample",
)  # fmt: skip
# What other programs call the same columns.
ALIASES = {
    "network_code": "network", "station_network_code": "network", "net": "network", "station_code": "station",
    "sta": "station", "location_code": "location", "station_location_code": "location", "loc": "location",
    "channel_code": "channel", "instrument": "channel", "phase_hint": "phase", "phase_type": "phase", "type": "phase",
    "peak_time": "time", "phase_time": "time", "arrival_time": "time", "pick_time": "time", "timestamp": "time",
    "prob": "probability", "peak_value": "probability", "phase_score": "probability", "phase_polarity": "polarity",
    "trace_id": "id", "station_id": "id", "waveform_id": "id", "phase_index": "sample",
}  # fmt: skip


def write_csv(path: str | Path, picks: Iterable[Pick], starts: Starts | None = None) -> None:
    """Write picks with the columns COLUMNS. channel: band and instrument (“HH”), for a pick belongs to all components.
    time: ISO, UTC, to the microsecond. sample: from the start of the window, where `starts` has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pick in picks:
        station = pick.station
        start, rate = (starts or {}).get(pick.trace_name, (None, None))
        writer.writerow([
            station.network, station.station, station.location, station.instrument, pick.phase, iso_time(pick.time),
            _number(pick.probability), _number(pick.uncertainty), pick.polarity.value, pick.origin.value,
            pick.review.value, pick.model, pick.trace_name,
            "" if start is None else f"{(pick.time - start) * rate:.3f}".rstrip("0").rstrip("."),
        ])  # fmt: skip
    write_whole(path, writable_text(text.getvalue()).encode("utf-8"), BadRequest)


def read_csv(path: str | Path, starts: Starts | None = None) -> tuple[Pick, ...]:
    """Picks of a table with comma, semicolon or tab between the columns, whose order and case do not matter.

    Needed are station (or an id such as CI.CLC..HHZ, or a trace_name), phase, and a time, or a trace_name and a sample that
    `starts` turns into a time (which it does even where there is a time too). A line that says no origin is manual without
    and automatic with a probability or model. Left out are lines of phases that are neither P nor S and, with `starts`,
    those that have only a sample, of a window that is not in it. Raises UnreadableFile.
    """
    path = Path(path)
    names, lines = read_lines(path)
    columns = _columns(names)
    _check_columns(path, set(columns))
    return tuple(_picks(path, columns, lines, starts))


def write_table(path: Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """`write_csv` in the shape of the table of formats; a table of picks has no place for events."""
    write_csv(path, picks)


def read_table(path: Path) -> tuple[tuple[Pick, ...], tuple[Event, ...]]:
    return read_csv(path), ()


def _columns(names: Iterable[str]) -> dict[str, str]:
    """Our names of the columns, with those they have in the file. Of several that mean the same, ours comes first, then
    the others in their order."""
    columns = {name: name for name in names}
    for name in names:
        columns.setdefault(ALIASES.get(name, name), name)
    return columns


def _check_columns(path: Path, names: set[str]) -> None:
    missing = [
        wanted
        for wanted, given in (
            ("phase", {"phase"}),
            ("station", {"station", "id", "trace_name"}),
            ("time", {"time", "sample"}),
        )
        if not names & given
    ]
    if missing:
        raise UnreadableFile(
            f"{path} is no table of picks: its first line names no column {' and no column '.join(missing)}."
        )


def _picks(path: Path, columns: Mapping[str, str], lines: Iterable[Line], starts: Starts | None) -> Iterator[Pick]:
    for number, line in lines:
        cells = {ours: line.get(theirs, "") for ours, theirs in columns.items()}
        if not phase_of(cells["phase"]):
            continue
        if starts is not None and not cells.get("time") and cells.get("trace_name") not in starts:
            continue
        try:
            yield _pick(cells, starts or {})
        except (ValueError, OverflowError, OSError, SeisviewerError) as error:
            raise UnreadableFile(f"{path}, line {number}, is no pick: {str(error).rstrip('.')}.") from error


def _pick(cells: dict[str, str], starts: Starts) -> Pick:
    def cell(name: str) -> str:
        return cells.get(name, "")

    probability, model = parsed_number(cell("probability")), cell("model")
    uncertainty = parsed_number(cell("uncertainty"))
    automatic = probability is not None or model
    origin = Origin(cell("origin")) if cell("origin") else Origin.AUTOMATIC if automatic else Origin.MANUAL
    review = Review.ACCEPTED if origin is Origin.MANUAL else Review.UNREVIEWED
    return Pick(
        _station(cells),
        phase_of(cell("phase")),
        _time(cell("time"), cell("trace_name"), parsed_number(cell("sample")), starts),
        uncertainty if uncertainty is not None and uncertainty >= 0 else None,  # −1 where nobody said
        _polarity(cell("polarity")),
        origin,
        Review(cell("review")) if cell("review") else review,
        probability,
        model,
        cell("trace_name"),
    )


def _station(cells: Mapping[str, str]) -> StationId:
    named = cells.get("station", "")
    identity = cells.get("id", "")
    # An id that does not name the station is that of the pick or of its event.
    full = identity if not named or f".{named}." in f"{identity}." else named
    if not full and not cells.get("trace_name"):
        raise ValueError("it names no station")
    if "." in full:
        parts = [*full.split("."), "", "", ""]
        return StationId(parts[0], parts[1], parts[2], instrument_of(parts[3]))
    place = cells.get("network", ""), named, cells.get("location", "").strip("-")
    return StationId(*place, instrument_of(cells.get("channel", "")))


def _time(text: str, trace_name: str, sample: float | None, starts: Starts) -> float:
    if sample is not None and trace_name in starts:
        start, rate = starts[trace_name]
        return start + sample / rate
    if not text:
        raise ValueError("it has no time, and its sample counts from the start of a window that is not at hand")
    try:
        return parsed_time(text)
    except ValueError:
        raise ValueError(f"“{text}” is no time, write it as 2019-07-04T17:33:49.12Z") from None


def _polarity(text: str) -> Polarity:
    """QuakeML's words, and U, D, + and − as other programs write them; an unknown word is none."""
    signs = {"u": "positive", "up": "positive", "+": "positive", "c": "positive"}
    signs |= {"d": "negative", "down": "negative", "-": "negative"}
    word = signs.get(text.lower(), text.lower())
    return Polarity(word) if word in {each.value for each in Polarity} else Polarity.NONE


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
