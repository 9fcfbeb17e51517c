"""The boundaries between layers in the real window: shown and dragged by mouse."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.cli.main import main
from seisviewer.volumes.geometry import Direction

from ..structure.layered_lines import SHAPE, boundary_depths, line, strokes

INLINE = Direction.INLINE
LEFT = Qt.MouseButton.LeftButton
PAINTED = 10


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layers")
    np.save(folder / "layers.npy", np.stack([line("inline", number).amplitudes for number in range(SHAPE[0])]))
    painted = strokes(line("inline", PAINTED))
    np.savez(folder / "strokes.npz", **{f"inline_{PAINTED + 1}": np.where(painted < 0, 255, painted).astype(np.uint8)})
    return folder / "layers.npy"


@pytest.fixture
def window(qtbot, new_window, survey: Path, tmp_path: Path):
    """A window on a project with strokes, with only the painted inline on screen, once the layers are solved."""
    made = tmp_path / "layers.seis"
    assert main(["ingest", str(survey), str(made)]) == 0
    assert main(["labels", "import", str(made), str(survey.with_name("strokes.npz"))]) == 0
    window = new_window(1200, 900)
    parts = window.parts.sections
    window.parts.open_router.open(made)
    qtbot.waitUntil(lambda: parts.state.project is not None, timeout=15_000)
    parts.views.set_directions((INLINE,))
    parts.state.set_position(parts.state.position.moved(INLINE, PAINTED))
    qtbot.waitUntil(lambda: parts.layers.status.solved is not None and parts.layers.status.solved.whole, timeout=60_000)
    view = parts.views.views[INLINE]
    qtbot.waitUntil(lambda: view.amplitudes() is not None and parts.live.predictions.get(view.section) is not None)
    return window


def solved(window):
    parts = window.parts.sections
    return parts.tools["boundary"].answers.boundaries(parts.views.views[INLINE].section)


@pytest.mark.slow
def test_the_boundaries_are_shown_by_the_switch_and_with_the_tool(qtbot, window):
    action = window.parts.menus.actions["layer_boundaries"]
    assert not action.isChecked() and solved(window) is None
    action.trigger()
    found = solved(window)
    known = boundary_depths(np.full(SHAPE[1], PAINTED), np.arange(SHAPE[1])).T - 0.5
    assert found.depths.shape == known.shape and np.median(np.abs(found.depths - known)) < 2.0
    action.trigger()
    assert solved(window) is None
    window.parts.menus.actions["boundary"].trigger()
    assert solved(window) is not None


@pytest.mark.slow
def test_a_dragged_boundary_is_answered_where_it_was_dropped(qtbot, window):
    parts = window.parts.sections
    window.parts.menus.actions["boundary"].trigger()
    view, before = parts.views.views[INLINE], solved(window)
    row, depth = 80, float(before.depths[1, 80])
    start, end = (
        view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column))) for column in (depth, depth + 8)
    )
    QTest.mousePress(view.canvas.viewport(), LEFT, pos=start)
    for share in (0.4, 0.8, 1.0):
        QTest.mouseMove(view.canvas.viewport(), start + (end - start) * share)
        QApplication.processEvents()
    QTest.mouseRelease(view.canvas.viewport(), LEFT, pos=end)
    (stroke,) = parts.state.project.snapshot().boundaries
    assert stroke.classes == (1, 2)
    there = float(np.interp(row, stroke.rows, stroke.depths))
    qtbot.waitUntil(lambda: abs(float(solved(window).depths[1, row]) - there) < 1.5, timeout=30_000)
    window.parts.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: abs(float(solved(window).depths[1, row]) - depth) < 2.5, timeout=30_000)
