"""What a network says is stored beside its run; on another day it is read, and the rest of the survey is predicted."""

import os
import shutil
from collections import Counter

import numpy as np
import pytest

from seisviewer.labels.stroke import Stroke
from seisviewer.learning.events import ModelReady, SectionPredicted
from seisviewer.learning.sections.live import LiveSettings
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.predictions import screen
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.survey_filling import SurveyFilled
from seisviewer.progress import drive
from seisviewer.project.prediction_folders import delete_predictions, stored_answers
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.layer_run import train_layers
from seisviewer.workflows.live_runs import WHOLE_STROKES
from seisviewer.workflows.live_storing import NO_VERSION, LiveStoring, StoreOpened
from seisviewer.workflows.live_training import start_live
from seisviewer.workflows.by_blocks.volume_prediction import predict_volume
from seisviewer.workflows.survey_opening import ingest

from ...events_until import events_until

SETTINGS = LiveSettings(TrainSettings(crop=32, batch=4, unlabelled=8, held_back=True), improve_after=0)


@pytest.fixture
def opened(small_survey, tmp_path, monkeypatch):
    monkeypatch.setattr(screen, "CALM", 0.0)
    shutil.copy(small_survey, tmp_path / "survey.sgy")
    opened = drive(ingest(tmp_path / "survey.sgy", tmp_path / "survey.seis"))
    for label, samples in ((1, slice(5, 15)), (2, slice(40, 50))):
        section = opened.volume.geometry.section(Direction.INLINE, 20)
        mask = np.zeros(opened.volume.geometry.section_shape(Direction.INLINE), bool)
        mask[5:30, samples] = True
        opened.project.commit([Stroke(section, label, 0, 0, mask, np.full(mask.shape, -1, np.int8))])
    yield opened
    opened.project.close()
    opened.volume.close()


def session(opened, wanted, paused, filling=True):
    """The events of a session until `wanted` is met by one; then it is closed."""
    inbox = LiveInbox()
    inbox.pause(paused)
    inbox.fill(filling)
    inbox.put_labels(opened.project.snapshot())
    inbox.want((opened.volume.geometry.section(Direction.CROSSLINE, 7),), (20, 7))
    work = start_live(opened.volume, inbox, SETTINGS, lambda: opened.project)
    seen = events_until(work, wanted)
    work.close()
    return seen


def told(events, kind):
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.slow
def test_the_next_day_begins_with_what_was_stored_and_goes_on_filling(opened, monkeypatch):
    session(opened, lambda event: isinstance(event, SectionPredicted), paused=False)
    first = session(opened, lambda event: isinstance(event, SurveyFilled) and event.done >= 12, paused=True)
    total = sum(opened.volume.geometry.shape[:2])
    assert told(first, SurveyFilled)[-1].total == total
    (store,) = {event.store for event in told(first, StoreOpened)}
    stored = [store.coverage(direction).stored.sum() for direction in (Direction.INLINE, Direction.CROSSLINE)]
    assert min(stored) > 0, "both directions in turn"

    asked, one_pass = Counter(), SectionPredictor.one_pass

    def counted(self, section, amplitudes):
        asked[section] += 1
        return one_pass(self, section, amplitudes)

    monkeypatch.setattr(SectionPredictor, "one_pass", counted)
    again = session(opened, lambda event: isinstance(event, SurveyFilled) and event.done >= total, paused=True)
    shown = told(again, SectionPredicted)
    assert shown[0].stored and shown[0].prediction.model_version == NO_VERSION, "before any model is there"
    ready = again.index(told(again, ModelReady)[0])
    after = next(event for event in again[ready:] if isinstance(event, SectionPredicted))
    assert after.stored and after.prediction.model_version > NO_VERSION, "the model that is read knows its answers"
    assert np.array_equal(after.prediction.probabilities, shown[0].prediction.probabilities)
    assert told(again, SurveyFilled)[0].done >= 12 and max(asked.values()) == 1 and sum(asked.values()) <= total - 12
    assert stored_answers(opened.project.folder)[0].lines == total


def test_while_it_learns_only_what_was_looked_at_is_stored(opened):
    session(opened, lambda event: isinstance(event, SectionPredicted), paused=False)
    (answer,) = stored_answers(opened.project.folder)
    assert answer.lines == 1 and answer.run == opened.project.runs()[-1].number


@pytest.mark.slow
def test_a_network_that_learned_on_predicts_anew(opened):
    session(opened, lambda event: isinstance(event, SectionPredicted), paused=False)
    session(opened, lambda event: isinstance(event, SurveyFilled) and event.done >= 5, paused=True)
    is_newer = lambda event: isinstance(event, SectionPredicted) and event.prediction.model_version >= 2  # noqa: E731
    session(opened, is_newer, paused=False, filling=False)
    events = session(opened, lambda event: isinstance(event, SurveyFilled), paused=True)
    current = [each for each in told(events, SectionPredicted) if each.prediction.model_version > NO_VERSION]
    assert sum(each.stored for each in current) <= 2 and len(current) > 30, "what the older one said does not count"


@pytest.mark.slow
def test_predicting_the_volume_twice_asks_the_model_once(opened, tmp_path, monkeypatch):
    run = drive(train_layers(opened.project, opened.volume))
    drive(predict_volume(opened.project, opened.volume, tmp_path / "first.sgy", run=run.number))
    monkeypatch.setattr(LayerPredictor, "one_pass", lambda *_: pytest.fail("it was predicted before"))
    drive(predict_volume(opened.project, opened.volume, tmp_path / "second.sgy", run=run.number))
    assert (tmp_path / "first.sgy").read_bytes() == (tmp_path / "second.sgy").read_bytes()
    delete_predictions(opened.project.folder, run.number)
    with pytest.raises(pytest.fail.Exception):
        drive(predict_volume(opened.project, opened.volume, tmp_path / "third.sgy", run=run.number))


def test_what_a_pinned_run_said_is_kept_however_old_it_is(opened):
    project = opened.project
    runs = [project.new_run("live", {}) for _ in range(6)]
    for run in runs:
        place = project.folder / "predictions" / str(run.number)
        place.mkdir(parents=True)
        (place / "inline_1.line").write_bytes(b"stored")
        os.utime(place / "inline_1.line", (run.number, run.number))
        project.finish_run(run.number, "finished", {WHOLE_STROKES: True})
    project.pin_run(runs[0].number, pinned=True)
    assert LiveStoring(opened.volume, lambda: project).store is not None
    left = {answer.run for answer in stored_answers(project.folder)}
    assert runs[0].number in left and runs[1].number not in left
