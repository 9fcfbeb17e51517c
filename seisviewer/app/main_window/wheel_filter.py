"""The wheel scrolls panels; it turns a control only while that has the keyboard."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QPalette
from PyQt6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QProxyStyle,
    QScrollBar,
    QTabBar,
    QWidget,
)

from seisviewer.app.main_window.tooltip_width import TooltipWidth

_CONTROLS = (QAbstractSpinBox, QComboBox, QAbstractSlider, QTabBar)


class WheelFilter(QObject):
    """Lets the wheel pass a control by that is not in use; Qt then gives it to what lies around the control."""

    def watch(self, control: QWidget) -> None:
        if control.focusPolicy() == Qt.FocusPolicy.WheelFocus:
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel itself would give it the keyboard
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not watched.hasFocus():
            event.ignore()
            return True
        return False


class WheelStyle(QProxyStyle):
    """A style of Qt that watches the wheel of every control it dresses, in the window and in dialogs made later, and the
    width of tooltips."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._filter = WheelFilter(self)
        self._tooltips = TooltipWidth(self)

    def polish(self, dressed: QWidget | QApplication | QPalette) -> QPalette | None:
        if isinstance(dressed, _CONTROLS) and not isinstance(dressed, QScrollBar):
            self._filter.watch(dressed)
        elif isinstance(dressed, QLabel) and dressed.inherits("QTipLabel"):
            self._tooltips.watch(dressed)
        return super().polish(dressed)
