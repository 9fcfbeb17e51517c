"""How far a boundary can be believed, as probabilities of the layers on either side of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from seisviewer.structure.boundary_solution import with_ends

FLOOR = 1.0  # samples


@dataclass(frozen=True)
class Boundary:
    """Where the boundary between two layers may lie: on one of several events, and about each of them.

    alternatives: (points, alternatives), depths in samples, the most probable first; points are nodes of a network or
    traces of a line. probabilities: (alternatives,), they sum to 1. deviation: (points,), samples, about each
    alternative.
    """

    alternatives: np.ndarray = field(repr=False, compare=False)
    probabilities: np.ndarray = field(repr=False, compare=False)
    deviation: np.ndarray = field(repr=False, compare=False)

    @property
    def depth(self) -> np.ndarray:
        """The most probable depth, (points,)."""
        return self.alternatives[:, 0]


def layer_probabilities(boundaries: list[Boundary], samples: int) -> np.ndarray:
    """Probability of each layer at each sample: float32 (points, samples, layers), layers from top to base.

    The depth of a boundary about an alternative is distributed as Student's t with 3 degrees of freedom: now and then
    it lies on an event next to it. A sample is below a boundary only where it is below all that lie above it.
    """
    middles = np.arange(samples, dtype=np.float32) + np.float32(0.5)  # half the bytes, half the time
    below = np.zeros((len(boundaries[0].depth), len(boundaries), samples), np.float32)
    for number, boundary in enumerate(boundaries):
        spread = np.maximum(boundary.deviation, FLOOR)[:, None].astype(np.float32)
        for depth, probability in zip(boundary.alternatives.T.astype(np.float32), boundary.probabilities.tolist()):
            below[:, number] += probability * student_cdf((middles - depth[:, None]) / spread)
    below = np.minimum.accumulate(below, axis=1)
    return np.clip(-np.diff(with_ends(below, 1.0, 0.0), axis=1), 0, 1).transpose(0, 2, 1)


def probabilities_at(depths: np.ndarray, deviations: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The same of boundaries on one event each, at one depth a point: (points, layers). depths, deviations: (points,
    boundaries). places: (points,), samples."""
    below = student_cdf((places[:, None] - depths) / np.maximum(deviations, FLOOR))
    below = np.minimum.accumulate(below, axis=1)
    return np.clip(-np.diff(with_ends(below, 1.0, 0.0), axis=1), 0, 1)


def student_cdf(values: np.ndarray) -> np.ndarray:
    """The distribution function of Student's t with 3 degrees of freedom, in closed form."""
    scaled = values / math.sqrt(3)
    return 0.5 + (scaled / (1 + scaled**2) + np.arctan(scaled)) / math.pi
