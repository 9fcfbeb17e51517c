"""Where the project of a survey or of waveforms lies."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from seisviewer.errors import ProjectError
from seisviewer.project.database import is_writable
from seisviewer.translation import tr
from seisviewer.user_folders import user_data_folder

SUFFIX = ".seis"
MOST_PROJECTS = 9  # of one survey in one folder: each holds labels for another choice of header bytes


def project_folders(file: Path) -> Iterator[Path]:
    """Where the project of a file may be, the best place first: of a.sgy that is a.seis, then a.sgy.seis."""
    file = file.absolute()
    names = [file.stem, file.name, *(f"{file.stem}-{count}" for count in range(2, MOST_PROJECTS + 1))]
    yield from (file.parent / f"{name}{SUFFIX}" for name in names)
    # Files of the same name from different folders meet in the user's folder.
    mark = hashlib.sha256(os.fsencode(file)).hexdigest()[:8]
    yield from (_users_folder() / f"{name}-{mark}{SUFFIX}" for name in names)


def free_place(file: Path) -> Path:
    """Where a new project of a file is made; raises ProjectError where every place is taken."""
    for folder in project_folders(file):
        if not folder.exists() and (folder.parent == _users_folder() or is_writable(folder.parent)):
            return folder
    raise ProjectError(
        tr("There is no place left for a project of {file_name}: remove old ones.").format(file_name=file.name)
    )


def unusual_place(folder: Path, file: Path) -> str:
    """Says where the project of a file lies, if that is not the first place to look; else ""."""
    if folder == next(project_folders(file)):
        return ""
    return tr("What you do on {file_name} is kept in {folder}.").format(file_name=file.name, folder=folder)


def _users_folder() -> Path:
    return user_data_folder() / "projects"
