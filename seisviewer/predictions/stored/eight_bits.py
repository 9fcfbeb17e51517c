"""Shares 0–1 in one byte: 0–254, and 255 for what is not known."""

from __future__ import annotations

import numpy as np

STEPS = 254
UNKNOWN = 255


def packed_shares(shares: np.ndarray) -> np.ndarray:
    """Shares 0–1, NaN where unknown, as uint8."""
    known = np.isfinite(shares)
    steps = np.rint(np.clip(np.where(known, shares, 0), 0, 1).astype(np.float32) * STEPS).astype(np.uint8)
    return np.where(known, steps, np.uint8(UNKNOWN))


def unpacked_shares(packed: np.ndarray) -> np.ndarray:
    """Float16 shares, NaN where unknown."""
    return _TABLE[packed]


_TABLE = np.append(np.arange(STEPS + 1) / STEPS, np.nan).astype(np.float16)
