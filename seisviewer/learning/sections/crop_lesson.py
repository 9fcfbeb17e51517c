"""Crops of sections as a lesson for the training loop."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from seisviewer.learning.fitting import polynomial_rate
from seisviewer.learning.sections.crop_augmentation import FULL
from seisviewer.learning.sections.crop_batches import Batch, CropSource
from seisviewer.learning.sections.losses import masked_cross_entropy
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.learning.team import this_team
from seisviewer.networks.device import DeviceChoice


class CropLesson:
    """Teaches `model` the crops of `source`.

    classes: output channels that have a class; those beyond are spare. settings: decided ones, for the learning rates.
    steps: that will be taken, as far as is known, which decide whether compiling the network is worth its time.
    """

    piece = "crop"

    def __init__(
        self,
        model: nn.Module,
        source: CropSource,
        classes: int,
        settings: TrainSettings,
        device: DeviceChoice,
        steps: int = 0,
    ) -> None:
        self.model = model
        self._team = this_team()
        self._answer = device.compiled(model, steps) if self._team.is_alone else self._team.answering(model)
        self.device = device
        self.optimiser = optimiser_for(model, settings.encoder_rate, settings.head_multiple, settings.weight_decay)
        self.set_source(source, classes)

    def set_source(self, source: CropSource, classes: int) -> None:
        """Learn other crops from the next batch on."""
        self.source = source
        self.set_weights(source.class_weights(classes))

    def set_weights(self, weights: torch.Tensor) -> None:
        """What a voxel of each class counts, float32 (classes,)."""
        self._weights = weights.to(self.device.device)

    def batch(self, size: int, draw: np.random.Generator) -> Batch:
        return self.source.batch(size, draw)

    def loss(self, batch: Batch) -> torch.Tensor:
        there = batch.on(self.device).strengthened()
        with self.device.autocast():
            logits = self._answer(there.images)
        # Channels beyond the weights are spare: no class has been painted for them yet.
        logits = logits[:, : len(self._weights)].float()
        trust = there.trust.float() / FULL
        return masked_cross_entropy(logits, there.paint.long(), there.pseudo.long(), self._weights, trust, self._team)

    def set_rate(self, step: int, steps: int) -> None:
        polynomial_rate(self.optimiser, step, steps)


def optimiser_for(model: nn.Module, rate: float, head_multiple: float, weight_decay: float) -> torch.optim.Optimizer:
    """AdamW with the encoder at `rate` and everything else at `rate` · `head_multiple`."""
    head = rate * head_multiple
    groups = [
        {"params": list(model.encoder.parameters()), "lr": rate, "initial_lr": rate},
        {"params": model.head_parameters(), "lr": head, "initial_lr": head},
    ]
    return torch.optim.AdamW(groups, weight_decay=weight_decay)
