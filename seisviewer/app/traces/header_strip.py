"""The strip above the traces: what time is shown, how the traces were filtered, and the time axis itself."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from seisviewer.app.traces.colours import TraceColours, mixed, see_through
from seisviewer.app.traces.desk import TraceDesk
from seisviewer.app.traces.section_order import event_name
from seisviewer.app.traces.sight import Sight
from seisviewer.app.traces.time_axis import (
    DAY,
    HOUR,
    MINUTE,
    TICK,
    Tick,
    draw_axis,
    second_ticks,
    utc_text,
    utc_ticks,
)
from seisviewer.app.traces.treatment import filter_text
from seisviewer.picks.pick import Event

INSET = 8.0
MARK = 5.0
MOST_EVENTS = 200  # marked at once; more are a smear


def strip_height(metrics: QFontMetricsF) -> float:
    return 2 * metrics.height() + TICK + 8


def axis_ticks(desk: TraceDesk, sight: Sight, metrics: QFontMetricsF) -> list[Tick]:
    """The ticks of the axis that the display asks for."""
    if desk.display.seconds:
        return second_ticks(sight.scale, seconds_origin(desk)[0], metrics.horizontalAdvance("−88888.88"))
    return utc_ticks(sight.scale, metrics.horizontalAdvance("88:88:88.888"))


def seconds_origin(desk: TraceDesk) -> tuple[float, str]:
    """Where seconds are counted from, and what that is."""
    pick = desk.selected_pick
    if pick is not None:
        return pick.time, f"Seconds from {pick.phase} at {pick.station.code}, {utc_text(pick.time)} UTC"
    return desk.span.start, f"Seconds from {utc_text(desk.span.start)} UTC"


def time_title(desk: TraceDesk) -> str:
    """The date, and how much time is in sight."""
    span = desk.span
    if desk.display.seconds:
        return f"{seconds_origin(desk)[1]}   ({length_text(span.length)})"
    first, last = utc_text(span.start, 0)[:10], utc_text(span.end, 0)[:10]
    days = first if first == last else f"{first} – {last}"
    return f"{days} UTC   ({length_text(span.length)})"


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


def looks_text(desk: TraceDesk, note: str) -> str:
    """Filter with its corners, response, gain, and a note about what is still being made."""
    display = desk.display
    parts = [note] if note else []
    parts.append(filter_text(display))
    if display.response != "counts":
        parts.append(display.response.capitalize())
    if display.gain != 1.0:
        parts.append(f"Gain ×{display.gain:.3g}")
    return "   ".join(parts)


def draw_strip(
    painter: QPainter, desk: TraceDesk, sight: Sight, ticks: list[Tick], note: str, colours: TraceColours
) -> None:
    """Everything above the plot, the corner over the names included."""
    metrics = QFontMetricsF(painter.font())
    painter.fillRect(QRectF(0, 0, sight.plot.right() + 1, sight.plot.top()), colours.gutter)
    line = QRectF(sight.plot.left(), 3, sight.plot.width() - INSET, metrics.height())
    looks = looks_text(desk, note)
    title = "   ".join(part for part in (time_title(desk), sight.layout.caption) if part)
    room = line.width() - metrics.horizontalAdvance(looks) - 3 * INSET
    painter.setPen(colours.ink)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, looks)
    axis = QRectF(sight.plot.left(), line.bottom(), sight.plot.width(), sight.plot.top() - line.bottom())
    draw_axis(painter, axis, sight.scale, ticks, colours)
    corner = QRectF(INSET, line.bottom(), sight.plot.left() - 2 * INSET, axis.height() - TICK - 1)
    painter.setPen(colours.faint)
    name = "Seconds" if desk.display.seconds else "UTC"
    painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, name)


def draw_events(painter: QPainter, events: Sequence[Event], sight: Sight, colours: TraceColours) -> None:
    """Where the events of the catalogue begin: a mark on the axis, a line down, and the name where there is room."""
    span = sight.scale.span
    inside = [event for event in events if span.start <= event.time <= span.end][:MOST_EVENTS]
    metrics = QFontMetricsF(painter.font())
    colour, free = mixed(colours.accent, colours.ink, 0.8), -1e9
    for event in inside:
        x = sight.scale.x(event.time)
        painter.setPen(QPen(see_through(colour, 0.55), 1, Qt.PenStyle.DashDotLine))
        painter.drawLine(QPointF(x, sight.plot.top()), QPointF(x, sight.plot.bottom()))
        top = QPointF(x, sight.plot.top() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([top + QPointF(-MARK, -MARK - 2), top + QPointF(MARK, -MARK - 2), top]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        text = event_name(event)
        width = metrics.horizontalAdvance(text) + 6
        if x > free and x + width < sight.plot.right():
            box = QRectF(x + 2, sight.plot.bottom() - metrics.height() - 2, width, metrics.height())
            painter.fillRect(box, see_through(colours.paper, 0.8))
            painter.setPen(colour)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            free = box.right()
