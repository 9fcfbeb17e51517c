"""How far several answers to one section agree: the stability that is drawn and written."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

if TYPE_CHECKING:
    from seisviewer.predictions.predictor import Predictor


def agreement(classes: np.ndarray, others: Sequence[np.ndarray]) -> np.ndarray:
    """The share of `others` that give the same class, float16 0–1 in the shape of `classes`; NaN where there is no trace.

    classes, others: uint8 class numbers (traces, samples), NO_CLASS where there is no trace; at least one other.
    """
    share = np.mean([other == classes for other in others], axis=0).astype(np.float16)
    share[classes == NO_CLASS] = np.nan
    return share


def agreement_of_checkpoints(
    section: SectionId, amplitudes: np.ndarray, classes: np.ndarray, teachers: Sequence[Predictor]
) -> Generator[Progress, None, np.ndarray]:
    """`agreement` of a model's classes with those of the teacher's checkpoints of its ST++ round, a prediction at a
    time."""
    others = []
    for done, teacher in enumerate(teachers):
        yield Progress(done, len(teachers), tr("comparing the checkpoints on {section}").format(section=section))
        others.append(teacher.predict(section, amplitudes).classes)
    return agreement(classes, others)
