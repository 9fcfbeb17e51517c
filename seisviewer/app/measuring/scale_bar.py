"""A bar in the corner of a section view that says how long a length is there, at any zoom."""

from __future__ import annotations

from PyQt6.QtCore import QRect

from seisviewer.app.sections.oriented_box import OrientedBox
from seisviewer.app.widgets.length_bar import MOST, LengthBar
from seisviewer.volumes.section_lengths import LengthUnit, length_text, nice_length

SHARE = 0.3  # of the width of the section that it takes at most
EDGE = 8  # px
SMALLEST = 90  # px across, below which there is no room
TEXT_SHARE = 0.5  # of the width of the section, from which on the text is shortened


class ScaleBar(LengthBar):
    """Of a section; its view places it."""

    def place(self, box: OrientedBox, step: float | None, unit: LengthUnit, above: QRect | None) -> None:
        """Lie below at the right of the section in a box. step: how long an index step across is in `unit`; None hides the
        bar. above: what it must not cover, such as the caption."""
        area = box.sceneBoundingRect()
        cell = box.cell_size[1 if box.orientation.turned else 0]
        if step is None or not step > 0 or not cell > 0 or area.width() < SMALLEST:
            self.hide()
            return
        a_pixel = step * cell
        length = nice_length(a_pixel * min(MOST, SHARE * area.width()))
        text = length_text(length, unit)
        if self.fontMetrics().horizontalAdvance(text) > TEXT_SHARE * area.width():
            text = length_text(length, unit, short=True)
        self.say(length, length / a_pixel, text)
        size = self.wanted
        left, top = round(area.right()) - size.width() - EDGE, round(area.bottom()) - size.height() - EDGE
        if above is not None and QRect(left, top, size.width(), size.height()).intersects(above):
            top = above.top() - size.height() - 2
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
