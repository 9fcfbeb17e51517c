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
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.interpretation_files.point_tables import (
    LARGEST,
    begins_with_number,
    check_unit,
    columns_of,
    extent_of,
    table_lines,
)
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
    inline, crossline = np.nonzero(geometry.live)
    if layout is HorizonLayout.BY_COORDINATES:
        placed = [geometry.xy(*place) for place in zip(inline.tolist(), crossline.tolist())]
        if None in placed:
            raise BadRequest(f"The survey has no coordinates: export {path.name} as “{HorizonLayout.BY_LINES}”.")
        columns, shapes = np.array(placed).reshape(-1, 2), (f"%.{geometry.reference.decimals}f",) * 2
    else:
        numbers = geometry.inlines.numbers[inline], geometry.crosslines.numbers[crossline]
        columns, shapes = np.stack(numbers, axis=1), ("%d", "%d")
    z = geometry.samples.start + geometry.samples.interval * depths[inline, crossline]
    table = np.column_stack([columns, np.where(np.isfinite(z), z, UNDEFINED)])
    with replacing(path, BadRequest) as temporary:
        # %g writes 1e+30 as such, and a depth with a tenth of a millisecond or a centimetre.
        np.savetxt(temporary, table, fmt=(*shapes, "%.8g"), header=_heading(geometry, layout), encoding="utf-8")


def _heading(geometry: Geometry, layout: HorizonLayout) -> str:
    """What the coordinates are in, for a first line behind a #; none where there are none, or nobody named a system."""
    if layout is not HorizonLayout.BY_COORDINATES or not geometry.reference.system:
        return ""
    return f"x y: {geometry.reference.in_words()}; z: {geometry.samples.unit}"


def read_horizon(path: Path, geometry: Geometry, layout: HorizonLayout | None = None) -> np.ndarray:
    """Depths of a horizon, (inlines, crosslines), as `write_horizon` takes them, NaN where the file says nothing. Lines
    that begin with #, ! or a letter are passed over; further columns too.

    layout: what stands in the columns; None to see which of the two has points inside the survey. Raises BadRequest
    where the file cannot be read, has no point inside the survey, or may be either.
    """
    table = _numbers(path)
    tried = {each: _points(table, geometry, each) for each in ([layout] if layout else HorizonLayout)}
    found = {each: points for each, points in tried.items() if points is not None and points.inside.any()}
    if len(found) > 1:
        raise BadRequest(
            f"{path.name} may be “{HorizonLayout.BY_LINES}” or “{HorizonLayout.BY_COORDINATES}”: both have points inside the "
            "survey; say which with --format."
        )
    if not found:
        raise BadRequest(_outside(path, geometry, layout))
    (points,) = found.values()
    check_unit(path, geometry, points.depth[points.inside])
    depths = np.full(geometry.live.shape, np.nan)
    depths[points.inline[points.inside], points.crossline[points.inside]] = points.depth[points.inside]
    return depths


@dataclass(frozen=True)
class _Points:
    """inline, crossline: indices; depth: samples; inside: whether the survey has them. All (points,)."""

    inline: np.ndarray
    crossline: np.ndarray
    depth: np.ndarray
    inside: np.ndarray


def _numbers(path: Path) -> np.ndarray:
    """The first three columns, (points, 3), without what is undefined."""
    rows: list[list[float]] = []
    for number, line in enumerate(table_lines(path), 1):
        if not begins_with_number(line):
            continue
        where = f"Line {number} of {path.name}"
        try:
            x, y, z = map(float, columns_of(line, where)[:3])
        except ValueError as error:
            raise BadRequest(
                f"{where} is no point of a horizon: it needs an inline, a crossline and a depth, or x, y and a depth."
            ) from error
        rows.append([x, y, z])
    if not rows:
        raise BadRequest(
            f"{path.name} holds no point: each line needs an inline, a crossline and a depth, or x, y and a depth."
        )
    table = np.array(rows)
    return table[(np.abs(table) < LARGEST).all(axis=1)]


def _points(table: np.ndarray, geometry: Geometry, layout: HorizonLayout) -> _Points | None:
    """The points as one layout has them; None where the survey has no coordinates to find them by."""
    if layout is HorizonLayout.BY_LINES:
        placed = tuple(
            (numbers - axis.start) / axis.step
            for numbers, axis in zip(table.T[:2], (geometry.inlines, geometry.crosslines), strict=True)
        )
    else:
        placed = places_of(geometry, table[:, 0], table[:, 1])
        if placed is None:
            return None
    inline, crossline = (np.rint(each) for each in placed)
    depth = (table[:, 2] - geometry.samples.start) / geometry.samples.interval
    inside = (depth >= -0.5) & (depth <= geometry.samples.count - 0.5)
    for index, exact, count in zip((inline, crossline), placed, geometry.live.shape, strict=True):
        inside &= (index >= 0) & (index < count)
        if layout is HorizonLayout.BY_LINES:
            inside &= np.abs(exact - index) < WHOLE
    within = (np.where(inside, each, 0).astype(int) for each in (inline, crossline))
    return _Points(*within, depth, inside)


def _outside(path: Path, geometry: Geometry, layout: HorizonLayout | None) -> str:
    """Why no point of a file lies inside the survey, in a sentence."""
    if layout is HorizonLayout.BY_COORDINATES and geometry.affine is None and geometry.trace_xy is None:
        return f"The survey has no coordinates: {path.name} can only be read as “{HorizonLayout.BY_LINES}”."
    return (
        f"{path.name} has no point inside the survey: its columns must be inline, crossline and z, or x, y and z, as in the "
        f"survey ({extent_of(geometry)})."
    )
