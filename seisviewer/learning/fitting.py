"""The training loop: one optimiser step after another, as events. What is learned is the lesson's business."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Protocol, Self, TypeVar

import numpy as np
import torch
from torch import nn

from seisviewer.errors import ModelError
from seisviewer.learning.events import Loss
from seisviewer.learning.prefetch import ahead, pinned
from seisviewer.learning.team import this_team
from seisviewer.networks.device import DeviceChoice
from seisviewer.progress import Notice
from seisviewer.translation import tr

POWER = 0.9
LONGEST_GRADIENT = 5.0
REPORT_SECONDS = 0.1
SAVE_SECONDS = 30.0
SEVERAL = 10  # steps left out in a row before the user is told
State = dict[str, torch.Tensor]


class Pieces(Protocol):
    """What one step learns from: so many crops, or windows."""

    def __len__(self) -> int: ...

    def part(self, rows: slice) -> Self: ...


Batch = TypeVar("Batch", bound=Pieces)


class Lesson(Protocol[Batch]):
    """What `fit` needs to know of a training.

    model: on `device`, initialised. optimiser: of the model's weights. piece: what a batch is made of, in a word for the
    user ("crop", "window").
    """

    model: nn.Module
    optimiser: torch.optim.Optimizer
    device: DeviceChoice
    piece: str

    def batch(self, size: int, draw: np.random.Generator) -> Batch:
        """`size` pieces; the same state of `draw` gives the same ones. May run in a thread of its own."""

    def loss(self, batch: Batch) -> torch.Tensor:
        """The mean loss of the model on `batch`, with its gradient."""

    def set_rate(self, step: int, steps: int) -> None:
        """Set the learning rate for step `step` (from 0) of `steps`."""


@dataclass(frozen=True)
class FitPlan:
    """steps: of this fit. batch: pieces a step. keep: how many states are kept, at equal distances, the last at the end
    (one a step where there are fewer steps).
    seed: of what is drawn."""

    stage: str
    steps: int
    batch: int
    keep: int = 1
    seed: int = 0

    @property
    def kept_steps(self) -> tuple[int, ...]:
        """Step counts after which a state is kept: steps · k / keep; every one where there are fewer steps than `keep`."""
        kept = min(self.keep, self.steps)
        return tuple(self.steps * (k + 1) // kept for k in range(kept))


@dataclass(frozen=True)
class Checkpoint:
    """What is needed to go on with a fit that was cut off. `states` are those kept so far."""

    stage: str
    step: int
    batch: int
    model: State = field(repr=False)
    optimiser: dict[str, Any] = field(repr=False)
    states: tuple[State, ...] = field(repr=False)


def polynomial_rate(optimiser: torch.optim.Optimizer, step: int, steps: int) -> None:
    """rate · (1 − step / steps)^0.9, the schedule of DeepLab and ST++."""
    for group in optimiser.param_groups:
        group["lr"] = group["initial_lr"] * (1.0 - step / max(steps, 1)) ** POWER


def state_of(model: nn.Module) -> State:
    """A copy of the weights on the CPU."""
    return {name: tensor.detach().cpu().clone() for name, tensor in model.state_dict().items()}


def step_draw(seed: int, step: int) -> np.random.Generator:
    """The random numbers of one step; a resumed run draws the same ones."""
    return np.random.default_rng((seed, step))


def learn(lesson: Lesson[Batch], batch: Batch) -> torch.Tensor | None:
    """One optimiser step on a batch; returns the loss, detached and still on the device. Of several processes, each with
    its part of a batch, it is the mean of theirs.

    None where the loss or its gradient is not finite: the step is left out then and the model is as it was, since a single
    NaN among the weights never goes away.
    """
    statistics = _running_statistics(lesson.model)
    loss = lesson.loss(batch)
    lesson.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    length = nn.utils.clip_grad_norm_(lesson.model.parameters(), LONGEST_GRADIENT)
    team = this_team()
    mean = team.total(loss.detach()) / team.count
    if not torch.isfinite(mean + length):
        _put_back(lesson.model, statistics)
        return None
    lesson.optimiser.step()
    return mean


def _running_statistics(model: nn.Module) -> torch.Tensor | None:
    """What batch normalisation keeps of the batches so far, in one tensor; the forward pass of training changes it."""
    values = [buffer.flatten() for buffer in model.buffers() if buffer.is_floating_point()]
    return torch.cat(values) if values else None


def _put_back(model: nn.Module, statistics: torch.Tensor | None) -> None:
    if statistics is not None:
        buffers = [buffer for buffer in model.buffers() if buffer.is_floating_point()]
        parts = statistics.split([buffer.numel() for buffer in buffers])
        for buffer, part in zip(buffers, parts, strict=True):
            buffer.copy_(part.view_as(buffer))


class SkippedSteps:
    """Counts the steps left out in a row, and has a sentence for the user once there are several."""

    def __init__(self) -> None:
        self._count = 0

    def note(self, loss: torch.Tensor | None) -> Notice | None:
        """Count a step; loss: what `learn` returned."""
        self._count = 0 if loss is not None else self._count + 1
        if self._count != SEVERAL:
            return None
        return Notice(
            tr(
                "{several} training steps in a row gave no finite loss and were left out: look for "
                "damaged values in the data, or lower the learning rate."
            ).format(several=SEVERAL)
        )


def fit(
    lesson: Lesson,
    plan: FitPlan,
    resume: Checkpoint | None = None,
    stopped: Callable[[Checkpoint], None] | None = None,
) -> Generator[Loss | Notice | Checkpoint, None, tuple[State, ...]]:
    """Train the lesson's model by `plan`; returns the kept states.

    Out of GPU memory halves the batch (the optimiser sees fewer pieces a step from then on) and says so; ModelError when a
    single piece does not fit. Steps without a finite loss are left out, with a Notice after several in a row; ModelError
    when all of them were. A Checkpoint is yielded every half minute; `stopped` gets the last one where the generator is
    closed before its end.
    """
    model, optimiser = lesson.model, lesson.optimiser

    def present() -> Checkpoint:
        return Checkpoint(plan.stage, step, batch_size, state_of(model), optimiser.state_dict(), tuple(states))

    states: list[State] = []
    first, batch_size = 0, plan.batch
    if resume is not None:
        model.load_state_dict(resume.model)
        optimiser.load_state_dict(resume.optimiser)
        states, first, batch_size = list(resume.states), resume.step, resume.batch
    model.train()
    losses: list[torch.Tensor] = []
    skipped, learned = SkippedSteps(), first > 0
    began = reported = saved = time.monotonic()
    step = first
    try:
        with closing(prefetched(lesson, plan, first)) as batches:
            for batch in batches:
                lesson.set_rate(step, plan.steps)
                torch.manual_seed(plan.seed * 1_000_003 + step)  # dropout; what is drawn for batches is seeded apart
                loss, fitting = learn_what_fits(lesson, batch.part(slice(batch_size)))
                step += 1  # before anything is said: a generator that is closed there knows how far it is
                if step in plan.kept_steps:
                    states.append(state_of(model))
                if (notice := skipped.note(loss)) is not None:
                    yield notice
                if loss is not None:
                    losses.append(loss)
                    learned = True
                if fitting < batch_size:
                    batch_size = fitting
                    yield Notice(out_of_memory(batch_size, lesson.piece))
                now = time.monotonic()
                if losses and (now - reported >= REPORT_SECONDS or step == plan.steps):
                    left = (now - began) / (step - first) * (plan.steps - step)
                    yield Loss(plan.stage, step, plan.steps, float(torch.stack(losses).mean()), left)
                    losses.clear()
                    reported = now
                if now - saved >= SAVE_SECONDS:
                    yield present()
                    saved = now
    except GeneratorExit:
        if stopped is not None and step > first:
            stopped(present())
        raise
    if not learned:
        raise ModelError(
            tr(
                "The {stage} learned nothing, since no step gave a finite loss: look for damaged values "
                "in the data, or lower the learning rate."
            ).format(stage=tr(plan.stage))
        )
    return tuple(states)


def learn_what_fits(lesson: Lesson[Batch], batch: Batch) -> tuple[torch.Tensor | None, int]:
    """`learn`, with half of the batch, and half of that, while the GPU is out of memory.

    Returns what `learn` returns and how many pieces fitted; ModelError when a single one does not.
    """
    size = len(batch)
    while True:
        try:
            return learn(lesson, batch.part(slice(size))), size
        except torch.OutOfMemoryError:
            pass  # the way out begins after this block, which still holds on to the graph that did not fit
        if not this_team().is_alone:
            raise ModelError(
                tr("A GPU has no room for {size} {piece}s: choose a smaller --batch for each process.").format(
                    size=size, piece=lesson.piece
                )
            )
        if size == 1:
            raise ModelError(
                tr(
                    "The GPU has no room for a single {piece}: choose a smaller {piece}, a lighter network "
                    "or --device cpu."
                ).format(piece=lesson.piece)
            )
        size //= 2
        torch.cuda.empty_cache()


def out_of_memory(batch: int, piece: str) -> str:
    """What the user is told when the batch was made smaller."""
    return tr("The GPU is out of memory; training goes on with {batch} {piece}s a step.").format(
        batch=batch, piece=piece
    )


def prefetched(lesson: Lesson[Batch], plan: FitPlan, first: int = 0) -> Generator[Batch, None, None]:
    """The batches from step `first` on, `plan.batch` pieces for each process, drawn ahead in a thread of their own where a GPU would wait for them."""
    team = this_team()
    whole = plan.batch * team.count  # all processes draw the same pieces, of which each takes its part
    drawn = (lesson.batch(whole, step_draw(plan.seed, step)) for step in range(first, plan.steps))
    batches = drawn if team.is_alone else (batch.part(team.part(whole)) for batch in drawn)
    return batches if lesson.device.device == "cpu" else ahead(map(pinned, batches))
