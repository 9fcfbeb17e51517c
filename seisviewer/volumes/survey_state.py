"""By what a survey is known to be unchanged: size and time of the last change, of a folder those of what describes it."""

from __future__ import annotations

import os
from pathlib import Path

STORE_FILES = ("zarr.json", ".zmetadata", ".zgroup", ".zarray")  # one of which tells that a folder is a Zarr store


def store_file(folder: Path) -> Path | None:
    """The file that describes the Zarr store in a folder; None where there is none."""
    # Of `os.path`, which says no where a path is longer than the system takes.
    return next((folder / name for name in STORE_FILES if os.path.isfile(folder / name)), None)


def survey_status(path: Path) -> os.stat_result:
    """Of the file; of a Zarr store, whose folder says nothing of a change, its description, which every writer renews.
    Raises OSError."""
    described = store_file(path) if os.path.isdir(path) else None
    return (described or path).stat()


def folder_of_store(path: Path) -> Path:
    """The store that a file such as `F3.zarr/zarr.json` describes, as a file dialog gives it; else the path itself."""
    return path.parent if path.name in STORE_FILES else path
