"""The Hilbert transform of traces, whole or at some samples only."""

from __future__ import annotations

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier


def padded_length(samples: int) -> int:
    """How long traces are made with zeros before they are transformed, so that their ends do not run into each other."""
    return scipy.fft.next_fast_len(2 * samples, real=True)


def quadrature(traces: np.ndarray) -> np.ndarray:
    """The imaginary part of the analytic signal, float32 of the shape of `traces` (…, samples), as
    `scipy.signal.hilbert(traces, padded_length(samples))` gives it (Marple 1999).

    Beyond its ends a trace counts as zero: within a period of them the answer depends on what was not recorded.
    """
    samples = traces.shape[-1]
    length = padded_length(samples)
    spectrum = scipy.fft.rfft(np.asarray(traces, np.float32), length, axis=-1)
    spectrum *= np.complex64(-1j)
    spectrum[..., 0] = 0
    if length % 2 == 0:
        spectrum[..., -1] = 0
    return scipy.fft.irfft(spectrum, length, axis=-1)[..., :samples]


def quadrature_weights(samples: int, first: int, last: int) -> np.ndarray:
    """float32 (samples, last - first): traces (…, samples) times these are `quadrature` from sample `first` up to
    `last`. A time slice needs a few samples of every trace of the survey, and no transform of all of them."""
    length = padded_length(samples)
    spectrum = np.full(length // 2 + 1, -1j)
    spectrum[0] = 0
    if length % 2 == 0:
        spectrum[-1] = 0
    response = scipy.fft.irfft(spectrum, length)
    return response[(np.arange(first, last) - np.arange(samples)[:, None]) % length].astype(np.float32)
