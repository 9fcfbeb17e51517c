"""How long a step and a prediction take on this machine."""

from __future__ import annotations

import time
from collections.abc import Generator

import numpy as np
import torch

from seisviewer.learning.facies import FaciesTask
from seisviewer.learning.fitting import learn, optimiser_for, state_of, step_draw
from seisviewer.progress import Progress

WARM_UP = 3
SECONDS = 4.0


def seconds_per_step(task: FaciesTask, strong: bool) -> Generator[Progress, None, float]:
    """Median seconds of an optimiser step on the task's own crops; strong: with the augmentations of a student."""
    section, sample = next(iter(task.labelled.items()))
    pseudo = {section: np.zeros_like(sample.paint)} if strong else {}
    model = task.recipe.model("timing", task.device).train()
    source = task.crops(pseudo)
    optimiser = optimiser_for(
        model, task.settings.encoder_rate, task.settings.head_multiple, task.settings.weight_decay
    )
    weights = source.class_weights(len(task.recipe.classes)).to(task.device.device)
    size = task.settings.batch or task.device.batch
    times = []
    until = time.monotonic() + SECONDS
    step = 0
    while step < WARM_UP + 2 or time.monotonic() < until:
        began = time.monotonic()
        learn(model, optimiser, source.batch(size, step_draw(0, step)), weights, task.device)
        _finish(task)
        times.append(time.monotonic() - began)
        step += 1
        yield Progress(0, 0, "timing a step")
    return float(np.median(times[WARM_UP:]))


def seconds_per_answer(task: FaciesTask) -> Generator[Progress, None, float]:
    """Seconds to predict one labelled section."""
    section = next(iter(task.labelled))
    state = state_of(task.recipe.model("timing", task.device))
    began = time.monotonic()
    yield from task.answer(state, [section])
    return time.monotonic() - began


def _finish(task: FaciesTask) -> None:
    if task.device.device == "cuda":
        torch.cuda.synchronize()
