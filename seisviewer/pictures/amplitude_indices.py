"""From amplitudes to indices into 256 colours, and evening out along traces. Numbers in, numbers out; nothing here draws.

A section becomes uint8 indices: 0 where there is no trace, 128 for zero, 1 and 255 for the most negative and the most
positive amplitude.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter1d

from seisviewer.pictures.colour_maps import colour_map

MISSING, ZERO, HALF = 0, 128, 127
AGC_CLIP = 2.5


def indices(amplitudes: np.ndarray, limit: float) -> np.ndarray:
    """uint8, same shape: amplitudes scaled so that ±limit is the strongest colour, NaN (no trace) as MISSING."""
    scaled = amplitudes * np.float32(HALF / limit)
    missing = np.isnan(scaled)
    np.clip(scaled, -HALF, HALF, out=scaled)
    scaled += np.float32(ZERO + 0.5)
    if missing.any():
        scaled[missing] = MISSING
    return scaled.astype(np.uint8)


def colour_table(name: str, *, flipped: bool = False, gain: float = 1.0) -> np.ndarray:
    """RGBA uint8 (256, 4) of the indices through a colour map. MISSING is fully transparent: what lies behind the section
    shows there.

    flipped: the colours of positive and negative amplitudes change places. gain: applied to the indices, for sections
    that are stored as indices already.
    """
    value = (-gain if flipped else gain) * (np.arange(256) - ZERO) / HALF
    table = np.full((256, 4), 255, np.uint8)
    table[:, :3] = colour_map(name).colours((np.clip(value, -1, 1) + 1) / 2)
    table[MISSING] = 0
    return table


def agc(amplitudes: np.ndarray, window: int) -> np.ndarray:
    """float32, same shape: each sample divided by the root mean square of `window` samples around it along its trace."""
    power = uniform_filter1d(np.square(amplitudes, dtype=np.float32), max(window, 1), axis=1, mode="nearest")
    # A running sum leaves rounding crumbs where a trace is dead: below a millionth of the trace's power counts as silence.
    floor = power.max(axis=1, keepdims=True, initial=0.0) * np.float32(1e-6) + np.float32(1e-30)
    return amplitudes / np.sqrt(np.maximum(power, floor))
