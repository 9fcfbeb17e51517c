"""What one model said about one section."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.volumes.geometry import SectionId

NO_CLASS = 255


@dataclass(frozen=True)
class SectionPrediction:
    """classes: uint8 class numbers (traces, samples), NO_CLASS where there is no trace. confidence: float16 0–1, the
    probability of that class, NaN where there is no trace. stability: float16 0–1, the share of the teacher's
    checkpoints that give the class of the final model, NaN where there is no trace, or None. model: name of the model
    ("live" or "run 3"). model_version counts its updates; labels_version is that of the labels it had learned; seconds:
    time.time() when it was made.
    """

    section: SectionId
    classes: np.ndarray = field(repr=False, compare=False)
    confidence: np.ndarray = field(repr=False, compare=False)
    model: str
    model_version: int
    labels_version: int
    seconds: float
    stability: np.ndarray | None = field(default=None, repr=False, compare=False)
