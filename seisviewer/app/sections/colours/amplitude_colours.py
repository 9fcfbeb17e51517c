"""From amplitudes to colours: clip, gain, polarity and AGC. Numbers in, numbers out; nothing here draws.

A section becomes uint8 indices into a table of 256 colours: 0 where there is no trace, 128 for zero, 1 and 255 for the
most negative and the most positive amplitude.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter1d

from seisviewer.app.section_state import Display
from seisviewer.app.sections.colours.colour_maps import colour_map

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


def widened(values: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """uint8, same shape: indices with live traces drawn over missing neighbours until they are so many rows and columns
    wide. On a sparse survey a lone trace would otherwise fall between two pixels of the screen."""
    values = values.copy()
    for lines, width in ((values, rows), (values.T, columns)):
        for turn in range(width - 1):
            source, target = (lines[:-1], lines[1:]) if turn % 2 == 0 else (lines[1:], lines[:-1])
            np.copyto(target, source.copy(), where=target == MISSING)
    return values


def lookup_table(display: Display, gain: float = 1.0) -> np.ndarray:
    """RGBA uint8 (256, 4) of the indices. MISSING is fully transparent: what lies behind the section shows there.

    gain: applied to the indices, for sections that are stored as indices already.
    """
    sign = -1.0 if display.flipped else 1.0
    value = sign * gain * (np.arange(256) - ZERO) / HALF
    table = np.full((256, 4), 255, np.uint8)
    table[:, :3] = colour_map(display.colour_map).colours((np.clip(value, -1, 1) + 1) / 2)
    table[MISSING] = 0
    return table


def shown_amplitudes(amplitudes: np.ndarray, display: Display, interval: float | None) -> tuple[np.ndarray, float]:
    """What is drawn, and the limit it is drawn with: AGC where it is asked for and possible, then gain.

    interval: from sample to sample along the second axis, in the unit of the AGC window. None for a time slice, which
    has no trace to measure a gain along, so that AGC leaves it as it is.
    """
    if display.agc > 0 and interval is not None:
        return agc(amplitudes, round(display.agc / interval)), AGC_CLIP / display.gain
    return amplitudes, display.limit / display.gain


def agc(amplitudes: np.ndarray, window: int) -> np.ndarray:
    """float32, same shape: each sample divided by the root mean square of `window` samples around it along its trace."""
    power = uniform_filter1d(np.square(amplitudes, dtype=np.float32), max(window, 1), axis=1, mode="nearest")
    # A running sum leaves rounding crumbs where a trace is dead: below a millionth of the trace's power counts as silence.
    floor = power.max(axis=1, keepdims=True, initial=0.0) * np.float32(1e-6) + np.float32(1e-30)
    return amplitudes / np.sqrt(np.maximum(power, floor))
