"""Lines of a survey with a wedge that pinches out and a body of chaos, both known."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from seisviewer.structure.followed_line import Line

from .layered_lines import wavelet

TRACES, SAMPLES = 200, 140
COVER, WEDGE, BASEMENT, CHAOS = range(4)
THICKEST = 30.0  # samples of the wedge, at the first trace
HORIZON = 60.0  # samples, of its top and where it is gone of the basement's


def ends_at(inline: int) -> float:
    """The trace at which the wedge is gone."""
    return 90.0 + 0.2 * inline


def truth(inline: int) -> np.ndarray:
    """Class of each sample, (traces, samples)."""
    traces, samples = np.arange(TRACES)[:, None], np.arange(SAMPLES)[None] + 0.5
    top = _top(inline)[:, None]
    base = top + np.clip(THICKEST * (1 - traces / ends_at(inline)), 0, None)
    classes = np.select([samples < top, samples < base], [COVER, WEDGE], BASEMENT)
    inside = ((traces - 150 - 0.1 * inline) / 25) ** 2 + ((samples - 105) / 20) ** 2 < 1
    return np.where(inside, CHAOS, classes)


def line(inline: int) -> Line:
    """Level reflectors above the horizon, dense ones in the wedge, few and strong ones in the basement, noise in the
    body."""
    classes, depth = truth(inline), np.arange(SAMPLES)[None] + 0.5 - _top(inline)[:, None]
    draw = np.random.default_rng(inline)
    amplitudes = np.zeros(classes.shape)
    for number, spacing, strength in ((COVER, 9, 0.6), (WEDGE, 4, 1.0), (BASEMENT, 14, 1.2)):
        amplitudes += np.where(classes == number, strength * np.cos(2 * np.pi * depth / spacing), 0)
    chaos = ndimage.gaussian_filter(draw.normal(size=classes.shape), 1.0)
    amplitudes = np.where(classes == CHAOS, 1.5 * chaos / chaos.std(), amplitudes)
    amplitudes += 4 * wavelet(depth) + draw.normal(scale=0.1, size=classes.shape)
    places = np.stack([np.full(TRACES, inline), np.arange(TRACES)], axis=1)
    return Line(f"inline_{inline}", amplitudes.astype(np.float32), places, np.ones(TRACES, bool))


def strokes(inline: int) -> np.ndarray:
    """Strokes of 25 traces at several places of each class, −1 elsewhere."""
    classes = truth(inline)
    painted = np.full(classes.shape, -1)
    for number, places in (
        (COVER, (10, 70, 130, 165)),
        (WEDGE, (5, 30, 55)),
        (BASEMENT, (20, 60, 100, 125, 175)),
        (CHAOS, (132, 140)),
    ):
        for turn, start in enumerate(places):
            for trace in range(start, start + 25):
                samples = np.flatnonzero(classes[trace] == number)
                if len(samples) > 4:
                    middle = samples[int((0.5, 0.15)[turn % 2] * len(samples))]
                    painted[trace, middle - 2 : middle + 2] = number
    return np.where(painted == classes, painted, -1)


def _top(inline: int) -> np.ndarray:
    return HORIZON + 4 * np.sin(2 * np.pi * np.arange(TRACES) / 160 + inline / 50)
