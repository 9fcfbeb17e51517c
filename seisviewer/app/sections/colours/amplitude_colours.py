"""How the display wants amplitudes to become colours: clip, gain, polarity and AGC. Nothing here draws."""

from __future__ import annotations

import numpy as np

from seisviewer.app.section_state import Display
from seisviewer.pictures.amplitude_indices import AGC_CLIP, MISSING, agc, colour_table


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
    """RGBA uint8 (256, 4) of the indices of `amplitude_indices`.

    gain: applied to the indices, for sections that are stored as indices already.
    """
    return colour_table(display.colour_map, flipped=display.flipped, gain=gain)


def shown_amplitudes(amplitudes: np.ndarray, display: Display, interval: float | None) -> tuple[np.ndarray, float]:
    """What is drawn, and the limit it is drawn with: AGC where it is asked for and possible, then gain.

    interval: from sample to sample along the second axis, in the unit of the AGC window. None for a time slice, which
    has no trace to measure a gain along, so that AGC leaves it as it is.
    """
    if display.agc > 0 and interval is not None:
        return agc(amplitudes, round(display.agc / interval)), AGC_CLIP / display.gain
    return amplitudes, display.limit / display.gain
