"""Horizons as text that other programs read: a line a trace, `inline crossline z` or `x y z`, 1e30 where z is undefined.

z is in the unit of the survey's samples: milliseconds of two-way time, metres or feet.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.volumes.geometry import Geometry

UNDEFINED = 1e30


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
        columns, shapes = np.array(placed).reshape(-1, 2), ("%.2f", "%.2f")
    else:
        numbers = geometry.inlines.numbers[inline], geometry.crosslines.numbers[crossline]
        columns, shapes = np.stack(numbers, axis=1), ("%d", "%d")
    z = geometry.samples.start + geometry.samples.interval * depths[inline, crossline]
    table = np.column_stack([columns, np.where(np.isfinite(z), z, UNDEFINED)])
    with replacing(path, BadRequest) as temporary:
        # %g writes 1e+30 as such, and a depth with a tenth of a millisecond or a centimetre.
        np.savetxt(temporary, table, fmt=(*shapes, "%.8g"))


def read_horizon(path: Path, geometry: Geometry) -> np.ndarray:
    """Depths of a horizon of `inline crossline z`, (inlines, crosslines), as `write_horizon` takes them, NaN where the file
    says nothing. Lines that begin with #, ! or a letter are passed over; further columns too.

    Raises BadRequest where it cannot be read, or lies on no line of the survey.
    """
    try:
        text = path.read_text("utf-8", errors="replace").splitlines()
        rows = [
            line.replace(",", " ").split()[:3] for line in text if line.strip() and line.strip()[0] in "+-.0123456789"
        ]
        table = np.array([[float(value) for value in row] for row in rows], float).reshape(-1, 3)
    except OSError as error:
        raise BadRequest(f"{path} cannot be read ({error.strerror}): choose another file.") from error
    except ValueError as error:
        raise BadRequest(
            f"{path.name} is no horizon: it needs an inline, a crossline and a depth in each line."
        ) from error
    inline, on_inline = _indices(table[:, 0], geometry.inlines.start, geometry.inlines.step, geometry.inlines.count)
    crosslines = geometry.crosslines
    crossline, on_crossline = _indices(table[:, 1], crosslines.start, crosslines.step, crosslines.count)
    depth = (table[:, 2] - geometry.samples.start) / geometry.samples.interval
    inside = (depth >= -0.5) & (depth <= geometry.samples.count - 0.5) & on_inline & on_crossline
    if not inside.any():
        raise BadRequest(
            f"{path.name} has no point inside the survey: its columns must be inline, crossline and z, as in the survey "
            f"(inlines {geometry.inlines.start}–{geometry.inlines.stop}, crosslines {crosslines.start}–{crosslines.stop}, "
            f"{geometry.samples.start:g}–{geometry.samples.stop:g} {geometry.samples.unit})."
        )
    depths = np.full(geometry.live.shape, np.nan)
    depths[inline[inside], crossline[inside]] = depth[inside]
    return depths


def _indices(numbers: np.ndarray, start: int, step: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The position of each line number, and whether the survey has it."""
    index = (numbers - start) / step
    whole = np.rint(index)
    return whole.astype(int), (np.abs(index - whole) < 1e-6) & (whole >= 0) & (whole < count)
