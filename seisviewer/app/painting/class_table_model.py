"""The class table as rows that Qt can show, edit and drag."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, Qt
from PyQt6.QtGui import QIcon

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.swatch import swatch, untinted
from seisviewer.app.widgets.icons import icon
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.classes import ClassTable, FaciesClass
from seisviewer.translation import tr

COLOUR, NUMBER, NAME, KIND, PAINTED, ACCEPTED, LOCK = range(7)
HEADERS = ("", tr("No."), tr("Class"), tr("Kind"), tr("Painted"), tr("Accepted"), "")
TIPS = (
    tr("Colour: a double click changes it"),
    tr("Number: this digit key chooses the class"),
    tr("Name: a double click changes it"),
    tr(
        "Kind: a layer lies between reflectors, in an order that holds over the survey; a body "
        "(salt, a channel) lies anywhere; decide: the strokes say which, shown as layer? or "
        "body?. A click changes it"
    ),
    tr("Samples in the whole survey that a person painted"),
    tr("Samples in the whole survey that were accepted, or carried over to other lines, and not painted"),
    tr("Lock: painting never changes the labels of a locked class; a click changes it"),
)
LOCK_SIZE = 16
MILLION = 1_000_000
ROW_TYPE = "application/x-seisviewer-class-number"

Role = Qt.ItemDataRole
ROOT = QModelIndex()


class ClassModel(QAbstractTableModel):
    """One row a class, in the user's order. Every change goes through the labelling and comes back as a new table."""

    def __init__(self, label_editor: LabelEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._label_editor = label_editor
        self._classes: tuple[FaciesClass, ...] = tuple(label_editor.classes)
        self._counts: dict[int, dict[int, int]] = {PAINTED: {}, ACCEPTED: {}}
        self._proposed: dict[int, ClassKind] = {}
        self._right: dict[int, float] = {}
        self._locks: dict[bool, QIcon] = {}

    def show_table(self, table: ClassTable) -> None:
        if table.numbers == tuple(facies.number for facies in self._classes):
            # No reset: it would tear the editor away in which a name was just typed.
            self._classes = tuple(table)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._classes) - 1, LOCK))
        else:
            self.beginResetModel()
            self._classes = tuple(table)
            self.endResetModel()

    def show_counts(self, painted: dict[int, int], accepted: dict[int, int]) -> None:
        """How many samples of each class number a person painted, and how many nobody did."""
        counts = {PAINTED: painted, ACCEPTED: accepted}
        if counts != self._counts:
            self._counts = counts
            last = self.index(len(self._classes) - 1, ACCEPTED)
            self.dataChanged.emit(self.index(0, PAINTED), last, [Role.DisplayRole])

    def show_proposals(self, kinds: Mapping[int, ClassKind], right: Mapping[int, float]) -> None:
        """What the strokes say of the classes that are left to them, and the share of their held-out strokes that is
        answered right; both by class number."""
        if (kinds, right) != (self._proposed, self._right):
            self._proposed, self._right = dict(kinds), dict(right)
            last = self.index(len(self._classes) - 1, KIND)
            self.dataChanged.emit(self.index(0, KIND), last, [Role.DisplayRole, Role.ToolTipRole])

    def renew_icons(self) -> None:
        """Draw the locks in the colours of another theme."""
        self._locks.clear()

    def toggle_lock(self, row: int) -> None:
        facies = self._classes[row]
        self._label_editor.change_classes(lambda table: table.lock(facies.number, not facies.locked))

    def next_kind(self, row: int) -> None:
        """Go from “decide” to “layer”, to “body”, and back."""
        facies, kinds = self._classes[row], tuple(ClassKind)
        kind = kinds[(kinds.index(facies.kind) + 1) % len(kinds)]
        self._label_editor.change_classes(lambda table: table.set_kind(facies.number, kind))

    def facies(self, row: int) -> FaciesClass | None:
        """The class in a row, None outside the table."""
        return self._classes[row] if 0 <= row < len(self._classes) else None

    def row_of(self, number: int) -> int:
        """The row of a class number, -1 when there is none."""
        return next((row for row, facies in enumerate(self._classes) if facies.number == number), -1)

    def rowCount(self, parent: QModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._classes)

    def columnCount(self, parent: QModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return HEADERS[section]
        if orientation is Qt.Orientation.Horizontal and role == Role.ToolTipRole:
            return TIPS[section]
        return None

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        facies, column = self._classes[index.row()], index.column()
        if role == Role.ToolTipRole:
            return as_plain(self._kind_tip(facies)) if column == KIND else TIPS[column]
        if role == Role.TextAlignmentRole and column in (NUMBER, PAINTED, ACCEPTED):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if column == COLOUR and role == Role.DecorationRole:
            return swatch(facies.colour)
        if column == LOCK and role == Role.DecorationRole:
            return self._lock(facies.locked)
        if column == LOCK and role == Role.AccessibleTextRole:
            return tr("locked") if facies.locked else tr("not locked")
        if role in (Role.DisplayRole, Role.EditRole):
            return {
                NUMBER: str(facies.number),
                NAME: facies.name,
                KIND: self._kind(facies),
                PAINTED: self._count(PAINTED, facies),
                ACCEPTED: self._count(ACCEPTED, facies),
            }.get(column)
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Role.EditRole) -> bool:
        number = self._classes[index.row()].number
        if index.column() != NAME or role != Role.EditRole:
            return False
        self._label_editor.change_classes(lambda table: table.rename(number, value))
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ROW_TYPE]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(ROW_TYPE, str(self._classes[indexes[0].row()].number).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: QModelIndex) -> bool:
        """Move the dragged class to where it was dropped. Says "not done" to Qt, which would remove the dragged row."""
        number = int(bytes(data.data(ROW_TYPE)))
        target = row if row >= 0 else parent.row() if parent.isValid() else len(self._classes)
        if target > self.row_of(number):
            target -= 1
        self._label_editor.change_classes(lambda table: table.move(number, target))
        return False

    def _count(self, column: int, facies: FaciesClass) -> str:
        count = self._counts[column].get(facies.number, 0)
        return f"{count / MILLION:.1f} M" if count >= MILLION else f"{count:,}" if count else ""

    def _kind(self, facies: FaciesClass) -> str:
        """The kind that the user says, or “body?” where the strokes say so: a narrow column leaves the names room."""
        proposed = self._proposed.get(facies.number) if facies.kind is ClassKind.DECIDE else None
        return tr(facies.kind.value) if proposed is None else f"{tr(proposed.value)}?"

    def _kind_tip(self, facies: FaciesClass) -> str:
        proposed, right = self._proposed.get(facies.number), self._right.get(facies.number)
        if facies.kind is not ClassKind.DECIDE or proposed is None:
            return TIPS[KIND]
        known = (
            ""
            if right is None
            else tr(" Of its strokes that were held out {right:.0f} % are answered right.").format(right=100 * right)
        )
        return tr(
            "The strokes say: {facies_name} is a {proposed}.{known} A click says it yourself: layer, then body"
        ).format(facies_name=facies.name, proposed=tr(proposed.value), known=known)

    def _lock(self, locked: bool) -> QIcon:
        """A lock; an open one is faint, so that the closed ones are seen."""
        if locked not in self._locks:
            drawn = icon("lock" if locked else "unlock")
            clear = drawn.pixmap(LOCK_SIZE, LOCK_SIZE)
            faint = drawn.pixmap(LOCK_SIZE, LOCK_SIZE, QIcon.Mode.Disabled)
            chosen = drawn.pixmap(LOCK_SIZE, LOCK_SIZE, QIcon.Mode.Selected)
            self._locks[locked] = untinted(clear if locked else faint, selected=chosen)
        return self._locks[locked]
