"""Plots with a mark for each event: a tooltip under the pointer, a click that chooses, a ring around the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent

from seisviewer.app.catalogue_views.catalogue_plot import CataloguePlot
from seisviewer.app.catalogue_views.event_marks import EventMarks
from seisviewer.app.traces.page.trace_colours import see_through
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.picks.pick import Event
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue, event_words

RING = 9.0  # px that the ring is wider than the mark
EDGE_STRENGTH = 0.55


class EventScatter(CataloguePlot):
    """`catalogue` is what it shows; the larger marks lie below the smaller."""

    event_chosen = pyqtSignal(object)  # its id

    def __init__(self, parent: QWidget | None = None, axes: dict[str, pg.AxisItem] | None = None) -> None:
        super().__init__(parent, axes)
        self.catalogue = ShownCatalogue()
        self.order: tuple[Event, ...] = ()  # of the marks
        item = self.getPlotItem()
        self.events = pg.ScatterPlotItem(hoverable=True, tip=self._tip, hoverPen=pg.mkPen(self.colours.ink, width=2))
        self.ring = pg.ScatterPlotItem()
        for scatter in (self.ring, self.events):
            item.addItem(scatter)
        self.ring.setZValue(2)
        self.events.setZValue(3)
        self.events.sigClicked.connect(self._choose)

    def draw_events(self, events: Sequence[Event], across: np.ndarray, down: np.ndarray, marks: EventMarks) -> None:
        """One mark for each event at (across, down); the larger ones lie below, so that each can be clicked on."""
        order = sorted(range(len(events)), key=lambda place: -marks.sizes[place])
        self.order = tuple(events[place] for place in order)
        self.events.setData(
            x=across[order],
            y=down[order],
            size=[marks.sizes[place] for place in order],
            brush=[marks.brushes[place] for place in order],
            pen=pg.mkPen(see_through(self.colours.ink, EDGE_STRENGTH), width=0.8),
            data=np.array([event.id for event in self.order], dtype=object),
        )
        chosen = [place for place in order if events[place].id == self.catalogue.chosen]
        self.ring.setData(
            x=across[chosen],
            y=down[chosen],
            size=[marks.sizes[place] + RING for place in chosen],
            brush=None,
            pen=pg.mkPen(self.colours.accent, width=2.5),
        )

    def _tip(self, x: float, y: float, data: object) -> str:
        event = next((event for event in self.order if event.id == data), None)
        return "" if event is None else as_plain(event_words(event, self.catalogue.findings.locations.get(event.id)))

    def _choose(self, _: object, points: Sequence[pg.SpotItem], event: MouseClickEvent) -> None:
        """Of several marks under the pointer the one whose middle is nearest, else the smallest."""
        if not len(points):
            return
        across, down = self.getPlotItem().getViewBox().viewPixelSize()
        at = event.pos()

        def order(point: pg.SpotItem) -> tuple[float, float]:
            apart = point.pos() - at
            return round(float(np.hypot(apart.x() / across, apart.y() / down))), point.size()

        self.event_chosen.emit(min(points, key=order).data())

    def _take_theme(self) -> None:
        super()._take_theme()
        self.events.opts["hoverPen"] = pg.mkPen(self.colours.ink, width=2)
