"""Pieces of a channel, in whatever order and however they overlap, give one truth."""

from __future__ import annotations

import numpy as np
import pytest
from obspy import Trace

from seisviewer.waveforms.joining import Piece, join, pieces_of

START = 1577836800.0
RATE = 100.0


def piece(samples: np.ndarray, first: float, rate: float = RATE, file: str = "") -> Piece:
    """`first`: place of the first sample, in samples after START."""
    return Piece(START + first / RATE, rate, samples, file)


@pytest.mark.parametrize("seed", range(20))
def test_pieces_that_agree_give_back_what_they_were_cut_from(seed: int) -> None:
    draw = np.random.default_rng(seed)
    truth = draw.integers(-1000, 1000, 1000).astype(np.int32)
    cuts = [sorted(draw.integers(0, 1001, 2)) for _ in range(12)]
    pieces = [piece(truth[first:last], first + draw.uniform(-0.2, 0.2)) for first, last in cuts if last > first]
    joined = join(pieces)
    expected = np.full(1000, np.nan)
    for first, last in cuts:
        expected[first:last] = truth[first:last]
    found = np.full(1000, np.nan)
    for segment in joined.segments:
        first = round((segment.start - START) * RATE)
        assert np.isnan(found[first : first + len(segment.samples)]).all(), "segments overlap"
        found[first : first + len(segment.samples)] = segment.samples
    np.testing.assert_array_equal(found, expected)
    assert joined.overlaps == ()


@pytest.mark.parametrize("seed", range(10))
def test_of_pieces_that_contradict_the_one_that_began_first_is_kept(seed: int) -> None:
    draw = np.random.default_rng(seed)
    places = [sorted(draw.choice(1001, 2, replace=False)) for _ in range(8)]
    pieces = [
        piece(np.full(last - first, number), first, file=str(number)) for number, (first, last) in enumerate(places)
    ]
    expected = np.full(1000, -1)
    for number in sorted(range(8), key=lambda number: places[number][0]):
        first, last = places[number]
        expected[first:last] = np.where(expected[first:last] < 0, number, expected[first:last])
    joined = join(pieces)
    found = np.full(1000, -1)
    for segment in joined.segments:
        first = round((segment.start - START) * RATE)
        found[first : first + len(segment.samples)] = segment.samples
    np.testing.assert_array_equal(found, expected)
    assert joined.overlaps


def test_a_clock_that_drifts_does_not_shift_what_comes_later() -> None:
    """Each piece comes 0.2 of a sample late: after a few of them the segment ends, and a new one begins on time."""
    pieces = [piece(np.full(100, number), number * 100.2) for number in range(50)]
    for segment in join(pieces).segments:
        for number in np.unique(segment.samples):
            drawn = segment.start + int(np.argmax(segment.samples == number)) / RATE
            assert abs(drawn - (START + number * 100.2 / RATE)) <= 0.5 / RATE + 1e-6


def test_a_rate_written_with_rounding_is_the_same_rate() -> None:
    joined = join([piece(np.arange(1000), 0), piece(np.arange(1000), 1000, rate=100.00001)])
    assert (joined.rate, len(joined.segments), joined.other_rates) == (RATE, 1, ())


@pytest.mark.parametrize("samples", [np.array([b"L", b"O", b"G"]), np.empty(0), np.array([np.nan, np.nan])])
def test_what_holds_no_numbers_gives_no_piece(samples: np.ndarray) -> None:
    trace = Trace()
    trace.data = samples
    assert pieces_of(trace) == []


def test_masked_samples_are_gaps() -> None:
    trace = Trace(np.ma.masked_equal(np.array([1, 2, 99, 99, 3]), 99))
    assert [list(found.samples) for found in pieces_of(trace)] == [[1, 2], [3]]
