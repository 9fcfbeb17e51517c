"""A section of a survey as a picture: amplitudes, labels, what a model says, boundaries, with axes, legend and scales."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.pictures import prediction_images
from seisviewer.pictures.amplitude_indices import AGC_CLIP, agc, colour_table, indices
from seisviewer.pictures.attribute_kinds import (
    AMPLITUDE,
    attribute_kinds,
    attribute_scale,
    attribute_title,
    number,
    window_samples,
)
from seisviewer.pictures.colour_maps import colour_map
from seisviewer.pictures.section_picture import LegendEntry, LineOverlay, PictureScale, PlacedName, SectionPicture
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.section_axes import section_axes
from seisviewer.volumes.section_lengths import cell_shape, length_unit, step_lengths, why_no_exaggeration
from seisviewer.volumes.section_names import section_title
from seisviewer.volumes.slice_orientation import TRACES_ACROSS, Orientation, slice_orientation
from seisviewer.volumes.statistics import amplitude_statistics
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.attributes.attribute_maker import AttributeMaker, Wanted
from seisviewer.workflows.pictures.well_marks import well_marks
from seisviewer.workflows.survey_slopes import kept_slopes

Span = tuple[float, float]
SHAPE = 0.6  # height over width of a line whose cells have no shape of their own
SHAPES = (0.1, 4.0)
LABEL_OPACITY, CLASS_OPACITY, MAP_OPACITY = 0.7, 0.45, 0.55
CONFIDENCE_MAP = "viridis"


@dataclass(frozen=True)
class AmplitudeLooks:
    """limit: amplitude of the strongest colour; None: from the survey's samples. agc: length of its window in the unit of
    the survey, 0 for none."""

    colour_map: str = "grey"
    limit: float | None = None
    flipped: bool = False
    agc: float = 0.0


@dataclass(frozen=True)
class ModelAnswer:
    """What a model says about a section: classes uint8 and confidence 0–1, both as the section; boundaries between layers,
    where there are any. name: who says so, in words."""

    classes: np.ndarray
    confidence: np.ndarray | None = None
    boundaries: SectionBoundaries | None = None
    name: str = ""


@dataclass(frozen=True)
class AttributeLooks:
    """An attribute over the amplitudes. kind: one of `attribute_kinds`. opacity: 0–1; 1: in their place. window: as in
    `window_samples`."""

    kind: str
    opacity: float = 1.0
    window: float = 0.0


@dataclass(frozen=True)
class SeenPart:
    """rows, columns: spans of fractional indices; None: all. exaggeration: how many times longer a metre downward is
    drawn than one along the line; 0: as wide as high fits. velocity: m/s, of surveys in two-way time; 0: not stated."""

    rows: Span | None = None
    columns: Span | None = None
    exaggeration: float = 0.0
    velocity: float = 0.0


def section_picture(
    volume: Volume,
    section: SectionId,
    *,
    looks: AmplitudeLooks = AmplitudeLooks(),
    attribute: AttributeLooks | None = None,
    project: Project | None = None,
    answer: ModelAnswer | None = None,
    shows: str = "classes",
    labels: bool = True,
    part: SeenPart = SeenPart(),
    title: str = "",
    well_distance: float = 0.0,
) -> SectionPicture:
    """project: its classes name what `answer` says; labels: draw what was painted in it, too. shows: "classes" or
    "confidence" of the answer. well_distance: metres within which the wells of the project are drawn, 0 for none.

    Raises BadRequest for a section that the survey has not, for one whose lines are not sure, and for an exaggeration where
    lengths are unknown.
    """
    if volume.unsure:
        raise BadRequest(volume.unsure)
    amplitudes = volume.section(section)
    image, scale = amplitude_image(amplitudes, volume, section, looks)
    images, scales, numbers = [image], [scale], set()
    if attribute is not None:
        made, of_attribute = attribute_image(volume, section, attribute, scale.high, project)
        images.append(made)
        scales = [of_attribute] if attribute.opacity >= 1 else [scale, of_attribute]
    lines: list[LineOverlay] = []
    classes = project.classes if project is not None else ClassTable()
    if answer is not None and shows == "confidence" and answer.confidence is not None:
        made, of_confidence = confidence_image(answer.confidence)
        images.append(made)
        scales.append(of_confidence)
    elif answer is not None:
        images.append(class_image(answer.classes, NO_CLASS, classes, CLASS_OPACITY))
        numbers |= numbers_in(answer.classes, NO_CLASS)
    if answer is not None and answer.boundaries is not None:
        lines += boundary_lines(answer.boundaries, classes)
    if labels and project is not None:
        painted = project.label_section(section)
        images.append(class_image(painted, UNLABELLED, classes, LABEL_OPACITY))
        numbers |= numbers_in(painted, UNLABELLED)
    names: tuple[PlacedName, ...] = ()
    if project is not None and well_distance > 0:
        drilled, names = well_marks(volume.geometry, section, project.wells, well_distance)
        lines += drilled
    picture = laid_out(volume.geometry, section, part)
    notes = (f"{answer.name}",) if answer is not None and answer.name else ()
    return replace(
        picture,
        title=title or f"{volume.name}: {section_title(volume.geometry, section)}",
        images=tuple(images),
        lines=tuple(lines),
        legend=class_legend(classes, numbers),
        scales=tuple(scales),
        notes=(*picture.notes, *notes),
        names=names,
    )


def laid_out(geometry: Geometry, section: SectionId, part: SeenPart = SeenPart()) -> SectionPicture:
    """A picture without anything in it: axes, span, orientation, shape and lengths."""
    counts = geometry.section_shape(section.direction)
    if section.direction is Direction.INLINE:  # of several 2D lines only as far as the line goes
        counts = geometry.length(geometry.index(section)), counts[1]
    rows, columns = (span or (-0.5, count - 0.5) for span, count in zip((part.rows, part.columns), counts, strict=True))
    vertical = section.direction is not Direction.TIME
    orientation = TRACES_ACROSS if vertical else slice_orientation(geometry, north_up=True, true_scale=True)
    cell = orientation.shape
    if vertical and part.exaggeration:
        cell = cell_shape(geometry, section, part.exaggeration, part.velocity)
        if cell is None:
            raise BadRequest(why_no_exaggeration(geometry))
    across, along = (columns, rows) if orientation.turned else (rows, columns)
    shape = SHAPE if cell is None else (along[1] - along[0]) / ((across[1] - across[0]) * cell)
    shape = min(max(shape, SHAPES[0]), SHAPES[1]) if cell is None else shape
    picture = framed(geometry, section, rows, columns, orientation, shape)
    return replace(picture, notes=exaggeration_notes(geometry, part) if vertical else ())


def framed(
    geometry: Geometry, section: SectionId, rows: Span, columns: Span, orientation: Orientation, shape: float
) -> SectionPicture:
    """A picture of these spans of fractional indices with nothing in it. shape: its height over its width."""
    of_rows, of_columns = step_lengths(geometry, section)
    return SectionPicture(
        title="",
        images=(),
        axes=section_axes(geometry, section.direction, geometry.index(section)),
        rows=rows,
        columns=columns,
        turned=orientation.turned,
        leftward=orientation.leftward,
        downward=orientation.downward,
        shape=shape,
        step_length=of_columns if orientation.turned else of_rows,
        unit=length_unit(geometry),
    )


def exaggeration_notes(geometry: Geometry, part: SeenPart) -> tuple[str, ...]:
    """What must be said of a fixed vertical exaggeration."""
    if not part.exaggeration:
        return ()
    at = tr(" at {velocity:g} m/s").format(velocity=part.velocity) if geometry.samples.is_time else ""
    unit = "" if length_unit(geometry).stated else tr("; coordinates taken as metres, their unit is not stated")
    return (
        tr("Vertical exaggeration ×{exaggeration:g}{at}{unit}").format(
            exaggeration=part.exaggeration, at=at, unit=unit
        ),
    )


def amplitude_image(
    amplitudes: np.ndarray, volume: Volume, section: SectionId, looks: AmplitudeLooks
) -> tuple[np.ndarray, PictureScale]:
    """RGBA of a section, transparent without a trace, and its colour bar."""
    limit = looks.limit or amplitude_statistics(volume).limit
    samples = volume.geometry.samples
    if looks.agc > 0 and section.direction is not Direction.TIME:
        amplitudes, limit = agc(amplitudes, round(looks.agc / samples.interval)), AGC_CLIP
    table = colour_table(looks.colour_map, flipped=looks.flipped)
    after = tr(" after AGC over {agc:g} {unit}").format(agc=looks.agc, unit=samples.unit) if looks.agc > 0 else ""
    return table[indices(amplitudes, limit)], amplitude_scale(table, limit, tr("Amplitude{after}").format(after=after))


def attribute_image(
    volume: Volume, section: SectionId, looks: AttributeLooks, limit: float, project: Project | None
) -> tuple[np.ndarray, PictureScale]:
    """RGBA of an attribute, transparent where it has no value, and its colour bar. limit: amplitude of the strongest colour.
    Raises BadRequest where it cannot be known."""
    if looks.kind not in attribute_kinds() or looks.kind == AMPLITUDE:
        raise BadRequest(
            tr("There is no attribute “{kind}”: choose one of {attribute_kinds}.").format(
                kind=looks.kind, attribute_kinds=", ".join((name for name in attribute_kinds() if name != AMPLITUDE))
            )
        )
    geometry = volume.geometry
    window = window_samples(looks.window, geometry.samples)
    values = AttributeMaker(volume, project, kept_slopes(volume))(Wanted(looks.kind, section, window=window))
    title = attribute_title(looks.kind, geometry.samples, looks.window)
    if values is None:
        raise BadRequest(
            tr("{title} of {section_title} is not known.").format(
                title=title, section_title=section_title(geometry, section)
            )
        )
    scale = attribute_scale(looks.kind, geometry, limit=limit)
    table = scale.colours.copy()
    table[:, 3] = np.round(table[:, 3] * looks.opacity)
    ticks = tuple((at, number(at)) for at in np.linspace(scale.low, scale.high, 5).tolist())
    unit = f", {scale.unit}" if scale.unit else ""
    return table[scale.indices(values)], PictureScale(f"{title}{unit}", scale.low, scale.high, table[1:, :3], ticks)


def amplitude_scale(table: np.ndarray, limit: float, name: str = tr("Amplitude")) -> PictureScale:
    """The colour bar of indices drawn through a table (256, 4): ±limit are the strongest colours."""
    ticks = tuple((share * limit, f"{share * limit:.4g}".replace("-", "−")) for share in (-1, -0.5, 0, 0.5, 1))
    return PictureScale(name, -limit, limit, table[1:, :3], ticks)


def class_image(classes: np.ndarray, nothing: int, table: ClassTable, opacity: float) -> np.ndarray:
    """RGBA of class numbers; transparent where they are `nothing`."""
    colours = np.zeros((256, 4), np.uint8)
    for facies in (*table.retired, *table.classes):
        colours[facies.number] = *bytes.fromhex(facies.colour.removeprefix("#")[:6]), round(255 * opacity)
    colours[nothing & 255] = 0
    return colours[classes.astype(np.int16) & 255]


def confidence_image(confidence: np.ndarray) -> tuple[np.ndarray, PictureScale]:
    """RGBA of a confidence 0–1, transparent where it is unknown, and its colour bar."""
    table = np.full((256, 4), round(255 * MAP_OPACITY), np.uint8)
    table[:, :3] = colour_map(CONFIDENCE_MAP).colours(np.linspace(0, 1, 256))
    least = prediction_images.UNSURE
    ticks = tuple((value, f"{value:.0%}") for value in np.linspace(least, 1, 4))
    ticks = ((least, f"≤ {least:.0%}"), *ticks[1:])
    return prediction_images.value_map(confidence, least, table), PictureScale(
        tr("Confidence"), least, 1.0, table[:, :3], ticks
    )


def numbers_in(classes: np.ndarray, nothing: int) -> set[int]:
    """The class numbers that occur."""
    return {int(number) for number in np.unique(classes)} - {nothing}


def class_legend(table: ClassTable, numbers: Iterable[int]) -> tuple[LegendEntry, ...]:
    """The classes of these numbers, in the order of their table."""
    wanted = set(numbers)
    named = (*table.classes, *table.retired)
    return tuple(
        LegendEntry(table.name_of(facies.number), facies.colour) for facies in named if facies.number in wanted
    )


def boundary_lines(found: SectionBoundaries, table: ClassTable) -> list[LineOverlay]:
    """The boundaries between layers in the colours of the classes above and below."""
    lines = []
    for boundary, depths in enumerate(found.depths):
        colours = tuple(colour_of(table, number) for number in found.pair(boundary))
        lines += [LineOverlay(rows, depths[rows], colours) for rows in runs(np.isfinite(depths))]
    return lines


def colour_of(table: ClassTable, number: int) -> str:
    """The colour of a class; grey where the number is none of the table."""
    return table.by_number(number).colour if number in table else "#808080"


def runs(known: np.ndarray) -> Sequence[np.ndarray]:
    """The indices of a bool array, those that follow one another together."""
    at = np.flatnonzero(known)
    return np.split(at, np.flatnonzero(np.diff(at) > 1) + 1) if len(at) else []
