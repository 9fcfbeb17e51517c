"""Where the traces of a survey lie: line numbers, sample times, live traces, coordinates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.several_2d.line_crossings import Crossing, crossings


class Direction(StrEnum):
    """The three ways to cut a survey. The values are the prefixes of section names."""

    INLINE = "inline"
    CROSSLINE = "crossline"
    TIME = "time"


LINES = (Direction.INLINE, Direction.CROSSLINE)  # the directions of sections that are one trace wide


@dataclass(frozen=True, order=True)
class SectionId:
    """One section: a direction and its line number (for a time slice: its sample index, 0 at the top)."""

    direction: Direction
    number: int

    def __str__(self) -> str:
        return f"{self.direction}_{self.number}"

    @classmethod
    def parse(cls, text: str) -> SectionId:
        """Read `inline_130` or `inline:130`; raises BadRequest for anything else."""
        match = re.fullmatch(r"(inline|crossline|time)[_:](-?\d+)", text.strip())
        if not match:
            raise BadRequest(
                tr("“{text}” names no section: write inline:130, crossline:575 or time:100 (a sample index).").format(
                    text=text
                )
            )
        return cls(Direction(match[1]), int(match[2]))


@dataclass(frozen=True)
class LineAxis:
    """Line numbers start, start + step, …; always ascending, whatever the order in the file."""

    start: int
    step: int
    count: int

    @property
    def stop(self) -> int:
        """The last line number."""
        return self.start + self.step * (self.count - 1)

    @property
    def numbers(self) -> np.ndarray:
        return self.start + self.step * np.arange(self.count)

    def number(self, index: int) -> int:
        return self.start + self.step * int(index)

    def index(self, number: int) -> int:
        """Position of a line number; raises BadRequest when the survey has no such line."""
        index, rest = divmod(int(number) - self.start, self.step)
        if rest or not 0 <= index < self.count:
            raise BadRequest(
                tr("The survey has no line {number}: its lines are {start}–{stop}, step {step}.").format(
                    number=number, start=self.start, stop=self.stop, step=self.step
                )
            )
        return index


@dataclass(frozen=True)
class SampleAxis:
    """Sample positions start + interval · index, in `unit` ("ms" two-way time, or "m" / "ft" depth), downward."""

    start: float
    interval: float
    count: int
    unit: str = "ms"

    @property
    def stop(self) -> float:
        return self.start + self.interval * (self.count - 1)

    @property
    def values(self) -> np.ndarray:
        return self.start + self.interval * np.arange(self.count)

    @property
    def is_time(self) -> bool:
        return self.unit == "ms"


@dataclass(frozen=True)
class LineOfSeveral:
    """One of several 2D lines that are one survey. traces: the numbers of its traces."""

    name: str
    traces: LineAxis


@dataclass(frozen=True)
class Geometry:
    """The grid of a survey.

    live: bool (inlines, crosslines), True where the file holds a trace with data.
    affine: (2, 3) float64 that takes (inline index, crossline index, 1) to X, Y; None where coordinates are missing.
    trace_xy: float64 (inlines, crosslines, 2), for 2D lines, whose traces follow no grid; None for a 3D survey.
    reference: what X and Y are.
    is_2d: only inlines are sections; a 2D line is stored as a single inline whose "crosslines" are trace (CDP) numbers.
    lines: of several 2D lines, each of which is an inline as wide as the longest. Its "crosslines" are positions along it,
    those beyond its own traces are not live and have the coordinates of its last trace. Empty for all else.
    """

    inlines: LineAxis
    crosslines: LineAxis
    samples: SampleAxis
    live: np.ndarray = field(repr=False, compare=False)
    affine: np.ndarray | None = field(default=None, repr=False, compare=False)
    trace_xy: np.ndarray | None = field(default=None, repr=False, compare=False)
    is_2d: bool = False
    reference: CoordinateReference = field(default=CoordinateReference(), compare=False)
    lines: tuple[LineOfSeveral, ...] = ()

    @property
    def shape(self) -> tuple[int, int, int]:
        """(inlines, crosslines, samples)."""
        return self.inlines.count, self.crosslines.count, self.samples.count

    @cached_property
    def is_sparse(self) -> bool:
        """Whether less than half of the grid holds traces: lone lines, of which time slices show little."""
        return not self.lines and bool(self.live.mean() < 0.5)

    def length(self, inline_index: int) -> int:
        """How many positions of an inline belong to it: all, but of several 2D lines."""
        return self.lines[inline_index].traces.count if self.lines else self.crosslines.count

    def trace_number(self, inline_index: int | np.ndarray, crossline_index: int | np.ndarray) -> int | np.ndarray:
        """The crossline number of a trace; of several 2D lines its number on its own line."""
        if not self.lines:
            return self.crosslines.start + self.crosslines.step * crossline_index
        starts, steps = np.array([(line.traces.start, line.traces.step) for line in self.lines]).T
        return starts[inline_index] + steps[inline_index] * crossline_index

    @cached_property
    def inside(self) -> np.ndarray:
        """Bool (inlines, crosslines): which positions belong to the lines, whether they hold a trace or not."""
        lengths = [self.length(index) for index in range(self.inlines.count)]
        return np.arange(self.crosslines.count) < np.array(lengths)[:, None]

    def count(self, direction: Direction) -> int:
        """Number of sections in a direction."""
        return self.shape[list(Direction).index(direction)]

    def index(self, section: SectionId) -> int:
        """Position of a section along its direction; raises BadRequest when the survey has no such section."""
        if section.direction is Direction.INLINE:
            return self.inlines.index(section.number)
        if section.direction is Direction.CROSSLINE:
            return self.crosslines.index(section.number)
        if not 0 <= section.number < self.samples.count:
            raise BadRequest(
                tr("The survey has no sample {section_number}: it has samples 0–{count}.").format(
                    section_number=section.number, count=self.samples.count - 1
                )
            )
        return section.number

    def section(self, direction: Direction, index: int) -> SectionId:
        """The section at a position along a direction."""
        if direction is Direction.INLINE:
            return SectionId(direction, self.inlines.number(index))
        if direction is Direction.CROSSLINE:
            return SectionId(direction, self.crosslines.number(index))
        return SectionId(direction, int(index))

    def section_shape(self, direction: Direction) -> tuple[int, int]:
        """(traces, samples) of an inline or crossline, (inlines, crosslines) of a time slice."""
        inlines, crosslines, samples = self.shape
        return {
            Direction.INLINE: (crosslines, samples),
            Direction.CROSSLINE: (inlines, samples),
            Direction.TIME: (inlines, crosslines),
        }[direction]

    def section_live(self, section: SectionId) -> np.ndarray:
        """Bool (traces,) of an inline or crossline; bool (inlines, crosslines) of a time slice."""
        index = self.index(section)
        if section.direction is Direction.INLINE:
            return self.live[index]
        if section.direction is Direction.CROSSLINE:
            return self.live[:, index]
        return self.live

    def xy(self, inline_index: float, crossline_index: float) -> tuple[float, float] | None:
        """X, Y of a grid position in the survey's coordinates, or None where they are unknown."""
        if self.trace_xy is not None:
            places = zip((inline_index, crossline_index), self.trace_xy.shape, strict=False)
            x, y = self.trace_xy[tuple(int(np.clip(round(place), 0, count - 1)) for place, count in places)]
            return float(x), float(y)
        if self.affine is None:
            return None
        x, y = self.affine @ (inline_index, crossline_index, 1.0)
        return float(x), float(y)

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """Where several 2D lines cross; none for all else, and none of lines without a trace."""
        if not self.lines or self.trace_xy is None:
            return ()
        found = crossings([xy[: self.length(index)] for index, xy in enumerate(self.trace_xy)])
        return tuple(each for each in found if not any(map(self.is_removed, each.lines)))

    def is_removed(self, index: int) -> bool:
        """Whether one of several 2D lines has no trace any more: it was taken out, and its place is kept."""
        return bool(self.lines) and not self.live[index].any()

    @cached_property
    def _line_places(self) -> np.ndarray:
        """Where the traces of several 2D lines lie, in traces, float64 (inlines, crosslines, 2): lines that cross have a
        trace at the same place there."""
        xy = self.trace_xy
        if self.reference.is_geographic:
            xy = xy * (math.cos(math.radians(float(xy[..., 1].mean()))), 1.0)
        steps = np.linalg.norm(np.diff(xy, axis=1), axis=-1)[self.inside[:, 1:]]
        step = float(np.median(steps)) if steps.size else 0.0
        places = (xy - xy.reshape(-1, 2).min(axis=0)) / (step or 1.0)
        for crossing in self.crossings:
            (one, other), (at, there) = crossing.lines, map(round, crossing.traces)
            places[other, there] = places[one, at]
        return places

    def places(self, inlines: np.ndarray, crosslines: np.ndarray) -> np.ndarray:
        """Where traces (indices) lie, counted in traces, (…, 2): on the grid; of several 2D lines on a map."""
        if self.lines and self.trace_xy is not None:
            return self._line_places[inlines, crosslines]
        return np.stack([inlines, crosslines], axis=-1)

    def grid_xy(self) -> np.ndarray:
        """X and Y of every place of the grid, float64 (2, inlines, crosslines); only where coordinates are known."""
        if self.trace_xy is not None:
            return np.ascontiguousarray(np.moveaxis(self.trace_xy, -1, 0))
        inline, crossline = np.indices(self.shape[:2])
        return np.tensordot(self.affine, np.stack([inline, crossline, np.ones_like(inline)]), axes=1)
