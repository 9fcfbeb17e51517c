"""Plots with a mark for each arrival, or each station, of one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QWidget

from seisviewer.app.catalogue_views.catalogue_plot import CataloguePlot
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.picks.located.location import Arrival

SIZE = 11  # px


@dataclass(frozen=True)
class ArrivalMark:
    """arrival: what a click goes to. filled: whether it counts."""

    across: float
    up: float
    arrival: Arrival
    words: str
    colour: QColor
    filled: bool


class ArrivalPlot(CataloguePlot):
    """Filled marks counted in the location, hollow ones did not."""

    arrival_chosen = pyqtSignal(object)  # an Arrival

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(260, 200)
        self.marks: tuple[ArrivalMark, ...] = ()
        self.points = pg.ScatterPlotItem(hoverable=True, tip=lambda x, y, data: as_plain(self.marks[data].words))
        self.points.sigClicked.connect(self._choose)
        self.getPlotItem().addItem(self.points)
        self.points.setZValue(3)

    def draw_marks(self, marks: Sequence[ArrivalMark]) -> None:
        self.marks = tuple(marks)
        self.points.setData(
            x=[mark.across for mark in marks],
            y=[mark.up for mark in marks],
            size=SIZE,
            brush=[pg.mkBrush(mark.colour) if mark.filled else None for mark in marks],
            pen=[pg.mkPen(mark.colour, width=1.5) for mark in marks],
            data=np.arange(len(marks)),
        )

    def _choose(self, _: object, points: Sequence[pg.SpotItem], __: object = None) -> None:
        if len(points):
            self.arrival_chosen.emit(self.marks[points[0].data()].arrival)
