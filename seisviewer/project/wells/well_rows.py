"""Wells as rows: each change of a well takes a row away and adds another, which undoing turns round."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from seisviewer.bounded_reading import DESCRIPTION_BYTES, unpacked
from seisviewer.progress import Progress
from seisviewer.project.database import Database
from seisviewer.project.recorded_marks import MarkTable
from seisviewer.project.stored_values import (
    Unfit,
    checked,
    json_of,
    number_of,
    number_or_none,
    of_kind,
    reader,
    whole,
)
from seisviewer.structure.wells.well import (
    HIGHEST_WELL,
    MOST_LOG_POINTS,
    MOST_LOGS,
    MOST_STATIONS,
    Marker,
    Well,
    WellLog,
    check_well,
)
from seisviewer.structure.wells.well_path import StationKind, WellPath
from seisviewer.translation import tr

_TABLE = MarkTable("wells", "id, action, number, name, colour, said, numbers, logs_in, logs")
NUMBERS, VALUES = np.dtype("<f8"), np.dtype("<f4")
PIECE = 1 << 18  # bytes that are packed between two events: some milliseconds
MOST_LOG_BYTES = 1 << 30  # of all logs of a well, unpacked


def packed_logs(held: Mapping[int, Well], well: Well) -> Generator[Progress, None, bytes | None]:
    """The logs of a well as they are stored, in steps; None where it keeps those of the well of its number in `held`."""
    before = held.get(well.number)
    if before is not None and before.logs == well.logs and _same_logs(before, well):
        return None
    arrays = [*_tables(well), *(log.values for log in well.logs)]
    packer, pieces = zlib.compressobj(1), []
    for done, array in enumerate(arrays):
        content = array.astype(NUMBERS if array.dtype.itemsize == NUMBERS.itemsize else VALUES).tobytes()
        for start in range(0, len(content), PIECE):
            pieces.append(packer.compress(content[start : start + PIECE]))
            yield Progress(done, len(arrays), tr("Storing the logs"))
    return b"".join([*pieces, packer.flush()])


def put_wells(
    database: Database,
    connection: sqlite3.Connection,
    action: int,
    held: Mapping[int, Well],
    put: Sequence[tuple[Well, bytes | None]],
    gone: Iterable[int],
) -> tuple[Well, ...]:
    """Store what an action did, and return the wells that it put with their numbers. held: those there are, by number. put:
    wells, each with what `packed_logs` makes. gone: ids of the rows that it takes away."""
    row, number = _next_numbers(database)
    stored, rows = [], []
    for row, (well, logs) in enumerate(put, row):
        own = well.number or number
        number += well.number == 0
        logs_in = _row_of_logs(database, held[own].id) if logs is None else None
        stored.append(replace(well, number=own, id=row, action=action))
        rows.append(_row(stored[-1], logs_in, logs))
    _TABLE.record(connection, action, rows, gone)
    return tuple(stored)


@reader
def live_wells(database: Database, known: Mapping[int, Well]) -> tuple[Well, ...]:
    """Those there are now, in the order in which they were first made. known: by id, those that need not be read."""
    rows = database.rows(
        """SELECT mark.id, mark.action, mark.number, mark.name, mark.colour, mark.said, mark.numbers, mark.logs_in
        FROM wells mark JOIN actions made ON made.number = mark.action
        LEFT JOIN actions gone ON gone.number = mark.removed_by
        WHERE NOT made.undone AND (gone.number IS NULL OR gone.undone) ORDER BY mark.id"""
    )
    found = [known[row[0]] if row[0] in known else _well(database, row) for row in rows]
    return tuple(sorted(found, key=lambda each: each.number))


def well_names_of(database: Database, action: int) -> tuple[str, ...]:
    """The names of the wells that an action added or changed and, where it added none, of those it took away."""
    asked = "SELECT name FROM wells WHERE"
    with checked(database):
        rows = database.rows(f"{asked} action = ? ORDER BY id", (action,))
        rows = rows or database.rows(f"{asked} removed_by = ? ORDER BY id", (action,))
        return tuple(of_kind(name, str) for (name,) in rows)


@reader
def _row_of_logs(database: Database, number: int) -> int:
    (found,) = database.rows("SELECT logs_in FROM wells WHERE id = ?", (number,))
    return number if found[0] is None else whole(found[0], 1)


def _next_numbers(database: Database) -> tuple[int, int]:
    """The id and the number that the next well gets; no id repeats in a project."""
    last = database.value("SELECT seq FROM sqlite_sequence WHERE name = 'wells'") or 0
    return last + 1, (database.value("SELECT MAX(number) FROM wells") or 0) + 1


def _same_logs(before: Well, well: Well) -> bool:
    """Whether they are the very same arrays: comparing values would take longer than storing them."""
    pairs = zip(before.logs, well.logs, strict=True)
    return all(one.values is other.values and one.md is other.md for one, other in pairs)


def _tables(well: Well) -> list[np.ndarray]:
    """The depths of its logs, those that several share once."""
    return list({id(log.md): log.md for log in well.logs}.values())


def _row(well: Well, logs_in: int | None, logs: bytes | None) -> tuple:
    depths = _tables(well)
    places = {id(md): place for place, md in enumerate(depths)}
    said: dict[str, Any] = {
        "x": well.x,
        "y": well.y,
        "kb": well.kb,
        "kind": well.path.kind.value,
        "stations": list(well.path.stations.shape),
        "times": len(well.times),
        "markers": [[marker.name, marker.md] for marker in well.markers],
        "source": well.source,
        "depths": [len(md) for md in depths],
        "logs": [[log.name, log.unit, places[id(log.md)]] for log in well.logs],
    }
    numbers = np.concatenate([well.path.stations.ravel(), well.times.ravel()]).astype(NUMBERS).tobytes()
    packed = zlib.compress(json.dumps(said).encode()), zlib.compress(numbers), logs_in, logs
    return (well.id, well.action, well.number, well.name, well.colour, *packed)


def _well(database: Database, row: tuple) -> Well:
    number, action, own, name, colour, said, numbers, logs_in = row
    text = json_of(unpacked(said, DESCRIPTION_BYTES).decode(), dict)
    stations, columns = (whole(each, 0, MOST_STATIONS) for each in of_kind(text["stations"], list))
    times = whole(text["times"], 0, MOST_STATIONS)
    if columns > 4:
        raise Unfit(tr("the stations of a well have too many columns"))
    values = _array(unpacked(numbers, NUMBERS.itemsize * (stations * columns + 2 * times)), NUMBERS)
    if len(values) != stations * columns + 2 * times:
        raise Unfit(tr("the path of a well is cut off"))
    place = number if logs_in is None else whole(logs_in, 1)
    well = Well(
        of_kind(name, str),
        of_kind(colour, str),
        number_of(text["x"]),
        number_of(text["y"]),
        WellPath(StationKind(of_kind(text["kind"], str)), values[: stations * columns].reshape(stations, columns)),
        number_or_none(text["kb"]),
        values[stations * columns :].reshape(times, 2),
        tuple(Marker(of_kind(each, str), number_of(md)) for each, md in of_kind(text["markers"], list)),
        _logs(database, place, of_kind(text["depths"], list), of_kind(text["logs"], list)),
        of_kind(text["source"], str),
        whole(own, 1, HIGHEST_WELL),
        number,
        whole(action),
    )
    check_well(well)
    return well


def _logs(database: Database, place: int, depths: list, logs: list) -> tuple[WellLog, ...]:
    held = database.rows("SELECT logs FROM wells WHERE id = ?", (place,))
    if not held or held[0][0] is None:
        raise Unfit(tr("the logs of a well are missing"))
    counts = [whole(each, 0, MOST_LOG_POINTS) for each in depths]
    if len(logs) > MOST_LOGS or len(counts) > MOST_LOGS:
        raise Unfit(tr("a well has more logs than one can have"))
    kept = [(of_kind(name, str), of_kind(unit, str), whole(md, 0, len(counts) - 1)) for name, unit, md in logs]
    size = NUMBERS.itemsize * sum(counts) + VALUES.itemsize * sum(counts[md] for *_, md in kept)
    if size > MOST_LOG_BYTES:
        raise Unfit(tr("the logs of a well are larger than they can be"))
    content = unpacked(held[0][0], size)
    if len(content) != size:
        raise Unfit(tr("the logs of a well are cut off"))
    start, tables, found = 0, [], []
    for count in counts:
        tables.append(_array(content[start : start + NUMBERS.itemsize * count], NUMBERS))
        start += NUMBERS.itemsize * count
    for name, unit, md in kept:
        size = VALUES.itemsize * counts[md]
        found.append(WellLog(name, unit, tables[md], _array(content[start : start + size], VALUES)))
        start += size
    return tuple(found)


def _array(content: bytes, kind: np.dtype) -> np.ndarray:
    return np.frombuffer(content, kind).astype(kind.newbyteorder("="))
