"""Efficient channel attention (Wang et al. 2020, ECA-Net)."""

from __future__ import annotations

import math

from torch import Tensor, nn


def kernel_size(channels: int, gamma: float = 2.0, offset: float = 1.0) -> int:
    """k = |log2(C) / γ + b / γ| taken to an odd number (eq. 12 of the paper; γ = 2, b = 1)."""
    size = int(abs(math.log2(channels) / gamma + offset / gamma))
    return size if size % 2 else size + 1


class EfficientChannelAttention(nn.Module):
    """Weighs each channel by a sigmoid of its mean and its k neighbours' means (eq. 7–9)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        kernel = kernel_size(channels)
        self.mix = nn.Conv1d(1, 1, kernel, padding=kernel // 2, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        means = features.mean(dim=(2, 3))
        weights = self.mix(means.unsqueeze(1)).squeeze(1).sigmoid()
        return features * weights[:, :, None, None]
