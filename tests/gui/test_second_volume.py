"""A second survey over the one on the desk: blended, swiped, on another grid, remembered."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.second_volume.swipe_handle import SwipeHandle
from seisviewer.errors import BadRequest
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.attributes.attribute_volume import write_attribute
from seisviewer.workflows.second_volume.volume_on_grid import VolumeOnGrid

WAIT_MS = 15_000


class Ramp(Volume):
    """Amplitudes that are inline + 1000 × crossline + depth, by their numbers."""

    def __init__(self, geometry: Geometry) -> None:
        self.geometry, self.name, self.path = geometry, "ramp", Path("ramp.npy")

    def section(self, section: SectionId) -> np.ndarray:
        geometry = self.geometry
        inline, crossline, depth = np.meshgrid(
            geometry.inlines.numbers, geometry.crosslines.numbers, geometry.samples.values, indexing="ij"
        )
        cube = (inline + 1000.0 * crossline + depth).astype(np.float32)
        return cube.take(geometry.index(section), list(Direction).index(section.direction))

    def close(self) -> None: ...


def grid(inlines: LineAxis, crosslines: LineAxis, samples: SampleAxis) -> Geometry:
    return Geometry(inlines, crosslines, samples, np.ones((inlines.count, crosslines.count), bool))


FIRST = grid(LineAxis(100, 1, 20), LineAxis(300, 1, 12), SampleAxis(0.0, 4.0, 30))


def test_another_grid_is_seen_by_line_numbers_and_times() -> None:
    placed = VolumeOnGrid(Ramp(grid(LineAxis(104, 2, 5), LineAxis(302, 1, 8), SampleAxis(10.0, 8.0, 10))), FIRST)
    assert not placed.is_same_grid and "by number" in placed.notice
    line = placed.section(SectionId(Direction.INLINE, 106))
    assert line.shape == (12, 30)
    times = FIRST.samples.values
    there = (times >= 10) & (times <= 82)
    assert np.isnan(line[:2]).all() and np.isnan(line[10:]).all() and np.isnan(line[:, ~there]).all()
    expected = 106 + 1000 * np.arange(302, 310)[:, None] + times[there]
    np.testing.assert_allclose(line[2:10][:, there], expected, rtol=1e-6)
    assert np.isnan(placed.section(SectionId(Direction.INLINE, 100))).all()
    across = placed.section(SectionId(Direction.CROSSLINE, 305))
    slice_ = placed.section(SectionId(Direction.TIME, 5))
    np.testing.assert_allclose(slice_[:, 5], across[:, 5], rtol=1e-6)
    assert placed.geometry.live.sum() == np.isfinite(slice_).sum()


def test_the_same_grid_is_read_as_it_is_and_nothing_in_common_is_refused() -> None:
    same = VolumeOnGrid(Ramp(FIRST), FIRST)
    assert same.is_same_grid and same.notice == ""
    section = SectionId(Direction.CROSSLINE, 303)
    np.testing.assert_array_equal(same.section(section), Ramp(FIRST).section(section))
    with pytest.raises(BadRequest, match="in common"):
        VolumeOnGrid(Ramp(grid(LineAxis(900, 1, 5), LineAxis(300, 1, 5), SampleAxis(0.0, 4.0, 9))), FIRST)
    with pytest.raises(BadRequest, match="cannot be shown beside"):
        VolumeOnGrid(Ramp(grid(LineAxis(100, 1, 5), LineAxis(300, 1, 5), SampleAxis(0.0, 4.0, 9, "m"))), FIRST)


@pytest.fixture
def laid(qtbot, survey_window: MainWindow, tmp_path: Path) -> MainWindow:
    """With the envelope of the survey as second volume."""
    sections = survey_window.parts.sections
    drive(write_attribute(sections.state.volume, "envelope", tmp_path / "envelope.sgy"))
    sections.second_volume.open(tmp_path / "envelope.sgy")
    qtbot.waitUntil(lambda: picture(survey_window) is not None, timeout=WAIT_MS)
    return survey_window


def view(window: MainWindow):
    return window.parts.sections.views.views[Direction.INLINE]


def picture(window: MainWindow) -> np.ndarray | None:
    return window.parts.sections.second_layer.rgba(view(window).section, (1.0, 1.0))


@pytest.mark.slow
def test_it_is_blended_hidden_and_swiped_by_its_keys(qtbot, laid: MainWindow) -> None:
    canvas, state = view(laid).canvas, laid.parts.sections.state
    assert set(np.unique(picture(laid)[..., 3])) <= {0, 128}
    assert laid.parts.sections.second_layer.scale(view(laid).section).low == "0", "an envelope is never negative"
    state.set_second(opacity=1.0)
    assert (picture(laid)[..., 3] == 255).any()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert picture(laid) is None
    qtbot.keyClick(canvas, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    shown = picture(laid)[..., 3].any(axis=1)
    middle = len(shown) // 2
    assert not shown[: middle - 1].any() and shown[middle + 1 :].any()


@pytest.mark.slow
def test_the_divider_is_dragged(qtbot, laid: MainWindow) -> None:
    laid.parts.sections.state.set_second(swipe=True)
    (handle,) = view(laid).canvas.findChildren(SwipeHandle)
    qtbot.waitUntil(handle.isVisible)
    before = np.flatnonzero(picture(laid)[..., 3].any(axis=1))[0]
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle - QPoint(60, 0))
    handle.dragged.emit(handle.geometry().center().x() - 60)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)
    assert np.flatnonzero(picture(laid)[..., 3].any(axis=1))[0] < before


@pytest.mark.slow
def test_what_it_says_under_the_pointer_is_its_own(qtbot, laid: MainWindow) -> None:
    said: list[str] = []
    layer = laid.parts.sections.second_layer
    laid.parts.sections.state.pointer_moved.connect(
        lambda reading: said.append(layer.read(reading)) if reading else None
    )
    view(laid).canvas.hovered.emit(20.0, 30.0, False)
    assert said[-1].startswith("envelope ")
    laid.parts.sections.second_volume.end()
    view(laid).canvas.hovered.emit(21.0, 30.0, False)
    assert said[-1] == ""


@pytest.mark.slow
def test_a_project_remembers_it(qtbot, laid: MainWindow, tmp_path: Path) -> None:
    sections = laid.parts.sections
    laid.parts.menus.actions["brush"].trigger()
    view(laid).canvas.pressed.emit(20.0, 30.0)
    view(laid).canvas.released.emit(20.0, 30.0)
    qtbot.waitUntil(lambda: sections.state.project is not None, timeout=WAIT_MS)
    sections.state.set_second(opacity=0.25, swipe=True)
    sections.opener.close_survey()
    qtbot.waitUntil(lambda: sections.state.volume is None, timeout=WAIT_MS)
    assert sections.second_volume.second is None
    sections.opener.open(tmp_path / "survey.sgy")
    qtbot.waitUntil(lambda: sections.second_volume.second is not None, timeout=WAIT_MS)
    assert sections.state.second.opacity == 0.25 and sections.state.second.swipe


def test_one_that_lies_elsewhere_is_not_opened_by_itself(qtbot, survey_window: MainWindow, tmp_path: Path) -> None:
    state = survey_window.parts.sections.state
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(state.volume.path, elsewhere / "other.sgy")
    (tmp_path / "home").mkdir()
    said: list[str] = []
    state.message.connect(said.append)
    state.volume.path = tmp_path / "home" / "survey.sgy"
    state.set_second(path=str(elsewhere / "other.sgy"))
    assert "lies in another folder" in said[-1] and survey_window.parts.sections.second_volume.second is None
