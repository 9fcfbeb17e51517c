"""What is drawn of records: curves in rows, picks, the filter, the stretch of time. `trace_drawing` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.pictures.spectrogram_colours import SpectrogramImage, spectrogram_image
from seisviewer.translation import tr
from seisviewer.waveforms.envelope import envelope
from seisviewer.waveforms.record import Component

COLUMNS = 2400  # of an envelope: some 15 to the millimetre
BESIDE, LEAST_BESIDE = 0.02, 1.0  # of the span, and seconds, that a spectrogram is made of beyond either end
FILL = 0.46  # of its row that the largest excursion takes to either side
LINE_STYLES = {Origin.MANUAL: "-", Origin.AUTOMATIC: "--", Origin.SELF_TRAINED: ":"}
ORIGIN_NAMES = {
    Origin.MANUAL: tr("set by hand"),
    Origin.AUTOMATIC: tr("by a picker"),
    Origin.SELF_TRAINED: "self-trained",
}
PHASE_COLOURS = {"P": "#d3261a", "S": "#1b56c9"}
OTHER_COLOUR = "#6b7078"


@dataclass(frozen=True)
class TraceRow:
    """One trace. times: (points,) seconds since 1970 UTC. heights: (points,), 0–1 down the picture, NaN in gaps. title: of
    record, "" but in its first row. channel, reach: what stands beside it. middle: 0–1 down the picture. gaps: from when to
    when nothing was recorded, seconds since 1970 UTC. gap_height: of them around the middle, 0–1."""

    times: np.ndarray = field(repr=False, compare=False)
    heights: np.ndarray = field(repr=False, compare=False)
    title: str
    channel: str
    reach: str
    middle: float
    gaps: tuple[tuple[float, float], ...] = ()
    gap_height: float = 0.0


@dataclass(frozen=True)
class SpectrogramRow:
    """The spectrogram of a component, which is computed when it is drawn. span: seconds since 1970 UTC. top, bottom: 0–1
    down the picture."""

    component: Component = field(repr=False, compare=False)
    span: tuple[float, float]
    top: float
    bottom: float

    @cached_property
    def image(self) -> SpectrogramImage:
        """Of a little more than the span: a window of samples lies around every moment of it."""
        beside = max(LEAST_BESIDE, BESIDE * (self.span[1] - self.span[0]))
        return spectrogram_image(self.component, self.span[0] - beside, self.span[1] + beside)

    @property
    def words(self) -> str:
        """What stands beside it: channel, frequencies from edge to edge, and the levels of the colours."""
        if not self.image.rgba.size:
            return tr("{channel}\nno spectrogram").format(channel=self.component.channel)
        low, high = self.image.levels
        highest = f"{self.image.highest:.0f}" if self.image.highest >= 10 else f"{self.image.highest:.2g}"
        return tr("{channel}  0–{highest} Hz\n{low:.0f} to {high:.0f} dB").format(
            channel=self.component.channel, highest=highest, low=low, high=high
        )


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
    dated: whether these times are of the clock, and not of windows that nobody dated. filter_text: what was done to the samples, in words. shape: height over width of the area of the traces."""

    title: str
    start: float
    end: float
    rows: tuple[TraceRow, ...]
    picks: tuple[PickMark, ...] = ()
    spectrograms: tuple[SpectrogramRow, ...] = ()
    filter_text: str = tr("Raw")
    origin: float | None = None
    shape: float = 0.55
    notes: tuple[str, ...] = ()
    dated: bool = True

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
    gap_share: float = 1.0  # of its height, that gaps are marked on; less where rows overlap


def row_of(
    component: Component, span: tuple[float, float], place: RowPlace, reach: float, recorded: Component | None = None
) -> TraceRow:
    """A component as its row shows it. reach: amplitude that fills the row; the middle is the median of what is seen.
    recorded: what it was made of, where its gaps are looked for; None for itself."""
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
    gaps = tuple((recorded or component).gaps(*span))
    beside = place.title, component.channel, place.reach, place.middle
    return TraceRow(times, heights, *beside, gaps, place.gap_share * place.height)


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
