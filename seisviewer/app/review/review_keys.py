"""The keys of Review mode, which mean something else outside of it."""

from __future__ import annotations

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

from seisviewer.app.review.reviewer import Reviewer

_TYPED_INTO = (QLineEdit, QAbstractSpinBox, QComboBox, QAbstractItemView, QAbstractButton)
_NO_MODIFIER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
Key = Qt.Key


class ReviewKeys(QObject):
    """Watches the keyboard while Review mode lasts: Return accepts, R rejects, a digit names it otherwise, Tab and Shift+Tab
    go to the next and the previous that is undecided."""

    def __init__(self, reviewer: Reviewer, window: QWidget) -> None:
        super().__init__(window)
        self._reviewer, self._window = reviewer, window
        self._watches = False
        reviewer.switched.connect(self._watch)

    def _watch(self, watches: bool) -> None:
        if watches and not self._watches:
            QApplication.instance().installEventFilter(self)
        elif self._watches and not watches:
            QApplication.instance().removeEventFilter(self)
        self._watches = watches

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window or isinstance(watched, _TYPED_INTO):
            return False
        if not self._means(event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the window's own use of the key waits
        else:
            self._do(event)
        return True

    def _means(self, event: QKeyEvent) -> bool:
        if event.key() == Key.Key_Backtab:
            return True
        ours = event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_R, Key.Key_Tab) or _digit(event) is not None
        return ours and event.modifiers() in _NO_MODIFIER

    def _do(self, event: QKeyEvent) -> None:
        match event.key():
            case Key.Key_Return | Key.Key_Enter:
                self._reviewer.accept()
            case Key.Key_R:
                self._reviewer.reject()
            case Key.Key_Tab:
                self._reviewer.skip(1)
            case Key.Key_Backtab:
                self._reviewer.skip(-1)
            case _:
                self._reviewer.reclass(_digit(event))


def _digit(event: QKeyEvent) -> int | None:
    number = event.key() - Key.Key_0
    return number if 0 <= number <= 9 else None
