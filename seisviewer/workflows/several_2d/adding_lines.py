"""Putting 2D lines together: a list of lines is made, or one that is there gets more of them, or loses one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from seisviewer.errors import BadRequest, ProjectError
from seisviewer.progress import Notice, Progress
from seisviewer.project.database import FILE_NAME
from seisviewer.project.kind import survey_of
from seisviewer.project.survey import SurveyRecord
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.opening import open_steps
from seisviewer.volumes.section_lengths import length_text, length_unit, trace_places
from seisviewer.volumes.several_2d.line_list_file import (
    ENDING,
    MOST_LINES,
    LinePlace,
    ListedLine,
    is_line_list,
    read_line_list,
    with_free_name,
    write_line_list,
)
from seisviewer.volumes.several_2d.line_list_volume import doubts, joined, removed_geometry, why_no_line
from seisviewer.workflows.project_places import SUFFIX
from seisviewer.workflows.remembered_choices import Remembered
from seisviewer.workflows.survey_opening import open_path


class DoubtedCoordinates(BadRequest):
    """Lines whose coordinates are hardly those of their traces; who is sure of them adds them all the same."""


@dataclass(frozen=True)
class LinesAdded:
    """path: the list. project: its project, which does not know the new lines before it is opened with the list. added:
    names."""

    path: Path
    project: Path | None
    added: tuple[str, ...]


def add_lines(
    into: str | Path, files: Sequence[str | Path], *, sure: bool = False, **choices: Any
) -> Generator[Progress | Notice, None, LinesAdded]:
    """Add 2D lines to a list, or make one of them.

    into: a list (.lines) that is there or not, a 2D line, or a project of either: of a line a list is made beside its file.
    sure: coordinates that are doubted are right. choices: how the files are opened, as `open_volume` takes them. Nothing is
    written unless all of them fit. Raises UnreadableFile, UnknownGeometry, BadRequest, DoubtedCoordinates or ProjectError.
    """
    place, project, before = _start(Path(into).expanduser().absolute())
    chosen = OpenChoices(**{name: value for name, value in choices.items() if value is not None})
    lines, new = list(before), []
    for file in files:
        name = Path(file).stem if chosen.line is None else f"{Path(file).stem} {chosen.line}"  # one of several in the file
        line = ListedLine(name, Path(file).expanduser().absolute(), chosen)
        earlier = [(each.path, each.choices) for each in lines]
        if (line.path, line.choices) in earlier:
            at = earlier.index((line.path, line.choices))
            if lines[at].removed is not None and (yield from _fits_again(lines[at])):
                lines[at] = replace(lines[at], removed=None)  # with all its labels
                new.append(lines[at])
                continue
        if any((line.path, line.choices) == (each.path, each.choices) for each in lines if each.removed is None):
            raise BadRequest(
                tr("{line_path_name} is one of the lines of {place_name} already.").format(
                    line_path_name=line.path.name, place_name=place.name
                )
            )
        lines.append(with_free_name(line, lines))
        new.append(lines[-1])
    if not new:
        raise BadRequest(tr("Name the files of the lines that are to be added."))
    if len(lines) > MOST_LINES:
        raise BadRequest(
            tr("{count} lines are more than the {most_lines} that one list holds: make a second one.").format(
                count=len(lines), most_lines=MOST_LINES
            )
        )
    geometries = yield from _looked_at([line for line in lines if line.removed is None])
    reference, looked_at = geometries[0].reference, iter(geometries)
    grids = [next(looked_at) if line.removed is None else removed_geometry(line.removed, reference) for line in lines]
    joined([line.name for line in lines], grids)
    doubted = [f"{line.name}: {why}" for line, each in zip(lines, grids) if line in new and (why := doubts(each))]
    if doubted and not sure:
        raise DoubtedCoordinates(
            tr(
                "Coordinates that are hardly those of the traces ({listed}): name the bytes that hold "
                "the right ones, or say that you are sure of them."
            ).format(listed="; ".join(doubted[:3]))
        )
    write_line_list(place, lines)
    return LinesAdded(place, project, tuple(line.name for line in new))


def remove_line(of: str | Path, name: str) -> Generator[Progress | Notice, None, Path]:
    """Take a 2D line out of a list; returns the list. Its place is kept, with the labels on it: `add_lines` brings both back.

    of: a list (.lines), or its project. Its file stays as it is. Raises UnreadableFile, BadRequest or ProjectError.
    """
    place = Path(of).expanduser().absolute()
    if not is_line_list(place):
        survey = survey_of(place.parent if place.name == FILE_NAME else place)
        place = place if survey is None else survey.found(place)
    if not is_line_list(place):
        raise BadRequest(tr("{of} is no list of several 2D lines: there is no line to remove.").format(of=of))
    lines = read_line_list(place)
    there = [line for line in lines if line.removed is None]
    line = next((line for line in there if line.name == name), None)
    if line is None:
        names = ", ".join(f"“{each.name}”" for each in there)
        raise BadRequest(
            tr("{place_name} has no line “{name}”: it has {names}.").format(place_name=place.name, name=name, names=names)
        )
    if len(there) == 1:
        raise BadRequest(
            tr("“{name}” is the only line of {place_name}: add another one before it is removed.").format(
                name=name, place_name=place.name
            )
        )
    volume = yield from open_steps(place)
    with closing(volume):
        at, geometry = lines.index(line), volume.geometry
        own = volume.line(at).geometry
        ends = tuple(tuple(map(float, own.trace_xy[0, end])) for end in (0, -1))
        gone = LinePlace(geometry.inlines.number(at), own.crosslines, own.samples, ends)
    write_line_list(place, [*lines[:at], replace(line, removed=gone), *lines[at + 1 :]])
    return place


def _fits_again(line: ListedLine) -> Generator[Progress | Notice, None, bool]:
    """Whether a line that was removed still has the traces and samples that its labels lie on."""
    (now,) = yield from _looked_at([line])
    return (now.crosslines, now.samples) == (line.removed.traces, line.removed.samples)


def take_over(added: LinesAdded) -> Generator[Progress | Notice, None, None]:
    """Let a project, which nobody has open, know the lines that were added. Raises ProjectError."""
    if added.project is not None:
        opened = yield from open_path(added.project, survey=added.path)
        opened.volume.close()
        if opened.project is not None:
            opened.project.close()


def _start(into: Path) -> tuple[Path, Path | None, tuple[ListedLine, ...]]:
    """Where the list is or will be, the project that is to know it, and the lines it begins with."""
    if into.name == FILE_NAME:
        into = into.parent
    if into.suffix == SUFFIX or (into / FILE_NAME).is_file():
        survey = survey_of(into)
        if survey is None:
            raise ProjectError(tr("{into} is no project of a survey: name one, or a list of lines.").format(into=into))
        place = survey.found(into)
        if is_line_list(place):
            return place, into, read_line_list(place)
        return _free_list(place), into, (_as_before(survey, place, into),)
    if is_line_list(into):
        return into, None, read_line_list(into) if into.exists() else ()
    if not into.is_file():
        raise BadRequest(
            tr("{into} is no list of 2D lines: write a name that ends in {ending}, a 2D line, or a project.").format(
                into=into, ending=ENDING
            )
        )
    return _free_list(into), None, (ListedLine(into.stem, into),)


def _as_before(survey: SurveyRecord, place: Path, project: Path) -> ListedLine:
    """The line of a project, opened as the project remembers it, so that its traces stay what they were."""
    old = Remembered.of(survey, project)
    return ListedLine(place.stem, place, OpenChoices(**{**(old.chosen or {}), **old.used}))


def _free_list(line: Path) -> Path:
    for count in range(1, 100):
        place = line.with_name(f"{line.stem}{'' if count == 1 else f'-{count}'}{ENDING}")
        if not place.exists():
            return place
    raise BadRequest(
        tr("There is no name left for a list of lines beside {line_name}: remove old ones.").format(line_name=line.name)
    )


def _looked_at(lines: Sequence[ListedLine]) -> Generator[Progress | Notice, None, list[Geometry]]:
    geometries = []
    with ExitStack() as opened:
        for done, line in enumerate(lines):
            yield Progress(done, len(lines), tr("Reading {line_path_name}").format(line_path_name=line.path.name))
            chosen = {name: value for name, value in vars(line.choices).items() if value is not None}
            volume = yield from open_steps(line.path, **chosen)
            opened.callback(volume.close)
            why = why_no_line(line.path.name, volume)
            if why:
                raise BadRequest(why)
            geometries.append(volume.geometry)
    return geometries


def lines_in_words(geometry: Geometry) -> list[str]:
    """Name, traces and length of each line."""
    said = []
    for index, line in enumerate(geometry.lines):
        if geometry.is_removed(index):
            said.append(tr("{line_name}: removed; its labels wait for it").format(line_name=line.name))
            continue
        numbers = line.traces
        length = trace_places(geometry, geometry.section(Direction.INLINE, index))[-1]
        live = int(geometry.live[index].sum())
        said.append(
            tr("{line_name}: {live} traces, numbered {start} to {stop}, {length_text}").format(
                line_name=line.name,
                live=live,
                start=numbers.start,
                stop=numbers.stop,
                length_text=length_text(float(length), length_unit(geometry)),
            )
        )
    return said
