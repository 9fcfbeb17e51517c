"""What a model says of one section, as a notebook gets it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class SectionAnswer:
    """classes: uint8 class numbers (traces, samples), 255 where there is no trace. confidence: float32 0–1, the probability
    of that class, NaN where there is no trace. run: number of the run whose model says so. model: that run in words."""

    classes: np.ndarray = field(repr=False, compare=False)
    confidence: np.ndarray = field(repr=False, compare=False)
    run: int
    model: str
