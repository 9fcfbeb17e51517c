"""The export dialog in the real window: what it offers, what it says, what it writes, and what stopping leaves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog

from seisviewer.app.background.time_left import TimeLeft
from seisviewer.app.exporting.export_dialog import ExportDialog
from seisviewer.app.exporting.report_dialog import ReportDialog
from seisviewer.app.main_window.window import MainWindow
from seisviewer.progress import Progress
from seisviewer.project.runs import Run
from seisviewer.volumes.interpretation_files.horizon_files import read_horizon
from seisviewer.workflows.exporting.export_answer import Answer
from seisviewer.workflows.exporting.export_plan import Content, VolumeFormat

from ..structure.layered_lines import LAYERS, SHAPE, boundary_depths
from .test_layer_boundaries import survey, window  # noqa: F401 - fixtures


def open_dialog(window: MainWindow, folder: Path) -> ExportDialog:  # noqa: F811
    window.parts.menus.actions["export"].trigger()
    (dialog,) = (each for each in window.findChildren(ExportDialog) if each.isVisible())
    dialog.folder.setText(str(folder))
    return dialog


def test_what_the_views_show_is_exported_and_read_back(qtbot, window, tmp_path) -> None:  # noqa: F811
    parts, said = window.parts.sections, []
    parts.state.message.connect(said.append)
    dialog = open_dialog(window, tmp_path)
    assert dialog.boxes[Content.CLASSES].isChecked() and not dialog.boxes[Content.FAULTS].isEnabled()
    assert "no fault drawn yet" in dialog.boxes[Content.FAULTS].text()
    assert not dialog.plan.cleaning and not dialog.rules.isEnabled(), "as the model says it, unless you ask"
    dialog.clean.click()
    dialog.rules.in_order.click()
    assert dialog.plan.cleaning.smallest and len(dialog.plan.cleaning.order) == LAYERS
    dialog.clean.click()
    parts.views.shown_views[0].box.show_cells(rows=(3, 12), columns=(20, 60))
    dialog.box.seen.click()
    for content in (Content.LABELS, Content.HORIZONS):
        dialog.boxes[content].click()
    dialog.form.setCurrentIndex(dialog.form.findData(VolumeFormat.NPY))
    qtbot.waitUntil(lambda: "predicted" in dialog.said.text() and "as far as" not in dialog.said.text(), timeout=30_000)
    assert "Writes 3 files" in dialog.said.text() and "free" in dialog.said.text()
    box = dialog.plan.box
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(said) and said[-1].startswith("3 exports are in"), timeout=30_000)
    stem = parts.state.volume.name
    assert np.load(tmp_path / f"{stem}_classes.npy").shape == box.shape
    files = sorted((tmp_path / f"{stem}_horizons").iterdir())
    assert len(files) == LAYERS - 1
    inline, crossline = (axis.ravel() for axis in np.indices(SHAPE))
    known = boundary_depths(inline, crossline)[:, 1].reshape(SHAPE) - 0.5
    assert np.median(np.abs(read_horizon(files[1], parts.state.volume.geometry) - known)) < 2.5


@pytest.mark.slow
def test_what_cannot_be_written_is_said_and_cannot_be_begun(qtbot, window, tmp_path, monkeypatch) -> None:  # noqa: F811
    dialog = open_dialog(window, tmp_path)
    dialog.folder.setText(str(tmp_path / "nowhere"))
    assert not dialog.go.isEnabled() and "There is no folder" in dialog.said.text()
    dialog.folder.setText(str(tmp_path))
    assert dialog.go.isEnabled()
    first, last = dialog.box.z
    samples = window.parts.sections.state.volume.geometry.samples
    for field in (first, last):
        field.setValue(samples.start + samples.interval / 2)
    if first.decimals():
        assert not dialog.go.isEnabled() and "No sample lies between" in dialog.said.text()
    dialog.box.whole.click()
    dialog.boxes[Content.CLASSES].click()
    assert not dialog.go.isEnabled() and dialog.said.text() == "Choose what to export."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=30_000)


@pytest.mark.slow
def test_a_stopped_export_leaves_no_file(qtbot, window, tmp_path) -> None:  # noqa: F811
    said = []
    window.parts.sections.state.message.connect(said.append)
    out = tmp_path / "out"
    out.mkdir()
    dialog = open_dialog(window, out)
    plan, answer = dialog.plan, dialog.answer
    dialog.reject()
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=30_000)
    window.parts.sections.export.start(plan, answer)
    window.parts.background.cancel.click()
    qtbot.waitUntil(lambda: bool(said) and said[-1].endswith("stopped."), timeout=30_000)
    assert not list(out.iterdir())


@pytest.mark.slow
def test_a_report_shows_what_is_on_screen(qtbot, window, tmp_path, monkeypatch) -> None:  # noqa: F811
    said, path = [], tmp_path / "report.html"
    window.parts.sections.state.message.connect(said.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.parts.menus.actions["report"].trigger()
    (dialog,) = window.findChildren(ReportDialog)
    assert "inline:" in dialog.sections.text(), "what is on screen"
    assert dialog.answer.name == "Reflectors (live)", "whose classes are on screen"
    dialog.sections.setText("inline:99999")
    assert not dialog.go.isEnabled() and "99999" in dialog.said.text()
    dialog.sections.setText("inline:11")
    dialog.velocity.setValue(2500)
    dialog.lines.setValue(0)
    assert (dialog.choices.lines, dialog.choices.velocity) == (0, 2500.0)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said) and said[-1] == f"The report is in {path}.", timeout=60_000)
    content = path.read_bytes()
    assert content.startswith(b"<!DOCTYPE html>") and len(content) > 50_000
    assert b"Inline 11: classes according to Reflectors (live)" in content
    assert b"were read from" in content and b"How far it can be trusted" in content
    assert b"classes according to" in content and b"Crossline" not in content.split(b"<h2>Sections")[1]


@pytest.mark.slow
def test_a_run_can_be_chosen_while_nobody_knows_yet_what_it_has_predicted(window, tmp_path) -> None:  # noqa: F811
    run = Run(1, tmp_path, "live", "finished", 1, 0.0, 1.0, {"seed": 0}, {"mean_iou": 0.5})
    dialog = open_dialog(window, tmp_path)
    dialog.model_chosen.disconnect()
    dialog.model.addItem("run 1", Answer.of(run))
    dialog.model.setCurrentIndex(dialog.model.count() - 1)
    assert "are to be predicted first" in dialog.said.text()


@pytest.mark.parametrize("done, now, said", [(20, 22.0, ""), (20, 30.0, ", about 1 min left"), (99, 30.0, "")])
def test_time_left_is_told_once_it_is_known(done: int, now: float, said: str) -> None:
    left = TimeLeft()
    left.after(Progress(0, 100), 0.0)
    assert not left.after(Progress(10, 100), 20.0)
    assert left.after(Progress(done, 100), now) == said
