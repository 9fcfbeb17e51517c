"""Review mode on the trace page: the pick under the pointer, the box or lasso that takes many, and what is drawn of them."""

from __future__ import annotations

import math

from PyQt6.QtCore import QObject, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from seisviewer.app.review.review_colours import REVIEW_COLOURS, RIM
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.page.trace_page import TracePage
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.app.traces.reviewing.pick_reviewer import PickReview
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import Pick, between
from seisviewer.translation import tr
from seisviewer.workflows.review.pick_review import state_of
from seisviewer.workflows.review.review_counts import ReviewState

DRAG = 3.0  # px that make a press a box
HALF = 7.0  # px to either side of a pick that its outline lies
HAIR = 0.01  # px that the line of a pick is wide
MARGIN = 4.0  # px around the words
GROUND = QColor(20, 20, 20, 215)
MOST = 300  # outlines; more are a smear


class ReviewGestures(QObject):
    """review: it is told what is under the pointer, and what lies in a box or lasso."""

    def __init__(self, state: TraceState, review: PickReview, page: TracePage) -> None:
        super().__init__(page)
        self._state, self._review, self._page = state, review, page
        self._path: list[QPointF] = []  # of what is drawn, a lasso or the two corners of a box
        self._lasso = False
        canvas = page.canvas
        page.add_overlay(self._draw)
        canvas.pressed.connect(self._press)
        canvas.dragged.connect(lambda position, keys: self._drag(position))
        canvas.released.connect(self._release)
        canvas.hovered.connect(self._hover)
        canvas.left.connect(lambda: review.point(None))
        canvas.cancelled.connect(self._drop)
        review.switched.connect(lambda _: self._drop())
        review.outlined_changed.connect(canvas.update)

    def _hover(self, position: QPointF) -> None:
        if self._state.reviewing:
            self._review.point(self._page.pick_at(position))

    def _press(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self._state.reviewing:
            self._review.let_go()
            if self._page.pick_at(position) is None:
                self._path, self._lasso = [position], bool(keys & Qt.KeyboardModifier.AltModifier)

    def _drag(self, position: QPointF) -> None:
        if self._path:
            self._path = [*self._path, position] if self._lasso else [self._path[0], position]
            self._page.canvas.update()

    def _release(self, position: QPointF) -> None:
        outline, visible = self._outline(), self._page.visible
        self._drop()
        box = outline.boundingRect()
        if visible is not None and max(box.width(), box.height()) >= DRAG:
            first, last = visible.scale.time(box.left()), visible.scale.time(box.right()) + visible.latest
            near = between(self._state.shown_picks, first, last)
            rows = {key: visible.extent(key) for key in _keys(visible)}
            self._review.choose(
                pick
                for pick in near
                if _lies_in(outline, visible.scale_of(pick.record).x(pick.time), rows.get(pick.record))
            )

    def _outline(self) -> QPainterPath:
        """What is drawn, closed."""
        outline = QPainterPath()
        if self._lasso:
            outline.addPolygon(QPolygonF(self._path))
            outline.closeSubpath()
        elif self._path:
            outline.addRect(QRectF(self._path[0], self._path[-1]).normalized())
        return outline

    def _drop(self) -> None:
        self._path, self._lasso = [], False
        self._page.canvas.update()

    def _draw(self, painter: QPainter) -> None:
        visible, picks = self._page.visible, self._review.outlined
        if visible is None or not self._state.reviewing:
            return
        for pick in picks[:MOST]:
            _outline(painter, pick, visible)
        if picks:
            self._say(painter, picks, visible)
        if self._path:
            painter.setPen(QPen(REVIEW_COLOURS[ReviewState.UNDECIDED], 1.5, Qt.PenStyle.DashLine))
            painter.drawPath(self._outline())

    def _say(self, painter: QPainter, picks: tuple[Pick, ...], visible: VisibleRange) -> None:
        """What is decided about, beside the first pick that is in sight."""
        shown = next((pick for pick in picks if _is_seen(pick, visible)), None)
        if shown is None:
            return
        text, metrics = _words(picks), QFontMetricsF(painter.font())
        square = metrics.ascent() * 0.7
        width, height = square + metrics.horizontalAdvance(text) + 3 * MARGIN, metrics.height() + MARGIN
        x, bottom = (
            visible.scale_of(shown.record).column(shown.time),
            min(visible.extent(shown.record)[1], visible.plot.bottom()),
        )
        left = x + HALF + 2 if x + HALF + 2 + width <= visible.plot.right() else x - HALF - 2 - width
        box = QRectF(max(left, visible.plot.left()), bottom - height - 2, width, height)
        painter.fillRect(box, GROUND)
        colour = TraceColours.of(self._page.palette()).of_phase(shown.phase)
        painter.fillRect(QRectF(box.left() + MARGIN, box.center().y() - square / 2, square, square), colour)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(box.adjusted(square + 2 * MARGIN, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


def _outline(painter: QPainter, pick: Pick, visible: VisibleRange) -> None:
    """In the colour of its state, within a dark rim as regions of sections have it."""
    extent = visible.extent(pick.record)
    if extent is None or not _is_seen(pick, visible):
        return
    x = visible.scale_of(pick.record).column(pick.time)
    box = QRectF(x - HALF, extent[0], 2 * HALF, extent[1] - extent[0]).adjusted(0, 1.5, 0, -1.5)
    for colour, width in ((RIM, 4.0), (REVIEW_COLOURS[state_of(pick)], 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawRect(box)


def _words(picks: tuple[Pick, ...]) -> str:
    """“P, 97 %, phasenet:original”, or how many there are."""
    if len(picks) > 1:
        return tr("{count:,} picks").format(count=len(picks))
    pick = picks[0]
    sure = f"{math.floor(100 * pick.probability)} %" if pick.probability is not None else ""
    state = state_of(pick)
    decided = str(state) if state is not ReviewState.UNDECIDED else ""
    return ", ".join(part for part in (pick.name, sure, pick.model, decided) if part)


def _keys(visible: VisibleRange) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.record.key for row in visible.rows))


def _lies_in(outline: QPainterPath, x: float, extent: tuple[float, float] | None) -> bool:
    """Whether some of the line of a pick does. extent: of its record, None where that is not in sight."""
    return extent is not None and outline.intersects(QRectF(x - HAIR / 2, extent[0], HAIR, extent[1] - extent[0]))


def _meets(extent: tuple[float, float] | None, box: QRectF) -> bool:
    return extent is not None and extent[0] <= box.bottom() and box.top() <= extent[1]


def _is_seen(pick: Pick, visible: VisibleRange) -> bool:
    span = visible.scale_of(pick.record).span
    return span.start <= pick.time <= span.end and _meets(visible.extent(pick.record), visible.plot)
