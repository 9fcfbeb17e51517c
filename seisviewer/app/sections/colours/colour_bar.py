"""The colour bar: which colour stands for which amplitude, and which end is positive."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PyQt6.QtWidgets import QSizePolicy, QWidget

from seisviewer.app.section_state import Display, SectionState
from seisviewer.app.sections.colours.amplitude_colours import lookup_table
from seisviewer.pictures.colour_maps import ColourMap
from seisviewer.translation import tr

BAR_HEIGHT = 16


class ColourBar(QWidget):
    """Most negative amplitude at the left, most positive at the right, with the numbers of both ends below."""

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("The colours of negative (−) and positive (+) amplitudes as they are stored in the file"))
        state.display_changed.connect(lambda _: self.update())
        state.volume_changed.connect(lambda _: self.update())

    def sizeHint(self) -> QSize:
        return QSize(220, BAR_HEIGHT + 2 * self.fontMetrics().height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        display, height = self._state.display, self.fontMetrics().height()
        bar = QRect(0, height + 2, self.width() - 1, BAR_HEIGHT)
        painter.drawImage(bar, bar_image(display))
        painter.setPen(self.palette().mid().color())
        painter.drawRect(bar)
        painter.setPen(self.palette().text().color())
        above, below = QRect(0, 0, self.width(), height), QRect(0, bar.bottom() + 2, self.width(), height)
        for side, name, number in zip(
            (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight),
            (tr("− negative"), "", tr("positive +")),
            amplitude_ticks(display),
            strict=True,
        ):
            painter.drawText(above, side, name)
            painter.drawText(below, side, number)


def amplitude_ticks(display: Display) -> tuple[str, str, str]:
    """What stands below the left end, the middle and the right end."""
    if display.agc:
        return "", tr("after AGC"), ""
    limit = f"{display.limit / display.gain:.4g}"
    return f"−{limit}", "0", f"+{limit}"


def bar_image(display: Display) -> QImage:
    """One row of the colours of amplitudes from most negative to most positive."""
    return _row(lookup_table(display)[1:, :3])


def map_icon(colour_map: ColourMap, width: int = 64, height: int = 14) -> QPixmap:
    """A colour map as a small picture for a list."""
    return QPixmap.fromImage(_row(colour_map.colours(np.linspace(0, 1, width)))).scaled(width, height)


def _row(colours: np.ndarray) -> QImage:
    pixels = np.ascontiguousarray(colours[None])
    image = QImage(pixels.data, pixels.shape[1], 1, 3 * pixels.shape[1], QImage.Format.Format_RGB888)
    return image.copy()  # the array goes, the picture stays
