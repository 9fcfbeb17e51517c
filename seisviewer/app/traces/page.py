"""The trace page: canvas and scroll bars, bound to the desk."""

from __future__ import annotations

import math
from typing import Any

from PyQt6.QtCore import QPointF, QRectF, Qt, QTimer
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen
from PyQt6.QtWidgets import QGridLayout, QScrollBar, QWidget

from seisviewer.app.traces.arrangement import Arrangement
from seisviewer.app.traces.canvas import TraceCanvas
from seisviewer.app.traces.colours import TraceColours, see_through
from seisviewer.app.traces.desk import TraceDesk
from seisviewer.app.traces.drawing import Drawing
from seisviewer.app.traces.gutter import gutter_width
from seisviewer.app.traces.header_strip import strip_height
from seisviewer.app.traces.moving import Moving
from seisviewer.app.traces.pick_handling import PickHandling
from seisviewer.app.traces.pick_marks import PickIndex
from seisviewer.app.traces.pick_painting import draw_picks
from seisviewer.app.traces.probability_curves import ProbabilityCurves
from seisviewer.app.traces.reading import read_trace
from seisviewer.app.traces.rows import Kind
from seisviewer.app.traces.sight import Sight
from seisviewer.app.traces.spans import TimeScale
from seisviewer.app.traces.spectrograms import Spectrograms
from seisviewer.app.traces.treated_records import TreatedRecords
from seisviewer.waveforms.record import Archive, Component, Record

CURSOR = 0.55  # opacity of the line under the pointer: a pick below it is still seen in its colour
SETTLE_MS = 150  # after the last move in time, before a section is put in another order


class TracePage(QWidget):
    """The records of the desk, their picks and what a picker said about them. editor: a PickEditor."""

    def __init__(self, desk: TraceDesk, editor: Any) -> None:
        super().__init__()
        self._desk = desk
        self._treated, self._spectrograms = TreatedRecords(desk), Spectrograms(desk)
        self._arrangement = Arrangement(desk)
        self._drawing = Drawing(desk, self._treated, self._spectrograms)
        self._probabilities = ProbabilityCurves(desk)
        self._pointer: QPointF | None = None
        self.canvas = TraceCanvas(self._draw_picture, self._draw_overlay)
        self.rows_bar, self.time_bar = QScrollBar(Qt.Orientation.Vertical), QScrollBar(Qt.Orientation.Horizontal)
        self._picks = PickHandling(desk, editor, self.canvas, lambda: self.sight)
        self._moving = Moving(desk, self.canvas, self.rows_bar, self.time_bar, lambda: self.sight)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._rearrange)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.canvas, 0, 0)
        grid.addWidget(self.rows_bar, 0, 1)
        grid.addWidget(self.time_bar, 1, 0)
        self._connect()
        self._set_archive(desk.archive)

    def _connect(self) -> None:
        desk, canvas = self._desk, self.canvas
        desk.archive_changed.connect(self._set_archive)
        desk.span_changed.connect(self._follow_span)
        desk.display_changed.connect(self._rearrange)
        desk.hidden_changed.connect(self._rearrange)
        desk.picks_changed.connect(self._take_picks)
        desk.thresholds_changed.connect(self._take_picks)
        desk.events_changed.connect(self._rearrange)
        desk.selected_changed.connect(self._show_selected)
        desk.current_changed.connect(self._show_current)
        self._treated.ready.connect(canvas.renew)
        self._spectrograms.ready.connect(canvas.renew)
        self._probabilities.ready.connect(self._rearrange)
        self._picks.began.connect(canvas.renew)
        self._picks.stirred.connect(canvas.update)
        self._picks.ended.connect(canvas.renew)
        canvas.hovered.connect(self._hover)
        canvas.dragged.connect(lambda position, keys: self._hover(position))
        canvas.left.connect(self._leave)

    @property
    def sight(self) -> Sight | None:
        """What of the page is seen now; None without records."""
        desk, metrics = self._desk, QFontMetricsF(self.canvas.font())
        if desk.archive is None:
            return None
        left, top = gutter_width(metrics), strip_height(metrics)
        plot = QRectF(left, top, max(self.canvas.width() - left, 1.0), max(self.canvas.height() - top, 1.0))
        layout = self._arrangement.layout(plot.height(), metrics.height())
        scrolled = min(float(self.rows_bar.value()), max(layout.height - plot.height(), 0.0))
        return Sight(TimeScale(desk.span, left, plot.width()), layout, plot, scrolled)

    @property
    def working(self) -> bool:
        """Whether filtered traces or spectrograms are still being made."""
        return self._treated.working or self._spectrograms.working

    def pointed(self) -> tuple[Record, float] | None:
        """The record under the pointer, and the time there in seconds since 1970 UTC; None beside the record."""
        sight, position = self.sight, self._pointer
        if sight is None or position is None or position.x() < sight.plot.left():
            return None
        row, time = sight.row_at(position), sight.scale.time(position.x())
        # Where a record has not begun, or is over, there is nothing to point at.
        return (row.record, time) if row is not None and row.record.start <= time <= row.record.end else None

    def page(self, direction: int) -> None:
        """Go on by most of what is seen; back when negative."""
        self._moving.page(direction)

    def show_whole(self) -> None:
        """Show all of the time that was recorded."""
        self._moving.show_whole()

    def zoom(self, factor: float) -> None:
        """Show 1 / factor as much time, around the pointer or the middle."""
        self._moving.zoom(factor, None if self._pointer is None else self._pointer.x())

    def stop(self) -> None:
        """End the threads; before the program ends."""
        for made in (self._treated, self._spectrograms):
            made.set_archive(None)  # both are told before either is waited for
        self._treated.close()
        self._spectrograms.close()
        self._probabilities.close()

    def _set_archive(self, archive: Archive | None) -> None:
        self._treated.set_archive(archive)
        self._spectrograms.set_archive(archive)
        self._probabilities.close()
        self._picks.drop()
        self._pointer = None
        self.rows_bar.setValue(0)
        self._take_picks()

    def _take_picks(self, *_: object) -> None:
        self._picks.index = PickIndex(self._desk.shown_picks)
        self._rearrange()

    def _follow_span(self, *_: object) -> None:
        if self._arrangement.follows_time:
            self._arrangement.renew()
        self._moving.show_place()
        self._settle.start()
        self.canvas.renew()

    def _rearrange(self, *_: object) -> None:
        """Put the rows where they belong now."""
        self._settle.stop()
        self._arrangement.renew()
        self._moving.show_place()
        self.canvas.renew()

    def _show_selected(self, *_: object) -> None:
        pick = self._desk.selected_pick
        if pick is not None and not self.canvas.is_pressed:
            self._moving.bring_into_sight(pick.record, pick.time)
        self.canvas.renew()

    def _show_current(self, key: str) -> None:
        if not self.canvas.is_pressed:
            self._moving.show_record(key)
        self.canvas.renew()

    def _hover(self, position: QPointF) -> None:
        self._pointer = position
        pointed = self.pointed()
        self._desk.pointer_moved.emit(
            None if pointed is None else read_trace(pointed[0], self._component(), pointed[1])
        )
        self.canvas.update()

    def _component(self) -> Component | None:
        """The component under the pointer, as drawn."""
        row = self.sight.row_at(self._pointer)
        if row is None or row.kind is not Kind.TRACE:
            return None
        return self._drawing.contents.components.get((row.record.key, row.component))

    def _leave(self) -> None:
        self._pointer = None
        self._desk.pointer_moved.emit(None)
        self.canvas.update()

    def _draw_picture(self, painter: QPainter) -> None:
        colours, sight = TraceColours.of(self.canvas.palette()), self.sight
        if sight is None:
            painter.fillRect(self.canvas.rect(), colours.paper)
            return
        dragged = self._picks.draft.id if self._picks.draft is not None else 0
        note = "R and T need coordinates and a located event" if self._arrangement.rotates_nothing else ""
        self._drawing.picture(
            painter,
            sight,
            self._arrangement.treatment,
            self._picks.index,
            self._probabilities.of,
            colours,
            dragged,
            note,
        )

    def _draw_overlay(self, painter: QPainter) -> None:
        """What follows the pointer: a line through all stations, and the pick that is dragged."""
        sight, colours = self.sight, TraceColours.of(self.canvas.palette())
        if sight is None:
            return
        painter.setClipRect(sight.plot)
        if self._pointer is not None and self._pointer.x() >= sight.plot.left():
            painter.setPen(QPen(see_through(colours.faint, CURSOR), 1))
            x = math.floor(self._pointer.x()) + 0.5
            painter.drawLine(QPointF(x, sight.plot.top()), QPointF(x, sight.plot.bottom()))
        draft = self._picks.draft
        if draft is not None and (extent := sight.extent(draft.record)) is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_picks(painter, [draft], *extent, sight.scale, colours, draft.id)
