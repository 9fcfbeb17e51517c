"""What lines that cross say of one another: labels and horizons of the other line where it crosses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.labels.blocks import Box, read
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.voxel_codes import classes_of
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.several_2d.line_crossings import Crossing


@dataclass(frozen=True)
class LabelTick:
    """A run of one class down the trace of the other line. first, past: samples."""

    label: int
    first: int
    past: int


@dataclass(frozen=True)
class HorizonTick:
    """name, colour: of a horizon. sample: where it meets the other line, fractional."""

    name: str
    colour: str
    sample: float


@dataclass(frozen=True)
class OtherLine:
    """Where another line crosses the one on screen. trace: fractional, of the one on screen. line: index of the other one,
    there: fractional trace of it."""

    trace: float
    line: int
    name: str
    there: float
    labels: tuple[LabelTick, ...] = ()
    horizons: tuple[HorizonTick, ...] = ()


def lines_across(
    geometry: Geometry, line: int, labels: LabelSnapshot | None = None, horizons: Sequence[Horizon] = ()
) -> tuple[OtherLine, ...]:
    """The lines that cross one (its index), from its first trace on, with what is known along them there."""
    found = []
    for crossing in geometry.crossings:
        if (met := crossing.on(line)) is not None:
            trace, other, there = met
            column = round(there)
            ticks = () if labels is None else _label_ticks(labels, other, column)
            marks = tuple(
                HorizonTick(each.name, each.colour, float(each.depths[other, column]))
                for each in horizons
                if np.isfinite(each.depths[other, column])
            )
            found.append(OtherLine(trace, other, geometry.lines[other].name, there, ticks, marks))
    return tuple(sorted(found, key=lambda each: (each.trace, each.line)))


def labels_agree(labels: LabelSnapshot, crossing: Crossing) -> tuple[int, int]:
    """Samples that are labelled on both lines where they cross, and how many of them have the same class."""
    one, other = (
        _down_trace(labels, line, round(trace))
        for line, trace in zip(crossing.lines, crossing.traces, strict=True)
    )
    both = (one != UNLABELLED) & (other != UNLABELLED)
    return int(both.sum()), int((one == other)[both].sum())


def _down_trace(labels: LabelSnapshot, line: int, trace: int) -> np.ndarray:
    """Class numbers down one trace."""
    return classes_of(read(labels.blocks, Box(0, line, trace, 0, 1, labels.shape[2])))[0]


def _label_ticks(labels: LabelSnapshot, line: int, trace: int) -> tuple[LabelTick, ...]:
    column = _down_trace(labels, line, trace)
    starts = np.flatnonzero(np.diff(column, prepend=UNLABELLED - 1))
    ends = [*starts[1:].tolist(), len(column)]
    return tuple(
        LabelTick(int(column[first]), first, past)
        for first, past in zip(starts.tolist(), ends, strict=True)
        if column[first] != UNLABELLED
    )
