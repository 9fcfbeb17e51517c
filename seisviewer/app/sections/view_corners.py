"""What stands in the corners of a section view: what the layers say about the section, and where north is."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QWidget

from seisviewer.app.measuring.scale_bar import ScaleBar
from seisviewer.app.sections.oriented_box import OrientedBox
from seisviewer.app.sections.section_canvas import SectionCanvas
from seisviewer.app.sections.view_caption import ViewCaption
from seisviewer.volumes.section_lengths import LengthUnit

EDGE = 8  # px from the edge of the section
ARROW = 40  # px, the whole of it
LENGTH = 15.0


class NorthArrow(QWidget):
    """A small arrow that points north, hidden where nobody knows where that is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(ARROW, ARROW)
        self._pointing = QPointF(0, -1)
        self.hide()

    @property
    def pointing(self) -> tuple[float, float]:
        """Right and down on screen, of length 1."""
        return self._pointing.x(), self._pointing.y()

    def point(self, box: OrientedBox, north: tuple[float, float] | None) -> None:
        """north: its direction in rows and columns of the section in the box, None where it is unknown."""
        self.setVisible(north is not None)
        if north is None:
            return
        here, there = (box.mapViewToScene(QPointF(*place)) for place in ((0.0, 0.0), north))
        length = math.hypot(there.x() - here.x(), there.y() - here.y())
        if length > 0:
            self._pointing = (there - here) / length
            area = box.sceneBoundingRect()
            self.move(int(area.right()) - ARROW - EDGE, int(area.top()) + EDGE)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = self.palette().base().color(), self.palette().text().color()
        ground.setAlpha(200)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(self.rect())
        along, middle = self._pointing, QPointF(ARROW / 2, ARROW / 2)
        aside = QPointF(-along.y(), along.x())
        tail, tip = middle - along * LENGTH, middle + along * 3
        painter.setPen(QPen(ink, 1.6))
        painter.drawLine(tail, tip)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([tip + along * 2, tip - along * 6 + aside * 4, tip - along * 6 - aside * 4]))
        letter = middle + along * 11
        font = painter.font()
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(QRectF(letter.x() - 8, letter.y() - 8, 16, 16), Qt.AlignmentFlag.AlignCenter, "N")


class ViewCorners(QObject):
    """caption: below at the left, for layers to write in. north: above at the right. bar: below at the right."""

    def __init__(self, canvas: SectionCanvas, box: OrientedBox) -> None:
        super().__init__(canvas)
        self._box = box
        self._north: tuple[float, float] | None = None
        self.caption = ViewCaption(canvas, canvas.viewport())
        self.north = NorthArrow(canvas)
        self.bar = ScaleBar(canvas)
        self._places: np.ndarray | None = None
        self._unit = LengthUnit("traces", None)
        canvas.resized.connect(self.place_caption)
        canvas.resized.connect(self._place_north)
        canvas.resized.connect(self._place_bar)
        box.sigRangeChanged.connect(self._place_north)
        box.sigRangeChanged.connect(self._place_bar)

    def show_north(self, north: tuple[float, float] | None) -> None:
        """north: its direction in rows and columns of the section, None where it is unknown or means nothing."""
        self._north = north
        self._place_north()

    @property
    def has_lengths(self) -> bool:
        """Whether the scale bar is wanted."""
        return self._places is not None

    def show_lengths(self, places: np.ndarray | None, unit: LengthUnit) -> None:
        """places: how far each index across lies from the first, in `unit`; None for no scale bar."""
        self._places, self._unit = places, unit
        self._place_bar()

    def place_caption(self) -> None:
        """Let the caption lie in its corner of the section."""
        area = self._box.sceneBoundingRect().toRect()
        self.caption.place(QRect(area).adjusted(EDGE, EDGE, -EDGE, -EDGE))
        self._place_bar()

    def _place_bar(self, *_: object) -> None:
        step = None
        if self._places is not None and len(self._places) > 1:
            # What is in sight: traces of a 2D line need not lie evenly.
            spans = self._box.shown
            ends = np.clip(spans[1 if self._box.orientation.turned else 0], 0, len(self._places) - 1)
            if ends[1] - ends[0] >= 1:
                there = np.interp(ends, np.arange(len(self._places)), self._places)
                step = float(np.diff(there)[0] / np.diff(ends)[0])
        caption = self.caption.geometry() if self.caption.isVisible() else None
        self.bar.place(self._box, step, self._unit, caption)

    def _place_north(self, *_: object) -> None:
        self.north.point(self._box, self._north)
