"""The loop of live training with models that learn nothing: what comes when."""

import time

import numpy as np
import pytest

from seisviewer.learning.events import (
    HeldBackPaint,
    Loss,
    ModelReady,
    ModelRejected,
    RoundCutOff,
    RoundEnded,
    RoundStarted,
    SectionPredicted,
    StageStarted,
    Waiting,
)
from seisviewer.learning.sections import live_loop, screen_pace
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.live_loop import LiveLoop
from seisviewer.learning.sections.live_rounds import LiveRounds, UnfinishedRound
from seisviewer.learning.sections.model_gate import ShownModel
from seisviewer.learning.sections.screen_pace import FIRST_STEPS, REST, ScreenPace
from seisviewer.learning.selftraining import Steps
from seisviewer.predictions import screen
from seisviewer.volumes.geometry import Direction, SectionId

from ..conftest import LayeredVolume
from .toys import ToyLearner, ToyLearners, ToyPredictor, ToyRecipe, ToyRounds, judged

LINE = SectionId.parse("crossline_120")
LAST = SectionId.parse("inline_29")  # the farthest from the crosshair of the lines that cross it
MOST = 2000  # events until something that is waited for counts as not coming


class Bench:
    """A loop on toys, and what it has said."""

    def __init__(self, painter, improve_after=0.0, unfinished=None):
        self.inbox, self.learners, self.toys = LiveInbox(), ToyLearners(), ToyRounds()
        self.painter = painter
        self.inbox.put_labels(painter.snapshot())
        self.inbox.want((LINE,))
        rounds = LiveRounds(self.toys.plan, improve_after, unfinished=unfinished)
        self.work = LiveLoop(LayeredVolume(), self.inbox, rounds, self.learners).run()

    def until(self, wanted):
        seen = []
        for _ in range(MOST):
            seen.append(next(self.work))
            if wanted(seen[-1]):
                return seen
        raise AssertionError(f"did not come; last: {seen[-3:]}")

    def paint(self, *classes):
        """A stroke of each class."""
        for place, label in enumerate(classes):
            self.painter.paint("inline_15", label, slice(22, 26), slice(3 * place, 3 * place + 2))
        self.inbox.put_labels(self.painter.snapshot())


@pytest.fixture
def quick(monkeypatch):
    """The screen changes with every model, a turn is a single step, and what is held back tells which model is better."""
    monkeypatch.setattr(live_loop, "SLICE", 0.0)
    monkeypatch.setattr(screen_pace, "SHORTEST", 0.0)
    monkeypatch.setattr(screen_pace, "LEAST_LEARNING", 0.0)
    monkeypatch.setattr(live_loop, "score", judged)
    monkeypatch.setattr(HeldBackPaint, "is_enough", True)


@pytest.fixture
def bench(quick, painter):
    bench = Bench(painter)
    yield bench
    bench.work.close()


def ready(name="live", labels=None):
    return lambda event: (
        isinstance(event, ModelReady) and event.model == name and labels in (None, event.labels_version)
    )


def round_ended(event):
    return isinstance(event, RoundEnded) and event.finished


def live_steps(events):
    return sum(isinstance(event, Loss) and event.stage == "live" for event in events)


def round_steps(events):
    return sum(isinstance(event, Loss) and event.stage != "live" for event in events)


def test_the_first_model_is_shown_after_a_few_steps(bench):
    events = bench.until(lambda event: isinstance(event, SectionPredicted))
    assert live_steps(events) == FIRST_STEPS


def filled(events):
    """The lines predicted that are not on screen."""
    return [event.prediction.section for event in events if isinstance(event, SectionPredicted)][1:]


def inline(section):
    return section.direction is Direction.INLINE


@pytest.fixture
def calm(monkeypatch):
    """Nobody steps through lines."""
    monkeypatch.setattr(screen, "CALM", 0.0)


def test_the_lines_that_cross_the_one_on_screen_are_filled_in(calm, bench, monkeypatch):
    monkeypatch.setattr(live_loop, "SLICE", 0.001)
    monkeypatch.setattr(ToyLearner, "learn_for", slowly)
    events = bench.until(lambda event: isinstance(event, SectionPredicted) and inline(event.prediction.section))
    events += [next(bench.work) for _ in range(200)]
    lines = [section for section in filled(events) if section != LINE]
    assert lines[0] == SectionId.parse("inline_10") and len(set(lines)) == 20, "every inline, from the crosshair on"


def slowly(learner, seconds):
    """A step that takes its time."""
    time.sleep(seconds)
    learner.step += 1
    yield from ()
    return 1.0


def test_filling_in_takes_no_more_than_its_share_of_the_time(calm, bench, monkeypatch):
    """A line takes as long as ten turns of learning: there are twenty turns to a line."""
    now = [time.monotonic()]

    def learned(learner, seconds):
        now[0] += seconds
        learner.step += 1
        yield from ()
        return 1.0

    def predicted(predictor, *line):
        now[0] += 0.02
        return one_pass(predictor, *line)

    one_pass = ToyPredictor.one_pass
    monkeypatch.setattr(live_loop.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(live_loop, "SLICE", 0.002)
    monkeypatch.setattr(ToyLearner, "learn_for", learned)
    monkeypatch.setattr(ToyPredictor, "one_pass", predicted)
    monkeypatch.setattr(screen_pace, "SHORTEST", 99.0)
    bench.until(lambda event: isinstance(event, SectionPredicted))
    events = [next(bench.work) for _ in range(150)]
    lines = [event for event in events if isinstance(event, SectionPredicted)]
    assert len(lines) == 8 and 19 * 7 <= live_steps(events) <= 21 * 8


def test_nothing_is_filled_in_while_a_stroke_waits_to_be_seen(calm, bench, monkeypatch):
    monkeypatch.setattr(live_loop, "SLICE", 0.001)
    monkeypatch.setattr(ToyLearner, "learn_for", slowly)
    bench.until(lambda event: isinstance(event, SectionPredicted) and inline(event.prediction.section))
    monkeypatch.setattr(screen_pace, "SHORTEST", 0.05)
    monkeypatch.setattr(screen_pace, "LEAST_LEARNING", 0.05)
    bench.paint(0)
    events = bench.until(ready(labels=bench.painter.snapshot().version))
    assert live_steps(events) > 5
    assert not [each for each in events if isinstance(each, SectionPredicted) and inline(each.prediction.section)]


def test_a_pause_fills_in_without_learning(calm, bench):
    bench.until(ready())
    bench.inbox.pause(True)
    began = time.monotonic()
    events = bench.until(lambda event: isinstance(event, SectionPredicted) and event.prediction.section == LAST)
    assert len(set(filled(events))) == 20 and time.monotonic() - began < 20 * live_loop.WAIT


def test_a_line_that_is_stepped_to_comes_before_any_that_is_filled_in(bench):
    bench.until(lambda event: isinstance(event, SectionPredicted))
    bench.inbox.pause(True)
    for number in range(100, 110):
        section = SectionId.parse(f"crossline_{number}")
        bench.inbox.want((section,))
        events = bench.until(lambda event: isinstance(event, SectionPredicted))
        assert events[-1].prediction.section == section


def test_a_prediction_dropped_by_the_window_is_made_again_when_it_is_looked_at(bench):
    bench.until(lambda event: isinstance(event, SectionPredicted))
    bench.inbox.pause(True)
    bench.inbox.drop((LINE,))
    assert bench.until(lambda event: isinstance(event, SectionPredicted))[-1].prediction.section == LINE


def test_a_round_takes_the_screen_and_the_live_model_rests_after_it(bench):
    bench.until(ready())
    bench.inbox.improve()
    bench.until(ready("round 1"))
    assert bench.learners.made[0].adopted == []
    after = bench.until(ready())
    assert bench.learners.made[0].adopted == ["final student 1"]
    assert RoundEnded("round 1", True, True) in after and live_steps(after) >= REST


def test_a_model_that_starts_anew_does_not_wait_for_the_rest_of_the_one_before(bench):
    bench.until(ready())
    bench.learners.made[0].step = 5000
    bench.inbox.improve()
    bench.until(round_ended)
    bench.paint(5, 6, 7)  # more classes than the network has outputs for
    bench.until(lambda event: "anew" in getattr(event, "text", ""))
    events = bench.until(lambda event: isinstance(event, SectionPredicted))
    assert live_steps(events) == FIRST_STEPS and len(bench.learners.made) == 2


def test_a_refused_student_is_not_learned_on_and_nobody_rests(bench):
    bench.toys.quality = 0.4
    bench.until(ready())
    bench.learners.made[0].quality = 0.5
    bench.until(lambda event: isinstance(event, ModelReady) and event.score == 0.5)
    bench.inbox.improve()
    bench.until(lambda event: event == ModelRejected("round 1", 0.4, 0.5))
    after = bench.until(ready())
    assert bench.learners.made[0].adopted == [] and live_steps(after) == 1
    assert RoundEnded("round 1", True, False, 0.4, 0.5) in after, "what became of it is told"


def test_a_student_does_not_take_the_screen_where_too_little_is_held_back_to_tell(bench, monkeypatch):
    monkeypatch.setattr(HeldBackPaint, "is_enough", False)
    bench.until(ready())
    bench.inbox.improve()
    events = bench.until(round_ended)
    assert not events[-1].shown and not events[-1].could_tell and bench.learners.made[0].adopted == []


def test_a_student_with_other_outputs_is_shown_and_the_live_model_goes_on_as_it_was(bench):
    bench.until(ready())
    model = bench.learners.made[0]
    model.can_adopt = lambda recipe: False
    bench.inbox.improve()
    bench.until(ready("round 1"))
    after = bench.until(ready())
    assert model.adopted == [] and live_steps(after) == 1 and RoundEnded("round 1", True, True) in after


def test_a_student_predicts_no_class_that_lost_its_paint_while_the_round_ran(bench):
    bench.until(ready())
    bench.inbox.improve()
    bench.until(lambda event: isinstance(event, Loss) and event.stage == "teacher")
    bench.learners.made[0].absent = frozenset({1})
    events = bench.until(lambda event: isinstance(event, ShownModel) and event.predictor.name == "round 1")
    assert events[-1].predictor.absent == {1}


def test_new_strokes_are_shown_before_the_round_goes_on(bench):
    bench.until(ready())
    bench.inbox.improve()
    bench.until(lambda event: isinstance(event, Loss) and event.stage == "teacher")
    bench.paint(0)
    events = bench.until(ready(labels=bench.painter.snapshot().version))
    assert round_steps(events) == 0
    assert round_steps(bench.until(round_ended)) > 0


def test_a_round_goes_on_while_live_models_are_refused(bench):
    bench.until(ready())
    bench.learners.made[0].quality = 0.5
    bench.until(lambda event: isinstance(event, ModelReady) and event.score == 0.5)
    bench.learners.made[0].quality = 0.4
    bench.paint(1)
    bench.inbox.improve()
    bench.until(lambda event: isinstance(event, ModelRejected))
    bench.until(round_ended)


def test_the_live_model_learns_on_while_a_round_runs(bench):
    bench.until(ready())
    bench.inbox.improve()
    events = bench.until(round_ended)
    assert live_steps(events) > 0


def agreed(of):
    return lambda event: isinstance(event, SectionPredicted) and of in event.prediction.stability_of


def test_stability_after_a_round_is_that_of_its_checkpoints_until_the_live_model_moves_on(bench):
    bench.inbox.want_stability(True)
    bench.until(agreed("versions"))
    bench.inbox.improve()
    bench.until(ready("round 1"))
    events = bench.until(agreed("3 checkpoints of round 1"))
    assert not [event for event in events if agreed("version")(event)], "nothing else in between"
    made = events[-1].prediction
    assert made.section == LINE and made.model == "round 1"
    assert np.allclose(made.stability, 2 / 3, atol=1e-3), "one of the three says something else"
    bench.until(ready())
    bench.until(agreed("version"))


def test_checkpoints_are_compared_when_stability_is_asked_for_even_while_paused(bench):
    bench.until(ready())
    bench.inbox.improve()
    bench.until(ready("round 1"))
    bench.inbox.pause(True)
    events = bench.until(lambda event: event == Waiting("paused"))
    assert not [event for event in events if agreed("checkpoints")(event)]
    bench.inbox.want_stability(True)
    bench.until(agreed("checkpoints"))
    bench.until(lambda event: event == Waiting("paused"))
    assert not any(agreed("checkpoints")(next(bench.work)) for _ in range(3)), "once is enough"
    bench.inbox.want((SectionId.parse("inline_22"),))
    bench.until(lambda event: agreed("checkpoints")(event) and event.prediction.section.number == 22)


def test_finishing_ends_with_the_round(bench):
    bench.until(ready())
    bench.inbox.improve()
    bench.until(lambda event: isinstance(event, Loss) and event.stage == "teacher")
    bench.inbox.finish_round()
    rest = list(bench.work)
    assert live_steps(rest) == 0 and round_ended(rest[-1])


def test_a_pause_holds_the_round_and_the_live_model(bench):
    bench.until(ready())
    bench.inbox.improve()
    bench.inbox.pause(True)
    bench.until(lambda event: event == Waiting("paused"))
    assert not any(isinstance(next(bench.work), Loss) for _ in range(5))
    bench.inbox.pause(False)
    bench.until(ready("round 1"))


def test_a_round_starts_by_itself_when_no_stroke_has_come_for_a_while(quick, painter):
    bench = Bench(painter, improve_after=0.05)
    bench.until(ready())
    time.sleep(0.06)
    bench.until(round_ended)
    bench.work.close()


def test_every_stroke_puts_off_the_round_that_starts_by_itself(quick, painter, monkeypatch):
    now = [time.monotonic()]
    monkeypatch.setattr(live_loop.time, "monotonic", lambda: now[0])
    bench = Bench(painter, improve_after=10.0)
    bench.until(ready())
    for label in (0, 1, 0):
        now[0] += 9.0
        bench.paint(label)
        assert not any(isinstance(next(bench.work), StageStarted) for _ in range(50))
    now[0] += 11.0
    bench.until(lambda event: isinstance(event, StageStarted))
    bench.work.close()


def test_no_round_starts_by_itself_where_that_is_switched_off(quick, painter):
    bench = Bench(painter, improve_after=0.01)
    bench.inbox.set_auto_rounds(False)
    bench.until(ready())
    time.sleep(0.02)
    assert not any(isinstance(next(bench.work), StageStarted) for _ in range(100))
    bench.inbox.improve()
    bench.until(round_ended)
    bench.inbox.set_auto_rounds(True)
    bench.paint(1)
    time.sleep(0.02)
    bench.until(round_ended)
    bench.work.close()


def unfinished_round(version):
    return UnfinishedRound(
        4, ToyRecipe((0, 1)), Steps(3, 3, 3), 3, version, "first student", lambda version: ({"teacher": ("t",)}, None)
    )


@pytest.mark.parametrize("automatic", [True, False])
def test_a_round_that_was_cut_off_goes_on_by_itself_or_when_asked(quick, painter, automatic):
    version = painter.snapshot().version
    bench = Bench(painter, improve_after=60.0, unfinished=unfinished_round(version))
    bench.inbox.set_auto_rounds(automatic)
    assert next(bench.work) == RoundCutOff(RoundStarted("round 4", version, (0, 1)), "first student", 4, 6)
    if not automatic:
        bench.until(ready())
        bench.inbox.improve()
    events = bench.until(round_ended)
    assert events[-1].name == "round 4" and bench.toys.tasks[0].fits == ["first student", "final student"]
    bench.inbox.improve()
    assert bench.until(round_ended)[-1].name == "round 5"
    bench.work.close()


def test_a_round_that_was_cut_off_can_be_dropped_while_paused(quick, painter):
    bench = Bench(painter, unfinished=unfinished_round(painter.snapshot().version))
    bench.inbox.pause(True)
    bench.until(lambda event: event == Waiting("paused"))
    bench.inbox.stop_round()
    bench.until(lambda event: event == RoundEnded("round 4", False))
    bench.inbox.pause(False)
    bench.inbox.improve()
    bench.until(round_ended)
    assert bench.toys.tasks[0].fits[0] == "teacher"
    bench.work.close()


def test_a_model_that_learns_nothing_is_not_shown_and_the_panel_hears_why(bench):
    bench.until(lambda event: isinstance(event, Loss))
    bench.learners.made[0].damaged = True
    events = [next(bench.work) for _ in range(50)]
    assert set(events) == {Waiting("no training step gives a finite loss")}
    bench.learners.made[0].damaged = False
    bench.until(ready())


def test_intervals_between_models_grow_until_a_stroke_comes(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(screen_pace.time, "monotonic", lambda: now[0])
    pace = ScreenPace()
    assert not pace.due(FIRST_STEPS - 1) and pace.due(FIRST_STEPS)
    gaps = []
    for _ in range(8):
        pace.published()
        began = now[0]
        while not pace.due(50):
            now[0] += 0.1
        gaps.append(round(now[0] - began, 1))
    assert gaps == sorted(gaps) and gaps[0] < 2 and 5 < gaps[-1] < 7
    pace.published()
    pace.new_labels()
    now[0] += 1.01
    assert pace.due(50)


@pytest.mark.parametrize("kind", ["improve", "stop_round"])
def test_a_click_is_not_lost_while_the_inbox_is_read(bench, kind):
    bench.until(ready())
    if kind == "stop_round":
        bench.inbox.improve()
        bench.until(lambda event: isinstance(event, Loss) and event.stage == "teacher")
    flag, clicks = getattr(bench.inbox, f"{kind}_asked"), [getattr(bench.inbox, kind)]
    take = flag.take

    def interrupted():
        """The click comes from another thread just when the loop has looked."""
        taken = take()
        if clicks:
            clicks.pop()()
        return taken

    flag.take = interrupted
    bench.until(lambda event: isinstance(event, RoundEnded) and event.finished == (kind == "improve"))
