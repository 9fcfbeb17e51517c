"""The network that learns strokes as they come, and the averaged copy of it that predicts."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from seisviewer.learning.sections import live_model
from seisviewer.learning.sections.facies_task import recipe_for
from seisviewer.learning.sections.live_model import LiveModel
from seisviewer.learning.sections.section_samples import SampleReader
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import choose_device
from seisviewer.progress import drive


@pytest.fixture
def model(layers, painter, monkeypatch):
    """Its weights are all as large as the number of steps that it has learned."""
    steps = [0]

    def counted(lesson, batch):
        steps[0] += 1
        with torch.no_grad():
            for weight in lesson.model.parameters():
                weight.fill_(steps[0])
        return torch.tensor(1.0), len(batch)

    monkeypatch.setattr(live_model, "learn_what_fits", counted)
    device = choose_device("cpu")
    settings = TrainSettings(crop=32, batch=1, depth=False).decided(device)
    recipe = recipe_for(painter.snapshot(), settings, device, 1.0, spare=2)
    model = LiveModel(recipe, SampleReader(layers, recipe.preparation), device, settings)
    drive(model.set_labels(painter.snapshot()))
    return model


def weight(predictor):
    return float(next(predictor.model.parameters()).detach().flatten()[0])


def test_what_predicts_is_the_mean_of_the_last_steps_and_soon_forgets_the_first_ones(model):
    for _ in range(20):
        drive(model.learn_for(0.0))
    assert model.step == 20 and 13 < weight(model.predictor(1)) < 20


def test_a_model_on_screen_stays_as_it_is_while_learning_goes_on(model):
    drive(model.learn_for(0.0))
    shown = model.predictor(1)
    before = weight(shown)
    drive(model.learn_for(0.0))
    assert weight(shown) == before and weight(model.predictor(2)) > before


def test_a_student_is_learned_on_where_it_has_the_same_outputs(model, painter):
    begun = model.recipe
    drive(model.set_labels(painter.paint("inline_15", 7, slice(0, 4), slice(20, 24)).snapshot()))
    assert model.recipe.classes == (0, 1, 7) and model.recipe.spare == 1
    assert model.can_adopt(begun), "a class painted since has an output of its own in both"
    for other in ({"classes": (1, 0)}, {"classes": (0, 7, 1), "spare": 1}, {"spare": 3}, {"encoder": "resnet50"}):
        assert not model.can_adopt(replace(begun, **other))
