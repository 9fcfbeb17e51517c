"""Spectrograms in colour: the same on the trace page and in pictures for print."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.pictures.colour_maps import colour_map
from seisviewer.waveforms.record import Component
from seisviewer.waveforms.spectrogram import spectrogram

COLUMNS = 1200
LOWEST, HIGHEST = 20.0, 99.8  # percentiles of the levels that have the first and the last colour
LEAST_RANGE = 20.0  # dB between them, so that quiet noise does not look like a signal
MAP = "viridis"


@dataclass(frozen=True)
class SpectrogramImage:
    """start, end: from the left edge to the right edge, seconds since 1970 UTC. highest: Hz at the upper edge. rgba: uint8
    (frequencies, times, 4), the lowest frequency first, transparent where nothing was recorded. levels: dB of the first and
    the last colour. Empty where the stretch is too short or holds nothing."""

    start: float
    end: float
    highest: float
    rgba: np.ndarray = field(repr=False, compare=False)
    levels: tuple[float, float]


def spectrogram_image(component: Component, start: float, end: float) -> SpectrogramImage:
    """The spectrogram of what a component recorded between two times. Takes long."""
    times, frequencies, decibels = spectrogram(component, start, end, columns=COLUMNS)
    known = np.isfinite(decibels)
    if len(times) < 2 or len(frequencies) < 2 or not known.any():
        return SpectrogramImage(start, end, component.rate / 2, np.zeros((0, 0, 4), np.uint8), (0.0, 0.0))
    low, high = np.percentile(decibels[known], (LOWEST, HIGHEST))
    high = max(high, low + LEAST_RANGE)
    shares = np.clip((decibels - low) / (high - low), 0.0, 1.0)
    table = np.full((256, 4), 255, np.uint8)
    table[:, :3] = colour_map(MAP).colours(np.linspace(0.0, 1.0, 256))
    rgba = table[np.nan_to_num(shares * 255).astype(np.uint8)]
    rgba[~known] = 0
    half, line = (times[1] - times[0]) / 2, (frequencies[1] - frequencies[0]) / 2
    ends = start + float(times[0] - half), start + float(times[-1] + half)
    return SpectrogramImage(*ends, float(frequencies[-1] + line), rgba, (float(low), float(high)))
