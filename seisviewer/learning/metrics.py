"""Scores of predicted classes against true ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


def confusion(truth: np.ndarray, prediction: np.ndarray, classes: int) -> np.ndarray:
    """Int64 (classes, classes): rows are true classes, columns predicted ones. Both inputs are flat class indices."""
    pairs = truth.astype(np.int64) * classes + prediction.astype(np.int64)
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)


def intersection_over_union(matrix: np.ndarray) -> np.ndarray:
    """IoU of each class, NaN for a class that is neither true nor predicted anywhere."""
    hit = np.diag(matrix).astype(float)
    union = matrix.sum(0) + matrix.sum(1) - hit
    return np.divide(hit, union, out=np.full(len(matrix), np.nan), where=union > 0)


def mean_iou(matrix: np.ndarray) -> float:
    """Mean IoU over the classes present in truth or prediction; 0 where there are none."""
    values = intersection_over_union(matrix)
    return float(np.nanmean(values)) if np.isfinite(values).any() else 0.0


def accuracy(matrix: np.ndarray) -> float:
    total = matrix.sum()
    return float(np.diag(matrix).sum() / total) if total else 0.0


def class_mean_accuracy(matrix: np.ndarray) -> float:
    """Mean over the true classes of the share found (balanced accuracy)."""
    truth = matrix.sum(1)
    present = truth > 0
    return float((np.diag(matrix)[present] / truth[present]).mean()) if present.any() else 0.0


@dataclass(frozen=True)
class Reliability:
    """Counts for a reliability diagram: per confidence bin, how many samples, how many right, summed confidence."""

    counts: np.ndarray
    right: np.ndarray
    confidence: np.ndarray

    @classmethod
    def of(cls, confidence: np.ndarray, right: np.ndarray, bins: int = 15) -> Reliability:
        """confidence: float 0–1, flat. right: bool, flat. Equal-width bins (Guo et al. 2017, section 2)."""
        place = np.clip((confidence * bins).astype(np.int64), 0, bins - 1)
        return cls(
            np.bincount(place, minlength=bins),
            np.bincount(place, weights=right, minlength=bins),
            np.bincount(place, weights=confidence, minlength=bins),
        )

    def __add__(self, other: Reliability) -> Reliability:
        return Reliability(self.counts + other.counts, self.right + other.right, self.confidence + other.confidence)

    @property
    def expected_calibration_error(self) -> float:
        """Σ_b n_b / n · |accuracy_b − confidence_b| (Guo et al. 2017, equation 3); NaN without samples."""
        total = self.counts.sum()
        return float(np.abs(self.right - self.confidence).sum() / total) if total else float("nan")

    def table(self) -> list[dict[str, float]]:
        """The diagram as rows: of each bin with samples its share of them, their mean confidence and their accuracy."""
        total = self.counts.sum()
        return [
            {"share": float(count / total), "confidence": float(sure / count), "accuracy": float(right / count)}
            for count, right, sure in zip(self.counts, self.right, self.confidence, strict=True)
            if count
        ]


@dataclass(frozen=True)
class ExpectedOverlap:
    """What calibrated probabilities say of the IoU that their most probable class has, without any truth.

    By class, summed over voxels: agreed, the probability of the class where it is the answer; answered, how many voxels
    have it as the answer; probable, its probability everywhere. Sums of several sections add up.
    """

    agreed: np.ndarray = field(repr=False, compare=False)
    answered: np.ndarray = field(repr=False, compare=False)
    probable: np.ndarray = field(repr=False, compare=False)

    @classmethod
    def of(cls, probabilities: np.ndarray) -> ExpectedOverlap:
        """probabilities: (classes, voxels), they sum to 1 over the classes."""
        answer = probabilities.argmax(axis=0)
        sure = np.take_along_axis(probabilities, answer[None], axis=0)[0]
        classes = len(probabilities)
        return cls(
            np.bincount(answer, weights=sure, minlength=classes),
            np.bincount(answer, minlength=classes).astype(float),
            probabilities.sum(axis=1, dtype=np.float64),
        )

    def __add__(self, other: ExpectedOverlap) -> ExpectedOverlap:
        return ExpectedOverlap(
            self.agreed + other.agreed, self.answered + other.answered, self.probable + other.probable
        )

    @property
    def intersection_over_union(self) -> np.ndarray:
        """Of each class: Σ p[answer = c] / (Σ p_c + Σ [answer = c] − Σ p[answer = c]), the expected intersection over the
        expected union; NaN for a class without any probability."""
        union = self.probable + self.answered - self.agreed
        return np.divide(self.agreed, union, out=np.full(len(union), np.nan), where=union > 0)

    @property
    def mean_iou(self) -> float:
        """Mean over the classes; NaN without voxels."""
        values = self.intersection_over_union
        return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")
