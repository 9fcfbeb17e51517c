"""Atrous spatial pyramid pooling (Chen et al. 2017, DeepLabv3)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from seisviewer.networks.encoder import HeadPlan
from seisviewer.networks.layers import ConvNorm, conv3, size


class PooledBranch(nn.Module):
    """The mean of the whole image at every place.

    Without normalisation: at batch 1 there is one value a channel, whose batch statistics do not exist, and group
    statistics would take away the very level that this branch is to carry.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.mix = nn.Conv2d(inputs, outputs, 1)

    def forward(self, features: Tensor) -> Tensor:
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
                PooledBranch(inputs, plan.aspp),
            ]
        )
        self.project = ConvNorm(plan.aspp * len(self.branches), plan.aspp, plan.norm)
        self.dropout = nn.Dropout(plan.dropout)

    def forward(self, features: Tensor) -> Tensor:
        return self.dropout(self.project(torch.cat([branch(features) for branch in self.branches], dim=1)))
