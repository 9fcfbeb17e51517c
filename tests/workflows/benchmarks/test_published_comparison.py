"""`seisviewer benchmark f3` on two small cubes that are laid out as the public ones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.learning.events import Loss
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.workflows.benchmarks import f3_cubes
from seisviewer.workflows.benchmarks.f3_cubes import F3Layout
from seisviewer.workflows.benchmarks.finished_runs import RunsFile
from seisviewer.workflows.benchmarks.published_comparison import compare
from seisviewer.workflows.survey_opening import open_path

from ...structure.layered_lines import LAYERS, SAMPLES, boundary_depths, wavelet

SHAPE = (40, 70, SAMPLES)
LAYOUT = F3Layout(SHAPE, (100, 300), (135, 365), classes=LAYERS, pool=32)
SMALL = ("--steps", "3", "--encoder", "mobile", "--crop", "32", "--batch", "1", "--device", "cpu")


def cubes() -> tuple[np.ndarray, np.ndarray]:
    """Amplitudes, and classes counted from 1."""
    inline, crossline = np.indices(SHAPE[:2]).reshape(2, -1)
    depths = boundary_depths(inline, crossline)
    at = np.arange(SAMPLES) + 0.5
    noise = np.random.default_rng(0).normal(scale=0.1, size=(len(inline), SAMPLES))
    traces = noise + sum(wavelet(at - depths[:, [number]]) for number in range(LAYERS - 1))
    classes = 1 + (depths[:, :, None] <= at).sum(axis=1)
    return traces.reshape(SHAPE).astype(np.float32), classes.reshape(SHAPE).astype(np.uint8)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The survey as SEG-Y, its classes as an array."""
    folder = tmp_path_factory.mktemp("f3")
    amplitudes, classes = cubes()
    geometry = Geometry(
        LineAxis(100, 1, 40), LineAxis(300, 1, 70), SampleAxis(0.0, 4.0, SAMPLES), np.ones((40, 70), bool)
    )
    drive(write_survey(folder / "f3.sgy", geometry, lambda inline: amplitudes[inline]))
    np.save(folder / "f3_labels.npy", classes)
    return folder


@pytest.fixture(autouse=True)
def small_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f3_cubes, "F3Layout", lambda: LAYOUT)


def records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.slow
def test_every_method_is_compared_once(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "f3.jsonl"
    line = ["benchmark", "f3", "--data", str(data), "--out", str(out), *SMALL]
    assert main([*line, "--methods", "plain-all,improved-1/4,layers", "--seeds", "0"]) == 0
    shown = capsys.readouterr()
    assert "Run 1 of 3" in shown.err and "left: improved-1/4, seed 0" in shown.err
    runs = {run["asked"]["method"]: run for run in records(out)}
    assert [run["labelled"] for run in runs.values()] == [32, 8, 12]
    assert {run["scored"] for run in runs.values()} == {round(0.2 * (36 + 66))}
    assert runs["layers"]["scores"]["mean_iou"] > 0.85
    rows = {row.split()[0]: row.split() for row in shown.out.splitlines() if row.split()}
    assert rows["plain-all"][1:4] == ["32", "88.81", "1"] and rows["improved-1/4"][1:4] == ["8", "87.68", "1"]
    assert rows["layers"][2] == "–" and float(rows["layers"][4]) > 85
    before = out.read_text()
    assert main([*line, "--methods", "layers,plain-1/4", "--seeds", "0", "--choice", "psnr"]) == 0
    assert out.read_text().startswith(before) and len(records(out)) == 4
    shown = capsys.readouterr()
    assert "Run 1 of 1" in shown.err and "plain-1/4 by psnr" in shown.out


def test_the_part_that_is_used_and_the_lines_are_the_same_for_all(data: Path, tmp_path: Path) -> None:
    found = drive(f3_cubes.f3_cubes(data, tmp_path / "work", LAYOUT))
    assert found.facies.shape == (36, 66, SAMPLES) and found.facies.dtype == np.int8
    assert np.array_equal(found.facies.block(0, 36), cubes()[1][:36, :66] - 1), "classes are counted from 0"
    assert np.allclose(np.load(found.survey), cubes()[0][:36, :66])
    assert not set(found.scored) & set(found.pool) and len(found.pool) == 32
    again = drive(f3_cubes.f3_cubes(data, tmp_path / "work", LAYOUT))
    assert (again.scored, again.pool) == (found.scored, found.pool)


@pytest.mark.slow
def test_a_training_that_was_stopped_goes_on(data: Path, tmp_path: Path) -> None:
    settings = TrainSettings(
        steps=6, encoder="mobile", crop=32, batch=1, device="cpu", fit="template", augmentation="published"
    )
    file = RunsFile(tmp_path / "f3.jsonl")
    work = compare(data, ["plain-1/4"], [1], settings, file, LAYOUT)
    next(event for event in work if isinstance(event, Loss))
    work.close()
    assert file.records() == []
    drive(compare(data, ["plain-1/4"], [1], settings, file, LAYOUT))
    assert len(file.records()) == 1
    opened = drive(open_path(tmp_path / "f3.work" / "8-lines-seed-1.seis", edit=False))
    opened.volume.close()
    with opened.project as project:
        assert [run.state for run in project.runs()] == ["finished"], "the stopped run itself went on"


def without_labels(folder: Path) -> None:
    np.save(folder / "f3.npy", cubes()[0])


def of_another_shape(folder: Path) -> None:
    np.save(folder / "f3.npy", cubes()[0][:, :, 10:])
    np.save(folder / "f3_labels.npy", cubes()[1])


def labels_of_another_shape(folder: Path) -> None:
    np.save(folder / "f3.npy", cubes()[0])
    np.save(folder / "f3_labels.npy", cubes()[1][1:])


def too_few_classes(folder: Path) -> None:
    np.save(folder / "f3.npy", cubes()[0])
    np.save(folder / "f3_labels.npy", np.minimum(cubes()[1], 3))


def amplitudes_for_labels(folder: Path) -> None:
    np.save(folder / "f3.npy", cubes()[0])
    np.save(folder / "f3_labels.npy", cubes()[0])


@pytest.mark.parametrize("make, said", [
    (without_labels, "one cube of classes"),
    (of_another_shape, "f3.npy has 40 × 70 × 130"),
    (labels_of_another_shape, "f3_labels.npy has 39 × 70 × 140"),
    (too_few_classes, "3 different class numbers; the F3 survey has 4"),
    (amplitudes_for_labels, "more different class numbers"),
])  # fmt: skip
def test_other_data_are_refused_in_a_sentence(
    make, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path)
    out = tmp_path / "f3.jsonl"
    assert main(["benchmark", "f3", "--data", str(tmp_path), "--out", str(out), *SMALL]) == 1
    complaint = capsys.readouterr().err.splitlines()[-1]
    assert complaint.startswith("seisviewer: ") and said in complaint
    assert not out.exists()


@pytest.mark.parametrize("option, said", [
    (("--methods", "best"), "no method “best”"),
    (("--choice", "best"), "not chosen by “best”"),
])  # fmt: skip
def test_an_unknown_name_is_refused(
    option, said: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["benchmark", "f3", "--data", str(data), "--out", str(tmp_path / "f3.jsonl"), *option]) == 1
    assert said in capsys.readouterr().err
