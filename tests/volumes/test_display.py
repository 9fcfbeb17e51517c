"""Amplitude statistics and the 8-bit cube behind the display."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.progress import drive
from seisviewer.volumes.display_cube import DisplayCube, fill, to_amplitudes, to_levels
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.statistics import amplitude_statistics


def test_statistics_are_those_of_all_samples(data_dir: Path) -> None:
    """A couple of dozen lines tell what the whole survey of 65,536 traces would."""
    volume = open_volume(data_dir / "parihaka" / "parihaka_crop.sgy")
    everything = np.concatenate(
        [volume.section(volume.geometry.section(Direction.INLINE, index)) for index in range(0, 256, 4)]
    )
    statistics = amplitude_statistics(volume)
    for percent, value in statistics.percentiles.items():
        assert value == pytest.approx(np.percentile(everything, percent), abs=3)
    assert statistics.std == pytest.approx(everything.std(), rel=0.03)
    assert 70 < statistics.limit < 85
    assert amplitude_statistics(volume) == statistics


def test_statistics_of_a_sparse_survey_leave_missing_traces_out(data_dir: Path) -> None:
    statistics = amplitude_statistics(open_volume(data_dir / "f3" / "f3_sections.sgy"))
    assert statistics.zero_share < 0.1 and 7000 < statistics.limit < 9000


def test_statistics_of_a_nearly_silent_survey_give_a_usable_clip(make_segy) -> None:
    values = np.zeros((30, 1000), np.float32)
    values[:, 0] = 1.0
    volume = open_volume(make_segy(*np.mgrid[0:5, 0:6], values))
    assert amplitude_statistics(volume).limit == 1.0


def test_a_few_wild_samples_do_not_change_the_scale_of_a_survey(make_segy) -> None:
    values = np.random.default_rng(0).standard_normal((400, 500)).astype(np.float32)
    places = np.mgrid[0:20, 0:20]
    clean = amplitude_statistics(open_volume(make_segy(*places, values)))
    assert 0.7 < clean.scale < 1.3, "an ordinary amplitude is about 1 to a network"
    values[[3, 80, 140, 200, 310, 399], [7, 90, 200, 300, 410, 499]] = 1e9
    spoiled = amplitude_statistics(open_volume(make_segy(*places, values)))
    assert spoiled.scale == pytest.approx(clean.scale, rel=0.02)


def test_levels_keep_sign_zero_and_missing_apart() -> None:
    amplitudes = np.array([-9, -2.0, -0.001, 0, 0.001, 1.0, 9, np.nan], np.float32)
    levels = to_levels(amplitudes, 2.0)
    assert levels.tolist() == [1, 1, 128, 128, 128, 192, 255, 0]
    back = to_amplitudes(levels, 2.0)
    assert np.isnan(back[-1])
    np.testing.assert_allclose(back[:-1], np.clip(amplitudes[:-1], -2, 2), atol=2 / 127 / 2 + 1e-6)


def test_cube_gives_what_is_filled_and_nothing_else(data_dir: Path) -> None:
    volume = open_volume(data_dir / "segy" / "missing_traces.sgy")
    geometry = volume.geometry
    cube = DisplayCube(geometry.shape)
    work = fill(volume, 1000.0, cube)
    for _ in range(4):
        next(work)
    near, far = geometry.section(Direction.INLINE, geometry.inlines.count // 2), geometry.section(Direction.INLINE, 0)
    assert cube.section(near, geometry) is not None
    assert cube.section(far, geometry) is None
    assert cube.section(SectionId(Direction.TIME, 5), geometry) is None
    drive(work)
    assert cube.complete
    for direction in Direction:
        section = geometry.section(direction, 7)
        np.testing.assert_array_equal(cube.section(section, geometry), to_levels(volume.section(section), 1000.0))


def test_cube_leaves_most_of_the_memory_to_others() -> None:
    assert DisplayCube.fits((100, 100, 100))
    assert not DisplayCube.fits((1_000_000, 100_000, 1_000))
