"""Draws picks: colour tells the phase, the line who set it, the flag whether it was looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from seisviewer.app.review.review_colours import REVIEW_COLOURS
from seisviewer.app.traces.page.crowded_picks import crowded, draw_marks
from seisviewer.app.traces.page.pick_index import EDGE_FREE
from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours, see_through
from seisviewer.picks.pick import Origin, Pick, Polarity, Review
from seisviewer.workflows.review.pick_review import state_of
from seisviewer.workflows.review.review_counts import ReviewState

LINES = {
    Origin.MANUAL: Qt.PenStyle.SolidLine,
    Origin.AUTOMATIC: Qt.PenStyle.DashLine,
    Origin.SELF_TRAINED: Qt.PenStyle.DotLine,
}
FLAG_HEIGHT = 14.0
ARROW = 9.0
BETWEEN_FLAGS = 3.0
HANDLE = 7.0
BAND = 0.16  # opacity of the uncertainty


def draw_picks(
    painter: QPainter,
    picks: Sequence[Pick],
    top: float,
    bottom: float,
    scale: TimeScale,
    colours: TraceColours,
    selected: int = 0,
) -> None:
    """Draw picks of one record, in the order of time, over all its rows, from `top` to `bottom`; the selected one over the
    others. Those that lie too close together are but marks at the top."""
    close = crowded(picks, scale)
    draw_marks(painter, [pick for pick, hidden in zip(picks, close, strict=True) if hidden], top, scale, colours)
    picks = [
        pick for pick, hidden in zip(picks, close, strict=True) if not hidden or (selected and pick.id == selected)
    ]
    upward = sorted(picks, key=lambda pick: _height(pick, selected))
    flagged = _with_flag(painter, upward[::-1], scale)
    for pick in upward:
        x, chosen = scale.column(pick.time), bool(selected) and pick.id == selected
        if pick.uncertainty and pick.review is not Review.REJECTED:
            _draw_band(painter, pick, x, top, bottom, scale, colours, chosen)
        _draw_line(painter, pick, x, top, bottom, colours, chosen)
        if pick in flagged:
            _draw_flag(painter, pick, x, top, _flag_width(painter, pick), colours, chosen)


def _height(pick: Pick, selected: int) -> tuple[int, float]:
    """How far up a pick is drawn: rejected ones lowest, then what a picker found, over them what a person set or accepted,
    and highest the selected one; of two alike the later one."""
    if selected and pick.id == selected:
        return 3, pick.time
    rank = {ReviewState.REJECTED: 0, ReviewState.UNDECIDED: 1}.get(state_of(pick), 2)
    return rank, pick.time


def _with_flag(painter: QPainter, downward: Sequence[Pick], scale: TimeScale) -> set[Pick]:
    """The picks whose flags have room; those that are drawn higher have it first. downward: the highest first."""
    taken: list[tuple[float, float]] = []  # from the left; none overlap
    found = set()
    for pick in downward:
        x, half = scale.column(pick.time), _flag_width(painter, pick) / 2
        marked = pick.polarity is not Polarity.NONE or pick.review is Review.REJECTED
        room = x - half, x + half + BETWEEN_FLAGS + (ARROW if marked else 0)
        place = bisect_left(taken, room)
        beside = taken[max(place - 1, 0) : place + 1]
        if all(right <= room[0] or room[1] <= left for left, right in beside):
            taken.insert(place, room)
            found.add(pick)
    return found


def _colour(pick: Pick, colours: TraceColours) -> QColor:
    return REVIEW_COLOURS[ReviewState.REJECTED] if pick.review is Review.REJECTED else colours.of_phase(pick.phase)


def _draw_line(
    painter: QPainter, pick: Pick, x: float, top: float, bottom: float, colours: TraceColours, chosen: bool
) -> None:
    colour = _colour(pick, colours)
    width = 2.4 if chosen else 1.6 if pick.is_reviewed and pick.review is not Review.REJECTED else 1.2
    pen = QPen(colour, width, LINES[pick.origin])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))


def _draw_band(
    painter: QPainter,
    pick: Pick,
    x: float,
    top: float,
    bottom: float,
    scale: TimeScale,
    colours: TraceColours,
    chosen: bool,
) -> None:
    """The uncertainty to both sides, with handles at its edges when the pick is selected."""
    half = pick.uncertainty / scale.seconds_a_pixel
    if half < 1:
        return
    colour = _colour(pick, colours)
    painter.fillRect(QRectF(x - half, top, 2 * half, bottom - top), see_through(colour, BAND * (1.6 if chosen else 1)))
    if chosen and half >= EDGE_FREE:
        for edge in (x - half, x + half):
            painter.setPen(QPen(see_through(colour, 0.7), 1))
            painter.drawLine(QPointF(edge, top), QPointF(edge, bottom))
            handle = QRectF(edge - HANDLE / 2, (top + bottom) / 2 - HANDLE, HANDLE, 2 * HANDLE)
            painter.fillRect(handle, colour)


def _flag_width(painter: QPainter, pick: Pick) -> float:
    return QFontMetricsF(painter.font()).horizontalAdvance(pick.phase) + 7


def _draw_flag(
    painter: QPainter, pick: Pick, x: float, top: float, width: float, colours: TraceColours, chosen: bool
) -> None:
    """The phase in a small flag: filled when a person set or accepted it, open when nobody has looked, with a cross beside
    it when it was rejected. The arrow beside it is the first motion."""
    colour, rejected = _colour(pick, colours), pick.review is Review.REJECTED
    filled = pick.is_reviewed and not rejected
    box = QRectF(round(x - width / 2) + 0.5, round(top) + 0.5, round(width), FLAG_HEIGHT)
    painter.setPen(QPen(colours.ink if chosen else colour, 1.6 if chosen else 1))
    painter.setBrush(colour if filled else colours.paper)
    painter.drawRect(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(colours.paper if filled else colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, pick.phase)
    beside = QPointF(box.right() + 2 + ARROW / 2, box.center().y())
    if rejected:
        _draw_cross(painter, beside, colour)
    elif pick.polarity is not Polarity.NONE:
        _draw_polarity(painter, pick.polarity, beside, colour)


def _draw_cross(painter: QPainter, middle: QPointF, colour: QColor) -> None:
    half = ARROW / 2 - 0.5
    painter.setPen(QPen(colour, 1.8))
    painter.drawLine(middle + QPointF(-half, -half), middle + QPointF(half, half))
    painter.drawLine(middle + QPointF(-half, half), middle + QPointF(half, -half))


def _draw_polarity(painter: QPainter, polarity: Polarity, middle: QPointF, colour: QColor) -> None:
    """A triangle that points up for positive and down for negative first motion, a ring where nobody can tell."""
    half = ARROW / 2
    if polarity is Polarity.UNDECIDABLE:
        painter.setPen(QPen(colour, 1.4))
        painter.drawEllipse(middle, half - 1, half - 1)
        return
    up = -half if polarity is Polarity.POSITIVE else half
    corners = [QPointF(0, up), QPointF(half, -up), QPointF(-half, -up)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
