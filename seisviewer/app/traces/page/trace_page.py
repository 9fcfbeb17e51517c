"""The trace page: canvas and scroll bars, bound to the desk."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, Qt, QTimer
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen
from PyQt6.QtWidgets import QGridLayout, QScrollBar, QVBoxLayout, QWidget

from seisviewer.app.traces.page.header_strip import seconds_origin, strip_height
from seisviewer.app.traces.page.page_drawing import Contents, PageDrawing, contents_of
from seisviewer.app.traces.page.page_navigation import PageNavigation
from seisviewer.app.traces.page.page_rows import Kind
from seisviewer.app.traces.page.pick_gestures import PickGestures
from seisviewer.app.traces.page.pick_index import PickIndex
from seisviewer.app.traces.page.pick_painting import draw_picks
from seisviewer.app.traces.page.probability_curves import ProbabilityCurves
from seisviewer.app.traces.page.row_arrangement import RowArrangement
from seisviewer.app.traces.page.row_labels import row_label_width
from seisviewer.app.traces.page.spectrograms import Spectrograms
from seisviewer.app.traces.page.time_measure import TimeMeasure
from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_canvas import Draw, TraceCanvas
from seisviewer.app.traces.page.trace_colours import TraceColours, see_through
from seisviewer.app.traces.page.trace_readout import read_trace
from seisviewer.app.traces.page.treated_records import TreatedRecords
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import Pick
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive, Component, Record

CURSOR = 0.55  # opacity of the line under the pointer: a pick below it is still seen in its colour
SETTLE_MS = 150  # after the last move in time, before a section is put in another order


class TracePage(QWidget):
    """The records of the desk, their picks and what a picker said about them."""

    def __init__(self, state: TraceState, editor: PickEditor) -> None:
        super().__init__()
        self._state = state
        self._treated, self._spectrograms = TreatedRecords(state), Spectrograms(state)
        self._arrangement = RowArrangement(state)
        self._drawing = PageDrawing(state, self._treated, self._spectrograms)
        self._probabilities = ProbabilityCurves(state)
        self._pointer: QPointF | None = None
        self._overlays: list[Draw] = []
        self.bars: tuple[QWidget, ...] = ()
        self.canvas = TraceCanvas(self._draw_picture, self._draw_overlay)
        self.rows_bar, self.time_bar = QScrollBar(Qt.Orientation.Vertical), QScrollBar(Qt.Orientation.Horizontal)
        self._picks = PickGestures(state, editor, self.canvas, lambda: self.visible)
        self._measure = TimeMeasure(state, self.canvas, lambda: self.visible)
        self._navigation = PageNavigation(state, self.canvas, self.rows_bar, self.time_bar, lambda: self.visible)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._rearrange)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self._above = QVBoxLayout()
        grid.addLayout(self._above, 0, 0, 1, 2)
        grid.addWidget(self.canvas, 1, 0)
        grid.setColumnStretch(0, 1)  # else what stands above would share the width with the scroll bar
        grid.addWidget(self.rows_bar, 1, 1)
        grid.addWidget(self.time_bar, 2, 0)
        grid.setRowStretch(1, 1)  # what lies above takes no more than it needs
        self._connect()
        self._set_archive(state.archive)

    def _connect(self) -> None:
        state, canvas = self._state, self.canvas
        state.closing.on_stop(self.stop)
        state.archive_changed.connect(self._set_archive)
        state.span_changed.connect(self._follow_span)
        state.display_changed.connect(self._rearrange)
        state.hidden_changed.connect(self._rearrange)
        for signal in (state.picks_changed, state.thresholds_changed, state.hidden_pickers_changed):
            signal.connect(self._take_picks)
        for changed in (state.events_changed, state.theoretical_changed, state.sites_changed):
            changed.connect(self._rearrange)
        state.selected_changed.connect(lambda _: canvas.renew())
        state.pick_wanted.connect(lambda pick: self._navigation.bring_into_view(pick.record, pick.time))
        state.current_changed.connect(self._show_current)
        self._treated.ready.connect(canvas.renew)
        self._spectrograms.ready.connect(canvas.renew)
        self._probabilities.ready.connect(self._rearrange)
        self._picks.began.connect(canvas.renew)
        self._picks.moved.connect(canvas.update)
        self._picks.ended.connect(canvas.renew)
        canvas.double_clicked.connect(self._double_click)
        canvas.hovered.connect(self._hover)
        canvas.dragged.connect(lambda position, keys: self._hover(position))
        canvas.left.connect(self._leave)

    @property
    def visible(self) -> VisibleRange | None:
        """What of the page is seen now; None without records."""
        state, metrics = self._state, QFontMetricsF(self.canvas.font())
        if state.archive is None:
            return None
        left, top = row_label_width(metrics), strip_height(metrics)
        plot = QRectF(left, top, max(self.canvas.width() - left, 1.0), max(self.canvas.height() - top, 1.0))
        layout = self._arrangement.layout(plot.height(), metrics.height())
        scrolled = min(float(self.rows_bar.value()), max(layout.height - plot.height(), 0.0))
        return VisibleRange(TimeScale(state.span, left, plot.width()), layout, plot, scrolled, self._arrangement.delays)

    @property
    def contents(self) -> Contents:
        """What the rows in sight show now, which may not have been drawn yet."""
        visible, gain = self.visible, self._state.display.gain
        return contents_of(visible, self._treated, self._arrangement.treatment, gain) if visible else Contents()

    @property
    def seconds_origin(self) -> float:
        """From when the axis counts where it counts seconds."""
        return seconds_origin(self._state)[0]

    @property
    def working(self) -> bool:
        """Whether filtered traces or spectrograms are still being made."""
        return self._treated.working or self._spectrograms.working

    def pointed(self) -> tuple[Record, float] | None:
        """The record under the pointer, and the time there in seconds since 1970 UTC; None beside the record."""
        visible, position = self.visible, self._pointer
        if visible is None or position is None or position.x() < visible.plot.left():
            return None
        row = visible.row_at(position)
        if row is None:
            return None
        time = visible.scale_of(row.record.key).time(position.x())
        # Where a record has not begun, or is over, there is nothing to point at.
        return (row.record, time) if row.record.start <= time <= row.record.end else None

    def page(self, direction: int) -> None:
        """Go on by most of what is seen; back when negative."""
        self._navigation.page(direction)

    def show_whole(self) -> None:
        """Show all of the time that was recorded."""
        self._navigation.show_whole()

    def zoom(self, factor: float) -> None:
        """Show 1 / factor as much time, around the pointer or the middle."""
        self._navigation.zoom(factor, None if self._pointer is None else self._pointer.x())

    def add_bar(self, bar: QWidget) -> None:
        """Put a line of controls above the traces."""
        self.bars = (*self.bars, bar)
        self._above.insertWidget(0, bar)

    def add_overlay(self, draw: Draw) -> None:
        """Have something drawn over the traces whenever what follows the pointer is."""
        self._overlays.append(draw)

    def pick_at(self, position: QPointF) -> Pick | None:
        """The pick that a press there would take hold of."""
        return self._picks.pick_at(position)

    def stop(self) -> None:
        """Make nothing more of the records; does not wait for what is being made."""
        self._treated.set_archive(None)
        self._spectrograms.set_archive(None)
        self._probabilities.forget()
        self._state.closing.wait_for(self._treated, self._spectrograms, self._probabilities)

    def _set_archive(self, archive: Archive | None) -> None:
        self._treated.set_archive(archive)
        self._spectrograms.set_archive(archive)
        self._probabilities.forget()
        self._picks.drop()
        self._pointer = None
        self.rows_bar.setValue(0)
        self._take_picks()

    def _take_picks(self, *_: object) -> None:
        self._picks.index = PickIndex(self._state.shown_picks)
        if self._pointer is None:
            self._rearrange()
        else:
            self.canvas.renew()  # a section that is put in another order waits until the pointer has left

    def _follow_span(self, *_: object) -> None:
        if self._arrangement.follows_time:
            self._arrangement.renew()
        self._navigation.show_place()
        self._settle.start()
        self.canvas.renew()

    def _rearrange(self, *_: object) -> None:
        """Put the rows where they belong now; the record under the pointer stays there as far as the page can be
        scrolled."""
        self._settle.stop()
        visible = self.visible
        pointed = visible.row_at(self._pointer) if visible is not None and self._pointer is not None else None
        self._arrangement.renew()
        self._navigation.show_place()
        if pointed is not None:
            self._navigation.keep_in_place(pointed)
        self.canvas.renew()

    def _show_current(self, key: str) -> None:
        if not self.canvas.is_pressed:
            self._navigation.show_record(key)
        self.canvas.renew()

    def _double_click(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self._state.measuring and not self._picks.double_click(position, keys):
            self._navigation.show_record_at(position)

    def _hover(self, position: QPointF) -> None:
        self._pointer = position
        pointed = self.pointed()
        self._state.pointer_moved.emit(
            None if pointed is None else read_trace(pointed[0], self._component(), pointed[1])
        )
        self.canvas.update()

    def _component(self) -> Component | None:
        """The component under the pointer, as drawn."""
        row = self.visible.row_at(self._pointer)
        if row is None or row.kind is not Kind.TRACE:
            return None
        return self._drawing.contents.components.get((row.record.key, row.component))

    def _leave(self) -> None:
        self._pointer = None
        self._state.pointer_moved.emit(None)
        self._settle.start()
        self.canvas.update()

    def _draw_picture(self, painter: QPainter) -> None:
        colours, visible = TraceColours.of(self.canvas.palette()), self.visible
        if visible is None:
            painter.fillRect(self.canvas.rect(), colours.paper)
            return
        dragged = self._picks.draft.id if self._picks.draft is not None else 0
        note = tr("R and T need coordinates and a located event") if self._arrangement.rotates_nothing else ""
        self._drawing.picture(
            painter,
            visible,
            self._arrangement.treatment,
            self._picks.index,
            self._probabilities.of,
            colours,
            dragged,
            note,
        )

    def _draw_overlay(self, painter: QPainter) -> None:
        """What follows the pointer: a line through all stations, and the pick that is dragged."""
        visible, colours = self.visible, TraceColours.of(self.canvas.palette())
        if visible is None:
            return
        painter.setClipRect(visible.plot)
        if self._pointer is not None and self._pointer.x() >= visible.plot.left():
            painter.setPen(QPen(see_through(colours.faint, CURSOR), 1))
            x = math.floor(self._pointer.x()) + 0.5
            painter.drawLine(QPointF(x, visible.plot.top()), QPointF(x, visible.plot.bottom()))
        self._measure.draw(painter)
        for draw in self._overlays:
            draw(painter)
        draft = self._picks.draft
        if draft is not None and (extent := visible.extent(draft.record)) is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_picks(painter, [draft], *extent, visible.scale_of(draft.record), colours, draft.id)
