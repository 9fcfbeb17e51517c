"""The demo: made once, left as the user has it, and scored on sections that nobody painted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.learning.events import StageStarted
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Notice, drive
from seisviewer.project.project import Project
from seisviewer.workflows.demo import Demo, demo_folder, prepare_demo, run_demo

SHAPE = (40, 50, 64)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return drive(prepare_demo(tmp_path_factory.mktemp("demo") / "new", SHAPE))


def test_strokes_are_true_few_and_of_every_facies_there(demo: Demo) -> None:
    truth, strokes = np.load(demo.truth), np.load(demo.strokes)
    assert sorted(strokes.files) == sorted(map(str, demo.labelled))
    assert {section.direction for section in demo.labelled} == {"inline", "crossline"}
    for name in strokes.files:
        painted = strokes[name] != 255
        assert 0.005 < painted.mean() < 0.5
        assert (strokes[name][painted] == truth[name][painted]).all()
        assert set(np.unique(strokes[name][painted])) == set(np.unique(truth[name]))


def test_the_project_is_ready_to_learn(demo: Demo) -> None:
    with Project.open(demo.project) as project:
        snapshot = project.snapshot()
        assert [each.name for each in project.classes][:2] == ["Parallel layers", "Channel"]
    assert set(snapshot.labelled_sections) == set(demo.labelled)
    assert len(snapshot.counts()) >= 2


def test_what_the_user_changed_is_kept(demo: Demo) -> None:
    with Project.open(demo.project) as project:
        assert project.undo()
    written = demo.survey.stat().st_mtime_ns
    assert drive(prepare_demo(demo.project.parent, SHAPE)) == demo
    with Project.open(demo.project) as project:
        assert not project.snapshot().counts(), "the strokes that were undone have come back"
        assert project.redo()
    assert demo.survey.stat().st_mtime_ns == written


@pytest.mark.slow
def test_the_whole_way_to_scores(demo: Demo) -> None:
    events: list[object] = []
    scores = drive(run_demo(demo, TrainSettings(steps=6, crop=64, batch=2, device="cpu")), events.append)
    assert set(scores["model"]["sections"]) == {str(section) for section in demo.scored}
    assert not set(demo.scored) & set(demo.labelled)
    assert any(isinstance(event, StageStarted) for event in events)
    with Project.open(demo.project) as project:
        assert project.runs()[-1].kind == "fused", "what `train` trains"
    prediction = demo.survey.with_name("demo_prediction.npz")
    assert any(isinstance(event, Notice) and str(prediction) in event.text for event in events)
    assert str(demo.scored[0]) in np.load(prediction).files


def test_the_demo_lies_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert demo_folder() == tmp_path / "seisviewer" / "demo"
