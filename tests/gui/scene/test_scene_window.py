"""The window with the survey in three dimensions."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtTest import QTest

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.scene import scene_window as module
from seisviewer.app.scene.gl_check import why_no_scene
from seisviewer.app.scene.scene_window import SceneWindow
from seisviewer.app.scene.slice_pictures import SlicePictures
from seisviewer.volumes.geometry import Direction


def open_scene(window: MainWindow) -> SceneWindow:
    window.parts.menus.actions["scene"].trigger()
    return window.findChild(SceneWindow)


@pytest.mark.slow
def test_without_opengl_it_says_so(survey_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    why = why_no_scene() or "The 3D scene needs OpenGL 2.1, and this display has no OpenGL."
    monkeypatch.setattr(module, "why_no_scene", lambda: why)
    scene = open_scene(survey_window)
    assert scene.canvas is None and scene.said.isVisible()
    assert "OpenGL" in scene.said.text() and scene.said.text().count(". ") == 0, "one sentence"
    survey_window.parts.sections.state.set_position(
        survey_window.parts.sections.state.position.moved(Direction.INLINE, 1)
    )


@pytest.mark.slow
def test_slices_are_drawn_as_the_views_draw_them(qtbot, survey_window: MainWindow) -> None:
    """Amplitudes as grey, and over them in the colour of its class what was painted."""
    sections = survey_window.parts.sections
    state, view = sections.state, sections.views.views[Direction.INLINE]
    pictures = SlicePictures(state, sections.reader, view.layers.layers)
    at = state.position.inline
    before = pictures.picture(Direction.INLINE, at)
    assert before.shape == (*view.amplitudes().T.shape, 4)
    assert (before[..., 0] == before[..., 1]).all() and np.ptp(before[..., 0]) > 100
    changed = []
    pictures.changed.connect(changed.append)
    brush = sections.tools["brush"]
    state.set_tool(brush)
    from seisviewer.app.section_state import Hit

    hit = Hit(view, view.section, 10.0, 20.0)
    brush.press(hit)
    brush.release(hit)
    qtbot.waitUntil(lambda: bool(changed), timeout=5000)
    after = pictures.picture(Direction.INLINE, at)
    painted = (after != before).any(axis=2)
    assert painted[20, 10] and not painted[60:].any()
    assert after[20, 10, 3] == 255


@pytest.mark.slow
def test_a_slice_is_dragged_and_the_views_follow(qtbot, survey_window: MainWindow) -> None:
    if why_no_scene():
        pytest.skip("needs OpenGL")
    state = survey_window.parts.sections.state
    scene = open_scene(survey_window)
    qtbot.waitExposed(scene)
    canvas = scene.canvas
    for direction in (Direction.INLINE, Direction.TIME):
        scene.boxes[direction].setChecked(False)
    qtbot.waitUntil(lambda: Direction.CROSSLINE in canvas.indices, timeout=5000)
    middle = QPoint(canvas.width() // 2, canvas.height() // 2)
    assert canvas.slice_at(QPointF(middle))[0] is Direction.CROSSLINE
    before = state.position
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 6):
        QTest.mouseMove(canvas, middle + QPoint(8 * step, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    qtbot.waitUntil(lambda: state.position.crossline != before.crossline, timeout=5000)
    assert (state.position.inline, state.position.sample) == (before.inline, before.sample)
    state.set_position(state.position.moved(Direction.CROSSLINE, 3))
    assert canvas.indices[Direction.CROSSLINE] == 3, "and the other way round"
