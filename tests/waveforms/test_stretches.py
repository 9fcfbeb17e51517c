"""What detectors read: unbroken, filtered stretches."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.progress import drive
from seisviewer.waveforms.continuous_stretches import Stretch, common_spans, find_window, prepared
from seisviewer.waveforms.onsets import clear_onset
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import StationId

START = 1.5e9
STATION = StationId("XX", "ONE", "", "HH")


def record(*segments: list[tuple[float, np.ndarray]], rate: float = 100.0) -> Record:
    components = [
        Component(code, f"HH{code}", rate, tuple(Segment(START + begin, samples) for begin, samples in each))
        for code, each in zip("ZNE", segments, strict=False)
    ]
    return Record(STATION, tuple(components))


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 100, round(seconds * 100)).astype(np.int32)


def test_only_what_every_component_has_is_read() -> None:
    whole = record([(0, noise(60))], [(0, noise(20)), (30, noise(30))], [(5, noise(50))])
    assert common_spans(whole) == [(500, 1500), (3000, 2500)]
    first, second = drive(prepared(whole))
    assert (first.start, first.samples.shape) == (START + 5, (3, 1500))
    assert (second.start, second.end) == (START + 30, START + 55)
    assert find_window((first, second), START + 30, 1000).shape == (3, 1000)
    assert find_window((first, second), START + 15, 1000) is None


def test_a_gap_between_segments_that_touch_is_none() -> None:
    (stretch,) = drive(prepared(record([(0, noise(10)), (10, noise(10))])))
    assert stretch.samples.shape == (1, 2000)


def test_short_leftovers_are_left_out() -> None:
    assert len(drive(prepared(record([(0, noise(1)), (10, noise(10))])))) == 1


def test_the_filter_takes_the_offset_and_the_swell_and_moves_no_onset_ahead() -> None:
    time = np.arange(6000) / 100
    samples = 1e5 + 500 * np.sin(2 * np.pi * 0.1 * time)
    samples[3000:] += 100 * np.sin(2 * np.pi * 5 * time[3000:])
    (stretch,) = drive(prepared(record([(0, samples.astype(np.float32))]), (2.0, 15.0)))
    assert np.abs(stretch.samples[0, 1000:3000]).max() < 1.0
    assert 80 < np.abs(stretch.samples[0, 4000:]).max() < 120


def test_another_rate_is_made() -> None:
    (stretch,) = drive(prepared(record([(0, noise(20))]), (2.0, 15.0), 50.0))
    assert (stretch.rate, stretch.samples.shape) == (50.0, (1, 1000))


def test_an_impossible_band_is_refused() -> None:
    with pytest.raises(BadRequest, match="fits no record"):
        drive(prepared(record([(0, noise(20))]), (15.0, 2.0)))


def test_what_was_read_stays_as_it_was() -> None:
    samples = noise(20)
    before = samples.copy()
    drive(prepared(record([(0, samples)]), (2.0, 15.0)))
    assert np.array_equal(samples, before)


def test_a_clear_onset_is_found_and_a_weak_one_is_not() -> None:
    samples = np.random.default_rng(0).standard_normal((3, 3000)).astype(np.float32)
    samples[:, 1500:1700] *= 10
    samples[:, 1700:2000] *= 30  # the S wave behind it jumps less
    stretch = Stretch(START, 100.0, samples)
    assert clear_onset([stretch], START + 10, START + 20) == pytest.approx(START + 15, abs=0.05)
    assert clear_onset([stretch], START + 2, START + 12) is None
    assert clear_onset([stretch], START + 40, START + 50) is None
