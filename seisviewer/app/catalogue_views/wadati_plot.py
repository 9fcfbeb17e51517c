"""S − P against P times of an event's stations, with the line whose slope is Vp/Vs − 1."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtWidgets import QWidget

from seisviewer.app.catalogue_views.arrival_plot import ArrivalMark, ArrivalPlot
from seisviewer.catalogue.wadati import PhasePair, WadatiFit, phase_pairs, wadati_fit, wadati_words
from seisviewer.picks.located.location import Arrival, Location
from seisviewer.translation import tr


class WadatiPlot(ArrivalPlot):
    """P times are counted from the location's origin time; a click on a station goes to its S."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._location: Location | None = None
        self.pairs: tuple[PhasePair, ...] = ()
        self.fit: WadatiFit | None = None
        item = self.getPlotItem()
        item.setLabel("left", "S − P (s)")
        item.setLabel("bottom", tr("P after the origin time (s)"))
        self.line = pg.PlotCurveItem()
        item.addItem(self.line)
        self.follow_theme()

    def show_location(self, location: Location | None) -> None:
        self._location = location
        self.pairs = phase_pairs(location.arrivals) if location is not None else ()
        self.fit = wadati_fit(self.pairs)
        self.draw()
        self.show_all()

    @property
    def words(self) -> str:
        """What the line says, or why there is none."""
        return wadati_words(self.pairs, self.fit)

    def draw(self) -> None:
        location = self._location
        self.line.setPen(pg.mkPen(self.colours.accent, width=2))
        if location is None:
            self.draw_marks(())
            self.line.setData([], [])
            return
        last = {(each.station, each.time): each for each in location.arrivals if each.phase.startswith("S")}
        self.draw_marks([self._mark(pair, last[pair.station, pair.s], location.time) for pair in self.pairs])
        if self.fit is None:
            self.line.setData([], [])
            return
        ends = np.array([self.fit.origin, max(pair.p for pair in self.pairs)])
        self.line.setData(ends - location.time, (self.fit.ratio - 1.0) * (ends - self.fit.origin))

    def _mark(self, pair: PhasePair, arrival: Arrival, origin: float) -> ArrivalMark:
        words = tr("{station}\nP after {p:.2f} s, S − P {difference:.2f} s").format(
            station=pair.station, p=pair.p - origin, difference=pair.difference
        )
        if not pair.counts:
            words += tr("\ndoes not count")
        return ArrivalMark(pair.p - origin, pair.difference, arrival, words, self.colours.ink, pair.counts)
