"""Which projects may read files outside their own folder: somebody who hands one over says in it what is opened.

A survey or waveforms in the folder in which the project lies came with it. Elsewhere they are read where the project was
last worked on with this computer, or where the user has agreed to it once, which is remembered among their data.
"""

from __future__ import annotations

import json
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import ProjectError, UnknownSource, UnreadableFile
from seisviewer.project.kind import survey_of, was_worked_on_here, waveforms_of
from seisviewer.translation import tr
from seisviewer.user_folders import user_data_folder
from seisviewer.volumes.far.location_file import address_of
from seisviewer.volumes.several_2d.line_list_file import is_line_list, read_line_list

FILE = "agreed_sources.json"
MOST = 1000  # projects that are remembered, the newest ones


def check_sources(folder: Path) -> None:
    """Raise UnknownSource where a project would read files that did not come with it, and nobody has agreed to that.

    What else is wrong with the project says who opens it.
    """
    try:
        outside = _outside(folder)
        is_ours = not outside or was_worked_on_here(folder)
    except ProjectError:
        return
    if not is_ours and not set(map(str, outside)) <= set(_agreed().get(_key(folder), ())):
        raise UnknownSource(folder, outside)


def agree_to_sources(folder: Path) -> tuple[Path | str, ...]:
    """Remember that a project may read what it reads outside its folder; returns these files. Raises ProjectError."""
    outside = _outside(folder)
    if outside:
        others = {name: places for name, places in _agreed().items() if name != _key(folder)}
        kept = list(others.items())[1 - MOST :]
        content = json.dumps({**dict(kept), _key(folder): list(map(str, outside))}, indent=1)
        place = _file()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProjectError(
                tr("{parent} cannot be made: {strerror}.").format(parent=place.parent, strerror=error.strerror or error)
            ) from error
        write_whole(place, content.encode(), ProjectError)
    return outside


def _outside(folder: Path) -> tuple[Path | str, ...]:
    """The files that a project reads outside the folder in which it lies, links followed; those that are there. Of a survey
    elsewhere its address, wherever the file lies that holds it."""
    survey = survey_of(folder)
    places = (survey.found(folder),) if survey is not None else waveforms_of(folder) or ()
    if survey is not None and (address := address_of(places[0])):
        return (address,)
    if survey is not None and places[0] is not None and is_line_list(places[0]):
        places += _listed(places[0])
    home = folder.parent.resolve()
    found = (place.resolve() for place in places if place is not None)
    return tuple(place for place in found if not place.is_relative_to(home))


def _listed(path: Path) -> tuple[Path, ...]:
    """The files of a list of 2D lines; none where it cannot be read, which is said by who opens it."""
    try:
        return tuple(line.path for line in read_line_list(path))
    except UnreadableFile:
        return ()


def _agreed() -> dict[str, list[str]]:
    """By the folder of a project, the files; what cannot be read counts as nothing."""
    try:
        content = json.loads(_file().read_text("utf-8"))
        return {str(name): [str(place) for place in places] for name, places in content.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _key(folder: Path) -> str:
    return str(folder.resolve())


def _file() -> Path:
    return user_data_folder() / FILE
