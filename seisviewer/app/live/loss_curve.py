"""The training loss over time, one colour a stage."""

from __future__ import annotations

import time
from array import array
from dataclasses import dataclass, field

import pyqtgraph as pg
from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QPalette, QWheelEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plot_axes import colour_axes, colour_legend
from seisviewer.learning.events import Loss
from seisviewer.translation import tr

REDRAW = 250  # ms
MOST_POINTS = 2000  # of one stage; beyond it every second point goes
# Okabe and Ito's colours, which colour-blind readers tell apart.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")


@dataclass
class _Series:
    curve: pg.PlotDataItem
    minutes: array = field(default_factory=lambda: array("d"))
    losses: array = field(default_factory=lambda: array("d"))

    def add(self, minutes: float, loss: float) -> None:
        self.minutes.append(minutes)
        self.losses.append(loss)
        if len(self.minutes) > MOST_POINTS:
            self.minutes, self.losses = self.minutes[::2], self.losses[::2]


class LossCurve(FollowsTheme, pg.PlotWidget):
    """Loss against minutes since training began."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.setMinimumHeight(110)
        self.setToolTip(tr("Training loss against minutes since training began, one colour a stage"))
        item = self.getPlotItem()
        item.getViewBox().setLimits(xMin=0, yMin=0)
        item.setLabel("bottom", tr("minutes"))
        item.setLabel("left", tr("loss"))
        item.showGrid(y=True, alpha=0.2)
        for name in ("left", "bottom"):
            item.getAxis(name).enableAutoSIPrefix(False)
        item.setMouseEnabled(False, False)
        item.hideButtons()
        self._legend = item.addLegend(offset=(-4, 2), colCount=2, labelTextSize="8pt")
        self._series: dict[str, _Series] = {}
        self._began = time.monotonic()
        self._timer = QTimer(self, singleShot=True, interval=REDRAW, timeout=self._redraw)
        self.follow_theme()

    def clear_curves(self) -> None:
        """Begin again, as for another training."""
        for series in self._series.values():
            self.removeItem(series.curve)
        self._series.clear()
        self._legend.clear()
        self._began = time.monotonic()

    def add(self, report: Loss) -> None:
        """Take one report; the picture follows within a quarter of a second."""
        if report.stage not in self._series:
            pen = pg.mkPen(COLOURS[len(self._series) % len(COLOURS)], width=2)
            self._series[report.stage] = _Series(self.plot(pen=pen, name=report.stage))
        self._series[report.stage].add((time.monotonic() - self._began) / 60, report.loss)
        if not self._timer.isActive():
            self._timer.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing to zoom here: the panel scrolls."""
        event.ignore()

    def _redraw(self) -> None:
        for series in self._series.values():
            series.curve.setData(series.minutes, series.losses)

    def _take_theme(self) -> None:
        self.setBackground(self.palette().color(QPalette.ColorRole.Window))
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        colour_axes(self.getPlotItem(), colour)
        colour_legend(self._legend, colour)
