"""First arrivals of P and S in a model of depth alone, as tables over distance and depth.

The tables solve the eikonal equation |∇t| = 1/v by fast marching of second order, factored so that the curved wave front
near the source costs no accuracy (Treister & Haber, 2016, as eikonalfm has it). By reciprocity the station is the source of
its table: one table serves every event.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates

from seisviewer.catalogue.velocity_model import VelocityModel

NODES = 800  # in a table's row; at 250 km the times are right within about 20 ms where layers refract, else within 3
FINEST, COARSEST = 0.05, 2.0  # km between nodes
BELOW = 1.6  # times as deep as events: rays come back up from below
ABOVE = 0.5  # km of room above the highest station and event
SUBDIVISIONS = 8  # of a node's own depth, over which the slowness is averaged: an interface lies where it lies


@dataclass(frozen=True)
class Table:
    """Times in seconds, float32 (depths, distances), of one phase from a source at one depth; nodes spacing km apart from
    distance 0 and depth first_depth (km below sea level) on."""

    times: np.ndarray
    spacing: float
    first_depth: float

    def at(self, distances: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """Seconds to distances (km) and depths (km below sea level) that broadcast; NaN outside the table."""
        down, along = np.broadcast_arrays((depths - self.first_depth) / self.spacing, distances / self.spacing)
        places = np.stack([down.ravel(), along.ravel()])
        times = map_coordinates(self.times, places, order=1, cval=np.nan, output=np.float64)
        return times.reshape(down.shape)

    def take_off(self, distances: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """Angle in degrees at which the ray leaves an event there: 0 straight down, 90 level, 180 straight up.

        The ray that arrives from there runs along the gradient of the time; the one that leaves runs against it.
        """
        step = self.spacing
        outward = (self.at(distances + step, depths) - self.at(np.abs(distances - step), depths)) / (2 * step)
        outward = np.where(distances < step, outward * np.clip(distances / step, 0, 1), outward)
        downward = (self.at(distances, depths + step) - self.at(distances, depths - step)) / (2 * step)
        return np.degrees(np.arctan2(outward, -downward))


@dataclass(frozen=True)
class Extent:
    """What tables must cover: km from the stations, km below sea level of the events, from the highest to the deepest."""

    distance: float
    highest: float
    deepest: float


def travel_times(model: VelocityModel, phase: str, source_depth: float, extent: Extent) -> Table:
    """The table of one phase for a station at source_depth (km below sea level: a mountain's is negative)."""
    import eikonalfm

    top = min(extent.highest, source_depth) - ABOVE
    bottom = max(extent.deepest, source_depth) * BELOW + 0.1 * extent.distance
    spacing = float(np.clip(extent.distance / NODES, FINEST, COARSEST))
    above = int(np.ceil((source_depth - top) / spacing))  # the source lies on a node
    depths = source_depth + spacing * np.arange(-above, int(np.ceil((bottom - source_depth) / spacing)) + 1)
    distances = spacing * np.arange(int(np.ceil(extent.distance / spacing)) + 3)
    velocities = np.repeat(_node_velocities(model, phase, depths, spacing)[:, None], len(distances), axis=1)
    steps, source = (spacing, spacing), (above, 0)
    factors = eikonalfm.factored_fast_marching(velocities, source, steps, 2)
    times = factors * eikonalfm.distance(velocities.shape, steps, source, indexing="ij")
    kept = depths <= extent.deepest + 2 * spacing
    return Table(times[kept].astype(np.float32), spacing, float(depths[0]))


def _node_velocities(model: VelocityModel, phase: str, depths: np.ndarray, spacing: float) -> np.ndarray:
    """The velocity that takes as long through a node's own depth as the model does there."""
    within = (np.arange(SUBDIVISIONS) + 0.5) / SUBDIVISIONS - 0.5
    return 1.0 / np.mean(1.0 / model.at(phase, depths[:, None] + spacing * within[None, :]), axis=1)
