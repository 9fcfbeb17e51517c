"""The arrivals of the chosen event: residuals by distance, and Wadati's plot."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from seisviewer.app.catalogue_views.residual_plot import ResidualPlot
from seisviewer.app.catalogue_views.shown_catalogue import ShownCatalogue
from seisviewer.app.catalogue_views.wadati_plot import WadatiPlot
from seisviewer.app.widgets.controls import sentence
from seisviewer.picks.pick import Event
from seisviewer.waveforms.clock_ticks import utc_text

NONE_CHOSEN = "No event is chosen: click on one on the map or in the event list."
NOT_LOCATED = (
    "Nobody has said how this event was located: locate it, or import a catalogue with its arrivals (QuakeML)."
)


class ArrivalsPage(QWidget):
    """A click on a mark goes to its arrival on the traces."""

    title = "Arrivals"
    event_chosen = pyqtSignal(object)  # of no event here; every page has it
    arrival_chosen = pyqtSignal(object)  # an Arrival

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self.said = sentence(NONE_CHOSEN)
        self.residuals, self.wadati = ResidualPlot(), WadatiPlot()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for plot in (self.residuals, self.wadati):
            plot.arrival_chosen.connect(self.arrival_chosen)
            split.addWidget(plot)
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(split, 1)

    def show_catalogue(self, catalogue: ShownCatalogue) -> None:
        location = catalogue.location
        if location is self._shown and location is not None:
            return
        self._shown = location
        self.residuals.show_location(location)
        self.wadati.show_location(location)
        if location is None:
            self.said.setText(NONE_CHOSEN if catalogue.event is None else NOT_LOCATED)
            return
        self.said.setText(f"{_name(catalogue.event)}: {len(location.counted)} of {len(location.arrivals)} arrivals count, "
                          f"rms {location.rms:.2f} s, gap {location.gap:.0f}°, {location.model}. {self.wadati.words}")  # fmt: skip


def _name(event: Event | None) -> str:
    if event is None:
        return "Event"
    size = "" if event.magnitude is None else f" {event.magnitude_type or 'M'} {event.magnitude:.1f}"
    return f"{utc_text(event.time, 1)}{size}"
