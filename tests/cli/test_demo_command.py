"""`seisviewer demo` with and without a screen; what it does is tested with `workflows.demo`."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from seisviewer.cli.main import main
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Notice
from seisviewer.workflows import demo

SCORES = {
    "run": 1,
    "model": {
        "mean_iou": 0.5,
        "accuracy": 0.75,
        "classes": [{"number": 6, "name": "Salt", "iou": float("nan")}],
        "sections": {"inline_113": {"mean_iou": 0.5}},
        "expected_calibration_error": 0.1,
        "calibration_error_near_boundaries": 0.2,
        "reliability": [{"share": 1.0, "confidence": 0.8, "accuracy": 0.7}],
        "boundaries": {"median_away": 1.5, "ninety_percent_away": float("nan"), "missing": 0.1, "f1": 0.6},
        "estimated_mean_iou": 0.55,
    },
    "predict_by_depth": {
        "mean_iou": 0.25,
        "accuracy": 0.5,
        "classes": [],
        "sections": {"inline_113": {"mean_iou": 0.25}},
    },
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TrainSettings]:
    """The settings with which training was asked for; nothing is trained, and the survey is small."""
    settings: list[TrainSettings] = []

    def run_demo(made: demo.Demo, wanted: TrainSettings) -> Generator[Notice, None, dict[str, Any]]:
        settings.append(wanted)
        yield Notice("Trained.")
        return SCORES

    monkeypatch.setattr(demo, "prepare_demo", partial(demo.prepare_demo, shape=(40, 50, 64)))
    monkeypatch.setattr(demo, "run_demo", run_demo)
    return settings


def test_headless_ends_with_scores(
    asked: list[TrainSettings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["demo", "--headless", "--out", str(tmp_path / "d"), "--minutes", "0.5", "--seed", "3"]
    assert main(line) == 0
    assert (asked[0].minutes, asked[0].seed) == (0.5, 3)
    shown = capsys.readouterr()
    assert "0.750" in shown.out and "0.250" in shown.out and "6 Salt" in shown.out
    assert str(tmp_path / "d") in shown.err
    assert main([*line, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["model"]["mean_iou"] == 0.5 and answer["model"]["classes"][0]["iou"] is None


def test_without_a_screen_the_same_job_runs(
    asked: list[TrainSettings],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["demo", "--out", str(tmp_path)]) == 0
    assert len(asked) == 1
    assert "no screen" in capsys.readouterr().err


def test_with_a_screen_the_window_opens_on_the_project(
    asked: list[TrainSettings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")
    window = type(sys)("seisviewer.app.main_window.start")
    window.run = lambda paths: opened.extend(paths) or 0
    monkeypatch.setitem(sys.modules, "seisviewer.app.main_window.start", window)
    assert main(["demo", "--out", str(tmp_path)]) == 0
    assert opened == [str(tmp_path / "demo.seis")]
    assert not asked
