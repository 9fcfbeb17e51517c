"""Where a window stands, and how large it is: never more than the screen has room for."""

from __future__ import annotations

from PyQt6 import sip
from PyQt6.QtCore import QByteArray, QEvent, QMargins, QObject, QRect, QSettings, QSize
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QWidget

FIRST_SIZE = QSize(1440, 900)
FRAME = QMargins(4, 36, 4, 4)  # what a window manager puts around a window; unknown before the window is shown


def fitted(wanted: QRect, available: QRect) -> QRect:
    """A window of the wanted size and place, made smaller and moved so that it lies on the screen with its frame."""
    room = available.marginsRemoved(FRAME)
    size = wanted.size().boundedTo(room.size())
    left = min(max(wanted.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(wanted.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def place_first(window: QWidget) -> None:
    """Give a window its first size, in the middle of its screen."""
    room = window.screen().availableGeometry()
    wanted = QRect(room.topLeft(), FIRST_SIZE)
    wanted.moveCenter(room.center())
    window.setGeometry(fitted(wanted, room))


def fit(window: QWidget) -> None:
    """Fit a window onto the screen on which its middle lies, or onto the first one."""
    if not (window.isMaximized() or window.isFullScreen()):
        screen = QGuiApplication.screenAt(window.geometry().center()) or QGuiApplication.primaryScreen()
        window.setGeometry(fitted(window.geometry(), screen.availableGeometry()))


class RememberedPlace(QObject):
    """Gives a window beside the main one the place and size that it had when it was closed last, on whichever screen that
    was; where this screen is gone, it is fitted onto the first one. name: under which they are kept."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self._window, self._key = window, f"places/{name}"
        window.installEventFilter(self)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        if sip.isdeleted(self._window):  # it hides once more while it is taken down
            return False
        if event.type() == QEvent.Type.Show and not event.spontaneous():
            stored = QSettings().value(self._key)
            if isinstance(stored, QByteArray) and self._window.restoreGeometry(stored):
                fit(self._window)
        elif event.type() == QEvent.Type.Hide and not event.spontaneous():
            QSettings().setValue(self._key, self._window.saveGeometry())
        return False
