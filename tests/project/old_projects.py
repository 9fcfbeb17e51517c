"""Projects as earlier versions of the program left them, written with plain SQL."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import Stroke
from seisviewer.project.survey import record
from seisviewer.volumes.geometry import Direction, Geometry

VERSION_1 = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE classes (number INTEGER PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, colour TEXT NOT NULL,
    locked INTEGER NOT NULL);
CREATE TABLE actions (number INTEGER PRIMARY KEY AUTOINCREMENT, undone INTEGER NOT NULL DEFAULT 0, made REAL NOT NULL);
CREATE TABLE strokes (id INTEGER PRIMARY KEY AUTOINCREMENT,
    action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE, direction TEXT NOT NULL, line INTEGER NOT NULL,
    label INTEGER NOT NULL, first_row INTEGER NOT NULL, first_column INTEGER NOT NULL, row_count INTEGER NOT NULL,
    column_count INTEGER NOT NULL, mask BLOB NOT NULL, before BLOB NOT NULL);
CREATE INDEX strokes_of_action ON strokes (action);
CREATE TABLE blocks (i INTEGER NOT NULL, j INTEGER NOT NULL, k INTEGER NOT NULL, voxels BLOB NOT NULL,
    PRIMARY KEY (i, j, k));
CREATE TABLE runs (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, state TEXT NOT NULL,
    labels_version INTEGER NOT NULL, started REAL NOT NULL, ended REAL, settings TEXT NOT NULL, metrics TEXT NOT NULL);
CREATE TABLE holder (pid INTEGER NOT NULL, host TEXT NOT NULL, since REAL NOT NULL);
PRAGMA application_id = 0x53656973;
PRAGMA user_version = 1;
"""
VERSION_2 = """
CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, latitude REAL, longitude REAL, depth REAL,
    magnitude REAL, magnitude_type TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, score REAL);
CREATE TABLE picks (id INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL, station TEXT NOT NULL,
    location TEXT NOT NULL, instrument TEXT NOT NULL, phase TEXT NOT NULL, time REAL NOT NULL, uncertainty REAL,
    polarity TEXT NOT NULL, origin TEXT NOT NULL, review TEXT NOT NULL, probability REAL, model TEXT NOT NULL,
    trace_name TEXT NOT NULL, event INTEGER NOT NULL);
CREATE TABLE changes (action INTEGER PRIMARY KEY REFERENCES actions (number) ON DELETE CASCADE, content BLOB NOT NULL);
PRAGMA user_version = 2;
"""


@dataclass(frozen=True)
class OldProject:
    """What an old project holds. strokes: one action each; the last `undone` of them are undone. runs: by their
    settings."""

    strokes: Sequence[Stroke] = ()
    undone: int = 0
    classes: Sequence[tuple[int, str]] = ((1, "sand"), (2, "shale"), (3, "salt"))
    runs: Sequence[dict] = ()

    def write(self, folder: Path, survey: Path, geometry: Geometry, version: int = 2) -> np.ndarray:
        """Make the folder; returns its labels, int8 (inlines, crosslines, samples)."""
        folder.mkdir()
        connection = sqlite3.connect(folder / "project.db", isolation_level=None)
        connection.executescript(VERSION_1 + (VERSION_2 if version == 2 else ""))
        settings = {"survey": record(folder, survey, geometry, {}).to_json(), "labels_version": len(self.strokes)}
        connection.executemany("INSERT INTO settings VALUES (?, ?)", [(k, json.dumps(v)) for k, v in settings.items()])
        rows = [(number, place, name, f"#0000{number:02x}", 0) for place, (number, name) in enumerate(self.classes)]
        connection.executemany("INSERT INTO classes VALUES (?, ?, ?, ?, ?)", rows)
        run = "INSERT INTO runs (kind, state, labels_version, started, settings, metrics) VALUES ('live', 'finished', 0, 0, ?, '{}')"
        connection.executemany(run, [(json.dumps(each),) for each in self.runs])
        labels = self._write_strokes(connection, geometry)
        connection.close()
        return labels

    def _write_strokes(self, connection: sqlite3.Connection, geometry: Geometry) -> np.ndarray:
        labels = LabelVolume(geometry)
        shown = labels.copy()
        for place, stroke in enumerate(self.strokes):
            undone = place >= len(self.strokes) - self.undone
            stroke = replace(stroke, before=labels.under(stroke))
            labels.apply(stroke)
            shown = shown if undone else labels.copy()
            (action,) = connection.execute(
                "INSERT INTO actions (undone, made) VALUES (?, 1) RETURNING number", (undone,)
            ).fetchone()
            where = stroke.section.direction.value, stroke.section.number, stroke.label, stroke.row, stroke.column
            packed = np.packbits(stroke.mask).tobytes(), stroke.before[stroke.mask].tobytes()
            connection.execute(
                "INSERT INTO strokes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (action, *where, *stroke.mask.shape, *(zlib.compress(each) for each in packed)),
            )
        for key, block in shown.blocks.items():
            connection.execute("INSERT INTO blocks VALUES (?, ?, ?, ?)", (*key, block.to_bytes()))
        return np.stack([shown.section(Direction.INLINE, line) for line in range(geometry.shape[0])])
