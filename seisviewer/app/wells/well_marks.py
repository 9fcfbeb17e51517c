"""Wells on the map of the survey: where they stand, and where they go from there."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QObject
from PyQt6.QtGui import QColor

from seisviewer.app.sections.name_item import Name, NameItem
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.wells.well_desk import WellDesk

SIZE = 9  # pixels of a head
ON_TOP = 50.0


class WellMarks(QObject):
    """Follows the desk; a well without depths in the survey's samples is there too."""

    def __init__(self, desk: WellDesk, survey_map: SurveyMap) -> None:
        super().__init__(survey_map)
        self._desk = desk
        self._paths: list[pg.PlotDataItem] = []
        self._box = survey_map.box
        self.heads = pg.ScatterPlotItem(size=SIZE, pen=pg.mkPen("black", width=1))
        self.names = NameItem()
        for item in (self.heads, self.names):
            item.setZValue(ON_TOP)
            survey_map.box.addItem(item, ignoreBounds=True)
        desk.changed.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        """Draw what is shown now."""
        shown = self._desk.shown
        for item in self._paths:
            self._box.removeItem(item)
        self._paths = []
        for well in shown:
            places = self._desk.places(well)
            if np.ptp(places.x) > 0 or np.ptp(places.y) > 0:
                path = pg.PlotDataItem(places.x, places.y, pen=pg.mkPen(QColor(well.colour), width=2))
                path.setZValue(ON_TOP - 1)
                self._box.addItem(path, ignoreBounds=True)
                self._paths.append(path)
        self.heads.setData(
            x=[well.x for well in shown], y=[well.y for well in shown], brush=[pg.mkBrush(well.colour) for well in shown]
        )
        self.names.show_names([Name(well.x, well.y, well.name, QColor(well.colour)) for well in shown])
