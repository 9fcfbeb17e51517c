"""Amplitude spectrum and histogram of a part of a section."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

TAPERED = 0.2  # share of a trace that is tapered: a cut wave would spread over all frequencies
SHORTEST = 16  # samples that a spectrum needs
BINS = 121  # odd: one of them holds zero
FLOOR = -80.0  # dB, the weakest that is told apart
ASKED = 10_000  # samples that say how far a histogram reaches
BEYOND = 1.3  # of the clip, how far a histogram reaches at least


@dataclass(frozen=True)
class Spectrum:
    """frequencies: in Hz, or in cycles per thousand of the unit of depth. decibels: below the strongest frequency, of the power
    averaged over `traces` traces. Both (n,)."""

    frequencies: np.ndarray = field(repr=False, compare=False)
    decibels: np.ndarray = field(repr=False, compare=False)
    traces: int

    @property
    def strongest(self) -> float:
        return float(self.frequencies[int(np.argmax(self.decibels))])


@dataclass(frozen=True)
class Histogram:
    """edges: (bins + 1,). shares: (bins,), of all samples. beyond: share of them that is clipped, at either end."""

    edges: np.ndarray = field(repr=False, compare=False)
    shares: np.ndarray = field(repr=False, compare=False)
    beyond: float


def average_spectrum(traces: np.ndarray, interval: float) -> Spectrum | None:
    """traces: float32 (traces, samples), NaN or zeros where there is none. interval: in seconds, or in thousands of the unit of
    depth. None where there is nothing to tell."""
    traces = traces[np.isfinite(traces).all(axis=1) & traces.any(axis=1)]
    if not len(traces) or traces.shape[1] < SHORTEST:
        return None
    taper = scipy.signal.windows.tukey(traces.shape[1], TAPERED).astype(np.float32)
    found = scipy.fft.rfft((traces - traces.mean(axis=1, keepdims=True)) * taper, axis=1)
    power = (np.abs(found) ** 2).mean(axis=0, dtype=np.float64)
    if not power.max() > 0:
        return None
    decibels = 10 * np.log10(np.maximum(power / power.max(), 10 ** (FLOOR / 10)))
    return Spectrum(scipy.fft.rfftfreq(traces.shape[1], interval), decibels, len(traces))


def amplitude_histogram(amplitudes: np.ndarray, limit: float) -> Histogram | None:
    """limit: the amplitude at which colours are clipped. None where there is no sample."""
    found = amplitudes[np.isfinite(amplitudes)]
    if not found.size:
        return None
    reach = max(float(np.percentile(np.abs(found[:: 1 + found.size // ASKED]), 99.8)), BEYOND * limit) or 1.0
    # Ten times faster than np.histogram, which sorts; the two bins outside take what lies beyond.
    bins = np.clip((found + np.float32(reach)) * np.float32(BINS / (2 * reach)) + np.float32(1), 0, BINS + 1)
    counts = np.bincount(bins.astype(np.intp), minlength=BINS + 2)[1:-1]
    beyond = float((np.abs(found) > limit).mean())
    return Histogram(np.linspace(-reach, reach, BINS + 1), counts / found.size, beyond)
