"""Scoring picks against a reference: precision, recall, F1 and residuals, by phase, station and signal-to-noise ratio.

A pick matches an arrival of its phase in the same window of a data set, or at the same station, when the two lie within the
tolerance; each belongs to one pair at most, and the nearest become pairs first. Every pick without a partner is false.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from seisviewer.picks.matching import near_pairs, nearest_first, pick_f1
from seisviewer.picks.pick import PHASES, Pick, Review
from seisviewer.translation import tr

__all__ = ["Counts", "CurvePoint", "PhaseScore", "pick_f1", "score", "snr_bins"]

THRESHOLD = 0.3
THRESHOLDS = tuple(round(0.01 * step, 2) for step in range(10, 100))
SNR_EDGES = (0.0, 5.0, 10.0, 15.0, 20.0)  # dB


@dataclass(frozen=True)
class Counts:
    """picks: how many were made; truth: how many there are; residuals: pick − truth in seconds, of every matched pair."""

    picks: int
    truth: int
    residuals: np.ndarray = field(repr=False, compare=False)

    @property
    def matched(self) -> int:
        return len(self.residuals)

    @property
    def precision(self) -> float:
        """Share of the picks that are right; NaN without picks."""
        return self.matched / self.picks if self.picks else math.nan

    @property
    def recall(self) -> float:
        """Share of the arrivals that were picked; NaN without arrivals."""
        return self.matched / self.truth if self.truth else math.nan

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; NaN where there is neither a pick nor an arrival."""
        return 2 * self.matched / (self.picks + self.truth) if self.picks + self.truth else math.nan

    def to_json(self) -> dict[str, Any]:
        some = self.matched > 0
        return {
            "picks": self.picks,
            "truth": self.truth,
            "matched": self.matched,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "residual_mean": float(self.residuals.mean()) if some else math.nan,
            "residual_std": float(self.residuals.std()) if some else math.nan,
            "residual_median": float(np.median(self.residuals)) if some else math.nan,
        }


@dataclass(frozen=True)
class CurvePoint:
    """Scores of the picks with at least this probability."""

    threshold: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class PhaseScore:
    """threshold: from which probability a pick counts (picks without one always do). stations, snr: the same counts by
    “NETWORK.STATION” (see `score`) and by bin of the record's signal-to-noise ratio. curve: over THRESHOLDS, from the
    least probability in the picks on; best: its point of highest F1, None where nothing was picked."""

    phase: str
    threshold: float
    total: Counts
    stations: Mapping[str, Counts]
    snr: Mapping[str, Counts]
    curve: tuple[CurvePoint, ...] = field(repr=False)

    @property
    def best(self) -> CurvePoint | None:
        return max(self.curve, key=lambda point: point.f1, default=None)

    def to_json(self) -> dict[str, Any]:
        return {
            "threshold": self.threshold,
            **self.total.to_json(),
            "best": vars(self.best) if self.best else None,
            "stations": {name: counts.to_json() for name, counts in self.stations.items()},
            "snr": {name: counts.to_json() for name, counts in self.snr.items()},
            "curve": [vars(point) for point in self.curve],
        }


def score(
    picks: Sequence[Pick],
    truth: Sequence[Pick],
    tolerance: float,
    thresholds: Mapping[str, float] | None = None,
    snr: Mapping[str, float] | None = None,
    snr_edges: Sequence[float] = SNR_EDGES,
) -> dict[str, PhaseScore]:
    """Scores by phase, of "P" and "S".

    tolerance: seconds. thresholds: from which probability a pick of a phase counts, THRESHOLD where not given. snr: dB by
    key of the record (`Pick.record`). Rejected picks count on neither side. Where the truth has no trace names, windows of
    a data set are scored by station too. Where picks on either side name no network, stations are told apart by their
    own codes alone.
    """
    by_window = any(pick.trace_name for pick in truth)
    has_networks = all(pick.station.network for pick in (*picks, *truth))
    station = _code if has_networks else _code_alone
    place: Callable[[Pick], Hashable] = (lambda pick: pick.record) if by_window else station
    bins = _Bins(snr or {}, snr_edges)
    scores = {}
    for phase in PHASES:
        threshold = (thresholds or {}).get(phase, THRESHOLD)
        pairing = _Pairing.of(_of_phase(picks, phase), _of_phase(truth, phase), tolerance, place)
        scores[phase] = PhaseScore(
            phase,
            threshold,
            pairing.counts(threshold),
            pairing.counts_by(threshold, station),
            pairing.counts_by(threshold, bins, bins.names) if snr else {},
            pairing.curve(),
        )
    return scores


@dataclass(frozen=True)
class _Pairing:
    """Picks and arrivals of one phase with every pair of them that could be matched, whatever the threshold.

    first, second: indices into picks and truth. apart: seconds. probability: of every pick, 1 where it has none.
    """

    picks: Sequence[Pick]
    truth: Sequence[Pick]
    first: np.ndarray
    second: np.ndarray
    apart: np.ndarray
    probability: np.ndarray

    @classmethod
    def of(
        cls, picks: Sequence[Pick], truth: Sequence[Pick], tolerance: float, place: Callable[[Pick], Hashable]
    ) -> _Pairing:
        here, there = _places(picks, place), _places(truth, place)
        pairs = [(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))]
        for key in here.keys() & there.keys():
            mine, theirs = here[key], there[key]
            times = np.array([picks[index].time for index in mine])
            first, second, apart = near_pairs(times, np.array([truth[index].time for index in theirs]), tolerance)
            pairs.append((mine[first], theirs[second], apart))
        first, second, apart = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
        probability = np.array([1.0 if pick.probability is None else pick.probability for pick in picks])
        return cls(picks, truth, first, second, apart, probability)

    def matched(self, threshold: float) -> np.ndarray:
        """The pairs that stand, among the picks with at least this probability: indices into `apart`."""
        counted = np.flatnonzero(self.probability[self.first] >= threshold) if len(self.first) else self.first
        return counted[nearest_first(self.first[counted], self.second[counted], self.apart[counted])]

    def counts(self, threshold: float) -> Counts:
        picked = int((self.probability >= threshold).sum())
        return Counts(picked, len(self.truth), self.apart[self.matched(threshold)])

    def counts_by(self, threshold: float, group: Callable[[Pick], str], order: Sequence[str] = ()) -> dict[str, Counts]:
        """The same for every group, in this order or by name. A pair belongs to the group of its arrival."""
        picked, there, apart = {}, {}, {}
        for pick, probability in zip(self.picks, self.probability, strict=True):
            if probability >= threshold:
                picked[group(pick)] = picked.get(group(pick), 0) + 1
        for arrival in self.truth:
            there[group(arrival)] = there.get(group(arrival), 0) + 1
        for index in self.matched(threshold):
            apart.setdefault(group(self.truth[self.second[index]]), []).append(self.apart[index])
        found = picked.keys() | there.keys()
        names = [name for name in order if name in found] or sorted(found)
        return {name: Counts(picked.get(name, 0), there.get(name, 0), np.array(apart.get(name, []))) for name in names}

    def curve(self) -> tuple[CurvePoint, ...]:
        if not len(self.probability):
            return ()
        counted = [threshold for threshold in THRESHOLDS if threshold >= self.probability.min() - 0.01]
        points = []
        for threshold in counted:
            counts = self.counts(threshold)
            if counts.picks:
                points.append(CurvePoint(threshold, counts.precision, counts.recall, counts.f1))
        return tuple(points)


def snr_bins(edges: Sequence[float] = SNR_EDGES) -> tuple[str, ...]:
    """Names of the bins of signal-to-noise ratio, from the lowest on, and of records of which it is not known."""
    between = (f"{low:g}–{high:g} dB" for low, high in pairwise(edges))
    return (
        tr("below {edges:g} dB").format(edges=edges[0]),
        *between,
        tr("{edges:g} dB on").format(edges=edges[-1]),
        "unknown",
    )


def _of_phase(picks: Sequence[Pick], phase: str) -> list[Pick]:
    return [pick for pick in picks if pick.phase == phase and pick.review is not Review.REJECTED]


def _code(pick: Pick) -> str:
    return pick.station.code


def _code_alone(pick: Pick) -> str:
    return pick.station.station


def _places(picks: Sequence[Pick], place: Callable[[Pick], Hashable]) -> dict[Hashable, np.ndarray]:
    found: dict[Hashable, list[int]] = {}
    for index, pick in enumerate(picks):
        found.setdefault(place(pick), []).append(index)
    return {key: np.array(indices) for key, indices in found.items()}


@dataclass(frozen=True)
class _Bins:
    """Says in which bin of signal-to-noise ratio the record of a pick lies."""

    snr: Mapping[str, float]
    edges: Sequence[float]

    @property
    def names(self) -> tuple[str, ...]:
        return snr_bins(self.edges)

    def __call__(self, pick: Pick) -> str:
        value = self.snr.get(pick.record, math.nan)
        return self.names[-1] if math.isnan(value) else self.names[int(np.searchsorted(self.edges, value, "right"))]
