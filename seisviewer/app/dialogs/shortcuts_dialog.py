"""Change the shortcut of any action."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.menus.action_table import TABLE
from seisviewer.app.menus.keymap import Keymap, native, portable
from seisviewer.app.menus.keymap_files import read_keys, write_keys
from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr

FILES = tr("Shortcuts (*.json);;All files (*)")
_ID = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """A list of all actions; the keys of the chosen one can be replaced, added to, cleared. Changes hold at once."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.resize(620, 640)
        self._keymap = keymap
        self.search = QLineEdit(placeholderText=tr("Find an action or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([tr("Action"), tr("Keys")])
        self.tree.setColumnWidth(0, 380)
        self.tree.currentItemChanged.connect(self._show_chosen)
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.keySequenceChanged.connect(self._warn)
        self.assign = QPushButton(tr("Use this key"), clicked=lambda: self._give(add=False))
        self.add = QPushButton(tr("Add as another"), clicked=lambda: self._give(add=True))
        self.clear = QPushButton(tr("No key"), clicked=self._take)
        self.take_in = QPushButton(tr("Import…"), clicked=self.import_keys)
        self.take_in.setToolTip(tr("Take the shortcuts of a file in the place of these"))
        self.hand_out = QPushButton(tr("Export…"), clicked=self.export_keys)
        self.hand_out.setToolTip(tr("Write the shortcuts that differ from the defaults to a file"))
        self.note = sentence()
        self._fill()
        self._place()
        keymap.changed.connect(self._refresh)

    def choose(self, action_id: str) -> None:
        """Select an action in the list."""
        self.tree.setCurrentItem(self._items[action_id])

    def import_keys(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import shortcuts"), str(Path.home()), FILES)
        if path:
            try:
                self._keymap.replace(read_keys(Path(path)))
            except SeisviewerError as error:
                self.note.setText(str(error))
            else:
                self.note.setText(tr("The shortcuts of {name} hold now.").format(name=Path(path).name))

    def export_keys(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export shortcuts"), str(Path.home() / "shortcuts.json"), FILES)
        if path:
            try:
                write_keys(Path(path), self._keymap.own)
            except SeisviewerError as error:
                self.note.setText(str(error))
            else:
                self.note.setText(tr("The shortcuts are in {path}.").format(path=path))

    def _place(self) -> None:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(tr("New key:")))
        row.addWidget(self.edit, 1)
        for button in (self.assign, self.add, self.clear):
            row.addWidget(button)
            button.setAutoDefault(False)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.RestoreDefaults | QDialogButtonBox.StandardButton.Close
        )
        defaults = buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        defaults.setAutoDefault(False)
        defaults.clicked.connect(self._keymap.reset)
        for button in (self.take_in, self.hand_out):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (self.search, self.tree):
            layout.addWidget(part)
        layout.addLayout(row)
        layout.addWidget(self.note)
        layout.addWidget(buttons)

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        for action in TABLE:
            if action.menu not in groups:
                groups[action.menu] = QTreeWidgetItem(self.tree, [", ".join(tr(part) for part in action.menu.split("/")).capitalize()])
                groups[action.menu].setFlags(Qt.ItemFlag.ItemIsEnabled)
            item = QTreeWidgetItem(groups[action.menu], [tr(action.text).removesuffix("…")])
            item.setToolTip(0, as_plain(tr(action.tip)))
            item.setData(0, _ID, action.id)
            self._items[action.id] = item
        self.tree.expandAll()
        self._refresh()
        self.choose(TABLE[0].id)

    def _refresh(self) -> None:
        for action_id, item in self._items.items():
            item.setText(1, tr(" or ").join(map(native, self._keymap.keys(action_id))))

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        for item in self._items.values():
            item.setHidden(wanted not in item.text(0).lower() and wanted not in item.text(1).lower())
        for group in map(self.tree.topLevelItem, range(self.tree.topLevelItemCount())):
            group.setHidden(all(group.child(row).isHidden() for row in range(group.childCount())))

    @property
    def _chosen(self) -> str | None:
        item = self.tree.currentItem()
        return item.data(0, _ID) if item is not None else None

    @property
    def _key(self) -> str:
        return portable(self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def _show_chosen(self) -> None:
        self.edit.clear()
        self._warn()

    def _warn(self) -> None:
        usable = bool(self._key and self._chosen)
        self.assign.setEnabled(usable)
        self.add.setEnabled(usable)
        self.clear.setEnabled(self._chosen is not None)
        holder = self._keymap.holder(self._key, self._chosen) if usable else None
        taken = (
            tr("{native} belongs to “{removesuffix}”, which will lose it.").format(
                native=native(self._key), removesuffix=tr(holder.text).removesuffix("…")
            )
            if holder
            else ""
        )
        self.note.setText(taken)

    def _give(self, add: bool) -> None:
        kept = self._keymap.keys(self._chosen) if add else ()
        self._keymap.set_keys(self._chosen, (*kept, self._key))
        self._show_chosen()

    def _take(self) -> None:
        self._keymap.set_keys(self._chosen, ())
        self._show_chosen()
