"""Fault sticks as rows: an action adds some and takes others away, which come back when it is undone."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable

import numpy as np

from seisviewer.bounded_reading import LONGEST_LINE, unpacked
from seisviewer.labels.fault_stick import HIGHEST_FAULT, FaultStick
from seisviewer.project.database import Database
from seisviewer.project.recorded_marks import MarkTable
from seisviewer.project.stored_values import Unfit, of_kind, reader, whole
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId

_TABLE = MarkTable("fault_sticks", "id, action, direction, line, fault, first_column, traces")
TRACES = np.dtype("<f4")


def add_faults(
    connection: sqlite3.Connection, action: int, added: Iterable[FaultStick], removed: Iterable[int]
) -> None:
    """Store what an action did to fault sticks; removed: ids of those it took away."""
    _TABLE.record(connection, action, [_row(stick, action) for stick in added], removed)


@reader
def live_faults(database: Database) -> tuple[FaultStick, ...]:
    """Those there are now, oldest first."""
    return tuple(map(_stick, _TABLE.live(database)))


@reader
def faults_of(database: Database, action: int) -> tuple[FaultStick, ...]:
    """Those that an action added and, where it added none, those that it took away."""
    return tuple(map(_stick, _TABLE.of(database, action)))


def _row(stick: FaultStick, action: int) -> tuple:
    numbers = map(int, (stick.section.number, stick.fault, stick.column))
    traces = zlib.compress(stick.traces.astype(TRACES).tobytes(), 1)
    return (stick.id, action, stick.section.direction.value, *numbers, traces)


def _stick(row: tuple) -> FaultStick:
    number, action, direction, line, fault, first_column, packed = row
    traces = np.frombuffer(unpacked(packed, TRACES.itemsize * LONGEST_LINE), TRACES).astype(np.float32)
    if not len(traces):
        raise Unfit(tr("a fault lies on no sample"))
    section = SectionId(Direction(direction), of_kind(line, int))
    return FaultStick(
        section, whole(fault, 1, HIGHEST_FAULT), whole(first_column), traces, whole(number), whole(action)
    )
