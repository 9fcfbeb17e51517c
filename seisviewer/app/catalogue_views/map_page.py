"""The map of a catalogue with a depth section beside it."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from seisviewer.app.catalogue_views.depth_section import DIRECTIONS, DepthSection
from seisviewer.app.catalogue_views.event_legend import EventLegend
from seisviewer.app.catalogue_views.event_map import EventMap
from seisviewer.app.catalogue_views.event_marks import COLOURINGS, event_marks
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.pictures.catalogue.map_picture import map_picture
from seisviewer.pictures.catalogue.plot_picture import PlotPicture
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr

NONE_PLACED = tr("No event has a place yet: import a catalogue with places (QuakeML or CSV), or locate events.")


class MapPage(QWidget):
    """Both pictures, how they are drawn, and what their marks mean."""

    title = tr("Map")
    event_chosen = pyqtSignal(object)  # its id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = ShownCatalogue()
        self.colour, self.direction = QComboBox(), QComboBox()
        for name, colouring in COLOURINGS.items():
            self.colour.addItem(colouring.title, name)
        self.colour.setToolTip(tr("What the colours of the events say"))
        for name, azimuth in DIRECTIONS.items():
            self.direction.addItem(name, azimuth)
        self.direction.setToolTip(tr("The line that the depth section is drawn along, dashed on the map"))
        self.said = PlainLabel()
        self.map, self.section, self.legend = EventMap(), DepthSection(), EventLegend()
        for picture in (self.map, self.section):
            picture.event_chosen.connect(self.event_chosen)
        for choice in (self.colour, self.direction):
            choice.activated.connect(lambda _: self._draw())
        self._lay_out()

    def show_catalogue(self, catalogue: ShownCatalogue) -> None:
        self._catalogue = catalogue
        self._draw()

    def for_print(self) -> PlotPicture | None:
        if not self._catalogue.placed:
            return None
        return map_picture(self._catalogue, self.colour.currentData(), self.direction.currentData())

    def _draw(self) -> None:
        catalogue, colouring = self._catalogue, COLOURINGS[self.colour.currentData()]
        self.map.show_catalogue(catalogue, colouring)
        self.section.show_catalogue(catalogue, colouring, self.direction.currentData())
        self.map.show_line(*self.section.line())
        self.legend.show_marks(colouring, event_marks(catalogue.placed, colouring))
        placed, count = len(catalogue.placed), len(catalogue.events)
        self.said.setText(
            tr("{placed:,} of {count:,} events have a place").format(placed=placed, count=count)
            if placed
            else NONE_PLACED
        )

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        for name, choice in ((tr("Colour"), self.colour), (tr("Section"), self.direction)):
            choices.addWidget(PlainLabel(name))
            choices.addWidget(choice)
            choices.addSpacing(10)
        choices.addWidget(self.said, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.map)
        split.addWidget(self.section)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addLayout(choices)
        layout.addWidget(split, 1)
        layout.addWidget(self.legend)
