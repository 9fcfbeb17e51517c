"""The layer model of a project: trained, kept, and asked for sections and volumes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import LabelsError, ModelError
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.learning.metrics import confusion, mean_iou
from seisviewer.progress import Notice, drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.layer_files import load_layers, save_layers
from seisviewer.workflows.layer_run import layer_predictor, lines_to_solve, painted_lines, train_layers
from seisviewer.workflows.overlap_estimate import estimate_overlap
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.survey_opening import ingest, open_path

from ..structure.layered_lines import SAMPLES, SHAPE, line, strokes, truth

AXES = ArrayAxes(inline_start=0, crossline_start=0)
PAINTED = {"inline": 10, "crossline": 30}


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layers")
    cube = np.stack([line("inline", number).amplitudes for number in range(SHAPE[0])])
    np.save(folder / "layers.npy", cube)
    np.savez(
        folder / "strokes.npz",
        **{
            f"{direction}_{number}": np.where((paint := strokes(line(direction, number))) < 0, 255, paint).astype(
                np.uint8
            )
            for direction, number in PAINTED.items()
        },
    )
    return folder / "layers.npy"


@pytest.fixture(scope="module")
def project(survey: Path) -> Path:
    made = survey.with_suffix(".seis")
    opened = drive(ingest(survey, made, axes=AXES))
    opened.project.close()
    opened.volume.close()
    assert main(["labels", "import", str(made), str(survey.with_name("strokes.npz"))]) == 0
    assert main(["train", str(made), "--method", "layers"]) == 0
    return made


def numbers(folder: Path) -> dict[str, np.ndarray]:
    with np.load(folder) as stored:
        return {name: stored[name] for name in stored.files}


@pytest.fixture
def opened(project: Path):
    again = drive(open_path(project))
    yield again
    again.project.close()
    again.volume.close()


@pytest.mark.slow
def test_lines_without_a_stroke_are_predicted_and_confidence_is_what_it_says(project: Path) -> None:
    out = project.with_name("sections.npz")
    asked = {"inline": (45, 33), "crossline": (90,)}
    names = [f"{direction}:{number}" for direction, numbers in asked.items() for number in numbers]
    assert main(["predict", str(project), "--sections", ",".join(names), "--npz", str(out)]) == 0
    with np.load(out) as answer:
        for name in names:
            direction, number = name.split(":")
            right = answer[f"{direction}_{number}"] == truth(line(direction, int(number)))
            sure = answer[f"{direction}_{number}_confidence"]
            assert right.mean() > 0.93
            assert abs(float(sure.mean()) - right.mean()) < 0.08
            assert sure[~right].mean() < sure[right].mean()


@pytest.mark.slow
def test_a_volume_gives_every_trace_one_answer(project: Path, opened) -> None:
    out = project.with_name("facies.sgy")
    assert main(["predict", str(project), "--volume", "--out", str(out)]) == 0
    facies = open_volume(out)
    try:
        for number in (20, 50):
            classes = facies.section(SectionId(Direction.INLINE, number))
            assert (classes == truth(line("inline", number))).mean() > 0.93
        crossed = facies.section(SectionId(Direction.CROSSLINE, 70))
        assert crossed.shape == (SHAPE[0], SAMPLES) and (crossed == truth(line("crossline", 70))).mean() > 0.93
    finally:
        facies.close()


@pytest.mark.slow
def test_it_is_scored_as_any_run_and_tells_what_held_out_strokes_said(project: Path, opened, capsys) -> None:
    known = project.with_name("truth.npz")
    np.savez(known, inline_45=truth(line("inline", 45)).astype(np.uint8))
    capsys.readouterr()
    assert main(["evaluate", str(project), "--truth", str(known), "--sections", "inline:45"]) == 0
    shown = capsys.readouterr()
    assert "reflectors" in shown.err and "Confidence and how often it is right" in shown.out
    scores = dict(
        re.findall(r"^ *(mean IoU|estimated mIoU|F1|boundaries: median).*? +([0-9.]+)(?: |$)", shown.out, re.M)
    )
    assert abs(float(scores["estimated mIoU"]) - float(scores["mean IoU"])) < 0.1
    assert float(scores["F1"]) > 0.8 and float(scores["boundaries: median"]) <= 2
    run = opened.project.runs()[-1]
    assert run.kind == "layers" and run.state == "finished"
    assert set(run.metrics["held_out_inside"]) == {"0", "1", "2", "3"}


def test_the_estimate_without_truth_is_near_the_truth(opened) -> None:
    estimate = drive(estimate_overlap(opened.project, opened.volume, opened.project.runs()[-1]))
    assert not estimate.is_doubtful
    assert len(estimate.lines) == 8 and not set(map(str, estimate.lines)) & {"inline_10", "crossline_30"}
    answers = drive(predict_sections(opened.project, opened.volume, estimate.lines))
    found = [
        confusion(truth(line(section.direction, section.number)).ravel(), answers[section].classes.ravel(), 4)
        for section in estimate.lines
    ]
    assert abs(estimate.mean_iou - mean_iou(sum(found))) < 0.08


def test_what_is_painted_where_lines_cross_counts_on_its_own_line_alone(opened) -> None:
    painted = painted_lines(opened.project.snapshot())
    assert sorted(map(str, painted)) == ["crossline_30", "inline_10"]
    inline = painted[SectionId(Direction.INLINE, 10)]
    drawn = strokes(line("inline", 10)) != UNLABELLED
    assert not ((inline != UNLABELLED) & ~drawn).any()


def test_lines_are_solved_evenly_over_the_survey(opened) -> None:
    labelled = (SectionId(Direction.INLINE, 10),)
    lines = lines_to_solve(opened.volume.geometry, labelled)
    assert lines[0] == labelled[0] and len(set(lines)) == len(lines)
    inlines = [section.number for section in lines if section.direction is Direction.INLINE]
    assert {min(inlines), max(inlines)} == {0, SHAPE[0] - 1}


def test_lines_that_lie_far_apart_are_all_solved(opened) -> None:
    """Of a survey of a few lines none is left to be carried to: the one it would be carried from may be far away."""
    live = np.zeros(SHAPE, bool)
    live[[5, 40]] = True
    live[:, [10, 60, 110, 150]] = True
    geometry = replace(opened.volume.geometry, live=live)
    lines = lines_to_solve(geometry, (SectionId(Direction.INLINE, 5),))
    assert sorted(map(str, lines)) == sorted(
        ["inline_5", "inline_40", "crossline_10", "crossline_60", "crossline_110", "crossline_150"]
    )


def test_a_damaged_model_is_said_and_runs_no_code(project: Path, opened, tmp_path: Path) -> None:
    run = opened.project.runs()[-1]
    whole = (run.folder / "layers.npz").read_bytes()
    for damaged in (whole[: len(whole) // 2], b"nothing", b""):
        (tmp_path / "layers.npz").write_bytes(damaged)
        with pytest.raises(ModelError, match="layers"):
            load_layers(tmp_path / "layers.npz")
    again = layer_predictor(run, opened.volume)
    assert again.answers == (0, 1, 2, 3)


@pytest.mark.slow
def test_a_class_that_the_user_calls_a_body_is_answered_kept_and_told(survey: Path, tmp_path: Path) -> None:
    opened = drive(ingest(survey, tmp_path / "bodies.seis", axes=AXES))
    try:
        drive(import_labels(opened.project, opened.volume, survey.with_name("strokes.npz")))
        opened.project.set_classes(opened.project.classes.set_kind(3, ClassKind.BODY))
        said: list[object] = []
        run = drive(train_layers(opened.project, opened.volume), said.append)
        assert any(isinstance(event, Notice) and event.text.startswith("Taken for bodies") for event in said)
        assert run.metrics["kinds"] == {"0": "layer", "1": "layer", "2": "layer", "3": "body"}
        predictor, section = layer_predictor(run, opened.volume), SectionId(Direction.INLINE, 45)
        amplitudes = opened.volume.section(section)
        found = predictor.probabilities(section, amplitudes)
        assert predictor.answers == (0, 1, 2, 3) and found.sum(axis=0) == pytest.approx(1.0, abs=1e-4)
        assert (found.argmax(axis=0) == truth(line("inline", 45))).mean() > 0.9
        save_layers(tmp_path / "again.npz", predictor.model)
        again = replace(predictor, model=load_layers(tmp_path / "again.npz"))
        assert again.model.kinds == predictor.model.kinds
        assert np.array_equal(again.probabilities(section, amplitudes), found)
        as_written_before(tmp_path / "again.npz")
        old = replace(predictor, model=load_layers(tmp_path / "again.npz"))
        assert old.model.right == {}, "it told the mean of the classes alone"
        assert np.array_equal(old.probabilities(section, amplitudes), found)
    finally:
        opened.project.close()
        opened.volume.close()


def as_written_before(path: Path) -> None:
    """Have a layer model as it was kept before it told of each class how much was answered right."""
    with np.load(path) as stored:
        arrays = dict(stored)
    about = json.loads(str(arrays["about"]))
    del about["bodies"]["right"], about["bodies"]["share"], about["faults"]
    about["bodies"]["score"] = 0.8
    np.savez(path, **arrays | {"about": np.array(json.dumps(about))})


def test_what_does_not_go_with_layers_is_refused(project: Path, opened, capsys) -> None:
    assert main(["train", str(project), "--method", "layers", "--minutes", "3"]) == 1
    assert "--minutes" in capsys.readouterr().err
    number = opened.project.runs()[-1].number
    assert main(["train", str(project), "--resume", str(number)]) == 1
    assert "layer model" in capsys.readouterr().err
    assert main(["predict", str(project), "--sections", "inline:45", "--npz", "x.npz", "--stability"]) == 1
    assert "checkpoints" in capsys.readouterr().err


@pytest.mark.slow
def test_sections_of_one_trace_are_not_followed(survey: Path, tmp_path: Path, capsys) -> None:
    np.save(tmp_path / "thin.npy", np.load(survey)[:, :1])
    folder = tmp_path / "thin.seis"
    opened = drive(ingest(tmp_path / "thin.npy", folder, axes=AXES))
    opened.project.close()
    opened.volume.close()
    paint = strokes(line("crossline", 0))
    paint = np.where(paint < 0, 255, paint).astype(np.uint8)
    across = {f"inline_{number}": paint[number : number + 1] for number in np.flatnonzero((paint < 255).any(axis=1))}
    np.savez(tmp_path / "inlines.npz", **across)
    assert main(["labels", "import", str(folder), str(tmp_path / "inlines.npz")]) == 0
    drawn = ["labels", "add-boundary", str(folder), "--section", "inline:5", "--points", "0:70", "--above", "1"]
    assert main(drawn) == 0
    capsys.readouterr()
    assert main(["train", str(folder), "--method", "layers"]) == 1
    assert "of two traces or more" in capsys.readouterr().err
    np.savez(tmp_path / "crossline.npz", crossline_0=paint)
    assert main(["labels", "import", str(folder), str(tmp_path / "crossline.npz")]) == 0
    assert main(["train", str(folder), "--method", "layers"]) == 0
    assert main(["predict", str(folder), "--sections", "crossline:0,inline:5", "--npz", str(tmp_path / "p.npz")]) == 0


def test_paint_on_one_class_is_not_enough(survey: Path, tmp_path: Path) -> None:
    opened = drive(ingest(survey, tmp_path / "one.seis", axes=AXES))
    try:
        mask, before = np.ones((10, 4), bool), np.full((10, 4), UNLABELLED, np.int8)
        opened.project.commit([Stroke(SectionId(Direction.INLINE, 10), 0, 5, 20, mask, before)])
        with pytest.raises(LabelsError, match="second"):
            drive(train_layers(opened.project, opened.volume))
        assert not opened.project.runs()
    finally:
        opened.project.close()
        opened.volume.close()


@pytest.mark.slow
def test_classes_that_are_no_layers_are_named(survey: Path, tmp_path: Path) -> None:
    opened = drive(ingest(survey, tmp_path / "mixed.seis", axes=AXES))
    try:
        made = []
        before = np.full((12, 4), UNLABELLED, np.int8)
        for number, (label, row, column) in enumerate(
            [(0, 5, 20), (1, 5, 60), (0, 40, 100), (1, 40, 30), (0, 80, 60), (1, 80, 110), (0, 120, 20), (1, 120, 90)]
        ):
            made.append(Stroke(SectionId(Direction.INLINE, 10), label, row, column, np.ones((12, 4), bool), before))
        opened.project.commit(made)
        said: list[object] = []
        drive(train_layers(opened.project, opened.volume), said.append)
        assert any(isinstance(event, Notice) and "may be no layers" in event.text for event in said)
        assert drive(estimate_overlap(opened.project, opened.volume, opened.project.runs()[-1])).is_doubtful
    finally:
        opened.project.close()
        opened.volume.close()
