"""Which frequencies a trace holds, and when."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.waveforms.record import Component, Segment

COLUMNS = 400  # of the picture, about
LINES = 256  # of the picture, at most
SHORTEST, LONGEST = 1.0, 60.0  # s, of the window that slides over the trace
OVERLAP = 0.75
QUIET = 1e-20  # power that is as good as none
AT_ONCE = 4_000_000  # samples of windows that are transformed together


def spectrogram(
    component: Component, start: float, end: float, *, window: float | None = None, columns: int = COLUMNS
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Power spectral density in decibels over time and frequency, of what a component recorded between two times.

    start, end: seconds since 1970 UTC. window: seconds that each column looks at; None: what gives about `columns` of
    them, between 1 and 60 s. Gives times (seconds from `start`, of the middles of the columns), frequencies (Hz) and dB
    (float32, (frequencies, times)), NaN where no stretch without a gap is as long as a window; neighbouring frequencies
    are averaged to at most 256. Where the whole is too short for one window all three are empty. Takes time and memory by
    what was recorded, however long the time between.
    """
    rate, seconds = component.rate, end - start
    if window is None:
        window = float(np.clip(seconds / columns / (1 - OVERLAP), SHORTEST, LONGEST))
    length = max(8, round(window * rate))
    step = max(max(1, round(length * (1 - OVERLAP))) / rate, seconds / columns)
    if seconds * rate < length:
        return np.empty(0), np.empty(0), np.empty((0, 0), np.float32)
    times = length / 2 / rate + step * np.arange(int((seconds - length / rate) / step + 1e-6) + 1)
    frequencies = np.fft.rfftfreq(length, 1 / rate)
    together = -(-len(frequencies) // LINES)
    kept = len(frequencies) // together * together
    decibels = np.full((kept // together, len(times)), np.nan, np.float32)
    for segment in component.segments:
        for places, windows in _windows(segment, component.rate_of(segment), start, seconds, times, length):
            power = scipy.signal.periodogram(windows, rate, "hann", detrend="constant")[1][:, :kept]
            power = power.reshape(len(places), -1, together).mean(axis=2)
            decibels[:, places] = 10.0 * np.log10(power.T + QUIET)
    return times, frequencies[:kept].reshape(-1, together).mean(axis=1), decibels


def _windows(
    segment: Segment, rate: float, start: float, seconds: float, times: np.ndarray, length: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Columns of the picture and the windows (windows, length) around their middles, as far as they lie in a segment.

    A segment between two columns that would not be seen is shown in the nearest of them.
    """
    if len(segment.samples) < length:
        return
    firsts = np.rint((times + start - segment.start) * rate - length / 2).astype(np.int64)
    places = np.flatnonzero((firsts >= 0) & (firsts + length <= len(segment.samples)))
    if not len(places):
        middle = segment.start + len(segment.samples) / 2 / rate - start
        if not 0 <= middle <= seconds:
            return
        places = np.array([np.abs(times - middle).argmin()])
        firsts[places] = (len(segment.samples) - length) // 2
    samples = np.lib.stride_tricks.sliding_window_view(segment.samples, length)
    several = max(1, AT_ONCE // length)
    for first in range(0, len(places), several):
        chosen = places[first : first + several]
        yield chosen, samples[firsts[chosen]].astype(np.float64)
