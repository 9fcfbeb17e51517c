"""Events and stations from above, with the confidence region of the chosen event."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.catalogue_views.degree_axis import DegreeAxis
from seisviewer.app.catalogue_views.event_marks import COLOURINGS, Colouring, event_marks
from seisviewer.app.catalogue_views.event_scatter import EventScatter
from seisviewer.app.widgets.length_bar import MOST, LengthBar
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.catalogue.map_frame import KM_A_DEGREE, MapFrame
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.volumes.section_lengths import LengthUnit, length_text, nice_length

MOST_NAMES = 60  # stations, beyond which names would cover the map
BAR_EDGE = 8  # px
METRES = LengthUnit("m", 1.0)


class EventMap(EventScatter):
    """North is up, and a kilometre is as long to the east as to the north in the middle of the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        axes = {"left": DegreeAxis("left", ("N", "S")), "bottom": DegreeAxis("bottom", ("E", "W"))}
        super().__init__(parent, axes)
        self.frame = MapFrame(0.0, 0.0)
        self.colouring = COLOURINGS["depth"]
        self._line: tuple[np.ndarray, np.ndarray] = (np.array([]), np.array([]))
        self.setMinimumSize(300, 260)
        item = self.getPlotItem()
        self.region, self.line = pg.PlotCurveItem(), pg.PlotCurveItem()
        self.stations = pg.ScatterPlotItem(hoverable=True, tip=lambda x, y, data: as_plain(data))
        for part, height in ((self.line, 0), (self.stations, 1), (self.region, 4)):
            item.addItem(part, ignoreBounds=part is self.line)
            part.setZValue(height)
        self._names: list[pg.TextItem] = []
        self._range_of: tuple[object, ...] | None = None
        self.bar = LengthBar(self)
        item.getViewBox().sigRangeChanged.connect(lambda *_: self._place_bar())
        self.follow_theme()

    def show_catalogue(self, catalogue: ShownCatalogue, colouring: Colouring) -> None:
        """The view stays where it is as long as events and stations stay where they are."""
        self.catalogue, self.colouring = catalogue, colouring
        self.draw()

    def show_line(self, latitudes: np.ndarray, longitudes: np.ndarray) -> None:
        """Where the depth section runs."""
        self._line = latitudes, longitudes
        self.line.setData(self.frame.east(longitudes), latitudes)

    def draw(self) -> None:
        catalogue = self.catalogue
        self.frame = catalogue.frame()
        events = catalogue.placed
        across = self.frame.east([event.longitude for event in events])
        self.draw_events(
            events, across, np.array([event.latitude for event in events]), event_marks(events, self.colouring)
        )
        self._draw_stations()
        self._draw_region()
        self.line.setPen(pg.mkPen(self.colours.faint, width=1, style=Qt.PenStyle.DashLine))
        self.show_line(*self._line)
        item = self.getPlotItem()
        item.getViewBox().setAspectLocked(True, 1.0 / self.frame.stretch)
        drawn = tuple((event.latitude, event.longitude) for event in events), tuple(catalogue.sites.items())
        if drawn != self._range_of and any(drawn):
            self._range_of = drawn
            self.show_all()

    def _draw_stations(self) -> None:
        sites = self.catalogue.sites
        east = self.frame.east([site.longitude for site in sites.values()])
        self.stations.setData(
            x=east,
            y=[site.latitude for site in sites.values()],
            symbol="t1",
            size=13,
            brush=pg.mkBrush(self.colours.ink),
            pen=pg.mkPen(self.colours.paper),
            data=np.array(
                [f"{code}, {site.elevation:.0f} m".replace("-", "−") for code, site in sites.items()], dtype=object
            ),
        )
        for name in self._names:
            self.removeItem(name)
        self._names = []
        if len(sites) > MOST_NAMES:
            return
        for (code, site), x in zip(sites.items(), east, strict=True):
            name = pg.TextItem(code, color=self.colours.ink, anchor=(-0.12, 1.05))
            name.setPos(float(x), site.latitude)
            name.setZValue(5)
            self.addItem(name, ignoreBounds=True)
            self._names.append(name)

    def _draw_region(self) -> None:
        location = self.catalogue.location
        self.region.setPen(pg.mkPen(self.colours.accent, width=1.5))
        if location is None:
            self.region.setData([], [])
            return
        latitudes, longitudes = self.frame.outline(location.latitude, location.longitude, location.ellipse)
        self.region.setData(self.frame.east(longitudes), latitudes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "bar"):  # Qt resizes it while it is being made, too
            self._place_bar()

    def _place_bar(self) -> None:
        """Below at the right; a kilometre as it is in the middle of the map."""
        box = self.getPlotItem().getViewBox()
        area = box.sceneBoundingRect()
        degree = abs(box.mapViewToScene(QPointF(0.0, 1.0)).y() - box.mapViewToScene(QPointF(0.0, 0.0)).y())
        if not degree > 0 or area.width() < MOST:
            self.bar.hide()
            return
        a_pixel = 1000.0 * KM_A_DEGREE / degree
        length = nice_length(a_pixel * MOST)
        self.bar.say(length, length / a_pixel, length_text(length, METRES))
        size = self.bar.wanted
        corner = area.bottomRight().toPoint()
        self.bar.setGeometry(
            corner.x() - size.width() - BAR_EDGE, corner.y() - size.height() - BAR_EDGE, size.width(), size.height()
        )
        self.bar.show()
