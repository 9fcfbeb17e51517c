"""What the plots of a catalogue have in common: colours of the theme, the mouse, the axes."""

from __future__ import annotations

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plot_axes import colour_axes

GRID = 0.15  # opacity


class CataloguePlot(FollowsTheme, pg.PlotWidget):
    """The wheel zooms at the pointer, a drag moves, a double click shows everything. Whoever inherits from it calls
    `follow_theme` as soon as everything that is drawn is made."""

    def __init__(self, parent: QWidget | None = None, axes: dict[str, pg.AxisItem] | None = None) -> None:
        super().__init__(parent, axisItems=axes or {}, enableMenu=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.colours = TraceColours.of(self.palette())
        item = self.getPlotItem()
        item.hideButtons()
        item.showGrid(x=True, y=True, alpha=GRID)
        for name in ("left", "bottom"):
            item.getAxis(name).enableAutoSIPrefix(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.show_all()

    def show_all(self) -> None:
        self.getPlotItem().autoRange(padding=0.08)

    def _take_theme(self) -> None:
        if self.getPlotItem() is None:  # pyqtgraph takes a plot apart when it is closed
            return
        self.colours = TraceColours.of(self.palette())
        self.setBackground(self.colours.paper)
        colour_axes(self.getPlotItem(), self.colours.faint, self.colours.ink)
        self.draw()

    def draw(self) -> None:
        """Everything anew, in the colours of the theme."""
        raise NotImplementedError
