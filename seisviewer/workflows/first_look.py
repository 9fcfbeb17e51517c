"""Opening a survey so that a large one is on screen at once: as a sample of its headers has it, until all are read."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seisviewer.errors import SeisviewerError
from seisviewer.progress import Notice, Progress
from seisviewer.project.database import FILE_NAME
from seisviewer.project.kind import survey_of
from seisviewer.translation import tr
from seisviewer.volumes.far.location_file import ENDING as LOCATION
from seisviewer.volumes.far.location_file import place_of
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.opening import looked_at_first
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.workflows.outside_sources.trusted_sources import check_sources
from seisviewer.workflows.project_places import SUFFIX, project_folders
from seisviewer.workflows.remembered_choices import first_choices
from seisviewer.workflows.survey_opening import Opened, has_project, is_project_of, open_path

REST_SECONDS, LONGEST_REST = 0.02, 1.0


@dataclass(frozen=True)
class FirstLook:
    """The survey as it probably is, for looking at; whoever gets it closes it. It has no project: labels come with the
    survey that `open_at_once` returns."""

    volume: SegyVolume


def open_at_once(
    path: str | Path, busy: Callable[[], bool] = lambda: False, **choices: Any
) -> Generator[Progress | Notice | FirstLook, None, Opened]:
    """`open_path`, before which a large survey can be looked at. busy: somebody waits for a section of it, for whom the rest
    gives way."""
    if choices.get("survey") is not None:  # said to be elsewhere
        return (yield from giving_way(open_path(path, **choices), busy))
    with suppress(SeisviewerError, OSError):  # opening it says what is wrong
        file, chosen = _survey_of(place_of(path), {name: value for name, value in choices.items() if value is not None})
        yield Progress(0, 0, tr("Opening {file_name}").format(file_name=file.name))
        volume = looked_at_first(file, OpenChoices(**chosen))
        if volume is not None:
            yield FirstLook(volume)
    return (yield from giving_way(open_path(path, **choices), busy))


def at_a_glance(
    path: str | Path, survey: str | Path | None = None, **choices: Any
) -> Generator[Progress | Notice, None, Opened]:
    """`open_path` for who only says what a survey is: a large SEG-Y file elsewhere that has no project is not sure, as a
    sample of its headers has it, since reading all of them would bring all of the file."""
    place = place_of(path)
    if survey is None and place.suffix.lower() == LOCATION and not has_project(place):
        yield Progress(0, 0, tr("Opening {file_name}").format(file_name=place.stem))
        chosen = {name: value for name, value in choices.items() if value is not None}
        volume = looked_at_first(place, OpenChoices(**chosen))
        if volume is not None:
            return Opened(volume, None)
    return (yield from open_path(path, edit=survey is not None, survey=survey, **choices))


def giving_way(
    work: Generator[Progress | Notice, None, Opened], busy: Callable[[], bool]
) -> Generator[Progress | Notice, None, Opened]:
    """The work, which rests between two events while somebody else is busy, but not for ever."""
    with closing(work):
        while True:
            try:
                event = next(work)
            except StopIteration as end:
                return end.value
            yield event
            begun = time.monotonic()
            while isinstance(event, Progress) and busy() and time.monotonic() - begun < LONGEST_REST:
                time.sleep(REST_SECONDS)
                yield event


def _survey_of(path: Path, choices: Mapping[str, Any]) -> tuple[Path, dict[str, Any]]:
    """The file that is opened, and how: as its project remembers, where it has one."""
    if path.name == FILE_NAME:
        path = path.parent
    if path.suffix == SUFFIX or (path / FILE_NAME).is_file():
        check_sources(path)
        survey = survey_of(path)
        if survey is not None:
            file = survey.found(path)
            return file, first_choices(file, survey, path, choices)
    for folder in project_folders(path):
        with suppress(SeisviewerError):
            survey = survey_of(folder)
            if survey is not None and is_project_of(survey, folder, path):
                return path, first_choices(path, survey, folder, choices)
    return path, dict(choices)
