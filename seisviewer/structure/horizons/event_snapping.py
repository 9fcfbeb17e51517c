"""Peaks, troughs and zero crossings near a horizon, and what of the wavelet a pick lies on."""

from __future__ import annotations

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.horizons.horizon import Event

NEAR = 2.5  # samples by which an event may lie off the place where it is sought
AT_EXTREMUM = 0.7  # share of the envelope from which on an amplitude is a peak or trough


def windows_at(amplitudes: np.ndarray, depths: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Amplitudes at `offsets` (samples) from a depth on each trace, float32 (traces, offsets), 0 outside of the section and
    where there is no trace or depth. amplitudes: (traces, samples). depths: (traces,)."""
    at = depths[:, None] + offsets
    last = amplitudes.shape[1] - 1
    inside = (at >= 0) & (at <= last)
    at = np.where(inside, at, 0.0)
    above = np.minimum(at.astype(int), max(last - 1, 0))
    share = (at - above).astype(np.float32)
    rows = np.arange(len(amplitudes))[:, None]
    upper, lower = amplitudes[rows, above], amplitudes[rows, np.minimum(above + 1, last)]
    return np.nan_to_num(np.where(inside, upper + (lower - upper) * share, 0.0)).astype(np.float32)


def event_at(trace: np.ndarray, depth: float) -> Event:
    """What of the wavelet a place of a trace lies on, by its phase; NONE where nothing was recorded."""
    filled = np.nan_to_num(trace).astype(float)
    at = int(np.clip(round(depth), 0, len(filled) - 1))
    if not filled.any():
        return Event.NONE
    analytic = scipy.signal.hilbert(filled - filled.mean())
    strength = abs(analytic[at])
    if not strength:
        return Event.NONE
    share = analytic[at].real / strength
    if abs(share) >= AT_EXTREMUM:
        return Event.PEAK if share > 0 else Event.TROUGH
    return Event.ZERO_UP if analytic[at].imag < 0 else Event.ZERO_DOWN


def snapped(windows: np.ndarray, offsets: np.ndarray, event: Event, near: float = NEAR) -> np.ndarray:
    """By how many samples the nearest event of a kind lies below the middle of each window, float (rows,); NaN where none
    is near. windows: (rows, offsets), offsets one sample apart. A place between samples is found by a parabola or a line."""
    if event is Event.NONE:
        return np.zeros(len(windows))
    values = -windows if event in (Event.TROUGH, Event.ZERO_DOWN) else windows
    if event in (Event.PEAK, Event.TROUGH):
        upper, middle, lower = values[:, :-2], values[:, 1:-1], values[:, 2:]
        is_there = (middle >= upper) & (middle > lower) & (middle > 0)
        bend = upper - 2 * middle + lower
        places = offsets[1:-1] + 0.5 * (upper - lower) / np.where(bend < 0, bend, -np.inf)
    else:
        upper, lower = values[:, :-1], values[:, 1:]
        is_there = (upper <= 0) & (lower > 0)
        places = offsets[:-1] - upper / np.where(is_there, lower - upper, np.inf)
    away = np.where(is_there, np.abs(places), np.inf)
    best = away.argmin(axis=1)
    rows = np.arange(len(windows))
    return np.where(away[rows, best] <= near, places[rows, best], np.nan)


def snapped_pick(trace: np.ndarray, depth: float, event: Event, near: float = NEAR) -> float:
    """The depth of the nearest event on a trace, or the depth itself where none is near."""
    offsets = np.arange(-np.ceil(near) - 2, np.ceil(near) + 3)
    shift = float(snapped(windows_at(trace[None], np.array([depth]), offsets), offsets, event, near)[0])
    return depth + shift if np.isfinite(shift) else depth


def event_of(traces: list[np.ndarray], depths: list[float]) -> Event:
    """What several places of a horizon lie on together: the event that lies nearest to all of them."""
    offsets = np.arange(-np.ceil(NEAR) - 2, np.ceil(NEAR) + 3)
    windows = np.concatenate(
        [windows_at(trace[None], np.array([depth]), offsets) for trace, depth in zip(traces, depths, strict=True)]
    )
    found = [event for event in Event if event is not Event.NONE]
    away = {event: np.nan_to_num(np.abs(snapped(windows, offsets, event)), nan=2 * NEAR).mean() for event in found}
    return min(found, key=away.__getitem__)
