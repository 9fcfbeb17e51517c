"""Strokes that are to be carried to lines near by, as rows, and how their copies join the action that is stored already.

Copies come a moment after their stroke, when other things may have been painted or undone. They leave alone whatever was
touched since, so that actions can be taken back and brought back in their order as if the copies had been there at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.voxel_codes import classes_of
from seisviewer.project import history
from seisviewer.project.database import Database
from seisviewer.project.history import DONE, OUTSIDE
from seisviewer.project.label_steps import NewAction
from seisviewer.project.stored_values import reader
from seisviewer.volumes.geometry import Geometry


@reader
def strokes_to_carry(database: Database) -> tuple[Stroke, ...]:
    """Those that are not undone and of which there are no copies yet, oldest first."""
    rows = database.rows(
        """SELECT id FROM strokes JOIN actions ON actions.number = strokes.action
        WHERE reach > 0 AND undone = ? ORDER BY id""",
        (DONE,),
    )
    return tuple(history.stroke(database, number) for (number,) in rows)


def add_copies(action: NewAction, stroke: Stroke, copies: Iterable[Stroke], database: Database) -> None:
    """Paint the copies of a stroke as part of its action. They are held back with it, and none is painted where its class
    is gone or sections became ones for checking since."""
    gone = stroke.label != UNLABELLED and stroke.label not in action.classes
    if gone or _changed_otherwise(database, stroke.action):
        return
    touched = _touched(action.labels.geometry, _strokes_since(database, stroke.action))
    for copy in copies:
        under = classes_of(action.labels.under(copy))
        free = (touched.under(copy) == UNLABELLED) & ~np.isin(under, list(action.classes.locked))
        made = {"label": stroke.label, "origin": Origin.CARRIED, "for_checking": stroke.for_checking, "reach": 0}
        action.add(replace(copy, mask=copy.mask & free, **made), stroke.held)


def end_carrying(connection: sqlite3.Connection, stroke: Stroke) -> None:
    """There is nothing left to carry of a stroke."""
    connection.execute("UPDATE strokes SET reach = 0 WHERE id = ?", (stroke.id,))


def _touched(geometry: Geometry, strokes: Iterable[Stroke]) -> LabelVolume:
    """Labelled wherever one of the strokes lies, erasers too."""
    touched = LabelVolume(geometry)
    for stroke in strokes:
        touched.apply(replace(stroke, label=0, held=False, origin=Origin.PAINTED))
    return touched


@reader
def _strokes_since(database: Database, action: int) -> list[Stroke]:
    """The strokes of later actions, also of those that can be redone."""
    rows = database.rows(
        """SELECT id FROM strokes JOIN actions ON actions.number = strokes.action
        WHERE action > ? AND undone != ? ORDER BY id""",
        (action, OUTSIDE),
    )
    return [history.stroke(database, number) for (number,) in rows]


@reader
def _changed_otherwise(database: Database, action: int) -> bool:
    """Whether a later action changed labels without strokes: removed a class, or marked sections as for checking only."""
    return bool(
        database.value(
            """SELECT EXISTS (SELECT 1 FROM actions WHERE number > ? AND undone != ? AND (
                EXISTS (SELECT 1 FROM class_changes WHERE action = number AND removed IS NOT NULL)
                OR EXISTS (SELECT 1 FROM checking_marks WHERE action = number)))""",
            (action, OUTSIDE),
        )
    )
