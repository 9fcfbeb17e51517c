"""A bar in the corner of a section view that says how long a length is there, at any zoom."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.sections.oriented_box import OrientedBox
from seisviewer.volumes.section_lengths import LengthUnit, length_text, nice_length

MOST = 130  # px of the bar
SHARE = 0.3  # of the width of the section that it takes at most
EDGE, GAP, BAR = 8, 6, 4  # px
GROUND_ALPHA = 200
SMALLEST = 90  # px across, below which there is no room


class ScaleBar(QWidget):
    """The mouse works through it. `length` is what it says, `pixels` how long it is drawn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.length = self.pixels = 0.0
        self._unit = LengthUnit("traces", None)
        self.hide()

    @property
    def text(self) -> str:
        return length_text(self.length, self._unit)

    def place(self, box: OrientedBox, step: float | None, unit: LengthUnit, above: QRect | None) -> None:
        """Lie below at the right of the section in a box. step: how long an index step across is in `unit`; None hides the
        bar. above: what it must not cover, such as the caption."""
        area = box.sceneBoundingRect()
        cell = box.cell_size[1 if box.orientation.turned else 0]
        if step is None or not step > 0 or not cell > 0 or area.width() < SMALLEST:
            self.hide()
            return
        a_pixel, before = step * cell, (self.text, self.pixels)
        self._unit = unit
        self.length = nice_length(a_pixel * min(MOST, SHARE * area.width()))
        self.pixels = self.length / a_pixel
        metrics = self.fontMetrics()
        width = round(max(self.pixels, metrics.horizontalAdvance(self.text))) + 2 * GAP
        height = metrics.height() + BAR + 8
        left, top = round(area.right()) - width - EDGE, round(area.bottom()) - height - EDGE
        if above is not None and QRect(left, top, width, height).intersects(above):
            top = above.top() - height - 2
        self.setGeometry(left, top, width, height)
        self.show()
        if (self.text, self.pixels) != before:  # else nothing behind it need be painted again
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, ink = QColor(self.palette().base().color()), self.palette().text().color()
        ground.setAlpha(GROUND_ALPHA)
        painter.fillRect(self.rect(), ground)
        painter.setPen(ink)
        text = QRectF(0, 2, self.width(), self.fontMetrics().height())
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, self.text)
        left = (self.width() - self.pixels) / 2
        painter.fillRect(QRectF(left, self.height() - BAR - 3, self.pixels, BAR), ink)
