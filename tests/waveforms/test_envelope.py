"""What is drawn of a long trace shows every peak, in its place, and quickly."""

from __future__ import annotations

import gc

import numpy as np
import pytest

from seisviewer.waveforms import envelope as module
from seisviewer.waveforms.envelope import envelope, pyramid_of
from seisviewer.waveforms.record import Component, Segment

START = 1577836800.0
RATE = 100.0


def component_of(*stretches: tuple[float, np.ndarray]) -> Component:
    """Of (seconds after START, samples)."""
    segments = tuple(Segment(START + offset, samples) for offset, samples in stretches)
    return Component("Z", "HHZ", RATE, segments)


@pytest.mark.parametrize("seconds", [5.0, 100.0, 1000.0, 3600.0])
def test_the_extremes_are_those_of_the_samples(seconds: float) -> None:
    samples = np.random.default_rng(0).integers(-1000, 1000, 360_000).astype(np.int32)
    component = component_of((0.0, samples))
    begin = 0.0 if seconds == 3600.0 else 317.3
    columns = 200
    times, low, high = envelope(component, START + begin, START + begin + seconds, columns)
    assert len(times) == columns + 1
    width = seconds / columns
    slack = width / module.BLOCKS_PER_COLUMN if width * RATE > 128 else 1 / RATE
    for middle, least, greatest in zip(times - START, low, high):
        inner = samples[
            max(0, int(np.ceil((middle - width / 2 + slack) * RATE))) : int((middle + width / 2 - slack) * RATE)
        ]
        outer = samples[
            max(0, int((middle - width / 2 - slack) * RATE)) : int(np.ceil((middle + width / 2 + slack) * RATE)) + 1
        ]
        if len(inner):
            assert outer.min() <= least <= inner.min() and inner.max() <= greatest <= outer.max()


def test_a_single_spike_of_a_day_is_seen_in_its_column() -> None:
    samples = np.zeros(8_640_000, np.int32)
    samples[5_123_456] = 7
    times, _, high = envelope(component_of((0.0, samples)), START, START + 86400.0, 1500)
    (seen,) = np.flatnonzero(high == 7)
    assert abs(times[seen] - (START + 51234.56)) < 86400.0 / 1500
    assert np.nanmin(high) == 0


def test_gaps_are_nan_and_short_segments_are_seen() -> None:
    component = component_of((0.0, np.ones(1000)), (500.0, np.full(3, 5.0)), (900.0, np.ones(10_000)))
    times, low, high = envelope(component, START, START + 1000.0, 500)
    gap = (times > START + 12) & (times < START + 498)
    assert np.isnan(low[gap]).all()
    assert np.nanmax(high) == 5.0 and np.isnan(envelope(component, START + 100, START + 400, 100)[1]).all()


def test_many_segments_look_as_one_does() -> None:
    """A day in 2000 pieces, each of which lacks its last sample."""
    samples = np.random.default_rng(0).integers(-1000, 1000, 8_640_000).astype(np.int32)
    whole = component_of((0.0, samples))
    pieces = component_of(*((first / RATE, samples[first : first + 4319]) for first in range(0, len(samples), 4320)))
    view = (START + 3600.0, START + 86400.0, 1500)
    _, low, high = envelope(pieces, *view)
    _, whole_low, whole_high = envelope(whole, *view)
    assert np.isfinite(low[:-1]).all()
    assert np.abs(low - whole_low)[:-1].max() < 20 and np.abs(high - whole_high)[:-1].max() < 20


def test_nan_within_a_segment_hides_nothing_else() -> None:
    """As in the probabilities of a picker that said nothing about the edges."""
    values = np.zeros(100_000, np.float32)
    values[:500], values[50_000] = np.nan, 0.9
    _, _, high = envelope(component_of((0.0, values)), START, START + 1000.0, 200)
    assert np.nanmax(high) == np.float32(0.9) and np.isnan(high[0])


def test_few_samples_are_drawn_themselves() -> None:
    samples = np.arange(1000, dtype=np.int32)
    component = component_of((0.0, samples[:300]), (5.0, samples[500:]))
    times, low, high = envelope(component, START + 2.0, START + 6.0, 1000)
    assert low is high
    np.testing.assert_array_equal(
        low[np.isfinite(low)], np.concatenate([samples[200:300], samples[500:602]])[: (~np.isnan(low)).sum()]
    )
    assert np.isnan(low).sum() == 1 and (np.diff(times) >= 0).all()


def test_columns_do_not_move_with_the_view() -> None:
    samples = np.random.default_rng(0).normal(size=100_000).astype(np.float32)
    component = component_of((0.0, samples))
    here = envelope(component, START + 100.0, START + 500.0, 400)
    there = envelope(component, START + 103.7, START + 503.7, 400)
    shared = np.intersect1d(here[0], there[0])
    assert len(shared) > 390
    for first, second in zip(here[1:], there[1:]):
        np.testing.assert_array_equal(first[np.isin(here[0], shared)], second[np.isin(there[0], shared)])


@pytest.mark.slow
def test_a_pyramid_is_kept_as_long_as_its_samples() -> None:
    samples = np.arange(10_000.0)
    assert pyramid_of(samples) is pyramid_of(samples)
    kept = len(module._pyramids)
    del samples
    gc.collect()
    assert len(module._pyramids) == kept - 1
