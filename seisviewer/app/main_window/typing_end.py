"""Where the keyboard goes when a number or a text in a panel is typed."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class TypingEnd(QObject):
    """Return in a field takes what was typed, Esc gives a number up; either gives the keyboard back to the view in use,
    whose keys would otherwise land in the field."""

    def __init__(self, view_in_use: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._view_in_use = view_in_use

    def watch(self, panel: QWidget) -> None:
        """Look after the fields in a panel."""
        boxes = panel.findChildren(QAbstractSpinBox)
        texts = [text for text in panel.findChildren(QLineEdit) if not isinstance(text.parent(), QAbstractSpinBox)]
        for field in (*boxes, *texts):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # the window's own use of Esc waits while something is typed
            return True
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            if isinstance(watched, (QSpinBox, QDoubleSpinBox)):
                watched.setValue(watched.value())  # writes the number that holds over what was typed
            self._give_back()
            return True
        if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            QTimer.singleShot(0, self._give_back)  # once the field has taken what was typed
        return False

    def _give_back(self) -> None:
        view = self._view_in_use()
        view.activateWindow()  # the panel may float
        view.setFocus(Qt.FocusReason.OtherFocusReason)
