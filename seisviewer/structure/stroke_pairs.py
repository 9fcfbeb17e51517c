"""Strokes that say where a boundary is, and nothing about where the middle of their layer is: those of two layers that
follow one another, painted in one place and close to each other, as somebody paints who is asked about a boundary."""

from __future__ import annotations

import numpy as np

from seisviewer.structure.stroke_observations import Observations

TOGETHER = 20.0  # traces between two strokes in one place
CLOSE = 0.6  # of the distance between the middles of the two layers elsewhere


def boundary_strokes(ranked: Observations, depths: np.ndarray) -> list[int]:
    """Numbers of such strokes. ranked: with ranks of layers. depths: (nodes, layers), of the strokes of each layer."""
    layers = ranked.layer_of_stroke
    usual = np.median(np.diff(depths, axis=1), axis=0)
    found: set[int] = set()
    for boundary, distance in enumerate(usual):
        for upper in np.flatnonzero(layers == boundary).tolist():
            for lower in np.flatnonzero(layers == boundary + 1).tolist():
                apart = _apart(ranked, upper, lower)
                if apart is not None and 0 < apart < CLOSE * distance:
                    found |= {upper, lower}
    return sorted(found)


def _apart(ranked: Observations, upper: int, lower: int) -> float | None:
    """By how many samples one stroke lies below another where they are nearest; None where that is not in one place."""
    above, below = (np.flatnonzero(ranked.stroke == stroke) for stroke in (upper, lower))
    squared = ((ranked.places[above, None] - ranked.places[None, below]) ** 2).sum(axis=2)
    row, column = np.unravel_index(squared.argmin(), squared.shape)
    if squared[row, column] > TOGETHER**2:
        return None
    return float(ranked.centre[below[column]] - ranked.centre[above[row]])
