"""How events are located: velocity model, file of stations, distance correction. Part of two dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.widgets.controls import form
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.catalogue.local_magnitude import SCALES
from seisviewer.catalogue.velocity_model import NAMES
from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr
from seisviewer.workflows.catalogue.located_events import DEEPEST_OF_ALL, HIGHEST_OF_ALL
from seisviewer.workflows.events.catalogue_choices import CatalogueChoices

SCALE_NAMES = {"iaspei": tr("Southern California (IASPEI)"), "norway": tr("Norway"), "united-kingdom": tr("United Kingdom")}
OF_RECORDS = tr("Where the records or their StationXML say")
CHOOSE_ONE = tr("Choose a file: StationXML, or a table of stations")
FREE = HIGHEST_OF_ALL - 0.1  # of a field: no depth was chosen
STATION_FILES = tr("Stations (*.xml *.stationxml *.csv *.tsv *.txt);;All files (*)")


class LocationForm(QWidget):
    """knows_places: whether it is known without a file where the stations stand."""

    def __init__(self, choices: CatalogueChoices, knows_places: bool, folder: Path) -> None:
        super().__init__()
        self._choices = choices
        self._knows_places = knows_places
        self._folder = folder
        self.velocity = QComboBox()
        self.velocity.setEditable(True)
        self.velocity.addItems(list(NAMES))
        self.velocity.setCurrentText(choices.velocity)
        self.velocity.setToolTip(
            tr(
                "A known model, half-space:6.0,3.46 (km/s, P and S), or a file with a line for each "
                "depth (km), its P and S velocity"
            )
        )
        self.stations = QLineEdit(choices.stations)
        self.stations.setPlaceholderText(OF_RECORDS if knows_places else CHOOSE_ONE)
        self.stations.setToolTip(tr("StationXML, or a table of id, latitude, longitude, elevation_m and gains"))
        self.scale = QComboBox()
        for name in SCALES:
            self.scale.addItem(SCALE_NAMES.get(name, name.capitalize()), name)
        self.scale.setCurrentIndex(self.scale.findData(choices.scale))
        self.scale.setToolTip(tr("The region whose distance correction local magnitudes use"))
        self.depth = _depth(choices.depth, tr("free"), tr("Hold the depth of all events fast: km below sea level"))
        self.deepest = _depth(
            choices.deepest,
            tr("by the network's width"),
            tr("Greatest depth at which events are looked for: km below sea level"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(
            form(
                (tr("Velocity model"), _with_button(self.velocity, self._choose_model)),
                (tr("Stations"), _with_button(self.stations, self._choose_stations)),
                (tr("Distance correction"), self.scale),
                (tr("Depth"), self.depth),
                (tr("Greatest depth"), self.deepest),
            )
        )

    @property
    def choices(self) -> CatalogueChoices:
        return replace(
            self._choices,
            velocity=self.velocity.currentText().strip(),
            stations=self.stations.text().strip(),
            scale=self.scale.currentData(),
            depth=_chosen(self.depth),
            deepest=_chosen(self.deepest),
        )

    def trouble(self) -> str:
        """What is wrong, in one sentence; "" for nothing."""
        try:
            self.choices.settings()
        except SeisviewerError as error:
            return str(error)
        named = self.stations.text().strip()
        if named and not Path(named).is_file():
            return tr("There is no file {named}: choose the file of the stations again.").format(named=named)
        if not named and not self._knows_places:
            return tr("Nobody says where the stations stand: choose their file.")
        return ""

    def _choose_model(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Velocity model"), str(self._folder))
        if path:
            self.velocity.setCurrentText(path)

    def _choose_stations(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Stations"), str(self._folder), STATION_FILES)
        if path:
            self.stations.setText(path)


def _depth(value: float | None, free: str, tip: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox(minimum=FREE, maximum=DEEPEST_OF_ALL, decimals=1, singleStep=1.0)
    box.setSpecialValueText(free)
    box.setSuffix(tr(" km"))
    box.setValue(FREE if value is None else value)
    box.setToolTip(as_plain(tip))
    return box


def _chosen(box: QDoubleSpinBox) -> float | None:
    return None if box.value() <= FREE else round(box.value(), 1)


def _with_button(control: QWidget, choose: Callable[[], None]) -> QHBoxLayout:
    button = QPushButton(tr("Choose…"))
    button.setAutoDefault(False)
    button.clicked.connect(lambda _: choose())
    line = QHBoxLayout()
    line.addWidget(control, 1)
    line.addWidget(button)
    return line
