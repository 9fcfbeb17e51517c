"""One step on crops, in every way of computing that a machine may choose."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch

from seisviewer.learning.fitting import learn
from seisviewer.learning.sections.crop_lesson import CropLesson
from seisviewer.learning.sections.facies_task import facies_task
from seisviewer.learning.sections.strong_augmentation import Strength
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import DeviceChoice, choose_device
from seisviewer.volumes.geometry import SectionId

from ..conftest import LayeredVolume, Painter

SETTINGS = TrainSettings(crop=32, batch=2, encoder_rate=3e-3)
OTHER = SectionId.parse("inline_20")


def lesson_on(layers: LayeredVolume, painter: Painter, device: DeviceChoice) -> CropLesson:
    task, _ = facies_task(layers, painter.snapshot(), SETTINGS.decided(device), device, 1.0)
    return task.lesson("teacher", {OTHER: np.ones((48, 40), np.uint8)})


@pytest.mark.slow
def test_bfloat16_learns_with_finite_losses_and_weights_stay_float32(layers: LayeredVolume, painter: Painter) -> None:
    lesson = lesson_on(layers, painter, replace(choose_device("cpu"), precision="bfloat16"))
    losses = [learn(lesson, lesson.batch(2, np.random.default_rng(step))) for step in range(12)]
    assert all(loss is not None and torch.isfinite(loss) for loss in losses)
    assert torch.stack(losses[-4:]).mean() < torch.stack(losses[:4]).mean(), "and it learns"
    assert {value.dtype for value in lesson.model.parameters()} == {torch.float32}


def test_the_memory_order_does_not_change_what_is_learned(layers: LayeredVolume, painter: Painter) -> None:
    losses = []
    for channels_last in (False, True):
        lesson = lesson_on(layers, painter, replace(choose_device("cpu"), channels_last=channels_last))
        lesson.model.eval()  # without dropout
        losses.append([float(learn(lesson, lesson.batch(2, np.random.default_rng(step)))) for step in range(3)])
    assert losses[0] == pytest.approx(losses[1], rel=1e-3)


@pytest.mark.parametrize("schedule", ["fused", "st++", "supervised"])
def test_painted_crops_are_strengthened_where_layers_and_network_answer_together(
    layers: LayeredVolume, painter: Painter, schedule: str
) -> None:
    device = choose_device("cpu")
    settings = replace(SETTINGS, schedule=schedule).decided(device)
    task, _ = facies_task(layers, painter.snapshot(), settings, device, 1.0)
    batch = task.lesson("teacher", {OTHER: np.ones((48, 40), np.uint8)}).batch(40, np.random.default_rng(0))
    strong = [strength is not None for strength in batch.strengths]
    assert sum(strong) == (40 if schedule == "fused" else 20)


def test_what_is_still_to_be_done_to_a_batch_is_done_before_the_network_sees_it(
    layers: LayeredVolume, painter: Painter
) -> None:
    lesson = lesson_on(layers, painter, choose_device("cpu"))
    lesson.model.eval()
    batch = replace(lesson.batch(2, np.random.default_rng(0)), strengths=(None, None))
    still = replace(batch, strengths=(Strength(contrast=2.0),) * 2)
    done = replace(batch, images=2.0 * batch.images)
    kept = copy.deepcopy(still.images)
    with torch.no_grad():
        assert torch.equal(lesson.loss(still), lesson.loss(done))
        assert not torch.equal(lesson.loss(still), lesson.loss(batch))
    assert torch.equal(still.images, kept), "a batch that did not fit is tried again"
