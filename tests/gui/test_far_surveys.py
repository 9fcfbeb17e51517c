"""Surveys on a server, opened by their address; the server is lost while one is looked at."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDropEvent
from PyQt6.QtWidgets import QApplication, QDialogButtonBox

from seisviewer.app.dialogs.location_dialog import LocationDialog
from seisviewer.app.main_window.window import MainWindow
from seisviewer.errors import ServerLost
from seisviewer.progress import Progress, drive
from seisviewer.volumes import volume as volume_module
from seisviewer.volumes.far import server as far_server
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.segy import segy_scan, segy_volume
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.volumes.zarr_surveys.zarr_volume import ZarrVolume
from seisviewer.volumes.zarr_writing import ZarrVariable, write_zarr

from ..range_server import RangeServer, range_server

pytest.importorskip("obstore")
OPENING_MS = 20_000
CUBE = np.random.default_rng(0).normal(0, 1000, (64, 40, 50)).astype(np.float32)  # of four chunks


@pytest.fixture
def web(tmp_path: Path, monkeypatch) -> Iterator[RangeServer]:
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(far_server, "TRIES", 0)
    monkeypatch.setattr(volume_module, "FAR_BYTES", 0)  # as if it were large
    geometry = Geometry(LineAxis(1, 1, 64), LineAxis(1, 1, 40), SampleAxis(0, 4, 50), np.ones((64, 40), bool))
    variables = {"amplitude": ZarrVariable(lambda index: CUBE[index], np.float32, {})}
    (tmp_path / "web").mkdir()
    drive(write_zarr(tmp_path / "web" / "f3.zarr", geometry, variables, SurveyBox.whole(geometry), {}))
    with range_server(tmp_path / "web") as server:
        yield server


@pytest.fixture
def window(new_window: Callable[..., MainWindow]) -> MainWindow:
    return new_window(1280, 720)


def is_open(window: MainWindow) -> bool:
    return window.parts.sections.state.volume is not None and not window.parts.background.busy


@pytest.mark.slow
def test_open_location_says_what_is_wrong_and_opens_what_is_right(qtbot, window: MainWindow, web: RangeServer) -> None:
    window.parts.menus.actions["open_location"].trigger()
    (dialog,) = (
        each for each in QApplication.topLevelWidgets() if isinstance(each, LocationDialog) and each.isVisible()
    )
    opens = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Open)
    qtbot.keyClicks(dialog.edit, "https://me:secret@host/f3.zarr")
    qtbot.mouseClick(opens, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and "user or a password" in dialog.said.text()
    dialog.edit.clear()
    qtbot.keyClicks(dialog.edit, f"{web.address}/f3.zarr")
    assert dialog.said.text() == ""
    qtbot.mouseClick(opens, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_open(window), timeout=OPENING_MS)
    assert window.parts.sections.state.volume.address == f"{web.address}/f3.zarr"
    assert window.parts.recents.paths[0] == window.parts.sections.state.volume.path.resolve()


@pytest.mark.slow
def test_an_address_dropped_on_the_window_opens(qtbot, window: MainWindow, web: RangeServer) -> None:
    data = QMimeData()
    data.setUrls([QUrl(f"{web.address}/f3.zarr")])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, left, none))
    qtbot.waitUntil(lambda: is_open(window), timeout=OPENING_MS)


@pytest.mark.slow
def test_a_server_lost_while_a_survey_is_looked_at(qtbot, window: MainWindow, web: RangeServer, tmp_path: Path) -> None:
    window.parts.open_router.open(Path(f"{web.address}/f3.zarr"))
    qtbot.waitUntil(lambda: is_open(window), timeout=OPENING_MS)
    sections = window.parts.sections
    view = sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: view.section is not None, timeout=OPENING_MS)
    qtbot.waitUntil(lambda: sections.reader.statistics is not None, timeout=OPENING_MS)
    volume = sections.state.volume
    web.fault = "gone"
    forget(volume, tmp_path)
    view.go_to(3)
    qtbot.waitUntil(lambda: "connection was lost" in window.errors.text, timeout=OPENING_MS)
    assert window.isVisible() and (view.section is None or view.section.number != 4)
    web.fault = ""
    view.go_to(60)
    qtbot.waitUntil(
        lambda: view.section is not None and view.section.number == 61 and view.amplitudes() is not None,
        timeout=OPENING_MS,
    )
    np.testing.assert_array_equal(view.amplitudes(), CUBE[60])


def forget(volume: ZarrVolume, folder: Path) -> None:
    """All that was read of it, wherever it is kept."""
    for kept in (volume._array._kept, volume._objects._known, volume._objects._blocks):
        kept.clear()
    shutil.rmtree(folder / "XDG_CACHE_HOME", ignore_errors=True)


@pytest.mark.slow
def test_a_server_lost_while_headers_are_read_leaves_the_first_look(qtbot, window, web, monkeypatch) -> None:
    geometry = Geometry(LineAxis(1, 1, 80), LineAxis(1, 1, 110), SampleAxis(0, 4, 50), np.ones((80, 110), bool))
    drive(write_survey(web.folder / "north.sgy", geometry, lambda index: CUBE[index % 64, :1].repeat(110, 0)))
    may_end, read = threading.Event(), segy_scan._read_words

    def slowly(layout, headers):
        while not may_end.is_set():
            yield Progress(1, 2, "Reading the headers")
            time.sleep(0.01)
        if web.fault:
            raise ServerLost("Reading north.sgy failed, as the connection was lost: try again.")
        return (yield from read(layout, headers))

    monkeypatch.setattr(segy_scan, "_read_words", slowly)
    monkeypatch.setattr(segy_volume, "FAR_LARGE_BYTES", 0)
    window.parts.open_router.open(Path(f"{web.address}/north.sgy"))
    state = window.parts.sections.state
    qtbot.waitUntil(lambda: state.volume is not None, timeout=OPENING_MS)
    look = state.volume
    assert look.unsure and look.is_far
    web.fault = "gone"
    may_end.set()
    qtbot.waitUntil(lambda: "connection was lost" in window.errors.text, timeout=OPENING_MS)
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=OPENING_MS)
    assert state.volume is look and look.unsure
    web.fault = ""
    with qtbot.waitSignal(state.volume_sure, timeout=OPENING_MS):
        window.parts.menus.actions["make_sure"].trigger()
    assert not look.unsure
