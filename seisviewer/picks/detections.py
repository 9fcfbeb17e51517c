"""From findings in single records to events, and how well these agree with a catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.picks.clustering import KM_PER_DEGREE
from seisviewer.picks.matching import near_pairs, nearest_first
from seisviewer.picks.pick import Event
from seisviewer.waveforms.station import Coordinates

P_SPEED = 6.0  # km/s, of the crust


@dataclass(frozen=True)
class Detection:
    """time: when something arrives, seconds since 1970 UTC. score: 0–1. kind: number of a cluster or template, or -1."""

    time: float
    score: float
    kind: int = -1


@dataclass(frozen=True)
class Agreement:
    """How detections agree with a catalogue. found, known, matched: numbers of events. mean, std: of detection minus
    catalogue, seconds, over the matched ones; NaN without any."""

    found: int
    known: int
    matched: int
    mean: float
    std: float

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.known if self.known else 0.0

    @property
    def f1(self) -> float:
        total = self.found + self.known
        return 2 * self.matched / total if total else 0.0


def merged(detections: Sequence[Detection], apart: float, best: bool = True) -> tuple[Detection, ...]:
    """One detection where several lie less than `apart` seconds from each other: the best one, or the first of them."""
    kept: list[Detection] = []
    for one in sorted(detections, key=lambda each: -each.score if best else each.time):
        if all(abs(one.time - other.time) >= apart for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda each: each.time))


def associated(stations: Mapping[str, Sequence[Detection]], within: float, need: int) -> tuple[Detection, ...]:
    """Detections at at least `need` stations, all within `within` seconds of the first of them, as one: the time of the
    first, the mean score, the kind of the best. Each detection serves once."""
    waiting = sorted(
        ((one.time, key, one) for key, found in stations.items() for one in found), key=lambda each: each[:2]
    )
    together = []
    while waiting:
        begin = waiting[0][0]
        group: dict[str, Detection] = {}
        for time, key, one in waiting:
            if time > begin + within:
                break
            group.setdefault(key, one)
        if len(group) >= need:
            best = max(group.values(), key=lambda each: each.score)
            score = sum(each.score for each in group.values()) / len(group)
            together.append(Detection(begin, score, best.kind))
            waiting = [each for each in waiting if each[0] > begin + within]
        else:
            waiting = waiting[1:]
    return tuple(together)


def arrival_time(event: Event, place: Coordinates | None, speed: float = P_SPEED) -> float:
    """When the first wave of an event is expected at `place`: along a straight ray at `speed` km/s. The origin time where
    the event or the station has no place."""
    if place is None or event.latitude is None or event.longitude is None:
        return event.time
    north = event.latitude - place.latitude
    east = (event.longitude - place.longitude + 180.0) % 360.0 - 180.0
    east *= np.cos(np.radians((event.latitude + place.latitude) / 2))
    down = (event.depth or 0.0) + place.elevation / 1000.0
    return event.time + float(np.sqrt((north**2 + east**2) * KM_PER_DEGREE**2 + down**2)) / speed


def agreement(found: Sequence[float], known: Sequence[float], tolerance: float) -> Agreement:
    """Match times one to one, the nearest pairs first; only pairs within `tolerance` seconds count."""
    first, second, apart = near_pairs(np.asarray(found, float), np.asarray(known, float), tolerance)
    residuals = apart[nearest_first(first, second, apart)]
    mean, std = (float(residuals.mean()), float(residuals.std())) if len(residuals) else (float("nan"), float("nan"))
    return Agreement(len(found), len(known), len(residuals), mean, std)
