"""Pieces of a body far from where anybody painted it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from seisviewer.structure.bodies.stroke_forest import StrokeSamples

REACH = 60.0  # traces along a line


def far_pieces(
    best: np.ndarray, classes: Sequence[int], bodies: Sequence[int], places: np.ndarray, samples: StrokeSamples
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where a connected piece of a body lies farther along the line than REACH from each stroke of it: rows, columns, and
    places of the body in `classes`. A layer goes on beyond its strokes.

    best: places in `classes` (rows, columns). bodies: numbers among `classes`. places: (rows, 2), in traces. What was
    painted on another line counts by where it lies along that line: a body goes on across the lines rather than along
    them.
    """
    found = [(np.zeros(0, int),) * 3]
    for number in bodies:
        place = classes.index(number)
        pieces, count = ndimage.label(best == place)
        near = _near_strokes(places, samples.chosen(samples.number == number))
        row_of, column_of = np.nonzero(pieces)
        piece_of = pieces[row_of, column_of]
        reached = np.zeros(count + 1, bool)
        reached[piece_of[near[row_of]]] = True
        far = ~reached[piece_of]
        found.append((row_of[far], column_of[far], np.full(int(far.sum()), place)))
    rows, columns, numbers = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return rows, columns, numbers


def _near_strokes(places: np.ndarray, painted: StrokeSamples) -> np.ndarray:
    """Whether a stroke lies within reach of each row, (rows,)."""
    near = np.zeros(len(places), bool)
    for axis in (0, 1):
        along = np.unique(painted.along[painted.axis == axis])
        if along.size:
            at = np.clip(np.searchsorted(along, places[:, axis]), 1, max(along.size - 1, 1))
            beside = along[np.minimum(np.stack([at - 1, at]), along.size - 1)]
            near |= np.abs(beside - places[:, axis]).min(axis=0) <= REACH
    return near
