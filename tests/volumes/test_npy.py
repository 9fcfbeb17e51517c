"""Surveys in .npy files."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.volumes.describe_survey import describe
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.npy_volume import array_shape
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import open_volume

CUBE = np.random.default_rng(0).integers(1, 90, (5, 6, 7)).astype(np.float32)


def save(folder: Path, array: np.ndarray) -> Path:
    np.save(folder / "cube.npy", array)
    return folder / "cube.npy"


@pytest.mark.parametrize("layout", ["C", "F"])
@pytest.mark.parametrize("order", ["".join(order) for order in permutations("ixs")])
def test_any_order_of_axes(tmp_path: Path, order: str, layout: str) -> None:
    array = np.asarray(CUBE.transpose(["ixs".index(axis) for axis in order]), order=layout)
    axes = ArrayAxes(order, inline_start=100, inline_step=2, crossline_start=300, interval=2.0, start=50.0)
    volume = open_volume(save(tmp_path, array), axes=axes)
    np.testing.assert_array_equal(volume.section(SectionId(Direction.INLINE, 104)), CUBE[2])
    np.testing.assert_array_equal(volume.section(SectionId(Direction.CROSSLINE, 305)), CUBE[:, 5])
    np.testing.assert_array_equal(volume.section(SectionId(Direction.TIME, 6)), CUBE[:, :, 6])
    assert volume.geometry.samples.stop == 62.0
    assert array_shape(volume.path) == array.shape


@pytest.mark.parametrize("kind", ["i1", "u2", ">i4", "f2", ">f8"])
def test_any_real_type(tmp_path: Path, kind: str) -> None:
    volume = open_volume(save(tmp_path, CUBE.astype(kind)))
    section = volume.section(SectionId(Direction.INLINE, 1))
    assert section.dtype == np.float32
    np.testing.assert_array_equal(section, CUBE[0])
    assert describe(volume)["sample_format"]["name"] == str(np.dtype(kind))


def test_traces_without_data_are_missing(tmp_path: Path) -> None:
    cube = CUBE.copy()
    cube[1, 2], cube[3, 4] = 0, np.nan
    volume = open_volume(save(tmp_path, cube))
    assert np.argwhere(~volume.geometry.live).tolist() == [[1, 2], [3, 4]]
    assert np.isnan(volume.section(SectionId(Direction.INLINE, 2))[2]).all()


def test_two_axes_make_a_2d_line(tmp_path: Path) -> None:
    volume = open_volume(save(tmp_path, CUBE[0].T), axes=ArrayAxes("six"))
    assert volume.geometry.is_2d and volume.geometry.shape == (1, 6, 7)
    np.testing.assert_array_equal(volume.section(SectionId(Direction.INLINE, 1)), CUBE[0])


def test_what_is_no_survey_is_refused(tmp_path: Path) -> None:
    for array, words in (
        (np.ones((2, 2, 2), complex), "not real numbers"),
        (np.ones((2, 2, 2, 2)), "has three axes"),
        (np.zeros((2, 2, 2)), "nothing but zeros"),
        (np.array([{"code": "to run"}], dtype=object), "no NumPy array of numbers"),
    ):
        with pytest.raises(UnreadableFile, match=words):
            open_volume(save(tmp_path, array))
    (tmp_path / "text.npy").write_text("not an array")
    with pytest.raises(UnreadableFile, match="no NumPy array"):
        open_volume(tmp_path / "text.npy")
    with pytest.raises(BadRequest, match="no order of axes"):
        ArrayAxes("xyz")


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30, -3e38])
def test_values_that_no_amplitude_has_are_said_and_shown_as_zero(tmp_path: Path, value: float) -> None:
    cube = CUBE.copy()
    cube[1, 2, 3:5] = value
    volume = open_volume(save(tmp_path, cube))
    assert volume.section(SectionId(Direction.INLINE, 2))[2, 2:6].tolist() == [cube[1, 2, 2], 0, 0, cube[1, 2, 5]]
    assert len(volume.notices) == 1 and volume.notices[0].startswith("2 samples of cube.npy can be no amplitude")
    cube[1, 2] = value
    assert not open_volume(save(tmp_path, cube)).geometry.live[1, 2]


def test_an_array_of_impossible_values_is_refused(tmp_path: Path) -> None:
    swapped = CUBE.astype(np.float64)
    swapped[..., 1:] = 1e200
    with pytest.raises(UnreadableFile, match="holds no amplitudes"):
        open_volume(save(tmp_path, swapped))


def test_a_damaged_description_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path, CUBE)
    path.write_bytes(path.read_bytes().replace(b"{'descr'", b"{('descr"))
    with pytest.raises(UnreadableFile, match="damaged"):
        open_volume(path)
