"""Train, stop, resume, predict and evaluate on a small synthetic survey, as the commands do."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch

from seisviewer.errors import BadRequest, LabelsError, ModelError
from seisviewer.labels.label_files import read_sections
from seisviewer.labels.stroke import Stroke
from seisviewer.learning.events import Loss
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.weights import load
from seisviewer.progress import Notice, drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.by_blocks.volume_prediction import predict_volume
from seisviewer.workflows.evaluation import evaluate, known_sections, predict_by_depth, scored_voxels
from seisviewer.workflows.prediction import latest_run, predict_sections, save_sections
from seisviewer.workflows.survey_opening import ingest
from seisviewer.workflows.training import train

SETTINGS = TrainSettings(steps=30, crop=32, batch=2, unlabelled=6, device="cpu")


def labelled_by_depth(volume, section):
    """A made-up truth that anyone can check: class 0 above sample 30, class 1 below."""
    classes = np.zeros(volume.geometry.section_shape(section.direction), np.uint8)
    classes[:, 30:] = 1
    return classes


@pytest.fixture
def opened(small_survey, tmp_path):
    """A project with both classes painted on the middle inline."""
    survey = tmp_path / "survey.sgy"
    shutil.copy(small_survey, survey)
    opened = drive(ingest(survey, tmp_path / "survey.seis"))
    section = middle(opened.volume)
    truth = labelled_by_depth(opened.volume, section)
    paint = np.zeros(truth.shape, bool)
    paint[5:20] = True
    before = np.full(truth.shape, -1, np.int8)
    opened.project.commit([Stroke(section, c, 0, 0, paint & (truth == c), before) for c in (0, 1)])
    yield opened
    opened.project.close()
    opened.volume.close()


def middle(volume):
    return volume.geometry.section(Direction.INLINE, volume.geometry.inlines.count // 2)


def test_a_run_keeps_what_is_needed_to_repeat_and_to_predict(opened):
    events = []
    run = drive(train(opened.project, opened.volume, SETTINGS), events.append)
    assert run.state == "finished" and run.settings["train"]["steps"] == 30 and run.settings["classes"] == [0, 1]
    assert len(run.metrics["stability"]) == 6 and sum(r["reliable"] for r in run.metrics["stability"]) == 3
    assert {path.name for path in run.folder.glob("*.pt")} == {
        "model.pt",
        "teacher_1.pt",
        "teacher_2.pt",
        "teacher_3.pt",
    }
    assert any("light encoder" in event.text for event in events if isinstance(event, Notice))
    section = opened.volume.geometry.section(Direction.CROSSLINE, 3)
    work = predict_sections(opened.project, opened.volume, [section], stability=True)
    (prediction,) = drive(work, events.append).values()
    assert any("its own direction alone" in event.text for event in events if isinstance(event, Notice))
    assert set(np.unique(prediction.classes)) <= {0, 1} and prediction.model == f"run {run.number}"
    assert 0 <= prediction.stability.min() <= prediction.stability.max() <= 1


@pytest.mark.slow
def test_a_stopped_run_goes_on_and_ends_as_if_never_stopped(opened, monkeypatch):
    from seisviewer.learning import fitting

    monkeypatch.setattr(fitting, "SAVE_SECONDS", 0.0)
    monkeypatch.setattr(fitting, "REPORT_SECONDS", 0.0)
    whole = drive(train(opened.project, opened.volume, SETTINGS))
    work = train(opened.project, opened.volume, SETTINGS)
    for event in work:
        if isinstance(event, Loss) and event.stage == "first student" and event.step == 5:
            break
    work.close()
    (stopped,) = [run for run in opened.project.runs() if run.state == "stopped"]
    events = []
    resumed = drive(train(opened.project, opened.volume, TrainSettings(), resume=stopped.number), events.append)
    trained = {(event.stage, event.step) for event in events if isinstance(event, Loss)}
    assert ("teacher", 9) not in trained and ("first student", 3) not in trained and ("first student", 9) in trained
    assert resumed.number == stopped.number and resumed.state == "finished"
    section = [opened.volume.geometry.section(Direction.CROSSLINE, 3)]
    one = drive(predict_sections(opened.project, opened.volume, section, run=whole.number))[section[0]]
    other = drive(predict_sections(opened.project, opened.volume, section, run=resumed.number))[section[0]]
    assert np.array_equal(one.classes, other.classes) and np.array_equal(one.confidence, other.confidence)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ["checked", "published"])
def test_the_run_keeps_the_teacher_where_its_students_are_worse(opened, monkeypatch, recipe):
    """Every state is worse on held-back strokes than the one before: only the published recipe goes on to the student."""
    from seisviewer.learning.sections.facies_task import FaciesTask

    scores = iter(np.linspace(0.9, 0.1, 9))

    def judge(task, state):
        yield from ()
        return next(scores)

    monkeypatch.setattr(FaciesTask, "judge", judge)
    run = drive(train(opened.project, opened.volume, replace(SETTINGS, recipe=recipe, held_back=True)))
    rejected = run.metrics.get("students_rejected", {})
    assert set(rejected) == ({"first student", "final student"} if recipe == "checked" else set())
    model, teacher = (load(run.folder / name)[0].state_dict() for name in ("model.pt", "teacher_3.pt"))
    is_teacher = all(torch.equal(model[name], teacher[name]) for name in model)
    assert is_teacher == (recipe == "checked")


@pytest.mark.slow
def test_a_run_that_crashes_has_failed_and_can_be_taken_up(opened, monkeypatch):
    from seisviewer.learning.sections.crop_lesson import CropLesson

    def broken(lesson, batch):
        raise RuntimeError("out of memory")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(CropLesson, "loss", broken)
        drive(train(opened.project, opened.volume, SETTINGS))
    (failed,) = opened.project.runs()
    assert failed.state == "failed" and failed.ended is not None
    assert drive(train(opened.project, opened.volume, TrainSettings(), resume=failed.number)).state == "finished"


def test_a_run_cannot_go_on_with_other_labels(opened):
    work = train(opened.project, opened.volume, SETTINGS)
    next(event for event in work if isinstance(event, Loss))
    work.close()
    opened.project.undo()
    opened.project.redo()
    with pytest.raises(ModelError, match="labels have changed"):
        drive(train(opened.project, opened.volume, SETTINGS, resume=opened.project.runs()[-1].number))


@pytest.mark.slow
def test_minutes_become_recorded_steps(opened, monkeypatch):
    from seisviewer.learning.sections import step_times

    monkeypatch.setattr(step_times, "SECONDS", 0.2)
    settings = replace(SETTINGS, steps=0, minutes=0.06, schedule="supervised")
    run = drive(train(opened.project, opened.volume, settings))
    assert run.settings["train"]["steps"] >= 30
    assert run.metrics["steps"] == run.settings["train"]["steps"]


def test_training_and_predicting_say_what_is_missing(opened, tmp_path):
    line = [opened.volume.geometry.section(Direction.CROSSLINE, 3)]
    with pytest.raises(ModelError, match="train first"):
        drive(predict_sections(opened.project, opened.volume, line))
    with pytest.raises(BadRequest, match="Time slices"):
        drive(predict_sections(opened.project, opened.volume, [SectionId.parse("time_3")]))
    opened.project.undo()
    with pytest.raises(LabelsError, match="two classes"):
        drive(train(opened.project, opened.volume, SETTINGS))
    assert opened.project.runs() == ()


@pytest.mark.slow
def test_predictions_on_disk_say_what_the_model_said(opened, tmp_path):
    drive(train(opened.project, opened.volume, replace(SETTINGS, schedule="supervised", steps=6)))
    line = opened.volume.geometry.section(Direction.CROSSLINE, 3)
    predicted = drive(predict_sections(opened.project, opened.volume, [line]))
    save_sections(tmp_path / "pred.npz", predicted)
    stored = np.load(tmp_path / "pred.npz")
    assert stored[str(line)].dtype == np.uint8 and stored[f"{line}_confidence"].dtype == np.float32
    assert np.array_equal(stored[str(line)], predicted[line].classes)
    drive(predict_volume(opened.project, opened.volume, tmp_path / "facies.sgy", tmp_path / "confidence.sgy"))
    facies, confidence = open_volume(tmp_path / "facies.sgy"), open_volume(tmp_path / "confidence.sgy")
    assert facies.geometry.shape == opened.volume.geometry.shape
    assert set(np.unique(facies.section(line))) <= {0.0, 1.0}
    assert 0.4 < np.nanmin(confidence.section(line)) and np.nanmax(confidence.section(line)) <= 1.0
    assert not list(tmp_path.glob(".predicting-*"))


def test_evaluate_scores_what_counts_beside_the_depth_baseline(opened, tmp_path):
    drive(train(opened.project, opened.volume, replace(SETTINGS, schedule="supervised", steps=6)))
    geometry = opened.volume.geometry
    sections = [geometry.section(Direction.CROSSLINE, 3), geometry.section(Direction.INLINE, 2)]
    arrays = {str(section): labelled_by_depth(opened.volume, section) for section in sections}
    arrays[str(sections[0])][7] = 255
    np.savez(tmp_path / "truth.npz", **arrays)
    answer = drive(evaluate(opened.project, opened.volume, tmp_path / "truth.npz", sections))
    assert answer["predict_by_depth"]["mean_iou"] == 1.0, "the truth of this test is a matter of depth"
    assert 0 < answer["model"]["mean_iou"] <= 1 and 0 <= answer["model"]["expected_calibration_error"] <= 1
    truth = read_sections(tmp_path / "truth.npz", geometry)
    counted = scored_voxels(truth[sections[0]], sections[0], geometry, opened.project.snapshot().labelled_sections)
    assert not counted[7].any(), "255 does not count"
    assert not counted[geometry.inlines.count // 2].any(), "nor does the trace on the labelled inline"
    assert np.array(answer["model"]["confusion"]).sum() == (geometry.inlines.count - 2 + geometry.crosslines.count) * 64


def test_sections_that_a_run_learned_stay_out_of_its_score(opened, tmp_path):
    """The labels are taken back after training; what the run wrote down about them still counts."""
    run = drive(train(opened.project, opened.volume, replace(SETTINGS, schedule="supervised", steps=6)))
    geometry, line = opened.volume.geometry, middle(opened.volume)
    other = geometry.section(Direction.INLINE, 2)
    truth = np.zeros(geometry.section_shape(Direction.INLINE), np.uint8)
    assert known_sections(opened.project.snapshot(), run) == {line}
    opened.project.undo()
    mask = np.zeros(truth.shape, bool)
    mask[:4, :9] = True
    opened.project.commit([Stroke(other, 0, 0, 0, mask, np.full(mask.shape, -1, np.int8))])
    learned = replace(run, settings={**run.settings, "labelled_sections": [str(line)]})
    known = known_sections(opened.project.snapshot(), learned)
    assert known == {line, other}
    assert not scored_voxels(truth, line, geometry, known).any()
    cross = np.zeros(geometry.section_shape(Direction.CROSSLINE), np.uint8)
    counted = scored_voxels(cross, geometry.section(Direction.CROSSLINE, 3), geometry, known)
    assert sorted(np.flatnonzero(~counted.any(1))) == [2, geometry.inlines.count // 2]
    events = []
    scored = geometry.section(Direction.INLINE, 4)
    np.savez(tmp_path / "truth.npz", **{str(scored): truth})
    drive(evaluate(opened.project, opened.volume, tmp_path / "truth.npz", [scored]), events.append)
    said = [event.text for event in events if isinstance(event, Notice)]
    assert any("labels have changed since run 1" in text for text in said)
    assert any("run 1 (network, labels alone)" in text for text in said)


def test_a_trained_run_is_preferred_to_what_the_window_learned(opened):
    def finished(kind):
        return opened.project.finish_run(opened.project.new_run(kind, {}).number, "finished", {}).number

    live = finished("live")
    assert latest_run(opened.project).number == live, "where there is no other"
    trained = finished("supervised")
    again = finished("live")
    opened.project.new_run("st++", {})
    assert latest_run(opened.project).number == trained
    assert latest_run(opened.project, again).number == again


def test_predict_by_depth_fills_unpainted_depths_from_the_nearest(opened):
    opened.project.undo()
    geometry, section = opened.volume.geometry, middle(opened.volume)
    for label, rows in ((0, slice(10, 12)), (1, slice(50, 52))):
        mask = np.zeros(geometry.section_shape(Direction.INLINE), bool)
        mask[5:9, rows] = True
        opened.project.commit([Stroke(section, label, 0, 0, mask, np.full(mask.shape, -1, np.int8))])
    depth = predict_by_depth(opened.project.snapshot(), geometry)
    assert depth[:30].tolist() == [0] * 30 and depth[32:].tolist() == [1] * 32
