"""The focal sphere of an event: a mechanism with the first motions of the stations on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QToolTip, QWidget

from seisviewer.app.traces.page.trace_colours import TraceColours, mixed
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.catalogue.focal_sphere import (
    axis_on_disc,
    nodal_line,
    stress_axes,
    upward_on_disc,
)
from seisviewer.catalogue.sphere_marks import SphereMark, sphere_marks
from seisviewer.catalogue.station_motions import StationMotion
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism, other_plane
from seisviewer.translation import tr

EDGE, MARK, NEAR = 26, 5.5, 11.0  # px: around the disc, half of a mark, how near a click must be
SHADE = 0.28  # of the quadrants that begin upward
OTHER_STRENGTH = 0.45  # of the nodal lines of further solutions


class BeachBall(QWidget):
    """Lower hemisphere, equal area, north at the top. Grey quadrants begin upward; filled dots were up, open ones down,
    crosses undecided; what contradicts is red."""

    pick_chosen = pyqtSignal(object)  # a Pick

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(260, 260)
        self.setMouseTracking(True)
        self.marks: tuple[SphereMark, ...] = ()
        self._plane: DoubleCouple | None = None
        self._others: tuple[DoubleCouple, ...] = ()
        self._chosen = 0
        self._picture: QImage | None = None

    def show_mechanism(
        self, motions: Sequence[StationMotion], mechanism: Mechanism | None, others: Sequence[Mechanism], chosen: int
    ) -> None:
        """others: further solutions, drawn as lines. chosen: id of the pick that is ringed, 0 for none."""
        self._plane = mechanism.plane if mechanism is not None else None
        self._others = tuple(each.plane for each in others)
        self._chosen = chosen
        self.marks = sphere_marks(motions, self._plane)
        self._picture = None
        self.update()

    def place_of(self, mark: SphereMark) -> QPointF:
        """In pixels of the widget."""
        return self._at(mark.east, mark.north)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = TraceColours.of(self.palette())
        disc = QPainterPath()
        disc.addEllipse(self._at(0.0, 0.0), self._radius, self._radius)
        painter.fillPath(disc, colours.paper)
        if self._plane is not None:
            painter.save()
            painter.setClipPath(disc)
            painter.drawImage(self._square, self._shaded(colours))
            painter.restore()
            self._draw_lines(painter, self._plane, QPen(colours.ink, 1.6))
            faint = QPen(mixed(colours.accent, colours.paper, OTHER_STRENGTH), 1.4, Qt.PenStyle.DashLine)
            for plane in self._others:
                self._draw_lines(painter, plane, faint)
            self._draw_axes(painter, self._plane, colours)
        painter.setPen(QPen(colours.ink, 1.6))
        painter.drawPath(disc)
        painter.drawText(
            QRectF(self._at(0, 1).x() - 20, self._square.top() - 20, 40, 18), Qt.AlignmentFlag.AlignCenter, "N"
        )
        for mark in self.marks:
            self._draw_mark(painter, mark, colours)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event.position())
        if mark is not None:
            self.pick_chosen.emit(mark.motion.pick)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._mark_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found is not None else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._mark_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), as_plain(BALL_TIP if mark is None else mark_words(mark)))
            return True
        return super().event(event)

    @property
    def _radius(self) -> float:
        return max(min(self.width(), self.height()) / 2 - EDGE, 10.0)

    @property
    def _square(self) -> QRectF:
        middle, radius = QPointF(self.width() / 2, self.height() / 2), self._radius
        return QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)

    def _at(self, east: float, north: float) -> QPointF:
        return QPointF(self.width() / 2 + east * self._radius, self.height() / 2 - north * self._radius)

    def _mark_at(self, place: QPointF) -> SphereMark | None:
        def away(mark: SphereMark) -> float:
            apart = self.place_of(mark) - place
            return float(np.hypot(apart.x(), apart.y()))

        nearest = min(self.marks, key=away, default=None)
        return nearest if nearest is not None and away(nearest) <= NEAR else None

    def _shaded(self, colours: TraceColours) -> QImage:
        size = round(2 * self._radius * self.devicePixelRatioF())
        if self._picture is None or self._picture.width() != size:
            shade, paper = mixed(colours.ink, colours.paper, SHADE), colours.paper
            colour = np.where(upward_on_disc(self._plane, size), shade.rgb(), paper.rgb()).astype(np.uint32)
            self._picture = QImage(colour.tobytes(), size, size, 4 * size, QImage.Format.Format_RGB32).copy()
        return self._picture

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._picture = None

    def _draw_lines(self, painter: QPainter, plane: DoubleCouple, pen: QPen) -> None:
        painter.setPen(pen)
        for each in (plane, other_plane(plane)):
            painter.drawPolyline(QPolygonF([self._at(x, y) for x, y in zip(*nodal_line(each), strict=True)]))

    def _draw_axes(self, painter: QPainter, plane: DoubleCouple, colours: TraceColours) -> None:
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(colours.ink)
        for name, axis in zip("PT", stress_axes(plane), strict=True):
            at = self._at(*axis_on_disc(axis))
            painter.drawText(QRectF(at.x() - 10, at.y() - 10, 20, 20), Qt.AlignmentFlag.AlignCenter, name)
        font.setBold(False)
        painter.setFont(font)

    def _draw_mark(self, painter: QPainter, mark: SphereMark, colours: TraceColours) -> None:
        at, up = self.place_of(mark), mark.motion.up
        colour = colours.phases["P"] if mark.contradicts else colours.ink
        painter.setPen(QPen(colour, 1.6))
        if up is None:
            faint = QPen(colours.faint, 1.6)
            painter.setPen(faint)
            for turn in (1, -1):
                painter.drawLine(at + QPointF(-4, -4 * turn), at + QPointF(4, 4 * turn))
        else:
            painter.setBrush(colour if up else colours.paper)
            painter.drawEllipse(at, MARK, MARK)
        painter.setBrush(QColor(Qt.GlobalColor.transparent))
        if self._chosen and mark.motion.pick.id == self._chosen:
            painter.setPen(QPen(colours.accent, 2.2))
            painter.drawEllipse(at, MARK + 5, MARK + 5)


BALL_TIP = tr(
    "Lower hemisphere, equal area. Grey: P begins upward. Filled: up, open: down, cross: "
    "undecided; red contradicts the mechanism. Dashed: further solutions. A click goes to "
    "the station."
)
SAID = {True: tr("up"), False: tr("down"), None: tr("undecided")}


def mark_words(mark: SphereMark) -> str:
    """What is said of a station under the pointer."""
    motion = mark.motion
    words = tr("{station}: {said}\nazimuth {azimuth:.0f}°, take-off {take_off:.0f}°, {distance:.0f} km").format(
        station=motion.station,
        said=SAID[motion.up],
        azimuth=motion.azimuth,
        take_off=motion.take_off,
        distance=motion.distance,
    )
    return words + tr("\ncontradicts the mechanism") * mark.contradicts
