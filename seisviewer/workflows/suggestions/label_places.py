"""Where something is labelled already, as points that distances are measured to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import cKDTree

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.strokes_apart import drawn_labels
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

EVERY_TRACE, EVERY_SAMPLE = 4, 4  # of what was painted, one point


@dataclass(frozen=True)
class LabelPlaces:
    """points: float (points, 3), inline index, crossline index, sample."""

    points: np.ndarray = field(repr=False, compare=False)

    @classmethod
    def of(cls, snapshot: LabelSnapshot) -> LabelPlaces:
        """Those of a project: what was painted in the plane of a section, and the boundaries that were drawn."""
        geometry = snapshot.geometry
        found = [np.zeros((0, 3))]
        for section in snapshot.labelled_sections:
            found.append(points_of(geometry, section, drawn_labels(snapshot, section) != UNLABELLED))
        for line in snapshot.boundaries_that_count:
            rows, columns = line.rows[::EVERY_TRACE], line.depths[::EVERY_TRACE]
            found.append(grid_points(geometry, line.section, rows, columns))
        return cls(np.concatenate(found))

    def nearest(self, points: np.ndarray, scale: np.ndarray) -> np.ndarray:
        """Distance of each point (points, 3) to the nearest label, axes divided by `scale` (3,); infinite without any."""
        if not len(self.points) or not len(points):
            return np.full(len(points), np.inf)
        return cKDTree(self.points / scale).query(points / scale)[0]

    def lines_away(self, inline: float, crossline: float) -> float:
        """How many lines the nearest label is away from a trace, whatever its depth; infinite without any."""
        if not len(self.points):
            return float("inf")
        return float(np.abs(self.points[:, :2] - (inline, crossline)).max(axis=1).min())


def points_of(geometry: Geometry, section: SectionId, painted: np.ndarray) -> np.ndarray:
    """Points where a section is painted: bool (rows, columns) in, (points, 3) out, few of what lies close together."""
    rows, columns = np.nonzero(painted)
    thin = np.unique(np.stack([rows // EVERY_TRACE, columns // EVERY_SAMPLE], axis=1), axis=0)
    return grid_points(geometry, section, thin[:, 0] * EVERY_TRACE, thin[:, 1] * EVERY_SAMPLE)


def grid_points(geometry: Geometry, section: SectionId, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Rows and columns of a section as inline index, crossline index and sample."""
    across = np.full(len(rows), geometry.index(section), float)
    order = {
        Direction.INLINE: (across, rows, columns),
        Direction.CROSSLINE: (rows, across, columns),
        Direction.TIME: (rows, columns, across),
    }[section.direction]
    return np.stack([np.asarray(each, float) for each in order], axis=1)
