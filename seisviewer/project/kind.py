"""What a project folder is about: the labels of a survey, or the picks on traces."""

from __future__ import annotations

from pathlib import Path

from seisviewer.project.database import Database

SURVEY, TRACES = "survey", "traces"


def kind_of(folder: str | Path) -> str:
    """SURVEY or TRACES; raises ProjectError for what is no project, or damaged."""
    database = Database(Path(folder).expanduser().absolute())
    try:
        return stored_kind(database)
    finally:
        database.close()


def stored_kind(database: Database) -> str:
    return TRACES if database.rows("SELECT name FROM settings WHERE name = 'waveforms'") else SURVEY
