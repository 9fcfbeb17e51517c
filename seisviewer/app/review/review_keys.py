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

from seisviewer.app.review.review_tool import ReviewTool
from seisviewer.app.section_state import SectionState, Tool

_TYPED_INTO = (QLineEdit, QAbstractSpinBox, QComboBox, QAbstractItemView, QAbstractButton)
_NO_MODIFIER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
Key = Qt.Key


class ReviewKeys(QObject):
    """Watches the keyboard while the review tool is in hand: Return accepts, R rejects, a digit gives another class, Tab
    and Shift+Tab go to the next and the previous region."""

    def __init__(self, state: SectionState, tool: ReviewTool, window: QWidget) -> None:
        super().__init__(window)
        self._tool, self._window = tool, window
        self._watches = False
        state.tool_changed.connect(self._watch)

    def _watch(self, tool: Tool | None) -> None:
        watches = tool is self._tool
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
                self._tool.accept()
            case Key.Key_R:
                self._tool.reject()
            case Key.Key_Tab:
                self._tool.skip(1)
            case Key.Key_Backtab:
                self._tool.skip(-1)
            case _:
                self._tool.reclass(_digit(event))


def _digit(event: QKeyEvent) -> int | None:
    number = event.key() - Key.Key_0
    return number if 0 <= number <= 9 else None
