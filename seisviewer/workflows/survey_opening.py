"""Opening a survey with its project, making a project of a survey, and finding the project of a survey."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seisviewer.errors import ProjectError, SeisviewerError, UnreadableFile
from seisviewer.labels.classes import ClassTable
from seisviewer.progress import Notice, Progress
from seisviewer.project.database import BUSY_SECONDS, FILE_NAME
from seisviewer.project.kind import survey_of
from seisviewer.project.project import Project
from seisviewer.project.survey import SurveyRecord, grid_in_words, has_grown, record, samples_in_words
from seisviewer.translation import tr
from seisviewer.volumes.far.location_file import place_of
from seisviewer.volumes.opening import is_survey_folder, open_steps
from seisviewer.volumes.several_2d.line_list_file import is_line_list, read_line_list
from seisviewer.volumes.survey_state import folder_of_store
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.outside_sources.trusted_sources import check_sources
from seisviewer.workflows.project_places import SUFFIX, free_place, project_folders
from seisviewer.workflows.remembered_choices import choices_of, open_as_before


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
    remembers them, else as the file says. Raises ProjectError (UnknownSource for a project that was handed over and whose
    survey did not come with it), UnreadableFile or UnknownGeometry.
    """
    path = folder_of_store(place_of(path))
    choices = {name: value for name, value in choices.items() if value is not None}
    if path.name == FILE_NAME:
        path = path.parent
    is_project = path.suffix == SUFFIX or (path / FILE_NAME).is_file()
    if path.is_dir() and not is_project and not is_survey_folder(path):
        raise UnreadableFile(
            tr("{path} is a folder without a project: choose a survey file or a {suffix} folder.").format(
                path=path, suffix=SUFFIX
            )
        )
    if is_project:
        yield Progress(0, 0, tr("Opening {path_name}").format(path_name=path.name))
        return (yield from _open_project(path, edit, survey, choices))
    return (yield from _open_survey(path, edit, choices))


def ingest(file: str | Path, folder: str | Path, **choices: Any) -> Generator[Progress | Notice, None, Opened]:
    """Make the project folder of a survey file, which stays where it is; choices as for `open_path`."""
    folder = Path(folder).expanduser().absolute()
    if folder.exists():
        raise ProjectError(tr("{folder} exists already: open it, or choose another name.").format(folder=folder))
    volume = yield from open_steps(file, **choices)
    try:
        return Opened(volume, Project.create(folder, volume.path, volume.geometry, choices=choices_of(volume)))
    except ProjectError:
        volume.close()
        raise


def project_for(volume: Volume, classes: ClassTable | None = None) -> Project:
    """The project of a survey that was opened: the one it has, else a new one, which starts with `classes`.

    It is made beside the survey file where that folder can be written to, else in the user's data folder. Raises
    ProjectError when it is damaged, held by another program, or cannot be made, and while the survey is not sure.
    """
    if volume.unsure:
        raise ProjectError(volume.unsure)
    unreadable: ProjectError | None = None
    for folder in project_folders(volume.path):
        try:
            survey = survey_of(folder)
        except ProjectError as error:
            unreadable = unreadable or error
            continue
        if survey is not None and is_project_of(survey, folder, volume.path) and _same_grid(survey, volume):
            return Project.open(folder, wait=0)  # the window asks, and must not stand still
    if unreadable is not None:  # it may be its own
        raise unreadable
    place = free_place(volume.path)
    return Project.create(place, volume.path, volume.geometry, choices=choices_of(volume), classes=classes)


def has_project(path: Path) -> bool:
    """Whether a project was made for this very file, and so remembers how it is opened."""
    for folder in project_folders(path):
        try:
            survey = survey_of(folder)
        except ProjectError:  # opening says what is wrong with it
            continue
        if survey is not None and is_project_of(survey, folder, path):
            return True
    return False


def _open_project(
    folder: Path, edit: bool, survey: str | Path | None, choices: dict[str, Any]
) -> Generator[Progress | Notice, None, Opened]:
    if survey is None:
        check_sources(folder)
    project = Project.open(folder, edit=edit, wait=BUSY_SECONDS)
    try:
        if project.read_only:
            yield Notice(
                tr("{why_read_only}: labels are shown, but cannot be changed.").format(
                    why_read_only=project.why_read_only
                )
            )
        path = place_of(survey) if survey else project.survey.found(folder)
        volume = yield from open_as_before(path, project.survey, folder, choices)
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
    unreadable: list[ProjectError] = []
    for folder in project_folders(path):
        try:
            survey = survey_of(folder)
            if survey is None or not is_project_of(survey, folder, path):
                yield from _said_of_list(survey, folder, path)
                continue
            volume = yield from open_as_before(path, survey, folder, choices)
        except ProjectError as error:
            unreadable.append(error)
            continue
        if not _same_grid(survey, volume):
            volume.close()
            yield Notice(
                tr("The labels in {folder_name} were painted on other lines or samples, so it stays closed.").format(
                    folder_name=folder.name
                )
            )
            continue
        try:
            return Opened(volume, (yield from _open_beside(folder, volume, edit)))
        except BaseException as error:
            volume.close()
            if not isinstance(error, ProjectError):
                raise
            unreadable.append(error)
    for error in unreadable:
        yield Notice(tr("{path_name} is open without its project: {error}").format(path_name=path.name, error=error))
    return Opened((yield from open_steps(path, **choices)), None)


def _said_of_list(survey: SurveyRecord | None, folder: Path, path: Path) -> Generator[Notice, None, None]:
    """Say where the labels of a line are that is one of several in a project beside it."""
    with suppress(SeisviewerError):
        place = survey.found(folder) if survey is not None else path
        if is_line_list(place) and any(line.path == path for line in read_line_list(place)):
            yield Notice(
                tr(
                    "{path_name} is one of the lines of {folder_name}: open that to see its labels and the other lines."
                ).format(path_name=path.name, folder_name=folder.name)
            )


def _open_beside(folder: Path, volume: Volume, edit: bool) -> Generator[Progress | Notice, None, Project]:
    """The project of a survey that was opened by its own name; held elsewhere, it can at least be seen."""
    yield Progress(0, 0, tr("Opening {folder_name}").format(folder_name=folder.name))
    try:
        project = Project.open(folder, edit=edit, wait=BUSY_SECONDS)
    except ProjectError as error:
        project, edit = Project.open(folder, edit=False), False
        yield Notice(tr("Labels are shown, but cannot be changed: {error}").format(error=error))
    try:
        if project.read_only:
            yield Notice(
                tr("{why_read_only}: labels are shown, but cannot be changed.").format(
                    why_read_only=project.why_read_only
                )
            )
        yield from _remember_place(project, volume, edit)
    except BaseException:
        project.close()
        raise
    return project


def _remember_place(project: Project, volume: Volume, edit: bool) -> Generator[Notice, None, None]:
    """Say when the survey file was moved or changed, and remember how it is now."""
    old, grown = project.survey, has_grown(project.geometry, volume.geometry)
    if grown and (not edit or project.read_only):
        raise ProjectError(
            tr(
                "{volume_path_name} has more lines than {folder} knows: open the project where it can be "
                "changed, which takes them over."
            ).format(volume_path_name=volume.path.name, folder=project.folder)
        )
    new = record(project.folder, volume.path, volume.geometry, choices_of(volume))
    old_place = project.folder / old.relative
    if not (os.path.exists(old_place) and old_place.samefile(volume.path)) and not grown:
        yield Notice(
            tr("The survey of {folder_name} is now {absolute}; it used to be {absolute2}.").format(
                folder_name=project.folder.name, absolute=new.absolute, absolute2=old.absolute
            )
        )
    other_lines = grown or [*map(old.geometry.is_removed, range(len(old.geometry.lines)))] != [
        *map(new.geometry.is_removed, range(len(new.geometry.lines)))
    ]
    if old.is_changed(new) and not other_lines:
        yield Notice(
            tr("{volume_path_name} was written to since it was last open here: its lines are still the same.").format(
                volume_path_name=volume.path.name
            )
        )
    before, now = samples_in_words(old.geometry), samples_in_words(new.geometry)
    if before != now:
        yield Notice(
            tr("Samples of {volume_path_name} now lie {now}; when the labels were painted they lay {before}.").format(
                volume_path_name=volume.path.name, now=now, before=before
            )
        )
    if edit and not project.read_only and new.to_json() != old.to_json():
        project.set_survey(new)


def _same_grid(survey: SurveyRecord, volume: Volume) -> bool:
    old, new = survey.geometry, volume.geometry
    return grid_in_words(old) == grid_in_words(new) or has_grown(old, new)


def is_project_of(survey: SurveyRecord, folder: Path, path: Path) -> bool:
    """Whether the project in `folder`, which remembers `survey`, was made for the file at `path`."""
    try:
        return survey.found(folder).samefile(path)
    except ProjectError:
        # Moved, and this is where it is now.
        return survey.name == path.name
