"""What a project folder is about: the labels of a survey, or the picks on traces; told without reading either."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from seisviewer.project.database import FILE_NAME, Database
from seisviewer.project.program import Program
from seisviewer.project.sources import read_sources
from seisviewer.project.stored_values import Unfit, checked, reader
from seisviewer.project.survey import SurveyRecord
from seisviewer.project.survey_rows import read_setting
from seisviewer.translation import tr

Content = TypeVar("Content")
SURVEY, TRACES = "survey", "traces"


def kind_of(folder: str | Path) -> str:
    """SURVEY or TRACES; raises ProjectError for what is no project, or damaged."""
    with closing(Database(Path(folder).expanduser().absolute())) as database:
        return stored_kind(database)


def survey_of(folder: Path) -> SurveyRecord | None:
    """The survey that a project was made for; None where there is no project, or one of traces. Raises ProjectError."""
    return _stored(folder, SURVEY, lambda database: SurveyRecord.from_json(read_setting(database, "survey")))


def waveforms_of(folder: Path) -> tuple[Path | None, ...] | None:
    """Where the waveforms of a project of traces are now, each None where it is gone; None where there is no project, or
    one of a survey. Raises ProjectError."""
    sources = _stored(folder, TRACES, read_sources)
    return None if sources is None else tuple(each.found(folder) for each in sources)


@reader
def _last_host(database: Database) -> str | None:
    return database.value("SELECT host FROM holder")


def was_worked_on_here(folder: Path) -> bool:
    """Whether the program that changed the project last ran on this computer. Raises ProjectError."""
    with closing(Database(folder)) as database:
        return _last_host(database) == Program.this().host


def _stored(folder: Path, kind: str, read: Callable[[Database], Content]) -> Content | None:
    if not (folder / FILE_NAME).is_file():
        return None
    with closing(Database(folder)) as database, checked(database):
        return read(database) if stored_kind(database) == kind else None


@reader
def stored_kind(database: Database) -> str:
    named = {name for (name,) in database.rows("SELECT name FROM settings")}
    if "waveforms" in named:
        return TRACES
    if "survey" in named:
        return SURVEY
    raise Unfit(tr("it names neither a survey nor waveforms"))
