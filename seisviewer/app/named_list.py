"""The list of horizons, or of wells: a row each, ticked where it is drawn, with a name that can be edited."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QAbstractItemView, QColorDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from seisviewer.app.named_objects import NamedObjects
from seisviewer.app.widgets.numbered_rows import number_of
from seisviewer.translation import tr

NAME, MORE = range(2)


class NamedList(QTreeWidget):
    """Columns: the name, and something else of each. What the rows show is filled in by the panel that the list is part of."""

    def __init__(self, desk: NamedObjects, name: str, more: str) -> None:
        """name, more: titles of the columns."""
        super().__init__()
        self._desk = desk
        self.setHeaderLabels([name, more])
        self.setRootIsDecorated(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setToolTip(tr("Click to choose, tick to draw, double click to rename"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(MORE, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._choose)
        self.itemChanged.connect(self._edited)
        self.itemDoubleClicked.connect(lambda item, _: self.editItem(item, NAME))

    def _choose(self, item: QTreeWidgetItem | None, _: QTreeWidgetItem | None) -> None:
        if item is not None:
            self._desk.choose(number_of(item))

    def _edited(self, item: QTreeWidgetItem, column: int) -> None:
        number = number_of(item)
        on = item.checkState(NAME) == Qt.CheckState.Checked
        if on != self._desk.is_shown(number):
            self._desk.show(number, on)
        elif column == NAME:
            self._desk.rename(number, item.text(NAME))


def ask_colour(desk: NamedObjects, parent: QWidget) -> None:
    """Let the user choose another colour for the chosen one."""
    chosen = desk.current
    if chosen is None:
        return
    colour = QColorDialog.getColor(
        QColor(chosen.colour), parent, tr("Colour of {chosen_name}").format(chosen_name=chosen.name)
    )
    if colour.isValid():
        desk.change(colour=colour.name())
