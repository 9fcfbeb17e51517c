"""Surveys that are folders: dropped on the window, and asked about where the store leaves something open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtWidgets import QApplication, QFileDialog

from seisviewer.app.dialogs.store_dialog import StoreDialog
from seisviewer.app.main_window.window import MainWindow
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.zarr_writing import ZarrVariable, write_zarr

pytest.importorskip("zarr")
CUBE = np.random.default_rng(0).integers(1, 90, (9, 10, 12)).astype(np.float32)


def store(folder: Path, *names: str) -> Path:
    geometry = Geometry(LineAxis(100, 2, 9), LineAxis(300, 1, 10), SampleAxis(0, 4, 12), np.ones((9, 10), bool))
    variables = {name: ZarrVariable(lambda index: CUBE[index], np.float32, {}) for name in names}
    drive(write_zarr(folder / "f3.zarr", geometry, variables, SurveyBox.whole(geometry), {}))
    return folder / "f3.zarr"


@pytest.fixture
def window(new_window: Callable[..., MainWindow]) -> MainWindow:
    return new_window(1280, 720)


def dialog(qtbot) -> StoreDialog:
    def shown() -> list[StoreDialog]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, StoreDialog) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=20_000)
    return shown()[0]


@pytest.mark.slow
@pytest.mark.parametrize("inside", [".", "zarr.json"])
def test_a_store_dropped_on_the_window_opens(qtbot, window: MainWindow, tmp_path: Path, inside: str) -> None:
    path = store(tmp_path, "amplitude")
    window.parts.open_router.drop([path / inside])
    qtbot.waitUntil(lambda: window.parts.sections.state.volume is not None, timeout=20_000)
    assert window.parts.sections.state.volume.path == path


@pytest.mark.slow
def test_the_menu_asks_for_a_folder(qtbot, window: MainWindow, tmp_path: Path, monkeypatch) -> None:
    path = store(tmp_path, "amplitude")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))
    window.parts.menus.actions["open_store"].trigger()
    qtbot.waitUntil(lambda: window.parts.sections.state.volume is not None, timeout=20_000)


@pytest.mark.slow
def test_of_several_volumes_the_user_chooses_one(qtbot, window: MainWindow, tmp_path: Path) -> None:
    window.parts.open_router.drop([store(tmp_path, "classes", "confidence")])
    asked = dialog(qtbot)
    asked.variable.setCurrentText("confidence")
    asked.accept()
    qtbot.waitUntil(lambda: window.parts.sections.state.volume is not None, timeout=20_000)
    assert window.parts.sections.state.volume.variable == "confidence"


@pytest.mark.slow
def test_a_unit_that_is_not_stated_is_asked_for(qtbot, window: MainWindow, tmp_path: Path) -> None:
    path = store(tmp_path, "amplitude")
    for file in (path / "twt" / "zarr.json", path / "zarr.json"):
        said = json.loads(file.read_text())
        said.pop("consolidated_metadata", None)
        said["attributes"].pop("units", None)
        file.write_text(json.dumps(said))
    (path / "twt").rename(path / "samples")
    for name in ("amplitude", "samples"):
        file = path / name / "zarr.json"
        file.write_text(file.read_text().replace('"twt"', '"samples"'))
    window.parts.open_router.drop([path])
    asked = dialog(qtbot)
    asked.unit.setCurrentText("ft")
    asked.accept()
    qtbot.waitUntil(lambda: window.parts.sections.state.volume is not None, timeout=20_000)
    assert window.parts.sections.state.volume.geometry.samples == SampleAxis(0, 4, 12, "ft")
