"""Pictures of the augmentation dialog: a training window and a histogram."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from seisviewer.app.traces.page.trace_colours import TraceColours, see_through
from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plot_axes import colour_axes
from seisviewer.learning.phases.waveform_augmentation import PhaseSample
from seisviewer.translation import tr

CODES = "ZNE"
LEFT, BOTTOM = 44, 42  # pixels of the axes: pictures under each other are in line, whatever their numbers
DISTANCE = 2.2  # between the zero lines of two components whose largest amplitude together is 1


class _Plot(FollowsTheme, pg.PlotWidget):
    """A picture to look at: no menu, no mouse, colours of the theme."""

    def __init__(self, title: str, below: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self._title = title
        self._below = below
        item = self.getPlotItem()
        item.setMouseEnabled(False, False)
        item.hideButtons()
        for name in ("left", "bottom"):
            item.getAxis(name).enableAutoSIPrefix(False)
        item.getAxis("left").setWidth(LEFT)
        item.getAxis("bottom").setHeight(BOTTOM)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.follow_theme()

    def set_below(self, text: str) -> None:
        self._below = text
        axis = self.getPlotItem().getAxis("bottom")
        axis.setLabel(text)
        axis.resizeEvent()  # pyqtgraph puts a label in its place only when the axis changes its size

    def _take_theme(self) -> None:
        self.colours = TraceColours.of(self.palette())
        self.setBackground(self.colours.paper)
        item = self.getPlotItem()
        item.setTitle(self._title or None, color=self.colours.ink, size="10pt")
        item.setLabel("bottom", self._below)
        colour_axes(item, self.colours.faint, self.colours.ink)
        self._draw()

    def _draw(self) -> None:
        raise NotImplementedError


class WindowPlot(_Plot):
    """Three components of a training window, scaled together, with the arrivals that are to be found."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._sample: PhaseSample | None = None
        super().__init__(title, tr("seconds"), parent)
        self.setMinimumSize(300, 190)
        self.getPlotItem().getAxis("left").setTicks([[(-DISTANCE * row, code) for row, code in enumerate(CODES)]])

    def show_sample(self, sample: PhaseSample | None) -> None:
        """None clears the picture."""
        self._sample = sample
        self._draw()

    def _draw(self) -> None:
        self.clear()
        sample = self._sample
        if sample is None:
            return
        array = sample.array - sample.array.mean(axis=1, keepdims=True)
        largest = float(np.abs(array).max()) or 1.0
        seconds = np.arange(sample.length) / sample.rate
        for row in range(len(array)):
            self.plot(seconds, array[row] / largest - DISTANCE * row, pen=pg.mkPen(self.colours.ink, width=1))
        for phase, at in sample.targets:
            pen = pg.mkPen(self.colours.of_phase(phase), width=2)
            label = {"position": 0.96, "color": self.colours.of_phase(phase)}
            self.addItem(pg.InfiniteLine(at / sample.rate, pen=pen, label=phase, labelOpts=label))
        self.setXRange(0, sample.length / sample.rate, padding=0)
        self.setYRange(-DISTANCE * 2 - 1.1, 1.6, padding=0)


class HistogramPlot(_Plot):
    """Counts by phase."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._edges: np.ndarray | None = None
        self._counts: Mapping[str, np.ndarray] = {}
        super().__init__(title, "", parent)
        self.setMinimumHeight(140)

    def show_counts(self, edges: np.ndarray | None, counts: Mapping[str, np.ndarray], label: str) -> None:
        """edges None clears the picture."""
        self._edges, self._counts = edges, counts
        self.set_below(label)
        self._draw()

    def _draw(self) -> None:
        self.clear()
        self.getPlotItem().setVisible(self._edges is not None)
        if self._edges is None:
            return
        for phase, counts in self._counts.items():
            colour = self.colours.of_phase(phase) if phase else self.colours.accent
            pen = pg.mkPen(colour, width=2)
            brush = see_through(colour, 0.25)
            self.addItem(pg.PlotDataItem(self._edges, counts, stepMode="center", fillLevel=0, pen=pen, brush=brush))
        self.setXRange(self._edges[0], self._edges[-1], padding=0)
        highest = max((int(counts.max()) for counts in self._counts.values()), default=1)
        self.setYRange(0, max(highest, 1) * 1.05, padding=0)
