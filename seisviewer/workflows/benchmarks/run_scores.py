"""Scores of a run as its record holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from seisviewer.learning.facies_score import FaciesScore


def scores_of(score: FaciesScore) -> dict[str, Any]:
    """Rounded and ready for JSON: what is not a number is None."""
    from seisviewer.learning.metrics import accuracy, intersection_over_union, mean_iou

    overlap = intersection_over_union(score.compact)
    found = {
        "mean_iou": mean_iou(score.compact),
        "accuracy": accuracy(score.compact),
        "classes": {str(number): float(value) for number, value in zip(score.present, overlap, strict=True)},
        **score.beyond_overlap(),
    }
    return _rounded(found)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return round(float(value), 5) if np.isfinite(value) else None
