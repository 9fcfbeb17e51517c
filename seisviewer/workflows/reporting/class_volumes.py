"""How much of a survey each class takes up, where it was predicted; traces without data count nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.section_lengths import grid_places, length_unit, sample_metres


@dataclass(frozen=True)
class SampleSize:
    """What one sample of a trace stands for. unit: what it is counted in. note: what must be said of it, or ""."""

    amount: float
    unit: str
    note: str = ""

    def in_words(self, samples: int) -> str:
        amount = samples * self.amount
        return f"{amount:,.0f} {self.unit}" if amount >= 1000 else f"{amount:.4g} {self.unit}"


@dataclass(frozen=True)
class ClassAmount:
    """number: of the class. samples: in which it is the most probable one; share: of all that were predicted, 0–1."""

    number: int
    samples: int
    share: float


def sample_size(geometry: Geometry, velocity: float = 0.0) -> SampleSize:
    """velocity: m/s, makes depths of two-way times; 0: not stated, and then the third side is a time."""
    unit, down = length_unit(geometry), sample_metres(geometry, velocity)
    if unit.metres is None:
        return SampleSize(1.0, "samples", tr("The survey has no coordinates, so nobody knows how large a bin is."))
    notes = [] if unit.stated else [tr("The unit of the coordinates is not stated; it is taken as metres.")]
    area = _bin_size(geometry) * unit.metres ** (1 if geometry.is_2d else 2)
    flat = (area / 1e3, "km") if geometry.is_2d else (area / 1e6, "km²")
    if down is None:
        notes.append(
            tr(
                "The survey runs in two-way time and no velocity was stated: amounts are {flat} times milliseconds."
            ).format(flat=flat[1])
        )
        return SampleSize(flat[0] * geometry.samples.interval, f"{flat[1]}·ms", " ".join(notes))
    if geometry.samples.is_time:
        notes.append(tr("Two-way times are made depths with {velocity:g} m/s throughout.").format(velocity=velocity))
    return SampleSize(flat[0] * down / 1e3, "km²" if geometry.is_2d else "km³", " ".join(notes))


def class_amounts(counts: np.ndarray) -> tuple[ClassAmount, ...]:
    """The classes that occur, the largest first. counts: samples by class number."""
    total = int(counts.sum())
    found = [ClassAmount(int(number), int(counts[number]), counts[number] / total) for number in np.flatnonzero(counts)]
    return tuple(sorted(found, key=lambda amount: -amount.samples))


def _bin_size(geometry: Geometry) -> float:
    """Area of a bin in squares of the length unit; of a 2D line the mean distance of its traces."""
    inlines, crosslines, _ = geometry.shape
    if geometry.is_2d:
        places = grid_places(geometry, np.zeros(crosslines), np.arange(crosslines))
        return float(np.nanmean(np.linalg.norm(np.diff(places, axis=0), axis=1)))
    corner, inline, crossline = grid_places(geometry, np.array([0, 1, 0]), np.array([0, 0, 1]))
    return float(abs(np.linalg.det(np.stack([inline - corner, crossline - corner]))))
