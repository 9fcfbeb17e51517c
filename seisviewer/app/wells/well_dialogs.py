"""What is asked before wells, or what belongs to them, come in or go out."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from seisviewer.app.wells.well_desk import NOTHING_CHOSEN, WellDesk
from seisviewer.app.widgets.controls import dialog_buttons, form, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.errors import SeisviewerError
from seisviewer.structure.wells.well import Well
from seisviewer.structure.wells.well_places import has_coordinates
from seisviewer.translation import tr
from seisviewer.volumes.well_files.well_tables import DepthsFrom, LengthsIn
from seisviewer.workflows.wells.well_import import WellHead, vertical_well

PATHS = tr("Wells (*.dev *.txt *.dat *.asc *.csv *.las);;All files (*)")
TABLES = tr("Tables (*.txt *.dat *.asc *.csv *.tops);;All files (*)")
LOGS = tr("Logs (*.las);;All files (*)")
AS_THE_FILE_SAYS = tr("As the file says")
UNITS = {LengthsIn.METRES: tr("Metres"), LengthsIn.FEET: tr("Feet")}
DEPTHS = {
    DepthsFrom.MD: tr("Measured depth"),
    DepthsFrom.TVD: tr("True vertical depth below the kelly bushing"),
    DepthsFrom.TVDSS: tr("True vertical depth below sea level"),
}
WAYS = {False: tr("Two-way"), True: tr("One-way")}
Standard = QDialogButtonBox.StandardButton


def ask_wells(desk: WellDesk, window: QWidget) -> None:
    """Ask for files, then for what they may not say."""
    paths, _ = QFileDialog.getOpenFileNames(window, tr("Import wells"), _folder(desk), PATHS)
    if paths:
        dialog = WellDialog(window, alone=len(paths) == 1)
        if dialog.exec():
            desk.import_files([Path(path) for path in paths], dialog.head)


def ask_vertical_well(desk: WellDesk, window: QWidget) -> None:
    """Ask for a well that no file has."""
    if desk.state.volume is None or not has_coordinates(desk.state.volume.geometry):
        desk.state.message.emit(tr("The survey has no coordinates, so nobody knows where a well stands in it."))
        return
    dialog = VerticalWellDialog(window, desk)
    if dialog.exec() and dialog.well is not None:
        desk.add(dialog.well)


def ask_times(desk: WellDesk, window: QWidget) -> None:
    path = _file(desk, window, tr("Time–depth table of {}"), TABLES)
    if path is not None:
        dialog = TableDialog(window, tr("Time–depth table"), times=True)
        if dialog.exec():
            desk.add_times(path, dialog.depths.currentData(), dialog.unit.currentData(), dialog.ways.currentData())


def ask_markers(desk: WellDesk, window: QWidget) -> None:
    path = _file(desk, window, tr("Markers of {}, or of several wells"), TABLES)
    if path is not None:
        dialog = TableDialog(window, tr("Markers"))
        if dialog.exec():
            desk.add_markers(path, dialog.depths.currentData(), dialog.unit.currentData())


def ask_logs(desk: WellDesk, window: QWidget) -> None:
    path = _file(desk, window, tr("Logs of {}"), LOGS)
    if path is not None:
        dialog = TableDialog(window, tr("Logs"), depths=False)
        if dialog.exec():
            desk.add_logs(path, dialog.unit.currentData())


def ask_export(desk: WellDesk, window: QWidget) -> None:
    if not desk.wells:
        desk.state.message.emit(NOTHING_CHOSEN)
        return
    folder = QFileDialog.getExistingDirectory(window, tr("Export wells into a folder"), _folder(desk))
    if folder:
        desk.export_files(Path(folder))


class WellDialog(QDialog):
    """Head and unit; an empty field leaves it to the file. alone: one well, which may get a name and a place."""

    def __init__(self, window: QWidget, *, alone: bool) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Import wells"))
        self.name, self.x, self.y, self.kb = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.unit, self.convergence = _choice(UNITS), QLineEdit()
        self.convergence.setPlaceholderText(tr("azimuths from grid north"))
        self.convergence.setToolTip(
            tr(
                "By how many degrees grid north lies east of the north from which azimuths count, where "
                "a file says true or magnetic north (AZIM_TN); negative: west"
            )
        )
        for field in (self.name, self.x, self.y, self.kb):
            field.setPlaceholderText(AS_THE_FILE_SAYS.lower())
        for field in (self.name, self.x, self.y):
            field.setEnabled(alone)
        self.name.setToolTip(tr("What the well is called"))
        self.x.setToolTip(tr("Of the well head, in the survey's coordinates"))
        self.y.setToolTip(tr("Of the well head, in the survey's coordinates"))
        self.kb.setToolTip(
            tr("Height of the kelly bushing above mean sea level in metres; depths below sea level need it")
        )
        self.unit.setToolTip(tr("What measured and true depths are in; X and Y are in the survey's coordinates"))
        self.problem = sentence(lines=2)
        column = QVBoxLayout(self)
        rows = (
            (tr("Name"), self.name),
            ("X", self.x),
            ("Y", self.y),
            (tr("Kelly bushing (m)"), self.kb),
            (tr("Depths in"), self.unit),
        )
        column.addLayout(form(*rows, (tr("Grid convergence (°)"), self.convergence)))
        column.addWidget(self.problem)
        column.addWidget(dialog_buttons(self, Standard.Ok | Standard.Cancel))

    @property
    def head(self) -> WellHead:
        """Raises ValueError for what is no number."""
        numbers = (_number(field.text()) for field in (self.x, self.y, self.kb))
        return WellHead(self.name.text().strip(), *numbers, self.unit.currentData(), _number(self.convergence.text()))

    def accept(self) -> None:
        try:
            _ = self.head
        except ValueError:
            self.problem.setText(
                tr("X, Y, the kelly bushing and the convergence are numbers: write 605000.5, or leave them empty.")
            )
        else:
            super().accept()


class VerticalWellDialog(QDialog):
    """A vertical well that no file has: name, place and depth. It stands at the crosshair at first. well: once it was accepted."""

    def __init__(self, window: QWidget, desk: WellDesk) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Vertical well"))
        self._desk = desk
        self.well: Well | None = None
        self.name, self.x, self.y, self.kb, self.depth = (QLineEdit() for _ in range(5))
        self.name.setText(tr("Well"))
        geometry, position = desk.state.volume.geometry, desk.state.position
        place = geometry.xy(position.inline, position.crossline)
        for field, value in zip((self.x, self.y), place or (), strict=False):
            field.setText(f"{value:.{geometry.reference.decimals}f}")
        self.kb.setPlaceholderText(tr("not known"))
        self.unit = QComboBox()
        for value, text in UNITS.items():
            self.unit.addItem(text, value)
        self.name.setToolTip(tr("What the well is called"))
        for field in (self.x, self.y):
            field.setToolTip(tr("Of the well, in the survey's coordinates; at first those of the crosshair"))
        self.kb.setToolTip(tr("Height of the kelly bushing above mean sea level in metres; a survey in depth needs it"))
        self.depth.setToolTip(tr("How deep the well goes below the kelly bushing"))
        self.unit.setToolTip(tr("What the depth is in"))
        self.problem = sentence(lines=3)
        column = QVBoxLayout(self)
        rows = (
            (tr("Name"), self.name),
            ("X", self.x),
            ("Y", self.y),
            (tr("Kelly bushing (m)"), self.kb),
            (tr("Depth"), self.depth),
        )
        column.addLayout(form(*rows, (tr("Depth in"), self.unit)))
        column.addWidget(self.problem)
        column.addWidget(dialog_buttons(self, Standard.Ok | Standard.Cancel))

    def accept(self) -> None:
        try:
            x, y, kb, depth = (_number(field.text()) for field in (self.x, self.y, self.kb, self.depth))
            head = WellHead(self.name.text().strip(), x, y, kb, self.unit.currentData())
            self.well = vertical_well(self._desk.state.volume.geometry, self._desk.wells, head, depth or 0.0)
        except (ValueError, SeisviewerError) as error:
            is_ours = isinstance(error, SeisviewerError)
            self.problem.setText(
                as_plain(str(error))
                if is_ours
                else tr("X, Y, the kelly bushing and the depth are numbers: write 2500.")
            )
        else:
            super().accept()


class TableDialog(QDialog):
    """What depths, and times, of a table are; “as the file says” is refused in a sentence where it does not."""

    def __init__(self, window: QWidget, title: str, *, depths: bool = True, times: bool = False) -> None:
        """depths, times: whether it may be open what they are; their unit always may."""
        super().__init__(window)
        self.setWindowTitle(title)
        self.depths, self.unit, self.ways = _choice(DEPTHS), _choice(UNITS), _choice(WAYS)
        self.depths.setToolTip(tr("Measured along the path, or straight down: the two differ in deviated wells"))
        rows = (
            [(tr("Depths are"), self.depths)] * depths
            + [(tr("Depths in"), self.unit)]
            + [(tr("Times are"), self.ways)] * times
        )
        column = QVBoxLayout(self)
        column.addLayout(form(*rows))
        column.addWidget(dialog_buttons(self, Standard.Ok | Standard.Cancel))


def _choice(entries: dict) -> QComboBox:
    box = QComboBox()
    box.addItem(AS_THE_FILE_SAYS, None)
    for value, text in entries.items():
        box.addItem(text, value)
    return box


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


def _file(desk: WellDesk, window: QWidget, title: str, kinds: str) -> Path | None:
    """A file for the chosen well; None, and why, without one."""
    if desk.current is None:
        desk.state.message.emit(NOTHING_CHOSEN)
        return None
    path, _ = QFileDialog.getOpenFileName(window, title.format(desk.current.name), _folder(desk), kinds)
    return Path(path) if path else None


def _folder(desk: WellDesk) -> str:
    return str(desk.state.volume.path.parent if desk.state.volume is not None else Path.home())
