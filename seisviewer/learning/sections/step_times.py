"""How long a step and a prediction take on this machine."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing

import numpy as np
import torch

from seisviewer.learning.fitting import FitPlan, Lesson, learn_what_fits, prefetched, state_of
from seisviewer.learning.sections.facies_task import FaciesTask
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

WARM_UP = 3
SECONDS = 4.0
MOST_STEPS = 100_000


def seconds_per_step(task: FaciesTask, unlabelled: Sequence[SectionId]) -> Generator[Progress, None, float]:
    """Median seconds from one optimiser step to the next on the task's own crops.

    unlabelled: sections of which one stands for the pseudo-labelled ones, with strong augmentation; none for a
    supervised training.
    """
    pseudo = {section: np.zeros_like(task.sample(section).paint) for section in unlabelled[:1]}
    return (yield from seconds_of_steps(task.lesson("timing", pseudo), task.settings.batch))


def seconds_of_steps(lesson: Lesson, size: int) -> Generator[Progress, None, float]:
    """Median seconds from one optimiser step to the next, with `size` pieces a step; the lesson's model is of no use
    after."""
    lesson.model.train()
    ends = []
    until = time.monotonic() + SECONDS
    with closing(prefetched(lesson, FitPlan("timing", MOST_STEPS, size))) as batches:
        for batch in batches:
            learn_what_fits(lesson, batch)
            if lesson.device.device == "cuda":
                torch.cuda.synchronize()
            ends.append(time.monotonic())
            if len(ends) >= WARM_UP + 2 and ends[-1] > until:
                break
            yield Progress(0, 0, tr("timing a step"))
    return float(np.median(np.diff(ends[WARM_UP - 1 :])))


def seconds_per_answer(task: FaciesTask) -> Generator[Progress, None, float]:
    """Seconds to predict one section, once everything is loaded."""
    section = next(iter(task.labelled))
    state = state_of(task.recipe.model("timing", task.device))
    ends = []
    for _ in task.answer(state, [section] * 3):
        ends.append(time.monotonic())
        yield Progress(0, 0, tr("timing a prediction"))
    return ends[-1] - ends[-2]
