"""The dialog that shows what augmentation does to the record in use."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.main_window.theme import apply_theme
from seisviewer.app.section_state import SectionState
from seisviewer.app.traces.dialogs.augmentation_dialog import AugmentationDialog
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.jobs.lanes import Lanes
from seisviewer.picks.pick import Pick
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId

RATE = 100.0


def record(name: str, seconds: float = 90.0) -> Record:
    """Noise with a burst at 30 s."""
    draw = np.random.default_rng(len(name))
    samples = draw.standard_normal((3, round(seconds * RATE) + 1)).astype(np.float32)
    samples[:, 3000:4500] *= 20
    segments = [(Segment(1e9, row),) for row in samples]
    components = [Component(code, f"HH{code}", RATE, segment) for code, segment in zip("ZNE", segments, strict=True)]
    return Record(StationId("XX", name, "", "HH"), tuple(components))


@pytest.fixture
def state(qtbot) -> TraceState:
    state = TraceState()
    records = tuple(record(name) for name in ("A", "BB", "CCC")) + (record("SHORT", 20.0),)
    state.set_archive(Archive(records))
    state.picks = tuple(
        Pick(one.station, phase, 1e9 + time) for one in records[:3] for phase, time in (("P", 30.0), ("S", 35.0))
    )
    return state


@pytest.fixture
def dialog(qtbot, state: TraceState) -> Iterator[AugmentationDialog]:
    lanes = Lanes()
    background = Background(SectionState(), lanes)
    dialog = AugmentationDialog(state, background)
    qtbot.addWidget(background)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    background.stop()
    assert lanes.shutdown(5.0)


def choose(dialog: AugmentationDialog, name: str) -> None:
    for row in range(dialog.names.count()):
        if dialog.names.item(row).data(Qt.ItemDataRole.UserRole) == name:
            dialog.names.setCurrentRow(row)
            return
    raise AssertionError(name)


def curves(plot: object) -> list[np.ndarray]:
    return [curve.yData for curve in plot.getPlotItem().listDataItems()]


def settled(qtbot, dialog: AugmentationDialog) -> None:
    """Until the picture shows what is asked for."""
    background = dialog._background
    qtbot.waitUntil(lambda: not background.busy and dialog._job is not None, timeout=20_000)


def test_each_draw_is_another_and_a_seed_brings_it_back(qtbot, dialog: AugmentationDialog) -> None:
    choose(dialog, "shift")
    settled(qtbot, dialog)
    before, first = curves(dialog.before), curves(dialog.after)
    assert len(before) == len(first) == 3
    qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    settled(qtbot, dialog)
    assert not np.array_equal(curves(dialog.after)[0], first[0])
    assert np.array_equal(curves(dialog.before)[0], before[0])
    dialog.seed.setValue(0)
    settled(qtbot, dialog)
    assert np.array_equal(curves(dialog.after)[0], first[0])
    assert len(dialog.counts_before.getPlotItem().listDataItems()) == 2, "P and S are counted"


def test_quick_clicks_end_at_the_last_one(qtbot, dialog: AugmentationDialog) -> None:
    for name in ("shift", "noise", "superposition", "flip"):
        choose(dialog, name)
    settled(qtbot, dialog)
    for before, after in zip(curves(dialog.before), curves(dialog.after), strict=True):
        base = np.round(before[0] / 2.2) * 2.2
        assert np.corrcoef(before - base, after - base)[0, 1] == pytest.approx(-1.0)
    assert dialog.explains.text().startswith("All components change their sign")


def test_another_record_is_followed_and_a_short_one_said(qtbot, dialog: AugmentationDialog, state: TraceState) -> None:
    choose(dialog, "shift")
    settled(qtbot, dialog)
    first = curves(dialog.before)
    state.set_current(state.archive.records[1].key)
    settled(qtbot, dialog)
    assert not np.array_equal(curves(dialog.before)[0], first[0])
    state.set_current(state.archive.records[3].key)
    settled(qtbot, dialog)
    assert "shorter than 30 s" in dialog.remark.text()
    assert not curves(dialog.before)
    state.set_current(state.archive.records[0].key)
    settled(qtbot, dialog)
    assert np.array_equal(curves(dialog.before)[0], first[0]) and not dialog.remark.text()


def test_a_cancelled_job_does_not_stop_the_next(qtbot, dialog: AugmentationDialog) -> None:
    choose(dialog, "shift")
    dialog._job.cancel()
    settled(qtbot, dialog)
    dialog.next.click()
    settled(qtbot, dialog)
    assert curves(dialog.after)


@pytest.mark.slow
def test_it_follows_the_theme(qtbot, dialog: AugmentationDialog) -> None:
    settled(qtbot, dialog)
    apply_theme(QApplication.instance(), "dark")
    qtbot.wait(20)
    picture = dialog.before.grab().toImage()
    assert picture.pixelColor(3, 3).lightness() < 80
    apply_theme(QApplication.instance(), "light")
