"""Bodies of what was painted, in the 3D scene."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QObject, Qt, pyqtSignal

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.scene.scene_surfaces import SceneSurfaces
from seisviewer.labels.label_grid import labelled_cells
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import Direction


def stroke(geometry, inline, rows, columns, label, **more):
    mask = np.ones((len(rows), len(columns)), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    return Stroke(geometry.section(Direction.INLINE, inline), label, rows.start, columns.start, mask, before, **more)


class Canvas:
    """In place of the one that needs OpenGL."""

    def __init__(self) -> None:
        self.bodies = {}

    def show_surfaces(self, kind, surfaces) -> None:
        if kind == "bodies":
            self.bodies = surfaces

    def show_paths(self, paths) -> None:
        pass


class Stored(QObject):
    changed = pyqtSignal()


@pytest.mark.slow
def test_what_is_painted_is_a_body_that_follows_the_strokes(qtbot, survey_window: MainWindow) -> None:
    state, editor = survey_window.parts.sections.state, survey_window.parts.sections.label_editor
    geometry = state.volume.geometry
    editor.commit([stroke(geometry, 2, range(4, 9), range(10, 14), 1)])
    canvas, stored = Canvas(), Stored()
    surfaces = SceneSurfaces(state, canvas, lambda: None, stored.changed, survey_window)
    qtbot.addWidget(surfaces.panel)
    surfaces.panel.show()
    surfaces.look()
    surfaces.of.setCurrentIndex(1)
    assert not canvas.bodies
    surfaces.bodies.list.item(0).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: 1 in canvas.bodies, timeout=5000)
    vertices = canvas.bodies[1][0].vertices
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    assert np.abs(low - (2, 4, 10)).max() <= 1 and np.abs(high - (2, 8, 13)).max() <= 1
    editor.commit([stroke(geometry, 5, range(4, 9), range(10, 14), 1)])
    qtbot.waitUntil(lambda: canvas.bodies[1][0].vertices[:, 0].max() > 4, timeout=5000)
    surfaces.of.setCurrentIndex(0)
    assert not canvas.bodies and "No prediction" in surfaces.bodies.note.text()
    surfaces.rest()


@pytest.mark.slow
def test_cells_count_however_little_of_them_is_labelled(survey_window: MainWindow) -> None:
    state, editor = survey_window.parts.sections.state, survey_window.parts.sections.label_editor
    geometry = state.volume.geometry
    editor.commit([stroke(geometry, 3, range(5, 6), range(7, 8), 2), stroke(geometry, 1, range(0, 4), range(0, 2), 1)])
    snapshot = state.project.snapshot()
    found = labelled_cells(snapshot, [1, 2, 3], most=4)
    where = np.argwhere(found.inside[2]).tolist()
    assert where == [[at // step for at, step in zip((3, 5, 7), found.steps, strict=True)]]
    assert found.inside[1].sum() >= 1 and not found.inside[3].any() and max(found.inside[1].shape) <= 4
    whole = labelled_cells(snapshot, [1, 2], most=10_000)
    for number in (1, 2):
        labels = np.stack([snapshot.section(Direction.INLINE, index) for index in range(geometry.shape[0])])
        np.testing.assert_array_equal(whole.inside[number], labels == number)
