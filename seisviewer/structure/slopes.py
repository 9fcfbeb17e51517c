"""Slope and coherence of the reflectors on a section, from its structure tensor.

The gradient of the amplitudes, smoothed as an outer product, has its largest eigenvector across the reflectors; how much
larger the first eigenvalue is than the second says how well they can be followed (van Vliet and Verbeek 1995, eq. 4 and 6).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

GRADIENT = 1.0  # sigma of the derivative of a Gaussian, in traces and samples
WINDOW = 10.0, 3.0  # sigmas over which the tensor is averaged, traces and samples
STEEPEST = 4.0  # samples a trace; what is steeper is noise or aliased


@dataclass(frozen=True)
class Slopes:
    """slope: float32 (traces, samples), samples down a trace. coherence: float32 (traces, samples), 0–1."""

    slope: np.ndarray = field(repr=False, compare=False)
    coherence: np.ndarray = field(repr=False, compare=False)


def section_slopes(amplitudes: np.ndarray) -> Slopes:
    """Slopes of a section, amplitudes float (traces, samples); where there is no trace the amplitudes are zero."""
    scaled = amplitudes / (float(amplitudes.std()) + 1e-6)
    across = ndimage.gaussian_filter(scaled, GRADIENT, order=(1, 0))
    down = ndimage.gaussian_filter(scaled, GRADIENT, order=(0, 1))
    xx, xz, zz = (ndimage.gaussian_filter(product, WINDOW) for product in (across**2, across * down, down**2))
    angle = 0.5 * np.arctan2(2 * xz, xx - zz)
    vertical = np.sin(angle)
    vertical = np.where(np.abs(vertical) < 1e-3, 1e-3, vertical)
    slope = np.clip(-np.cos(angle) / vertical, -STEEPEST, STEEPEST)
    coherence = np.sqrt((xx - zz) ** 2 + 4 * xz**2) / (xx + zz + 1e-9)
    return Slopes(slope.astype(np.float32), np.clip(coherence, 0, 1).astype(np.float32))
