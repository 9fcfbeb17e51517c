"""A number typed digit by digit into a panel is the number that holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractSpinBox

from seisviewer.app.painting.tool_options import ToolOptions
from seisviewer.app.section_state import SectionState
from seisviewer.app.section_view_state import restore, view_state
from seisviewer.app.sections.section_display_panel import DisplayPanel
from seisviewer.app.traces.panels.threshold_panel import _ThresholdRow
from seisviewer.app.traces.panels.trace_display_panel import TraceDisplayPanel
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.volume import Volume

Field = tuple[QAbstractSpinBox, Callable[[], float]]


class OddVolume(Volume):
    """Three milliseconds from sample to sample: few round numbers are a whole number of samples."""

    name, path = "odd", Path("odd.sgy")
    geometry = Geometry(LineAxis(1, 1, 4), LineAxis(1, 1, 4), SampleAxis(0.0, 3.0, 400), np.ones((4, 4), bool))

    def section(self, section: SectionId) -> np.ndarray:
        return np.zeros(self.geometry.section_shape(section.direction), np.float32)

    def close(self) -> None:
        pass


class Panels:
    """The panels with numbers to type, each over a state of its own."""

    def __init__(self) -> None:
        self.sections, self.traces = SectionState(), TraceState()
        self.sections.set_volume(OddVolume())
        self.display, self.tools = DisplayPanel(self.sections), ToolOptions(self.sections)
        self.filter, self.threshold = TraceDisplayPanel(self.traces), _ThresholdRow(self.traces, "P")
        self.said: list[str] = []
        self.traces.message.connect(self.said.append)

    def field(self, name: str) -> Field:
        shown, brush, filtered = self.sections, self.sections, self.traces
        return {
            "agc": (self.display.agc, lambda: shown.display.agc),
            "clip": (self.display.clip, lambda: shown.display.clip),
            "gain": (self.display.gain, lambda: shown.display.gain),
            "brush size": (self.tools.size, lambda: brush.brush.size),
            "fill tolerance": (self.tools.tolerance, lambda: brush.brush.tolerance),
            "lower corner": (self.filter.low, lambda: filtered.display.low),
            "upper corner": (self.filter.high, lambda: filtered.display.high),
            "threshold": (self.threshold.number, lambda: filtered.thresholds["P"]),
        }[name]


@pytest.fixture
def panels(qtbot) -> Panels:
    made = Panels()
    for panel in (made.display, made.tools, made.filter, made.threshold):
        qtbot.addWidget(panel)
        panel.show()
    return made


def type_into(box: QAbstractSpinBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("agc", "200"),
        ("agc", "300"),
        ("agc", "1000"),
        ("clip", "2.5"),
        ("gain", "12.25"),
        ("brush size", "125"),
        ("fill tolerance", "12.5"),
        ("lower corner", "3.25"),
        ("upper corner", "12.75"),
        ("threshold", "0.45"),
    ],
)
def test_what_is_typed_holds(panels: Panels, name: str, typed: str) -> None:
    box, held = panels.field(name)
    type_into(box, typed)
    assert held() == pytest.approx(float(typed))
    assert box.value() == pytest.approx(float(typed))
    assert not panels.said, "a number half typed is nobody's business"


def test_a_window_of_samples_in_an_older_project_keeps_its_length(qtbot) -> None:
    state = SectionState()
    state.set_volume(OddVolume())
    older = view_state(state)
    older["display"] |= {"agc": 20}
    restore(state, older)
    assert state.display.agc == 60.0
    restore(state, view_state(state))
    assert state.display.agc == 60.0


@pytest.mark.parametrize("number", [-1e300, 1e300, float("nan"), float("inf"), -5, 10**12])
def test_numbers_of_a_stored_view_that_no_control_can_hold_are_left_out(qtbot, number: float) -> None:
    state = SectionState()
    usual = view_state(state)
    odd = {
        part: {name: number if type(value) is type(number) else value for name, value in values.items()}
        for part, values in usual.items()
    }
    restore(state, odd)
    assert view_state(state) == usual
