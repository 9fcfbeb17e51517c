"""A header word along a line, or through the file."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QPalette, QWheelEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.app.widgets.plot_axes import colour_axes
from seisviewer.translation import tr

TIP = tr("The word of the column in use, along the section in use or through the file; a click goes to the trace")


@dataclass(frozen=True)
class PlottedWord:
    """places: what runs across. values: of the word. traces: places in the file. All (points,)."""

    across: str
    name: str
    places: np.ndarray = field(repr=False, compare=False)
    values: np.ndarray = field(repr=False, compare=False)
    traces: np.ndarray = field(repr=False, compare=False)


class WordPlot(FollowsTheme, pg.PlotWidget):
    """chosen: a trace, counted from 0 in the file, was clicked at."""

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.shown: PlottedWord | None = None
        self.setMinimumHeight(120)
        self.setToolTip(as_plain(TIP))
        item = self.getPlotItem()
        for name in ("left", "bottom"):
            item.getAxis(name).enableAutoSIPrefix(False)
        item.setMouseEnabled(False, False)
        item.hideButtons()
        item.showGrid(x=True, y=True, alpha=0.2)
        self._points = self.plot(pen=None, symbol="o", symbolSize=4, symbolPen=None, symbolBrush="#0072b2")
        self.scene().sigMouseClicked.connect(self._click)
        self.follow_theme()

    def show_word(self, plotted: PlottedWord | None) -> None:
        self.shown = plotted
        if plotted is None:
            self._points.setData([], [])
            return
        self._points.setData(plotted.places, plotted.values)
        self.getPlotItem().setLabel("bottom", plotted.across)
        self.getPlotItem().setLabel("left", plotted.name)
        self.getPlotItem().autoRange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing to zoom here."""
        event.ignore()

    def _click(self, event: object) -> None:
        if self.shown is not None and len(self.shown.places):
            at = self.getPlotItem().getViewBox().mapSceneToView(event.scenePos()).x()
            self.chosen.emit(int(self.shown.traces[np.argmin(np.abs(self.shown.places - at))]))

    def _take_theme(self) -> None:
        self.setBackground(self.palette().color(QPalette.ColorRole.Window))
        colour_axes(self.getPlotItem(), self.palette().color(QPalette.ColorRole.WindowText))
