"""The labels seen from above: how much of each trace is labelled, and which labelled trace is nearest to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.labels.blocks import SIZE, Box, read
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.volumes.geometry import Geometry

LENGTHS = ("m", "ft")  # units of coordinates in which a distance can be stated


@dataclass(frozen=True)
class NearestLabel:
    """How far the next label is from a voxel. inlines, crosslines: lines to the nearest labelled trace. distance: to that
    trace, in the unit of the survey's coordinates, None where this is no length. samples: where the trace itself is
    labelled, from the voxel down to its nearest label, negative upward, else 0."""

    inlines: int
    crosslines: int
    distance: float | None
    samples: int = 0


def labelled_samples(snapshot: LabelSnapshot) -> np.ndarray:
    """Int32 (inlines, crosslines): how many samples of each trace are labelled."""
    found = np.zeros(snapshot.shape[:2], np.int32)
    for (inline, crossline, _), block in snapshot.blocks.items():
        first, second = inline * SIZE + block.start[0], crossline * SIZE + block.start[1]
        rows, columns = block.depths.shape
        found[first : first + rows, second : second + columns] += block.depths
    return found


class LabelledTraces:
    """Made once for each version of the labels, on any thread; then it answers at every move of the pointer.

    share: float32 (inlines, crosslines), how much of each trace is labelled.
    """

    def __init__(self, snapshot: LabelSnapshot) -> None:
        self._snapshot = snapshot
        self.share = (labelled_samples(snapshot) / snapshot.shape[2]).astype(np.float32)
        self._labelled = self.share > 0
        self._plane = _Plane(snapshot.geometry)
        # The nearest one always lies on an edge; of a survey that is labelled all over few traces do.
        inside = np.zeros_like(self._labelled) if snapshot.geometry.lines else _surrounded(self._labelled)
        self._edge = np.argwhere(self._labelled & ~inside)
        self._tree = scipy.spatial.KDTree(self._plane.places(self._edge)) if len(self._edge) else None

    def nearest(self, inline: int, crossline: int, sample: int) -> NearestLabel | None:
        """The label nearest to a voxel, by grid indices; None where nothing is labelled."""
        if self._tree is None:
            return None
        if self._labelled[inline, crossline]:
            return NearestLabel(0, 0, 0.0, self._samples_away(inline, crossline, sample))
        distance, which = self._tree.query(self._plane.places(np.array([[inline, crossline]]))[0])
        there = self._edge[which]
        away = float(distance) if self._plane.is_length else None
        return NearestLabel(abs(int(there[0]) - inline), abs(int(there[1]) - crossline), away)

    def _samples_away(self, inline: int, crossline: int, sample: int) -> int:
        box = Box(0, inline, crossline, 0, 1, self._snapshot.shape[2])
        labelled = np.flatnonzero(read(self._snapshot.blocks, box)[0] != UNLABELLED)
        return int(labelled[np.abs(labelled - sample).argmin()]) - sample


class _Plane:
    """Where traces lie, in the survey's coordinates where these are lengths, else in lines."""

    def __init__(self, geometry: Geometry) -> None:
        self._xy = geometry.trace_xy if geometry.trace_xy is not None and np.isfinite(geometry.trace_xy).all() else None
        known = geometry.trace_xy is None and geometry.affine is not None
        steps = geometry.affine[:, :2] if known and abs(np.linalg.det(geometry.affine[:, :2])) > 0 else None
        stated = geometry.reference.unit in LENGTHS
        self.is_length = stated and (self._xy is not None or steps is not None)
        self._steps = np.eye(2) if steps is None or geometry.reference.is_geographic else np.asarray(steps)

    def places(self, traces: np.ndarray) -> np.ndarray:
        """Float64 (traces, 2) of grid indices (traces, 2)."""
        if self._xy is not None:
            return self._xy[traces[:, 0], traces[:, 1]]
        return traces @ self._steps.T


def _surrounded(labelled: np.ndarray) -> np.ndarray:
    """Bool: traces whose four neighbours are labelled too."""
    padded = np.pad(labelled, 1)
    return padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
