import numpy as np
import pytest

from seisviewer.learning.metrics import (
    ExpectedOverlap,
    Reliability,
    class_mean_accuracy,
    confusion,
    intersection_over_union,
    mean_iou,
)


def test_iou_counts_a_class_once_and_leaves_absent_classes_out():
    truth = np.array([0, 0, 0, 1, 1, 2])
    answer = np.array([0, 0, 1, 1, 2, 2])
    matrix = confusion(truth, answer, 4)
    assert intersection_over_union(matrix)[:3] == pytest.approx([2 / 3, 1 / 3, 1 / 2])
    assert np.isnan(intersection_over_union(matrix)[3])
    assert mean_iou(matrix) == pytest.approx((2 / 3 + 1 / 3 + 1 / 2) / 3)
    assert class_mean_accuracy(matrix) == pytest.approx((2 / 3 + 1 / 2 + 1) / 3)


def test_calibration_error_is_the_gap_between_confidence_and_accuracy():
    confidence = np.array([0.95] * 10 + [0.55] * 10)
    right = np.array([True] * 5 + [False] * 5 + [True] * 6 + [False] * 4)
    whole = Reliability.of(confidence, right)
    assert whole.expected_calibration_error == pytest.approx(0.5 * 0.45 + 0.5 * 0.05)
    parts = Reliability.of(confidence[:7], right[:7]) + Reliability.of(confidence[7:], right[7:])
    assert parts.expected_calibration_error == pytest.approx(whole.expected_calibration_error)


def test_the_reliability_table_has_a_row_for_each_bin_with_samples():
    rows = Reliability.of(np.array([0.95, 0.97, 0.5, 1.0]), np.array([True, False, True, True])).table()
    assert rows == [
        pytest.approx({"share": 0.25, "confidence": 0.5, "accuracy": 1.0}),
        pytest.approx({"share": 0.75, "confidence": (0.95 + 0.97 + 1.0) / 3, "accuracy": 2 / 3}),
    ]


def test_the_expected_overlap_is_that_of_the_formula():
    probabilities = np.array([[0.9, 0.6, 0.2], [0.1, 0.4, 0.8]])
    overlap = ExpectedOverlap.of(probabilities)
    first = 1.5 / (1.7 + 2 - 1.5)
    second = 0.8 / (1.3 + 1 - 0.8)
    assert overlap.intersection_over_union == pytest.approx([first, second])
    assert overlap.mean_iou == pytest.approx((first + second) / 2)
    parts = ExpectedOverlap.of(probabilities[:, :1]) + ExpectedOverlap.of(probabilities[:, 1:])
    assert parts.intersection_over_union == pytest.approx([first, second])


def test_the_expected_overlap_foretells_the_iou_where_probabilities_are_right():
    random = np.random.default_rng(0)
    probabilities = random.dirichlet([0.4, 0.4, 0.2], 200_000).T
    drawn = (random.random(probabilities.shape[1]) > probabilities.cumsum(axis=0)).sum(axis=0).clip(max=2)
    true = intersection_over_union(confusion(drawn, probabilities.argmax(axis=0), 3))
    assert ExpectedOverlap.of(probabilities).intersection_over_union == pytest.approx(true, abs=0.005)
    certain = np.eye(3)[:, drawn]
    assert ExpectedOverlap.of(certain).mean_iou == 1.0
