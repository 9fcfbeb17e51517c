"""Classes, label blocks and settings as rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from seisviewer.labels.blocks import SIZE, Block, Key
from seisviewer.labels.boundary_stroke import BoundaryStroke, check_boundary
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.classes import HIGHEST_NUMBER, ClassTable, FaciesClass
from seisviewer.labels.fault_stick import FaultStick, check_stick
from seisviewer.labels.label_volume import Drawn
from seisviewer.labels.rejection import Rejection, check_rejection
from seisviewer.labels.stroke_verdict import StrokeVerdict, check_verdict
from seisviewer.project.database import Database
from seisviewer.project.stored_values import Unfit, json_of, of_kind, reader, whole
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, SectionId


def write_setting(connection: sqlite3.Connection, name: str, content: Any) -> None:
    connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(content)))


@reader
def read_setting(database: Database, name: str, otherwise: Any = None) -> Any:
    """A setting; `otherwise` where it was never written, and then a setting is of its kind. Raises ProjectError."""
    rows = database.rows("SELECT value FROM settings WHERE name = ?", (name,))
    if otherwise is None:
        return json.loads(rows[0][0])
    return json_of(rows[0][0], type(otherwise)) if rows else otherwise


def write_classes(connection: sqlite3.Connection, table: ClassTable) -> None:
    """Replace all classes, the deleted ones too; their order is that of the table."""
    connection.execute("DELETE FROM classes")
    rows = [
        (each.number, place, each.name, each.colour, each.locked, place >= len(table), each.kind.value)
        for place, each in enumerate((*table.classes, *table.retired))
    ]
    connection.executemany("INSERT INTO classes VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


@reader
def read_classes(database: Database) -> ClassTable:
    live, retired = (
        tuple(
            FaciesClass(
                whole(number, most=HIGHEST_NUMBER),
                of_kind(name, str),
                of_kind(colour, str),
                bool(locked),
                ClassKind(of_kind(kind, str)),
            )
            for number, name, colour, locked, kind in database.rows(
                "SELECT number, name, colour, locked, kind FROM classes WHERE deleted = ? ORDER BY place", (deleted,)
            )
        )
        for deleted in (False, True)
    )
    return ClassTable(live, retired)


BlockRow = tuple[int, int, int, bytes | None]


def block_row(key: Key, block: Block | None) -> BlockRow:
    """A block as it is stored; None says that it is gone."""
    return (*key, None if block is None else block.to_bytes())


def write_blocks(connection: sqlite3.Connection, rows: Sequence[BlockRow], table: str = "blocks") -> None:
    """Store changed blocks, and delete those that are gone. table: blocks, or accepted_blocks."""
    kept = [row for row in rows if row[3] is not None]
    connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", kept)
    gone = [row[:3] for row in rows if row[3] is None]
    connection.executemany(f"DELETE FROM {table} WHERE i = ? AND j = ? AND k = ?", gone)


def check_labels(
    geometry: Geometry,
    blocks: Mapping[Key, Block],
    drawn: Drawn,
    boundaries: Iterable[BoundaryStroke] = (),
    verdicts: Iterable[StrokeVerdict] = (),
    faults: Iterable[FaultStick] = (),
    rejections: Iterable[Rejection] = (),
    checking: Iterable[SectionId] = (),
) -> None:
    """Raises Unfit where labels lie outside the survey."""
    for key, block in blocks.items():
        ends = (
            SIZE * at + start + count for at, start, count in zip(key, block.start, block.values.shape, strict=True)
        )
        if any(end > size for end, size in zip(ends, geometry.shape, strict=True)):
            raise Unfit(tr("there are labels outside the survey"))
    for section, boxes in drawn.items():
        geometry.index(section)
        rows, columns = geometry.section_shape(section.direction)
        for box in boxes:
            if box.row + box.rows > rows or box.column + box.columns > columns:
                raise Unfit(tr("a stroke on {section} reaches beyond it").format(section=section))
    for line in boundaries:
        check_boundary(geometry, line)
    for stick in faults:
        check_stick(geometry, stick)
    for verdict in verdicts:
        check_verdict(geometry, verdict)
    for rejection in rejections:
        check_rejection(geometry, rejection)
    for section in checking:
        geometry.index(section)


@reader
def read_blocks(database: Database, table: str = "blocks") -> dict[Key, Block]:
    """Every block of a table; raises ProjectError when one is damaged."""
    rows = database.rows(f"SELECT i, j, k, voxels FROM {table}")
    return {(whole(i), whole(j), whole(k)): Block.from_bytes(of_kind(voxels, bytes)) for i, j, k, voxels in rows}
