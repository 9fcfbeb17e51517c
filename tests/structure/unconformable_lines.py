"""Lines of a survey in which tilted layers end at an unconformity, with boundaries that are known."""

from __future__ import annotations

import numpy as np

from seisviewer.structure.followed_line import Line
from seisviewer.structure.stroke_observations import UNPAINTED

from .layered_lines import wavelet

SHAPE = 60, 160  # inlines, crosslines
SAMPLES = 160
DIP = 0.5  # samples a trace, of the layers below
LEVELS = (60.0, 95.0)  # samples at crossline 0, of the boundaries below the unconformity
LAYERS = 4


def unconformity(inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
    return 70 + 4 * np.cos(2 * np.pi * np.asarray(inline) / 120) + 0.03 * np.asarray(crossline)


def line(direction: str, number: int, seed: int = 0) -> Line:
    """An inline or crossline: level reflectors above the unconformity, tilted ones below, which rise to the right."""
    count = SHAPE[1] if direction == "inline" else SHAPE[0]
    along, across = np.arange(count), np.full(count, number)
    places = np.stack((across, along) if direction == "inline" else (along, across), axis=1)
    inline, crossline = places.T
    at = np.arange(SAMPLES) + 0.5
    cut = unconformity(inline, crossline)
    above, below = at - cut[:, None], at + DIP * crossline[:, None]
    draw = np.random.default_rng(seed)
    young, old = np.zeros(above.shape), np.zeros(above.shape)
    for depth in -np.cumsum(draw.uniform(5.0, 9.0, 14)):
        young += draw.normal() * wavelet(above - depth)
    for depth in np.cumsum(draw.uniform(5.0, 9.0, 40)):
        old += draw.normal() * wavelet(below - depth)
    for depth in LEVELS:
        old += 1.5 * wavelet(below - depth - 40)
    amplitudes = np.where(above < 0, young, old) + 2.0 * wavelet(above)
    amplitudes += np.random.default_rng([seed, number]).normal(scale=0.15, size=amplitudes.shape)
    return Line(f"{direction}_{number}", amplitudes.astype(np.float32), places, np.ones(count, bool))


def truth(of: Line) -> np.ndarray:
    """The layer of each sample, (traces, samples): 0 above the unconformity, 1 … 3 below it."""
    inline, crossline = of.places.T
    at = np.arange(SAMPLES) + 0.5
    below = at + DIP * crossline[:, None]
    old = 1 + sum((below >= level + 40).astype(int) for level in LEVELS)
    return np.where(at < unconformity(inline, crossline)[:, None], 0, old)


def strokes(of: Line, seed: int = 0, count: int = 3) -> np.ndarray:
    """Strokes of 20 traces at 35–65 % of each layer, where it is thick enough to be painted."""
    draw = np.random.default_rng([seed, *map(ord, of.name)])
    layers, painted = truth(of), np.full((len(of.places), SAMPLES), UNPAINTED)
    for layer in range(LAYERS):
        thick = np.flatnonzero((layers == layer).sum(axis=1) >= 8)
        thick = thick[thick <= thick.max(initial=0) - 20]
        for _ in range(count if thick.size else 0):
            height, start = draw.uniform(0.35, 0.65), int(draw.choice(thick))
            for trace in range(start, start + 20):
                samples = np.flatnonzero(layers[trace] == layer)
                middle = samples[int(height * (len(samples) - 1))]
                painted[trace, middle - 1 : middle + 2] = layer
    return painted
