"""The two plots: decibels over frequency, and how many samples have which amplitude."""

from __future__ import annotations

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPalette, QWheelEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.app.widgets.plot_axes import colour_axes
from seisviewer.structure.attributes.section_spectrum import FLOOR, Histogram, Spectrum
from seisviewer.translation import tr

LINE, BARS, CLIP = "#0072b2", "#56b4e9", "#d55e00"  # Okabe and Ito's


class _Plot(FollowsTheme, pg.PlotWidget):
    """A plot that shows all of its curve and is not zoomed."""

    def __init__(self, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.setMinimumHeight(110)
        self.setToolTip(as_plain(tip))
        item = self.getPlotItem()
        for name in ("left", "bottom"):
            item.getAxis(name).enableAutoSIPrefix(False)
        item.setMouseEnabled(False, False)
        item.hideButtons()
        item.showGrid(x=True, y=True, alpha=0.2)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing to zoom here."""
        event.ignore()

    def _take_theme(self) -> None:
        self.setBackground(self.palette().color(QPalette.ColorRole.Window))
        colour_axes(self.getPlotItem(), self.palette().color(QPalette.ColorRole.WindowText))


class SpectrumPlot(_Plot):
    def __init__(self) -> None:
        super().__init__(
            tr("Amplitude spectrum of the traces in sight, averaged, in decibels below its strongest frequency")
        )
        self.shown: Spectrum | None = None
        self._curve = self.plot(pen=pg.mkPen(LINE, width=2))
        self.getPlotItem().setLabel("left", "dB")
        self.follow_theme()

    def show_spectrum(self, spectrum: Spectrum | None, unit: str) -> None:
        self.shown = spectrum
        item = self.getPlotItem()
        item.setLabel("bottom", unit)
        if spectrum is None:
            self._curve.setData([], [])
            return
        self._curve.setData(spectrum.frequencies, spectrum.decibels)
        item.setXRange(0, float(spectrum.frequencies[-1]), padding=0)
        item.setYRange(max(FLOOR, float(spectrum.decibels[1:].min())), 0, padding=0.02)


class HistogramPlot(_Plot):
    def __init__(self) -> None:
        super().__init__(
            tr("How many of the samples in sight have which amplitude; beyond the dashed lines colours are clipped")
        )
        self.shown: Histogram | None = None
        self._bars = pg.PlotCurveItem([0, 1], [0], pen=pg.mkPen(LINE), brush=BARS, fillLevel=0, stepMode="center")
        self.clips = tuple(
            pg.InfiniteLine(angle=90, pen=pg.mkPen(CLIP, width=2, style=Qt.PenStyle.DashLine)) for _ in range(2)
        )
        for each in (self._bars, *self.clips):
            self.addItem(each)
        self.getPlotItem().setLabel("left", tr("% of samples"))
        self.follow_theme()

    def show_histogram(self, histogram: Histogram | None, limit: float) -> None:
        self.shown = histogram
        for line in self.clips:
            line.setVisible(histogram is not None)
        if histogram is None:
            self._bars.setData([0, 1], [0])
            return
        self._bars.setData(histogram.edges, 100 * histogram.shares)
        for line, at in zip(self.clips, (-limit, limit), strict=True):
            line.setValue(at)
        item = self.getPlotItem()
        item.setLabel("bottom", tr("amplitude; {clipped:.1f} % clipped").format(clipped=100 * histogram.beyond))
        item.setXRange(float(histogram.edges[0]), float(histogram.edges[-1]), padding=0)
        item.setYRange(0, max(100 * float(histogram.shares.max()), 1e-6), padding=0.02)
