"""Under the pointer: which class, how sure, how stable, who says so, and how far the next label is."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.live.prediction_layer import PINK
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.sections.pointer_readout import PointerReadout
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import Stroke
from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.volumes.geometry import Direction, SectionId

SMALL = 1280, 720


@pytest.fixture
def window(survey_window: MainWindow) -> MainWindow:
    """With no model at work, so that only what a test puts there is said."""
    survey_window.parts.sections.live.set_auto_start(False)
    return survey_window


def paint(
    window: MainWindow, section: SectionId, label: int, row: int, column: int, origin: Origin = Origin.PAINTED
) -> None:
    mask = np.ones((6, 6), bool)
    stroke = Stroke(section, label, row, column, mask, np.full(mask.shape, -1, np.int8), origin=origin)
    window.parts.sections.label_editor.commit([stroke])


def predict(window: MainWindow, section: SectionId, number: int, share: float, model: str) -> None:
    """Class `number` all over a line with probability `share`."""
    sections = window.parts.sections
    others = [each.number for each in sections.state.project.classes.classes if each.number != number]
    shape = sections.state.volume.geometry.section_shape(section.direction)
    shares = quantised(np.stack([np.full(shape, share), np.full(shape, 1 - share)]))
    version = sections.state.project.snapshot().version
    made = SectionPass(
        section, shares, (number, others[0]), model, 4, version, 5.0, np.full(shape, 0.8, np.float16), "x"
    )
    sections.live.predictions.put(made)


def point(window: MainWindow, row: float, column: float) -> str:
    view = window.parts.sections.views.views[Direction.INLINE]
    QTest.mouseMove(view.canvas.viewport(), view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column))))
    QApplication.processEvents()
    return window.status_line.findChild(PointerReadout).text()


@pytest.mark.slow
def test_the_pointer_reads_class_confidence_stability_who_says_so_and_the_next_label(qtbot, window: MainWindow) -> None:
    state = window.parts.sections.state
    geometry, (sand, shale) = state.volume.geometry, window.parts.sections.label_editor.classes.classes[:2]
    index = state.position.inline
    shown, other = (geometry.section(Direction.INLINE, each) for each in (index, index - 4))
    paint(window, other, sand.number, 10, 10)
    readout = window.status_line.findChild(PointerReadout)
    point(window, 12, 12)
    qtbot.waitUntil(lambda: "Nearest label 4 inlines away" in readout.text(), timeout=10_000)

    predict(window, shown, sand.number, 0.9, "layers")
    assert f"{sand.name} 90 %, stability 80 %, reflectors   Nearest label 4" in readout.text(), (
        "also under a pointer at rest"
    )
    predict(window, geometry.section(Direction.CROSSLINE, 12), shale.number, 0.6, "layers")
    window.parts.sections.live.predictions._show_held()
    said = point(window, 12, 13)
    assert f"inline {sand.name}, crossline {shale.name}" in said, "the two directions name different classes"
    assert f"crossline {shale.name}" not in point(window, 20, 13), "one direction only"

    paint(window, shown, shale.number, 10, 10)
    said = point(window, 12, 12)
    assert f"{shale.name}, painted   reflectors: {sand.name}" in said, "paint wins, and the model is told from it"
    qtbot.waitUntil(lambda: point(window, 12, 16).endswith(" ms above"), timeout=10_000)
    paint(window, shown, sand.number, 20, 10, Origin.ACCEPTED)
    assert f"{sand.name}, accepted   reflectors: the same" in point(window, 22, 12)


@pytest.mark.slow
def test_shift_s_shows_where_inline_and_crossline_name_different_classes(qtbot, window: MainWindow) -> None:
    sections = window.parts.sections
    state, (sand, shale) = sections.state, sections.label_editor.classes.classes[:2]
    shown = state.volume.geometry.section(Direction.INLINE, state.position.inline)
    view = sections.views.views[Direction.INLINE]
    paint(window, state.volume.geometry.section(Direction.INLINE, 0), sand.number, 10, 10)
    predict(window, shown, sand.number, 0.9, "layers")
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert state.overlays.disagreement
    qtbot.waitUntil(lambda: "Not known yet" in view.corners.caption.text)
    assert "Fill the whole survey" in view.corners.caption.details, "and what to do about it"

    for crossline, number in ((12, shale.number), (13, sand.number)):
        predict(window, state.volume.geometry.section(Direction.CROSSLINE, crossline), number, 0.6, "layers")
    sections.live.predictions._show_held()
    state.set_overlays(contours=False)
    qtbot.waitUntil(lambda: "50 % differ, " in view.corners.caption.text)
    assert "until crossing lines are predicted" in view.corners.caption.text
    image = sections.predictions.rgba(shown, (1.0, 1.0))
    assert np.unique(image[12].reshape(-1, 4), axis=0).tolist() == [list(PINK)]
    state.set_overlays(contours=True)
    beside = sections.predictions.rgba(shown, (1.0, 1.0))
    assert (beside[12] == PINK).all(), "boundaries do not hide it: where layers differ, it is beside one"
    assert not image[13].any(), "those that agree leave the section as it is"
    colours = {tuple(colour) for colour in image[14].reshape(-1, 4).tolist()}
    assert tuple(PINK) not in colours and len(colours) > 1, "hatched where one direction is known only"
    QTest.keyClick(view.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "differ" not in view.corners.caption.text)


def test_no_part_of_the_reading_is_cut_in_a_small_window(qtbot, window: MainWindow) -> None:
    readout = window.status_line.findChild(PointerReadout)
    long = "Inline 1234   Crossline 1234   Time 1234 ms   {}Amplitude −12345   Upper continental slope 83 %, stability 92 %, "
    long += "reflectors and network   Nearest label 112 inlines and 23 crosslines away (12345 m)"
    readout.say(long.format("X 6123456.7   Y 5123456.7   "), long.format(""))
    QApplication.processEvents()
    assert (
        readout.fontMetrics().horizontalAdvance(readout.shown_text()) <= readout.width()
        and "12345 m" in readout.shown_text()
    )
    readout.say("Inline 1   X 1.0   Amplitude 2", "Inline 1   Amplitude 2")
    assert readout.shown_text() == "Inline 1   X 1.0   Amplitude 2", "all of it where there is room"
