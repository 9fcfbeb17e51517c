"""Events and stations from above, the events in the colours of their clusters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QWidget

from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plot_axes import colour_axes
from seisviewer.picks.clustering import Clusters
from seisviewer.picks.pick import Event
from seisviewer.translation import tr
from seisviewer.waveforms.record import Record

# Okabe and Ito's colours, which colour-blind readers tell apart; further clusters begin again with another symbol.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31")
SYMBOLS = ("o", "s", "d", "t1")
SMALLEST, PER_MAGNITUDE = 5.0, 2.0  # pixels


class ClusterPlot(FollowsTheme, pg.PlotWidget):
    """North is up, and a kilometre is as long to the east as to the north."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(420, 360)
        self._shown: tuple[Sequence[Event], Clusters | None, Sequence[Record]] = ((), None, ())
        self.events, self.centres, self.stations = (pg.ScatterPlotItem() for _ in range(3))
        item = self.getPlotItem()
        item.hideButtons()
        item.setLabel("left", tr("degrees north"))
        item.setLabel("bottom", tr("degrees east"))
        for name in ("left", "bottom"):
            item.getAxis(name).enableAutoSIPrefix(False)
        self._names: list[pg.TextItem] = []
        for scatter in (self.events, self.centres, self.stations):
            item.addItem(scatter)
        self.follow_theme()

    def show_events(self, events: Sequence[Event], clusters: Clusters | None, records: Sequence[Record]) -> None:
        """events: located ones, in the order of the clusters' labels; grey where there are no clusters yet."""
        self._shown = (events, clusters, records)
        labels = clusters.labels if clusters is not None else np.full(len(events), -1)
        self.events.setData(
            x=[event.longitude for event in events],
            y=[event.latitude for event in events],
            size=[SMALLEST + PER_MAGNITUDE * max(0.0, event.magnitude or 0.0) for event in events],
            brush=[pg.mkBrush(self._colour(label)) for label in labels],
            symbol=[SYMBOLS[max(0, label) // len(COLOURS) % len(SYMBOLS)] for label in labels],
            pen=pg.mkPen(self._colours.paper, width=0.5),
        )
        centres = clusters.centres if clusters is not None else np.zeros((0, 2))
        self.centres.setData(
            x=centres[:, 1], y=centres[:, 0], symbol="+", size=16, pen=pg.mkPen(self._colours.ink, width=2)
        )
        placed = {record.station.code: record.coordinates for record in records if record.coordinates is not None}
        self.stations.setData(
            x=[place.longitude for place in placed.values()],
            y=[place.latitude for place in placed.values()],
            symbol="t1",
            size=13,
            brush=pg.mkBrush(self._colours.ink),
            pen=pg.mkPen(self._colours.paper),
        )
        self._write_names({code: (place.longitude, place.latitude) for code, place in placed.items()}, centres)
        latitudes = [event.latitude for event in events] or [place.latitude for place in placed.values()]
        if latitudes:
            # A degree east is so much shorter than a degree north.
            self.getPlotItem().getViewBox().setAspectLocked(True, float(np.cos(np.radians(np.mean(latitudes)))))
            self.getPlotItem().autoRange(padding=0.08)

    def _write_names(self, stations: dict[str, tuple[float, float]], centres: np.ndarray) -> None:
        for name in self._names:
            self.removeItem(name)
        self._names = []
        numbers = {str(number): (centre[1], centre[0]) for number, centre in enumerate(centres, 1)}
        for text, (east, north) in (*stations.items(), *numbers.items()):
            name = pg.TextItem(text, color=self._colours.ink, anchor=(-0.15, 1.1))
            name.setPos(east, north)
            self.addItem(name, ignoreBounds=True)
            self._names.append(name)

    def _colour(self, label: int) -> QColor:
        return QColor(COLOURS[label % len(COLOURS)]) if label >= 0 else self._colours.faint

    def _take_theme(self) -> None:
        self._colours = TraceColours.of(self.palette())
        self.setBackground(self._colours.paper)
        colour_axes(self.getPlotItem(), self._colours.faint, self._colours.ink)
        self.show_events(*self._shown)
