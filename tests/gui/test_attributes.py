"""Dip, coherence and layer coordinate in place of amplitudes: what is drawn, said and worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from seisviewer.app.attributes import slopes_in_background
from seisviewer.app.attributes.attribute_layer import AttributeLayer
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.section_view_state import restore
from seisviewer.pictures.attribute_kinds import (
    attribute_scale,
    dip_unit,
    dips_in_unit,
    steepest_in_unit,
)
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.workflows import survey_slopes
from seisviewer.workflows.attributes import attribute_maker

OPENING_MS = 15_000
SHAPE = (24, 40, 64)
PER_INLINE, PER_CROSSLINE = 0.25, 0.5  # samples a trace
INTERVAL = 4.0  # ms
DEAD = (slice(0, 24), slice(0, 3))  # crosslines without traces


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_slopes, "user_cache_folder", lambda: tmp_path / "cache")


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """Plane waves of known dip, the first crosslines dead."""
    inline, crossline, sample = np.meshgrid(*map(np.arange, SHAPE), indexing="ij")
    amplitudes = np.sin(2 * np.pi * (sample - PER_INLINE * inline - PER_CROSSLINE * crossline) / 12).astype(np.float32)
    amplitudes[DEAD] = 0
    np.save(tmp_path / "waves.npy", amplitudes)
    return tmp_path / "waves.npy"


@pytest.fixture
def opened(qtbot, new_window: Callable[..., MainWindow], survey: Path) -> MainWindow:
    window = new_window(1280, 720)
    window.parts.sections.opener.begin(survey)
    qtbot.waitUntil(lambda: view(window).section is not None, timeout=OPENING_MS)
    return window


def view(window: MainWindow, direction: Direction = Direction.INLINE):
    return window.parts.sections.views.views[direction]


def layer(window: MainWindow) -> AttributeLayer:
    return window.parts.sections.attribute_layer


def shown(qtbot, window: MainWindow, direction: Direction = Direction.INLINE) -> np.ndarray:
    """The attribute of the section on screen once it is there."""
    source, section = window.parts.sections.attributes, view(window, direction).section
    qtbot.waitUntil(lambda: source.values(section) is not None, timeout=OPENING_MS)
    return source.values(section)


def press(qtbot, window: MainWindow, key: Qt.Key) -> None:
    canvas = view(window).canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, key, Qt.KeyboardModifier.ShiftModifier)


@pytest.mark.slow
def test_shift_d_shows_the_dip_with_its_unit_and_again_the_amplitudes(qtbot, opened: MainWindow) -> None:
    press(qtbot, opened, Qt.Key.Key_D)
    assert opened.parts.sections.state.display.shows == "dip"
    dips = shown(qtbot, opened)
    assert abs(np.nanmedian(dips) - PER_CROSSLINE * INTERVAL) < 0.1
    assert abs(np.nanmedian(shown(qtbot, opened, Direction.CROSSLINE)) - PER_INLINE * INTERVAL) < 0.1
    caption = view(opened).corners.caption
    qtbot.waitUntil(lambda: caption.text == "Dip")
    assert caption.scale.low == "−2" and caption.scale.high == "2 ms/trace"
    opened.parts.sections.state.set_display(gain=2.0)
    qtbot.waitUntil(lambda: caption.scale.high == "1 ms/trace")
    assert opened.parts.menus.actions["show_dip"].isChecked()
    assert not opened.parts.menus.actions["show_amplitude"].isChecked()
    press(qtbot, opened, Qt.Key.Key_D)
    assert opened.parts.sections.state.display.shows == "amplitude"
    qtbot.waitUntil(lambda: caption.text == "")
    assert layer(opened).rgba(view(opened).section, (1, 1)) is None


@pytest.mark.slow
def test_missing_traces_stay_transparent_and_others_are_opaque(qtbot, opened: MainWindow) -> None:
    for kind in ("dip", "coherence"):
        opened.parts.sections.state.set_display(shows=kind)
        shown(qtbot, opened)
        picture = layer(opened).rgba(view(opened).section, (1, 1))
        assert picture.shape == (SHAPE[1], SHAPE[2], 4)
        assert not picture[:3, :, 3].any() and (picture[3:, :, 3] == 255).all()


@pytest.mark.slow
def test_the_status_bar_reads_the_value_under_the_pointer(qtbot, opened: MainWindow) -> None:
    opened.parts.sections.state.set_display(shows="dip")
    shown(qtbot, opened)
    port = view(opened).canvas.viewport()
    qtbot.mouseMove(port, port.rect().center())
    said: list[str] = []
    opened.parts.sections.state.pointer_moved.connect(
        lambda reading: said.append(layer(opened).read(reading) if reading is not None else "")
    )
    view(opened).canvas.hovered.emit(20.0, 30.0, False)
    assert said[-1].startswith("Dip ") and said[-1].endswith(" ms/trace")
    view(opened).canvas.hovered.emit(1.0, 30.0, False)
    assert said[-1] == ""


@pytest.mark.slow
def test_time_slices_follow_once_the_survey_is_worked_out_and_it_is_read_next_time(
    qtbot, opened: MainWindow, new_window: Callable[..., MainWindow], survey: Path
) -> None:
    slopes = opened.parts.sections.slopes
    opened.parts.sections.state.set_display(shows="dip")
    if slopes.grid is None:
        assert not shown(qtbot, opened, Direction.TIME).size or slopes.grid is not None
    qtbot.waitUntil(lambda: slopes.grid is not None, timeout=OPENING_MS)
    assert slopes.status.share is None
    steepest = shown(qtbot, opened, Direction.TIME)
    assert steepest.shape == SHAPE[:2]
    assert abs(np.nanmedian(steepest[6:-6, 12:-12]) - INTERVAL * np.hypot(PER_INLINE, PER_CROSSLINE)) < 0.15
    assert abs(np.nanmedian(shown(qtbot, opened)) - PER_CROSSLINE * INTERVAL) < 0.1
    opened.parts.sections.opener.close_survey()

    def refuse(volume: object) -> None:
        raise AssertionError("worked out again")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slopes_in_background, "work_out_slopes", refuse)
        opened.parts.sections.opener.begin(survey)
        qtbot.waitUntil(lambda: slopes.grid is not None, timeout=OPENING_MS)


@pytest.mark.slow
def test_working_out_can_be_stopped_and_begun_again(qtbot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    slopes = opened.parts.sections.slopes
    qtbot.waitUntil(lambda: slopes.grid is not None, timeout=OPENING_MS)
    slopes.abandon()
    slopes.grid = None

    def endless(volume: object):
        from seisviewer.progress import Progress

        while True:
            yield Progress(1, 4)

    monkeypatch.setattr(slopes_in_background, "kept_slopes", lambda volume: None)
    monkeypatch.setattr(slopes_in_background, "work_out_slopes", endless)
    slopes.start()
    qtbot.waitUntil(lambda: slopes.status.share == 0.25)
    slopes.stop()
    assert slopes.status.stopped and slopes.status.share is None
    monkeypatch.undo()
    slopes.start()
    qtbot.waitUntil(lambda: slopes.grid is not None, timeout=OPENING_MS)


@pytest.mark.slow
def test_the_layer_coordinate_follows_the_boundaries_that_strokes_give(qtbot, opened: MainWindow) -> None:
    opened.parts.sections.state.set_display(shows="layers")
    section = view(opened).section
    assert not shown(qtbot, opened).size
    qtbot.waitUntil(lambda: "where layers are known" in view(opened).corners.caption.text)
    depths = np.full((1, SHAPE[1]), 31.5, np.float32)
    opened.parts.sections.layers.boundaries_found.emit(SectionBoundaries(section, (1, 2), depths))
    values = shown(qtbot, opened)
    np.testing.assert_allclose(values[10, [0, 31, 32, 63]], [0.0078, 0.492, 0.508, 0.992], atol=0.01)
    opened.parts.sections.layers.boundaries_found.emit(SectionBoundaries(section, (1, 2), depths - 16))
    qtbot.waitUntil(lambda: np.size(shown(qtbot, opened)) and abs(shown(qtbot, opened)[10, 16] - 0.505) < 0.01)
    opened.parts.sections.layers.boundaries_found.emit(None)
    assert not shown(qtbot, opened).size


@pytest.mark.slow
def test_without_strokes_on_screen_the_layers_that_were_trained_last_are_shown(
    qtbot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Trained:
        def coordinate(self, section: object, amplitudes: np.ndarray) -> np.ndarray:
            return np.full(amplitudes.shape, 0.75, np.float32)

    state = opened.parts.sections.state
    monkeypatch.setattr(attribute_maker, "latest_layers", lambda project: project)
    monkeypatch.setattr(attribute_maker, "layer_predictor", lambda run, volume: Trained())
    opened.parts.menus.actions["brush"].trigger()
    view(opened).canvas.pressed.emit(20.0, 30.0)
    view(opened).canvas.released.emit(20.0, 30.0)
    qtbot.waitUntil(lambda: state.project is not None, timeout=OPENING_MS)
    state.set_display(shows="layers")
    values = shown(qtbot, opened)
    assert (values[3:] == 0.75).all() and np.isnan(values[:3]).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    "key, kind, unit",
    [(Qt.Key.Key_E, "envelope", ""), (Qt.Key.Key_P, "phase", "°"), (Qt.Key.Key_F, "frequency", "Hz")],
)
def test_attributes_of_traces_are_shown_on_lines_and_time_slices_alike(
    qtbot, opened: MainWindow, key: Qt.Key, kind: str, unit: str
) -> None:
    press(qtbot, opened, key)
    assert opened.parts.sections.attributes.kind == kind
    line, slice_ = shown(qtbot, opened), shown(qtbot, opened, Direction.TIME)
    position = opened.parts.sections.state.position
    np.testing.assert_allclose(slice_[position.inline, 3:], line[3:, position.sample], rtol=1e-3, atol=1e-3)
    assert np.isnan(slice_[DEAD]).all()
    if kind == "frequency":  # waves of twelve samples
        assert abs(np.nanmedian(line) - 1000 / INTERVAL / 12) < 0.5
    assert layer(opened).scale(view(opened).section).high.endswith(unit)


@pytest.mark.slow
def test_blending_lets_the_amplitudes_be_seen(qtbot, opened: MainWindow) -> None:
    press(qtbot, opened, Qt.Key.Key_E)
    shown(qtbot, opened)
    assert layer(opened).covers_amplitudes
    press(qtbot, opened, Qt.Key.Key_B)
    assert opened.parts.menus.actions["blend"].isChecked() and not layer(opened).covers_amplitudes
    picture = layer(opened).rgba(view(opened).section, (1, 1))
    assert set(np.unique(picture[3:, :, 3])) == {128} and not picture[:3, :, 3].any()
    press(qtbot, opened, Qt.Key.Key_B)
    assert (layer(opened).rgba(view(opened).section, (1, 1))[3:, :, 3] == 255).all()


@pytest.mark.slow
def test_page_keys_go_through_the_attributes(qtbot, opened: MainWindow) -> None:
    source = opened.parts.sections.attributes
    qtbot.keyClick(view(opened).canvas, Qt.Key.Key_PageDown)
    assert source.kind == "envelope"
    qtbot.keyClick(view(opened).canvas, Qt.Key.Key_PageUp)
    qtbot.keyClick(view(opened).canvas, Qt.Key.Key_PageUp)
    assert source.kind == "layers"


@pytest.mark.slow
def test_the_window_of_an_average_can_be_chosen_and_is_said(qtbot, opened: MainWindow) -> None:
    state = opened.parts.sections.state
    state.set_display(shows="rms")
    first = shown(qtbot, opened).copy()
    qtbot.waitUntil(lambda: view(opened).corners.caption.text == "RMS amplitude over 44 ms")
    state.set_display(window=12.0)
    assert np.nanmax(np.abs(shown(qtbot, opened) - first)) > 0.05
    qtbot.waitUntil(lambda: view(opened).corners.caption.text == "RMS amplitude over 12 ms")


@pytest.mark.slow
def test_a_display_that_this_version_does_not_know_shows_amplitudes(opened: MainWindow) -> None:
    restore(opened.parts.sections.state, {"display": {"shows": "curvature"}})
    assert opened.parts.sections.attributes.kind == "amplitude"
    assert opened.parts.menus.actions["show_amplitude"].isChecked()


def test_dips_are_angles_where_depth_and_distance_have_one_unit() -> None:
    live = np.ones((4, 5), bool)
    bins = np.array([[0.0, 12.5, 0.0], [25.0, 0.0, 0.0]])  # 25 m between inlines, 12.5 m between crosslines
    depth = Geometry(LineAxis(1, 1, 4), LineAxis(1, 1, 5), SampleAxis(0.0, 12.5, 6, "m"), live, affine=bins)
    slopes = np.ones((2, 2), np.float32)
    assert dip_unit(depth) == "°"
    np.testing.assert_allclose(dips_in_unit(slopes, Direction.INLINE, depth), 45.0, rtol=1e-5)
    np.testing.assert_allclose(dips_in_unit(slopes, Direction.CROSSLINE, depth), np.degrees(np.arctan(0.5)), rtol=1e-5)
    np.testing.assert_allclose(
        steepest_in_unit(slopes, slopes, depth), np.degrees(np.arctan(np.hypot(0.5, 1.0))), rtol=1e-5
    )
    assert attribute_scale("dip", depth).unit == "°"
    unplaced = replace(depth, affine=None)
    assert dip_unit(unplaced) == "m/trace"
    np.testing.assert_allclose(dips_in_unit(slopes, Direction.INLINE, unplaced), 12.5)
    in_time = replace(depth, samples=SampleAxis(0.0, 4.0, 6))
    assert dip_unit(in_time) == "ms/trace"
    np.testing.assert_allclose(dips_in_unit(slopes, Direction.INLINE, in_time), 4.0)
