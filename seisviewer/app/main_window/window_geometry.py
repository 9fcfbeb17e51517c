"""Where a window stands, and how large it is: never more than the screen has room for."""

from __future__ import annotations

from PyQt6.QtCore import QMargins, QRect, QSize
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
