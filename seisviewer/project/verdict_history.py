"""Verdicts on strokes as rows: an action adds some and takes others away, which come back when it is undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.stroke_verdict import StrokeVerdict, Verdict, verdicts_without_class
from seisviewer.project.class_history import Removal
from seisviewer.project.database import Database
from seisviewer.project.history import LONGEST, packed_mask, unpacked_mask
from seisviewer.project.recorded_marks import MarkTable
from seisviewer.project.stored_values import of_kind, reader, whole
from seisviewer.volumes.geometry import Direction, SectionId

_TABLE = MarkTable(
    "stroke_verdicts",
    "id, action, direction, line, label, first_row, first_column, row_count, column_count, verdict, held, mask",
)


def add_verdicts(
    connection: sqlite3.Connection, action: int, added: Iterable[StrokeVerdict], removed: Iterable[int]
) -> None:
    """Store what an action did to verdicts; removed: ids of those it took away."""
    _TABLE.record(connection, action, [_row(verdict, action) for verdict in added], removed)


@reader
def live_verdicts(database: Database, removed: Sequence[Removal]) -> tuple[StrokeVerdict, ...]:
    """Those there are now, oldest first. removed: the removals of classes to reckon with."""
    found: list[StrokeVerdict] = []
    for row in _TABLE.live(database):
        verdict = (_verdict(row),)
        for each in removed:
            if verdict and each.action > verdict[0].action:
                verdict = verdicts_without_class(verdict, each.number, each.became)
        found += verdict
    return tuple(found)


@reader
def verdicts_of(database: Database, action: int) -> tuple[StrokeVerdict, ...]:
    """Those that an action added and, where it added none, those that it took away."""
    return tuple(map(_verdict, _TABLE.of(database, action)))


def _row(verdict: StrokeVerdict, action: int) -> tuple:
    numbers = map(int, (verdict.section.number, verdict.label, verdict.row, verdict.column, *verdict.mask.shape))
    said = verdict.verdict.value, int(verdict.held), packed_mask(verdict.mask)
    return (verdict.id, action, verdict.section.direction.value, *numbers, *said)


def _verdict(row: tuple) -> StrokeVerdict:
    number, action, direction, line, label, first_row, first_column, rows, columns, verdict, held, packed = row
    mask = unpacked_mask(of_kind(packed, bytes), whole(rows, 1, LONGEST), whole(columns, 1, LONGEST))
    section = SectionId(Direction(direction), of_kind(line, int))
    place = whole(label, most=HIGHEST_NUMBER), whole(first_row), whole(first_column)
    return StrokeVerdict(
        section, *place, mask, Verdict(of_kind(verdict, str)), bool(held), whole(number), whole(action)
    )
