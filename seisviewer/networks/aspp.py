"""Atrous spatial pyramid pooling (Chen et al. 2017, DeepLabv3)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seisviewer.networks.encoder import HeadPlan
from seisviewer.networks.layers import ConvNorm, conv3, size


class PooledBranch(nn.Module):
    """The mean of the surroundings at every place: of the whole image, or of a square of `window` places.

    Without normalisation: at batch 1 the mean of the whole image is one value a channel, whose batch statistics do not
    exist, and any other statistics would take away the very level that this branch is to carry.
    """

    def __init__(self, inputs: int, outputs: int, window: int) -> None:
        super().__init__()
        self.mix = nn.Conv2d(inputs, outputs, 1)
        self.window = window

    def forward(self, features: Tensor) -> Tensor:
        if self.window:
            return self.mix(_square_mean(features, self.window)).relu()
        mean = features.mean(dim=(2, 3), keepdim=True)
        return self.mix(mean).relu().expand(-1, -1, *size(features))


class AtrousPyramid(nn.Module):
    """A 1×1, three dilated 3×3 convolutions and the pooled branch in parallel, mixed by a 1×1 convolution."""

    def __init__(self, inputs: int, plan: HeadPlan) -> None:
        super().__init__()
        self.branches = nn.ModuleList(
            [
                ConvNorm(inputs, plan.aspp, plan.norm),
                *(conv3(inputs, plan.aspp, plan.norm, separable=plan.separable, dilation=rate) for rate in plan.rates),
                PooledBranch(inputs, plan.aspp, plan.window),
            ]
        )
        self.project = ConvNorm(plan.aspp * len(self.branches), plan.aspp, plan.norm)
        self.dropout = nn.Dropout(plan.dropout)

    def forward(self, features: Tensor) -> Tensor:
        return self.dropout(self.project(torch.cat([branch(features) for branch in self.branches], dim=1)))


def _square_mean(features: Tensor, window: int) -> Tensor:
    """Mean over a square about each place, of what lies inside the map; first along columns, then along rows."""
    half = window // 2
    columns = F.avg_pool2d(features, (window, 1), 1, (half, 0), count_include_pad=False)
    return F.avg_pool2d(columns, (1, window), 1, (0, half), count_include_pad=False)
