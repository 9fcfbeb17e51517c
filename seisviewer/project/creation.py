"""Makes a project folder that appears at once when it is whole."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from seisviewer.atomic_files import flush_folder
from seisviewer.errors import ProjectError
from seisviewer.project.database import Database
from seisviewer.project.schema import bring_up_to_date


def make_folder(folder: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make a project of what `fill` writes; raises ProjectError when the folder exists or cannot be made."""
    exists = f"{folder} exists already: open it, or choose another name."
    if folder.exists():
        raise ProjectError(exists)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as unfinished:
            # The temporary folder itself may be read by its owner alone; the project has the usual permissions.
            made = Path(unfinished) / folder.name
            made.mkdir()
            _make_database(made, fill)
            flush_folder(made)
            os.rename(made, folder)
            flush_folder(folder.parent)
    except OSError as error:
        if folder.exists():  # another program made it meanwhile
            raise ProjectError(exists) from error
        raise ProjectError(f"{folder} cannot be made: {error.strerror or error}.") from error


def _make_database(folder: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    database = Database(folder, new=True)
    try:
        bring_up_to_date(database)
        with database.transaction() as connection:
            fill(connection)
    finally:
        database.close()
