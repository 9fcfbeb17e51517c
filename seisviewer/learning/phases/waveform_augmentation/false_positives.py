"""What instruments write that looks like an onset and is none: it is added and stays labelled noise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from seisviewer.datasets.phase_sample import Draw, PhaseSample, centred
from seisviewer.learning.phases.waveform_augmentation.pool import Pool

CLEARANCE = 2.0  # seconds from every arrival: its label must not be hit
MOST = 3
HEIGHT = (0.3, 3.0)  # of the largest amplitude in the window, drawn log-uniform
Shape = Callable[[np.ndarray, Draw], np.ndarray]


def step(seconds: np.ndarray, draw: Draw) -> np.ndarray:
    """The zero line jumps."""
    return np.ones_like(seconds)


def spike(seconds: np.ndarray, draw: Draw) -> np.ndarray:
    """One to three samples."""
    return (np.arange(len(seconds)) < draw.integers(1, 4)).astype(float)


def glitch(seconds: np.ndarray, draw: Draw) -> np.ndarray:
    """A short ringing burst, as of a relay or a knock at the housing: a few hertz to tens of hertz, gone in under a
    second."""
    decay = draw.uniform(0.03, 0.3)
    return np.exp(-seconds / decay) * np.sin(2 * np.pi * draw.uniform(3.0, 30.0) * seconds)


def recentring(seconds: np.ndarray, draw: Draw) -> np.ndarray:
    """A pulse of many seconds, flattened at its top: a critically damped sensor, t·exp(-t/τ), whose mass is being moved."""
    time = seconds / draw.uniform(1.0, 5.0)
    return np.minimum(time * np.exp(1.0 - time), draw.uniform(0.6, 1.0))


SHAPES: dict[str, Shape] = {"step": step, "spike": spike, "glitch": glitch, "recentring": recentring}
ON_ALL = {"recentring"}  # the masses are moved together; the other faults mostly meet one channel


def false_positives(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """One to three faults, drawn from the four kinds, at least two seconds away from every arrival."""
    places = _free_places(sample)
    if not len(places):
        return sample
    array = sample.array.copy()
    largest = float(np.abs(centred(array)).max())
    for _ in range(draw.integers(1, MOST + 1)):
        kind = str(draw.choice(list(SHAPES)))
        array += add_one(kind, int(draw.choice(places)), sample, draw) * np.float32(largest)
    return sample.with_array(array)


def add_one(kind: str, place: int, sample: PhaseSample, draw: Draw) -> np.ndarray:
    """One fault, float32 (3, samples), in units of the largest amplitude of the window."""
    fault = np.zeros_like(sample.array)
    shape = SHAPES[kind](np.arange(sample.length - place) / sample.rate, draw)
    every = kind in ON_ALL or draw.random() < 0.3
    for row in range(3) if every else [int(draw.integers(3))]:
        height = np.exp(draw.uniform(*np.log(HEIGHT))) * draw.choice([-1.0, 1.0])
        fault[row, place:] = height * shape
    return fault


def _free_places(sample: PhaseSample) -> np.ndarray:
    """Samples at which a fault may begin."""
    places = np.arange(sample.length)
    reach = CLEARANCE * sample.rate
    for _, at in sample.arrivals:
        places = places[np.abs(places - at) > reach]
    return places
