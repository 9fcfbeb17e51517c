"""Fields and lists keep the keys that they need, though the traces ask for some of them too."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtWidgets import QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QWidget

_ROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down}
_WALKING = {*_ROWS, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home}
_TYPING = {*_WALKING, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_KEYS = {QAbstractSpinBox: _TYPING, QLineEdit: _TYPING, QComboBox: _WALKING, QAbstractItemView: _ROWS}


class FieldKeys(QObject):
    """Arrows walk through a list and Return ends a number there; elsewhere in the window they are shortcuts."""

    def watch(self, widget: QWidget) -> None:
        """Look after the fields and lists in a widget."""
        for kind in _KEYS:
            for field in widget.findChildren(kind):
                field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        keys = next(keys for kind, keys in _KEYS.items() if isinstance(watched, kind))
        if event.key() not in keys or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        event.accept()  # Qt then gives the key to the field
        return True
