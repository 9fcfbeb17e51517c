"""Which rows are on the page, and where: the components of each station with probabilities and spectrogram, or a
section."""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from seisviewer.app.traces.page.section_order import SectionOrder
from seisviewer.app.traces.trace_state import TraceDisplay
from seisviewer.waveforms.record import Record


class Kind(Enum):
    TRACE = "trace"
    PROBABILITY = "probability"
    SPECTROGRAM = "spectrogram"


# Heights in pixels; traces take whatever room is left.
LEAST = {Kind.TRACE: 38.0, Kind.PROBABILITY: 40.0, Kind.SPECTROGRAM: 84.0}
MOST = {Kind.PROBABILITY: 72.0, Kind.SPECTROGRAM: 150.0}
BETWEEN = 9.0  # pixels between two stations
SECTION_LEAST = 26.0  # pixels from one trace of an evenly spaced section to the next
SECTION_CROWDED = 0.5  # of an even share of the page that a trace gets although others stand close to it
SECTION_OVERLAP = 1.5  # how far traces of a section reach into one another


@dataclass(frozen=True)
class Row:
    """top, height: pixels from the top of the page. component: index into the components of the record that is shown.
    distance: km, in a section by distance."""

    kind: Kind
    record: Record
    component: int
    top: float
    height: float
    distance: float | None = None

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True)
class Layout:
    """rows: from the top, none of them beginning or ending above the one before. height: of the whole page, at least
    that of the window. caption: how a section is ordered, and which event R and T are turned to."""

    rows: tuple[Row, ...] = ()
    height: float = 0.0
    caption: str = ""
    is_section: bool = False

    def at(self, y: float) -> Row | None:
        """The row at a height of the page; of rows that overlap the one whose middle is nearest."""
        near = self.between(y - BETWEEN, y + BETWEEN)
        found = [row for row in near if row.top - BETWEEN / 2 <= y < row.bottom + BETWEEN / 2]
        return min(found, key=lambda row: abs(row.middle - y), default=None)

    def of(self, key: str) -> tuple[Row, ...]:
        return self._by_key.get(key, ())

    def between(self, top: float, bottom: float) -> tuple[Row, ...]:
        """The rows that reach into a part of the page."""
        first, last = bisect.bisect_right(self._bottoms, top), bisect.bisect_left(self._tops, bottom)
        return self.rows[first:last]

    # A dataset has thousands of rows, and each frame asks for those of every record in sight.

    @cached_property
    def _by_key(self) -> dict[str, tuple[Row, ...]]:
        return {key: tuple(rows) for key, rows in itertools.groupby(self.rows, key=lambda row: row.record.key)}

    @cached_property
    def _tops(self) -> list[float]:
        return [row.top for row in self.rows]

    @cached_property
    def _bottoms(self) -> list[float]:
        return [row.bottom for row in self.rows]


def station_layout(
    records: Sequence[Record], display: TraceDisplay, with_probabilities: Collection[str], height: float, line: float
) -> Layout:
    """Every component of every record, stacked. with_probabilities: keys of the records that a picker has looked at.
    line: height of a line of text; two of them stand beside each row."""
    kinds = [(record, _kinds(record, display, record.key in with_probabilities)) for record in records]
    heights = _heights([kind for _, parts in kinds for kind, _ in parts], height - BETWEEN * len(kinds), 2 * line)
    rows, top = [], BETWEEN / 2
    for record, parts in kinds:
        for kind, component in parts:
            rows.append(Row(kind, record, component, top, heights[kind]))
            top += heights[kind]
        top += BETWEEN
    return Layout(tuple(rows), max(top - BETWEEN / 2, height))


def _heights(kinds: Sequence[Kind], height: float, text: float) -> dict[Kind, float]:
    """How high a row of each kind is, for all of them to fill a height if that is enough for them. text: what is written
    beside a row takes so much."""
    least = {kind: max(LEAST[kind], text) for kind in Kind}
    needed = sum(least[kind] for kind in kinds)
    stretch = max(1.0, height / needed) if needed else 1.0
    heights = {kind: min(least[kind] * stretch, MOST.get(kind, math.inf)) for kind in Kind}
    traces = kinds.count(Kind.TRACE)
    if traces:
        beside = sum(heights[kind] for kind in kinds if kind is not Kind.TRACE)
        heights[Kind.TRACE] = max(least[Kind.TRACE], (height - beside) / traces)
    return heights


def _kinds(record: Record, display: TraceDisplay, with_probabilities: bool) -> list[tuple[Kind, int]]:
    parts = [(Kind.TRACE, number) for number in range(len(record.components))]
    if display.spectrogram:
        parts.append((Kind.SPECTROGRAM, component_index(record, display.component)))
    if display.probabilities and with_probabilities:
        parts.append((Kind.PROBABILITY, 0))
    return parts


def section_layout(order: SectionOrder, display: TraceDisplay, height: float) -> Layout:
    """One component of every record, from top to bottom as far apart as their distances, or evenly."""
    count = len(order.records)
    if not count:
        return Layout((), height, order.caption, True)
    height = max(height, SECTION_LEAST * count)
    shares = _shares(order)
    closest = min((after - before for before, after in itertools.pairwise(shares)), default=1.0)
    even = height / count
    tall = SECTION_OVERLAP * max(SECTION_LEAST, min(even, max(closest * height, SECTION_CROWDED * even)))
    inset = min(tall, height) / 2
    rows = []
    for number, record in enumerate(order.records):
        middle = inset + shares[number] * (height - 2 * inset)
        distance = order.distances[number] if order.distances else None
        index = component_index(record, display.component)
        rows.append(Row(Kind.TRACE, record, index, middle - tall / 2, tall, distance))
    return Layout(tuple(rows), height, order.caption, True)


def _shares(order: SectionOrder) -> list[float]:
    """How far down each trace of a section lies, 0–1."""
    count = len(order.records)
    if order.distances and order.distances[-1] - order.distances[0] > 1e-3:
        nearest, farthest = order.distances[0], order.distances[-1]
        return [(distance - nearest) / (farthest - nearest) for distance in order.distances]
    return [number / (count - 1) if count > 1 else 0.5 for number in range(count)]


def component_index(record: Record, code: str) -> int:
    """The component of that letter. R and T stand where N and E, or 1 and 2, were; a letter that is not there gives the
    first component."""
    for letter in (code, {"R": "N", "T": "E"}.get(code, code)):
        if letter in record.codes:
            return record.codes.index(letter)
    return min({"R": 1, "T": 2, "N": 1, "E": 2}.get(code, 0), len(record.components) - 1)
