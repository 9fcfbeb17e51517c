"""Faults that the user drew: planes between the lines on which they were drawn, and what lies on either side of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np

POINTS = 33  # of a stick from its top to its base, so that two sticks can be compared
KNOTS = 50.0  # lines along a fault between two places at which its throw is unknown
ROLL = 200.0  # traces on which half a throw dies out on either side of its fault
# Lines beyond the outermost sticks to which a fault is taken to go on. Reflectors carry boundaries round the end of a
# fault: one that ended where nobody has drawn yet would throw nothing. Where there is no throw a cut costs little:
# reflectors along the fault carry either side.
BEYOND = 250.0


@dataclass(frozen=True)
class FaultLine:
    """A fault as it was drawn on one line. fault: its number. axis: 0 on an inline, 1 on a crossline. index: position
    of that line. top: depth of its first point in samples; the middle of sample 7 is 7.5. traces: (samples,), where it
    lies at each sample from there on, along the line."""

    fault: int
    axis: int
    index: int
    top: float
    traces: np.ndarray = field(repr=False, compare=False)

    @property
    def base(self) -> float:
        return self.top + len(self.traces) - 1


@dataclass(frozen=True, eq=False)
class FaultPlane:
    """What was drawn of one fault on lines of one direction. axis: as in FaultLine. indices: (sticks,), ascending, of
    the lines. tops, bases: (sticks,), samples. traces: (sticks, POINTS), evenly spaced from top to base."""

    fault: int
    axis: int
    indices: np.ndarray = field(repr=False)
    tops: np.ndarray = field(repr=False)
    bases: np.ndarray = field(repr=False)
    traces: np.ndarray = field(repr=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FaultPlane):
            return NotImplemented
        return all(np.array_equal(getattr(self, each.name), getattr(other, each.name)) for each in fields(self))

    @property
    def knots(self) -> np.ndarray:
        """The lines at which its throw is unknown, evenly spaced; between them it changes evenly."""
        first, last = self.indices[0] - BEYOND, self.indices[-1] + BEYOND
        return np.linspace(first, last, 2 + int((last - first) / KNOTS))

    def reaches(self, indices: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """Bool: whether it goes as far as these lines at these depths."""
        top, base = (np.interp(indices, self.indices, ends) for ends in (self.tops, self.bases))
        along = (indices >= self.indices[0] - BEYOND) & (indices <= self.indices[-1] + BEYOND)
        return along & (depths >= top) & (depths <= base)

    def traces_at(self, indices: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """Where it lies along lines at depths: between two sticks in proportion, beyond its ends as at the end."""
        stick = np.clip(np.searchsorted(self.indices, indices, "right") - 1, 0, max(len(self.indices) - 2, 0))
        following = np.minimum(stick + 1, len(self.indices) - 1)
        apart = np.maximum(self.indices[following] - self.indices[stick], 1)
        share = np.clip((indices - self.indices[stick]) / apart, 0.0, 1.0)
        top = self.tops[stick] * (1 - share) + self.tops[following] * share
        base = self.bases[stick] * (1 - share) + self.bases[following] * share
        place = np.clip((depths - top) / np.maximum(base - top, 1e-6), 0.0, 1.0) * (POINTS - 1)
        above = np.minimum(place.astype(int), POINTS - 2)
        below_share = place - above
        found = np.zeros(np.shape(place))
        for number, weight in ((stick, 1 - share), (following, share)):
            upper, lower = self.traces[number, above], self.traces[number, above + 1]
            found += weight * (upper * (1 - below_share) + lower * below_share)
        return found

    def on_line(self, axis: int, index: int, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """Where it meets a line: traces and depths of each piece without a gap, from the top down. axis, index: of the
        line, as in FaultLine. count: traces of the line."""
        depths = np.arange(np.floor(self.tops.min()), np.ceil(self.bases.max())) + 0.5
        if axis == self.axis:
            lines = np.full(len(depths), float(index))
            traces, met = self.traces_at(lines, depths), self.reaches(lines, depths)
            return _unbroken(np.where(met & (traces >= -0.5) & (traces <= count - 0.5), traces, np.nan), depths)
        first, last = max(0.0, self.indices[0] - BEYOND), min(count - 1.0, self.indices[-1] + BEYOND)
        lines = np.arange(np.ceil(first), last + 1)
        grid = np.meshgrid(lines, depths)
        past = np.where(self.reaches(*grid), self.traces_at(*grid) - index, np.nan)
        steep, level = _first_crossings(past, lines), _first_crossings(past.T, depths)
        if np.isfinite(steep).sum() >= np.isfinite(level).sum():
            return _unbroken(steep, depths)
        return [(traces, found) for found, traces in _unbroken(level, lines)]

    def on_slice(self, depth: float, counts: tuple[int, int]) -> list[tuple[np.ndarray, np.ndarray, bool]]:
        """Where it meets a time slice: lines and traces of each piece without a gap, and whether it lies beyond the sticks.
        counts: of the lines along `axis` and of those across."""
        first, last = self.indices[0], self.indices[-1]
        found = []
        for start, end, beyond in ((first - BEYOND, first, True), (first, last, False), (last, last + BEYOND, True)):
            lines = np.arange(np.ceil(max(start, 0.0)), min(end, counts[0] - 1.0) + 1)
            depths = np.full(len(lines), depth)
            traces = self.traces_at(lines, depths)
            met = self.reaches(lines, depths) & (traces >= -0.5) & (traces <= counts[1] - 0.5)
            found += [(along, across, beyond) for across, along in _unbroken(np.where(met, traces, np.nan), lines)]
        return found

    def steps(self, places: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """As `Faults.steps`."""
        indices, traces = places[:, self.axis], places[:, 1 - self.axis]
        away = traces - self.traces_at(indices, depths)
        step = 0.5 * np.sign(away) * np.exp(-np.abs(away) / ROLL) * self.reaches(indices, depths)
        knots = self.knots
        apart = np.abs(indices[:, None] - knots) / (knots[1] - knots[0])
        return step[:, None] * np.clip(1 - apart, 0.0, 1.0)


@dataclass(frozen=True)
class Faults:
    """All faults of a survey. A fault that was drawn on lines of both directions is a plane for each."""

    planes: tuple[FaultPlane, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.planes)

    @property
    def throws(self) -> int:
        """How many throws are unknown."""
        return sum(len(plane.knots) for plane in self.planes)

    @classmethod
    def through(cls, lines: Iterable[FaultLine]) -> Faults:
        """The planes through lines that were drawn; several of one fault on one section are one line, straight between
        them."""
        drawn: dict[tuple[int, int], dict[int, list[FaultLine]]] = defaultdict(lambda: defaultdict(list))
        for line in lines:
            drawn[line.fault, line.axis][line.index].append(line)
        return cls(tuple(_plane([_joined(parts) for parts in found.values()]) for _, found in sorted(drawn.items())))

    def separate(
        self, places: np.ndarray, depths: np.ndarray, other_places: np.ndarray, other_depths: np.ndarray
    ) -> np.ndarray:
        """Bool (pairs,): whether a fault passes between two points. places: (pairs, 2), traces; depths: (pairs,), samples.

        Two points of one surface on either side of a fault lie at two depths. It passes between them where it passes
        between their places at either depth: between the ends of the surface, where a fault leaves a gap, there is nothing
        to be tied.
        """
        cut = np.zeros(len(places), bool)
        for plane in self.planes:
            lines = places[:, plane.axis], other_places[:, plane.axis]
            traces = places[:, 1 - plane.axis], other_places[:, 1 - plane.axis]
            near = plane.reaches((lines[0] + lines[1]) / 2, (depths + other_depths) / 2)
            sides = np.stack(
                [
                    trace < plane.traces_at(line, depth)
                    for line, trace in zip(lines, traces)
                    for depth in (depths, other_depths)
                ]
            )
            cut |= near & sides.any(axis=0) & ~sides.all(axis=0)
        return cut

    def between(self, places: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """Bool (places − 1, depths): whether a fault passes between one place of a line and the next. places: (places, 2),
        traces; depths: samples."""
        cut = np.zeros((len(places) - 1, len(depths)), bool)
        for plane in self.planes:
            lines, at = np.broadcast_arrays(places[:, plane.axis, None].astype(float), depths[None])
            before = places[:, 1 - plane.axis, None] < plane.traces_at(lines, at)
            cut |= (before[1:] != before[:-1]) & plane.reaches((lines[1:] + lines[:-1]) / 2, at[1:])
        return cut

    def steps(self, places: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """How a surface at `depths` (places,) jumps by a throw of one sample at each fault, (places, throws): up on one
        side and down on the other, less and less away from it. Every fault has a throw of its own at places along
        it."""
        found = [plane.steps(places, depths) for plane in self.planes]
        return np.concatenate([np.zeros((len(places), 0)), *found], axis=1)


def _joined(parts: Sequence[FaultLine]) -> FaultLine:
    """One line from the first sample of its parts to the last."""
    parts = sorted(parts, key=lambda part: part.top)
    depths = np.concatenate([part.top + np.arange(len(part.traces)) for part in parts])
    order = np.argsort(depths, kind="stable")
    every = np.arange(depths.min(), depths.max() + 0.5)
    traces = np.concatenate([part.traces for part in parts])
    return replace(parts[0], traces=np.interp(every, depths[order], traces[order]))


def _plane(sticks: Sequence[FaultLine]) -> FaultPlane:
    sticks = sorted(sticks, key=lambda stick: stick.index)
    places = np.linspace(0.0, 1.0, POINTS)
    return FaultPlane(
        sticks[0].fault,
        sticks[0].axis,
        np.array([stick.index for stick in sticks], float),
        np.array([stick.top for stick in sticks], float),
        np.array([stick.base for stick in sticks], float),
        np.stack(
            [
                np.interp(places * (len(stick.traces) - 1), np.arange(len(stick.traces)), stick.traces)
                for stick in sticks
            ]
        ),
    )


def _first_crossings(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Where each row (rows, places) first changes its sign, NaN where it does not; places: (places,), evenly spaced by
    one."""
    found = np.full(len(values), np.nan)
    if len(places) < 2:
        return found
    before, after = values[:, :-1], values[:, 1:]
    with np.errstate(invalid="ignore"):
        crosses = (before * after <= 0) & (before != after)
    row = np.flatnonzero(crosses.any(axis=1))
    at = crosses[row].argmax(axis=1)
    found[row] = places[at] + before[row, at] / (before[row, at] - after[row, at])
    return found


def _unbroken(values: np.ndarray, along: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The pieces of a curve (values, along) between its gaps (NaN) that have two points or more."""
    known = np.flatnonzero(np.isfinite(values))
    pieces = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    return [(values[piece], along[piece]) for piece in pieces if len(piece) > 1]
