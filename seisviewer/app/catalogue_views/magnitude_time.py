"""Magnitudes in the order of time."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtWidgets import QWidget

from seisviewer.app.catalogue_views.event_marks import plain_marks
from seisviewer.app.catalogue_views.event_scatter import EventScatter
from seisviewer.app.traces.page.trace_colours import mixed
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr

STEM, FILL = 0.4, 0.75  # how strong the stems and the marks are against the ground


class MagnitudeTime(EventScatter):
    """A mark on a stem for each event that has a magnitude."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, {"bottom": pg.DateAxisItem("bottom", utcOffset=0)})
        self.setMinimumSize(300, 200)
        item = self.getPlotItem()
        item.setLabel("left", tr("Magnitude"))
        item.setLabel("bottom", "UTC")
        self._range_of: tuple[object, ...] | None = None
        self.stems = pg.PlotCurveItem(connect="pairs")
        item.addItem(self.stems)
        self.follow_theme()

    def show_catalogue(self, catalogue: ShownCatalogue) -> None:
        self.catalogue = catalogue
        self.draw()

    def draw(self) -> None:
        events = tuple(event for event in self.catalogue.events if event.magnitude is not None)
        times, sizes = np.array([event.time for event in events]), np.array([event.magnitude for event in events])
        self.draw_events(
            events, times, sizes, plain_marks(events, mixed(self.colours.accent, self.colours.paper, FILL))
        )
        ground = np.full(len(sizes), min(0.0, float(sizes.min())) if len(sizes) else 0.0)
        self.stems.setPen(pg.mkPen(mixed(self.colours.faint, self.colours.paper, STEM)))
        self.stems.setData(np.repeat(times, 2), np.stack([ground, sizes], axis=1).ravel())
        drawn = tuple(zip(times, sizes, strict=True))
        if drawn and drawn != self._range_of:
            self._range_of = drawn
            self.show_all()
