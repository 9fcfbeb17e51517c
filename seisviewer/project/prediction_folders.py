"""The folders in which a project keeps what models said about its survey: one for each run that was asked, one for the
layers of the window.

Anything there can be deleted: it is worked out again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from seisviewer.errors import ProjectError
from seisviewer.project.links import check_inside, link_out_of
from seisviewer.translation import tr

FOLDER = "predictions"
LAYERS = "layers"  # the name of what the window's layer model said; what a run said has the number of the run
ENDING = ".line"
KEPT_RUNS = 3  # runs whose predictions are kept, those that were written last


@dataclass(frozen=True)
class StoredAnswer:
    """What one model said. name: of its folder. run: the number of the run, None for the layers. lines: how many are
    stored. nbytes: on the disk. written: time.time() when the newest line was written."""

    name: str
    run: int | None
    lines: int
    nbytes: int
    written: float


def prediction_folder(project: Path, name: str | int) -> Path:
    """Where what a run (its number) or the layers (LAYERS) said is kept, whether or not it is there."""
    name = str(name)
    if name != LAYERS and not name.isdecimal():
        raise ValueError(tr("{name!r} is neither a run nor the layers").format(name=name))
    return project / FOLDER / name


def stored_answers(project: Path) -> tuple[StoredAnswer, ...]:
    """What is stored in a project, the newest first; nothing that a link names."""
    try:
        names = sorted(entry.name for entry in os.scandir(project / FOLDER) if entry.is_dir(follow_symlinks=False))
    except OSError:
        return ()
    found = [_answer(project, name) for name in names if name == LAYERS or name.isdecimal()]
    return tuple(sorted(filter(None, found), key=lambda answer: answer.written, reverse=True))


def delete_predictions(project: Path, name: str | int) -> None:
    """Delete what a run or the layers said; does nothing where nothing is stored. Raises ProjectError."""
    place = prediction_folder(project, name)
    check_inside(project, place)
    if not place.is_dir():
        return
    try:
        shutil.rmtree(place)
    except OSError as error:
        raise ProjectError(
            tr("{place} cannot be deleted: {strerror}.").format(place=place, strerror=error.strerror or error)
        ) from error


def delete_old(project: Path, keep: Collection[int] = ()) -> None:
    """Delete what all runs said but the KEPT_RUNS that were written last. keep: numbers of runs that stay whatever their
    age. Raises ProjectError."""
    others = [answer for answer in stored_answers(project) if answer.run is not None and answer.run not in keep]
    for answer in others[KEPT_RUNS:]:
        delete_predictions(project, answer.name)


def _answer(project: Path, name: str) -> StoredAnswer | None:
    place = project / FOLDER / name
    if link_out_of(project, place) is not None:
        return None
    lines, nbytes, written = 0, 0, 0.0
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.endswith(ENDING) and entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    lines, nbytes, written = lines + 1, nbytes + status.st_size, max(written, status.st_mtime)
    except OSError:
        return None
    return StoredAnswer(name, None if name == LAYERS else int(name), lines, nbytes, written)
