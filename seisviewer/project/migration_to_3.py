"""How a project of version 2 becomes one of version 3: strokes are held back whole, and class numbers are never given
twice."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.array_archive import DAMAGED
from seisviewer.bounded_reading import DESCRIPTION_BYTES, json_from
from seisviewer.labels.blocks import SIZE, Block
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.holding_back import HoldingBack
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.voxel_codes import classes_of
from seisviewer.project import history
from seisviewer.project.survey import SurveyRecord
from seisviewer.volumes.geometry import Direction, SectionId

MODEL_DESCRIPTION = "archive/seisviewer.json"  # in the zip archive that a file of weights is; see networks.weights
UNKNOWN_COLOUR = "#808080"


def retire_numbers(connection: sqlite3.Connection, folder: Path) -> None:
    """Keep the numbers of classes that were deleted, as far as runs tell of them; their names are lost."""
    live = {number for (number,) in connection.execute("SELECT number FROM classes")}
    painted = {label for (label,) in connection.execute("SELECT DISTINCT label FROM strokes")} - {UNLABELLED}
    for number, settings in connection.execute("SELECT number, settings FROM runs"):
        painted |= _numbers(json.loads(settings)) | _numbers(_model_description(folder / "runs" / str(number)))
    rows = [(number, len(live) + number, "", UNKNOWN_COLOUR) for number in sorted(painted - live)]
    connection.executemany("INSERT INTO classes VALUES (?, ?, ?, ?, 0, 1)", rows)
    connection.execute("INSERT OR REPLACE INTO settings VALUES ('painted_classes', ?)", (json.dumps(sorted(painted)),))


def hold_strokes_back(connection: sqlite3.Connection, folder: Path) -> None:
    """Decide for every stroke, in the order of painting, as if each had been decided when it was made."""
    survey = connection.execute("SELECT value FROM settings WHERE name = 'survey'").fetchone()
    if survey is None:
        return  # a project of traces
    labels = LabelVolume(SurveyRecord.from_json(json.loads(survey[0])).geometry)
    holding_back = HoldingBack()
    # Undone actions are the newest ones: a new action deletes them.
    for undone in (False, True):
        numbers = connection.execute(
            "SELECT strokes.id FROM strokes JOIN actions ON number = action WHERE undone = ? ORDER BY id", (undone,)
        )
        for (number,) in numbers.fetchall():
            stroke = _stroke(connection, number)
            stroke = replace(stroke, before=labels.under(stroke), held=holding_back.decide(stroke.label, labels))
            labels.apply(stroke)
            values = stroke.held, history.packed_before(stroke), number
            connection.execute("UPDATE strokes SET held = ?, before = ? WHERE id = ?", values)
        if not undone:
            _mark_blocks(connection, labels)


def _stroke(connection: sqlite3.Connection, number: int) -> Stroke:
    direction, line, label, row, column, rows, columns, packed = connection.execute(
        """SELECT direction, line, label, first_row, first_column, row_count, column_count, mask
        FROM strokes WHERE id = ?""",
        (number,),
    ).fetchone()
    mask = history.unpacked_mask(packed, rows, columns)
    return Stroke(SectionId(Direction(direction), line), label, row, column, mask, np.zeros(mask.shape, np.int8))


def _mark_blocks(connection: sqlite3.Connection, labels: LabelVolume) -> None:
    """Mark in the stored blocks what is held back; their classes stay as they are, whatever the strokes add up to."""
    for i, j, k, voxels in connection.execute("SELECT i, j, k, voxels FROM blocks").fetchall():
        stored, painted = Block.from_bytes(voxels), labels.blocks.get((i, j, k))
        if painted is None or not painted.counts[1].any():
            continue
        codes = _within(painted, stored)
        marked = np.where(classes_of(codes) == stored.values, codes, stored.values)
        values = Block(stored.start, marked).to_bytes(), i, j, k
        connection.execute("UPDATE blocks SET voxels = ? WHERE i = ? AND j = ? AND k = ?", values)


def _within(block: Block, box: Block) -> np.ndarray:
    """The codes of `block` in the box that another block of the same place holds."""
    whole = np.full((SIZE, SIZE, SIZE), UNLABELLED, np.int8)
    whole[_slices(block)] = block.values
    return whole[_slices(box)]


def _slices(block: Block) -> tuple[slice, ...]:
    return tuple(slice(start, start + count) for start, count in zip(block.start, block.values.shape, strict=True))


def _numbers(description: object) -> set[int]:
    """The class numbers that the settings of a run, or the description of its model, tell of."""
    classes = description.get("classes") if isinstance(description, dict) else None
    if not isinstance(classes, list):
        return set()
    return {number for number in classes if type(number) is int and 0 <= number <= HIGHEST_NUMBER}


def _model_description(run: Path) -> object:
    """What a model says of itself; the live model of the window learned classes that its settings do not list."""
    try:
        with zipfile.ZipFile(run / "model.pt") as archive:
            if archive.getinfo(MODEL_DESCRIPTION).file_size > DESCRIPTION_BYTES:
                return None
            return json_from(archive.read(MODEL_DESCRIPTION))
    except (OSError, ValueError, *DAMAGED):
        return None  # no model, or one that cannot be used anyway
