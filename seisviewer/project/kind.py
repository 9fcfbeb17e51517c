"""What a project folder is about: the labels of a survey, or the picks on traces."""

from __future__ import annotations

from pathlib import Path

from seisviewer.project.database import Database
from seisviewer.project.stored_values import Unfit, reader

SURVEY, TRACES = "survey", "traces"


def kind_of(folder: str | Path) -> str:
    """SURVEY or TRACES; raises ProjectError for what is no project, or damaged."""
    database = Database(Path(folder).expanduser().absolute())
    try:
        return stored_kind(database)
    finally:
        database.close()


@reader
def stored_kind(database: Database) -> str:
    named = {name for (name,) in database.rows("SELECT name FROM settings")}
    if "waveforms" in named:
        return TRACES
    if "survey" in named:
        return SURVEY
    raise Unfit("it names neither a survey nor waveforms")
