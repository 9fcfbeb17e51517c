"""How far the arrivals of an event miss the times of the model that located it, by distance."""

from __future__ import annotations

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from seisviewer.app.catalogue_views.arrival_plot import SIZE, ArrivalMark, ArrivalPlot
from seisviewer.app.widgets.plot_axes import colour_legend
from seisviewer.picks.located.location import Arrival, Location
from seisviewer.translation import tr


class ResidualPlot(ArrivalPlot):
    """P and S in their colours; above the line came later than computed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._location: Location | None = None
        item = self.getPlotItem()
        item.setLabel("left", tr("Residual (s)"))
        item.setLabel("bottom", tr("Epicentral distance (km)"))
        self.zero = pg.InfiniteLine(0.0, angle=0)
        item.addItem(self.zero)
        self.legend = item.addLegend(offset=(-8, 8))
        self._signs = {name: pg.ScatterPlotItem(size=SIZE) for name in ("P", "S", tr("does not count"))}
        for name, sign in self._signs.items():
            self.legend.addItem(sign, name)
        self.follow_theme()

    def show_location(self, location: Location | None) -> None:
        self._location = location
        self.draw()
        self.show_all()

    def draw(self) -> None:
        arrivals = self._location.arrivals if self._location is not None else ()
        self.zero.setPen(pg.mkPen(self.colours.faint, style=Qt.PenStyle.DashLine))
        colour_legend(self.legend, self.colours.ink)
        for name, sign in self._signs.items():
            colour = self.colours.of_phase(name) if name in self.colours.phases else self.colours.ink
            sign.setPen(pg.mkPen(colour, width=1.5))
            sign.setBrush(pg.mkBrush(colour) if name in self.colours.phases else None)
        self.draw_marks([self._mark(arrival) for arrival in arrivals])

    def _mark(self, arrival: Arrival) -> ArrivalMark:
        counts = "" if arrival.weight > 0 else tr("\ndoes not count")
        words = tr("{residual:+.2f} s at {distance:.1f} km, azimuth {azimuth:.0f}°").format(
            residual=arrival.residual, distance=arrival.distance, azimuth=arrival.azimuth
        )
        words = f"{arrival.station} {arrival.phase}\n{words.replace('-', '−')}{counts}"
        colour = self.colours.of_phase(arrival.phase)
        return ArrivalMark(arrival.distance, arrival.residual, arrival, words, colour, arrival.weight > 0)
