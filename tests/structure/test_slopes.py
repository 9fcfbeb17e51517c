"""Slopes of plane waves of known dip, on sections and in blocks of a survey, and what a fault does to continuity."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.structure.slope_grid import MOST_BYTES, SlopeGrid, grid_shape, thinning_of
from seisviewer.structure.slopes import section_continuity, section_slopes
from seisviewer.structure.volume_slopes import CELL, LEVELS, MARGIN, block_slopes
from seisviewer.volumes.geometry import Direction

INNER = slice(16, -16), slice(10, -10)  # where no edge of the section is felt


def plane_waves(slope: float, traces: int = 80, samples: int = 100) -> np.ndarray:
    """(traces, samples): events of two periods that all drop by `slope` samples a trace."""
    depth = np.arange(samples)[None] - slope * np.arange(traces)[:, None]
    return (np.sin(2 * np.pi * depth / 14) + 0.5 * np.sin(2 * np.pi * depth / 9 + 1)).astype(np.float32)


def survey(per_inline: float, per_crossline: float, shape: tuple[int, int, int] = (48, 60, 64)) -> np.ndarray:
    inline, crossline, sample = np.meshgrid(*map(np.arange, shape), indexing="ij")
    depth = sample - per_inline * inline - per_crossline * crossline
    noise = np.random.default_rng(3).normal(size=shape)
    return (np.sin(2 * np.pi * depth / 12) + 0.3 * noise).astype(np.float32)


def whole(amplitudes: np.ndarray, thinning: tuple[int, int, int] = (2, 2, 2)) -> np.ndarray:
    inlines, crosslines, _ = amplitudes.shape
    return block_slopes(amplitudes, (slice(0, inlines), slice(0, crosslines)), thinning)


class InMemory:
    """Cells as `SlopeGrid` takes them."""

    def __init__(self, cells: np.ndarray) -> None:
        self.cells, self.shape = cells, cells.shape

    def plane(self, axis: int, index: int) -> np.ndarray:
        return self.cells.take(index, axis)


@pytest.mark.parametrize("slope", (-1.5, -0.4, 0.0, 0.05, 0.7, 2.0))
def test_the_slope_of_plane_waves_is_found_on_a_section(slope: float) -> None:
    found = section_slopes(1e4 * plane_waves(slope))
    assert np.abs(found.slope[INNER] - slope).max() < 0.03 + 0.05 * abs(slope)
    assert found.coherence[INNER].min() > 0.95


def test_noise_has_no_coherence_and_silence_no_slope() -> None:
    noise = np.random.default_rng(0).normal(size=(80, 100))
    assert section_slopes(noise).coherence[INNER].mean() < 0.4
    silent = section_slopes(np.zeros((40, 50), np.float32))
    assert not silent.slope.any() and not silent.coherence.any()


def test_in_three_dimensions_both_slopes_are_found() -> None:
    cells = whole(survey(-0.6, 0.9))
    inner = cells[8:-8, 8:-8, 6:-6]
    assert np.abs(np.median(inner["per_inline"].astype(float)) + 0.6) < 0.03
    assert np.abs(np.median(inner["per_crossline"].astype(float)) - 0.9) < 0.03
    assert np.percentile(np.abs(inner["per_crossline"].astype(float) - 0.9), 95) < 0.1


def test_a_block_is_what_the_whole_survey_gives_there() -> None:
    amplitudes = survey(0.5, -0.3, (70, 76, 40))
    expected = whole(amplitudes)
    for first, last, left, right in ((0, 24, 0, 32), (24, 48, 32, 76), (48, 70, 0, 76)):
        top, begin = max(0, first - MARGIN), max(0, left - MARGIN)
        block = amplitudes[top : last + MARGIN, begin : right + MARGIN]
        cells = block_slopes(block, (slice(first - top, last - top), slice(left - begin, right - begin)), (2, 2, 2))
        same = expected[first // 2 : -(-last // 2), left // 2 : -(-right // 2)]
        assert cells.shape == same.shape
        for name in CELL.names:
            assert np.abs(cells[name].astype(float) - same[name].astype(float)).max() <= (
                0.002 if name.startswith("per") else 1
            )


def test_continuity_breaks_at_a_fault_and_nowhere_else() -> None:
    traces, throw, at = 60, 6, 30
    drop = 0.2 * np.arange(traces) + np.where(np.arange(traces) >= at, throw, 0)
    random = np.random.default_rng(5).normal(size=200)
    log = np.convolve(random, np.hanning(9), "same")
    section = np.stack([np.interp(np.arange(100) + 60 - value, np.arange(200), log) for value in drop])
    amplitudes = np.repeat(section[None], 40, axis=0).astype(np.float32)
    continuity = whole(amplitudes)["continuity"][10, :, 12:-12].astype(float) / LEVELS
    broken = np.median(continuity, axis=1)
    assert broken[at // 2 - 1 : at // 2 + 1].min() < 0.75
    assert np.r_[broken[4 : at // 2 - 4], broken[at // 2 + 4 : -4]].min() > 0.9


def test_continuity_of_a_section_breaks_at_a_fault() -> None:
    section = plane_waves(0.3)
    section[40:] = np.roll(section[40:], 5, axis=1)
    continuity = np.median(section_continuity(section)[:, 12:-12], axis=1)
    assert continuity[39:41].min() < 0.8
    assert np.r_[continuity[4:34], continuity[46:-4]].min() > 0.95


def test_a_line_is_read_from_the_grid_as_it_was_worked_out() -> None:
    amplitudes = survey(0.4, -0.8)
    grid = SlopeGrid(InMemory(whole(amplitudes)), amplitudes.shape, (2, 2, 2))
    for direction, slope, traces in ((Direction.INLINE, -0.8, 60), (Direction.CROSSLINE, 0.4, 48)):
        for index in (20, 21):  # on the grid, and between two of its lines
            read = grid.line(direction, index)
            assert read.slope.shape == read.coherence.shape == (traces, 64)
            assert read.slope.dtype == read.coherence.dtype == np.float32
            assert np.abs(np.median(read.slope[15:-15, 12:-12]) - slope) < 0.03
            assert grid.continuity(direction, index).shape == (traces, 64)
    assert grid.line(Direction.INLINE, 47).slope.shape == (60, 64)
    for read, slope in zip(grid.at_sample(31), (0.4, -0.8), strict=True):
        assert read.shape == (48, 60)
        assert np.abs(np.median(read[15:-15, 15:-15]) - slope) < 0.03


def test_the_grid_of_a_large_survey_is_bounded() -> None:
    assert thinning_of((40, 50, 64)) == (2, 2, 2)
    large = (2000, 3000, 1500)
    thinning = thinning_of(large)
    assert thinning is not None and thinning[0] > 2
    assert int(np.prod(grid_shape(large, thinning), dtype=np.int64)) * CELL.itemsize <= MOST_BYTES
    assert thinning_of((20_000, 30_000, 3000)) is None
