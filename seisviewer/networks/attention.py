"""Dual attention: every place looks at every place, every channel at every channel (Fu et al. 2019, DANet)."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seisviewer.networks.layers import size

MOST_TOKENS = 64 * 64
KEY_SHARE = 8
LEAST_KEYS = 16


class PositionAttention(nn.Module):
    """E_j = α Σ_i s_ji D_i + A_j with s_ji = softmax_i(B_i · C_j), i and j running over places (eqs. 1 and 2).

    The product is divided by the square root of its length; B could learn that factor, but without it the softmax
    starts out saturated. Maps of more than `most_tokens` places are worked off in overlapping tiles, blended.
    """

    def __init__(self, channels: int, most_tokens: int = MOST_TOKENS) -> None:
        super().__init__()
        keys = max(LEAST_KEYS, channels // KEY_SHARE)
        self.query = nn.Conv2d(channels, keys, 1)
        self.key = nn.Conv2d(channels, keys, 1)
        self.value = nn.Conv2d(channels, channels, 1)
        self.alpha = nn.Parameter(torch.zeros(1))
        self.most_tokens = most_tokens

    def forward(self, features: Tensor) -> Tensor:
        height, width = size(features)
        query, key, value = self.query(features), self.key(features), self.value(features)
        rows, columns = tile_shape(height, width, self.most_tokens)
        if (rows, columns) == (height, width):
            attended = attend(query, key, value)
        else:
            attended = _attend_tiled(query, key, value, rows, columns)
        return self.alpha * attended + features


class ChannelAttention(nn.Module):
    """E_j = β Σ_i x_ji A_i + A_j with x_ji = softmax_i(A_i · A_j), i and j running over channels (eqs. 3 and 4).

    The product is the mean over places where the paper sums, so that a whole section and a crop of it attend alike.
    """

    def __init__(self) -> None:
        super().__init__()
        self.beta = nn.Parameter(torch.zeros(1))

    def forward(self, features: Tensor) -> Tensor:
        flat = features.flatten(2)
        energy = torch.bmm(flat, flat.transpose(1, 2)) / flat.shape[-1]
        weights = energy.float().softmax(dim=-1).to(flat.dtype)
        attended = torch.bmm(weights, flat).reshape(features.shape)
        return self.beta * attended + features


class DualAttention(nn.Module):
    """Both attentions side by side on the same features, summed; (B, C, H, W) in and out."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.position = PositionAttention(channels)
        self.channel = ChannelAttention()

    def forward(self, features: Tensor) -> Tensor:
        return self.position(features) + self.channel(features)


def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Softmax attention over all places of (B, C, H, W) maps; query and key share their C."""
    q, k, v = (_tokens(each) for each in (query, key, value))
    attended = F.scaled_dot_product_attention(q, k, v)
    return attended.squeeze(1).transpose(1, 2).unflatten(2, size(value))


def tile_shape(height: int, width: int, most_tokens: int) -> tuple[int, int]:
    """Rows and columns of the largest near-square tile of a map that holds at most `most_tokens` places."""
    if height * width <= most_tokens:
        return height, width
    rows = min(height, math.isqrt(most_tokens))
    columns = min(width, most_tokens // rows)
    return min(height, most_tokens // columns), columns


def tile_starts(length: int, tile: int) -> list[int]:
    """Where tiles begin that cover `length` evenly, neighbours sharing at least a quarter."""
    if tile >= length:
        return [0]
    overlap = max(1, tile // 4) if tile > 1 else 0
    count = math.ceil((length - overlap) / (tile - overlap))
    return [round(i * (length - tile) / (count - 1)) for i in range(count)]


def _attend_tiled(query: Tensor, key: Tensor, value: Tensor, rows: int, columns: int) -> Tensor:
    height, width = size(value)
    weight = _hat(rows, value)[:, None] * _hat(columns, value)[None, :]
    total = torch.zeros_like(value)
    weights = torch.zeros_like(value[:1, :1])
    for top in tile_starts(height, rows):
        for left in tile_starts(width, columns):
            place = (..., slice(top, top + rows), slice(left, left + columns))
            total[place] += attend(query[place], key[place], value[place]) * weight
            weights[place] += weight
    return total / weights


def _hat(length: int, like: Tensor) -> Tensor:
    """Weights that fall towards both ends of a tile, so that no edge shows where tiles meet."""
    ramp = torch.arange(1, length + 1, device=like.device, dtype=like.dtype)
    return torch.minimum(ramp, ramp.flip(0)) / ramp[-1]


def _tokens(features: Tensor) -> Tensor:
    return features.flatten(2).transpose(1, 2).unsqueeze(1)
