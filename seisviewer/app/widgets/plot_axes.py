"""The colours of a plot's axes and legend, which pyqtgraph does not take from the theme."""

from __future__ import annotations

import pyqtgraph as pg
from PyQt6.QtGui import QColor


def colour_axes(item: pg.PlotItem, line: QColor, text: QColor | None = None) -> None:
    """Of the left and bottom axes. text: of the numbers and names, that of the lines where it is None."""
    for name in ("left", "bottom"):
        axis = item.getAxis(name)
        axis.setPen(line)
        axis.setTextPen(line if text is None else text)


def colour_legend(legend: pg.LegendItem, text: QColor) -> None:
    """Of the names in it, those that are there and those to come."""
    legend.setLabelTextColor(text)
    for _, label in legend.items:
        label.setText(label.text, color=text)  # pyqtgraph notes the colour and draws the old one
