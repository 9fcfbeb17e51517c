"""Makes a project folder that appears at once when it is whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from seisviewer.errors import ProjectError
from seisviewer.labels.classes import ClassTable
from seisviewer.project.database import Database
from seisviewer.project.rows import write_classes, write_setting
from seisviewer.project.schema import bring_up_to_date
from seisviewer.project.survey import SurveyRecord


def make_folder(folder: Path, survey: SurveyRecord, classes: ClassTable) -> None:
    """Make a project without labels; raises ProjectError when the folder exists or cannot be made."""
    if folder.exists():
        raise ProjectError(f"{folder} exists already: open it, or choose another name.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as unfinished:
            # The temporary folder itself may be read by its owner alone; the project has the usual permissions.
            made = Path(unfinished) / folder.name
            made.mkdir()
            _fill(made, survey, classes)
            os.rename(made, folder)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be made: {error.strerror or error}.") from error


def _fill(folder: Path, survey: SurveyRecord, classes: ClassTable) -> None:
    database = Database(folder, new=True)
    try:
        bring_up_to_date(database)
        with database.transaction() as connection:
            write_setting(connection, "survey", survey.to_json())
            write_setting(connection, "labels_version", 0)
            write_classes(connection, classes)
    finally:
        database.close()
