"""Rejections as rows: an action adds some, and they are gone while it is undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.rejection import Rejection
from seisviewer.project.class_history import Removal
from seisviewer.project.database import Database
from seisviewer.project.history import LONGEST, packed_mask, unpacked_mask
from seisviewer.project.stored_values import of_kind, reader, whole
from seisviewer.volumes.geometry import Direction, SectionId

_COLUMNS = "id, action, direction, line, label, first_row, first_column, row_count, column_count, mask"


def add_rejections(connection: sqlite3.Connection, action: int, added: Iterable[Rejection]) -> None:
    """Store what an action rejected."""
    connection.executemany(
        f"INSERT INTO rejections ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_row(rejection, action) for rejection in added],
    )


@reader
def live_rejections(database: Database, removed: Sequence[Removal]) -> tuple[Rejection, ...]:
    """Those there are now, oldest first; gone with their class. removed: the removals of classes to reckon with."""
    rows = database.rows(
        f"""SELECT {", ".join(f"r.{name}" for name in _COLUMNS.split(", "))} FROM rejections r
        JOIN actions made ON made.number = r.action WHERE NOT made.undone ORDER BY r.id"""
    )
    found = map(_rejection, rows)
    return tuple(
        each for each in found if not any(gone.action > each.action and gone.number == each.label for gone in removed)
    )


@reader
def rejections_of(database: Database, action: int) -> tuple[Rejection, ...]:
    """Those that an action added."""
    rows = database.rows(f"SELECT {_COLUMNS} FROM rejections WHERE action = ? ORDER BY id", (action,))
    return tuple(map(_rejection, rows))


def _row(each: Rejection, action: int) -> tuple:
    numbers = map(int, (each.section.number, each.label, each.row, each.column, *each.mask.shape))
    return (each.id, action, each.section.direction.value, *numbers, packed_mask(each.mask))


def _rejection(row: tuple) -> Rejection:
    number, action, direction, line, label, first_row, first_column, rows, columns, packed = row
    mask = unpacked_mask(of_kind(packed, bytes), whole(rows, 1, LONGEST), whole(columns, 1, LONGEST))
    section = SectionId(Direction(direction), of_kind(line, int))
    place = whole(label, most=HIGHEST_NUMBER), whole(first_row), whole(first_column)
    return Rejection(section, *place, mask, whole(number), whole(action))
