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
