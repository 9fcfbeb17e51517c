"""Slopes of the reflectors in three dimensions, worked out a block at a time.

As on a section (see `slopes`), but the gradient's products are averaged over neighbouring lines too, so that noise and
out-of-line events count for less. How well reflectors go on from trace to trace is measured in a narrow and tall window
besides: there a fault shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from seisviewer.structure.slopes import GRADIENT, Slopes, slopes_of

WINDOW = 4.0, 4.0, 3.0  # sigmas over which the tensor is averaged: inlines, crosslines, samples
NARROW = 1.0, 1.0, 8.0  # the same for continuity
CUT = 3.0  # sigmas at which filters end, so that a block needs no more than its margin
MARGIN = math.ceil(CUT * GRADIENT) + math.ceil(CUT * max(WINDOW[:2]))  # lines round a block that it is worked out from
LEVELS = 255  # of what lies between 0 and 1

# What is known at a place. per_inline, per_crossline: samples down from one line to the next, to 0.1 %. The others are
# 0–1 in 255 steps: how far each slope can be trusted, and how well reflectors go on across the place.
CELL = np.dtype(
    [
        ("per_inline", "<f2"),
        ("per_crossline", "<f2"),
        ("inline_coherence", "u1"),
        ("crossline_coherence", "u1"),
        ("continuity", "u1"),
    ]
)

Thinning = tuple[int, int, int]


def block_slopes(amplitudes: np.ndarray, inner: tuple[slice, slice], thinning: Thinning) -> np.ndarray:
    """What is known in a block of a survey, an array of CELL: every so many inlines, crosslines and samples one.

    amplitudes: float32 (inlines, crosslines, samples), 0 where there is no trace, with MARGIN lines round the block
    where the survey has them. inner: the block's own inlines and crosslines among them; it then is, to rounding, as if
    it had been cut out of the answer for the whole survey.
    """
    found = block_measures(amplitudes, inner, thinning)
    cells = np.empty(found.continuity.shape, CELL)
    cells["per_inline"], cells["per_crossline"] = found.inline.slope, found.crossline.slope
    cells["inline_coherence"] = _levels(found.inline.coherence)
    cells["crossline_coherence"] = _levels(found.crossline.coherence)
    cells["continuity"] = _levels(found.continuity)
    return cells


@dataclass(frozen=True)
class BlockMeasures:
    """inline, crossline: slopes from one inline, and from one crossline, to the next; continuity: 0–1, how well reflectors go on.
    All float32 of one shape."""

    inline: Slopes
    crossline: Slopes
    continuity: np.ndarray = field(repr=False, compare=False)


def block_measures(amplitudes: np.ndarray, inner: tuple[slice, slice], thinning: Thinning = (1, 1, 1)) -> BlockMeasures:
    """`block_slopes` to full precision; as it stands at every sample, unless it is thinned."""
    parts = (*inner, slice(0, amplitudes.shape[2]))
    places = tuple(np.arange(part.start, part.stop, every) for part, every in zip(parts, thinning, strict=True))
    down = _gradient(amplitudes, 2)
    continuity = np.ones(tuple(map(len, places)), np.float32)
    slopes = []
    for axis in (0, 1):
        products = _products(_gradient(amplitudes, axis), down)
        slopes.append(slopes_of(*(_averaged(product, WINDOW, places) for product in products)))
        narrow = slopes_of(*(_averaged(product, NARROW, places) for product in products))
        np.minimum(continuity, narrow.coherence, out=continuity)
    return BlockMeasures(*slopes, continuity)


def slopes_across(amplitudes: np.ndarray, inner: Sequence[int]) -> Slopes:
    """Slopes from each line to the next in a block of lines that lie side by side, (lines, traces, samples) of the inner
    ones. amplitudes: float32 (lines, traces, samples), as in `block_slopes`, inlines or crosslines."""
    places = np.asarray(inner), *(np.arange(count) for count in amplitudes.shape[1:])
    products = _products(_gradient(amplitudes, 0), _gradient(amplitudes, 2))
    return slopes_of(*(_averaged(product, WINDOW, places) for product in products))


def _products(across: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return across**2, across * down, down**2


def _gradient(amplitudes: np.ndarray, axis: int) -> np.ndarray:
    order = [int(other == axis) for other in range(3)]
    return ndimage.gaussian_filter(amplitudes, GRADIENT, order=order, truncate=CUT, output=np.float32)


def _averaged(product: np.ndarray, window: tuple[float, ...], places: tuple[np.ndarray, ...]) -> np.ndarray:
    """A Gaussian average at some places along each axis only."""
    for axis, (sigma, kept) in enumerate(zip(window, places, strict=True)):
        product = ndimage.gaussian_filter1d(product, sigma, axis, truncate=CUT).take(kept, axis)
    return product


def _levels(values: np.ndarray) -> np.ndarray:
    return np.round(values * LEVELS).astype(np.uint8)
