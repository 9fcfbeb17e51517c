"""The live generator, driven step by step as a worker would."""

import time
from itertools import count

import pytest

from seisviewer.learning.events import (
    Loss,
    ModelReady,
    ModelRejected,
    RoundEnded,
    SectionPredicted,
    StabilityRanked,
    Waiting,
)
from seisviewer.learning.sections.crop_lesson import CropLesson
from seisviewer.learning.sections.live import LiveSettings, live
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.live_rounds import RoundBegun
from seisviewer.learning.sections.model_gate import ShownModel
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Notice
from seisviewer.volumes.geometry import SectionId

from ..conftest import LayeredVolume, Painter

TRAIN = TrainSettings(crop=32, batch=4, held_back=True, depth=False, unlabelled=4)
SETTINGS = LiveSettings(TRAIN, improve_after=0, round_steps=10)
LINE = SectionId.parse("crossline_120")


class Driver:
    """Takes events until one is found, for at most 100 seconds."""

    def __init__(self, volume, settings=SETTINGS):
        self.inbox = LiveInbox()
        self.work = live(volume, 1.0, self.inbox, settings)

    def until(self, wanted, seconds=100.0):
        end, seen = time.monotonic() + seconds, []
        while time.monotonic() < end:
            seen.append(next(self.work))
            if wanted(seen[-1]):
                return seen
        raise AssertionError(f"not seen within {seconds} s; last: {seen[-3:]}")


@pytest.fixture
def driver(layers):
    driver = Driver(layers)
    yield driver
    driver.work.close()


def predicted(section):
    return lambda event: isinstance(event, SectionPredicted) and event.prediction.section == section


def test_waits_for_two_classes_and_then_predicts_what_is_on_screen(driver, layers, painter):
    driver.inbox.put_labels(Painter(layers.geometry).paint("inline_15", 0, slice(0, 9), slice(0, 9)).snapshot())
    driver.inbox.want((LINE,))
    driver.until(lambda event: isinstance(event, Waiting) and "two classes" in event.text)
    driver.inbox.put_labels(painter.snapshot())
    events = driver.until(predicted(LINE))
    (ready,) = [event for event in events if isinstance(event, ModelReady)]
    prediction = events[-1].prediction
    assert ready.labels_version == prediction.labels_version == painter.snapshot().version
    assert prediction.classes.shape == (20, 48) and set(prediction.classes.ravel()) <= {0, 1}


def test_a_newly_shown_section_comes_before_more_training(driver, painter):
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((LINE,))
    driver.until(predicted(LINE))
    other = SectionId.parse("inline_22")
    driver.inbox.want((other, LINE))
    events = driver.until(predicted(other))
    assert sum(isinstance(event, Loss) for event in events) <= 1


@pytest.mark.slow
def test_new_strokes_are_learned_and_a_new_class_keeps_the_model(driver, painter):
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((LINE,))
    driver.until(predicted(LINE))
    painter.paint("inline_15", 7, slice(22, 38), slice(20, 28))
    driver.inbox.put_labels(painter.snapshot())
    version = painter.snapshot().version
    events = driver.until(lambda event: predicted(LINE)(event) and event.prediction.labels_version == version)
    assert not [event for event in events if "anew" in getattr(event, "text", "")]
    driver.until(lambda event: predicted(LINE)(event) and 7 in event.prediction.classes)


@pytest.mark.slow
def test_undoing_the_only_stroke_of_a_class_keeps_the_model(driver, painter):
    driver.inbox.put_labels(painter.snapshot())
    before = painter.snapshot()
    painter.paint("inline_15", 7, slice(22, 38), slice(20, 28))
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((LINE,))
    driver.until(predicted(LINE))
    driver.inbox.put_labels(before)
    events = driver.until(lambda event: predicted(LINE)(event) and event.prediction.labels_version == before.version)
    assert 7 not in events[-1].prediction.classes
    assert not [event for event in events if "anew" in getattr(event, "text", "")]


def test_pause_stops_learning_but_not_predicting(driver, painter):
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((LINE,))
    driver.until(predicted(LINE))
    driver.inbox.pause(True)
    driver.until(lambda event: event == Waiting("paused"))
    driver.inbox.want((SectionId.parse("inline_11"),))
    events = driver.until(predicted(SectionId.parse("inline_11")))
    assert not [event for event in events if isinstance(event, Loss)]
    driver.inbox.pause(False)
    driver.until(lambda event: isinstance(event, Loss))


@pytest.mark.slow
def test_a_time_slice_on_screen_is_filled_with_predicted_lines(driver, layers, painter):
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((SectionId.parse("time_12"),))
    lines = set()
    while len(lines) < layers.geometry.shape[0]:
        lines.add(driver.until(lambda event: isinstance(event, SectionPredicted))[-1].prediction.section)


@pytest.mark.slow
def test_an_improvement_ranks_sections_and_finishing_ends_training(driver, layers, painter):
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((LINE,))
    driver.until(predicted(LINE))
    driver.inbox.improve()
    events = driver.until(lambda event: isinstance(event, StabilityRanked))
    assert len(events[-1].units) == 4
    driver.inbox.finish_round()
    rest = list(driver.work)
    assert [event.finished for event in rest if isinstance(event, RoundEnded)] == [True]
    assert not [event for event in rest if isinstance(event, Loss) and event.stage == "live"]


@pytest.mark.slow
def test_a_round_goes_on_while_live_models_are_refused(driver, painter, monkeypatch):
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((LINE,))
    driver.until(predicted(LINE))
    calls = count()

    def always_worse(*_):
        """The newcomer is scored first, then the model on screen."""
        yield from ()
        return float(next(calls) % 2)

    monkeypatch.setattr("seisviewer.learning.sections.live_loop.score", always_worse)
    painter.paint("inline_15", 1, slice(22, 38), slice(30, 42))
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.improve()
    driver.until(lambda event: isinstance(event, ModelRejected))
    driver.until(lambda event: isinstance(event, StabilityRanked))


def test_paint_on_lines_with_few_traces_waits_instead_of_failing():
    sparse = LayeredVolume()
    sparse.geometry.live[:] = False
    sparse.geometry.live[::3, ::3] = True
    painter = Painter(sparse.geometry).paint("inline_16", 0, slice(0, 9), slice(0, 9))
    driver = Driver(sparse)
    driver.inbox.put_labels(painter.paint("inline_16", 1, slice(0, 9), slice(20, 30)).snapshot())
    driver.until(lambda event: isinstance(event, Waiting))
    driver.work.close()


@pytest.mark.slow
def test_damaged_amplitudes_leave_the_live_model_as_it_was(driver, painter, monkeypatch):
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((LINE,))
    driver.until(predicted(LINE))
    loss, healthy = CropLesson.loss, []

    def damaged(lesson, batch):
        healthy.append(len(healthy) % 30 == 29)
        return loss(lesson, batch) * (1.0 if healthy[-1] else float("nan"))

    monkeypatch.setattr(CropLesson, "loss", damaged)
    driver.until(lambda event: isinstance(event, Notice) and "finite" in event.text)
    shown = driver.until(lambda event: isinstance(event, ShownModel))[-1].predictor
    assert all(tensor.isfinite().all() for tensor in shown.model.state_dict().values())
    prediction = driver.until(predicted(LINE))[-1].prediction
    assert prediction.probabilities.any(axis=0).all(), "every voxel has a class"


def test_a_round_can_be_given_up(driver, painter):
    driver.inbox.put_labels(painter.snapshot())
    driver.inbox.want((LINE,))
    driver.inbox.improve()
    driver.until(lambda event: isinstance(event, Loss) and event.stage == "teacher")
    driver.inbox.stop_round()
    driver.until(lambda event: event == RoundEnded("round 1", False))
    driver.until(lambda event: isinstance(event, Loss) and event.stage == "live")


def test_each_round_begins_with_another_network(driver, painter):
    driver.inbox.put_labels(painter.snapshot())
    seeds = []
    for number in (1, 2):
        driver.inbox.improve()
        begun = driver.until(lambda event: isinstance(event, RoundBegun))[-1]
        seeds.append(begun.plan.task.recipe.seed)
        driver.inbox.stop_round()
        driver.until(lambda event, number=number: event == RoundEnded(f"round {number}", False))
    assert len({TRAIN.seed, *seeds}) == 3, "nor with that of the live model"
