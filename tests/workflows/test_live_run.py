"""What live training has learned outlives the window."""

import shutil
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from seisviewer.labels.stroke import Stroke
from seisviewer.learning import fitting
from seisviewer.learning.events import (
    HeldBackPaint,
    Loss,
    ModelReady,
    RoundCutOff,
    RoundEnded,
    RoundStarted,
    SectionPredicted,
)
from seisviewer.learning.sections.live import LiveSettings
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.live_model import LiveModel
from seisviewer.learning.sections.live_rounds import RoundBegun, RoundPlan
from seisviewer.learning.sections.model_gate import ShownModel
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.learning.selftraining import FitDone, Steps
from seisviewer.networks.device import choose_device
from seisviewer.progress import drive
from seisviewer.project import database
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows import live_run, live_training, round_store
from seisviewer.workflows.live_run import LiveRun
from seisviewer.workflows.live_storing import NO_VERSION
from seisviewer.workflows.live_training import start_live
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.survey_opening import ingest

KILLED = []  # sessions that a test leaves as a kill would; they are closed when it is over
SETTINGS = LiveSettings(TrainSettings(crop=32, batch=4, unlabelled=8, held_back=True), improve_after=0)


@pytest.fixture
def opened(small_survey, tmp_path):
    shutil.copy(small_survey, tmp_path / "survey.sgy")
    opened = drive(ingest(tmp_path / "survey.sgy", tmp_path / "survey.seis"))
    paint(opened, 1, slice(5, 15))
    paint(opened, 2, slice(40, 50))
    yield opened
    while KILLED:
        KILLED.pop().close()
    opened.project.close()
    opened.volume.close()


def paint(opened, label, samples):
    section = opened.volume.geometry.section(Direction.INLINE, 20)
    mask = np.zeros(opened.volume.geometry.section_shape(Direction.INLINE), bool)
    mask[5:30, samples] = True
    opened.project.commit([Stroke(section, label, 0, 0, mask, np.full(mask.shape, -1, np.int8))])


def train_until(opened, wanted, settings=SETTINGS, improve=False, killed=False, stability=False):
    """The events of a session until `wanted` is met by one. killed: it is not closed."""
    inbox = LiveInbox()
    inbox.want_stability(stability)
    if improve:
        inbox.improve()
    inbox.put_labels(opened.project.snapshot())
    inbox.want((opened.volume.geometry.section(Direction.CROSSLINE, 7),))
    work = start_live(opened.volume, inbox, settings, lambda: opened.project)
    end, seen = time.monotonic() + 30, []
    while not (seen and wanted(seen[-1])):
        assert time.monotonic() < end, "not seen within 30 s"
        seen.append(next(work))
    if killed:
        KILLED.append(work)
    else:
        work.close()
    return seen


def predicted(event):
    """Whether a model of this session answers."""
    return isinstance(event, SectionPredicted) and event.prediction.model_version != NO_VERSION


def test_a_model_learned_live_is_a_run_that_predicts(opened):
    last = train_until(opened, predicted)[-1].prediction
    (run,) = opened.project.runs()
    assert run.kind == "live" and run.state == "finished"
    (again,) = drive(predict_sections(opened.project, opened.volume, [last.section])).values()
    assert np.array_equal(again.classes, last.classes)


@pytest.mark.slow
def test_the_next_session_shows_it_at_once_and_learns_on(opened):
    first = train_until(opened, predicted)[-1].prediction
    seen = train_until(opened, predicted)
    assert not [event for event in seen if isinstance(event, Loss)], "shown before anything is learned"
    assert np.array_equal(seen[-1].prediction.classes, first.classes)
    assert [event.version for event in seen if isinstance(event, ModelReady)] == [1]
    paint(opened, 7, slice(25, 35))  # takes one of the output channels that were kept spare
    train_until(opened, lambda event: predicted(event) and 7 in event.prediction.classes)


@pytest.mark.slow
def test_a_model_that_has_learned_what_is_held_back_now_is_not_learned_on(opened):
    """As left by an earlier program, which held back other paint."""
    train_until(opened, predicted)
    (run,) = opened.project.runs()
    opened.project.finish_run(run.number, "finished", {"held_back_score": 1.0})
    seen = train_until(opened, predicted)
    assert [event for event in seen if isinstance(event, Loss)], "learned anew before anything is shown"


@pytest.mark.slow
def test_a_class_that_lost_its_paint_is_not_predicted_and_comes_back_with_it(opened):
    train_until(opened, lambda event: predicted(event) and 2 in event.prediction.classes)
    opened.project.undo()
    paint(opened, 3, slice(40, 50))
    seen = train_until(opened, lambda event: predicted(event) and 3 in event.prediction.classes)
    assert all(2 not in event.prediction.classes for event in seen if predicted(event))
    (run,) = opened.project.runs()
    section = opened.volume.geometry.section(Direction.CROSSLINE, 9)
    (again,) = drive(predict_sections(opened.project, opened.volume, [section], run.number)).values()
    assert set(np.unique(again.classes)) <= {1, 3}
    paint(opened, 2, slice(25, 35))
    train_until(opened, lambda event: predicted(event) and 2 in event.prediction.classes)


@pytest.mark.slow
def test_a_kill_costs_no_more_than_was_learned_since_the_model_was_written_last(opened, monkeypatch):
    monkeypatch.setattr(live_run, "SAVE_SECONDS", 0.0)
    train_until(opened, predicted, killed=True)
    (run,) = opened.project.runs()
    assert run.state == "finished"
    seen = train_until(opened, predicted)
    assert not [event for event in seen if isinstance(event, Loss)], "it is shown before anything is learned"


def test_a_project_that_cannot_be_written_to_is_learned_on_and_keeps_nothing(opened, monkeypatch):
    opened.project.close()
    monkeypatch.setattr(database, "is_writable", lambda folder: False)
    with Project.open(opened.project.folder) as project:
        keeper, device = LiveRun(lambda: project), choose_device("cpu")
        task = SimpleNamespace(recipe=SimpleNamespace(classes=(1, 2)), device=device)
        keeper.keep(ShownModel(SimpleNamespace(classes=(1, 2), device=device), None, 0.5))
        keeper.keep(RoundBegun(RoundPlan(1, task, (), Steps(1, 1, 1), 1), again=False))
        keeper.keep(FitDone("teacher", ()))
        keeper.keep(RoundEnded("round 1", True, True))
        keeper.close("stopped")
        assert project.read_only and project.runs() == ()


# ST++ rounds

ROUND = LiveSettings(TrainSettings(crop=32, batch=4, held_back=True, unlabelled=4), improve_after=0, round_steps=20)


def trained(events):
    """The trainings of a round that events tell of, in order."""
    stages = [event.stage for event in events if isinstance(event, Loss) and event.stage != "live"]
    return list(dict.fromkeys(stages))


def in_stage(name):
    return lambda event: isinstance(event, Loss) and event.stage == name


@pytest.mark.slow
def test_a_round_that_a_kill_cut_off_goes_on_in_the_next_session_where_it_was(opened, monkeypatch):
    monkeypatch.setattr(HeldBackPaint, "is_enough", True)  # else its student stays off the screen, for want of strokes
    train_until(opened, in_stage("first student"), ROUND, improve=True, killed=True)
    waiting = train_until(opened, lambda event: isinstance(event, RoundCutOff), ROUND)[-1]
    assert (waiting.round.name, waiting.stage) == ("round 1", "first student")
    seen = train_until(opened, lambda event: isinstance(event, RoundEnded), ROUND, improve=True)
    assert trained(seen) == ["first student", "final student"], "the teacher is not trained again"
    assert seen[-1].finished and seen[-1].name == "round 1"
    again = train_until(opened, lambda event: predicted(event) and event.prediction.stability_of, ROUND, stability=True)
    assert again[-1].prediction.stability_of == "3 checkpoints of round 1", "they are kept with their student"
    assert not [event for event in again if isinstance(event, RoundCutOff)]
    (told,) = [event for event in again if isinstance(event, RoundEnded)]
    assert told == replace(seen[-1], earlier=True), "what became of it is still told"
    (run,) = opened.project.runs()
    assert run.kind == "live" and run.state == "finished" and not (run.folder / "round").exists()
    line = again[-1].prediction.section
    (whole,) = drive(predict_sections(opened.project, opened.volume, [line], stability=True)).values()
    shown = again[-1].prediction.stability  # what is stored has eight bits
    assert np.allclose(whole.stability, shown, atol=0.5 / 255 + 1e-3, equal_nan=True), "as predict says"
    train_until(opened, lambda event: predicted(event) and event.prediction.model_version == 2, ROUND)
    assert not list(run.folder.glob("teacher_*.pt")), "the live model has moved on"


@pytest.mark.slow
def test_a_training_within_a_round_goes_on_from_its_checkpoint(opened, monkeypatch):
    monkeypatch.setattr(fitting, "SAVE_SECONDS", 0.0)
    monkeypatch.setattr(fitting, "REPORT_SECONDS", 0.0)
    monkeypatch.setattr(round_store, "SAVE_SECONDS", 0.0)
    train_until(opened, lambda event: in_stage("teacher")(event) and event.step == 4, ROUND, improve=True)
    seen = train_until(opened, in_stage("teacher"), ROUND, improve=True)
    assert seen[-1].step in (4, 5), "not from the first step"


@pytest.mark.slow
def test_a_training_that_is_stopped_goes_on_from_the_very_step(opened, monkeypatch):
    monkeypatch.setattr(fitting, "REPORT_SECONDS", 0.0)
    train_until(opened, lambda event: in_stage("teacher")(event) and event.step == 3, ROUND, improve=True)
    seen = train_until(opened, in_stage("teacher"), ROUND, improve=True)
    assert seen[-1].step == 4, "though no checkpoint was due yet"


@pytest.mark.slow
def test_a_training_on_labels_that_have_changed_since_is_never_gone_on_with(opened, monkeypatch):
    """Neither at the next start nor at the one after it, which finds the labels as the one before left them."""
    monkeypatch.setattr(fitting, "SAVE_SECONDS", 0.0)
    monkeypatch.setattr(fitting, "REPORT_SECONDS", 0.0)
    monkeypatch.setattr(round_store, "SAVE_SECONDS", 0.0)
    train_until(opened, lambda event: in_stage("teacher")(event) and event.step == 4, ROUND, improve=True, killed=True)
    paint(opened, 1, slice(16, 20))
    monkeypatch.setattr(round_store, "SAVE_SECONDS", 1000.0)
    for _ in range(2):
        seen = train_until(opened, in_stage("teacher"), ROUND, improve=True, killed=True)
        assert seen[-1].step == 1, "the labels of its first steps are gone"


@pytest.mark.slow
def test_a_round_begins_anew_where_a_class_was_painted_that_its_network_has_no_output_for(opened):
    train_until(opened, in_stage("first student"), ROUND, improve=True, killed=True)
    paint(opened, 7, slice(25, 35))
    seen = train_until(opened, lambda event: isinstance(event, RoundEnded), ROUND, improve=True)
    assert trained(seen) == ["teacher", "first student", "final student"] and seen[-1].name == "round 1"
    (begun,) = [event for event in seen if isinstance(event, RoundStarted)]
    assert begun.classes == (1, 2, 7)


@pytest.mark.slow
def test_a_round_given_up_is_not_offered_again(opened):
    inbox = LiveInbox()
    inbox.put_labels(opened.project.snapshot())
    inbox.improve()
    work = start_live(opened.volume, inbox, ROUND, lambda: opened.project)
    for event in work:
        if in_stage("teacher")(event):
            inbox.stop_round()
        if isinstance(event, RoundEnded):
            break
    work.close()
    seen = train_until(opened, lambda event: isinstance(event, Loss), ROUND)
    assert not [event for event in seen if isinstance(event, RoundCutOff)]
    assert RoundEnded("round 1", False, earlier=True) in seen


def test_live_training_that_crashes_without_a_model_has_failed(opened, monkeypatch):
    def broken(model, seconds):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(LiveModel, "learn_for", broken)
    with pytest.raises(RuntimeError):
        train_until(opened, lambda event: False, ROUND, improve=True)
    assert [run.state for run in opened.project.runs()] == ["failed"]


@pytest.mark.slow
def test_how_long_a_round_takes_is_timed_before_anything_is_trained(opened):
    seconds = drive(live_training.round_seconds(opened.volume, opened.project.snapshot()))
    assert 5 < seconds < 100_000 and not opened.project.runs(), "some steps of a network that is thrown away"
    opened.project.undo()
    assert drive(live_training.round_seconds(opened.volume, opened.project.snapshot())) is None, "one class"
