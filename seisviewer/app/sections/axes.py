"""Axes of a section view: the plot counts indices, the axis shows line numbers, milliseconds or metres."""

from __future__ import annotations

import math
from html import escape

import pyqtgraph as pg
from PyQt6.QtGui import QFontMetrics, QPalette
from PyQt6.QtWidgets import QApplication

from seisviewer.app.sections.oriented_box import OrientedBox
from seisviewer.volumes.section_axes import IndexAxis


class GridAxis(pg.AxisItem):
    """An axis whose labels are start + step · index. Whole numbers get ticks on whole numbers only."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, maxTickLength=-5)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickTextOffset=4)
        self._start, self._step, self._whole = 0.0, 1.0, True

    def set_grid(self, axis: IndexAxis) -> None:
        """Show another axis."""
        self._start, self._step, self._whole = axis.start, axis.step, axis.whole
        self.setLabel(escape(axis.name))  # it is shown as HTML
        self.picture = None
        self.update()

    def dress(self, palette: QPalette) -> None:
        self.setPen(palette.text().color())
        self.setTextPen(palette.text().color())

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        low, high = self._start + self._step * minVal, self._start + self._step * maxVal
        levels = super().tickValues(low, high, size)
        if self._whole:
            levels = [(spacing, values) for spacing, values in levels if spacing >= 1]
        return [
            (spacing / self._step, [(value - self._start) / self._step for value in values])
            for spacing, values in levels
        ]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        places = 0 if self._whole else max(0, math.ceil(-math.log10(max(spacing * self._step, 1e-9)) - 1e-6))
        return [f"{self._start + self._step * value:.{places}f}".replace("-", "−") for value in values]


def section_plot(box: OrientedBox, across: GridAxis, down: GridAxis) -> pg.PlotItem:
    """A plot with line numbers along its top, as sections are printed, and room for the numbers at its left."""
    plot = pg.PlotItem(viewBox=box, axisItems={"top": across, "left": down}, enableMenu=False)
    plot.showAxis("top")
    plot.hideAxis("bottom")
    plot.hideButtons()
    letters = QFontMetrics(QApplication.font())
    down.setWidth(letters.horizontalAdvance("88888") + letters.height() + 11)
    plot.layout.setContentsMargins(0, 0, 10, 8)
    return plot
