"""The wheel scrolls panels; it turns a control only while that has the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)

from seisviewer.app.dialogs.npy_axes_dialog import NpyAxesDialog
from seisviewer.app.live.loss_curve import LossCurve
from seisviewer.app.main_window.window import MainWindow

CONTROLS = (QAbstractSpinBox, QComboBox, QAbstractSlider, QTabBar)


@pytest.fixture
def window(new_window: Callable[..., MainWindow]) -> MainWindow:
    return new_window(1200, 700)


def wheel(widget: QWidget, notches: int = -1, at: QPoint | None = None) -> None:
    """Turn the wheel over a widget. Qt takes the wheel of a real mouse on to the parents, that of a test it does not."""
    place = widget.mapToGlobal(at or widget.rect().center())
    while widget is not None:
        at = QPointF(widget.mapFromGlobal(place))
        event = QWheelEvent(
            at, QPointF(place), QPoint(), QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        taken = QApplication.sendEvent(widget, event) and event.isAccepted()
        widget = None if taken or widget.isWindow() else widget.parentWidget()


def value(control: QWidget) -> object:
    if isinstance(control, (QComboBox, QTabBar)):
        return control.currentIndex()
    return control.text() if isinstance(control, QAbstractSpinBox) else control.value()


def controls(parent: QWidget) -> list[QWidget]:
    found = [control for kind in CONTROLS for control in parent.findChildren(kind)]
    return [control for control in found if not isinstance(control, QScrollBar)]


def turned(parent: QWidget) -> list[QWidget]:
    """The controls that the wheel changes though none of them has the keyboard."""
    changed = []
    for control in controls(parent):
        control.ensurePolished()  # as it is when it is shown first
        for notches in (-1, 1):
            before = value(control)
            wheel(control, notches)
            if value(control) != before:
                changed.append(control)
    return changed


def test_the_wheel_turns_no_control_of_the_window(window: MainWindow) -> None:
    assert len(controls(window)) > 20
    assert not turned(window)


def test_the_wheel_turns_no_control_of_a_dialog(qtbot, window: MainWindow, tmp_path: Path) -> None:
    dialog = NpyAxesDialog(tmp_path / "array.npy", (4, 5, 6), window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert len(controls(dialog)) > 5
    assert not turned(dialog)


def test_over_a_control_the_wheel_scrolls_the_panel(window: MainWindow) -> None:
    area = panel(window, "display")
    wheel(area.findChild(QComboBox))
    assert area.verticalScrollBar().value() > 0


@pytest.mark.parametrize("share", [(0.02, 0.5), (0.5, 0.95), (0.5, 0.5)], ids=["loss axis", "time axis", "curves"])
def test_over_the_loss_curve_the_wheel_scrolls_the_panel(window: MainWindow, share: tuple[float, float]) -> None:
    area = panel(window, "training")
    curve = area.findChild(LossCurve).viewport()
    wheel(curve, at=QPoint(round(share[0] * curve.width()), round(share[1] * curve.height())))
    assert area.verticalScrollBar().value() > 0


def panel(window: MainWindow, name: str) -> QScrollArea:
    """A panel in little room, so that it can be scrolled."""
    area = window.parts.panels.docks[name].findChild(QScrollArea)
    area.setParent(window)
    area.resize(260, 150)
    area.show()
    QApplication.processEvents()
    return area


def test_a_control_in_use_follows_the_wheel(qtbot, window: MainWindow, tmp_path: Path) -> None:
    dialog = NpyAxesDialog(tmp_path / "array.npy", (4, 5, 6), window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    dialog.unit.setFocus()
    qtbot.waitUntil(dialog.unit.hasFocus)
    before = dialog.unit.currentIndex()
    wheel(dialog.unit)
    assert dialog.unit.currentIndex() == before + 1
