import numpy as np
import pytest

from seisviewer.learning.metrics import Reliability, class_mean_accuracy, confusion, intersection_over_union, mean_iou


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
