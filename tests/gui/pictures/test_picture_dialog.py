"""A picture for print shows what the view shows: the same part, the same colours, the same way round."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QApplication, QFileDialog

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.pictures.seen_section import seen_section
from seisviewer.app.pictures.seen_traces import seen_traces
from seisviewer.labels.stroke import Stroke
from seisviewer.pictures.picture_files import picture_bytes
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.volumes.geometry import Direction
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record

OPENING_MS = 20_000


@pytest.fixture
def opened(opened: MainWindow) -> MainWindow:
    opened.parts.sections.state.set_display(wiggle=False)
    QApplication.processEvents()
    return opened


def drawn_colour(view, row: int, column: int) -> np.ndarray:
    """What is seen on screen in the middle of a cell."""
    place = view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column)))
    return np.array(QColor(view.canvas.grab().toImage().pixel(place)).getRgb()[:3])


@pytest.mark.slow
@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("flipped", [False, True])
def test_the_picture_has_the_colours_and_the_part_of_the_view(
    opened: MainWindow, direction: Direction, flipped: bool
) -> None:
    state, view = opened.parts.sections.state, opened.parts.sections.views.views[direction]
    state.set_display(flipped=flipped, colour_map="red-white-blue", gain=2.0)
    view.box.show_cells((8.0, 16.0), (10.0, 18.0))
    QApplication.processEvents()
    picture = seen_section(view, state).picture()
    assert (picture.rows, picture.columns) == view.in_sight
    assert picture.downward == view.box.orientation.downward and picture.turned == view.box.orientation.turned
    for row, column in ((10, 12), (13, 15), (14, 11)):
        seen = drawn_colour(view, row, column)
        drawn = picture.images[0][row, column, :3].astype(int)
        assert np.abs(seen - drawn).max() <= 24, f"{direction} {row} {column}: {seen} on screen, {drawn} in the picture"


@pytest.mark.slow
def test_labels_come_with_their_legend_and_can_be_left_out(qtbot, opened: MainWindow) -> None:
    parts = opened.parts.sections
    view = parts.views.views[Direction.INLINE]
    facies = parts.label_editor.classes.classes[0]
    parts.label_editor.commit(
        [Stroke(view.section, facies.number, 2, 3, np.ones((7, 6), bool), np.full((7, 6), -1, np.int8))]
    )
    qtbot.waitUntil(lambda: parts.state.project is not None, timeout=OPENING_MS)
    seen = seen_section(view, parts.state)
    assert "Labels" in seen.names
    assert [entry.name for entry in seen.picture().legend] == [facies.name]
    bare = seen.picture(hidden={"Labels"})
    assert not bare.legend and len(bare.images) == len(seen.picture().images) - 1


@pytest.mark.slow
def test_the_dialog_previews_saves_and_remembers(
    qtbot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.parts.menus.actions["save_view"].trigger()
    dialog = opened.parts.pictures.dialog
    qtbot.waitUntil(lambda: not dialog._pixels.isNull(), timeout=OPENING_MS)
    dialog.options.title.setText("Line for the paper")
    dialog.options.width.setValue(90)
    dialog.options.dpi.setValue(100)
    dialog.options.around["colour_bar"].setChecked(False)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "line"), ""))
    dialog.save_button.click()
    qtbot.waitUntil(lambda: (tmp_path / "line.svg").exists(), timeout=OPENING_MS)
    svg = (tmp_path / "line.svg").read_text(encoding="utf-8")
    assert "Line for the paper" in svg and "Amplitude" not in svg
    assert float(re.search(r'width="([0-9.]+)pt"', svg)[1]) == pytest.approx(90 / 25.4 * 72, abs=0.1)
    qtbot.waitUntil(lambda: opened.parts.pictures.dialog is None)
    opened.parts.menus.actions["save_view"].trigger()
    dialog = opened.parts.pictures.dialog
    assert dialog.options.width.value() == 90 and dialog.options.dpi.value() == 100
    dialog.copy_button.click()
    clipboard = QApplication.clipboard()
    qtbot.waitUntil(
        lambda: clipboard.mimeData() is not None and clipboard.mimeData().hasFormat("image/svg+xml"), timeout=OPENING_MS
    )
    assert clipboard.image().width() == pytest.approx(90 / 25.4 * 100, abs=1)
    dialog.close()
    qtbot.waitUntil(lambda: not opened.parts.background.busy, timeout=OPENING_MS)


@pytest.mark.slow
def test_traces_come_with_their_filter_and_picks(qtbot, window: MainWindow, tmp_path: Path) -> None:
    record = synthetic_record(seconds=50).record
    write_mseed(record, tmp_path / "a.mseed")
    parts = window.parts.traces
    window.parts.open_router.drop([tmp_path / "a.mseed"])
    qtbot.waitUntil(
        lambda: parts.state.archive is not None and bool(parts.page.contents.components), timeout=OPENING_MS
    )
    kept = parts.state.archive.records[0]
    parts.editor.set_pick(kept, "P", kept.start + 20)
    parts.state.set_span(kept.start + 10, kept.start + 40)
    parts.state.set_display(filter="band-pass")
    assert seen_traces(parts.page, parts.state).filter_text.startswith("As recorded"), (
        "nobody is told what is not drawn"
    )
    filtered = "Band-pass 1–20 Hz"
    qtbot.waitUntil(lambda: seen_traces(parts.page, parts.state).filter_text == filtered, timeout=OPENING_MS)
    picture = seen_traces(parts.page, parts.state)
    assert (picture.start, picture.end) == (kept.start + 10, kept.start + 40)
    assert len(picture.rows) == len(kept.components)
    (mark,) = picture.picks
    assert mark.pick.time == kept.start + 20 and mark.line_style == "-"
    assert not picture.spectrograms
    for row in picture.rows:
        assert np.nanmin(row.heights) >= row.middle - 0.5 / 3 and np.nanmax(row.heights) <= row.middle + 0.5 / 3
    parts.state.set_display(spectrogram=True)
    QApplication.processEvents()
    picture = seen_traces(parts.page, parts.state)
    (spectrogram,) = picture.spectrograms
    assert spectrogram.span == (picture.start, picture.end) and spectrogram.top > picture.rows[-1].middle
    assert picture.picks[0].bottom == pytest.approx(spectrogram.bottom), "picks are drawn over it, as on screen"
    assert b"Hz" in picture_bytes(picture, PictureStyle(dpi=60), "svg")
