"""Self-supervised pre-training: a picker learns to fill in masked samples of recordings that nobody has labelled.

After masked autoencoders (He et al. 2022, arXiv:2111.06377), with the picker itself as encoder and decoder: its last layer,
which gives as many curves as there are components, is taught to give the components, and is thrown away afterwards.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from seisviewer.datasets.phase_window import COMPONENTS, PhaseWindow
from seisviewer.errors import ModelError
from seisviewer.learning.events import Loss
from seisviewer.learning.fitting import Checkpoint, FitPlan, State, fit
from seisviewer.learning.phases.phase_network import Teachable, prepared, start_model
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.learning.sections.step_times import seconds_of_steps
from seisviewer.networks.device import DeviceChoice
from seisviewer.progress import Notice, filtered
from seisviewer.translation import tr

STAGE = "pre-training"
MASKED = 0.4  # share of the samples
MASK_SECONDS = 0.5
RATE = 3e-3  # of Adam
SHARE_OF_MINUTES = 1 / 3
LAST_LAYERS = ("out.", "out_head.out_conv.")  # of PhaseNet, of SeisT


@dataclass(frozen=True)
class MaskedBatch:
    """windows: float32 (batch, components ZNE, samples), as recorded. masked: bool (batch, 1, samples)."""

    windows: torch.Tensor = field(repr=False)
    masked: torch.Tensor = field(repr=False)

    def __len__(self) -> int:
        return len(self.windows)

    def part(self, rows: slice) -> MaskedBatch:
        return MaskedBatch(self.windows[rows], self.masked[rows])


class MaskedLesson:
    """Windows cut at random places, of which blocks of half a second are silenced in all components."""

    piece = "window"

    def __init__(
        self, model: Teachable, windows: Sequence[PhaseWindow], settings: PickerSettings, device: DeviceChoice
    ) -> None:
        self.model = model
        self.device = device
        self.optimiser = torch.optim.Adam(model.parameters(), lr=RATE)
        self._windows = windows
        self._length = settings.window
        self._block = max(1, round(MASK_SECONDS * settings.sampling_rate))

    def batch(self, size: int, draw: np.random.Generator) -> MaskedBatch:
        cuts, masks = [], []
        for _ in range(size):
            window = self._windows[int(draw.integers(len(self._windows)))]
            first = int(draw.integers(window.count - self._length, endpoint=True))
            cuts.append(window.samples[:, first : first + self._length])
            blocks = draw.random(-(-self._length // self._block) + 1) < MASKED
            offset = int(draw.integers(self._block))
            masks.append(np.repeat(blocks, self._block)[None, offset : offset + self._length])
        windows = torch.from_numpy(np.stack(cuts).astype(np.float32))
        return MaskedBatch(windows, torch.from_numpy(np.stack(masks)))

    def loss(self, batch: MaskedBatch) -> torch.Tensor:
        """Mean over the masked samples; a glitch counts by its height and not by the square of it."""
        windows = prepared(self.model, batch.windows.to(self.device.device))
        masked = batch.masked.to(windows.device)
        with self.device.autocast():
            said = self.model(windows.masked_fill(masked, 0.0), logits=True)
        away = functional.smooth_l1_loss(said.float(), windows, reduction="none")
        return (away * masked).sum() / (masked.sum() * len(COMPONENTS)).clamp(min=1)

    def set_rate(self, step: int, steps: int) -> None:
        """The rate stays as it is."""


def pretrain(
    windows: Sequence[PhaseWindow], settings: PickerSettings, device: DeviceChoice
) -> Generator[Any, None, State]:
    """Weights of the start after pre-training, with the last layer that it had before.

    windows: at least `settings.window` samples long. It takes no more steps than the training may, and about a third of its
    minutes where these are limited. Raises ModelError where the last layer gives no three curves.
    """
    model = start_model(settings.start, 1000 * settings.seed, settings.window).to(device.device)
    if len(model.labels or ()) != len(COMPONENTS):
        raise ModelError(
            tr("{start} cannot be pre-trained: choose a picker with three curves, or none.").format(
                start=settings.start
            )
        )
    before = {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}
    steps = yield from _steps(windows, settings, device)
    plan = FitPlan(STAGE, steps, settings.batch, 1, settings.seed)
    losses: list[float] = []

    def note(event: object) -> bool:
        if isinstance(event, Loss):
            losses.append(event.loss)
        return not isinstance(event, Checkpoint)

    state = (yield from filtered(fit(MaskedLesson(model, windows, settings, device), plan), note))[-1]
    yield Notice(
        tr("Pre-trained on {count} windows: loss {losses:.3f} at first, {losses2:.3f} at last.").format(
            count=len(windows), losses=losses[0], losses2=losses[-1]
        )
    )
    return {name: before[name] if name.startswith(LAST_LAYERS) else value for name, value in state.items()}


def _steps(windows: Sequence[PhaseWindow], settings: PickerSettings, device: DeviceChoice) -> Generator[Any, None, int]:
    steps = min(settings.pretrain_steps, settings.steps or settings.pretrain_steps)
    if not settings.minutes:
        return steps
    model = start_model(settings.start, 0, settings.window).to(device.device)
    seconds = yield from seconds_of_steps(MaskedLesson(model, windows, settings, device), settings.batch)
    return max(1, min(steps, int(60 * SHARE_OF_MINUTES * settings.minutes / seconds)))
