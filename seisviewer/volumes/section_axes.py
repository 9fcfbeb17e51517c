"""The axes of a section: line numbers, milliseconds or metres for the indices of its rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry

Index = TypeVar("Index")


@dataclass(frozen=True)
class IndexAxis:
    """name: with its unit. start: value at index 0. step: value from index to index. whole: only whole numbers mean
    something."""

    name: str
    start: float
    step: float
    whole: bool = False

    def value(self, index: Index) -> Index:
        """Of a fractional index, or of an array of them."""
        return self.start + self.step * index

    def index(self, value: float) -> float:
        """The fractional index of a value."""
        return (value - self.start) / self.step


def section_axes(geometry: Geometry, direction: Direction, index: int = 0) -> tuple[IndexAxis, IndexAxis]:
    """The axis of the rows and that of the columns of sections of one direction. index: of the section, which tells
    something of several 2D lines only, whose traces are numbered each in its own way."""
    samples = geometry.samples
    traces = geometry.lines[index].traces if geometry.lines and direction is Direction.INLINE else geometry.crosslines
    name = tr("Two-way time (ms)") if samples.is_time else tr("Depth ({unit})").format(unit=samples.unit)
    down = IndexAxis(name, samples.start, samples.interval)
    inlines = IndexAxis(tr("Inline"), geometry.inlines.start, geometry.inlines.step, whole=True)
    crosslines = IndexAxis(
        tr("Trace (CDP)") if geometry.is_2d else tr("Crossline"),
        traces.start,
        traces.step,
        whole=True,
    )
    return {
        Direction.INLINE: (crosslines, down),
        Direction.CROSSLINE: (inlines, down),
        Direction.TIME: (inlines, crosslines),
    }[direction]
