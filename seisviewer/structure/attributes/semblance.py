"""Semblance of the traces of a line along its reflectors (Marfurt et al. 1998, eq. 4)."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from seisviewer.structure.attributes.quadrature import quadrature
from seisviewer.structure.attributes.trace_attributes import WINDOW
from seisviewer.structure.slopes import section_slopes

TO_EACH_SIDE = 2  # traces that are compared with the one in the middle
SILENCE = 1e-12  # of the strongest mean power: what is weaker has no semblance


def section_semblance(amplitudes: np.ndarray, window: int = WINDOW, slope: np.ndarray | None = None) -> np.ndarray:
    """float32 (traces, samples), 0–1: the energy of the stacked analytic traces over the mean energy of those stacked, both
    averaged over `window` samples of the middle trace. amplitudes: float32 of that shape, NaN where there is no trace;
    those count for nothing. slope: samples down a trace, of that shape, found on the section where it is None. NaN where
    there is no trace or no signal.

    Neighbours are read along the slope at each sample of the middle trace, linearly between samples; beyond its ends a trace
    counts as zero, and beyond the ends of the line there are fewer traces.
    """
    live = np.isfinite(amplitudes).any(axis=1) & (np.nan_to_num(amplitudes) != 0).any(axis=1)
    real = np.nan_to_num(amplitudes, nan=0.0).astype(np.float32)
    slope = section_slopes(real).slope if slope is None else slope
    parts = real, quadrature(real)
    stacked = [np.zeros(real.shape, np.float32) for _ in parts]
    energy, count = np.zeros(real.shape, np.float32), np.zeros(len(real), np.float32)
    for aside in range(-TO_EACH_SIDE, TO_EACH_SIDE + 1):
        here = np.arange(max(0, -aside), len(real) - max(0, aside))
        here = here[live[here] & live[here + aside]]
        count[here] += 1
        depths = np.arange(real.shape[1], dtype=np.float32) + aside * slope[here]
        for part, sums in zip(parts, stacked, strict=True):
            moved = _at(part[here + aside], depths)
            sums[here] += moved
            energy[here] += moved**2
    together = _averaged(stacked[0] ** 2 + stacked[1] ** 2, window)
    alone = _averaged(energy, window)
    weak = alone <= SILENCE * float(alone.max(initial=0.0))
    found = np.clip(together / np.where(weak, 1, alone * np.maximum(count, 1)[:, None]), 0, 1)
    return np.where(weak | ~live[:, None], np.float32(np.nan), found)


def _at(traces: np.ndarray, depths: np.ndarray) -> np.ndarray:
    """The values of traces (traces, samples) at depths of the same shape, 0 beyond their ends."""
    last = traces.shape[1] - 1
    above = np.floor(depths).astype(np.int32)
    share = depths - above
    values = []
    for at in (above, above + 1):
        inside = np.take_along_axis(traces, np.clip(at, 0, last), axis=1)
        values.append(np.where((at >= 0) & (at <= last), inside, np.float32(0)))
    return values[0] * (1 - share) + values[1] * share


def _averaged(values: np.ndarray, window: int) -> np.ndarray:
    """The sum over a window along the traces but for a factor that all share; beyond their ends there is nothing."""
    # Rounding of the running sum may leave a hair below zero.
    return np.maximum(ndimage.uniform_filter1d(values, window, axis=-1, mode="constant"), 0)
