"""Classes, label blocks and settings as rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from seisviewer.errors import ProjectError
from seisviewer.labels.blocks import Block, Key
from seisviewer.labels.classes import ClassTable, FaciesClass
from seisviewer.project.database import Database


def write_setting(connection: sqlite3.Connection, name: str, content: Any) -> None:
    connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(content)))


def read_setting(database: Database, name: str, otherwise: Any = None) -> Any:
    text = database.value("SELECT value FROM settings WHERE name = ?", (name,))
    try:
        return otherwise if text is None else json.loads(text)
    except ValueError as error:
        raise ProjectError(f"{database.file} is damaged ({error}): restore it from a backup.") from error


def write_classes(connection: sqlite3.Connection, table: ClassTable) -> None:
    """Replace all classes; their order is that of the table."""
    connection.execute("DELETE FROM classes WHERE NOT deleted")
    rows = [(each.number, place, each.name, each.colour, each.locked) for place, each in enumerate(table)]
    connection.executemany("INSERT INTO classes VALUES (?, ?, ?, ?, ?, 0)", rows)


def read_classes(database: Database) -> ClassTable:
    rows = database.rows("SELECT number, name, colour, locked FROM classes WHERE NOT deleted ORDER BY place")
    return ClassTable(tuple(FaciesClass(number, name, colour, bool(locked)) for number, name, colour, locked in rows))


BlockRow = tuple[int, int, int, bytes | None]


def block_row(key: Key, block: Block | None) -> BlockRow:
    """A block as it is stored; None says that it is gone."""
    return (*key, None if block is None else block.to_bytes())


def write_blocks(connection: sqlite3.Connection, rows: Sequence[BlockRow]) -> None:
    """Store changed blocks, and delete those that are gone."""
    kept = [row for row in rows if row[3] is not None]
    connection.executemany("INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)", kept)
    gone = [row[:3] for row in rows if row[3] is None]
    connection.executemany("DELETE FROM blocks WHERE i = ? AND j = ? AND k = ?", gone)


def read_blocks(database: Database) -> dict[Key, Block]:
    """Every block; raises LabelsError when one is damaged."""
    rows = database.rows("SELECT i, j, k, voxels FROM blocks")
    return {(i, j, k): Block.from_bytes(voxels) for i, j, k, voxels in rows}
