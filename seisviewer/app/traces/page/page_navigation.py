"""Moving about on the page: wheel, middle button, arrows and the two scroll bars."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, QPointF, QSignalBlocker, Qt
from PyQt6.QtWidgets import QScrollBar

from seisviewer.app.traces.page.page_rows import Row
from seisviewer.app.traces.page.time_spans import moved, zoomed
from seisviewer.app.traces.page.trace_canvas import TraceCanvas
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.app.traces.trace_state import Span, TraceState

ZOOM_STEP = 1.25
SCROLL_STEP = 0.1  # of the span a notch
GAIN_STEP = 1.2
MOST_GAIN = 1e4
PAGE = 0.9  # of the span, so that what was at the edge is seen again
ROWS_STEP = 60  # pixels a notch
BAR_STEPS = 1_000_000


class PageNavigation(QObject):
    """The wheel zooms time at the pointer, with Shift it scrolls, with Ctrl it changes the gain; over the names it scrolls
    the stations."""

    def __init__(
        self,
        state: TraceState,
        canvas: TraceCanvas,
        rows_bar: QScrollBar,
        time_bar: QScrollBar,
        visible: Callable[[], VisibleRange | None],
    ) -> None:
        super().__init__(canvas)
        self._state, self._canvas, self._visible = state, canvas, visible
        self._rows_bar, self._time_bar = rows_bar, time_bar
        canvas.turned.connect(self._turn)
        canvas.panned.connect(self._pan)
        canvas.pinched.connect(lambda factor, at: self.zoom(factor, at.x()))
        canvas.paged.connect(self.page)
        canvas.rows_paged.connect(self._page_rows)
        canvas.whole_wanted.connect(self.show_whole)
        canvas.resized.connect(self.show_place)
        rows_bar.valueChanged.connect(lambda _: canvas.renew())
        time_bar.valueChanged.connect(self._take_time)
        self.show_place()

    @property
    def _whole(self) -> Span:
        archive = self._state.archive
        return Span(archive.start, max(archive.end, archive.start + 1.0))

    def page(self, direction: int) -> None:
        """Go on by most of what is seen, or to the next window of a dataset; back when negative."""
        if self._state.archive is not None and not self._go_to_next_window(direction):
            self._set_span(moved(self._state.span, direction * PAGE * self._state.span.length, self._whole))

    def _go_to_next_window(self, direction: int) -> bool:
        """Whether the current record is a window of a dataset, which have hours of nothing between them."""
        records = self._state.records
        place = next((number for number, record in enumerate(records) if record.key == self._state.current), None)
        if place is None or not records[place].name:
            return False
        window = records[min(max(place + direction, 0), len(records) - 1)]
        self._state.set_current(window.key)
        self._set_span(Span(window.start, max(window.end, window.start + 1.0)))
        return True

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Show 1 / factor as much time around a place on the canvas; None: the middle."""
        visible = self._visible()
        if visible is not None:
            around = visible.scale.span.middle if x is None else visible.scale.time(max(x, visible.plot.left()))
            self._set_span(zoomed(self._state.span, factor, around, self._whole))

    def show_whole(self) -> None:
        if self._state.archive is not None:
            self._set_span(self._whole)

    def bring_into_view(self, key: str, time: float | None = None) -> None:
        """Scroll so that a record is seen, and a time of it; nothing moves when they are."""
        visible = self._visible()
        if visible is None:
            return
        span = self._state.span
        if time is not None and not span.start <= time <= span.end:
            self._set_span(moved(span, time - span.middle, self._whole))
        rows = visible.layout.of(key)
        if rows and (rows[0].top < visible.scrolled or rows[-1].bottom > visible.scrolled + visible.plot.height()):
            self._rows_bar.setValue(round((rows[0].top + rows[-1].bottom - visible.plot.height()) / 2))

    def keep_in_place(self, before: Row) -> None:
        """Scroll by as much as a row has moved on the page."""
        visible = self._visible()
        rows = visible.layout.of(before.record.key) if visible is not None else ()
        now = next((row for row in rows if (row.kind, row.component) == (before.kind, before.component)), None)
        if now is not None:
            self._rows_bar.setValue(self._rows_bar.value() + round(now.top - before.top))

    def show_record(self, key: str) -> None:
        """Scroll so that a record is seen; in time only if none of it lies in the span: then to its beginning."""
        record = self._state.archive.record(key) if self._state.archive is not None else None
        span = self._state.span
        if record is not None and (record.start > span.end or record.end < span.start):
            length = min(span.length, max(record.end - record.start, 1.0))
            self._set_span(Span(record.start, record.start + length))
        self.bring_into_view(key)

    def show_place(self) -> None:
        """Let the scroll bars say what of the whole is seen."""
        visible = self._visible()
        self._rows_bar.setVisible(visible is not None and visible.layout.height > visible.plot.height() + 1)
        self._time_bar.setEnabled(visible is not None)
        if visible is None:
            return
        self._rows_bar.setPageStep(round(visible.plot.height()))
        self._rows_bar.setSingleStep(ROWS_STEP)
        self._rows_bar.setRange(0, max(0, round(visible.layout.height - visible.plot.height())))
        whole, span = self._whole, self._state.span
        page = min(round(BAR_STEPS * span.length / whole.length), BAR_STEPS)
        blocked = QSignalBlocker(self._time_bar)
        self._time_bar.setPageStep(max(page, 1))
        self._time_bar.setSingleStep(max(page // 10, 1))
        self._time_bar.setRange(0, BAR_STEPS - page)
        self._time_bar.setValue(round(BAR_STEPS * (span.start - whole.start) / whole.length))
        blocked.unblock()

    def _set_span(self, span: Span) -> None:
        self._state.set_span(span.start, span.end)

    def _turn(self, notches: float, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        visible = self._visible()
        if visible is None:
            return
        if keys & Qt.KeyboardModifier.ControlModifier:
            gain = self._state.display.gain * GAIN_STEP**notches
            self._state.set_display(gain=min(max(gain, 1 / MOST_GAIN), MOST_GAIN))
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            self._set_span(moved(self._state.span, -notches * SCROLL_STEP * self._state.span.length, self._whole))
        elif position.x() < visible.plot.left():
            self._rows_bar.setValue(self._rows_bar.value() - round(notches * ROWS_STEP))
        else:
            self.zoom(ZOOM_STEP**notches, position.x())

    def _pan(self, right: float, down: float) -> None:
        visible = self._visible()
        if visible is not None:
            self._set_span(moved(self._state.span, -right * visible.scale.seconds_a_pixel, self._whole))
            self._rows_bar.setValue(self._rows_bar.value() - round(down))

    def _page_rows(self, direction: int) -> None:
        self._rows_bar.setValue(self._rows_bar.value() + direction * self._rows_bar.pageStep())

    def show_record_at(self, position: QPointF) -> None:
        """The whole record under the pointer."""
        visible = self._visible()
        row = visible.row_at(position) if visible is not None else None
        if row is not None:
            self._state.set_current(row.record.key)
            self._state.set_span(row.record.start, max(row.record.end, row.record.start + 1.0))

    def _take_time(self, value: int) -> None:
        span, whole = self._state.span, self._whole
        start = whole.start + value / BAR_STEPS * whole.length
        self._state.set_span(start, start + span.length)
