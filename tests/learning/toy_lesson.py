"""A lesson that a network of a few weights learns in no time, and that can be damaged at chosen steps."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import nn

from seisviewer.learning.fitting import polynomial_rate
from seisviewer.networks.device import DeviceChoice, choose_device


@dataclass(frozen=True)
class Numbers:
    values: torch.Tensor

    def __len__(self) -> int:
        return len(self.values)

    def part(self, rows: slice) -> Numbers:
        return Numbers(self.values[rows])


@dataclass
class ToyLesson:
    """damaged: batches, counted from 0, that hold values without a finite loss. scale: of the loss."""

    damaged: frozenset[int] = frozenset()
    scale: float = 1.0
    device: DeviceChoice = field(default_factory=lambda: choose_device("cpu"))
    piece = "number"

    def __post_init__(self) -> None:
        torch.manual_seed(0)
        self.model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1))
        self.optimiser = torch.optim.SGD(self.model.parameters(), lr=0.01)
        for group in self.optimiser.param_groups:
            group["initial_lr"] = 0.01
        self._batches = 0

    def batch(self, size, draw):
        values = torch.from_numpy(draw.standard_normal((size, 3), dtype="float32"))
        if self._batches in self.damaged:
            values[0, 0] = float("inf")
        self._batches += 1
        return Numbers(values)

    def loss(self, batch):
        return self.scale * self.model(batch.values).square().mean()

    def set_rate(self, step, steps):
        polynomial_rate(self.optimiser, step, steps)
