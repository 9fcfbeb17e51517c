"""Opening a survey with its project, making a project of a survey, and finding the project of a survey."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from seisviewer.errors import ProjectError, UnreadableFile
from seisviewer.labels.classes import ClassTable
from seisviewer.progress import Notice, Progress
from seisviewer.project.database import BUSY_SECONDS, FILE_NAME, is_writable
from seisviewer.project.kind import TRACES, kind_of
from seisviewer.project.project import Project
from seisviewer.project.survey import grid_in_words, record
from seisviewer.user_folders import user_data_folder
from seisviewer.volumes.npy_volume import NpyVolume
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import open_steps
from seisviewer.volumes.segy_headers import HeaderBytes
from seisviewer.volumes.segy_volume import SegyVolume
from seisviewer.volumes.volume import Volume

SUFFIX = ".seis"
MOST_PROJECTS = 9  # of one survey in one folder: each holds labels for another choice of header bytes


@dataclass(frozen=True)
class Opened:
    """A survey, and its project if it has one; whoever gets them closes both."""

    volume: Volume
    project: Project | None


def open_path(
    path: str | Path, *, edit: bool = True, survey: str | Path | None = None, **choices: Any
) -> Generator[Progress | Notice, None, Opened]:
    """Open a survey file, with its project if it has one, or a project folder with its survey.

    edit: take the right to change labels (see `Project.open`). survey: where the survey of a project folder is now.
    choices: headers, axes, unit and interval as `volumes.opening.open_volume` takes them; None means as the project
    remembers them, else as the file says. Raises ProjectError, UnreadableFile or UnknownGeometry.
    """
    path = Path(path).expanduser().absolute()
    choices = {name: value for name, value in choices.items() if value is not None}
    if path.name == FILE_NAME:
        path = path.parent
    if path.is_dir() and not (path / FILE_NAME).is_file() and path.suffix != SUFFIX:
        raise UnreadableFile(f"{path} is a folder without a project: choose a survey file or a {SUFFIX} folder.")
    if path.is_dir() or path.suffix == SUFFIX:
        yield Progress(0, 0, f"Opening {path.name}")
        return (yield from _open_project(path, edit, survey, choices))
    return (yield from _open_survey(path, edit, choices))


def ingest(file: str | Path, folder: str | Path, **choices: Any) -> Generator[Progress | Notice, None, Opened]:
    """Make the project folder of a survey file, which stays where it is; choices as for `open_path`."""
    folder = Path(folder).expanduser().absolute()
    if folder.exists():
        raise ProjectError(f"{folder} exists already: open it, or choose another name.")
    volume = yield from open_steps(file, **choices)
    try:
        return Opened(volume, Project.create(folder, volume.path, volume.geometry, choices=choices_of(volume)))
    except ProjectError:
        volume.close()
        raise


def project_for(volume: Volume, classes: ClassTable | None = None) -> Project:
    """The project of a survey that was opened: the one it has, else a new one, which starts with `classes`.

    It is made beside the survey file where that folder can be written to, else in the user's data folder. Raises
    ProjectError when it is damaged, held by another program, or cannot be made.
    """
    for folder in project_folders(volume.path):
        if not folder.exists() or holds_traces(folder):
            continue
        project = Project.open(folder, wait=0)  # the window asks, and must not stand still
        if _belongs(project, volume):
            return project
        project.close()
    place = next(folder for folder in project_folders(volume.path) if can_be_made(folder))
    return Project.create(place, volume.path, volume.geometry, choices=choices_of(volume), classes=classes)


def choices_of(volume: Volume) -> dict[str, Any]:
    """How the volume was opened, as JSON, so that it can be opened just so again without guessing."""
    if isinstance(volume, NpyVolume):
        return {"axes": asdict(volume.axes)}
    samples = volume.geometry.samples
    choices: dict[str, Any] = {"unit": samples.unit, "interval": float(samples.interval)}
    if isinstance(volume, SegyVolume):
        choices["headers"] = asdict(volume.scan.headers)
    return choices


def _open_project(
    folder: Path, edit: bool, survey: str | Path | None, choices: dict[str, Any]
) -> Generator[Progress | Notice, None, Opened]:
    project = Project.open(folder, edit=edit, wait=BUSY_SECONDS)
    try:
        if project.read_only:
            yield Notice(f"{folder} cannot be written to: labels are shown, but cannot be changed.")
        path = Path(survey).expanduser().absolute() if survey else project.survey.found(folder)
        volume = yield from open_steps(path, **{**_choices_from_json(project.survey.choices), **choices})
        try:
            project.survey.check_grid(volume.geometry, folder)
            yield from _remember_place(project, volume, edit)
        except BaseException:
            volume.close()
            raise
    except BaseException:
        project.close()
        raise
    return Opened(volume, project)


def _open_survey(path: Path, edit: bool, choices: dict[str, Any]) -> Generator[Progress | Notice, None, Opened]:
    """A survey file with the project that was made for it; what is wrong with the project keeps no one from looking."""
    for folder in project_folders(path):
        if not (folder / FILE_NAME).is_file():
            continue
        yield Progress(0, 0, f"Opening {folder.name}")
        try:
            if holds_traces(folder):
                continue
            project = Project.open(folder, edit=False)
        except ProjectError as error:
            yield Notice(f"{path.name} is open without its project: {error}")
            continue
        same_file = _is_survey_of(project, path)
        remembered = _choices_from_json(project.survey.choices)
        project.close()
        if not same_file:
            continue
        volume = yield from open_steps(path, **{**remembered, **choices})
        if grid_in_words(volume.geometry) == grid_in_words(project.geometry):
            try:
                return Opened(volume, (yield from _open_beside(folder, volume, edit)))
            except BaseException:
                volume.close()
                raise
        volume.close()
        yield Notice(f"The labels in {folder.name} were painted on other lines or samples, so it stays closed.")
    return Opened((yield from open_steps(path, **choices)), None)


def _open_beside(folder: Path, volume: Volume, edit: bool) -> Generator[Progress | Notice, None, Project]:
    """The project of a survey that was opened by its own name; held elsewhere, it can at least be seen."""
    try:
        project = Project.open(folder, edit=edit, wait=BUSY_SECONDS)
    except ProjectError as error:
        project, edit = Project.open(folder, edit=False), False
        yield Notice(f"Labels are shown, but cannot be changed: {error}")
    try:
        if project.read_only:
            yield Notice(f"{folder} cannot be written to: labels are shown, but cannot be changed.")
        yield from _remember_place(project, volume, edit)
    except BaseException:
        project.close()
        raise
    return project


def _remember_place(project: Project, volume: Volume, edit: bool) -> Generator[Notice, None, None]:
    """Say when the survey file was moved or changed, and remember how it is now."""
    old = project.survey
    new = record(project.folder, volume.path, volume.geometry, choices_of(volume))
    old_place = project.folder / old.relative
    if not (old_place.exists() and old_place.samefile(volume.path)):
        yield Notice(f"The survey of {project.folder.name} is now {new.absolute}; it used to be {old.absolute}.")
    if old.is_changed(new):
        yield Notice(f"{volume.path.name} was written to since it was last open here: its lines are still the same.")
    if edit and not project.read_only and new.to_json() != old.to_json():
        project.set_survey(new)


def project_folders(survey: Path) -> Iterator[Path]:
    """Where the project of a survey or of waveforms may be, the best place first."""
    survey = survey.absolute()
    names = [survey.stem, survey.name, *(f"{survey.stem}-{count}" for count in range(2, MOST_PROJECTS + 1))]
    yield from (survey.parent / f"{name}{SUFFIX}" for name in names)
    # Surveys of the same name from different folders meet in the user's folder.
    mark = hashlib.sha256(os.fsencode(survey)).hexdigest()[:8]
    yield from (user_data_folder() / "projects" / f"{name}-{mark}{SUFFIX}" for name in names)


def holds_traces(folder: Path) -> bool:
    """Whether a folder is a project, and of traces; raises ProjectError where that cannot be told."""
    return (folder / FILE_NAME).is_file() and kind_of(folder) == TRACES


def can_be_made(folder: Path) -> bool:
    """Whether a project may be made there: nothing is there yet, and it is writable or the user's own folder."""
    if folder.exists():
        return False
    return is_writable(folder.parent) or folder.parent == user_data_folder() / "projects"


def _belongs(project: Project, volume: Volume) -> bool:
    same_grid = grid_in_words(project.geometry) == grid_in_words(volume.geometry)
    return same_grid and _is_survey_of(project, volume.path)


def _is_survey_of(project: Project, path: Path) -> bool:
    try:
        return project.survey.found(project.folder).samefile(path)
    except ProjectError:
        # Moved, and this is where it is now.
        return project.survey.name == path.name


def _choices_from_json(choices: dict[str, Any]) -> dict[str, Any]:
    """The other way round of `choices_of`."""
    kinds = {"headers": HeaderBytes, "axes": ArrayAxes}
    return {name: kinds[name](**value) if name in kinds else value for name, value in choices.items()}
