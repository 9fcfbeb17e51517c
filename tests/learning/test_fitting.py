from dataclasses import replace

import numpy as np
import pytest
import torch

from seisviewer.errors import LabelsError, ModelError
from seisviewer.learning import fitting
from seisviewer.learning.events import Loss
from seisviewer.learning.fitting import Checkpoint, FitPlan, fit
from seisviewer.learning.sections.facies_task import facies_task
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.learning.selftraining import Steps, self_train
from seisviewer.networks.device import choose_device
from seisviewer.progress import Notice, drive
from seisviewer.volumes.geometry import SectionId

from .conftest import LayeredVolume, Painter
from .toy_lesson import ToyLesson

SETTINGS = TrainSettings(crop=32, batch=2, encoder_rate=3e-3, depth=False)
PLAN = FitPlan("teacher", 9, 2, keep=3)


def task_for(volume, painter, settings=SETTINGS):
    device = choose_device("cpu")
    return facies_task(volume, painter.snapshot(), settings.decided(device), device, 1.0)


def fitted(task, plan, resume=None, events=None):
    return drive(fit(task.lesson("teacher", {}), plan, resume), (events if events is not None else []).append)


def same(one, other):
    return all(torch.equal(one[name], other[name]) for name in one)


def test_states_are_kept_at_thirds_and_repeat_with_the_seed(layers, painter):
    task, _ = task_for(layers, painter)
    states, again = fitted(task, PLAN), fitted(task, PLAN)
    assert len(states) == 3 and not same(states[0], states[2])
    assert all(same(one, other) for one, other in zip(states, again, strict=True))


def test_a_fit_cut_off_and_taken_up_ends_as_if_nothing_had_happened(layers, painter, monkeypatch):
    task, _ = task_for(layers, painter)
    whole = fitted(task, PLAN)
    monkeypatch.setattr(fitting, "SAVE_SECONDS", 0.0)
    work = fit(task.lesson("teacher", {}), PLAN)
    saved = next(event for event in work if isinstance(event, Checkpoint) and event.step == 4)
    work.close()
    assert all(same(one, other) for one, other in zip(fitted(task, PLAN, saved), whole, strict=True))


def test_out_of_memory_halves_the_batch_and_says_so(layers, painter, monkeypatch):
    learn, sizes = fitting.learn, []

    def tight(lesson, batch):
        sizes.append(len(batch))
        if len(batch) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return learn(lesson, batch)

    monkeypatch.setattr(fitting, "learn", tight)
    task, _ = task_for(layers, painter)
    events = []
    fitted(task, FitPlan("teacher", 3, 4), events=events)
    assert sizes == [4, 2, 1, 1, 1]
    assert "goes on with 1" in [event.text for event in events if isinstance(event, Notice)][-1]
    monkeypatch.setattr(fitting, "learn", lambda *_: (_ for _ in ()).throw(torch.OutOfMemoryError("no")))
    with pytest.raises(ModelError, match="no room for a single crop"):
        fitted(task, PLAN)


def test_a_fit_taken_up_goes_on_with_the_batch_that_the_memory_had_room_for(monkeypatch):
    lesson, sizes, learn = ToyLesson(), [], fitting.learn
    monkeypatch.setattr(fitting, "learn", lambda lesson, batch: sizes.append(len(batch)) or learn(lesson, batch))
    halved = Checkpoint("teacher", 3, 2, fitting.state_of(lesson.model), lesson.optimiser.state_dict(), ())
    drive(fit(lesson, FitPlan("teacher", 5, 4), halved))
    assert sizes == [2, 2]


def test_a_step_without_a_finite_loss_changes_nothing(layers):
    lesson = ToyLesson()
    batch = lesson.batch(4, fitting.step_draw(0, 0))
    damaged = ToyLesson(frozenset({0})).batch(4, fitting.step_draw(0, 0))
    assert torch.isfinite(fitting.learn(lesson, batch))
    before = fitting.state_of(lesson.model)
    assert fitting.learn(lesson, damaged) is None
    after = fitting.state_of(lesson.model)
    assert same({n: v for n, v in before.items() if v.is_floating_point()}, after), "statistics of batches too"
    assert torch.isfinite(fitting.learn(lesson, batch))


def test_a_gradient_that_is_not_finite_leaves_the_step_out():
    lesson = ToyLesson()
    weight = next(lesson.model.parameters())
    weight.register_hook(lambda gradient: gradient * float("nan"))
    before = fitting.state_of(lesson.model)
    assert fitting.learn(lesson, lesson.batch(4, fitting.step_draw(0, 0))) is None
    assert torch.equal(before["0.weight"], fitting.state_of(lesson.model)["0.weight"])


def test_long_gradients_are_cut():
    lesson = ToyLesson(scale=1e6)
    before = fitting.state_of(lesson.model)
    fitting.learn(lesson, lesson.batch(4, fitting.step_draw(0, 0)))
    after = fitting.state_of(lesson.model)
    moved = sum(float((after[name] - value).square().sum()) for name, value in before.items() if "weight" in name)
    assert 0 < moved**0.5 <= 0.01 * fitting.LONGEST_GRADIENT * 1.01, "rate × the longest gradient"


def test_a_fit_goes_on_after_damaged_batches_and_says_so_after_several():
    once, events = ToyLesson(frozenset({3})), []
    (state,) = drive(fit(once, FitPlan("teacher", 8, 4)), events.append)
    assert all(torch.isfinite(value).all() for value in state.values())
    assert not [event for event in events if isinstance(event, Notice)], "a single one is not worth a word"
    often, events = ToyLesson(frozenset(range(2, 40))), []
    (state,) = drive(fit(often, FitPlan("teacher", 45, 4)), events.append)
    assert all(torch.isfinite(value).all() for value in state.values())
    (notice,) = [event for event in events if isinstance(event, Notice)]
    assert "in a row" in notice.text and "finite" in notice.text
    assert all(np.isfinite(event.loss) for event in events if isinstance(event, Loss))


def test_the_learning_rate_falls_to_the_end_of_a_fit():
    lesson = ToyLesson()
    drive(fit(lesson, FitPlan("teacher", 10, 4)))
    assert lesson.optimiser.param_groups[0]["lr"] == pytest.approx(0.01 * 0.1**0.9)


def test_a_fit_without_a_single_finite_loss_is_an_error():
    with pytest.raises(ModelError, match="no step gave a finite loss"):
        drive(fit(ToyLesson(frozenset(range(6))), FitPlan("teacher", 6, 4)))


@pytest.mark.parametrize(
    "steps, keep, kept", [(9, 3, (3, 6, 9)), (3, 3, (1, 2, 3)), (4, 3, (1, 2, 4)), (5, 4, (1, 2, 3, 5)), (7, 1, (7,)),
                          (2, 3, (1, 2)), (1, 3, (1,))],
)  # fmt: skip
def test_as_many_states_are_kept_as_asked_for_or_one_a_step(steps, keep, kept):
    plan = FitPlan("teacher", steps, 2, keep)
    assert plan.kept_steps == kept
    assert len(drive(fit(ToyLesson(), plan))) == len(kept)


def test_training_needs_two_classes_on_lines_that_count(layers):
    one = Painter(layers.geometry).paint("inline_15", 0, slice(0, 9), slice(0, 9))
    with pytest.raises(LabelsError, match="two classes"):
        task_for(layers, one)
    sparse = LayeredVolume()
    sparse.geometry.live[:] = False
    sparse.geometry.live[::3, ::3] = True
    both = Painter(sparse.geometry).paint("inline_16", 0, slice(0, 9), slice(0, 9))
    both.paint("inline_16", 1, slice(0, 9), slice(20, 30))
    with pytest.raises(LabelsError, match="at least half"):
        task_for(sparse, both)


def test_self_training_tells_two_layers_apart_from_two_strokes(layers, painter):
    task, unlabelled = task_for(layers, painter, replace(SETTINGS, unlabelled=13))
    assert len(unlabelled) == 13
    events = []
    outcome = drive(self_train(task, list(task.labelled), unlabelled, Steps(40, 20, 40), 3), events.append)
    section = SectionId.parse("crossline_120")
    prediction = task.predictor(outcome.final, "run 1").predict(section, layers.section(section))
    assert (prediction.classes == layers.truth[:, 20]).mean() > 0.9
    assert len(outcome.ranking) == 13 and sum(r.reliable for r in outcome.ranking) == 7
    assert any(isinstance(event, Loss) and event.stage == "final student" for event in events)


def test_agreement_ignores_missing_traces():
    volume = LayeredVolume(dead=(5,))
    painter = Painter(volume.geometry)
    painter.paint("inline_20", 0, slice(0, 9), slice(0, 9)).paint("inline_20", 1, slice(0, 9), slice(30, 40))
    task, _ = task_for(volume, painter)
    state = fitting.state_of(task.recipe.model("teacher", task.device))
    answers = drive(task.answer(state, [SectionId.parse("crossline_130")]))
    (answer,) = answers.values()
    assert (answer[:, 5] == 255).all()
    other = np.where(answer == 255, answer, 1 - answer)
    assert task.agreement(answer, answer) == 1.0
    assert task.agreement(answer, other) == 0.0
