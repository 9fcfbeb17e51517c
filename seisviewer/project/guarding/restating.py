"""The labels of a project told anew, where what is stored of them is lost and only the memory still has them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.label_volume import LabelSnapshot, LabelVolume
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import Direction


def marks_again(
    labels: LabelVolume, snapshot: LabelSnapshot
) -> Iterator[Stroke | BoundaryStroke | FaultStick | Rejection]:
    """Marks that make the labels of an empty project what these are; not in what order, or in how many, they came.

    snapshot: of the labels. What was painted comes first: nothing else covers it.
    """
    for origin in (Origin.PAINTED, Origin.ACCEPTED, Origin.CARRIED):
        for section, boxes in labels.drawn.items():
            at = section.direction, labels.geometry.index(section)
            is_so = _came_as(snapshot, origin, *at)
            classes = np.where(is_so, snapshot.section(*at), UNLABELLED)
            for box in boxes:
                inside = classes[box.inside]
                for label in np.unique(inside[inside != UNLABELLED]).tolist():
                    nothing = np.full(inside.shape, UNLABELLED, np.int8)
                    place = section, label, box.row, box.column
                    along = box.along and origin is Origin.PAINTED
                    yield Stroke(*place, inside == label, nothing, origin=origin, along=along)
    yield from labels.boundaries
    yield from labels.faults
    yield from labels.rejections


def _came_as(snapshot: LabelSnapshot, origin: Origin, direction: Direction, index: int) -> np.ndarray:
    match origin:
        case Origin.ACCEPTED:
            return snapshot.accepted(direction, index)
        case Origin.CARRIED:
            return snapshot.carried(direction, index)
    return ~snapshot.unpainted(direction, index)
