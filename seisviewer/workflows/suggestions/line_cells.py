"""What is said of one line, boiled down to cells of some traces and samples: little enough to keep of many lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.predictions.section_prediction import NO_CLASS, SectionPrediction
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

CELLS = 16  # on a line, each way, at least about so many: a place is to hold more than one class, and a whole stroke
MOST_TRACES, MOST_SAMPLES = 60, 24  # of a cell
LEAST = 4


@dataclass(frozen=True)
class LineSummary:
    """Arrays (row cells, column cells), NaN where nothing is known.

    traces, samples: of a cell; the last ones may reach beyond the line. doubt: the mean of 1 − confidence. changing:
    the mean of 1 − stability. apart: the share of the samples at which a line that crosses there says another class;
    apart_from: number of that line, or of the one that differs most, 0 where none crosses. classes: the class that fills
    most of the cell, NO_CLASS where nothing is known; second: the one that fills most of the rest, or NO_CLASS. columns:
    by trace index, the classes (samples,) where other lines cross.
    """

    section: SectionId
    traces: int
    samples: int
    doubt: np.ndarray = field(repr=False, compare=False)
    changing: np.ndarray = field(repr=False, compare=False)
    apart: np.ndarray = field(repr=False, compare=False)
    apart_from: np.ndarray = field(repr=False, compare=False)
    classes: np.ndarray = field(repr=False, compare=False)
    second: np.ndarray = field(repr=False, compare=False)
    columns: Mapping[int, np.ndarray] = field(repr=False, compare=False)


def cell_size(geometry: Geometry, direction: Direction) -> tuple[int, int]:
    """Traces and samples of a cell on the lines of a direction; a place to label is two cells each way."""
    traces, samples = geometry.section_shape(direction)
    return (
        min(max(-(-traces // CELLS), LEAST), MOST_TRACES),
        min(max(-(-samples // CELLS), LEAST), MOST_SAMPLES),
    )


def summarised(geometry: Geometry, answer: SectionPrediction, crossing: Iterable[int]) -> LineSummary:
    """The summary of what is said of an inline or crossline. crossing: indices of the traces at which others cross."""
    size = cell_size(geometry, answer.section.direction)
    doubt = _cell_means(1 - answer.confidence.astype(np.float32), size)
    stability = answer.stability
    changing = np.full(doubt.shape, np.nan, np.float32)
    if stability is not None:
        changing = _cell_means(1 - stability.astype(np.float32), size)
    classes, second = _commonest(answer.classes, size)
    columns = {int(at): answer.classes[at].copy() for at in crossing}
    nowhere = np.full(doubt.shape, np.nan, np.float32)
    return LineSummary(
        answer.section, *size, doubt, changing, nowhere, np.zeros(doubt.shape, int), classes, second, columns
    )


def compared(geometry: Geometry, lines: Iterable[LineSummary]) -> tuple[LineSummary, ...]:
    """The same lines, with how far those that cross say something else."""
    lines = tuple(lines)
    found = []
    for line in lines:
        apart, apart_from = line.apart.copy(), line.apart_from.copy()
        here = geometry.index(line.section)
        for other in lines:
            if other.section.direction is line.section.direction:
                continue
            at = geometry.index(other.section)
            if at not in line.columns or here not in other.columns:
                continue
            row, shares = at // line.traces, _differing(line.columns[at], other.columns[here], line.samples)
            more = ~(shares <= apart[row]) & np.isfinite(shares)
            apart[row, more], apart_from[row, more] = shares[more], other.section.number
        found.append(replace(line, apart=apart, apart_from=apart_from))
    return tuple(found)


def _differing(one: np.ndarray, other: np.ndarray, samples: int) -> np.ndarray:
    """By cell down a trace, the share of samples at which two say different classes; NaN where one says nothing."""
    known = (one != NO_CLASS) & (other != NO_CLASS)
    return _cell_means(np.where(known, one != other, np.nan)[None].astype(np.float32), (1, samples))[0]


def _cell_means(values: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Means of the finite values of each cell, NaN where there is none; float32 (row cells, column cells)."""
    finite = np.isfinite(values)
    counts = _cell_sums(finite.astype(np.float32), size)
    sums = _cell_sums(np.where(finite, values, 0).astype(np.float32), size)
    return np.divide(sums, counts, out=np.full(sums.shape, np.nan, np.float32), where=counts > 0)


def _cell_sums(values: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    starts = [np.arange(0, count, step) for count, step in zip(values.shape, size, strict=True)]
    return np.add.reduceat(np.add.reduceat(values, starts[0], axis=0), starts[1], axis=1)


def _commonest(classes: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """The class that fills most of each cell, and the one that fills most of the rest; NO_CLASS where there is none."""
    numbers = [int(number) for number in np.unique(classes) if number != NO_CLASS]
    if not numbers:
        shape = _cell_sums(np.zeros(classes.shape, np.float32), size).shape
        return np.full(shape, NO_CLASS, np.uint8), np.full(shape, NO_CLASS, np.uint8)
    counts = np.stack([_cell_sums((classes == number).astype(np.float32), size) for number in numbers])
    ranked = np.argsort(-counts, axis=0, kind="stable")
    named = np.asarray([*numbers, NO_CLASS], np.uint8)

    def of(rank: int) -> np.ndarray:
        if rank >= len(numbers):
            return np.full(counts.shape[1:], NO_CLASS, np.uint8)
        there = np.take_along_axis(counts, ranked[rank][None], axis=0)[0] > 0
        return named[np.where(there, ranked[rank], len(numbers))]

    return of(0), of(1)
