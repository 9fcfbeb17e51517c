"""Which frequencies a trace holds, and when."""

from __future__ import annotations

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

COLUMNS = 400  # of the picture, about
LINES = 256  # of the picture, at most
SHORTEST, LONGEST = 1.0, 60.0  # s, of the window that slides over the trace
OVERLAP = 0.75
QUIET = 1e-20  # power that is as good as none


def spectrogram(
    samples: np.ndarray, rate: float, *, window: float | None = None, columns: int = COLUMNS
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Power spectral density in decibels over time and frequency.

    samples: (samples,), NaN in gaps. rate: samples per second. window: seconds that each column looks at; None: what
    gives about `columns` of them, between 1 and 60 s. Gives times (seconds from the first sample, of the middles),
    frequencies (Hz) and dB (float32, (frequencies, times)), NaN where the window touches a gap; neighbouring
    frequencies are averaged to at most 256. Of a trace that is too short for one window all three are empty.
    """
    seconds = len(samples) / rate
    if window is None:
        window = float(np.clip(seconds / columns / (1 - OVERLAP), SHORTEST, LONGEST))
    length = max(8, round(window * rate))
    step = max(1, round(length * (1 - OVERLAP)), len(samples) // columns)
    if len(samples) < length:
        return np.empty(0), np.empty(0), np.empty((0, 0), np.float32)
    unknown = ~np.isfinite(samples)
    values = np.where(unknown, 0.0, samples) if unknown.any() else np.asarray(samples, np.float64)
    frequencies, times, power = scipy.signal.spectrogram(
        values, rate, "hann", length, length - step, detrend="constant"
    )
    together = -(-len(frequencies) // LINES)
    kept = len(frequencies) // together * together
    frequencies = frequencies[:kept].reshape(-1, together).mean(axis=1)
    power = power[:kept].reshape(-1, together, len(times)).mean(axis=1)
    decibels = (10.0 * np.log10(power + QUIET)).astype(np.float32)
    if unknown.any():
        touched = np.lib.stride_tricks.sliding_window_view(unknown, length)[::step].any(axis=-1)
        decibels[:, touched] = np.nan
    return times, frequencies, decibels
