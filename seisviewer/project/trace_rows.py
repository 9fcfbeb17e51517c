"""Picks and events as rows, and what an action did to them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence

from seisviewer.bounded_reading import json_from, unpacked
from seisviewer.memory import available_memory
from seisviewer.picks.pick import Change, Event, Origin, Pick, Polarity, Review
from seisviewer.project.database import Database
from seisviewer.project.events.found_text import found_in, text_of
from seisviewer.project.stored_values import Unfit, number_of, number_or_none, of_kind, reader, whole, within
from seisviewer.translation import tr
from seisviewer.waveforms.station import StationId

Item = Pick | Event
FIRST_TIME, LAST_TIME = -62_135_596_800.0, 253_402_300_800.0  # seconds since 1970: the years 1 to 9999
DEEPEST = 1e7  # km or m; more than any planet
LARGEST_MAGNITUDE = 20.0
LONGEST_UNCERTAINTY = 1e6  # seconds
FLOOR, MOST_REPEATED = 1 << 20, 100  # bytes that any action may have, and how often more than its packed ones
TIMES_IN_MEMORY = 40  # what JSON takes, by the bytes of its text
TABLES: dict[type, tuple[str, str]] = {
    Pick: (
        "picks",
        """id, network, station, location, instrument, phase, time, uncertainty, polarity, origin, review, probability,
        model, trace_name, event, phase_name, onset, status, public_id, width_of_model,
        polarity_model, polarity_probability, polarity_spread, weight""",
    ),
    Event: (
        "events",
        """id, time, latitude, longitude, depth, magnitude, magnitude_type, name, source, score, public_id, origin_id, kind,
        found, stale""",
    ),
}


# Of columns that may be empty: what they may hold, both ends included.
RANGES = {
    Pick: {
        "uncertainty": (0.0, LONGEST_UNCERTAINTY),
        "probability": (0.0, 1.0),
        "polarity_probability": (0.0, 1.0),
        "polarity_spread": (0.0, 1.0),
    },
    Event: {
        "latitude": (-90.0, 90.0),
        "longitude": (-360.0, 360.0),
        "depth": (-DEEPEST, DEEPEST),
        "magnitude": (-LARGEST_MAGNITUDE, LARGEST_MAGNITUDE),
    },
}


def row_of(item: Item) -> tuple:
    """The columns of TABLES in their order, in plain Python numbers."""
    if isinstance(item, Pick):
        station = item.station
        return (
            int(item.id), station.network, station.station, station.location, station.instrument, item.phase,
            float(item.time), _number(item.uncertainty), item.polarity.value, item.origin.value, item.review.value,
            _number(item.probability), item.model, item.trace_name, int(item.event), item.phase_name, item.onset,
            item.status, item.public_id, int(item.width_of_model), item.polarity_model, _number(item.polarity_probability),
            _number(item.polarity_spread), None if item.weight is None else int(item.weight),
        )  # fmt: skip
    place = map(_number, (item.latitude, item.longitude, item.depth, item.magnitude))
    texts = item.magnitude_type, item.name, item.source
    said = item.public_id, item.origin_id, item.kind, text_of(item.found), int(item.stale)
    return (int(item.id), float(item.time), *place, *texts, _number(item.score), *said)


def item_of(kind: type[Item], row: Sequence) -> Item:
    """The other way round; raises ValueError for what no row of the table holds. A place, size, probability or
    uncertainty that cannot be is not known, as None says. Rows of older histories end earlier."""
    if kind is Event:
        number, time, latitude, longitude, depth, magnitude, magnitude_type, name, source, score, *said = row
        place = (
            within(latitude, *RANGES[Event]["latitude"]),
            within(longitude, *RANGES[Event]["longitude"]),
            within(depth, *RANGES[Event]["depth"]),
            within(magnitude, *RANGES[Event]["magnitude"]),
        )
        texts = map(_text, (magnitude_type, name, source))
        public_id, origin_id, *located = said or ("", "")
        event_kind, found, stale = located or ("", "", 0)
        ids = map(_text, (public_id, origin_id, event_kind))
        is_stale = bool(whole(stale, 0, 1))
        return Event(_time(time), *place, *texts, number_or_none(score), whole(number), *ids, found_in(found), is_stale)
    number, network, station, location, instrument, phase, time, uncertainty, polarity, origin, review, *rest = row
    probability, model, trace_name, event, *said = rest
    phase_name, onset, status, public_id, width_of_model, *motion = said or ("", "", "", "", 0)
    polarity_model, polarity_probability, polarity_spread, *located = motion or ("", None, None)
    (weight,) = located or (None,)
    return Pick(
        StationId(*map(_text, (network, station, location, instrument))), _text(phase), _time(time),
        within(uncertainty, *RANGES[Pick]["uncertainty"]), Polarity(polarity), Origin(origin), Review(review),
        within(probability, *RANGES[Pick]["probability"]),
        _text(model), _text(trace_name), whole(event), whole(number), _text(phase_name), _text(onset), _text(status),
        _text(public_id), bool(whole(width_of_model, 0, 1)), _text(polarity_model),
        within(polarity_probability, *RANGES[Pick]["polarity_probability"]),
        within(polarity_spread, *RANGES[Pick]["polarity_spread"]), None if weight is None else whole(weight, 0, 4),
    )  # fmt: skip


@reader
def read_items(database: Database, kind: type[Item]) -> dict[int, Item]:
    table, columns = TABLES[kind]
    return {row[0]: item_of(kind, row) for row in database.rows(f"SELECT {columns} FROM {table}")}


@reader
def not_known(database: Database, kind: type[Item]) -> int:
    """How many rows hold a number that cannot be, which is not known then."""
    ranges = RANGES[kind]
    unfit = " OR ".join(f"{column} NOT BETWEEN ? AND ?" for column in ranges)
    ends = tuple(end for both in ranges.values() for end in both)
    return whole(database.value(f"SELECT COUNT(*) FROM {TABLES[kind][0]} WHERE {unfit}", ends))


@reader
def last_id(database: Database, kind: type[Item]) -> int:
    """The highest id that was ever given; ids are not given twice."""
    return whole(database.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (TABLES[kind][0],)) or 0)


def write_items(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Bring the tables from `before` to `after`; of an item that is changed more than once the last change counts."""
    last = {(type(item), item.id): change for change in changes for item in (change.after or change.before,)}
    for kind, (table, columns) in TABLES.items():
        rows = [row_of(change.after) for change in last.values() if isinstance(change.after, kind)]
        gone = [(change.before.id,) for (of, _), change in last.items() if of is kind and change.after is None]
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", gone)
        marks = ", ".join("?" * len(columns.split(",")))
        connection.executemany(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", rows)


def write_history(connection: sqlite3.Connection, action: int, changes: Sequence[Change]) -> None:
    content = [
        [
            "pick" if isinstance(change.before or change.after, Pick) else "event",
            change.before and row_of(change.before),
            change.after and row_of(change.after),
        ]
        for change in changes
    ]
    packed = zlib.compress(json.dumps(content).encode("utf-8"), 1)
    connection.execute("INSERT OR REPLACE INTO changes VALUES (?, ?)", (action, packed))


@reader
def read_history(database: Database, action: int) -> tuple[Change, ...]:
    """What an action did, in order."""
    packed = database.value("SELECT content FROM changes WHERE action = ?", (action,))
    kinds = {"pick": Pick, "event": Event}
    return tuple(
        Change(before and item_of(kinds[kind], before), after and item_of(kinds[kind], after))
        for kind, before, after in json_from(unpacked(packed, _most_of(packed)))
    )


def _most_of(packed: object) -> int:
    """Bytes that the changes of one action may be unpacked to: rows repeat their words, but not without end."""
    return min(FLOOR + MOST_REPEATED * len(of_kind(packed, bytes)), available_memory() // TIMES_IN_MEMORY)


def _time(value: object) -> float:
    """Seconds since 1970 in a year that can be written down; else raises Unfit."""
    time = number_of(value)
    if not FIRST_TIME <= time < LAST_TIME:
        raise Unfit(tr("the time {time:g} lies outside the years 1 to 9999").format(time=time))
    return time


def _text(value: object) -> str:
    return of_kind(value, str)


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
