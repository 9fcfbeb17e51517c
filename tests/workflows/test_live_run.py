"""What live training has learned outlives the window."""

import shutil
import time

import numpy as np
import pytest

from seisviewer.labels.stroke import Stroke
from seisviewer.learning.events import Loss, ModelReady, SectionPredicted
from seisviewer.learning.sections.live import LiveSettings
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.live_training import start_live
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.survey_opening import ingest

SETTINGS = LiveSettings(TrainSettings(crop=32, held_back=True), improve_after=0)


@pytest.fixture
def opened(small_survey, tmp_path):
    shutil.copy(small_survey, tmp_path / "survey.sgy")
    opened = drive(ingest(tmp_path / "survey.sgy", tmp_path / "survey.seis"))
    paint(opened, 1, slice(5, 15))
    paint(opened, 2, slice(40, 50))
    yield opened
    opened.project.close()
    opened.volume.close()


def paint(opened, label, samples):
    section = opened.volume.geometry.section(Direction.INLINE, 20)
    mask = np.zeros(opened.volume.geometry.section_shape(Direction.INLINE), bool)
    mask[5:30, samples] = True
    opened.project.commit([Stroke(section, label, 0, 0, mask, np.full(mask.shape, -1, np.int8))])


def train_until(opened, wanted):
    inbox = LiveInbox()
    inbox.put_labels(opened.project.snapshot())
    inbox.want((opened.volume.geometry.section(Direction.CROSSLINE, 7),))
    work = start_live(opened.volume, inbox, SETTINGS, lambda: opened.project)
    end, seen = time.monotonic() + 30, []
    while not (seen and wanted(seen[-1])):
        assert time.monotonic() < end, "not seen within 30 s"
        seen.append(next(work))
    work.close()
    return seen


def predicted(event):
    return isinstance(event, SectionPredicted)


def test_a_model_learned_live_is_a_run_that_predicts(opened):
    last = train_until(opened, predicted)[-1].prediction
    (run,) = opened.project.runs()
    assert run.kind == "live" and run.state == "finished"
    (again,) = drive(predict_sections(opened.project, opened.volume, [last.section])).values()
    assert np.array_equal(again.classes, last.classes)


def test_the_next_session_shows_it_at_once_and_learns_on(opened):
    first = train_until(opened, predicted)[-1].prediction
    seen = train_until(opened, predicted)
    assert not [event for event in seen if isinstance(event, Loss)], "shown before anything is learned"
    assert np.array_equal(seen[-1].prediction.classes, first.classes)
    assert [event.version for event in seen if isinstance(event, ModelReady)] == [1]
    paint(opened, 7, slice(25, 35))  # takes one of the output channels that were kept spare
    train_until(opened, lambda event: predicted(event) and 7 in event.prediction.classes)


def test_a_model_that_has_learned_what_is_held_back_now_is_not_learned_on(opened):
    """As left by an earlier program, which held back other paint."""
    train_until(opened, predicted)
    (run,) = opened.project.runs()
    opened.project.finish_run(run.number, "finished", {"held_back_score": 1.0})
    seen = train_until(opened, predicted)
    assert [event for event in seen if isinstance(event, Loss)], "learned anew before anything is shown"


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
