"""What speaks for a choice of header words: how the traces would lie on the grid, and whether coordinates agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.line_numbers import line_axis
from seisviewer.volumes.segy.header_bytes import COORDINATE_PAIRS, COORDINATE_WORDS, COUNTERS, HeaderBytes
from seisviewer.volumes.segy.several_lines import line_starts
from seisviewer.volumes.segy.trace_paths import TracePath, is_scattered, trace_path

FITTED_TRACES = 4_000
SMALLEST_ANGLE = 0.05  # sine of the angle between inlines and crosslines: below it they lie on one line
NEAR = 0.5  # bins that coordinates may lie off their plane
ROUNDING = 0.75  # units of the coordinates, which are whole numbers
MOST_CELLS = 2.0**52
MANY_LINES = 6
FEWEST_TRACES = 10  # of one of several 2D lines, on average


class Kind(StrEnum):
    """What a choice of header words makes of a file."""

    GRID = "3D"
    LINE = "2D line"
    LINES = "2D lines"
    PRESTACK = "prestack"
    UNKNOWN = "unknown"


class Agreement(StrEnum):
    """What the coordinates say about line numbers."""

    AGREE = "the coordinates agree"
    ABSENT = "there are no coordinates"
    DISAGREE = "the coordinates lie elsewhere"
    ALONG_LINE = "the coordinates lie along a line, not over an area"
    OVER_AREA = "the coordinates cover an area, not a line"
    LEAP = "the coordinates leap from line to line"


@dataclass(frozen=True)
class HeaderEvidence:
    """A choice of header words and what speaks for it, judged from a sample of the traces.

    inlines, crosslines: lines of the grid; of a 2D line 1 and its positions, of several their number and all positions.
    filled: share of the grid that has a trace. unique: share of traces with a position of their own. joined: how well
    traces form lines that meet, 0 to 1. along: the word that numbers the traces of a 2D line, 0 for none.
    gathered: of several lines, they may as well be gathers, or the lines of a survey. score: 0 to 100.
    """

    headers: HeaderBytes
    kind: Kind
    inlines: int
    crosslines: int
    filled: float
    unique: float
    joined: float
    agreement: Agreement
    along: int = 0
    gathered: bool = False
    score: float = 0.0

    def in_words(self) -> str:
        """What it would be and why, in one line."""
        if self.kind is Kind.LINES:
            what = tr("{inlines:,} 2D lines").format(inlines=self.inlines)
        elif self.kind is Kind.LINE:
            what = tr("one 2D line of {crosslines:,} positions, {share_in_words} with a trace").format(
                crosslines=self.crosslines, share_in_words=share_in_words(self.filled)
            )
        else:
            what = tr("3D, {inlines:,} × {crosslines:,} lines, {share_in_words} of the grid filled").format(
                inlines=self.inlines, crosslines=self.crosslines, share_in_words=share_in_words(self.filled)
            )
        shared = (
            ""
            if self.unique == 1
            else tr(", {share_in_words} of the traces share a position").format(
                share_in_words=share_in_words(1 - self.unique)
            )
        )
        return f"{what}{shared}; {self.agreement}"


@dataclass(frozen=True, eq=False)
class Numbering:
    """One header word as line numbers: position of every trace on the regular axis of its values, rising at first."""

    byte: int
    index: np.ndarray = field(repr=False)
    count: int
    different: int

    @classmethod
    def of(cls, byte: int, values: np.ndarray) -> Numbering:
        axis = line_axis(values)
        index = (values.astype(np.int64) - axis.start) // axis.step
        moves = np.diff(index)
        moves = moves[moves != 0]
        if len(moves) and moves[0] < 0:
            index = axis.count - 1 - index
        return cls(byte, index, axis.count, len(np.unique(index)))

    @cached_property
    def key(self) -> bytes:
        """Equal for words that number the traces alike, whatever they start from."""
        return self.index.tobytes()

    @cached_property
    def changes(self) -> int:
        """How often the number changes from one trace to the next in the file."""
        return int(np.count_nonzero(np.diff(self.index)))


@dataclass(frozen=True, eq=False)
class HeaderSample:
    """Header words of some traces, in the order of the file. words: byte to (traces,). coordinates: pair of bytes to X
    and Y, scaled. offset: (traces,). total: traces of the whole file."""

    words: Mapping[int, np.ndarray] = field(repr=False)
    coordinates: Mapping[tuple[int, int], tuple[np.ndarray, np.ndarray]] = field(repr=False)
    offset: np.ndarray = field(repr=False)
    total: int

    @property
    def traces(self) -> int:
        return len(self.offset)

    @property
    def share(self) -> float:
        """Traces of the file for every trace looked at."""
        return self.total / max(1, self.traces)

    def where(self, chosen: np.ndarray) -> HeaderSample:
        """Some of the traces; the rest is taken for as large a share of the file."""
        return HeaderSample(
            {byte: values[chosen] for byte, values in self.words.items()},
            {pair: (x[chosen], y[chosen]) for pair, (x, y) in self.coordinates.items()},
            self.offset[chosen],
            round(np.count_nonzero(chosen) * self.share),
        )

    @cached_property
    def numberings(self) -> dict[int, Numbering]:
        """Of every word that varies."""
        return {byte: Numbering.of(byte, values) for byte, values in self.words.items() if np.ptp(values)}

    @cached_property
    def usual_coordinates(self) -> tuple[int, int]:
        """The first pair of words that varies, if possible from neighbour to neighbour and by no counter."""
        varied = [pair for pair, places in self.coordinates.items() if any(np.ptp(values) for values in places)]
        places = (pair for pair in varied if not self.counts(pair) and not is_scattered(*self.coordinates[pair]))
        return next(places, varied[0] if varied else COORDINATE_PAIRS[0])

    @cached_property
    def copied_numbers(self) -> frozenset[tuple[int, int]]:
        """The pairs of coordinates that are line numbers, written twice."""
        numbers = [self.words[byte] for byte in self.numberings if byte not in COORDINATE_WORDS]
        return frozenset(
            pair
            for pair, places in self.coordinates.items()
            if all(any(np.array_equal(values, number) for number in numbers) for values in places)
        )

    def counts(self, pair: tuple[int, int]) -> bool:
        """Whether a pair of coordinates is but a running number, and one that does not vary."""
        counters = [self.words[byte] for byte in COUNTERS if byte in self.numberings]
        varied = [values for values in self.coordinates[pair] if np.ptp(values)]
        return len(varied) == 1 and any(np.array_equal(varied[0], counter) for counter in counters)


def grid_evidence(sample: HeaderSample, inline: Numbering, crossline: Numbering) -> HeaderEvidence | None:
    """As a 3D survey; None where the two words cannot tell its traces apart."""
    traces, cells = sample.traces, float(inline.count) * crossline.count
    if inline.different * crossline.different < 0.95 * traces or cells > MOST_CELLS:
        return None
    width = crossline.count + 1  # a gap, so that the end of a line is no neighbour of the next one's beginning
    places = np.unique(inline.index * width + crossline.index)
    unique = len(places) / traces
    along = np.diff(places) == 1
    joined = np.zeros(len(places), bool)
    joined[1:] |= along
    joined[:-1] |= along
    across = np.minimum(np.searchsorted(places, places + width), len(places) - 1)
    beside = places[across] == places + width
    joined |= beside
    joined[across[beside]] = True
    meeting = min(traces / inline.different, traces / crossline.different) - 1
    filled = min(1.0, len(places) * sample.share / cells)
    pair, agreement = _grid_coordinates(sample, inline, crossline)
    return HeaderEvidence(
        headers=HeaderBytes(inline.byte, crossline.byte, *pair),
        kind=Kind.GRID,
        inlines=inline.count,
        crosslines=crossline.count,
        filled=filled,
        unique=unique,
        joined=max(filled, float(joined.mean())) * min(1.0, 2 * meeting),
        agreement=agreement,
    )


def line_evidence(sample: HeaderSample, pair: tuple[int, int], number: Numbering) -> HeaderEvidence:
    """As one 2D line with these numbers along it. pair: the words of inline and crossline that say so."""
    order = np.argsort(number.index, kind="stable")
    found = []
    for each in _coordinates_beside(sample, pair):
        path = trace_path(
            number.index[order],
            *(values[order] for values in sample.coordinates[each]),
            shared=number.byte not in (*COUNTERS, 0),
        )
        if path is not None:
            found.append((each, _said_of_line(path)))
    telling = [each for each in found if each[1] is not Agreement.DISAGREE]  # random numbers are no coordinates
    coordinates, agreement = (telling or found or [(sample.usual_coordinates, Agreement.ABSENT)])[0]
    return HeaderEvidence(
        headers=HeaderBytes(*pair, *coordinates),
        kind=Kind.LINE,
        inlines=1,
        crosslines=number.count,
        filled=min(1.0, number.different * sample.share / number.count),
        unique=number.different / sample.traces,
        joined=1.0,
        agreement=agreement,
        along=number.byte,
    )


def _said_of_line(path: TracePath) -> Agreement:
    if path.is_line:
        return Agreement.AGREE
    if path.random:
        return Agreement.DISAGREE
    return Agreement.OVER_AREA if path.winding >= 4 else Agreement.LEAP


def lines_evidence(sample: HeaderSample, pair: tuple[int, int], number: Numbering) -> HeaderEvidence | None:
    """As several 2D lines, one behind the other in the file; None where they are not.

    pair: the words of inline and crossline; where the first varies it names the lines, else these begin where the numbers
    start again or the coordinates leap.
    """
    named = sample.numberings.get(pair[0])
    beside = _coordinates_beside(sample, pair)
    coordinates = sample.usual_coordinates
    x, y = sample.coordinates[coordinates]
    if coordinates not in beside:  # they are line numbers, written twice
        x, y = np.zeros((2, sample.traces))
    if named is not None:
        starts = np.flatnonzero(np.diff(named.index)) + 1
        if named.changes != named.different - 1:
            return None
    else:
        starts = line_starts(number.index, x, y)
    if not 0 < len(starts) <= sample.traces / FEWEST_TRACES - 1:
        return None
    restarts, agreement, unique = 0, Agreement.ABSENT, 0
    for first, last in zip([0, *starts], [*starts, sample.traces], strict=True):
        along = number.index[first:last]
        rise = np.diff(along)
        if (rise > 0).any() and (rise < 0).any():
            return None
        restarts += bool(first and along[0] <= number.index[:first].max())
        unique += len(np.unique(along))
        path = trace_path(along, x[first:last], y[first:last])
        if path is not None and agreement is not Agreement.DISAGREE:
            agreement = Agreement.AGREE if path.is_line else Agreement.DISAGREE
    if unique < 0.95 * sample.traces or agreement is Agreement.ABSENT and not restarts:
        return None
    return HeaderEvidence(
        headers=HeaderBytes(*pair, *coordinates),
        kind=Kind.LINES,
        inlines=len(starts) + 1,
        crosslines=number.count,
        filled=1.0,
        unique=unique / sample.traces,
        joined=1.0,
        agreement=agreement,
        along=number.byte,
        gathered=_are_gathers(sample, starts) or named is None and _are_alike(sample, starts),
    )


def _are_gathers(sample: HeaderSample, starts: np.ndarray) -> bool:
    """Whether every line holds the same offsets as the others."""
    line = np.searchsorted(starts, np.arange(sample.traces), side="right")
    return offsets_repeat(line, np.zeros_like(line), sample.offset)


def _are_alike(sample: HeaderSample, starts: np.ndarray) -> bool:
    """Whether many lines have as many traces each, as those of a survey have."""
    lengths = np.diff([0, *starts, sample.traces])
    return len(lengths) >= MANY_LINES and np.count_nonzero(lengths == np.median(lengths)) > 0.5 * len(lengths)


def offsets_repeat(inline: np.ndarray, crossline: np.ndarray, offset: np.ndarray) -> bool:
    """Whether most positions hold several traces, told apart by offsets that are found at other positions too; all
    (traces,)."""
    if not len(offset) or not 1 < len(np.unique(offset)) <= 0.5 * len(offset):
        return False
    position = inline.astype(np.int64) << 32 | crossline.astype(np.int64) & 0xFFFFFFFF
    _, place, folds = np.unique(position, return_inverse=True, return_counts=True)
    if (folds > 1).mean() < 0.5:
        return False
    return len(np.unique(np.stack([place.astype(np.int64), offset.astype(np.int64)]), axis=1)[0]) >= 0.95 * len(offset)


def _coordinates_beside(sample: HeaderSample, pair: tuple[int, int]) -> list[tuple[int, int]]:
    """Coordinate words that are not the line numbers themselves, nor a copy of them."""
    free = [each for each in sample.coordinates if not set(each) & set(pair) and not sample.counts(each)]
    return [each for each in free if each not in sample.copied_numbers]


def _grid_coordinates(
    sample: HeaderSample, inline: Numbering, crossline: Numbering
) -> tuple[tuple[int, int], Agreement]:
    """The coordinate words that lie on a plane over the grid, else the first that vary, and what they say."""
    found: tuple[tuple[int, int], Agreement] | None = None
    for pair in _coordinates_beside(sample, (inline.byte, crossline.byte)):
        agreement = _plane(inline.index, crossline.index, *sample.coordinates[pair])
        if agreement is Agreement.AGREE:
            return pair, agreement
        if found is None and agreement is not Agreement.ABSENT:
            found = pair, agreement
    return found or (sample.usual_coordinates, Agreement.ABSENT)


def _plane(inline: np.ndarray, crossline: np.ndarray, x: np.ndarray, y: np.ndarray) -> Agreement:
    placed = np.flatnonzero((x != 0) | (y != 0))
    placed = placed[:: max(1, len(placed) // FITTED_TRACES)]
    if len(placed) < 4 or np.ptp(x[placed]) == 0 or np.ptp(y[placed]) == 0:
        return Agreement.ABSENT
    indices = np.stack([inline[placed], crossline[placed], np.ones(len(placed))], axis=1).astype(np.float64)
    indices[:, :2] -= indices[:, :2].mean(axis=0)
    target = np.stack([x[placed], y[placed]], axis=1).astype(np.float64)
    target -= target.mean(axis=0)
    solution, off, rank = _least_squares(indices, target)
    good = off <= np.quantile(off, 0.8)  # a few wrong coordinates say nothing about the rest
    if rank == 3:
        solution, _, rank = _least_squares(indices[good], target[good])
        off = np.linalg.norm(indices @ solution - target, axis=1)
    bins = np.linalg.norm(solution[:2], axis=1)
    if rank < 3 or abs(np.linalg.det(solution[:2])) <= SMALLEST_ANGLE * bins.prod() or bins.min() <= 1e-3 * bins.max():
        return Agreement.ALONG_LINE
    # Lone lines that lie anywhere bend the plane for all: the traces that fit least tell them from a survey.
    within = np.quantile(off, 0.9)
    return Agreement.AGREE if within <= max(NEAR * bins.min(), ROUNDING) else Agreement.DISAGREE


def _least_squares(indices: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """The (3, 2) solution, how far each trace (traces,) lies off it, and the rank."""
    solution, _, rank, _ = np.linalg.lstsq(indices, target, rcond=None)
    return solution, np.linalg.norm(indices @ solution - target, axis=1), int(rank)


def share_in_words(share: float) -> str:
    """Never 0 or 100 where it only rounds to it."""
    return f"{share:.0%}" if share in (0, 1) or 0.01 <= share <= 0.99 else f"{share:.2%}"
