"""Magnitudes over time, and how often they are as large as that."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from seisviewer.app.catalogue_views.magnitude_frequency import MagnitudeFrequency
from seisviewer.app.catalogue_views.magnitude_time import MagnitudeTime
from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.catalogue.magnitude_distribution import b_value, distribution, distribution_words
from seisviewer.pictures.catalogue.magnitude_picture import magnitude_picture
from seisviewer.pictures.catalogue.plot_picture import PlotPicture
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr

BY_ITSELF = -9.0  # of the field: below all magnitudes
NO_MAGNITUDES = tr(
    "No event has a magnitude yet: import a catalogue with magnitudes, or measure them (seisviewer magnitude)."
)


class MagnitudePage(QWidget):
    """Both plots, and the magnitude of completeness that may be set by hand."""

    title = tr("Magnitudes")
    event_chosen = pyqtSignal(object)  # its id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = ShownCatalogue()
        self.completeness = QDoubleSpinBox(minimum=BY_ITSELF, maximum=10.0, singleStep=0.1, decimals=1, value=BY_ITSELF)
        self.completeness.setSpecialValueText(tr("maximum curvature"))
        self.completeness.setToolTip(
            tr(
                "Magnitude of completeness: all events from it on are held to be in the catalogue. Where "
                "most events are (maximum curvature) it is often 0.1 to 0.2 too low"
            )
        )
        self.said = sentence()
        self.time, self.frequency = MagnitudeTime(), MagnitudeFrequency()
        self.time.event_chosen.connect(self.event_chosen)
        self.completeness.valueChanged.connect(self._step_in)
        self._lay_out()

    def show_catalogue(self, catalogue: ShownCatalogue) -> None:
        self._catalogue = catalogue
        self.time.show_catalogue(catalogue)
        self._count()

    def for_print(self) -> PlotPicture | None:
        return magnitude_picture(self._catalogue, self._chosen)

    def _step_in(self, value: float) -> None:
        """The first step up from “maximum curvature” goes to the value that it found."""
        found = distribution(self._magnitudes())
        if found is not None and BY_ITSELF < value < found.magnitudes[0] - found.step:
            self.completeness.setValue(found.completeness if value <= BY_ITSELF + found.step * 1.01 else BY_ITSELF)
            return
        self._count()

    def _magnitudes(self) -> list[float]:
        return [event.magnitude for event in self._catalogue.events if event.magnitude is not None]

    @property
    def _chosen(self) -> float | None:
        """None for what the magnitudes themselves say."""
        chosen = self.completeness.value()
        return None if chosen <= BY_ITSELF else chosen

    def _count(self) -> None:
        found = distribution(self._magnitudes(), self._chosen)
        line = b_value(found) if found is not None else None
        self.frequency.show_distribution(found, line)
        self.said.setText(NO_MAGNITUDES if found is None else distribution_words(found, line))

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.addWidget(PlainLabel("Mc"))
        choices.addWidget(self.completeness)
        choices.addSpacing(10)
        choices.addWidget(self.said, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.time)
        split.addWidget(self.frequency)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addLayout(choices)
        layout.addWidget(split, 1)
