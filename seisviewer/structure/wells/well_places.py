"""Where a well lies in a survey: on its grid, in its samples, and near its sections."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.structure.wells.well import Well
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.section_lengths import METRES, grid_places, length_unit, metres_a_degree

STEP = 10.0  # metres of measured depth between two places
MOST_PLACES = 1500


@dataclass(frozen=True)
class WellPlaces:
    """A well at some measured depths. x, y: in the survey's coordinates. inline, crossline: fractional indices; of a 2D line
    the nearest trace. sample: fractional index, NaN where the depth is not known in the survey's samples. aside: metres
    between the well and a 2D line, 0 in a 3D survey. All float64 (places,).
    """

    md: np.ndarray = field(repr=False)
    x: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    inline: np.ndarray = field(repr=False)
    crossline: np.ndarray = field(repr=False)
    sample: np.ndarray = field(repr=False)
    aside: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class NearSection:
    """What of a well lies near an inline, a crossline or a slice. rows, columns: float64 (places,), where it is drawn in the
    section. md: (places,). near: bool (places,), whether it lies within the distance."""

    md: np.ndarray = field(repr=False)
    rows: np.ndarray = field(repr=False)
    columns: np.ndarray = field(repr=False)
    near: np.ndarray = field(repr=False)

    def pieces(self) -> list[np.ndarray]:
        """Indices of each stretch of places, one after the other, that is near."""
        found = np.flatnonzero(self.near)
        return np.split(found, np.flatnonzero(np.diff(found) > 1) + 1) if found.size else []


def why_not_in_depth(geometry: Geometry, well: Well) -> str:
    """Why a well is on the map only and not on sections, in a sentence; "" where it is on both."""
    if geometry.samples.is_time and not len(well.times):
        return tr("“{well_name}” has no time–depth table, and the survey runs in time: it is on the map only.").format(
            well_name=well.name
        )
    if not geometry.samples.is_time and well.kb is None:
        return tr(
            "The kelly bushing of “{well_name}” is not known, and the survey runs in depth: it is on the map only."
        ).format(well_name=well.name)
    return ""


def has_coordinates(geometry: Geometry) -> bool:
    return geometry.affine is not None or geometry.trace_xy is not None


def dense_md(well: Well) -> np.ndarray:
    """Measured depths along all of a well, as many as its path is drawn with: its points, and places a few metres apart."""
    md = well.path.md
    count = int(min(MOST_PLACES, max(2, (md[-1] - md[0]) / STEP)))
    return np.union1d(np.linspace(md[0], md[-1], count), md[:: -(-len(md) // MOST_PLACES)])


def samples_of_tvd(geometry: Geometry, well: Well, tvd: np.ndarray) -> np.ndarray:
    """Fractional samples of true vertical depths (m below the kelly bushing), NaN where nobody knows: above and below the
    time–depth table, or everywhere without one."""
    samples = geometry.samples
    if samples.is_time:
        if not len(well.times):
            return np.full(np.shape(tvd), np.nan)
        z = np.interp(tvd, well.times[:, 0], well.times[:, 1], np.nan, np.nan)
        z = np.where(np.isnan(tvd), np.nan, z)
    elif well.kb is None:
        return np.full(np.shape(tvd), np.nan)
    else:
        z = (tvd - well.kb) / METRES[samples.unit]
    return (z - samples.start) / samples.interval


def places_along(geometry: Geometry, well: Well, md: np.ndarray | None = None) -> WellPlaces:
    """Where a well lies at measured depths; None: along all of it. The survey must have coordinates."""
    md = dense_md(well) if md is None else np.asarray(md, float)
    east, north, tvd = well.path.at(md).T
    unit = length_unit(geometry)
    per_metre = 1 / metres_a_degree(geometry) if geometry.reference.is_geographic else np.full(2, 1 / unit.metres)
    x, y = well.x + east * per_metre[0], well.y + north * per_metre[1]
    aside = np.zeros(len(md))
    if geometry.trace_xy is not None:
        inline, crossline, aside = _nearest_traces(geometry, x, y, geometry.inside)
    else:
        inline, crossline = np.linalg.solve(geometry.affine[:, :2], np.stack([x, y]) - geometry.affine[:, 2:])
    return WellPlaces(md, x, y, inline, crossline, samples_of_tvd(geometry, well, tvd), aside)


def _nearest_traces(
    geometry: Geometry, x: np.ndarray, y: np.ndarray, among: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inline and crossline index of the nearest trace of 2D lines, and how far away it is, in metres. among: bool (inlines,
    crosslines), the traces that are asked."""
    from scipy.spatial import cKDTree  # every command would wait for it

    is_geographic, unit = geometry.reference.is_geographic, length_unit(geometry)
    scale = metres_a_degree(geometry) if is_geographic else np.full(2, unit.metres)
    known = np.isfinite(x) & np.isfinite(y)
    lines, traces = np.nonzero(among)
    wanted = np.nan_to_num(np.stack([x, y], axis=1)) * scale
    distance, nearest = cKDTree(geometry.trace_xy[lines, traces] * scale).query(wanted)
    return lines[nearest].astype(float), np.where(known, traces[nearest], np.nan), np.where(known, distance, np.inf)


def near_section(geometry: Geometry, places: WellPlaces, section: SectionId, distance: float) -> NearSection:
    """What of a well lies within `distance` (m) of a section, projected onto it at right angles to the other lines. On a
    slice: where the well passes through it, between the sample above and the one below."""
    index = geometry.index(section)
    inside = np.isfinite(places.sample) & np.isfinite(places.inline) & np.isfinite(places.crossline)
    inlines, crosslines, samples = geometry.shape
    on_grid = (places.inline > -0.5) & (places.inline < inlines - 0.5)
    along_grid = (places.crossline > -0.5) & (places.crossline < crosslines - 0.5)
    down_grid = (places.sample > -0.5) & (places.sample < samples - 0.5)
    if section.direction is Direction.TIME:
        near = inside & on_grid & along_grid & (np.abs(places.sample - index) <= _half_step(places.sample))
        return NearSection(places.md, places.inline, places.crossline, near)
    is_inline = section.direction is Direction.INLINE
    if geometry.lines and is_inline:  # each line has its own nearest trace
        on_line = geometry.inside & (np.arange(inlines) == index)[:, None]
        _, along, away = _nearest_traces(geometry, places.x, places.y, on_line)
        near = np.isfinite(places.sample) & np.isfinite(along) & down_grid & (away <= distance)
        return NearSection(places.md, along, places.sample, near)
    across, along = (places.inline, places.crossline) if is_inline else (places.crossline, places.inline)
    away = (
        places.aside if geometry.trace_xy is not None else np.abs(across - index) * spacing(geometry, section.direction)
    )
    near = inside & down_grid & (along_grid if is_inline else on_grid) & (away <= distance)
    return NearSection(places.md, along, places.sample, near)


def spacing(geometry: Geometry, direction: Direction) -> float:
    """Metres between one inline, or crossline, and the next, at right angles; the survey must have coordinates."""
    corner, inline, crossline = grid_places(geometry, np.array([0, 1, 0]), np.array([0, 0, 1]))
    own, other = (inline - corner, crossline - corner)[:: 1 if direction is Direction.INLINE else -1]
    length = float(np.linalg.norm(other)) or 1.0
    return abs(own[0] * other[1] - own[1] * other[0]) / length * (length_unit(geometry).metres or 1.0)


def _half_step(samples: np.ndarray) -> np.ndarray:
    """Half of how far a place lies from the next in samples, half a sample at least."""
    steps = np.abs(np.diff(samples, append=samples[-1:]))
    return np.maximum(0.5, np.nan_to_num(steps) / 2)
