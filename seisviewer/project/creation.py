"""Makes a project folder that appears at once when it is whole."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from seisviewer.atomic_files import FULL, flush_folder
from seisviewer.errors import ProjectError
from seisviewer.project.database import Database
from seisviewer.project.schema import bring_up_to_date
from seisviewer.translation import tr


def make_folder(folder: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make a project of what `fill` writes; raises ProjectError when the folder exists or cannot be made."""
    with whole_folder(folder) as made:
        _make_database(made, fill)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """An empty folder that is called `folder` once the block has filled it; raises ProjectError when that exists or
    cannot be made."""
    exists = tr("{folder} exists already: open it, or choose another name.").format(folder=folder)
    if folder.exists():
        raise ProjectError(exists)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name[:40]}.", dir=folder.parent) as unfinished:
            # The temporary folder itself may be read by its owner alone; the project has the usual permissions.
            made = Path(unfinished) / folder.name
            made.mkdir()
            try:
                yield made
            except ProjectError as error:
                # Nobody has seen the temporary folder, and it is gone when the sentence is read.
                raise type(error)(str(error).replace(str(made), str(folder))) from error
            flush_folder(made)
            os.rename(made, folder)
            flush_folder(folder.parent)
    except OSError as error:
        if folder.exists():  # another program made it meanwhile
            raise ProjectError(exists) from error
        raise ProjectError(not_made(folder, error)) from error


def not_made(folder: Path, error: OSError) -> str:
    """The sentence for a folder that could not be made."""
    if error.errno in FULL:
        return tr(
            "{folder} cannot be made: its disk is full. Make room there, or choose a place on another disk."
        ).format(folder=folder)
    return tr("{folder} cannot be made: {strerror}.").format(folder=folder, strerror=error.strerror or error)


def _make_database(folder: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    database = Database(folder, new=True)
    try:
        bring_up_to_date(database)
        with database.transaction() as connection:
            fill(connection)
    finally:
        database.close()
