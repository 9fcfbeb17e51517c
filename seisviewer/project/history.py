"""Strokes and actions as rows: how they are stored, found again for undo and redo, and rewritten."""

from __future__ import annotations

import sqlite3
import time
import zlib
from dataclasses import replace

import numpy as np

from seisviewer.labels.label_volume import DrawnBox
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.project.database import Database
from seisviewer.volumes.geometry import Direction, SectionId

_COLUMNS = "id, action, direction, line, label, first_row, first_column, row_count, column_count, mask, before"


def new_action(connection: sqlite3.Connection) -> int:
    """Begin an action; what was undone before it can no longer be redone."""
    connection.execute("DELETE FROM actions WHERE undone")
    return connection.execute("INSERT INTO actions (made) VALUES (?)", (time.time(),)).lastrowid


def add_stroke(connection: sqlite3.Connection, stroke: Stroke, action: int) -> Stroke:
    """Store a stroke as part of an action; returns it with its id and action."""
    section = stroke.section
    # SQLite takes no NumPy integers, which a gesture may well have computed.
    numbers = map(int, (section.number, stroke.label, stroke.row, stroke.column, *stroke.mask.shape))
    cursor = connection.execute(
        f"INSERT INTO strokes ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (action, section.direction.value, *numbers, packed_mask(stroke.mask), packed_before(stroke)),
    )
    return replace(stroke, id=cursor.lastrowid, action=action)


def strokes_of(database: Database, action: int) -> tuple[Stroke, ...]:
    """The strokes of an action in the order in which they were painted."""
    rows = database.rows(f"SELECT {_COLUMNS} FROM strokes WHERE action = ? ORDER BY id", (action,))
    return tuple(_stroke(row) for row in rows)


def action_to_undo(database: Database) -> int | None:
    return database.value("SELECT MAX(number) FROM actions WHERE NOT undone")


def action_to_redo(database: Database) -> int | None:
    return database.value("SELECT MIN(number) FROM actions WHERE undone")


def mark(connection: sqlite3.Connection, action: int, *, undone: bool) -> None:
    connection.execute("UPDATE actions SET undone = ? WHERE number = ?", (undone, action))


def drawn_boxes(database: Database) -> dict[SectionId, tuple[DrawnBox, ...]]:
    """Where the strokes lie that are no erasers and not undone, by section, oldest first."""
    found: dict[SectionId, list[DrawnBox]] = {}
    for direction, line, *box in database.rows(
        """SELECT direction, line, id, label, first_row, first_column, row_count, column_count
        FROM strokes JOIN actions ON actions.number = strokes.action WHERE NOT undone AND label != ? ORDER BY id""",
        (UNLABELLED,),
    ):
        found.setdefault(SectionId(Direction(direction), line), []).append(DrawnBox(*box))
    return {section: tuple(boxes) for section, boxes in found.items()}


def labels_in_history(database: Database) -> set[int]:
    """Class numbers of all strokes, undone ones too."""
    return {label for (label,) in database.rows("SELECT DISTINCT label FROM strokes")} - {UNLABELLED}


def rewrite_label(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Make every stroke, undone or not, paint `new` instead of `old`, and remember `new` where it covered `old`."""
    connection.execute("UPDATE strokes SET label = ? WHERE label = ?", (new, old))
    for number, packed in connection.execute("SELECT id, before FROM strokes").fetchall():
        before = np.frombuffer(zlib.decompress(packed), np.int8)
        if (before == old).any():
            changed = np.where(before == old, np.int8(new), before)
            connection.execute(
                "UPDATE strokes SET before = ? WHERE id = ?", (zlib.compress(changed.tobytes(), 1), number)
            )


def packed_mask(mask: np.ndarray) -> bytes:
    return zlib.compress(np.packbits(mask).tobytes(), 1)


def packed_before(stroke: Stroke) -> bytes:
    """Only what lies under the mask: what lies beside it may change while the stroke is in the past."""
    return zlib.compress(stroke.before[stroke.mask].tobytes(), 1)


def _stroke(row: tuple) -> Stroke:
    number, action, direction, line, label, first_row, first_column, rows, columns, mask, before = row
    bits = np.unpackbits(np.frombuffer(zlib.decompress(mask), np.uint8), count=rows * columns)
    covered = bits.astype(bool).reshape(rows, columns)
    labels = np.full((rows, columns), UNLABELLED, np.int8)
    labels[covered] = np.frombuffer(zlib.decompress(before), np.int8)
    section = SectionId(Direction(direction), line)
    return Stroke(section, label, first_row, first_column, covered, labels, number, action)
