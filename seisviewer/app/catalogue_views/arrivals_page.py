"""The arrivals of the chosen event: residuals by distance, and Wadati's plot."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from seisviewer.app.catalogue_views.residual_plot import ResidualPlot
from seisviewer.app.catalogue_views.wadati_plot import WadatiPlot
from seisviewer.app.widgets.controls import sentence
from seisviewer.pictures.catalogue.arrival_picture import arrival_picture
from seisviewer.pictures.catalogue.plot_picture import PlotPicture
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue, event_title, location_words
from seisviewer.translation import tr

NONE_CHOSEN = tr("No event is chosen: click on one on the map or in the event list.")
NOT_LOCATED = tr(
    "Nobody has said how this event was located: locate it, or import a catalogue with its arrivals (QuakeML)."
)


class ArrivalsPage(QWidget):
    """A click on a mark goes to its arrival on the traces."""

    title = tr("Arrivals")
    event_chosen = pyqtSignal(object)  # of no event here; every page has it
    arrival_chosen = pyqtSignal(object)  # an Arrival

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._catalogue = ShownCatalogue()
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

    def for_print(self) -> PlotPicture | None:
        event, location = self._catalogue.event, self._catalogue.location
        if event is None or location is None:
            return None
        return arrival_picture(location, event_title(event), location_words(location))

    def show_catalogue(self, catalogue: ShownCatalogue) -> None:
        self._catalogue = catalogue
        location = catalogue.location
        if location is self._shown and location is not None:
            return
        self._shown = location
        self.residuals.show_location(location)
        self.wadati.show_location(location)
        if location is None:
            self.said.setText(NONE_CHOSEN if catalogue.event is None else NOT_LOCATED)
            return
        assert catalogue.event is not None
        self.said.setText(f"{event_title(catalogue.event)}: {location_words(location)} {self.wadati.words}")
