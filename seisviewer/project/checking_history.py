"""Marks of sections that are for checking only, as rows: of each section the newest that is not undone counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from seisviewer.labels.blocks import Key
from seisviewer.labels.checking_lines import hold_section
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import Stroke
from seisviewer.progress import Progress, drive
from seisviewer.project.class_history import removals
from seisviewer.project.database import Database
from seisviewer.project.history import strokes_on
from seisviewer.project.stored_values import of_kind, reader
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId


@dataclass(frozen=True)
class CheckingMark:
    """A section became one for checking only (marked), or an ordinary one again."""

    section: SectionId
    marked: bool


def add_marks(connection: sqlite3.Connection, action: int, marks: Iterable[CheckingMark]) -> None:
    """Store what an action did."""
    rows = [(action, each.section.direction.value, int(each.section.number), each.marked) for each in marks]
    connection.executemany("INSERT INTO checking_marks (action, direction, line, marked) VALUES (?, ?, ?, ?)", rows)


def hold_marked(
    labels: LabelVolume, marks: Iterable[CheckingMark], database: Database, turn: AbstractContextManager[object]
) -> Generator[Progress, None, set[Key]]:
    """Hold back what is painted on sections that are marked, with its copies on lines near by, and learn again what is on
    those no longer; returns the keys of the blocks that changed. turn: held while the database is read."""
    changed: set[Key] = set()
    marks = tuple(marks)
    checking = labels.checking.union(each.section for each in marks if each.marked)
    checking -= {each.section for each in marks if not each.marked}
    for done, mark in enumerate(marks, 1):
        for section in (mark.section, *_copied_from(labels, mark.section)):
            with turn:
                strokes = drive(strokes_on(database, section, removals(database)))
            if not mark.marked and section in checking:
                continue
            asked = _asked(labels, mark, section, checking)
            changed |= hold_section(labels, section, strokes, asked, marked=mark.marked)
        yield Progress(done, len(marks), tr("Holding lines out") if mark.marked else tr("Taking lines back"))
    return changed


def _copied_from(labels: LabelVolume, section: SectionId) -> list[SectionId]:
    """The other sections with copies of strokes on this one, or with parts of a gesture along a random line that meets it."""
    copied, along = _actions(labels, (section,))
    return [
        other
        for other, boxes in labels.drawn.items()
        if other != section
        and any((box.carried and box.action in copied) or (box.along and box.action in along) for box in boxes)
    ]


def _actions(labels: LabelVolume, sections: Iterable[SectionId]) -> tuple[set[int], set[int]]:
    """Those that painted on some sections, which may have copies elsewhere, and those that did so along a random line."""
    boxes = [box for section in sections for box in labels.drawn.get(section, ()) if not box.carried]
    return {box.action for box in boxes if not box.along}, {box.action for box in boxes if box.along}


def _asked(
    labels: LabelVolume, mark: CheckingMark, section: SectionId, checking: frozenset[SectionId]
) -> Callable[[Stroke], bool]:
    """Which strokes on a section a mark is about: all on its own, but for copies from lines that are still for checking, and
    parts of a gesture along a random line that meets one; on others the copies of strokes on its own, and the other parts
    of such a gesture."""
    mine, held = _actions(labels, (mark.section,)), _actions(labels, checking)

    def belongs_to(stroke: Stroke, actions: tuple[set[int], set[int]]) -> bool:
        is_copy = stroke.origin is Origin.CARRIED
        return (is_copy and stroke.action in actions[0]) or (stroke.along and stroke.action in actions[1])

    def asked(stroke: Stroke) -> bool:
        if section != mark.section and not belongs_to(stroke, mine):
            return False
        return mark.marked or not belongs_to(stroke, held)

    return asked


@reader
def marks_of(database: Database, action: int) -> tuple[CheckingMark, ...]:
    """What an action did, in order."""
    rows = database.rows("SELECT direction, line, marked FROM checking_marks WHERE action = ? ORDER BY id", (action,))
    return tuple(_mark(*row) for row in rows)


@reader
def sections_for_checking(database: Database) -> frozenset[SectionId]:
    """Those there are now."""
    rows = database.rows(
        """SELECT direction, line, marked FROM checking_marks JOIN actions ON actions.number = checking_marks.action
        WHERE NOT undone ORDER BY id"""
    )
    newest = {mark.section: mark.marked for mark in (_mark(*row) for row in rows)}
    return frozenset(section for section, marked in newest.items() if marked)


def _mark(direction: object, line: object, marked: object) -> CheckingMark:
    return CheckingMark(SectionId(Direction(direction), of_kind(line, int)), bool(marked))
