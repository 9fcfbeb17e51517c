"""Arrivals as the curves that a picker learns."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from seisbench.generate.labeling import gaussian_pick

from seisviewer.datasets.phase_sample import Doubt, Target
from seisviewer.picks.pick import PHASES

CLASSES = "PSN"
# Standard deviation of an arrival's curve: 0.1 s, as in Zhu and Beroza (2019) and in SeisBench's ProbabilisticLabeller.
SIGMA_SECONDS = 0.1


def target_curves(targets: Iterable[Target], count: int, rate: float) -> np.ndarray:
    """float32 (3, count): P, S and noise, adding up to 1. An arrival is a Gaussian of height 1; what is left is noise."""
    curves = np.zeros((3, count))
    for phase, at in targets:
        row = PHASES.index(phase)
        np.maximum(curves[row], gaussian_pick(at, count, SIGMA_SECONDS * rate), out=curves[row])
    together = curves.sum(axis=0)
    curves /= np.maximum(together, 1.0)
    curves[2] = 1.0 - curves[:2].sum(axis=0)
    return curves.astype(np.float32)


def undecided(doubts: Iterable[Doubt], count: int) -> np.ndarray:
    """bool (2, count): where nobody knows whether P, or S, arrives."""
    open_places = np.zeros((2, count), bool)
    for phase, first, last in doubts:
        open_places[PHASES.index(phase), max(0, round(first)) : max(0, round(last) + 1)] = True
    return open_places
