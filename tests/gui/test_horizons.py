"""Horizons picked with a real mouse, tracked, drawn, listed and flattened."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from seisviewer.app.horizons.flattened_section import FlattenedSection
from seisviewer.app.horizons.horizon_desk import HorizonDesk
from seisviewer.app.horizons.horizon_dialogs import BetweenDialog
from seisviewer.app.horizons.horizon_layer import HorizonLayer, passes_through
from seisviewer.app.horizons.horizon_panel import NAME, HorizonPanel
from seisviewer.app.horizons.horizon_tool import HorizonTool
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import drive
from seisviewer.structure.horizons.horizon import Event
from seisviewer.volumes.geometry import Direction, SectionId

from . import easel as bench

INLINE, TIME = bench.INLINE, bench.TIME
PERIOD, DIP = 16.0, 0.2  # samples; samples down from one crossline to the next
PEAK = 28.0  # of the first crossline


class AtOnce:
    """In place of the background jobs: the work is done when it is asked for."""

    def run(self, name, work, then=lambda result: None, **_):
        then(drive(work()))


def write_survey(folder):
    """Parallel reflectors that dip along crosslines, none like the next; a gap as in the easel's survey."""
    random = np.random.default_rng(0)
    series = 0.4 * np.convolve(random.standard_normal(300), np.hanning(6), "same")
    at = np.arange(bench.SHAPE[2]) - DIP * np.arange(bench.SHAPE[1])[:, None]
    wave = np.interp(at + 100, np.arange(300), series) + 5 * np.exp(-(((at - PEAK) / 2.5) ** 2))
    cube = np.broadcast_to(wave, bench.SHAPE).astype(np.float32).copy()
    cube[:, bench.MISSING] = np.nan
    np.save(folder / "layers.npy", cube)
    return folder / "layers.npy"


@pytest.fixture
def easel(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("seisviewer.workflows.survey_slopes.user_cache_folder", lambda: tmp_path / "cache")
    easel = bench.Easel(qtbot, write_survey(tmp_path))
    easel.desk = HorizonDesk(easel.state, easel.label_editor, AtOnce())
    easel.horizons = HorizonLayer(easel.desk)
    easel.sections.add_layer(easel.horizons)
    easel.panel = HorizonPanel(easel.desk)
    qtbot.addWidget(easel.panel)
    easel.state.set_tool(HorizonTool(easel.desk))
    yield easel
    easel.end()


def settle(easel):
    """What was asked for is in the project, and on screen."""
    easel.label_editor.settle()
    easel.settle()


def click(easel, row, column, keys=Qt.KeyboardModifier.NoModifier):
    easel.qtbot.mouseClick(easel.surface(INLINE), bench.LEFT, modifier=keys, pos=easel.pixel(INLINE, row, column))
    settle(easel)


def tracked(easel):
    click(easel, 5, PEAK + DIP * 5 + 0.6)
    click(easel, 35, PEAK + DIP * 35)
    easel.desk.track()
    settle(easel)
    return easel.desk.current


def test_clicks_pick_the_event_and_the_tracker_follows_it_in_one_step(easel):
    click(easel, 5, PEAK + DIP * 5 + 0.6)
    (horizon,) = easel.desk.horizons
    (pick,) = horizon.picks
    assert horizon.event is Event.PEAK and pick.crossline == 5
    assert pick.depth == pytest.approx(PEAK + DIP * 5, abs=0.3), "it is moved onto the peak"
    assert easel.desk.current.number == horizon.number, "the next pick belongs to it"
    click(easel, 35, PEAK + DIP * 35)
    assert len(easel.desk.current.picks) == 2 and not easel.desk.current.count
    easel.desk.track()
    found = easel.desk.current
    truth = PEAK + DIP * np.arange(bench.SHAPE[1])
    assert np.isfinite(found.depths[:, :40]).mean() > 0.9
    assert np.nanmax(np.abs(found.depths - truth)[:, :40]) < 0.5
    assert np.isnan(found.depths[:, bench.MISSING]).all()
    easel.label_editor.undo()
    settle(easel)
    assert not easel.desk.current.count and len(easel.desk.current.picks) == 2, "one undo takes the tracking back"


def test_it_is_drawn_on_every_section_and_can_be_hidden(easel):
    tracked(easel)
    section = easel.sections.views[INLINE].section
    line, *picks = easel.horizons.curves(section)
    assert line.columns == pytest.approx(PEAK + DIP * line.rows, abs=0.5) and len(picks) <= 3
    slice_ = SectionId(Direction.TIME, round(PEAK + DIP * 20))
    picture = easel.horizons.rgba(slice_, (1.0, 1.0))
    crossed = np.flatnonzero(picture[20, :, 3])
    assert crossed.size and abs(crossed.mean() - 20) < 4
    easel.desk.show(easel.desk.chosen, False)
    assert easel.horizons.curves(section) == () and easel.horizons.rgba(slice_, (1.0, 1.0)) is None
    easel.desk.show(easel.desk.chosen, True)
    easel.state.set_overlays(horizons=False)
    assert easel.horizons.curves(section) == ()


def test_a_region_is_erased_with_ctrl_and_a_drag(easel, monkeypatch):
    tracked(easel)
    hand = "seisviewer.app.horizons.horizon_tool.QApplication.keyboardModifiers"
    monkeypatch.setattr(hand, lambda: Qt.KeyboardModifier.ControlModifier)
    easel.drag((10, 20), (20, 40))
    settle(easel)
    index = easel.state.volume.geometry.index(easel.sections.views[INLINE].section)
    assert np.isnan(easel.desk.current.depths[index, 11:20]).all()
    assert np.isfinite(easel.desk.current.depths[index, 25]) and np.isfinite(easel.desk.current.depths[index + 1, 15])


def test_the_list_renames_hides_and_deletes(easel):
    tracked(easel)
    item = easel.panel.list.topLevelItem(0)
    item.setText(NAME, "Top salt")
    settle(easel)
    assert easel.desk.current.name == "Top salt"
    assert easel.panel.list.topLevelItem(0) is item, "a row that tells of a change is not taken away meanwhile"
    easel.panel.list.topLevelItem(0).setCheckState(NAME, Qt.CheckState.Unchecked)
    settle(easel)
    assert easel.desk.shown == () and easel.state.overlays.hidden_horizons == str(easel.desk.chosen)
    assert easel.panel.list.topLevelItem(0) is item
    easel.qtbot.mouseClick(easel.panel.buttons["delete"], bench.LEFT)
    settle(easel)
    assert easel.desk.horizons == () and easel.panel.empty.isVisibleTo(easel.panel)
    easel.label_editor.undo()
    settle(easel)
    assert [each.name for each in easel.desk.horizons] == ["Top salt"]


def test_a_flattened_section_lies_flat_and_says_so(easel, qtbot):
    tracked(easel)
    window = FlattenedSection(easel.desk, easel.sections, easel.sections)
    qtbot.addWidget(window)
    easel.sections.views[INLINE].canvas.use()
    settle(easel)
    window.toggle()
    settle(easel)
    assert "flattened along Horizon" in window.windowTitle()
    assert "Relative time (ms below Horizon)" in window.plot.getAxis("left").labelText
    flat = window.image.image[:40, :, 0].astype(float)
    at_zero = round(-window.image.mapRectToParent(window.image.boundingRect()).top() / 4 - 0.5)
    known = np.isfinite(
        easel.desk.current.on_line(easel.state.volume.geometry, easel.sections.views[INLINE].section)[:40]
    )
    assert np.ptp(flat[known, at_zero]) < 40, "the peak lies at zero on every trace"
    assert "painted on the sections themselves" in window.said.text()
    easel.desk.choose(0)
    assert "Choose a horizon" in window.said.text()
    window.toggle()
    assert not window.isVisible()


def test_what_lies_between_two_horizons_is_labelled_on_the_lines_shown(easel, qtbot):
    upper = tracked(easel)
    easel.label_editor.change_horizons([replace(upper, number=0, name="Base", depths=upper.depths + np.float32(8))])
    settle(easel)
    dialog = BetweenDialog(easel.desk, easel.sections)
    qtbot.addWidget(dialog)
    dialog.lines.setText("nonsense")
    dialog.accept()
    assert "names no section" in dialog.problem.text()
    section = easel.sections.views[INLINE].section
    dialog.lines.setText(f"inline:{section.number}")
    assert [each.name for each in dialog.horizons()] == ["Horizon", "Base"]
    easel.desk.label_between(dialog.sections(), *dialog.horizons(), dialog.label())
    settle(easel)
    labels = easel.state.project.label_section(section)
    known = np.isfinite(upper.on_line(easel.state.volume.geometry, section))
    assert (labels != UNLABELLED).sum() == 8 * known.sum() and (labels[~known] == UNLABELLED).all()


def test_a_surface_passes_a_slice_where_it_goes_from_above_to_below():
    depths = np.add.outer(np.zeros(4), np.arange(10.0)).astype(np.float32)
    depths[2] = np.nan
    found = passes_through(depths, 4.5)
    assert np.argwhere(found).tolist() == [[0, 4], [1, 4], [3, 4]]
