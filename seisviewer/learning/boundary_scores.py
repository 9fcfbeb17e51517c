"""How well the boundaries between classes lie, along each trace."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.structure.held_out_answers import NEAR

TOLERANCE = 3  # samples between a boundary and one that finds it
NO_BOUNDARY = -1


@dataclass(frozen=True)
class BoundaryScore:
    """Boundaries of known classes against those of an answer. A boundary is where a class of a trace ends and another
    begins; it is found by a boundary between the same two classes on the same trace.

    away: (known boundaries,), samples to the nearest boundary of the answer between the same classes, infinite without one.
    answered: boundaries of the answer. right: those with a known boundary within TOLERANCE.
    """

    away: np.ndarray = field(repr=False, compare=False)
    answered: int
    right: int

    @classmethod
    def of(cls, known: np.ndarray, answer: np.ndarray, counted: np.ndarray) -> BoundaryScore:
        """known, answer: class numbers (traces, samples). counted: bool, same shape; a boundary counts between two samples
        that count."""
        both = counted[:, 1:] & counted[:, :-1]
        known_pairs, answer_pairs = _pairs(known, both), _pairs(answer, both)
        away, answered, right = [np.zeros(0)], 0, 0
        for pair in np.union1d(known_pairs, answer_pairs):
            if pair == NO_BOUNDARY:
                continue
            true, said = known_pairs == pair, answer_pairs == pair
            away.append(samples_to(said)[true])
            answered += int(said.sum())
            right += int((samples_to(true)[said] <= TOLERANCE).sum())
        return cls(np.concatenate(away), answered, right)

    def __add__(self, other: BoundaryScore) -> BoundaryScore:
        return BoundaryScore(
            np.concatenate([self.away, other.away]), self.answered + other.answered, self.right + other.right
        )

    def within(self, share: float) -> float:
        """|dz| in samples that this share of the boundaries that have a partner stay within; NaN where none has."""
        met = self.away[np.isfinite(self.away)]
        return float(np.quantile(met, share)) if met.size else float("nan")

    @property
    def missing(self) -> float:
        """Share of the known boundaries without a partner on their trace; NaN where none is known."""
        return float(np.isinf(self.away).mean()) if self.away.size else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of the share of known boundaries that are found within TOLERANCE and the share of the answer's that
        are right; NaN where there is no boundary at all."""
        found = int((self.away <= TOLERANCE).sum())
        if not self.away.size + self.answered:
            return float("nan")
        recall = found / self.away.size if self.away.size else 0.0
        precision = self.right / self.answered if self.answered else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(classes: np.ndarray, both: np.ndarray) -> np.ndarray:
    """Int64 (traces, samples − 1): a number for the two classes that meet between two samples, NO_BOUNDARY where none
    do."""
    above, below = classes[:, :-1].astype(np.int64), classes[:, 1:].astype(np.int64)
    return np.where((above != below) & both, above * 256 + below, NO_BOUNDARY)


def samples_to(marked: np.ndarray) -> np.ndarray:
    """Float (traces, samples): how many samples away the nearest marked one of the trace is, infinite without one."""
    place = np.broadcast_to(np.arange(marked.shape[1], dtype=float), marked.shape)
    above = np.maximum.accumulate(np.where(marked, place, -np.inf), axis=1)
    below = np.minimum.accumulate(np.where(marked, place, np.inf)[:, ::-1], axis=1)[:, ::-1]
    return np.minimum(place - above, below - place)


def near_boundaries(known: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Bool (traces, samples): at most NEAR samples from a boundary between known classes."""
    edges = _pairs(known, counted[:, 1:] & counted[:, :-1]) != NO_BOUNDARY
    near = np.zeros(known.shape, bool)
    away = samples_to(edges)
    near[:, :-1] |= away < NEAR  # the sample above a boundary is 1 away from it, as is the one below
    near[:, 1:] |= away < NEAR
    return near & counted
