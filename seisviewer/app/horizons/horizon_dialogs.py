"""What is asked before horizons go in or out, or before what lies between two of them is labelled."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from seisviewer.app.horizons.horizon_desk import HorizonDesk
from seisviewer.app.widgets.controls import dialog_buttons, form, sentence
from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.volumes.interpretation_files.horizon_files import DepthUnit, HorizonLayout
from seisviewer.volumes.section_names import sections_named

FILES = tr("Horizons (*.txt *.dat *.xyz *.asc *.csv);;All files (*)")
Standard = QDialogButtonBox.StandardButton


def ask_import(desk: HorizonDesk, window: QWidget) -> None:
    """Ask for files, then what stands in them."""
    paths, _ = QFileDialog.getOpenFileNames(window, tr("Import horizons"), _folder(desk), FILES)
    if not paths:
        return
    dialog = ImportDialog(window)
    if dialog.exec():
        desk.import_files([Path(path) for path in paths], dialog.layout_chosen, dialog.unit_chosen)


def ask_export(desk: HorizonDesk, window: QWidget) -> None:
    folder = QFileDialog.getExistingDirectory(window, tr("Export horizons into a folder"), _folder(desk))
    if not folder:
        return
    dialog = ExportDialog(window)
    if dialog.exec():
        desk.export_files(Path(folder), dialog.layout_chosen)


def ask_between(desk: HorizonDesk, window: QWidget) -> None:
    dialog = BetweenDialog(desk, window)
    if dialog.exec():
        desk.label_between(dialog.sections(), *dialog.horizons(), dialog.label())


class ImportDialog(QDialog):
    """Columns and unit, both seen by the file itself unless they are said."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Import horizons"))
        self.layout_box, self.unit_box = QComboBox(), QComboBox()
        self.layout_box.addItem(tr("As the file says, or what lies inside the survey"), None)
        for layout in HorizonLayout:
            self.layout_box.addItem(str(layout), layout)
        self.unit_box.addItem(tr("As the file says, or the survey's"), None)
        for unit in DepthUnit:
            self.unit_box.addItem(str(unit), unit)
        column = QVBoxLayout(self)
        column.addLayout(form((tr("Columns"), self.layout_box), (tr("Unit of z"), self.unit_box)))
        column.addWidget(dialog_buttons(self, Standard.Ok | Standard.Cancel))

    @property
    def layout_chosen(self) -> HorizonLayout | None:
        return self.layout_box.currentData()

    @property
    def unit_chosen(self) -> DepthUnit | None:
        return self.unit_box.currentData()


class ExportDialog(QDialog):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Export horizons"))
        self.layout_box = QComboBox()
        for layout in HorizonLayout:
            self.layout_box.addItem(str(layout), layout)
        column = QVBoxLayout(self)
        column.addLayout(form((tr("Columns"), self.layout_box)))
        column.addWidget(dialog_buttons(self, Standard.Ok | Standard.Cancel))

    @property
    def layout_chosen(self) -> HorizonLayout:
        return self.layout_box.currentData()


class BetweenDialog(QDialog):
    """Which horizons, which class and which lines."""

    def __init__(self, desk: HorizonDesk, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Label between horizons"))
        self._desk = desk
        self.upper, self.lower, self.classes, self.lines = QComboBox(), QComboBox(), QComboBox(), QLineEdit()
        self.upper.addItem(tr("Top of the survey"), None)
        self.lower.addItem(tr("Base of the survey"), None)
        for horizon in desk.horizons:
            for box in (self.upper, self.lower):
                box.addItem(horizon.name, horizon)
        self.upper.setCurrentIndex(1)
        self.lower.setCurrentIndex(min(2, len(desk.horizons) + 1) if len(desk.horizons) > 1 else 0)
        for facies in desk.state.project.classes:
            self.classes.addItem(facies.name, facies.number)
        self.classes.setCurrentIndex(max(0, self.classes.findData(desk.state.brush.label)))
        shown = [section for section in desk.state.shown if section.direction in LINES]
        self.lines.setText(", ".join(f"{section.direction}:{section.number}" for section in shown))
        self.lines.setToolTip(tr("Inlines and crosslines, such as inline:130, crossline:575"))
        self.problem = sentence(lines=2)
        column = QVBoxLayout(self)
        column.addWidget(
            sentence(tr("What was painted stays; the labels count as accepted, and one undo takes them back."))
        )
        rows = (
            (tr("Below"), self.upper),
            (tr("Above"), self.lower),
            (tr("Class"), self.classes),
            (tr("Lines"), self.lines),
        )
        column.addLayout(form(*rows))
        column.addWidget(self.problem)
        column.addWidget(dialog_buttons(self, Standard.Ok | Standard.Cancel))

    def accept(self) -> None:
        try:
            if not self.sections():
                raise ValueError(tr("Name at least one line, such as inline:130."))
            for section in self.sections():
                self._desk.state.volume.geometry.index(section)
        except (SeisviewerError, ValueError) as error:
            self.problem.setText(str(error))
        else:
            super().accept()

    def sections(self) -> tuple[SectionId, ...]:
        found = sections_named(self.lines.text())
        if any(section.direction not in LINES for section in found):
            raise ValueError(tr("Name inlines and crosslines only, such as inline:130."))
        return found

    def horizons(self) -> tuple:
        return self.upper.currentData(), self.lower.currentData()

    def label(self) -> int:
        return self.classes.currentData()


def _folder(desk: HorizonDesk) -> str:
    return str(desk.state.volume.path.parent if desk.state.volume is not None else Path.home())
