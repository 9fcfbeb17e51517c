"""The layer model and a network as one: trained, kept, stopped, gone on with, asked for sections and volumes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import ModelError
from seisviewer.learning.events import Loss
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.predictions.fusion import FusionWeights
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.fused_run import train_fused
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.survey_opening import Opened, ingest, open_path

from ..structure.layered_lines import SHAPE, line, strokes, truth

AXES = ArrayAxes(inline_start=0, crossline_start=0)
SMALL = ["--steps", "8", "--crop", "32", "--batch", "2", "--device", "cpu"]
PAINTED = {"inline": 10, "crossline": 30}


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with three strokes of each layer on two lines, and no run."""
    folder = tmp_path_factory.mktemp("fused")
    np.save(folder / "survey.npy", np.stack([line("inline", number).amplitudes for number in range(SHAPE[0])]))
    labels = {f"{direction}_{number}": strokes(line(direction, number)) for direction, number in PAINTED.items()}
    np.savez(
        folder / "strokes.npz",
        **{name: np.where(paint < 0, 255, paint).astype(np.uint8) for name, paint in labels.items()},
    )
    made = folder / "survey.seis"
    opened = drive(ingest(folder / "survey.npy", made, axes=AXES))
    opened.project.close()
    opened.volume.close()
    assert main(["labels", "import", str(made), str(folder / "strokes.npz")]) == 0
    return made


@pytest.fixture(scope="module")
def project(painted: Path) -> Path:
    assert main(["train", str(painted), "--method", "fused", *SMALL]) == 0
    return painted


@pytest.fixture
def opened(project: Path) -> Iterator[Opened]:
    again = drive(open_path(project))
    yield again
    again.project.close()
    again.volume.close()


@pytest.mark.slow
def test_a_network_that_has_hardly_learned_does_not_spoil_what_layers_say(project: Path, opened: Opened) -> None:
    section = SectionId(Direction.INLINE, 45)
    (prediction,) = drive(predict_sections(opened.project, opened.volume, [section])).values()
    right = prediction.classes == truth(line("inline", 45))
    assert right.mean() > 0.9
    assert prediction.model == "fused", "who speaks is told from it"
    assert 0 < prediction.confidence.min() and prediction.confidence.max() <= 1


@pytest.mark.slow
def test_the_run_says_what_both_are_believed_and_on_how_many_strokes(project: Path, opened: Opened) -> None:
    (run,) = opened.project.runs()
    assert run.kind == "fused" and run.state == "finished" and run.settings["classes"] == [0, 1, 2, 3]
    assert {path.name for path in run.folder.iterdir()} >= {"model.pt", "layers.npz", "fusion.json"}
    assert not list(run.folder.glob("fit_*")), "what only a stopped run needs is gone"
    assert run.metrics["strokes_judged_by"] == 4, "one of the four strokes of each class"
    weights = FusionWeights.from_json(json.loads((run.folder / "fusion.json").read_text()))
    assert weights.classes == (0, 1, 2, 3)
    assert min(weights.layers) > max(weights.network), "strokes set apart show who is right"


@pytest.mark.slow
def test_a_volume_is_written_from_both_directions(project: Path, opened: Opened) -> None:
    out, sure = project.with_name("facies.sgy"), project.with_name("sure.sgy")
    assert main(["predict", str(project), "--volume", "--out", str(out), "--confidence", str(sure)]) == 0
    facies = open_volume(out)
    try:
        for direction, number in (("inline", 20), ("crossline", 70)):
            classes = facies.section(SectionId(Direction(direction), number))
            assert (classes == truth(line(direction, number))).mean() > 0.9
    finally:
        facies.close()
    stored = PredictionStore(project, 1, opened.volume.geometry).line(SectionId(Direction.INLINE, 20))
    assert stored.speaker == "both", "what is stored says that reflectors and network answered"


@pytest.mark.slow
def test_it_is_scored_as_any_run(project: Path, opened: Opened, capsys: pytest.CaptureFixture[str]) -> None:
    known = project.with_name("truth.npz")
    np.savez(known, inline_45=truth(line("inline", 45)).astype(np.uint8))
    capsys.readouterr()
    assert main(["evaluate", str(project), "--truth", str(known), "--sections", "inline:45", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["model"]["mean_iou"] > 0.8


@pytest.mark.slow
def test_its_boundaries_are_horizons(project: Path, opened: Opened) -> None:
    folder = project.with_name("horizons")
    assert main(["export", "horizons", str(project), str(folder)]) == 0
    assert len(list(folder.iterdir())) == 3


def test_a_damaged_weights_file_is_said(project: Path, opened: Opened, tmp_path: Path) -> None:
    (run,) = opened.project.runs()
    path = run.folder / "fusion.json"
    whole = path.read_text()
    try:
        for damaged in ("", "{", "[]", '{"classes": [0, 1], "layers": [1], "network": [1], "temperature": 1}'):
            path.write_text(damaged)
            with pytest.raises(ModelError, match="fusion.json"):
                drive(predict_sections(opened.project, opened.volume, [SectionId(Direction.INLINE, 45)]))
    finally:
        path.write_text(whole)


@pytest.mark.slow
def test_a_stopped_run_goes_on_and_ends_as_if_never_stopped(
    painted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seisviewer.learning import fitting

    monkeypatch.setattr(fitting, "SAVE_SECONDS", 0.0)
    monkeypatch.setattr(fitting, "REPORT_SECONDS", 0.0)
    shutil.copytree(painted.parent, tmp_path / "copy", ignore=shutil.ignore_patterns("runs"))
    settings = TrainSettings(steps=8, crop=32, batch=2, device="cpu", depth=True, coordinate=True, dip=True)
    opened = drive(open_path(tmp_path / "copy" / painted.name))
    try:
        whole = drive(train_fused(opened.project, opened.volume, settings))
        work = train_fused(opened.project, opened.volume, settings)
        for event in work:
            if isinstance(event, Loss) and event.step == 3:
                break
        work.close()
        (stopped,) = [run for run in opened.project.runs() if run.state == "stopped"]
        learned: list[object] = []
        resumed = drive(train_fused(opened.project, opened.volume, TrainSettings(), stopped.number), learned.append)
        steps = [event.step for event in learned if isinstance(event, Loss)]
        assert resumed.number == stopped.number and resumed.state == "finished" and steps[0] > 2
        section = [SectionId(Direction.INLINE, 45)]
        one, other = (
            drive(predict_sections(opened.project, opened.volume, section, run=run.number))[section[0]]
            for run in (whole, resumed)
        )
        assert np.array_equal(one.classes, other.classes) and np.array_equal(one.confidence, other.confidence)
    finally:
        opened.project.close()
        opened.volume.close()


def test_what_does_not_go_with_it_is_refused(project: Path, opened: Opened, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", str(project), "--method", "fused", "--fit", "template"]) == 1
    assert "template" in capsys.readouterr().err
    assert main(["predict", str(project), "--sections", "inline:45", "--npz", "x.npz", "--stability"]) == 1
    assert "checkpoints" in capsys.readouterr().err
