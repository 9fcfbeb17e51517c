"""2D lines cut out of one subsurface, so that what they show where they cross is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from seisviewer.progress import drive
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.survey_writing import write_survey

STEP, SAMPLES = 12.5, 100
# Nodes in metres. B is shorter, C touches A with its first trace only.
LINES = {
    "A": ((0.0, 0.0), (2000.0, 0.0)),
    "B": ((1000.0, -500.0), (1000.0, 500.0)),
    "C": ((300.0, 5.0), (300.0, 900.0)),
    "D": ((5000.0, 5000.0), (5800.0, 5000.0)),
}


def top(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Sample of a boundary."""
    return 45 + 0.008 * x + 0.02 * y


def path_of(name: str) -> np.ndarray:
    (x0, y0), (x1, y1) = LINES[name]
    count = int(np.hypot(x1 - x0, y1 - y0) / STEP) + 1
    share = np.arange(count) * STEP / np.hypot(x1 - x0, y1 - y0)
    return 500_000.0 + np.stack([x0 + share * (x1 - x0), y0 + share * (y1 - y0)], axis=1)


def write_line(
    folder: Path, name: str, *, first: int = 1, samples: int = SAMPLES, interval: float = 4.0, start: float = 0.0, located: bool = True
) -> Path:
    xy = path_of(name)
    reflectors = np.random.default_rng(0).normal(size=4 * SAMPLES)
    depth = np.arange(samples) + start / interval - top(*(xy.T - 500_000.0))[:, None]
    amplitudes = np.interp(depth, np.arange(-2 * SAMPLES, 2 * SAMPLES), reflectors).astype(np.float32)
    geometry = Geometry(
        LineAxis(7, 1, 1), LineAxis(first, 1, len(xy)), SampleAxis(start, interval, samples), np.ones((1, len(xy)), bool), None,
        xy[None] if located else None, True, CoordinateReference("m"),
    )  # fmt: skip
    path = folder / f"{name}.sgy"
    drive(write_survey(path, geometry, lambda _: amplitudes))
    return path
