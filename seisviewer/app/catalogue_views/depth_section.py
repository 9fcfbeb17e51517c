"""Events from the side: kilometres along a line through the map against depth."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtWidgets import QWidget

from seisviewer.app.catalogue_views.event_marks import COLOURINGS, Colouring, event_marks
from seisviewer.app.catalogue_views.event_scatter import EventScatter
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr

DIRECTIONS = {"W – E": 90.0, "S – N": 0.0, tr("Along the longer side"): None}
ENDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


class DepthSection(EventScatter):
    """Depth below sea level, downward; stations stand at their elevation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(220, 160)
        self.azimuth = 90.0
        self.colouring = COLOURINGS["depth"]
        self._range_of: tuple[object, ...] | None = None
        item = self.getPlotItem()
        item.invertY(True)
        item.setLabel("left", tr("Depth below sea level (km)"))
        self.stations = pg.ScatterPlotItem(hoverable=True, tip=lambda x, y, data: as_plain(data))
        self.errors = pg.PlotCurveItem(connect="pairs")
        for part, height in ((self.stations, 1), (self.errors, 4)):
            item.addItem(part)
            part.setZValue(height)
        self.follow_theme()

    def show_catalogue(self, catalogue: ShownCatalogue, colouring: Colouring, azimuth: float | None) -> None:
        """azimuth: of the line, degrees from north; None for the longer side of the events."""
        self.catalogue, self.colouring = catalogue, colouring
        events = catalogue.placed
        if azimuth is None:
            places = [event.latitude for event in events], [event.longitude for event in events]
            azimuth = catalogue.frame().longer_side(*places)
        self.azimuth = azimuth
        self.draw()

    def line(self) -> tuple[np.ndarray, np.ndarray]:
        """Latitudes and longitudes of the ends of the line, as long as events and stations reach."""
        frame = self.catalogue.frame()
        along = self._along(self.catalogue)
        if not len(along):
            return np.array([]), np.array([])
        ends, turn = np.array([along.min(), along.max()]), np.radians(self.azimuth)
        return frame.degrees(ends * np.sin(turn), ends * np.cos(turn))

    def draw(self) -> None:
        catalogue, frame = self.catalogue, self.catalogue.frame()
        events = tuple(event for event in catalogue.placed if event.depth is not None)
        along = frame.along([event.latitude for event in events], [event.longitude for event in events], self.azimuth)
        self.draw_events(
            events, along, np.array([event.depth for event in events]), event_marks(events, self.colouring)
        )
        self._draw_stations()
        self._draw_errors()
        start, end = (ENDS[round((self.azimuth + turn) % 360 / 45) % 8] for turn in (180, 0))
        self.getPlotItem().setLabel(
            "bottom",
            tr("km from the middle, {start} to {end} ({azimuth:.0f}°)").format(
                start=start, end=end, azimuth=self.azimuth
            ),
        )
        drawn = self.azimuth, tuple((event.id, event.depth) for event in events), tuple(catalogue.sites)
        if drawn != self._range_of and (events or catalogue.sites):
            self._range_of = drawn
            self.show_all()

    def _along(self, catalogue: ShownCatalogue) -> np.ndarray:
        places = [(event.latitude, event.longitude) for event in catalogue.placed]
        places += [(site.latitude, site.longitude) for site in catalogue.sites.values()]
        return catalogue.frame().along([north for north, _ in places], [east for _, east in places], self.azimuth)

    def _draw_stations(self) -> None:
        sites = self.catalogue.sites
        along = self.catalogue.frame().along(
            [site.latitude for site in sites.values()], [site.longitude for site in sites.values()], self.azimuth
        )
        self.stations.setData(
            x=along,
            y=[-site.elevation / 1000.0 for site in sites.values()],
            symbol="t",
            size=11,
            brush=pg.mkBrush(self.colours.ink),
            pen=pg.mkPen(self.colours.paper),
            data=np.array(list(sites), dtype=object),
        )

    def _draw_errors(self) -> None:
        """The confidence region of the chosen event, as wide and as high as it is seen from the side."""
        location, frame = self.catalogue.location, self.catalogue.frame()
        self.errors.setPen(pg.mkPen(self.colours.accent, width=1.5))
        if location is None:
            self.errors.setData([], [])
            return
        middle = float(frame.along([location.latitude], [location.longitude], self.azimuth)[0])
        outline = frame.along(*frame.outline(location.latitude, location.longitude, location.ellipse), self.azimuth)
        low, high = location.depth_range
        self.errors.setData(
            [float(outline.min()), float(outline.max()), middle, middle], [location.depth, location.depth, low, high]
        )
