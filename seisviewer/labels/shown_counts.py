"""How much is labelled of what the survey has now: labels of a 2D line that was removed wait for it, and do not count."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.voxel_codes import CLASSES
from seisviewer.volumes.geometry import Direction


def shown_counts(snapshot: LabelSnapshot) -> dict[int, int]:
    """Labelled voxels of each class number that has any on lines that are there."""
    return _left(snapshot.counts(), snapshot, lambda row: np.ones(1, bool))


def shown_counts_not_painted(snapshot: LabelSnapshot) -> dict[int, int]:
    """The same of what was accepted or carried and not painted."""
    return _left(snapshot.counts_not_painted(), snapshot, lambda row: snapshot.unpainted(Direction.INLINE, row))


def _left(counts: dict[int, int], snapshot: LabelSnapshot, of_interest: Callable[[int], np.ndarray]) -> dict[int, int]:
    """counts: of all. of_interest: what of an inline was counted, bool in the shape of the section."""
    geometry = snapshot.geometry
    removed = [row for row in range(len(geometry.lines)) if geometry.is_removed(row)]
    gone = np.zeros(CLASSES, np.int64)
    for row in removed:
        labels = snapshot.section(Direction.INLINE, row)
        gone += np.bincount(labels[(labels != UNLABELLED) & of_interest(row)], minlength=CLASSES)
    left = {number: count - int(gone[number]) for number, count in counts.items()}
    return {number: count for number, count in left.items() if count > 0} if removed else counts
