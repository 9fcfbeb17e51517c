"""Lines of a survey of conformable layers whose boundaries are known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import numpy as np

from seisviewer.labels.classes import ClassTable, FaciesClass
from seisviewer.structure.followed_line import Line
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.volume import Volume

SHAPE = 60, 160  # inlines, crosslines
SAMPLES = 140
MIDDLES = (35.0, 70.0, 105.0)  # samples, of the boundaries
LAYERS = len(MIDDLES) + 1
CLASSES = ClassTable(tuple(FaciesClass(number, f"Layer {number}", "#808080") for number in range(LAYERS + 1)))


def boundary_depths(inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
    """(places, boundaries), samples: folds that die out upwards."""
    fold = 6 * np.sin(2 * np.pi * crossline / 130) + 4 * np.cos(2 * np.pi * inline / 90)
    return np.stack([middle + (0.5 + 0.5 * number) * fold for number, middle in enumerate(MIDDLES)], axis=1)


def line(direction: str, number: int, seed: int = 0) -> Line:
    """An inline or crossline: reflectors every few samples, parallel to the boundaries, the boundaries strongest."""
    count = SHAPE[1] if direction == "inline" else SHAPE[0]
    along, across = np.arange(count), np.full(count, number)
    places = np.stack((across, along) if direction == "inline" else (along, across), axis=1)
    depths = boundary_depths(places[:, 0], places[:, 1])
    framed = np.concatenate([np.zeros((count, 1)), depths, np.full((count, 1), float(SAMPLES))], axis=1)
    draw = np.random.default_rng(seed)
    inner = [draw.normal(size=(6, 2)) for _ in range(LAYERS)]
    amplitudes = np.zeros((count, SAMPLES))
    at = np.arange(SAMPLES) + 0.5
    for layer in range(LAYERS):
        top, base = framed[:, layer], framed[:, layer + 1]
        for place, (strength, share) in enumerate(inner[layer]):
            depth = top + (base - top) * (place + 1 + 0.2 * np.tanh(share)) / 7
            amplitudes += 0.5 * strength * wavelet(at - depth[:, None])
    for depth in depths.T:
        amplitudes += 2.5 * wavelet(at - depth[:, None])
    noise = np.random.default_rng([seed, number]).normal(scale=0.1, size=amplitudes.shape)
    return Line(f"{direction}_{number}", (amplitudes + noise).astype(np.float32), places, np.ones(count, bool))


def wavelet(away: np.ndarray) -> np.ndarray:
    """A Ricker wavelet of 8 samples a period."""
    phase = (np.pi * away / 8) ** 2
    return (1 - 2 * phase) * np.exp(-phase)


def truth(of: Line) -> np.ndarray:
    """The layer of each sample, (traces, samples)."""
    depths = boundary_depths(of.places[:, 0], of.places[:, 1])
    return (depths[:, :, None] <= np.arange(SAMPLES) + 0.5).sum(axis=1)


def strokes(of: Line, heights: tuple[float, ...] = (0.5,)) -> np.ndarray:
    """Three strokes of 20 traces in each layer, at one height of it after the other (0 its top); class number = layer, −1
    elsewhere."""
    layers = truth(of)
    painted = np.full(layers.shape, -1)
    turn = cycle(heights)
    for layer in range(LAYERS):
        for start in np.linspace(5, len(layers) - 25, 3).astype(int):
            height = next(turn)
            for trace in range(start, start + 20):
                samples = np.flatnonzero(layers[trace] == layer)
                middle = samples[int(height * (len(samples) - 1))]
                painted[trace, middle - 1 : middle + 2] = layer
    return painted


@contextmanager
def layered_volume(folder: Path) -> Iterator[Volume]:
    """The survey of these lines, numbered from 0, written to a folder and opened."""
    path = folder / "layers.npy"
    np.save(path, np.stack([line("inline", number).amplitudes for number in range(SHAPE[0])]))
    opened = open_volume(path, axes=ArrayAxes(inline_start=0, crossline_start=0))
    yield opened
    opened.close()
