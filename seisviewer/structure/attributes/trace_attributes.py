"""Attributes of single traces, after Taner, Koehler and Sheriff (1979): what follows from the analytic signal.

Each is a function of a stretch of some traces. How far it looks up and down is its reach, so that a time slice can be worked out
of a few samples of every trace and is the same as the lines that it crosses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy import ndimage

from seisviewer.structure.attributes.plugin_attributes import plugin_values
from seisviewer.structure.attributes.quadrature import quadrature, quadrature_weights

LEAST_CYCLES = 1.0  # Hz, or cycles per km: no frequency that sweetness is divided by is lower
WINDOW = 11  # samples of a moving average, where nobody says another number


@dataclass(frozen=True)
class Stretch:
    """real, imaginary: the analytic signal, float32 (…, samples); imaginary is None where nobody asked for it. interval: from
    sample to sample in seconds, or in thousands of the unit of depth. window: samples of a moving average, odd."""

    real: np.ndarray = field(repr=False)
    imaginary: np.ndarray | None = field(repr=False)
    interval: float
    window: int = WINDOW


@dataclass(frozen=True)
class TraceAttribute:
    """of: its values, of the stretch's shape, NaN where it has none. reach: samples up and down that a value depends on,
    given the window, once the analytic signal is known. analytic: whether that is needed."""

    of: Callable[[Stretch], np.ndarray]
    reach: Callable[[int], int]
    analytic: bool = True


def envelope(stretch: Stretch) -> np.ndarray:
    """The strength of the reflection whatever its phase: eq. 5."""
    return np.hypot(stretch.real, stretch.imaginary)


def phase(stretch: Stretch) -> np.ndarray:
    """Degrees, −180 to 180: 0 on a peak, ±180 on a trough (eq. 6); NaN where there is no signal."""
    found = np.degrees(np.arctan2(stretch.imaginary, stretch.real))
    found[(stretch.real == 0) & (stretch.imaginary == 0)] = np.nan
    return found


def frequency(stretch: Stretch) -> np.ndarray:
    """How fast the phase turns (eq. 7), in Hz or cycles per thousand of the unit of depth: the gradient of the unwrapped phase,
    the mean of the step before a sample and the one after it. Negative where waves interfere."""
    signal = stretch.real + np.complex64(1j) * stretch.imaginary
    if signal.shape[-1] < 2:
        return np.full(signal.shape, np.nan, np.float32)
    steps = np.angle(signal[..., 1:] * np.conj(signal[..., :-1]))
    found = np.empty(signal.shape, np.float32)
    found[..., 0], found[..., -1] = steps[..., 0], steps[..., -1]
    found[..., 1:-1] = (steps[..., 1:] + steps[..., :-1]) / 2
    found /= np.float32(2 * np.pi * stretch.interval)
    found[signal == 0] = np.nan
    return found


def rms(stretch: Stretch) -> np.ndarray:
    """The root of the mean square in a window about a sample; at the ends of a trace of what there is of the window."""
    # Rounding of the running sum may leave a hair below zero.
    return np.sqrt(np.maximum(_averaged(stretch.real**2, stretch.window), 0))


def sweetness(stretch: Stretch) -> np.ndarray:
    """Envelope over the root of the frequency (Hart 2008). The frequency is averaged over the window with the squared
    envelope as weight (Barnes 1993, eq. 7), as that of a sample alone is wild, and is at least LEAST_CYCLES."""
    power = stretch.real**2 + stretch.imaginary**2
    turning = np.nan_to_num(frequency(stretch), nan=0.0) * power
    mean, weight = _averaged(turning, stretch.window), _averaged(power, stretch.window)
    cycles = np.maximum(mean / np.maximum(weight, np.finfo(np.float32).tiny), np.float32(LEAST_CYCLES))
    return np.sqrt(power / cycles)


TRACE_ATTRIBUTES: dict[str, TraceAttribute] = {
    "envelope": TraceAttribute(envelope, lambda window: 0),
    "phase": TraceAttribute(phase, lambda window: 0),
    "frequency": TraceAttribute(frequency, lambda window: 1),
    "rms": TraceAttribute(rms, lambda window: window // 2, analytic=False),
    "sweetness": TraceAttribute(sweetness, lambda window: window // 2 + 1),
}


def section_attribute(name: str, amplitudes: np.ndarray, interval: float, window: int = WINDOW) -> np.ndarray:
    """float32 (traces, samples) of an attribute of TRACE_ATTRIBUTES; amplitudes: float32 of that shape, NaN where there is
    no trace. NaN there, and where a trace was muted: in zeros at its top and its base. Another name is that of a plugin."""
    if name not in TRACE_ATTRIBUTES:
        return plugin_values(name, amplitudes, interval)
    attribute = TRACE_ATTRIBUTES[name]
    real = np.nan_to_num(amplitudes, nan=0.0).astype(np.float32, copy=False)
    imaginary = quadrature(real) if attribute.analytic else None
    values = attribute.of(Stretch(real, imaginary, interval, window))
    values[muted(real, 0, real.shape[-1])] = np.nan
    return values


def slices_attribute(
    name: str, amplitudes: np.ndarray, first: int, last: int, interval: float, window: int = WINDOW
) -> np.ndarray:
    """float32 (traces, last - first): `section_attribute` from sample `first` up to `last`; amplitudes: (traces, samples), of
    whole traces."""
    if name not in TRACE_ATTRIBUTES:
        return plugin_values(name, amplitudes, interval)[:, first:last]
    attribute = TRACE_ATTRIBUTES[name]
    whole = np.nan_to_num(amplitudes, nan=0.0).astype(np.float32, copy=False)
    samples, reach = whole.shape[-1], attribute.reach(window)
    begin, end = max(0, first - reach), min(samples, last + reach)
    imaginary = whole @ _weights(samples, begin, end) if attribute.analytic else None
    found = attribute.of(Stretch(whole[:, begin:end], imaginary, interval, window))
    values = found[:, first - begin : last - begin]
    values[muted(whole, first, last)] = np.nan
    return values


def muted(traces: np.ndarray, first: int, last: int) -> np.ndarray:
    """Bool (traces, last - first): whether a sample lies above the first or below the last one that is not 0."""
    alive = traces != 0
    top = np.where(alive.any(axis=-1), alive.argmax(axis=-1), traces.shape[-1])
    base = traces.shape[-1] - 1 - alive[:, ::-1].argmax(axis=-1)
    places = np.arange(first, last)
    return (places < top[:, None]) | (places > base[:, None])


@lru_cache(maxsize=2)
def _weights(samples: int, first: int, last: int) -> np.ndarray:
    return quadrature_weights(samples, first, last)


def _averaged(values: np.ndarray, window: int) -> np.ndarray:
    """The mean over a window along the last axis; at its ends over what there is of the window."""
    sums = ndimage.uniform_filter1d(values, window, axis=-1, mode="constant")
    shares = ndimage.uniform_filter1d(np.ones(values.shape[-1]), window, mode="constant")
    return sums / shares.astype(np.float32)
