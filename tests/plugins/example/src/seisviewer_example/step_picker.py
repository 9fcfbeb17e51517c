"""P where the vertical component grows; for show."""

from __future__ import annotations

import torch
from seisbench.models import WaveformModel


class StepPicker(WaveformModel):
    def __init__(self) -> None:
        super().__init__(
            citation="", output_type="array", in_samples=500, pred_sample=(0, 500), labels="NPS", sampling_rate=100
        )
        self.sharpness = torch.nn.Parameter(torch.tensor(1.0))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        growth = torch.diff(x[:, 0].abs(), dim=-1, prepend=x[:, 0, :1].abs())
        p = torch.sigmoid(self.sharpness * growth)
        return torch.stack([1 - p, p / 2, p / 2], dim=1)

    def annotate_batch_post(self, batch: torch.Tensor, piggyback: object, argdict: dict) -> torch.Tensor:
        return torch.transpose(batch, -1, -2)


def make() -> StepPicker:
    return StepPicker()
