"""An answer is never a class that the user rejected in that place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seisviewer.predictions.section_prediction import NO_CLASS


def are_rejected(classes: np.ndarray, rejected: Mapping[int, np.ndarray]) -> np.ndarray:
    """Bool in the shape of `classes` (uint8 numbers): where the class is one that is rejected there.

    rejected: as `LabelSnapshot.rejected` gives it.
    """
    found = np.zeros(classes.shape, bool)
    for number, where in rejected.items():
        found |= where & (classes == number)
    return found


def without_rejected(
    classes: np.ndarray, confidence: np.ndarray, rejected: Mapping[int, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Classes and confidence of a section, not known where the class is rejected: NO_CLASS and NaN."""
    gone = are_rejected(classes, rejected)
    if not gone.any():
        return classes, confidence
    return np.where(gone, np.uint8(NO_CLASS), classes), np.where(gone, confidence.dtype.type(np.nan), confidence)
