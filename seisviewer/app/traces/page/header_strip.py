"""The strip above the traces: what time is shown, how the traces were filtered, and the time axis itself."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from seisviewer.app.traces.page.section_order import event_name
from seisviewer.app.traces.page.time_axis import TICK, draw_axis, second_ticks, utc_ticks
from seisviewer.app.traces.page.trace_colours import TraceColours, mixed, see_through
from seisviewer.app.traces.page.treatment import filter_text
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import Event
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import DAY, HOUR, MINUTE, Tick, utc_text
from seisviewer.waveforms.record import Record
from seisviewer.waveforms.window_times import facts_text, is_dated

INSET = 8.0
MARK = 5.0
MOST_EVENTS = 200  # marked at once; more are a smear


def strip_height(metrics: QFontMetricsF) -> float:
    return 2 * metrics.height() + TICK + 8


def axis_ticks(state: TraceState, visible: VisibleRange, metrics: QFontMetricsF) -> list[Tick]:
    """The ticks of the axis that the display asks for."""
    window = window_without_time(state)
    if state.display.seconds or window is not None:
        origin = seconds_origin(state)[0] if state.display.seconds else window.start
        return second_ticks(visible.scale, origin, metrics.horizontalAdvance("−88888.88"))
    return utc_ticks(visible.scale, metrics.horizontalAdvance("88:88:88.888"))


def window_without_time(state: TraceState) -> Record | None:
    """The window of a data set in use, where nobody says when it was recorded."""
    record = state.archive.record(state.current) if state.archive is not None else None
    return None if record is None or record.is_dated else record


def seconds_origin(state: TraceState) -> tuple[float, str]:
    """Where seconds are counted from, and what that is."""
    pick = state.selected_pick
    if pick is not None:
        if not is_dated(pick.trace_name, pick.time):
            return pick.time, tr("Seconds from {phase} at {code}, no time").format(
                phase=pick.phase, code=pick.station.code
            )
        return pick.time, tr("Seconds from {phase} at {code}, {utc_text} UTC").format(
            phase=pick.phase, code=pick.station.code, utc_text=utc_text(pick.time)
        )
    window = window_without_time(state)
    if window is not None:
        return window.start, tr("Seconds from the start of the window, no time")
    return state.span.start, tr("Seconds from {utc_text} UTC").format(utc_text=utc_text(state.span.start))


def time_title(state: TraceState) -> str:
    """The date, and how much time is in sight."""
    span = state.span
    if state.display.seconds:
        return f"{seconds_origin(state)[1]}   ({length_text(span.length)})"
    if window_without_time(state) is not None:
        return tr("No time known   ({length_text})").format(length_text=length_text(span.length))
    first, last = utc_text(span.start, 0)[:10], utc_text(span.end, 0)[:10]
    days = first if first == last else f"{first} – {last}"
    return tr("{days} UTC   ({length_text})").format(days=days, length_text=length_text(span.length))


def window_title(state: TraceState) -> str:
    """What a data set says of the window in use."""
    record = state.archive.record(state.current) if state.archive is not None else None
    return "" if record is None or not record.name else facts_text(record.facts) or record.name


def length_text(seconds: float) -> str:
    """“1 h 20 min”, “12.5 s”: two units at most."""
    if seconds < MINUTE:
        return f"{seconds:.3g} s"
    units = (("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", 1))
    whole = round(seconds) if seconds < HOUR else round(seconds / MINUTE) * MINUTE
    parts = []
    for name, size in units:
        count, whole = divmod(whole, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2])


def looks_text(state: TraceState, note: str) -> str:
    """Filter with its corners, response, gain, and a note about what is still being made."""
    display = state.display
    parts = [note] if note else []
    parts.append(filter_text(display))
    if display.response != "counts":
        parts.append({"velocity": tr("Velocity"), "displacement": tr("Displacement")}[display.response])
    if display.gain != 1.0:
        parts.append(tr("Gain ×{gain:.3g}").format(gain=display.gain))
    return "   ".join(parts)


def draw_strip(
    painter: QPainter, state: TraceState, visible: VisibleRange, ticks: list[Tick], note: str, colours: TraceColours
) -> None:
    """Everything above the plot, the corner over the names included."""
    metrics = QFontMetricsF(painter.font())
    painter.fillRect(QRectF(0, 0, visible.plot.right() + 1, visible.plot.top()), colours.margin)
    line = QRectF(visible.plot.left(), 3, visible.plot.width() - INSET, metrics.height())
    looks = looks_text(state, note)
    title = "   ".join(part for part in (time_title(state), window_title(state), visible.layout.caption) if part)
    room = line.width() - metrics.horizontalAdvance(looks) - 3 * INSET
    painter.setPen(colours.ink)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, looks)
    axis = QRectF(visible.plot.left(), line.bottom(), visible.plot.width(), visible.plot.top() - line.bottom())
    draw_axis(painter, axis, visible.scale, ticks, colours)
    corner = QRectF(INSET, line.bottom(), visible.plot.left() - 2 * INSET, axis.height() - TICK - 1)
    painter.setPen(colours.faint)
    name = tr("Seconds") if state.display.seconds or window_without_time(state) is not None else "UTC"
    painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, name)


def draw_events(painter: QPainter, events: Sequence[Event], visible: VisibleRange, colours: TraceColours) -> None:
    """Where the events of the catalogue begin: a mark on the axis, a line down, and the name where there is room."""
    span = visible.scale.span
    inside = [event for event in events if span.start <= event.time <= span.end][:MOST_EVENTS]
    metrics = QFontMetricsF(painter.font())
    colour, free = mixed(colours.accent, colours.ink, 0.8), -1e9
    for event in inside:
        x = visible.scale.x(event.time)
        painter.setPen(QPen(see_through(colour, 0.55), 1, Qt.PenStyle.DashDotLine))
        painter.drawLine(QPointF(x, visible.plot.top()), QPointF(x, visible.plot.bottom()))
        top = QPointF(x, visible.plot.top() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([top + QPointF(-MARK, -MARK - 2), top + QPointF(MARK, -MARK - 2), top]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        text = event_name(event)
        width = metrics.horizontalAdvance(text) + 6
        if x > free and x + width < visible.plot.right():
            box = QRectF(x + 2, visible.plot.bottom() - metrics.height() - 2, width, metrics.height())
            painter.fillRect(box, see_through(colours.paper, 0.8))
            painter.setPen(colour)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            free = box.right()
