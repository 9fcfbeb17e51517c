"""A catalogue beside a known one: which events both have, which only one has, and how many would meet by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.catalogue.station_tables import centred, distances
from seisviewer.picks.matching import near_pairs, nearest_first
from seisviewer.picks.pick import Event

SHIFTS = 50  # of the known catalogue in time, over which chance matches are averaged


@dataclass(frozen=True)
class Tolerance:
    """seconds between origin times, km between epicentres; where one event has no place, its time alone decides."""

    seconds: float = 3.0
    kilometres: float = 25.0


@dataclass(frozen=True)
class SameEvent:
    """An event of both catalogues. apart: seconds, ours minus the known. distance: km between the epicentres, deeper: km,
    larger: magnitude, ours less the known; None where one of them does not say."""

    known: Event
    own: Event
    apart: float
    distance: float | None
    deeper: float | None
    larger: float | None


@dataclass(frozen=True)
class Comparison:
    """by_chance: mean number of matches of a known catalogue that was shifted in time. missed: of the known catalogue only.
    new: of ours only. chance_shares: by event of the known catalogue, in the order of time, how often it met one by chance."""

    matched: tuple[SameEvent, ...]
    missed: tuple[Event, ...]
    new: tuple[Event, ...]
    chance_shares: tuple[float, ...]
    known: tuple[Event, ...]
    tolerance: Tolerance

    @property
    def by_chance(self) -> float:
        return float(sum(self.chance_shares))

    def of_at_least(self, magnitude: float) -> tuple[int, int, float]:
        """Of the known events with at least a magnitude: how many are matched, how many there are, how many would be
        matched by chance."""
        large = [_is_at_least(event, magnitude) for event in self.known]
        hits = sum(_is_at_least(pair.known, magnitude) for pair in self.matched)
        return hits, sum(large), float(sum(share for share, is_ in zip(self.chance_shares, large, strict=True) if is_))


def compare(
    known: Sequence[Event], own: Sequence[Event], tolerance: Tolerance | None = None, shifts: int = SHIFTS
) -> Comparison:
    """Match events one to one, the nearest in time first.

    By chance: the known events' times are moved on by a share of the time that both catalogues span, and what runs over its
    end begins anew at its start, so that events which come in swarms go on doing so.
    """
    tolerance = tolerance or Tolerance()
    known, own = (tuple(sorted(each, key=lambda event: event.time)) for each in (known, own))
    theirs, ours = _Epicentres.of(known), _Epicentres.of(own)
    pairs = {one: (other, distance) for one, other, distance in _pairs(theirs, ours, tolerance)}
    taken = {other for other, _ in pairs.values()}
    return Comparison(
        tuple(_same(known[one], own[other], distance) for one, (other, distance) in sorted(pairs.items())),
        tuple(event for place, event in enumerate(known) if place not in pairs),
        tuple(event for place, event in enumerate(own) if place not in taken),
        _chance(theirs, ours, tolerance, shifts),
        known,
        tolerance,
    )


@dataclass(frozen=True)
class _Epicentres:
    """times: seconds (n,). places: km from the centre of the earth (n, 3), not a number where nobody says."""

    times: np.ndarray
    places: np.ndarray

    @classmethod
    def of(cls, events: Sequence[Event]) -> _Epicentres:
        places = np.full((len(events), 3), np.nan)
        located = [event.latitude is not None and event.longitude is not None for event in events]
        there = [event for event, is_ in zip(events, located, strict=True) if is_]
        if there:
            places[located] = centred(
                np.array([event.latitude for event in there]), np.array([event.longitude for event in there])
            )
        return cls(np.array([event.time for event in events]), places)


def _pairs(known: _Epicentres, own: _Epicentres, tolerance: Tolerance) -> list[tuple[int, int, float]]:
    """Places in both catalogues of the events that are one, and km between their epicentres."""
    first, second, apart = near_pairs(known.times, own.times, tolerance.seconds)
    away = distances(known.places[first], own.places[second])
    near = ~(away > tolerance.kilometres)  # also where a place is not known
    first, second, apart, away = first[near], second[near], apart[near], away[near]
    return [(int(first[kept]), int(second[kept]), float(away[kept])) for kept in nearest_first(first, second, apart)]


def _chance(known: _Epicentres, own: _Epicentres, tolerance: Tolerance, shifts: int) -> tuple[float, ...]:
    times = known.times
    if not len(times) or not len(own.times) or not shifts:
        return (0.0,) * len(times)
    first, last = min(times.min(), own.times.min()), max(times.max(), own.times.max())
    span = last - first + 2 * tolerance.seconds
    hits = np.zeros(len(times))
    for number in range(1, shifts + 1):
        moved = first + (times - first + span * number / (shifts + 1)) % span
        for one, *_ in _pairs(_Epicentres(moved, known.places), own, tolerance):
            hits[one] += 1
    return tuple((hits / shifts).tolist())


def _same(known: Event, own: Event, distance: float) -> SameEvent:
    return SameEvent(
        known,
        own,
        own.time - known.time,
        None if np.isnan(distance) else float(distance),
        None if own.depth is None or known.depth is None else own.depth - known.depth,
        None if own.magnitude is None or known.magnitude is None else own.magnitude - known.magnitude,
    )


def _is_at_least(event: Event, magnitude: float) -> bool:
    return event.magnitude is not None and event.magnitude >= magnitude
