"""What a picker says about a window, how far two such answers agree, and what a label there would teach.

Imports neither torch nor SeisBench.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from seisviewer.datasets.phase_sample import Target
from seisviewer.picks.matching import pick_f1
from seisviewer.picks.pick import PHASES
from seisviewer.predictions.record_picking import triggered

FLOOR = 0.1  # what is less likely is not kept
TOLERANCE = 0.1  # seconds between two picks that agree


@dataclass(frozen=True)
class Arrival:
    """phase: "P" or "S". at: sample from the start of the window. probability: 0–1."""

    phase: str
    at: float
    probability: float


@dataclass(frozen=True)
class PhaseAnswer:
    """arrivals: P before S, each in the order of time; picks are those above the threshold, others are from FLOOR up."""

    arrivals: tuple[Arrival, ...]
    rate: float
    threshold: float

    @classmethod
    def of(cls, curves: np.ndarray, rate: float, threshold: float) -> PhaseAnswer:
        """From the probabilities of P and S, (2, samples)."""
        arrivals = []
        for phase, curve in zip(PHASES, curves, strict=True):
            doubtful = [peak for peak in peaks(curve, FLOOR) if peak[1] <= threshold]
            arrivals += [Arrival(phase, float(at), chance) for at, chance in sorted(peaks(curve, threshold) + doubtful)]
        return cls(tuple(arrivals), rate, threshold)

    @property
    def picks(self) -> tuple[Target, ...]:
        """The arrivals above the threshold: the pseudo-labels."""
        return tuple((each.phase, each.at) for each in self.arrivals if each.probability > self.threshold)

    def times(self, phase: str) -> list[float]:
        """Seconds from the start of the window of every pick of a phase."""
        return [at / self.rate for name, at in self.picks if name == phase]

    @property
    def doubt(self) -> float:
        """Entropy of the least certain arrival in bits, 0–1; 0 where nothing seems to arrive."""
        return max((_entropy(arrival.probability) for arrival in self.arrivals), default=0.0)


def agreement(one: PhaseAnswer, other: PhaseAnswer) -> float:
    """Mean over P and S of the F1 of the picks within 0.1 s; a phase that neither picks counts as agreed."""
    scores = [pick_f1(one.times(phase), other.times(phase), TOLERANCE) for phase in PHASES]
    return sum(scores) / len(scores)


def value_of_label(stability: float, last: PhaseAnswer) -> float:
    """What a person's picks in a window would teach, 0–1: half for disagreement of the checkpoints, half for doubt.

    stability: of the window, 0–1. last: what the last checkpoint says. Windows in which nothing seems to arrive come last.
    """
    return (1.0 - stability + last.doubt) / 2


def peaks(curve: np.ndarray, threshold: float) -> list[tuple[int, float]]:
    """(sample, probability) of every pick above `threshold`, as the picker will set them when it is used."""
    return [(int(at), float(curve[at])) for at in triggered(curve, threshold)]


def _entropy(probability: float) -> float:
    if not 0.0 < probability < 1.0:
        return 0.0
    rest = 1.0 - probability
    return -(probability * math.log2(probability) + rest * math.log2(rest))
