"""The training loop: one optimiser step after another, as events."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import nn

from seisviewer.errors import ModelError
from seisviewer.learning.batches import Batch, CropSource
from seisviewer.learning.events import Loss
from seisviewer.learning.losses import masked_cross_entropy
from seisviewer.learning.prefetch import ahead
from seisviewer.networks.device import DeviceChoice
from seisviewer.progress import Notice

POWER = 0.9
REPORT_SECONDS = 0.1
SAVE_SECONDS = 30.0
State = dict[str, torch.Tensor]


@dataclass(frozen=True)
class FitPlan:
    """steps: of this fit. keep: how many states are kept, at equal distances, the last at the end. rate, head_multiple,
    weight_decay: of the optimiser. seed: of the crops."""

    stage: str
    steps: int
    batch: int
    keep: int = 1
    rate: float = 2e-3
    head_multiple: float = 1.0
    weight_decay: float = 1e-4
    seed: int = 0

    @property
    def kept_steps(self) -> tuple[int, ...]:
        """Step counts after which a state is kept: steps · k / keep."""
        return tuple(max(1, self.steps * (k + 1) // self.keep) for k in range(self.keep))


@dataclass(frozen=True)
class Checkpoint:
    """What is needed to go on with a fit that was cut off. `states` are those kept so far."""

    stage: str
    step: int
    batch: int
    model: State = field(repr=False)
    optimiser: dict[str, Any] = field(repr=False)
    states: tuple[State, ...] = field(repr=False)


def optimiser_for(model: nn.Module, rate: float, head_multiple: float, weight_decay: float) -> torch.optim.Optimizer:
    """AdamW with the encoder at `rate` and everything else at `rate` · `head_multiple`."""
    head = rate * head_multiple
    groups = [
        {"params": list(model.encoder.parameters()), "lr": rate, "initial_lr": rate},
        {"params": model.head_parameters(), "lr": head, "initial_lr": head},
    ]
    return torch.optim.AdamW(groups, weight_decay=weight_decay)


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


def learn(
    model: nn.Module, optimiser: torch.optim.Optimizer, batch: Batch, weights: torch.Tensor, device: DeviceChoice
) -> torch.Tensor:
    """One optimiser step on a batch; returns the loss, detached and still on the device."""
    images = device.put(batch.images)
    paint = batch.paint.to(device.device, non_blocking=True)
    pseudo = batch.pseudo.to(device.device, non_blocking=True)
    with device.autocast():
        logits = model(images)
    # Channels beyond the weights are spare: no class has been painted for them yet.
    loss = masked_cross_entropy(logits[:, : len(weights)].float(), paint, pseudo, weights)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimiser.step()
    return loss.detach()


def fit(
    model: nn.Module,
    source: CropSource,
    classes: int,
    plan: FitPlan,
    device: DeviceChoice,
    resume: Checkpoint | None = None,
) -> Generator[Loss | Notice | Checkpoint, None, tuple[State, ...]]:
    """Train `model` by `plan`; returns the kept states.

    Out of GPU memory halves the batch (the optimiser sees fewer crops a step from then on) and says so; ModelError when a
    single crop does not fit. A Checkpoint is yielded every half minute.
    """
    optimiser = optimiser_for(model, plan.rate, plan.head_multiple, plan.weight_decay)
    states: list[State] = []
    first, batch_size = 0, plan.batch
    if resume is not None:
        model.load_state_dict(resume.model)
        optimiser.load_state_dict(resume.optimiser)
        states, first, batch_size = list(resume.states), resume.step, resume.batch
    weights = source.class_weights(classes).to(device.device)
    model.train()
    losses: list[torch.Tensor] = []
    began = reported = saved = time.monotonic()
    step = first
    batches = prefetched((source.batch(plan.batch, step_draw(plan.seed, s)) for s in range(first, plan.steps)), device)
    with closing(batches):
        for batch in batches:
            polynomial_rate(optimiser, step, plan.steps)
            torch.manual_seed(plan.seed * 1_000_003 + step)  # dropout; crops have their own draws
            loss, fitting = learn_what_fits(model, optimiser, batch.part(slice(batch_size)), weights, device)
            losses.append(loss)
            if fitting < batch_size:
                batch_size = fitting
                yield Notice(out_of_memory(batch_size))
            step += 1
            if step in plan.kept_steps:
                states.append(state_of(model))
            now = time.monotonic()
            if now - reported >= REPORT_SECONDS or step == plan.steps:
                left = (now - began) / (step - first) * (plan.steps - step)
                yield Loss(plan.stage, step, plan.steps, float(torch.stack(losses).mean()), left)
                losses.clear()
                reported = now
            if now - saved >= SAVE_SECONDS:
                yield Checkpoint(plan.stage, step, batch_size, state_of(model), optimiser.state_dict(), tuple(states))
                saved = now
    return tuple(states)


def learn_what_fits(
    model: nn.Module, optimiser: torch.optim.Optimizer, batch: Batch, weights: torch.Tensor, device: DeviceChoice
) -> tuple[torch.Tensor, int]:
    """`learn`, with half as many crops of the batch, and half of these, while the GPU is out of memory.

    Returns the loss and how many crops fitted; ModelError when a single one does not.
    """
    size = len(batch.images)
    while True:
        try:
            return learn(model, optimiser, batch.part(slice(size)), weights, device), size
        except torch.OutOfMemoryError:
            pass  # the way out begins after this block, which still holds on to the graph that did not fit
        if size == 1:
            raise ModelError(
                "The GPU has no room for a single crop: choose a smaller crop, a lighter encoder or --device cpu."
            )
        size //= 2
        torch.cuda.empty_cache()


def out_of_memory(batch: int) -> str:
    """What the user is told when the batch was made smaller."""
    return f"The GPU is out of memory; training goes on with {batch} crops a step."


def prefetched(batches: Generator[Batch, None, None], device: DeviceChoice) -> Generator[Batch, None, None]:
    """The batches, drawn ahead in a thread of their own where a GPU would wait for them."""
    return batches if device.device == "cpu" else ahead(batches)
