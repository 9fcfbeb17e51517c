"""What is drawn of records: curves in rows, picks, the filter, the stretch of time. `trace_drawing` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.waveforms.envelope import envelope
from seisviewer.waveforms.record import Component

COLUMNS = 2400  # of an envelope: some 15 to the millimetre
FILL = 0.46  # of its row that the largest excursion takes to either side
LINE_STYLES = {Origin.MANUAL: "-", Origin.AUTOMATIC: "--", Origin.SELF_TRAINED: ":"}
ORIGIN_NAMES = {Origin.MANUAL: "set by hand", Origin.AUTOMATIC: "by a picker", Origin.SELF_TRAINED: "self-trained"}
PHASE_COLOURS = {"P": "#d3261a", "S": "#1b56c9"}
OTHER_COLOUR = "#6b7078"


@dataclass(frozen=True)
class TraceRow:
    """One trace. times: (points,) seconds since 1970 UTC. heights: (points,), 0–1 down the picture, NaN in gaps. title: of
    the record, "" but in its first row. channel, reach: what stands beside it. middle: 0–1 down the picture."""

    times: np.ndarray = field(repr=False, compare=False)
    heights: np.ndarray = field(repr=False, compare=False)
    title: str
    channel: str
    reach: str
    middle: float


@dataclass(frozen=True)
class PickMark:
    """A pick over the rows of its record. top, bottom: 0–1 down the picture."""

    pick: Pick
    top: float
    bottom: float

    @property
    def colour(self) -> str:
        if self.pick.review is Review.REJECTED:
            return OTHER_COLOUR
        return PHASE_COLOURS.get(self.pick.phase[:1], OTHER_COLOUR)

    @property
    def line_style(self) -> str:
        return LINE_STYLES[self.pick.origin]


@dataclass(frozen=True)
class TracePicture:
    """start, end: of what is seen, seconds since 1970 UTC. origin: from when the axis counts seconds; None for UTC.
    filter_text: what was done to the samples, in words. shape: height over width of the area of the traces."""

    title: str
    start: float
    end: float
    rows: tuple[TraceRow, ...]
    picks: tuple[PickMark, ...] = ()
    filter_text: str = "Raw"
    origin: float | None = None
    shape: float = 0.55
    notes: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written with the user's own words."""
        return (self.title, *(row.title for row in self.rows), *self.notes)


@dataclass(frozen=True)
class RowPlace:
    """Where a row lies, 0–1 down the picture, and what stands beside it."""

    middle: float
    height: float
    title: str = ""
    reach: str = ""


def row_of(component: Component, span: tuple[float, float], place: RowPlace, reach: float) -> TraceRow:
    """A component as its row shows it. reach: amplitude that fills the row; the middle is the median of what is seen."""
    times, low, high = envelope(component, *span, COLUMNS)
    centres = low if low is high else (low + high) / 2
    known = centres[np.isfinite(centres)]
    middle = float(np.median(known)) if len(known) else 0.0
    if low is not high:  # down one column and up the next
        values = np.empty(2 * len(times))
        values[0::4], values[1::4] = low[0::2], high[0::2]
        values[2::4], values[3::4] = high[1::2], low[1::2]
        times, low = np.repeat(times, 2), values
    heights = place.middle - (low - middle) * (FILL * place.height / reach if reach > 0 else 0.0)
    return TraceRow(times, heights, place.title, component.channel, place.reach, place.middle)


def reach_of(components: Sequence[Component], span: tuple[float, float]) -> float:
    """The largest excursion from the median of any of some components in a span: what fills a row, so that they stay
    comparable."""
    found = 0.0
    for component in components:
        _, low, high = envelope(component, *span, COLUMNS)
        centres = (low + high) / 2
        centres = centres[np.isfinite(centres)]
        if len(centres):
            middle = float(np.median(centres))
            found = max(found, float(np.nanmax(high)) - middle, middle - float(np.nanmin(low)))
    return found
