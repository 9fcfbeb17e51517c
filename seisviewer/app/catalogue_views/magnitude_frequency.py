"""How many events are at least as large as that, with the line of Gutenberg and Richter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from seisviewer.app.catalogue_views.catalogue_plot import CataloguePlot
from seisviewer.app.widgets.plot_axes import colour_legend
from seisviewer.catalogue.magnitude_distribution import BValue, MagnitudeDistribution
from seisviewer.translation import tr

DOT = 7.0  # px


class CountAxis(pg.AxisItem):
    """Whole numbers on a logarithmic axis, in figures."""

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        counts = [10**value for value in values]
        return [f"{count:,.0f}" if count > 0.99 and round(count) == float(f"{count:.1g}") else "" for count in counts]


class MagnitudeFrequency(CataloguePlot):
    """Counts on a logarithmic axis: dots for events of a magnitude and above, triangles for those of the step alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, {"left": CountAxis("left")})
        self.setMinimumSize(260, 200)
        self._shown: tuple[MagnitudeDistribution | None, BValue | None] = (None, None)
        item = self.getPlotItem()
        item.setLabel("left", tr("Events"))
        item.setLabel("bottom", tr("Magnitude"))
        item.setLogMode(y=True)
        legend = item.addLegend(offset=(-8, 8))
        self.cumulative, self.counts, self.line = (pg.PlotDataItem() for _ in range(3))
        for part, name in (
            (self.cumulative, tr("as large or larger")),
            (self.counts, tr("in each step")),
            (self.line, tr("log N = a − b M")),
        ):
            item.addItem(part)
            legend.addItem(part, name)
        self.legend = legend
        self.completeness = pg.InfiniteLine(angle=90, label="Mc", labelOpts={"position": 0.04})
        item.addItem(self.completeness, ignoreBounds=True)
        self.follow_theme()

    def show_distribution(self, found: MagnitudeDistribution | None, line: BValue | None) -> None:
        moved = found is not None and (
            self._shown[0] is None or not np.array_equal(found.magnitudes, self._shown[0].magnitudes)
        )
        self._shown = found, line
        self.draw()
        if moved:
            self.show_all()

    def draw(self) -> None:
        found, line = self._shown
        ink, accent = self.colours.ink, self.colours.accent
        colour_legend(self.legend, ink)
        for part, symbol, brush in ((self.cumulative, "o", pg.mkBrush(ink)), (self.counts, "t1", None)):
            part.setSymbol(symbol)
            part.setSymbolSize(DOT)
            part.setSymbolBrush(brush)
            part.setSymbolPen(pg.mkPen(ink))
            part.setPen(None)
        self.line.setPen(pg.mkPen(accent, width=2))
        self.completeness.setPen(pg.mkPen(self.colours.faint, style=Qt.PenStyle.DashLine))
        self.completeness.label.setColor(ink)
        self.completeness.setVisible(found is not None)
        if found is None:
            for part in (self.cumulative, self.counts, self.line):
                part.setData([], [])
            return
        self.cumulative.setData(found.magnitudes, found.cumulative)
        some = found.counts > 0
        self.counts.setData(found.magnitudes[some], found.counts[some])
        self.completeness.setValue(found.completeness)
        ends = np.array([found.completeness, found.magnitudes[-1]])
        self.line.setData(*((ends, line.events_above(ends)) if line is not None else ([], [])))
