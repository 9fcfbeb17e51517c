"""What a picker said about a record: a probability for every sample."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

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


def joined(old: Probabilities | None, new: Probabilities, span: tuple[float, float] | None) -> Probabilities:
    """What a picker says now about a span, with what it said before about the rest of the record.

    span: None where it looked at the whole record. Of another picker nothing is kept.
    """
    if old is None or span is None or old.model != new.model:
        return new
    kept = [part for curve in old.curves for part in _outside(curve, *span)]
    return Probabilities(new.record, new.model, tuple(sorted((*kept, *new.curves), key=lambda curve: curve.start)))


def _outside(curve: Curve, first: float, last: float) -> list[Curve]:
    """What of a curve lies before and after a span."""
    end = max(0, math.ceil((first - curve.start) * curve.rate))
    begin = max(0, math.floor((last - curve.start) * curve.rate) + 1)
    parts = [replace(curve, values=curve.values[:end])] if end else []
    if begin < len(curve.values):
        parts.append(replace(curve, start=curve.start + begin / curve.rate, values=curve.values[begin:]))
    return parts
