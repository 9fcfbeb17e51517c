"""Everything that is said of predicted facies where the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.learning.boundary_scores import BoundaryScore, near_boundaries
from seisviewer.learning.metrics import ExpectedOverlap, Reliability, confusion

NUMBERS = 256  # class numbers, and NO_CLASS


@dataclass(frozen=True)
class FaciesScore:
    """Of one section, or of several added up.

    matrix: int64 (256, 256), rows are true class numbers. calibration, calibration_near: of all that counts, and of
    what lies near a known boundary. expected: what the probabilities say of the IoU.
    """

    matrix: np.ndarray = field(repr=False, compare=False)
    calibration: Reliability
    calibration_near: Reliability
    boundaries: BoundaryScore
    expected: ExpectedOverlap

    @classmethod
    def of(
        cls,
        known: np.ndarray,
        answer: np.ndarray,
        confidence: np.ndarray,
        probabilities: np.ndarray,
        counted: np.ndarray,
    ) -> FaciesScore:
        """known, answer: class numbers (traces, samples). confidence: 0–1, same shape. probabilities: (classes, traces,
        samples). counted: bool (traces, samples), what is scored."""
        right, near = answer == known, near_boundaries(known, counted)
        return cls(
            confusion(known[counted], answer[counted], NUMBERS),
            Reliability.of(confidence[counted].astype(np.float64), right[counted]),
            Reliability.of(confidence[near].astype(np.float64), right[near]),
            BoundaryScore.of(known, answer, counted),
            ExpectedOverlap.of(probabilities[:, counted]),
        )

    def __add__(self, other: FaciesScore) -> FaciesScore:
        return FaciesScore(
            self.matrix + other.matrix,
            self.calibration + other.calibration,
            self.calibration_near + other.calibration_near,
            self.boundaries + other.boundaries,
            self.expected + other.expected,
        )

    @property
    def present(self) -> np.ndarray:
        """The class numbers that are true or predicted anywhere."""
        return np.flatnonzero(self.matrix.sum(axis=0) + self.matrix.sum(axis=1))

    @property
    def compact(self) -> np.ndarray:
        """The confusion of the classes present."""
        return self.matrix[np.ix_(self.present, self.present)]

    def beyond_overlap(self) -> dict[str, object]:
        """Calibration, boundaries and the estimate, ready for JSON. Distances in samples."""
        return {
            "expected_calibration_error": self.calibration.expected_calibration_error,
            "calibration_error_near_boundaries": self.calibration_near.expected_calibration_error,
            "reliability": self.calibration.table(),
            "boundaries": {
                "median_away": self.boundaries.within(0.5),
                "ninety_percent_away": self.boundaries.within(0.9),
                "missing": self.boundaries.missing,
                "f1": self.boundaries.f1,
            },
            "estimated_mean_iou": self.expected.mean_iou,
        }
