"""The section that `seisviewer picture` is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seisviewer.cli.console import run_work
from seisviewer.errors import BadRequest, ProjectError
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.section_axes import IndexAxis, section_axes

if TYPE_CHECKING:
    from seisviewer.pictures.picture_style import PictureStyle
    from seisviewer.pictures.section_picture import SectionPicture
    from seisviewer.project.project import Project
    from seisviewer.volumes.volume import Volume
    from seisviewer.workflows.horizons.at_horizon import AtHorizon
    from seisviewer.workflows.pictures.section_pictures import ModelAnswer


@dataclass(frozen=True)
class SectionAsked:
    """choices: how the survey is to be read. inline, crossline, time: one of them, none for a 2D line. across, down: spans
    of axis values, "" for all. clip: percent. attribute: "" for none; opacity, window: as in `AttributeLooks`. run: whose prediction is drawn, None for none. well_distance: as in
    `section_picture`."""

    path: Path
    choices: dict[str, Any]
    inline: int | None
    crossline: int | None
    time: float | None
    across: str
    down: str
    colours: str
    clip: float
    flipped: bool
    labels: bool
    run: int | None
    confidence: bool
    exaggeration: float
    velocity: float
    title: str
    attribute: str = ""
    opacity: float = 1.0
    window: float = 0.0
    random_line: str = ""
    well_distance: float = 0.0


def survey_picture(asked: SectionAsked) -> SectionPicture:
    """Open the survey or project and draw what was asked for. Raises BadRequest for what cannot be drawn."""
    from seisviewer.pictures.colour_maps import amplitude_maps, checked_map
    from seisviewer.volumes.statistics import amplitude_statistics
    from seisviewer.workflows.pictures.section_pictures import (
        AmplitudeLooks,
        AttributeLooks,
        SeenPart,
        section_picture,
    )
    from seisviewer.workflows.survey_opening import open_path

    if asked.colours not in amplitude_maps():
        raise BadRequest(
            tr("There is no colour map “{colours}”: choose one of {listed}.").format(
                colours=asked.colours, listed=", ".join(amplitude_maps())
            )
        )
    checked_map(asked.colours)
    if asked.confidence and asked.run is None:
        raise BadRequest(tr("--confidence is that of a run: give --run, too."))
    opened = run_work(open_path(asked.path, edit=False, **asked.choices))
    try:
        volume, project = opened.volume, opened.project
        if asked.random_line:
            return _random_line_picture(volume, project, asked)
        section = section_of(volume.geometry, asked)
        rows, columns = section_axes(volume.geometry, section.direction, volume.geometry.index(section))
        return section_picture(
            volume,
            section,
            looks=AmplitudeLooks(asked.colours, amplitude_statistics(volume).limit_for(asked.clip), asked.flipped),
            attribute=AttributeLooks(asked.attribute, asked.opacity, asked.window) if asked.attribute else None,
            project=project,
            answer=answer_of(project, volume, section, asked.run) if asked.run is not None else None,
            shows="confidence" if asked.confidence else "classes",
            labels=asked.labels,
            part=SeenPart(
                span_of(asked.across, rows, "--across"),
                span_of(asked.down, columns, "--down"),
                asked.exaggeration,
                asked.velocity,
            ),
            title=asked.title,
            well_distance=asked.well_distance,
        )
    finally:
        if opened.project is not None:
            opened.project.close()
        opened.volume.close()


def write_map_picture(
    project: Path, horizon: str, kind: AtHorizon, out: Path, run: int | None, style: PictureStyle, title: str
) -> None:
    """Write a map at a horizon of a project as a picture. Raises BadRequest."""
    from seisviewer.cli.labelling.horizon_commands import horizon_named
    from seisviewer.cli.opened_project import opened_project
    from seisviewer.workflows.horizons.horizon_map_files import write_horizon_map

    with opened_project(project) as (held, volume):
        chosen = horizon_named(held, horizon)
        run_work(write_horizon_map(held, volume, chosen, kind, out, run=run, style=style, title=title))


def _random_line_picture(volume: Volume, project: Project | None, asked: SectionAsked) -> SectionPicture:
    """Of a line of the project by its name, or of the nodes that are given."""
    from seisviewer.volumes.random_line import RandomLine, RandomLineVolume, distance_axis
    from seisviewer.volumes.statistics import amplitude_statistics
    from seisviewer.workflows.pictures.random_line_pictures import random_line_picture
    from seisviewer.workflows.pictures.section_pictures import AmplitudeLooks, SeenPart
    from seisviewer.workflows.random_lines import random_lines

    if (
        asked.attribute
        or asked.confidence
        or any(each is not None for each in (asked.inline, asked.crossline, asked.time))
    ):
        raise BadRequest(
            tr("--random-line goes with none of --inline, --crossline, --time, --attribute and --confidence.")
        )
    if asked.run is not None and project is None:
        raise ProjectError(tr("Runs lie in a project: name the project in place of the survey."))
    known = {line.name: line for line in random_lines(project)} if project is not None else {}
    line = known.get(asked.random_line) or RandomLine.parse(asked.random_line)
    along = RandomLineVolume(volume, line)
    _, down = section_axes(along.geometry, Direction.INLINE)
    return random_line_picture(
        volume,
        line,
        looks=AmplitudeLooks(asked.colours, amplitude_statistics(volume).limit_for(asked.clip), asked.flipped),
        project=project,
        run=asked.run,
        labels=asked.labels,
        part=SeenPart(
            span_of(asked.across, distance_axis(volume.geometry, along.path_along), "--across"),
            span_of(asked.down, down, "--down"),
            asked.exaggeration,
            asked.velocity,
        ),
        title=asked.title,
        well_distance=asked.well_distance,
    )


def section_of(geometry: Geometry, asked: SectionAsked) -> SectionId:
    """The one section that was named. Raises BadRequest where none or several were, or there is none of that number."""
    given = [value for value in (asked.inline, asked.crossline, asked.time) if value is not None]
    if geometry.is_2d and not given:
        return geometry.section(Direction.INLINE, 0)
    if len(given) != 1:
        raise BadRequest(tr("Say which section: --inline, --crossline or --time, one of them."))
    if asked.time is not None:
        samples = geometry.samples
        return checked(geometry, SectionId(Direction.TIME, round((asked.time - samples.start) / samples.interval)))
    direction = Direction.INLINE if asked.inline is not None else Direction.CROSSLINE
    return checked(geometry, SectionId(direction, int(given[0])))


def checked(geometry: Geometry, section: SectionId) -> SectionId:
    geometry.index(section)
    return section


def span_of(text: str, axis: IndexAxis, option: str) -> tuple[float, float] | None:
    """The indices between two values of an axis, such as `300:700`; None for ""."""
    if not text:
        return None
    try:
        first, last = sorted(axis.index(float(part)) for part in text.split(":"))
    except ValueError as error:
        raise BadRequest(
            tr("{option} {text} is no span: write the first and the last value, such as 300:700.").format(
                option=option, text=text
            )
        ) from error
    if first == last:
        raise BadRequest(
            tr("{option} {text} is empty: the last value differs from the first.").format(option=option, text=text)
        )
    return first, last


def answer_of(project: Project | None, volume: Volume, section: SectionId, run: int) -> ModelAnswer:
    """What a run of a project says about a section."""
    from seisviewer.workflows.pictures.section_pictures import ModelAnswer
    from seisviewer.workflows.prediction import predict_sections

    if project is None:
        raise ProjectError(tr("Runs lie in a project: name the project in place of the survey."))
    said = run_work(predict_sections(project, volume, [section], run))[section]
    return ModelAnswer(said.classes, said.confidence, name=tr("Prediction of run {run}").format(run=run))
