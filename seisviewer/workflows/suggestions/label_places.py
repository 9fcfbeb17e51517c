"""Where something is labelled already, as points that distances are measured to, and of which class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.strokes_apart import drawn_labels
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

EVERY_TRACE, EVERY_SAMPLE = 4, 4  # of what was painted, one point


@dataclass(frozen=True)
class LabelPlaces:
    """points: float (points, 3), inline index, crossline index, sample. classes: int (points,), the number of the class,
    UNLABELLED on a line between two."""

    points: np.ndarray = field(repr=False, compare=False)
    classes: np.ndarray = field(repr=False, compare=False)

    @classmethod
    def of(cls, snapshot: LabelSnapshot) -> LabelPlaces:
        """Those of a project: what was painted in the plane of a section, and the boundaries that were drawn."""
        geometry = snapshot.geometry
        painted = {section: drawn_labels(snapshot, section) for section in snapshot.taught_sections}
        found = [cls.painted(geometry, painted)]
        for line in snapshot.boundaries_that_count:
            rows, columns = line.rows[::EVERY_TRACE], line.depths[::EVERY_TRACE]
            points = grid_points(geometry, line.section, rows, columns)
            found.append(cls(points, np.full(len(points), UNLABELLED)))
        return cls(*(np.concatenate(each) for each in zip(*((one.points, one.classes) for one in found))))

    @classmethod
    def painted(cls, geometry: Geometry, painted: Mapping[SectionId, np.ndarray]) -> LabelPlaces:
        """Those of class numbers by section, UNLABELLED where nothing is painted: few of what lies close together."""
        points, classes = [np.zeros((0, 3))], [np.zeros(0, int)]
        for section, labels in painted.items():
            rows, columns = np.nonzero(labels != UNLABELLED)
            cells = np.stack([rows // EVERY_TRACE, columns // EVERY_SAMPLE, labels[rows, columns]], axis=1)
            one = np.unique(cells, axis=0, return_index=True)[1]
            points.append(grid_points(geometry, section, rows[one], columns[one]))
            classes.append(cells[one, 2])
        return cls(np.concatenate(points), np.concatenate(classes))

    def places_of(self, number: int, scale: np.ndarray, most: int) -> int:
        """In how many places a class is labelled, `most` at most: so far apart as `scale` (3,) says, one from the other."""
        left, count = self.points[self.classes == number] / scale, 0
        while len(left) and count < most:
            left = left[np.linalg.norm(left - left[0], axis=1) >= 1]
            count += 1
        return count

    def nearest(self, points: np.ndarray, scale: np.ndarray) -> np.ndarray:
        """Distance of each point (points, 3) to the nearest label, axes divided by `scale` (3,); infinite without any."""
        if not len(self.points) or not len(points):
            return np.full(len(points), np.inf)
        return scipy.spatial.cKDTree(self.points / scale).query(points / scale)[0]

    def lines_away(self, inline: float, crossline: float) -> float:
        """How many lines the nearest label is away from a trace, whatever its depth; infinite without any."""
        if not len(self.points):
            return float("inf")
        return float(np.abs(self.points[:, :2] - (inline, crossline)).max(axis=1).min())


def grid_points(geometry: Geometry, section: SectionId, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Rows and columns of a section as inline index, crossline index and sample."""
    across = np.full(len(rows), geometry.index(section), float)
    order = {
        Direction.INLINE: (across, rows, columns),
        Direction.CROSSLINE: (rows, across, columns),
        Direction.TIME: (rows, columns, across),
    }[section.direction]
    return np.stack([np.asarray(each, float) for each in order], axis=1)
