"""The panel of classes and tool options."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import (
    QColorDialog,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.painting.class_table import ClassTableView
from seisviewer.app.painting.delete_class import DeleteClassDialog
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.tool_options import ToolOptions
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.app.widgets.controls import tool_button
from seisviewer.errors import SeisviewerError
from seisviewer.labels.class_files import read_classes, write_classes
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.classes import shipped_tables
from seisviewer.translation import tr

KINDS = {
    ClassKind.DECIDE: tr("Layer or body: let the strokes decide"),
    ClassKind.LAYER: tr("A layer, bounded by reflectors"),
    ClassKind.BODY: tr("A body, such as salt or a channel"),
}
FILES = tr("Class tables (*.json *.csv);;All files (*)")


class ClassPanel(QWidget):
    """The class list with what can be done to it, and how the tools paint."""

    def __init__(self, state: SectionState, label_editor: LabelEditor) -> None:
        super().__init__()
        self._state, self._label_editor = state, label_editor
        self.table = ClassTableView(state, label_editor)
        self.options = ToolOptions(state)
        self.add_button = tool_button(tr("Add"), tr("Add a class"))
        self.delete_button = tool_button(tr("Delete"), tr("Delete the chosen class; asks what becomes of its labels"))
        self.up_button = tool_button("▲", tr("Move the chosen class up"))
        self.down_button = tool_button("▼", tr("Move the chosen class down"))
        self.tables_button = QPushButton(tr("Tables"))
        self.tables_button.setToolTip(tr("Import or export the class list, or take one that comes with the program"))
        self._lay_out()
        self._connect()

    def add_class(self) -> None:
        """Add a class, choose it and let its name be typed."""
        before = set(self._label_editor.classes.numbers)
        self._label_editor.change_classes(lambda table: table.add())
        for number in set(self._label_editor.classes.numbers) - before:
            self._state.set_brush(label=number)
            self.table.edit_name(number)

    def delete_class(self) -> None:
        """Delete the chosen class; if it has labels, ask what they become."""
        facies = self.table.chosen()
        if facies is None:
            return
        count = self._label_editor.counts().get(facies.number, 0)
        if not count:
            self._label_editor.remove_class(facies.number)
            return
        dialog = DeleteClassDialog(facies, count, self._label_editor.classes, self)
        dialog.accepted.connect(lambda: self._label_editor.remove_class(facies.number, dialog.labels_become))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def move_class(self, by: int) -> None:
        """Move the chosen class up (-1) or down (+1)."""
        facies = self.table.chosen()
        if facies is not None:
            place = self._label_editor.classes.numbers.index(facies.number)
            self._label_editor.change_classes(lambda table: table.move(facies.number, place + by))

    def ask_colour(self, number: int) -> None:
        """Let the user choose the colour of a class; nothing changes until they accept."""
        facies = self._label_editor.classes.by_number(number)
        dialog = QColorDialog(QColor(facies.colour), self)
        dialog.setWindowTitle(tr("Colour of {facies_name}").format(facies_name=facies.name))
        dialog.colorSelected.connect(
            lambda colour: self._label_editor.change_classes(lambda table: table.recolour(number, colour.name()))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_table(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import classes"), self._folder(), FILES)
        if path:
            try:
                self._label_editor.replace_classes(read_classes(path))
            except SeisviewerError as error:
                self._state.report(str(error), Topic.CLASSES)
            else:
                self._state.solved.emit(Topic.CLASSES)

    def export_table(self) -> None:
        start = str(Path(self._folder()) / "classes.json")
        path, _ = QFileDialog.getSaveFileName(self, tr("Export classes"), start, FILES)
        if path:
            try:
                write_classes(path, self._label_editor.classes)
            except SeisviewerError as error:
                self._state.report(str(error), Topic.CLASSES)
            else:
                self._state.solved.emit(Topic.CLASSES)
                self._state.message.emit(tr("The classes are in {path}.").format(path=path))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.add_button, self.delete_button, self.up_button, self.down_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.tables_button)
        column = QVBoxLayout(self)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        column.addSpacing(6)
        column.addWidget(self.options)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add_class)
        self.delete_button.clicked.connect(self.delete_class)
        self.up_button.clicked.connect(lambda: self.move_class(-1))
        self.down_button.clicked.connect(lambda: self.move_class(+1))
        self.tables_button.setMenu(self._tables_menu())
        self.table.colour_wanted.connect(self.ask_colour)
        self.table.delete_wanted.connect(self.delete_class)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_class_menu)

    def _tables_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Import classes…"), self.import_table)
        menu.addAction(tr("Export classes…"), self.export_table)
        menu.addSection(tr("Tables that come with the program"))
        for title, table in shipped_tables().items():
            menu.addAction(title, lambda table=table: self._label_editor.replace_classes(table))
        return menu

    def _show_class_menu(self, place: QPoint) -> None:
        facies = self.table.chosen()
        if facies is None or not self.table.indexAt(place).isValid():
            return
        change = self._label_editor.change_classes
        menu = QMenu(self)
        menu.addAction(tr("Rename"), lambda: self.table.edit_name(facies.number))
        menu.addAction(tr("Colour…"), lambda: self.ask_colour(facies.number))
        menu.addAction(
            tr("Unlock") if facies.locked else tr("Lock"),
            lambda: change(lambda table: table.lock(facies.number, not facies.locked)),
        )
        menu.addSeparator()
        for kind, said in KINDS.items():
            action = menu.addAction(said, lambda kind=kind: change(lambda table: table.set_kind(facies.number, kind)))
            action.setCheckable(True)
            action.setChecked(facies.kind is kind)
        menu.addSeparator()
        menu.addAction(tr("Delete…"), self.delete_class)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _folder(self) -> str:
        return str(self._state.volume.folder if self._state.volume is not None else Path.home())
