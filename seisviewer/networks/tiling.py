"""Working off a large map in overlapping tiles, blended so that no edge shows."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from seisviewer.networks.layers import size


def in_tiles(features: Tensor, most_places: int, work: Callable[[Tensor], Tensor]) -> Tensor:
    """`work` on (B, C, H, W), which gives the same shape back, on tiles of at most `most_places` places.

    A map that is no larger goes through in one piece. One tile at a time, so that memory is that of one tile.
    """
    height, width = size(features)
    rows, columns = tile_shape(height, width, most_places)
    if (rows, columns) == (height, width):
        return work(features)
    weight = _hat(rows, features)[:, None] * _hat(columns, features)[None, :]
    total = torch.zeros_like(features)
    weights = torch.zeros_like(features[:1, :1])
    for top in tile_starts(height, rows):
        for left in tile_starts(width, columns):
            place = (..., slice(top, top + rows), slice(left, left + columns))
            total[place] += work(features[place]) * weight
            weights[place] += weight
    return total / weights


def tile_shape(height: int, width: int, most_places: int) -> tuple[int, int]:
    """Rows and columns of the largest near-square tile of a map that holds at most `most_places` places."""
    if height * width <= most_places:
        return height, width
    rows = min(height, math.isqrt(most_places))
    columns = min(width, most_places // rows)
    return min(height, most_places // columns), columns


def tile_starts(length: int, tile: int) -> list[int]:
    """Where tiles begin that cover `length` evenly, neighbours sharing at least a quarter."""
    if tile >= length:
        return [0]
    overlap = max(1, tile // 4) if tile > 1 else 0
    count = math.ceil((length - overlap) / (tile - overlap))
    return [round(i * (length - tile) / (count - 1)) for i in range(count)]


def _hat(length: int, like: Tensor) -> Tensor:
    """Weights that fall towards both ends of a tile."""
    ramp = torch.arange(1, length + 1, device=like.device, dtype=like.dtype)
    return torch.minimum(ramp, ramp.flip(0)) / ramp[-1]
