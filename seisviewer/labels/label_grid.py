"""Where a class is labelled in a whole survey, thinned out to what can be held in memory and drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from seisviewer.labels.blocks import SIZE
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.voxel_codes import classes_of

MOST = 128  # places along an axis


@dataclass(frozen=True)
class LabelledCells:
    """inside: by class number, bool (inlines, crosslines, samples) of cells with any label of it. steps: lines, lines and
    samples of a cell; the first begins at index 0 along each axis."""

    inside: dict[int, np.ndarray] = field(repr=False)
    steps: tuple[int, int, int]


def labelled_cells(snapshot: LabelSnapshot, numbers: Iterable[int], most: int = MOST) -> LabelledCells:
    """A cell counts however little of it is labelled, so that a painted line is seen. most: cells along an axis."""
    steps = tuple(math.ceil(count / most) for count in snapshot.shape)
    cells = [-(-count // step) for count, step in zip(snapshot.shape, steps, strict=True)]
    inside = {number: np.zeros(cells, bool) for number in numbers}
    for key, block in snapshot.blocks.items():
        classes = classes_of(block.values)
        for number in inside.keys() & set(np.unique(classes).tolist()):
            places = np.nonzero(classes == number)
            starts = zip(places, key, block.start, steps, strict=True)
            inside[number][tuple((at + SIZE * cube + first) // step for at, cube, first, step in starts)] = True
    return LabelledCells(inside, steps)
