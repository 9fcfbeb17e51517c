"""What lies under the pointer, and how section coordinates and grid positions turn into one another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from seisviewer.app.section_state import Position
from seisviewer.volumes.geometry import Direction, Geometry, SectionId


@dataclass(frozen=True)
class PointerReading:
    """The sample under the pointer. position: grid indices. inline, crossline: line numbers. depth: in the unit of the
    survey's sample axis. xy: coordinates, or None where the survey has none. live: whether there is a trace. amplitude:
    None where there is none, or where the section is not read yet."""

    section: SectionId
    position: Position
    inline: int
    crossline: int
    depth: float
    unit: str
    xy: tuple[float, float] | None
    live: bool
    amplitude: float | None


def position_at(geometry: Geometry, section: SectionId, row: float, column: float) -> Position:
    """The grid position nearest to fractional indices of a section, pulled inside the survey."""
    index = geometry.index(section)
    spots = {
        Direction.INLINE: (index, row, column),
        Direction.CROSSLINE: (row, index, column),
        Direction.TIME: (row, column, index),
    }[section.direction]
    limits = (count - 1 for count in geometry.shape)
    return Position(*(min(max(math.floor(spot + 0.5), 0), limit) for spot, limit in zip(spots, limits, strict=True)))


def place_of(direction: Direction, position: Position) -> tuple[int, int]:
    """Row and column of a grid position in the section of this direction that holds it."""
    return {
        Direction.INLINE: (position.crossline, position.sample),
        Direction.CROSSLINE: (position.inline, position.sample),
        Direction.TIME: (position.inline, position.crossline),
    }[direction]


def read_pointer(
    geometry: Geometry, section: SectionId, row: float, column: float, amplitudes: np.ndarray | None
) -> PointerReading | None:
    """What lies at fractional indices of a section; None outside of it."""
    rows, columns = geometry.section_shape(section.direction)
    if not (-0.5 <= row < rows - 0.5 and -0.5 <= column < columns - 0.5):
        return None
    position = position_at(geometry, section, row, column)
    amplitude = None
    if amplitudes is not None:
        value = float(amplitudes[place_of(section.direction, position)])
        amplitude = None if math.isnan(value) else value
    samples = geometry.samples
    return PointerReading(
        section=section,
        position=position,
        inline=geometry.inlines.number(position.inline),
        crossline=int(geometry.trace_number(position.inline, position.crossline)),
        depth=samples.start + samples.interval * position.sample,
        unit=samples.unit,
        xy=geometry.xy(position.inline, position.crossline),
        live=bool(geometry.live[position.inline, position.crossline]),
        amplitude=amplitude,
    )
