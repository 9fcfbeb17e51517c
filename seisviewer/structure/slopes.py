"""Slope and coherence of the reflectors on a section, from its structure tensor.

The gradient of the amplitudes, smoothed as an outer product, has its largest eigenvector across the reflectors; how much
larger the first eigenvalue is than the second says how well they can be followed (van Vliet and Verbeek 1995, eq. 4 and 6).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

GRADIENT = 1.0  # sigma of the derivative of a Gaussian, in traces and samples
WINDOW = 6.0, 3.0  # sigmas over which the tensor is averaged, traces and samples
NARROW = 1.0, 8.0  # the same for continuity: a narrow and tall window, in which a fault shows
STEEPEST = 4.0  # samples a trace; what is steeper is noise or aliased
SILENCE = 1e-30  # keeps a division finite where nothing was recorded


@dataclass(frozen=True)
class Slopes:
    """slope: float32 (traces, samples), samples down a trace. coherence: float32 (traces, samples), 0–1."""

    slope: np.ndarray = field(repr=False, compare=False)
    coherence: np.ndarray = field(repr=False, compare=False)


def section_slopes(amplitudes: np.ndarray, window: tuple[float, float] = WINDOW) -> Slopes:
    """Slopes of a section, amplitudes float (traces, samples); where there is no trace the amplitudes are zero."""
    scaled = amplitudes / (float(amplitudes.std()) + SILENCE)
    across = ndimage.gaussian_filter(scaled, GRADIENT, order=(1, 0))
    down = ndimage.gaussian_filter(scaled, GRADIENT, order=(0, 1))
    return slopes_of(*(ndimage.gaussian_filter(product, window) for product in (across**2, across * down, down**2)))


def section_continuity(amplitudes: np.ndarray) -> np.ndarray:
    """How well reflectors go on from trace to trace, 0–1, float32 (traces, samples); amplitudes as above."""
    return section_slopes(amplitudes, NARROW).coherence


def slopes_of(xx: np.ndarray, xz: np.ndarray, zz: np.ndarray) -> Slopes:
    """Slopes from averaged products of the gradient across the traces (x) and down them (z), arrays of any one shape; 0
    where nothing was recorded."""
    half = (zz - xx) / 2
    root = np.hypot(half, xz)
    slope = np.clip(-xz / np.maximum(half + root, SILENCE), -STEEPEST, STEEPEST)
    coherence = np.clip(2 * root / (xx + zz + SILENCE), 0, 1)
    return Slopes(slope.astype(np.float32), coherence.astype(np.float32))
