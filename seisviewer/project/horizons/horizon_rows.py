"""Horizons as rows: each change of a horizon takes a row away and adds another, which undoing turns round."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Generator, Iterable, Mapping

import numpy as np

from seisviewer.bounded_reading import DESCRIPTION_BYTES, unpacked
from seisviewer.progress import Progress
from seisviewer.project.database import Database
from seisviewer.project.recorded_marks import MarkTable
from seisviewer.project.stored_values import Unfit, checked, json_of, number_of, of_kind, reader, whole
from seisviewer.structure.horizons.horizon import HIGHEST_HORIZON, Event, Horizon, HorizonPick, check_horizon
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry

_TABLE = MarkTable("horizons", "id, action, number, name, colour, event, source, picks, depths_in, depths")
DEPTHS = np.dtype("<f4")
PIECE = 1 << 18  # bytes that are packed between two events: some milliseconds


def packed_depths(depths: np.ndarray) -> Generator[Progress, None, bytes]:
    """Depths as they are stored, in steps."""
    content, packer = depths.astype(DEPTHS).tobytes(), zlib.compressobj(1)
    pieces = []
    for start in range(0, len(content), PIECE):
        pieces.append(packer.compress(content[start : start + PIECE]))
        yield Progress(start, len(content), tr("Storing the horizon"))
    return b"".join([*pieces, packer.flush()])


def record_horizons(
    connection: sqlite3.Connection,
    action: int,
    added: Iterable[tuple[Horizon, int | None, bytes | None]],
    removed: Iterable[int],
) -> None:
    """Store what an action did. added: each with the id of the row that holds its depths or, of its own, the packed
    depths. removed: ids of the rows that it took away."""
    _TABLE.record(connection, action, [_row(each, action, *depths) for each, *depths in added], removed)


@reader
def live_horizons(database: Database, geometry: Geometry, known: Mapping[int, Horizon]) -> tuple[Horizon, ...]:
    """Those there are now, in the order in which they were first made. known: by id, those that need not be read."""
    rows = {number: row for number, *row in _live_rows(database)}
    found = [
        known[number] if number in known else _horizon(database, geometry, number, row) for number, row in rows.items()
    ]
    return tuple(sorted(found, key=lambda each: each.number))


def names_of(database: Database, action: int) -> tuple[str, ...]:
    """The names of the horizons that an action added or changed and, where it added none, of those it took away."""
    asked = "SELECT name FROM horizons WHERE"
    with checked(database):
        rows = database.rows(f"{asked} action = ? ORDER BY id", (action,))
        rows = rows or database.rows(f"{asked} removed_by = ? ORDER BY id", (action,))
        return tuple(of_kind(name, str) for (name,) in rows)


@reader
def row_of_depths(database: Database, number: int) -> int:
    """The id of the row that holds the depths of a stored horizon."""
    (found,) = database.rows("SELECT depths_in FROM horizons WHERE id = ?", (number,))
    return number if found[0] is None else whole(found[0], 1)


def next_numbers(database: Database) -> tuple[int, int]:
    """The id and the number that the next horizon gets; no id repeats in a project."""
    last = database.value("SELECT seq FROM sqlite_sequence WHERE name = 'horizons'") or 0
    return last + 1, (database.value("SELECT MAX(number) FROM horizons") or 0) + 1


def widen_horizons(connection: sqlite3.Connection, before: tuple[int, ...], now: tuple[int, ...]) -> None:
    """Store the depths of all horizons on a grid of more traces, those of taken back ones too. before, now: its (inlines,
    crosslines); the traces of the old grid keep their places. Raises Unfit for what is no horizon of it."""
    size = DEPTHS.itemsize * before[0] * before[1]
    for number, content in connection.execute("SELECT id, depths FROM horizons WHERE depths IS NOT NULL").fetchall():
        held = unpacked(content, size)
        if len(held) != size:
            raise Unfit(tr("a horizon has another grid than the survey"))
        wider = np.full(now, np.nan, DEPTHS)
        wider[: before[0], : before[1]] = np.frombuffer(held, DEPTHS).reshape(before)
        packed = zlib.compress(wider.tobytes(), 1)
        connection.execute("UPDATE horizons SET depths = ? WHERE id = ?", (packed, number))


def _live_rows(database: Database) -> list[tuple]:
    """Without their depths: id, number, name, colour, event, source, picks, depths_in, action."""
    return database.rows(
        """SELECT mark.id, mark.number, mark.name, mark.colour, mark.event, mark.source, mark.picks, mark.depths_in,
        mark.action FROM horizons mark JOIN actions made ON made.number = mark.action
        LEFT JOIN actions gone ON gone.number = mark.removed_by
        WHERE NOT made.undone AND (gone.number IS NULL OR gone.undone) ORDER BY mark.id"""
    )


def _row(horizon: Horizon, action: int, depths_in: int | None, depths: bytes | None) -> tuple:
    picks = [[pick.inline, pick.crossline, pick.depth] for pick in horizon.picks]
    said = horizon.name, horizon.colour, horizon.event.value, horizon.source
    return (horizon.id, action, horizon.number, *said, zlib.compress(json.dumps(picks).encode()), depths_in, depths)


def _horizon(database: Database, geometry: Geometry, number: int, row: list) -> Horizon:
    horizon, name, colour, event, source, picks, depths_in, action = row
    place = number if depths_in is None else whole(depths_in, 1)
    held = database.rows("SELECT depths FROM horizons WHERE id = ?", (place,))
    if not held or held[0][0] is None:
        raise Unfit(tr("the depths of a horizon are missing"))
    content = unpacked(held[0][0], DEPTHS.itemsize * geometry.live.size)
    if len(content) != DEPTHS.itemsize * geometry.live.size:
        raise Unfit(tr("a horizon has another grid than the survey"))
    depths = np.frombuffer(content, DEPTHS).astype(np.float32).reshape(geometry.live.shape)
    found = Horizon(
        of_kind(name, str),
        of_kind(colour, str),
        depths,
        tuple(map(_pick, json_of(unpacked(picks, DESCRIPTION_BYTES).decode(), list))),
        Event(of_kind(event, str)),
        of_kind(source, str),
        whole(horizon, 1, HIGHEST_HORIZON),
        number,
        whole(action),
    )
    check_horizon(geometry, found)
    return found


def _pick(stored: object) -> HorizonPick:
    inline, crossline, depth = of_kind(stored, list)
    return HorizonPick(whole(inline), whole(crossline), number_of(depth))
