"""What lies at a horizon: amplitudes between samples, classes, and the lines that have them all."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.structure.horizons.horizon_values import amplitudes_at, classes_at, covering_lines
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis


def test_an_amplitude_between_samples_is_that_of_the_wave_and_not_of_a_line_between_them():
    at = np.arange(64)
    wave = lambda depth: np.cos(2 * np.pi * (depth - 20.5) / 8)  # noqa: E731 - peaks between samples
    section = np.broadcast_to(wave(at), (5, 64)).astype(np.float32)
    depths = np.array([20.5, 20.25, 33.1, 40.0, 12.7])
    found = amplitudes_at(section, depths)
    straight = np.array([np.interp(depth, at, wave(at)) for depth in depths])
    assert np.abs(found - wave(depths)).max() < 0.02 < np.abs(straight - wave(depths)).max()
    assert found[3] == pytest.approx(wave(40.0), abs=1e-6), "at a sample it is the sample"


def test_outside_and_without_a_trace_there_is_no_amplitude_and_at_the_ends_a_line():
    section = np.arange(12.0).reshape(3, 4).astype(np.float32) * np.ones((3, 1), np.float32)
    section[2] = np.nan
    assert np.isnan(amplitudes_at(section, np.array([-0.1, 3.1, 1.0]))).all()
    assert amplitudes_at(section, np.array([0.5, 2.5, np.nan]))[:2].tolist() == [0.5, 6.5]


def test_the_class_of_the_nearest_sample_counts():
    classes = np.array([[1, 2, 3], [1, 2, 255], [1, 2, 3], [1, 2, 3]], np.uint8)
    assert classes_at(classes, np.array([1.4, 2.0, np.nan, 2.6]), 255).tolist() == [2, -1, -1, -1]


def test_few_lines_cover_a_sparse_survey_and_every_inline_a_dense_one():
    live = np.zeros((40, 60), bool)
    live[10] = live[:, 20] = live[:, 50] = True
    axes = LineAxis(100, 1, 40), LineAxis(300, 1, 60), SampleAxis(0.0, 4.0, 10)
    lines = covering_lines(Geometry(*axes, live), live)
    assert {str(line) for line in lines} == {"inline_110", "crossline_320", "crossline_350"}
    dense = Geometry(*axes, np.ones((40, 60), bool))
    wanted = np.zeros((40, 60), bool)
    wanted[3:5, 7] = True
    assert [line.number for line in covering_lines(dense, wanted)] == [103, 104]
    assert all(line.direction is Direction.INLINE for line in covering_lines(dense, wanted))
