"""Dual attention: every place looks at every place, every channel at every channel (Fu et al. 2019, DANet)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seisviewer.networks.layers import size
from seisviewer.networks.tiling import in_tiles

MOST_PLACES = 64 * 64  # of a section of 1024 × 1024; twice the side would take sixteen times the memory
KEY_SHARE = 8
LEAST_KEYS = 16


class PositionAttention(nn.Module):
    """E_j = α Σ_i s_ji D_i + A_j with s_ji = softmax_i(B_i · C_j), i and j running over places (eqs. 1 and 2).

    The product is divided by the square root of its length; B could learn that factor, but without it the softmax
    starts out saturated.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        keys = max(LEAST_KEYS, channels // KEY_SHARE)
        self.query = nn.Conv2d(channels, keys, 1)
        self.key = nn.Conv2d(channels, keys, 1)
        self.value = nn.Conv2d(channels, channels, 1)
        self.alpha = nn.Parameter(torch.zeros(()))

    def forward(self, features: Tensor) -> Tensor:
        query, key, value = (_places(conv(features)) for conv in (self.query, self.key, self.value))
        attended = F.scaled_dot_product_attention(query, key, value)
        return self.alpha * attended.squeeze(1).transpose(1, 2).unflatten(2, size(features)) + features


class ChannelAttention(nn.Module):
    """E_j = β Σ_i x_ji A_i + A_j with x_ji = softmax_i(A_i · A_j), i and j running over channels (eqs. 3 and 4).

    The product is the mean over places where the paper sums, so that a whole section and a crop of it attend alike.
    """

    def __init__(self) -> None:
        super().__init__()
        self.beta = nn.Parameter(torch.zeros(()))

    def forward(self, features: Tensor) -> Tensor:
        flat = features.flatten(2)
        energy = torch.bmm(flat, flat.transpose(1, 2)) / flat.shape[-1]
        weights = energy.float().softmax(dim=-1).to(flat.dtype)
        return self.beta * torch.bmm(weights, flat).unflatten(2, size(features)) + features


class DualAttention(nn.Module):
    """Both attentions side by side on the same features, summed; (B, C, H, W) in and out.

    The cost grows with the square of the number of places: a map of more than `most_places` is worked off in tiles.
    """

    def __init__(self, channels: int, most_places: int = MOST_PLACES) -> None:
        super().__init__()
        self.position = PositionAttention(channels)
        self.channel = ChannelAttention()
        self.most_places = most_places

    def forward(self, features: Tensor) -> Tensor:
        return in_tiles(features, self.most_places, self._attend)

    def _attend(self, features: Tensor) -> Tensor:
        return self.position(features) + self.channel(features)


def _places(features: Tensor) -> Tensor:
    """(B, C, H, W) → (B, 1 head, places, C)."""
    return features.flatten(2).transpose(1, 2).unsqueeze(1)
