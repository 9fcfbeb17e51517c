"""Lines of a survey of layers that a normal fault has thrown down, with boundaries that are known."""

from __future__ import annotations

import numpy as np

from seisviewer.structure.faults import FaultLine
from seisviewer.structure.followed_line import Line
from seisviewer.structure.stroke_observations import UNPAINTED

from .layered_lines import wavelet

SHAPE = 60, 160  # inlines, crosslines
SAMPLES = 180
MIDDLES = (40.0, 66.0, 96.0, 122.0)  # samples, of the boundaries in the foot wall
LAYERS = len(MIDDLES) + 1
THROW = 15.0
INLINES = 10, 30, 50
CROSSLINES = 30, 130


def fault_trace(inline: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """The crossline at which the fault lies; beyond it the rock has come down."""
    return 70 + 0.25 * np.asarray(inline) + 0.12 * np.asarray(depth)


def before_faulting(inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
    """(places, boundaries), samples: beds that dip gently and are folded."""
    fold = 0.06 * (crossline - 80) + 4 * np.cos(2 * np.pi * inline / 120) + 3 * np.sin(2 * np.pi * crossline / 140)
    return np.stack([middle + fold for middle in MIDDLES], axis=1)


def line(direction: str, number: int, seed: int = 0, throw: float = THROW) -> Line:
    """An inline or crossline: reflectors every few samples, parallel to the boundaries, cut by the fault."""
    inline, crossline = _places(direction, number).T
    at = np.arange(SAMPLES) + 0.5
    level = at - _thrown(inline, crossline, at, throw)
    fold = before_faulting(inline, crossline)[:, :1] - MIDDLES[0]
    draw = np.random.default_rng(seed)
    amplitudes = np.zeros(level.shape)
    for depth in np.cumsum(draw.uniform(5.0, 9.0, 60)) - 60:
        amplitudes += draw.normal() * wavelet(level - fold - depth)
    for depth in MIDDLES:
        amplitudes += 2.0 * wavelet(level - fold - depth)
    amplitudes += np.random.default_rng([seed, number]).normal(scale=0.15, size=amplitudes.shape)
    live = np.ones(len(inline), bool)
    return Line(f"{direction}_{number}", amplitudes.astype(np.float32), _places(direction, number), live)


def truth(of: Line, throw: float = THROW) -> np.ndarray:
    """The layer of each sample, (traces, samples)."""
    inline, crossline = of.places.T
    at = np.arange(SAMPLES) + 0.5
    level = at - _thrown(inline, crossline, at, throw)
    return (before_faulting(inline, crossline)[:, :, None] <= level[:, None]).sum(axis=1)


def drawn_fault(inline: int, top: float = 10.0, base: float = 170.0, fault: int = 1) -> FaultLine:
    """The fault as it is drawn on an inline."""
    return FaultLine(fault, 0, inline, top, fault_trace(inline, np.arange(top, base + 1)))


def strokes(of: Line, seed: int = 0, sides: tuple[bool, ...] = (False, True), count: int = 2) -> np.ndarray:
    """Strokes of 20 traces at 35–65 % of each layer, on the foot wall (False) and the hanging wall (True)."""
    draw = np.random.default_rng([seed, *map(ord, of.name)])
    layers, painted = truth(of), np.full((len(of.places), SAMPLES), UNPAINTED)
    hanging = of.places[:, 1] > fault_trace(of.places[:, 0], SAMPLES / 2)
    for side in sides:
        traces = np.flatnonzero(hanging == side)
        if len(traces) < 36:
            continue
        for layer in range(LAYERS):
            for _ in range(count):
                height = draw.uniform(0.35, 0.65)
                start = int(draw.integers(traces[0] + 8, traces[-1] - 27))
                for trace in range(start, start + 20):
                    samples = np.flatnonzero(layers[trace] == layer)
                    middle = samples[int(height * (len(samples) - 1))]
                    painted[trace, middle - 1 : middle + 2] = layer
    return painted


def _places(direction: str, number: int) -> np.ndarray:
    count = SHAPE[1] if direction == "inline" else SHAPE[0]
    along, across = np.arange(count), np.full(count, number)
    return np.stack((across, along) if direction == "inline" else (along, across), axis=1)


def _thrown(inline: np.ndarray, crossline: np.ndarray, at: np.ndarray, throw: float) -> np.ndarray:
    """By how much the rock of each sample has come down, (traces, samples)."""
    return throw * (crossline[:, None] > fault_trace(inline[:, None], at[None]))
