"""The list of painted sections, where each can be set apart as for checking only."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import sentence
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.section_names import section_title

HOW = tr(
    "A ticked section is for checking only: what is painted there, now or later, is neither "
    "learned nor carried, and models are scored on it. A double click goes there."
)
NOTHING = tr("Nothing is painted yet: paint strokes of two classes, then tick a section here.")


class PaintedSections(QWidget):
    """Follows the labels of the project."""

    def __init__(self, state: SectionState, editor: LabelEditor) -> None:
        super().__init__()
        self._state, self._editor = state, editor
        self._said = sentence(HOW)
        self.list = QListWidget()
        self.list.itemChanged.connect(self._ticked)
        self.list.itemDoubleClicked.connect(self._go)
        column = QVBoxLayout(self)
        column.addWidget(self._said)
        column.addWidget(self.list, 1)
        for signal in (state.labels_changed, state.project_changed, state.volume_changed):
            signal.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        project = self._state.project
        snapshot = project.snapshot() if project is not None else None
        sections = () if snapshot is None else snapshot.taught_sections
        listed = dict.fromkeys((*sections, *(() if snapshot is None else sorted(snapshot.checking, key=str))))
        self._said.setText(HOW if listed else NOTHING)
        self.list.blockSignals(True)
        items = [self.list.item(row) for row in range(self.list.count())]
        if [_section(item) for item in items] != list(listed):  # else they stay: one of them may be telling of its tick
            self.list.clear()
            items = [_item(snapshot, section) for section in listed]
            for item in items:
                self.list.addItem(item)
        for item, section in zip(items, listed, strict=True):
            apart = section in snapshot.checking
            item.setCheckState(Qt.CheckState.Checked if apart else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)

    def _ticked(self, item: QListWidgetItem) -> None:
        marked = item.checkState() is Qt.CheckState.Checked
        self._editor.set_for_checking((_section(item),), marked=marked)

    def _go(self, item: QListWidgetItem) -> None:
        section = _section(item)
        index = self._state.volume.geometry.index(section)
        self._state.set_position(self._state.position.moved(section.direction, index))


def _item(snapshot: LabelSnapshot, section: SectionId) -> QListWidgetItem:
    item = QListWidgetItem(section_title(snapshot.geometry, section))
    item.setData(Qt.ItemDataRole.UserRole, section)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    return item


def _section(item: QListWidgetItem) -> SectionId:
    return item.data(Qt.ItemDataRole.UserRole)
