"""The events beside those of a known catalogue: what both have, what is missed, what is new."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QDoubleSpinBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.widgets.controls import quiet_button, sentence
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.app.widgets.tables import RIGHT, RowModel, RowTable
from seisviewer.catalogue.catalogue_comparison import Comparison, SameEvent, Tolerance
from seisviewer.errors import SeisviewerError
from seisviewer.picks.catalogue import read_events
from seisviewer.picks.pick import Event
from seisviewer.pictures.catalogue.comparison_picture import comparison_picture
from seisviewer.pictures.catalogue.plot_picture import PlotPicture
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.catalogue.catalogue_comparing import (
    MATCHED,
    MISSED,
    NEW,
    compare_events,
    comparison_words,
    table_rows,
    write_comparison,
)

FILES = tr("Catalogues (*.csv *.tsv *.xml *.quakeml *.qml);;All files (*)")
NO_CATALOGUE = tr("Open a catalogue that is known to see which of its events are here, missed or new.")
COMPARING = tr("Comparing the catalogues")
COLUMNS = (
    tr("Found"),
    tr("Time (UTC)"),
    tr("Mag."),
    tr("Known mag."),
    tr("Later by"),
    tr("Apart"),
    tr("Deeper by"),
    tr("Larger by"),
)
SAMPLES = ("matched", "2019-07-04 17:33:49.00", "ML 4.5", "Mw 4.5", "−0.53 s", "13.2 km", "−12.3 km", "+0.35")

Row = tuple[str, Event | None, Event | None, SameEvent | None]  # as `table_rows` gives them


class ComparisonModel(RowModel):
    titles = COLUMNS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return row_cells(self.rows[index.row()])[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 1:
            return RIGHT
        return None


class ComparisonPage(QWidget):
    """Compares between the first and the last known event in the time of the records; a click on a row goes there."""

    title = tr("Comparison")
    event_chosen = pyqtSignal(object)  # its id
    time_wanted = pyqtSignal(object)  # seconds since 1970, of an event that is missed

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._catalogue = ShownCatalogue()
        self._compared: tuple[object, ...] = ()  # what the comparison was made of
        self.known: tuple[Event, ...] = ()
        self.found: Comparison | None = None
        self.open = quiet_button(tr("Known catalogue…"), tr("Open the catalogue to compare with: QuakeML or CSV"))
        self.save = quiet_button(tr("Save…"), tr("Write the table as CSV"))
        usual = Tolerance()
        self.seconds = QDoubleSpinBox(minimum=0.1, maximum=3600, value=usual.seconds, singleStep=0.5, suffix=" s")
        self.seconds.setToolTip(tr("Most seconds between the origin times of one event"))
        self.kilometres = QDoubleSpinBox(
            minimum=1, maximum=20000, value=usual.kilometres, singleStep=5, decimals=0, suffix=" km"
        )
        self.kilometres.setToolTip(tr("Most kilometres between the epicentres of one event"))
        self.which = QComboBox()
        self.which.addItem(tr("All"), "")
        for what, shown in ((MATCHED, tr("Matched")), (MISSED, tr("Missed")), (NEW, tr("New"))):
            self.which.addItem(shown, what)
        self.which.setToolTip(tr("The events that the table lists"))
        self.said = sentence(NO_CATALOGUE, lines=3)
        self.model = ComparisonModel()
        self.table = RowTable(self.model, Qt.FocusPolicy.StrongFocus)
        self.table.fit_columns(SAMPLES)
        self.table.horizontalHeader().setStretchLastSection(False)
        self._lay_out()
        self._connect()

    def show_catalogue(self, catalogue: ShownCatalogue) -> None:
        self._catalogue = catalogue
        self._compare()

    def for_print(self) -> PlotPicture | None:
        if self.found is None:
            return None
        return comparison_picture(
            self.found, tr("Compared with {text}").format(text=self.open.text()), comparison_words(self.found)
        )

    def load(self, path: Path) -> None:
        """Take a catalogue of a file as the known one."""

        def work() -> Generator[Any, None, tuple[Event, ...]]:
            return (yield from waited(lambda: read_events(path), tr("Reading {path_name}").format(path_name=path.name)))

        def then(events: tuple[Event, ...]) -> None:
            self.known = events
            self.open.setText(path.name)
            self._compare()

        self._background.run(tr("Reading {path_name}").format(path_name=path.name), work, then, self._failed)

    def _compare(self) -> None:
        wanted = self.known, self._catalogue.events, self.seconds.value(), self.kilometres.value()
        if not self.known or wanted == self._compared:
            return
        self._compared = wanted
        records = self._catalogue.records.values()
        start = min((record.start for record in records), default=float("-inf"))
        end = max((record.end for record in records), default=float("inf"))
        recorded = [event for event in self.known if start <= event.time <= end]

        def compare() -> Comparison:
            return compare_events(recorded, self._catalogue.events, Tolerance(wanted[2], wanted[3]))

        def work() -> Generator[Any, None, Comparison]:
            return (yield from waited(compare, COMPARING))

        def then(found: Comparison) -> None:
            if wanted is self._compared:
                self.found = found
                self._show()

        self._background.run(COMPARING, work, then, self._failed)

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, SeisviewerError):
            return False
        self.found = None
        self._show()
        self.said.setText(str(error))
        return True

    def _show(self) -> None:
        wanted = self.which.currentData()
        rows = table_rows(self.found) if self.found is not None else []
        self.model.show([row for row in rows if not wanted or row[0] == wanted])
        self.said.setText(comparison_words(self.found) if self.found is not None else NO_CATALOGUE)
        self.save.setEnabled(self.found is not None)

    def _go_to(self, index: QModelIndex) -> None:
        _, own, known, _ = self.model.rows[index.row()]
        if own is not None:
            self.event_chosen.emit(own.id)
        elif known is not None:
            self.time_wanted.emit(known.time)

    def _ask(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open the known catalogue"), filter=FILES)
        if name:
            self.load(Path(name))

    def _ask_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save the comparison"), "comparison.csv", filter=tr("CSV (*.csv)")
        )
        if name and self.found is not None:
            try:
                write_comparison(Path(name).with_suffix(".csv"), self.found)
            except SeisviewerError as error:
                self.said.setText(str(error))

    def _connect(self) -> None:
        self.open.clicked.connect(self._ask)
        self.save.clicked.connect(self._ask_place)
        self.save.setEnabled(False)
        self.which.activated.connect(lambda _: self._show())
        for field in (self.seconds, self.kilometres):
            field.setKeyboardTracking(False)
            field.valueChanged.connect(lambda _: self._compare())
        self.table.clicked.connect(self._go_to)
        self.table.activated.connect(self._go_to)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        for part in (
            self.open,
            PlainLabel(tr("within")),
            self.seconds,
            self.kilometres,
            PlainLabel(tr("List")),
            self.which,
        ):
            choices.addWidget(part)
        choices.addStretch(1)
        choices.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.addLayout(choices)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)


def row_cells(row: Row) -> tuple[str, ...]:
    what, own, known, pair = row
    event = own or known
    differs = ("",) * 4
    if pair is not None:
        parts = (
            (pair.apart, "+.2f", " s"),
            (pair.distance, ".1f", tr(" km")),
            (pair.deeper, "+.1f", tr(" km")),
            (pair.larger, "+.2f", ""),
        )
        differs = tuple(
            "" if value is None else f"{value:{shape}}{unit}".replace("-", "−") for value, shape, unit in parts
        )
    return what, utc_text(event.time, 2), _magnitude(own), _magnitude(known), *differs


def _magnitude(event: Event | None) -> str:
    if event is None or event.magnitude is None:
        return ""
    return f"{event.magnitude_type or 'M'} {event.magnitude:.1f}".replace("-", "−")
