"""Draws the page: first everything is looked up and computed for what is in sight, then it is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen

from seisviewer.app.traces.page.header_strip import axis_ticks, draw_events, draw_strip
from seisviewer.app.traces.page.page_rows import BETWEEN, Kind, Row
from seisviewer.app.traces.page.pick_index import PickIndex
from seisviewer.app.traces.page.pick_painting import draw_picks
from seisviewer.app.traces.page.probability_row import draw_probabilities
from seisviewer.app.traces.page.recording_gaps import draw_gaps, gaps_of
from seisviewer.app.traces.page.row_labels import draw_row_labels
from seisviewer.app.traces.page.spectrogram_row import draw_spectrogram
from seisviewer.app.traces.page.spectrograms import Spectrograms
from seisviewer.app.traces.page.theoretical_painting import draw_theoretical
from seisviewer.app.traces.page.time_axis import draw_grid
from seisviewer.app.traces.page.trace_colours import TraceColours, mixed
from seisviewer.app.traces.page.trace_curves import FILL, Curve, curve_of, polygons, shared_reach
from seisviewer.app.traces.page.treated_records import TreatedRecords
from seisviewer.app.traces.page.treatment import Treatment
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.translation import tr
from seisviewer.waveforms.amplitude_text import amplitude_text
from seisviewer.waveforms.record import Component, Record

SMOOTH = 3.0  # pixels from sample to sample from which on lines are smoothed
DOTS = 9.0  # pixels from sample to sample from which on every sample has a dot
PALE = 0.4  # strength of traces that are not yet filtered as asked
MARGIN = 60.0  # pixels beside the plot in which a pick still shows its band

ComponentKey = tuple[str, int]


@dataclass
class Contents:
    """What the rows in sight show. components, curves: by key of the record and number. reaches: amplitude that fills the
    row. stale: records that are not yet drawn as asked."""

    components: dict[ComponentKey, Component] = field(default_factory=dict)
    curves: dict[ComponentKey, Curve] = field(default_factory=dict)
    reaches: dict[ComponentKey, float] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)


def contents_of(
    visible: VisibleRange, treated: TreatedRecords, treatment: Callable[[Record], Treatment], gain: float
) -> Contents:
    """Envelopes of every component of the records in sight. The components of a record share their scale, those of a
    section have their own: near and far stations would not be seen together otherwise."""
    made = Contents()
    for row in visible.rows:
        key = row.record.key
        if any(known == key for known, _ in made.components):
            continue
        scale = visible.scale_of(key)
        found, is_current = treated.of(row.record, treatment(row.record), scale.span)
        if not is_current:
            made.stale.add(key)
        numbers = [row.component] if visible.layout.is_section else range(len(found.components))
        for number in numbers:
            made.components[key, number] = found.components[number]
            made.curves[key, number] = curve_of(found.components[number], scale)
        reach = shared_reach([made.curves[key, number] for number in numbers]) / gain
        made.reaches.update({(key, number): reach for number in numbers})
    return made


class PageDrawing:
    """What the canvas calls to paint."""

    def __init__(self, state: TraceState, treated: TreatedRecords, spectrograms: Spectrograms) -> None:
        self._state, self._treated, self._spectrograms = state, treated, spectrograms
        self.contents = Contents()

    def picture(
        self,
        painter: QPainter,
        visible: VisibleRange,
        treatment: Callable[[Record], Treatment],
        index: PickIndex,
        probabilities: Mapping[str, Mapping[str, Component]],
        colours: TraceColours,
        without: int = 0,
        note: str = "",
    ) -> None:
        """Everything but what moves with the pointer. without: id of a pick that is being dragged. note: for the user,
        in the strip above."""
        ticks = axis_ticks(self._state, visible, QFontMetricsF(painter.font()))
        self.contents = contents_of(visible, self._treated, treatment, self._state.display.gain)
        painter.fillRect(QRectF(0, 0, visible.plot.right() + 1, visible.plot.bottom() + 1), colours.paper)
        painter.setClipRect(visible.plot)
        for row in visible.rows:
            if row.kind is Kind.TRACE:
                self._gaps(painter, visible, row, colours)
        draw_grid(painter, visible.plot, visible.scale, ticks, colours)
        for row in visible.rows:
            self._row(painter, visible, row, probabilities, colours)
        painter.setClipRect(visible.plot)
        if self._state.display.picks:
            self._picks(painter, visible, index, colours, without)
        if self._state.display.theoretical:
            self._theoretical(painter, visible, colours)
        if not visible.delays:  # an origin time is one line only where all traces have the same time
            draw_events(painter, self._state.events, visible, colours)
        painter.setClipping(False)
        draw_strip(painter, self._state, visible, ticks, note or self._note, colours)
        painter.setClipRect(QRectF(0, visible.plot.top(), visible.plot.left(), visible.plot.height()))
        draw_row_labels(
            painter,
            visible,
            self.contents.components,
            self._reach_texts(),
            self._models(),
            self._state.current,
            colours,
        )
        painter.setClipping(False)

    @property
    def _note(self) -> str:
        if not self.contents.stale:
            return ""
        return tr("Filtering…") if self._treated.working else tr("Pale: shown as recorded")

    def _reach_texts(self) -> dict[ComponentKey, str]:
        made = self.contents
        return {key: amplitude_text(reach, made.components[key].unit) for key, reach in made.reaches.items()}

    def _models(self) -> dict[str, str]:
        return {key: said.model for key, said in self._state.probabilities.items() if said.model}

    def _gaps(self, painter: QPainter, visible: VisibleRange, row: Row, colours: TraceColours) -> None:
        recorded = row.record.components[row.component]
        area = visible.area(row)
        if visible.layout.is_section:  # rows overlap: a gap takes the middle, so that it does not cover a neighbour
            area = area.adjusted(0, 0.35 * row.height, 0, -0.35 * row.height)
        scale = visible.scale_of(row.record.key)
        draw_gaps(painter, gaps_of(recorded, scale.span), area, scale, colours)

    def _row(
        self,
        painter: QPainter,
        visible: VisibleRange,
        row: Row,
        probabilities: Mapping[str, Mapping[str, Component]],
        colours: TraceColours,
    ) -> None:
        area = visible.area(row)
        if not visible.layout.is_section:
            painter.setClipRect(area.intersected(visible.plot))
            if row is visible.layout.of(row.record.key)[-1]:
                painter.setClipRect(area.adjusted(0, 0, 0, BETWEEN).intersected(visible.plot))
                y = round(area.bottom() + BETWEEN / 2) + 0.5
                painter.setPen(colours.hatch)
                painter.drawLine(QPointF(visible.plot.left(), y), QPointF(visible.plot.right(), y))
        if row.kind is Kind.TRACE:
            self._trace(painter, visible, row, colours)
        elif row.kind is Kind.PROBABILITY:
            curves = probabilities.get(row.record.key, {})
            draw_probabilities(painter, curves, self._state.thresholds, area, visible.scale_of(row.record.key), colours)
        else:
            scale = visible.scale_of(row.record.key)
            picture = self._spectrograms.of(row.record, row.component, scale.span)
            draw_spectrogram(painter, picture, area, scale, colours)

    def _trace(self, painter: QPainter, visible: VisibleRange, row: Row, colours: TraceColours) -> None:
        key = row.record.key, row.component
        curve, reach = self.contents.curves[key], self.contents.reaches[key]
        if reach <= 0 and not len(curve.times):
            return
        strength = PALE if row.record.key in self.contents.stale else 1.0
        pixels = FILL * row.height / reach if reach > 0 else 0.0
        apart = 1 / (self.contents.components[key].rate * visible.scale.seconds_a_pixel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, curve.is_samples and apart >= SMOOTH)
        colour = mixed(colours.ink, colours.paper, strength)
        painter.setPen(QPen(colour, 1.0))
        lines = polygons(curve, visible.scale_of(row.record.key), visible.y(row.middle), pixels)
        for line in lines:
            painter.drawPolyline(line)
        if curve.is_samples and apart >= DOTS:
            painter.setPen(QPen(colour, 4.0))
            for line in lines:
                painter.drawPoints(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _theoretical(self, painter: QPainter, visible: VisibleRange, colours: TraceColours) -> None:
        arrivals = self._state.theoretical
        if arrivals is None:
            return
        for key, record in {row.record.key: row.record for row in visible.rows}.items():
            extent, scale = visible.extent(key), visible.scale_of(key)
            draw_theoretical(painter, arrivals, record.station.code, extent, scale, colours)

    def _picks(
        self, painter: QPainter, visible: VisibleRange, index: PickIndex, colours: TraceColours, without: int
    ) -> None:
        beside = MARGIN * visible.scale.seconds_a_pixel
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key in dict.fromkeys(row.record.key for row in visible.rows):
            scale = visible.scale_of(key)
            picks = index.between(key, scale.span.start - beside, scale.span.end + beside)
            kept = [pick for pick in picks if not without or pick.id != without]
            draw_picks(painter, kept, *visible.extent(key), scale, colours, self._state.selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
