"""How long things are on a section: from trace to trace, and from sample to sample."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

METRES = {"m": 1.0, "ft": 0.3048}
EQUATOR, FLATTENING = 6378137.0, 1 / 298.257223563  # WGS 84
NICE = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class LengthUnit:
    """What lengths along a survey's grid are counted in.

    name: "m" (also of coordinates in degrees, whose lengths are those on the WGS 84 ellipsoid), "ft", or "traces" where
    there are no coordinates. metres: one of them in metres, None for traces. stated: False where the survey does not say
    the unit of its coordinates, so that metres are but likely.
    """

    name: str
    metres: float | None
    stated: bool = True


TRACES = LengthUnit("traces", None)


def length_unit(geometry: Geometry) -> LengthUnit:
    """The unit in which `trace_places` and `step_lengths` count."""
    if geometry.affine is None and geometry.trace_xy is None:
        return TRACES
    if geometry.reference.is_geographic:
        return LengthUnit("m", 1.0)
    unit = geometry.reference.unit
    return LengthUnit(unit or "m", METRES[unit or "m"], stated=unit is not None)


def grid_places(geometry: Geometry, inlines: np.ndarray, crosslines: np.ndarray) -> np.ndarray:
    """Where fractional grid positions lie, float64 (points, 2) to the east and to the north in the unit of `length_unit`,
    from a common origin; (crossline, inline) indices where the survey has no coordinates."""
    inlines, crosslines = np.broadcast_arrays(np.asarray(inlines, float), np.asarray(crosslines, float))
    if geometry.trace_xy is not None:
        line = np.clip(np.round(inlines), 0, len(geometry.trace_xy) - 1).astype(int)
        before = np.clip(np.floor(crosslines), 0, max(geometry.trace_xy.shape[1] - 2, 0)).astype(int)
        share = np.clip(crosslines - before, 0.0, 1.0)[..., None]
        after = np.minimum(before + 1, geometry.trace_xy.shape[1] - 1)
        xy = geometry.trace_xy[line, before] * (1 - share) + geometry.trace_xy[line, after] * share
    elif geometry.affine is not None:
        xy = np.stack([inlines, crosslines, np.ones_like(inlines)], axis=-1) @ np.asarray(geometry.affine).T
    else:
        return np.stack([crosslines, inlines], axis=-1)
    return xy * metres_a_degree(geometry) if geometry.reference.is_geographic else xy


def trace_places(geometry: Geometry, section: SectionId) -> np.ndarray:
    """How far each trace of an inline or crossline lies from its first along the line, float64 (traces,)."""
    index, count = geometry.index(section), geometry.section_shape(section.direction)[0]
    along = np.arange(count)
    grid = (np.full(count, index), along) if section.direction is Direction.INLINE else (along, np.full(count, index))
    steps = np.linalg.norm(np.diff(grid_places(geometry, *grid), axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(np.nan_to_num(steps))])


def step_lengths(geometry: Geometry, section: SectionId) -> tuple[float, float | None]:
    """How long a step along the rows and one along the columns of a section is, in the unit of `length_unit`; None where
    the columns are samples."""
    if section.direction is not Direction.TIME:
        places = trace_places(geometry, section)
        last = (geometry.length(geometry.index(section)) if section.direction is Direction.INLINE else len(places)) - 1
        return (float(places[last]) / last if last > 0 else 1.0), None
    corner, inline, crossline = grid_places(geometry, np.array([0, 1, 0]), np.array([0, 0, 1]))
    return float(np.linalg.norm(inline - corner)), float(np.linalg.norm(crossline - corner))


def sample_metres(geometry: Geometry, velocity: float) -> float | None:
    """Metres from sample to sample. velocity: m/s, of surveys in two-way time; None there where it is 0, not stated."""
    samples = geometry.samples
    if not samples.is_time:
        return samples.interval * METRES[samples.unit]
    return samples.interval / 2000 * velocity if velocity > 0 else None


def cell_shape(geometry: Geometry, section: SectionId, exaggeration: float, velocity: float) -> float | None:
    """Width over height of a cell of an inline or crossline so that a metre downward is drawn `exaggeration` times as
    long as one along the line; None where nobody can know."""
    unit, down = length_unit(geometry), sample_metres(geometry, velocity)
    if exaggeration <= 0 or unit.metres is None or down is None:
        return None
    across = step_lengths(geometry, section)[0]
    return across * unit.metres / (down * exaggeration) if across > 0 else None


def why_no_exaggeration(geometry: Geometry) -> str:
    """Why vertical and horizontal lengths of a survey cannot be compared."""
    if length_unit(geometry).metres is None:
        return tr(
            "The survey has no coordinates, so nobody knows how long its lines are: no vertical "
            "exaggeration can be kept."
        )
    return tr("The survey runs in two-way time: state a velocity in m/s for its vertical exaggeration.")


def nice_length(most: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is not above `most`."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(power * factor for factor in NICE if power * factor <= most * (1 + 1e-9))


def length_text(length: float, unit: LengthUnit, *, short: bool = False) -> str:
    """“250 m”, “2.5 km”, “40 traces”, “250 (unit not stated)”, or “250 (no unit)” where room is scarce."""
    if not unit.stated:
        return f"{length:.5g} ({tr('no unit') if short else tr('unit not stated')})"
    if unit.name == "m" and abs(length) >= 1000:
        return f"{length / 1000:.4g} km"
    return f"{length:.4g} {unit.name}"


def metres_a_degree(geometry: Geometry) -> np.ndarray:
    """(2,) of longitude and of latitude in the middle of the survey."""
    if geometry.trace_xy is not None:
        latitude = float(np.nanmean(geometry.trace_xy[..., 1]))
    else:
        inlines, crosslines, _ = geometry.shape
        latitude = float(geometry.xy((inlines - 1) / 2, (crosslines - 1) / 2)[1])
    phi, squared = math.radians(latitude), FLATTENING * (2 - FLATTENING)
    root = math.sqrt(1 - squared * math.sin(phi) ** 2)
    east, north = EQUATOR * math.cos(phi) / root, EQUATOR * (1 - squared) / root**3
    return np.array([math.radians(1) * east, math.radians(1) * north])
