"""Edits of the class table as rows of the history, and the blocks as they were before a class was removed from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from seisviewer.labels.blocks import Key
from seisviewer.labels.class_changes import ClassChange
from seisviewer.labels.classes import HIGHEST_NUMBER, ClassTable
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.project.database import Database
from seisviewer.project.stored_values import json_of, of_kind, reader, whole


def add_change(connection: sqlite3.Connection, action: int, change: ClassChange) -> None:
    """Store what an action did to the class table."""
    tables = (json.dumps(table.to_json()) for table in (change.before, change.after))
    values = action, *tables, change.removed, change.became, change.strokes
    connection.execute("INSERT INTO class_changes VALUES (?, ?, ?, ?, ?, ?)", values)


@reader
def change_of(database: Database, action: int) -> ClassChange | None:
    """What an action did to the class table; None where it did nothing."""
    rows = database.rows(
        "SELECT before, after, removed, became, strokes FROM class_changes WHERE action = ?", (action,)
    )
    if not rows:
        return None
    before, after = (ClassTable.from_json(json_of(table, list)) for table in rows[0][:2])
    removed, became, strokes = rows[0][2:]
    if removed is not None:
        before.by_number(removed)
    if became != UNLABELLED:
        after.by_number(became)
    return ClassChange(before, after, removed, became, whole(strokes))


def keep_blocks(connection: sqlite3.Connection, action: int, keys: Iterable[Key]) -> None:
    """Keep stored blocks as they are, before the action changes them."""
    connection.executemany(
        "INSERT INTO replaced_blocks SELECT ?, i, j, k, voxels FROM blocks WHERE i = ? AND j = ? AND k = ?",
        [(action, *key) for key in keys],
    )


@reader
def kept_blocks(database: Database, action: int) -> list[tuple[Key, bytes]]:
    """The blocks that an action changed, as they were stored before it."""
    rows = database.rows("SELECT i, j, k, voxels FROM replaced_blocks WHERE action = ?", (action,))
    return [((whole(i), whole(j), whole(k)), of_kind(voxels, bytes)) for i, j, k, voxels in rows]


@dataclass(frozen=True)
class Removal:
    """The labels of the class `number` became those of the class `became` (UNLABELLED: none) with an action."""

    action: int
    number: int
    became: int


@reader
def removals(database: Database) -> list[Removal]:
    """The removals of classes that are not undone, oldest first."""
    rows = database.rows(
        """SELECT action, removed, became FROM class_changes JOIN actions ON number = action
        WHERE NOT undone AND removed IS NOT NULL ORDER BY action"""
    )
    return [
        Removal(action, whole(removed, most=HIGHEST_NUMBER), whole(became, UNLABELLED, HIGHEST_NUMBER))
        for action, removed, became in rows
    ]
