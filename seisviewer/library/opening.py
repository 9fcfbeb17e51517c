"""Opening a survey, and projects of either desk, as the window does."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from seisviewer.errors import ProjectError
from seisviewer.library.survey import Survey
from seisviewer.progress import Notice, drive
from seisviewer.project.database import BUSY_SECONDS
from seisviewer.project.kind import TRACES, kind_of
from seisviewer.translation import tr
from seisviewer.volumes.open_choices import Choices
from seisviewer.workflows.outside_sources.trusted_sources import check_sources
from seisviewer.workflows.survey_opening import open_path

if TYPE_CHECKING:
    from seisviewer.library.survey_project import SurveyProject
    from seisviewer.library.trace_desk import Traces

Result = TypeVar("Result")


def open_survey(path: str | Path, **choices: Unpack[Choices]) -> Survey:
    """Open a survey or 2D line for reading, whatever its format; close it, or use it in a `with`.

    path: a file, a folder that is a store, or an address. choices: what to believe in place of the file, as unit="m",
    interval=5.0, crs="EPSG:23031"; see `volumes.open_choices.OpenChoices`. What is not given is as the project of the survey
    remembers it, if it has one, else as the file says. What was chosen for the user is a warning. Raises SeisviewerError.
    """
    opened = _with_warnings(open_path(path, edit=False, **choices))
    if opened.project is not None:
        opened.project.close()
    return Survey(opened.volume)


def open_project(folder: str | Path, *, edit: bool = False, survey: str | Path | None = None) -> SurveyProject:
    """Open a project of a survey: its labels, classes, runs and predictions.

    edit: to add labels too, which one program at a time can do. survey: where the survey is now, if it was moved. Raises
    SeisviewerError.
    """
    from seisviewer.library.survey_project import SurveyProject  # and pandas, for which a survey alone does not wait

    opened = _with_warnings(open_path(_existing(folder), edit=edit, survey=survey))
    if opened.project is None:
        opened.volume.close()
        raise ProjectError(
            tr("{folder} is a survey that has no project: open it with open_survey, or make one in the window.").format(
                folder=folder
            )
        )
    return SurveyProject(opened.project, opened.volume)


def open_traces(folder: str | Path, *, edit: bool = False) -> Traces:
    """Open a project of three-component records: its picks and its catalogue of events.

    edit: to add picks too, which one program at a time can do. The waveforms are not read. Raises SeisviewerError.
    """
    from seisviewer.library.trace_desk import Traces
    from seisviewer.project.trace_project import TraceProject

    place = _existing(folder)
    check_sources(place)
    if kind_of(place) != TRACES:
        raise ProjectError(
            tr("{folder} is a project of a survey and holds no picks: open it with open_project.").format(folder=folder)
        )
    return Traces(TraceProject.open(place, edit=edit, wait=BUSY_SECONDS))


def _existing(folder: str | Path) -> Path:
    place = Path(folder).expanduser().absolute()
    if not place.exists():
        raise ProjectError(tr("There is no project {folder}: check its name.").format(folder=folder))
    return place


def _with_warnings(work: Generator[Any, None, Result]) -> Result:
    """Do the work; what a user is to know of it becomes a warning where the library was called."""

    def say(event: object) -> None:
        if isinstance(event, Notice):
            warnings.warn(event.text, stacklevel=5)

    return drive(work, say)
