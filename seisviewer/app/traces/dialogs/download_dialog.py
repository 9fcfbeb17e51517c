"""Asks what to bring from an FDSN server, and brings it in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QDateTime, QTimeZone
from PyQt6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.widgets.controls import Standard, dialog_buttons, form, sentence
from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr
from seisviewer.waveforms.fdsn import SERVERS, EventQuery, StationQuery
from seisviewer.workflows.traces.waveform_download import Downloaded, Request, download, request_of

FORMAT = "yyyy-MM-dd HH:mm:ss"
FIRST_SERVER = "EARTHSCOPE"


class DownloadDialog(QDialog):
    """open_folder: called with the folder when everything came. start, end: seconds since 1970 UTC to begin with."""

    def __init__(
        self,
        background: Background,
        open_folder: Callable[[Path], None],
        parent: QWidget | None = None,
        *,
        start: float | None = None,
        end: float | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._open_folder = open_folder
        self.setWindowTitle(tr("Download from an FDSN server"))
        now = QDateTime.currentDateTimeUtc().toSecsSinceEpoch()
        self.server = QComboBox()
        self.server.setEditable(True)
        self.server.addItems(SERVERS)
        self.server.setCurrentText(FIRST_SERVER)
        self.server.setToolTip(tr("A known server, or the address of another one"))
        self.start = _time_edit(now - 7200 if start is None else start)
        self.end = _time_edit(now - 3600 if end is None else end)
        self.network, self.station = QLineEdit("*"), QLineEdit("*")
        self.location, self.channel = QLineEdit("*"), QLineEdit("HH?,BH?")
        self.circle = _Circle()
        self.events = _Events()
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(tr("A new folder, or one to go on with"))
        self.folder.textChanged.connect(lambda _: self._check())
        for codes in (self.network, self.station, self.location, self.channel):
            codes.setToolTip(tr("Codes with “,” between them; “*” and “?” stand for any"))
            codes.textChanged.connect(lambda _: self._check())
        self.circle.toggled.connect(lambda _: self._check())
        self._lay_out()
        self._check()

    @property
    def request(self) -> Request:
        """What is asked for, as the fields say it."""
        first, last = _seconds(self.start), _seconds(self.end)
        codes = (field.text().strip() or "*" for field in (self.network, self.station, self.location, self.channel))
        stations = StationQuery(first, last, *codes, **self.circle.values)
        events = None
        if self.events.isChecked():
            events = EventQuery(first, last, self.events.magnitude.value(), **self.circle.values)
        return Request(
            self.server.currentText().strip(), stations, events, self.events.before.value(), self.events.after.value()
        )

    def accept(self) -> None:
        """Begin in the background, where the status bar shows how far it is and can stop it."""
        folder = self._folder()
        request = None if self._known() else self.request
        self._background.run(
            tr("Downloading into {folder_name}").format(folder_name=folder.name),
            lambda: download(folder, request),
            self._done,
            awaited=True,
        )
        super().accept()

    def _done(self, done: Downloaded) -> None:
        if done.new or done.had:
            self._open_folder(done.folder)

    def _lay_out(self) -> None:
        self.what = QWidget()
        what = form(
            (tr("Server"), self.server),
            (tr("From (UTC)"), self.start),
            (tr("To (UTC)"), self.end),
            (tr("Network"), self.network),
            (tr("Station"), self.station),
            (tr("Location"), self.location),
            (tr("Channel code"), self.channel),
        )
        what.setContentsMargins(0, 0, 0, 0)
        self.what.setLayout(what)
        choose = QPushButton(tr("Choose…"))
        choose.clicked.connect(self._choose_folder)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        self.said = sentence()
        self.buttons = dialog_buttons(self, Standard.Cancel)
        self.go = self.buttons.addButton(tr("Download"), QDialogButtonBox.ButtonRole.AcceptRole)
        for edit in (self.start, self.end):
            edit.dateTimeChanged.connect(lambda _: self._check())
        layout = QVBoxLayout(self)
        layout.addLayout(form((tr("Folder"), place)))
        for part in (self.what, self.circle, self.events, self.said, self.buttons):
            layout.addWidget(part)
        self.setMinimumWidth(480)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(
            self, tr("Folder to download into"), self.folder.text() or str(Path.home())
        )
        if path:
            self.folder.setText(path)

    def _folder(self) -> Path:
        return Path(self.folder.text().strip()).expanduser()

    def _known(self) -> Request | None:
        """The request that the folder was made for already."""
        return request_of(self._folder()) if self.folder.text().strip() else None

    def _check(self) -> None:
        """Say what is missing, and let go only what can be asked."""
        try:
            known = self._known()
            said = "" if known else self._lacking()
        except SeisviewerError as error:
            known, said = None, str(error)
        for part in (self.what, self.circle, self.events):
            part.setEnabled(known is None)
        self.said.setText(
            tr("This folder goes on with its own request to {server}.").format(server=known.server) if known else said
        )
        self.go.setEnabled(not said)

    def _lacking(self) -> str:
        """What keeps the request from being asked, or ""."""
        if _seconds(self.end) <= _seconds(self.start):
            return tr("The end lies before the beginning: exchange them.")
        codes = self.network.text().strip(" *"), self.station.text().strip(" *")
        if not any(codes) and not self.circle.isChecked():
            return tr("Name a network, stations or a place: all stations of all networks are too many.")
        if not self.folder.text().strip():
            return tr("Choose a folder; the same request again goes on where it was stopped.")
        return ""


class _Limit(QGroupBox):
    """Fields that narrow the request down once they are checked."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.setCheckable(True)
        self.setChecked(False)


class _Circle(_Limit):
    """A circle on the map that stations and events lie in."""

    def __init__(self) -> None:
        super().__init__(tr("Only around a place"))
        self.latitude = _number(-90, 90, 35.77, "°")
        self.longitude = _number(-180, 180, -117.6, "°")
        self.radius = _number(0.01, 180, 1.0, "°")
        rows = (tr("Latitude"), self.latitude), (tr("Longitude"), self.longitude), (tr("Radius"), self.radius)
        self.setLayout(form(*rows))

    @property
    def values(self) -> dict[str, float]:
        if not self.isChecked():
            return {}
        parts = {"latitude": self.latitude, "longitude": self.longitude, "radius": self.radius}
        return {name: field.value() for name, field in parts.items()}


class _Events(_Limit):
    """Waveforms around the events of a catalogue instead of all of the time."""

    def __init__(self) -> None:
        super().__init__(tr("Only around the events of the catalogue"))
        self.magnitude = _number(-3, 10, 2.0, "")
        self.before = _number(0, 3600, 60.0, " s")
        self.after = _number(1, 7200, 240.0, " s")
        rows = (
            (tr("Magnitude from"), self.magnitude),
            (tr("Before the origin time"), self.before),
            (tr("After it"), self.after),
        )
        self.setLayout(form(*rows))


def _number(least: float, most: float, value: float, unit: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(least, most)
    box.setDecimals(2)
    box.setValue(value)
    box.setSuffix(unit)
    return box


def _time_edit(seconds: float) -> QDateTimeEdit:
    edit = QDateTimeEdit(QDateTime.fromSecsSinceEpoch(int(seconds), QTimeZone.utc()))
    edit.setDisplayFormat(FORMAT)
    edit.setCalendarPopup(True)
    return edit


def _seconds(edit: QDateTimeEdit) -> float:
    return float(edit.dateTime().toSecsSinceEpoch())
