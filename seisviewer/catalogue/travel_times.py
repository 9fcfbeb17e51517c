"""First arrivals of P and S in a model of depth alone, as tables over distance and depth.

The tables solve the eikonal equation |∇t| = 1/v by fast marching of second order, factored so that the curved wave front
near the source costs no accuracy (Treister & Haber, 2016, as eikonalfm has it). By reciprocity the station is the source of
its table: one table serves every event.

The earth is a sphere: depth and velocity are flattened first (Müller, 1971: ζ = R ln(R / (R − z)), v′ = v R / (R − z)), which
keeps times and angles. On a flat earth times were .4 s too long at 500 km, and .9 s at 1,000 km.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates

from seisviewer.catalogue.velocity_model import VelocityModel
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

NODES = 800  # in a table's row; at 250 km the times are right within about 20 ms where layers refract, else within 3
FINEST, COARSEST = 0.05, 4.0  # km between nodes
BELOW = 1.6  # times as deep as events: rays come back up from below,
BELOW_NEAR, BELOW_FAR = 0.1, 0.35  # and by this share of the distance deeper: within a crust, and through the mantle
FAR = 800.0  # km
EARTH = 6371.0  # km: its radius
CORE = 2889.0  # km below sea level: rays do not go through it
FARTHEST = 10_500.0  # km: beyond it the core casts its shadow
ABOVE = 0.5  # km of room above the highest station and event
SUBDIVISIONS = 8  # of a node's own depth, over which the slowness is averaged: an interface lies where it lies


@dataclass(frozen=True)
class Table:
    """Times in seconds, float32 (depths, distances), of one phase from a source at one depth; nodes spacing km apart from
    distance 0 and the flattened depth first_depth (km) on."""

    times: np.ndarray
    spacing: float
    first_depth: float

    def at(self, distances: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """Seconds to distances (km) and depths (km below sea level) that broadcast; NaN outside the table."""
        return self._at(distances, flattened(depths))

    def take_off(self, distances: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """Angle in degrees at which the ray leaves an event there: 0 straight down, 90 level, 180 straight up.

        The ray that arrives from there runs along the gradient of the time; the one that leaves runs against it.
        """
        step, down = self.spacing, flattened(depths)
        outward = (self._at(distances + step, down) - self._at(np.abs(distances - step), down)) / (2 * step)
        outward = np.where(distances < step, outward * np.clip(distances / step, 0, 1), outward)
        downward = (self._at(distances, down + step) - self._at(distances, down - step)) / (2 * step)
        return np.degrees(np.arctan2(outward, -downward))

    def _at(self, distances: np.ndarray, flat_depths: np.ndarray) -> np.ndarray:
        down, along = np.broadcast_arrays((flat_depths - self.first_depth) / self.spacing, distances / self.spacing)
        places = np.stack([down.ravel(), along.ravel()])
        times = map_coordinates(self.times, places, order=1, cval=np.nan, output=np.float64)
        return times.reshape(down.shape)


def flattened(depths: np.ndarray) -> np.ndarray:
    """km below sea level on a flat earth whose rays are those of the sphere."""
    return -EARTH * np.log1p(-np.asarray(depths, dtype=float) / EARTH)


@dataclass(frozen=True)
class Extent:
    """What tables must cover: km from the stations, km below sea level of the events, from the highest to the deepest."""

    distance: float
    highest: float
    deepest: float


def travel_times(model: VelocityModel, phase: str, source_depth: float, extent: Extent) -> Table:
    """The table of one phase for a station at source_depth (km below sea level: a mountain's is negative)."""
    import eikonalfm

    if extent.distance > FARTHEST:
        raise BadRequest(
            tr(
                "Travel times reach {farthest:,.0f} km, where the shadow of the earth's core begins, and "
                "{distance:,.0f} km are needed: leave out the stations that are farthest away."
            ).format(farthest=FARTHEST, distance=extent.distance)
        )
    top = min(extent.highest, source_depth) - ABOVE
    below = BELOW_FAR if extent.distance > FAR else BELOW_NEAR
    bottom = min(max(extent.deepest, source_depth) * BELOW + below * extent.distance, CORE)
    spacing = float(np.clip(extent.distance / NODES, FINEST, COARSEST))
    first, source, last = (float(flattened(depth)) for depth in (top, source_depth, bottom))
    above = int(np.ceil((source - first) / spacing))  # the source lies on a node
    depths = source + spacing * np.arange(-above, int(np.ceil((last - source) / spacing)) + 1)
    distances = spacing * np.arange(int(np.ceil(extent.distance / spacing)) + 3)
    velocities = np.repeat(_node_velocities(model, phase, depths, spacing)[:, None], len(distances), axis=1)
    steps, place = (spacing, spacing), (above, 0)
    factors = eikonalfm.factored_fast_marching(velocities, place, steps, 2)
    times = factors * eikonalfm.distance(velocities.shape, steps, place, indexing="ij")
    kept = depths <= float(flattened(extent.deepest)) + 2 * spacing
    return Table(times[kept].astype(np.float32), spacing, float(depths[0]))


def _node_velocities(model: VelocityModel, phase: str, flat_depths: np.ndarray, spacing: float) -> np.ndarray:
    """The flattened velocity that takes as long through a node's own depth as the model does there."""
    within = (np.arange(SUBDIVISIONS) + 0.5) / SUBDIVISIONS - 0.5
    flat = flat_depths[:, None] + spacing * within[None, :]
    stretch = np.exp(flat / EARTH)  # R / (R − z)
    depths = EARTH * (1.0 - 1.0 / stretch)
    return 1.0 / np.mean(1.0 / (stretch * model.at(phase, depths)), axis=1)
