"""Horizons as text that other programs read: a line a trace, `inline crossline z` or `x y z`, 1e30 where z is undefined.

z is in the unit of the survey's samples: milliseconds of two-way time, metres or feet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.interpretation_files.horizon_columns import HorizonTable, read_table
from seisviewer.volumes.interpretation_files.point_tables import check_unit, extent_of
from seisviewer.volumes.survey_coordinates import places_of

UNDEFINED = 1e30
WHOLE = 1e-6  # of a line number that is none


class HorizonLayout(StrEnum):
    """What stands in the columns."""

    BY_LINES = "inline crossline z"
    BY_COORDINATES = "x y z"


def write_horizon(path: Path, geometry: Geometry, depths: np.ndarray, layout: HorizonLayout) -> None:
    """Write a horizon. depths: (inlines, crosslines), in samples, the middle of sample 7 at 7.0, NaN where undefined; only
    places with a trace are written.

    Raises BadRequest where the survey has no coordinates and they are asked for, or the file cannot be written.
    """
    z = geometry.samples.start + geometry.samples.interval * depths
    write_values(path, geometry, z, layout)


def write_values(
    path: Path, geometry: Geometry, values: np.ndarray, layout: HorizonLayout, *, defined_only: bool = False
) -> None:
    """Write what stands at each place of a survey, a line a trace. values: (inlines, crosslines), NaN where undefined, which
    is 1e30 in the file, or, `defined_only`, no line. Raises BadRequest as `write_horizon`."""
    inline, crossline = np.nonzero(geometry.live & np.isfinite(values) if defined_only else geometry.live)
    if layout is HorizonLayout.BY_COORDINATES:
        placed = [geometry.xy(*place) for place in zip(inline.tolist(), crossline.tolist())]
        if None in placed:
            raise BadRequest(
                tr("The survey has no coordinates: export {path_name} as “{by_lines}”.").format(
                    path_name=path.name, by_lines=HorizonLayout.BY_LINES
                )
            )
        columns, shapes = np.array(placed).reshape(-1, 2), (f"%.{geometry.reference.decimals}f",) * 2
    else:
        numbers = geometry.inlines.numbers[inline], geometry.crosslines.numbers[crossline]
        columns, shapes = np.stack(numbers, axis=1), ("%d", "%d")
    z = values[inline, crossline]
    table = np.column_stack([columns, np.where(np.isfinite(z), z, UNDEFINED)])
    with replacing(path, BadRequest) as temporary:
        # %g writes 1e+30 as such, and a depth with a tenth of a millisecond or a centimetre.
        np.savetxt(temporary, table, fmt=(*shapes, "%.8g"), header=_heading(geometry, layout), encoding="utf-8")


def _heading(geometry: Geometry, layout: HorizonLayout) -> str:
    """What the coordinates are in, for a first line behind a #; none where there are none, or nobody named a system."""
    if layout is not HorizonLayout.BY_COORDINATES or not geometry.reference.system:
        return ""
    return f"x y: {geometry.reference.in_words()}; z: {geometry.samples.unit}"


class DepthUnit(StrEnum):
    """What z of a file is in."""

    MILLISECONDS = "ms"
    SECONDS = "s"
    METRES = "m"
    FEET = "ft"


IN_UNITS = {
    ("s", "ms"): 1000.0,
    ("ms", "ms"): 1.0,
    ("m", "m"): 1.0,
    ("ft", "ft"): 1.0,
    ("ft", "m"): 0.3048,
    ("m", "ft"): 1 / 0.3048,
}


@dataclass(frozen=True)
class ReadHorizon:
    """depths: (inlines, crosslines), as `write_horizon` takes them, NaN where the file says nothing. notices: what of the
    file was taken in a way that the user may want to know."""

    depths: np.ndarray
    notices: tuple[str, ...] = ()


def read_horizon(path: Path, geometry: Geometry, layout: HorizonLayout | None = None) -> np.ndarray:
    """The depths alone of what `read_horizon_file` reads."""
    return read_horizon_file(path, geometry, layout).depths


def read_horizon_file(
    path: Path, geometry: Geometry, layout: HorizonLayout | None = None, unit: DepthUnit | None = None
) -> ReadHorizon:
    """A horizon of another program; see `horizon_columns` for the layouts. Lines that begin with #, ! or a letter are passed
    over; further columns too. Where z is negative throughout it counts upward, as Petrel writes it.

    layout: what stands in the columns; None to see by the heading, or which of the two has points inside the survey.
    unit: of z; None for what the heading says, else the survey's. Raises BadRequest where the file cannot be read, has no
    point inside the survey, may be either, or its z is in a unit that does not go with the survey's.
    """
    table = read_table(path, geometry)
    notices: list[str] = []
    z = table.z * _factor(path, geometry, unit or table.unit)
    if z.size and z.max() < 0 <= geometry.samples.start + geometry.samples.interval:
        z = -z
        notices.append(
            tr("z of {path_name} is negative throughout and was taken as counting upward.").format(path_name=path.name)
        )
    tried = {each: _points(table, z, geometry, each) for each in ([layout] if layout else HorizonLayout)}
    found = {each: points for each, points in tried.items() if points is not None and points.inside.any()}
    if len(found) > 1 and table.pair is None:  # the file says both, and both are right
        found = {HorizonLayout.BY_LINES: found[HorizonLayout.BY_LINES]}
    if len(found) > 1:
        raise BadRequest(
            tr(
                "{path_name} may be “{by_lines}” or “{by_coordinates}”: both have points inside the "
                "survey; say which with --format."
            ).format(path_name=path.name, by_lines=HorizonLayout.BY_LINES, by_coordinates=HorizonLayout.BY_COORDINATES)
        )
    if not found:
        raise BadRequest(_outside(path, geometry, layout))
    (points,) = found.values()
    if unit is None and not table.unit:
        check_unit(path, geometry, points.depth[points.inside])
    depths = np.full(geometry.live.shape, np.nan)
    places = points.inline[points.inside], points.crossline[points.inside]
    depths[places] = points.depth[points.inside]
    return ReadHorizon(depths, (*notices, *_told(path, points, depths[places])))


def _factor(path: Path, geometry: Geometry, unit: str) -> float:
    own = geometry.samples.unit
    if unit and (unit, own) not in IN_UNITS:
        raise BadRequest(
            tr(
                "z of {path_name} is in {unit} and the survey in {own}: convert the horizon first, for "
                "which a velocity is needed."
            ).format(path_name=path.name, unit=unit, own=own)
        )
    return IN_UNITS[unit, own] if unit else 1.0


def _told(path: Path, points: _Points, last: np.ndarray) -> tuple[str, ...]:
    """What is left out, and where a trace has several depths."""
    told = []
    left_out = int(np.count_nonzero(~points.inside))
    if left_out:
        told.append(
            tr("{left_out} of {count} points of {path_name} lie outside the survey and were left out.").format(
                left_out=left_out, count=len(points.inside), path_name=path.name
            )
        )
    away = np.abs(last - points.depth[points.inside])
    if (away > 1).any():
        told.append(
            tr("{sum} traces have several depths in {path_name}, more than a sample apart: the last counts.").format(
                sum=int((away > 1).sum()), path_name=path.name
            )
        )
    return tuple(told)


@dataclass(frozen=True)
class _Points:
    """inline, crossline: indices; depth: samples; inside: whether the survey has them. All (points,)."""

    inline: np.ndarray
    crossline: np.ndarray
    depth: np.ndarray
    inside: np.ndarray


def _points(table: HorizonTable, z: np.ndarray, geometry: Geometry, layout: HorizonLayout) -> _Points | None:
    """The points as one layout has them; None where the file or the survey has not what they are found by."""
    by_lines = layout is HorizonLayout.BY_LINES
    numbers = table.pair if table.pair is not None else table.by_lines if by_lines else table.by_place
    if numbers is None:
        return None
    if by_lines:
        placed = tuple(
            (values - axis.start) / axis.step
            for values, axis in zip(numbers.T, (geometry.inlines, geometry.crosslines), strict=True)
        )
    else:
        placed = places_of(geometry, numbers[:, 0], numbers[:, 1])
        if placed is None:
            return None
    inline, crossline = (np.rint(each) for each in placed)
    depth = (z - geometry.samples.start) / geometry.samples.interval
    inside = (depth >= -0.5) & (depth <= geometry.samples.count - 0.5)
    for index, exact, count in zip((inline, crossline), placed, geometry.live.shape, strict=True):
        inside &= (index >= 0) & (index < count)
        if by_lines:
            inside &= np.abs(exact - index) < WHOLE
    within = (np.where(inside, each, 0).astype(int) for each in (inline, crossline))
    return _Points(*within, depth, inside)


def _outside(path: Path, geometry: Geometry, layout: HorizonLayout | None) -> str:
    """Why no point of a file lies inside the survey, in a sentence."""
    if layout is HorizonLayout.BY_COORDINATES and geometry.affine is None and geometry.trace_xy is None:
        return tr("The survey has no coordinates: {path_name} can only be read as “{by_lines}”.").format(
            path_name=path.name, by_lines=HorizonLayout.BY_LINES
        )
    return tr(
        "{path_name} has no point inside the survey: its columns must be inline, crossline and "
        "z, or x, y and z, as in the survey ({extent_of})."
    ).format(path_name=path.name, extent_of=extent_of(geometry))
