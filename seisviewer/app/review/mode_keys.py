"""Keys that mean something else while a mode of the window lasts."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

_TYPED_INTO = (QLineEdit, QAbstractSpinBox, QComboBox, QAbstractItemView, QAbstractButton)
NO_MODIFIER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ModeKeys(QObject):
    """Watches the keyboard of a window while it is told to, but for what is typed into a field."""

    def __init__(self, place: QWidget) -> None:
        """place: while it is not seen, as behind the other desk, keys mean what they always mean."""
        super().__init__(place)
        self._place = place
        self._watches = False

    def meaning(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does in this mode; None for one that means what it always means."""
        raise NotImplementedError

    def watch(self, watches: bool) -> None:
        """The mode began or ended."""
        if watches and not self._watches:
            QApplication.instance().installEventFilter(self)
        elif self._watches and not watches:
            QApplication.instance().removeEventFilter(self)
        self._watches = watches

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(watched, QWidget) or not self._place.isVisible():
            return False
        window = self._place.window()
        # What a field leaves of a key goes on to the widgets around it: it is the field that has the keyboard.
        if (
            watched.window() is not window
            or isinstance(watched, _TYPED_INTO)
            or isinstance(window.focusWidget(), _TYPED_INTO)
        ):
            return False
        meaning = self.meaning(event)
        if meaning is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the window's own use of the key waits
        else:
            meaning()
        return True
