"""Boundary strokes as rows: an action adds some and takes others away, which come back when it is undone."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from seisviewer.bounded_reading import LONGEST_LINE, unpacked
from seisviewer.labels.boundary_stroke import BoundaryStroke, without_class
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.project.class_history import Removal
from seisviewer.project.database import Database
from seisviewer.project.recorded_marks import MarkTable
from seisviewer.project.stored_values import Unfit, of_kind, reader, whole
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId

_TABLE = MarkTable("boundary_strokes", "id, action, direction, line, above, below, first_row, depths, verdict")
DEPTHS = np.dtype("<f4")


def add_boundaries(
    connection: sqlite3.Connection, action: int, added: Iterable[BoundaryStroke], removed: Iterable[int]
) -> None:
    """Store what an action did to boundary strokes; removed: ids of those it took away."""
    _TABLE.record(connection, action, [_row(line, action) for line in added], removed)


@reader
def live_boundaries(database: Database, removed: Sequence[Removal]) -> tuple[BoundaryStroke, ...]:
    """Those there are now, oldest first. removed: the removals of classes to reckon with."""
    lines: list[BoundaryStroke] = []
    for row in _TABLE.live(database):
        line = (_boundary(row),)
        for each in removed:
            if each.action > line[0].action:
                line = without_class(line, each.number, each.became)
            if not line:
                break
        lines += line
    return tuple(lines)


@reader
def boundaries_of(database: Database, action: int) -> tuple[BoundaryStroke, ...]:
    """Those that an action added and, where it added none, those that it took away."""
    return tuple(map(_boundary, _TABLE.of(database, action)))


def _row(line: BoundaryStroke, action: int) -> tuple:
    numbers = map(int, (line.section.number, line.above, line.below, line.row))
    depths = zlib.compress(line.depths.astype(DEPTHS).tobytes(), 1)
    return (line.id, action, line.section.direction.value, *numbers, depths, line.verdict.value)


def _boundary(row: tuple) -> BoundaryStroke:
    number, action, direction, line, above, below, first_row, packed, verdict = row
    depths = np.frombuffer(unpacked(packed, DEPTHS.itemsize * LONGEST_LINE), DEPTHS).astype(np.float32)
    if not len(depths):
        raise Unfit(tr("a boundary lies on no trace"))
    above, below = (whole(each, UNLABELLED, HIGHEST_NUMBER) for each in (above, below))
    section = SectionId(Direction(direction), of_kind(line, int))
    return BoundaryStroke(
        section, above, below, whole(first_row), depths, whole(number), whole(action), Verdict(of_kind(verdict, str))
    )
