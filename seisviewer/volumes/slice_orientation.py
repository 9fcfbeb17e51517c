"""How sections lie on screen and in pictures; a time slice as the map does, with its north up, or by line numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.map_grid import MapGrid


@dataclass(frozen=True)
class Orientation:
    """How a section lies on screen.

    turned: its columns run across and its rows up or down, instead of the other way round. leftward: what runs across
    grows to the left. downward: what runs up or down grows downward. shape: the width of a cell on screen over its height;
    None stretches the section freely.
    """

    turned: bool = False
    leftward: bool = False
    downward: bool = True
    shape: float | None = None


TRACES_ACROSS = Orientation()
BY_NUMBER = Orientation(downward=False)


def slice_orientation(geometry: Geometry, north_up: bool, true_scale: bool) -> Orientation:
    """The orientation of time slices, whose rows are inlines and whose columns are crosslines.

    north_up: turned by quarters, and mirrored where the survey's numbers run the other way, until north is up within 45
    degrees, as on the map; else inlines run to the right and crosslines up. true_scale: a metre is as long across as
    upward. A survey without coordinates is taken as the map shows it, by its line numbers.
    """
    grid = MapGrid(geometry)
    inline, crossline = grid.affine[:, :2].T * (grid.east_to_north, 1.0)  # from one line to the next, on the map
    lengths = np.hypot(*inline), np.hypot(*crossline)
    if not north_up:
        return Orientation(downward=False, shape=_shape(lengths) if true_scale else None)
    turned = abs(crossline[0]) / lengths[1] > abs(inline[0]) / lengths[0]
    across, upward = (crossline, inline) if turned else (inline, crossline)
    return Orientation(
        turned=bool(turned),
        leftward=bool(across[0] < 0),
        downward=bool(upward[1] < 0),
        shape=_shape(lengths[::-1] if turned else lengths) if true_scale else None,
    )


def _shape(lengths: tuple[float, float]) -> float:
    return float(lengths[0] / lengths[1])


def north(geometry: Geometry) -> tuple[float, float] | None:
    """Where north is from any place of the grid, in inlines and crosslines; None without coordinates."""
    if geometry.affine is None or abs(np.linalg.det(geometry.affine[:, :2])) == 0:
        return None
    inlines, crosslines = np.linalg.solve(np.asarray(geometry.affine)[:, :2], (0.0, 1.0))
    return float(inlines), float(crosslines)
