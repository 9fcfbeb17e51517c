"""What a picker said about a record: a probability for every sample."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

DETECTION = "Detection"


@dataclass(frozen=True)
class Curve:
    """Probability of one phase (or of `DETECTION`) over an unbroken stretch. start: seconds since 1970 UTC. rate: samples
    per second. values: float32 (samples,), 0–1; NaN where the picker said nothing."""

    phase: str
    start: float
    rate: float
    values: np.ndarray = field(repr=False, compare=False)

    @property
    def end(self) -> float:
        return self.start + (len(self.values) - 1) / self.rate


@dataclass(frozen=True)
class Probabilities:
    """record: key of the record. model: name of the picker. curves: one or more for each phase, gaps between them."""

    record: str
    model: str
    curves: tuple[Curve, ...]

    def of(self, phase: str) -> tuple[Curve, ...]:
        return tuple(curve for curve in self.curves if curve.phase == phase)
