"""What is left of a round is the whole of it, not of the stage at hand."""

import pytest

from seisviewer.learning.events import Loss, StageStarted
from seisviewer.learning.sections.round_clock import RoundClock
from seisviewer.learning.selftraining import STAGES, Steps
from seisviewer.progress import Progress

STEPS = Steps(30, 40, 50)


class Watch:
    """A round of 2 labelled and 10 unlabelled sections and 3 checkpoints, on a clock of its own."""

    def __init__(self, seconds_per_answer=None):
        self.now = 1000.0
        self.clock = RoundClock(STEPS, 2, 10, 3, seconds_per_answer, lambda: self.now)

    def begin(self, stage):
        self.clock.note(StageStarted(stage, 1, 6))

    def train(self, stage, first, last, seconds):
        for step in range(first, last + 1):
            self.now += seconds
            self.clock.note(Loss(stage, step, 99, 1.0, 1.0))

    def predict(self, count, seconds):
        for done in range(count):
            self.now += seconds
            self.clock.note(Progress(done + 1, 10))


def test_nothing_is_said_before_a_step_was_timed():
    watch = Watch()
    watch.begin("teacher")
    assert watch.clock.left is None
    watch.train("teacher", 1, 1, 9.0)
    assert watch.clock.left is None, "the first word of a stage tells nothing about its steps"


def test_the_stages_to_come_count_with_what_their_kind_has_taken():
    watch = Watch()
    watch.begin("teacher")
    watch.train("teacher", 1, 11, 2.0)
    assert watch.clock.left == pytest.approx((19 + 40 + 50) * 2.0)
    watch.train("teacher", 12, 30, 2.0)
    watch.begin("stability ranking")
    watch.predict(11, 3.0)
    answers = (30 - 11) + 2 + (5 + 2)
    assert watch.clock.left == pytest.approx((40 + 50) * 2.0 + answers * 3.0)


def test_a_stage_is_measured_by_itself_once_it_runs():
    watch = Watch()
    watch.begin("teacher")
    watch.train("teacher", 1, 30, 2.0)
    for stage in STAGES[1:4]:
        watch.begin(stage)
    watch.train("first student", 1, 11, 4.0)
    assert watch.clock.left == pytest.approx((29 + 50) * 4.0)


def test_predictions_made_before_the_round_are_a_first_estimate():
    watch = Watch(seconds_per_answer=1.0)
    watch.begin("teacher")
    watch.train("teacher", 1, 11, 2.0)
    assert watch.clock.left == pytest.approx((19 + 40 + 50) * 2.0 + (30 + 2 + 7) * 1.0)


def test_a_pause_is_no_work():
    watch = Watch()
    watch.begin("teacher")
    watch.train("teacher", 1, 11, 2.0)
    watch.now += 3600.0
    watch.train("teacher", 12, 12, 2.0)
    assert watch.clock.left == pytest.approx((18 + 40 + 50) * 2.0)


def test_what_an_earlier_session_trained_is_not_left():
    watch = Watch()
    watch.begin("teacher")
    watch.begin("stability ranking")
    watch.predict(30, 1.0)
    watch.begin("reliable pseudo-labels")
    watch.predict(2, 1.0)
    watch.begin("first student")
    watch.train("first student", 21, 31, 2.0)
    assert watch.clock.left == pytest.approx((9 + 50) * 2.0 + 7 * 1.0)
