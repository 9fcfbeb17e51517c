"""Two fingers on a touch pad: a pinch zooms at the pointer, moving them moves what is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PyQt6.QtWidgets import QApplication, QWidget

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.menus.action import TRACES
from seisviewer.volumes.geometry import Direction
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.synthetic_records import Arrivals, synthetic_record


def pinch(surface: QWidget, at: QPoint, by: float) -> None:
    place, everywhere = QPointF(at), QPointF(surface.mapToGlobal(at))
    kind, pad = Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice()
    QApplication.sendEvent(surface, QNativeGestureEvent(kind, pad, 2, place, everywhere, everywhere, by, QPointF()))


def two_fingers(surface: QWidget, at: QPoint, moved: QPoint) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(surface.mapToGlobal(at)), moved, moved * 4,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.ScrollUpdate, False,
    )  # fmt: skip
    QApplication.sendEvent(surface, event)


@pytest.mark.slow
def test_it_zooms_and_moves_a_section_and_steps_where_all_of_it_is_seen(survey_window: MainWindow) -> None:
    sections = survey_window.parts.sections
    view = sections.views.views[Direction.INLINE]
    surface, at = view.canvas.viewport(), QPoint(80, 60)
    view.show_whole()
    inline = sections.state.position.inline
    two_fingers(surface, at, QPoint(0, -60))
    assert sections.state.position.inline != inline, "nothing is out of sight: it steps like a wheel"
    inline = sections.state.position.inline
    (first, last), spot = view.box.shown[0], view.canvas.locate(QPointF(at))
    pinch(surface, at, 0.5)
    low, high = view.box.shown[0]
    assert abs((high - low) * 1.5 - (last - first)) < 1e-6
    assert max(abs(a - b) for a, b in zip(view.canvas.locate(QPointF(at)), spot, strict=True)) < 1e-6
    two_fingers(surface, at, QPoint(-20, 0))
    assert view.box.shown[0][0] > low and sections.state.position.inline == inline
    pinch(surface, at, -5.0)  # nonsense of a driver


@pytest.mark.slow
def test_it_zooms_and_moves_in_time(new_window: Callable[..., MainWindow]) -> None:
    window = new_window(1000, 700)
    state, canvas = window.parts.traces.state, window.parts.traces.page.canvas
    begin = 1_700_000_000.0
    record = synthetic_record([Arrivals(begin + 20, begin + 30, 20)], start=begin).record
    state.set_archive(Archive((record,)))
    assert window.parts.front.name == TRACES
    whole, at = state.span.length, canvas.rect().center()
    pinch(canvas, at, 1.0)
    assert abs(state.span.length - whole / 2) < 1e-6
    start = state.span.start
    two_fingers(canvas, at, QPoint(-30, 0))
    assert state.span.start > start and abs(state.span.length - whole / 2) < 1e-6
