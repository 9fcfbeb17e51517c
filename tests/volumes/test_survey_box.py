"""A box of a survey in SEG-Y, NumPy and Zarr, read back by the libraries that other programs use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import segyio
import xarray

from seisviewer.errors import BadRequest
from seisviewer.progress import drive
from seisviewer.volumes.array_writing import write_npy
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.survey_writing import write_segy, write_survey
from seisviewer.volumes.volume import Volume
from seisviewer.volumes.zarr_writing import ZarrVariable, write_zarr

VALUES = np.random.default_rng(3).integers(0, 5, (12, 9, 30)).astype(np.uint8)


@pytest.fixture
def survey(tmp_path: Path):
    affine = np.array([[0.0, 12.5, 600_000.0], [25.0, 0.0, 6_000_000.0]])
    live = np.ones((12, 9), bool)
    live[5, 4] = False
    grid = Geometry(LineAxis(100, 2, 12), LineAxis(300, 1, 9), SampleAxis(8.0, 4.0, 30), live, affine)
    amplitudes = np.random.default_rng(5).normal(size=(12, 9, 30)).astype(np.float32)
    drive(write_survey(tmp_path / "survey.sgy", grid, lambda index: amplitudes[index]))
    volume = open_volume(tmp_path / "survey.sgy")
    yield volume
    volume.close()


def box_of(volume: Volume) -> SurveyBox:
    return SurveyBox.between(volume.geometry, (107, 113), (302, 306), (20, 50))


def test_a_box_is_what_lies_between_its_numbers(survey: Volume) -> None:
    assert box_of(survey) == SurveyBox(range(4, 7), range(2, 7), range(3, 11))
    assert SurveyBox.between(survey.geometry, z=(124, 60)).samples == range(13, 30)
    with pytest.raises(BadRequest, match="No inline lies between 200 and 300"):
        SurveyBox.between(survey.geometry, (200, 300))
    with pytest.raises(BadRequest, match="No sample lies between 9 and 10 ms"):
        SurveyBox.between(survey.geometry, z=(9, 10))


def test_a_box_in_segy_lies_where_it_lay_in_the_survey(survey: Volume, tmp_path: Path) -> None:
    box = box_of(survey)
    drive(write_segy(tmp_path / "box.sgy", survey, lambda index: VALUES[index], sample_format="int8", box=box))
    written = open_volume(tmp_path / "box.sgy")
    part = written.geometry
    assert (part.inlines.numbers.tolist(), part.crosslines.start, part.crosslines.stop) == ([108, 110, 112], 302, 306)
    assert (part.samples.start, part.samples.interval, part.samples.count) == (20.0, 4.0, 8)
    assert part.live.sum() == 14 and not part.live[1, 2]
    assert part.xy(0, 0) == pytest.approx(survey.geometry.xy(4, 2))
    section = part.section(Direction.INLINE, 2)
    np.testing.assert_array_equal(written.section(section), VALUES[6, 2:7, 3:11])
    written.close()
    with segyio.open(tmp_path / "box.sgy", strict=False) as file:
        assert file.tracecount == 14 and file.samples[0] == 20.0


def test_a_box_of_an_array_is_the_same_numbers(survey: Volume, tmp_path: Path) -> None:
    drive(write_npy(tmp_path / "box.npy", survey, lambda index: VALUES[index], np.int8, box_of(survey)))
    np.testing.assert_array_equal(np.load(tmp_path / "box.npy"), VALUES[4:7, 2:7, 3:11])


def test_xarray_opens_what_is_written_as_zarr(survey: Volume, tmp_path: Path) -> None:
    path, box = tmp_path / "box.zarr", box_of(survey)
    classes = ZarrVariable(lambda index: VALUES[index], np.int8, {"flag_values": [0, 1], "flag_meanings": "sand shale"})
    confidence = ZarrVariable(lambda index: VALUES[index] / 8, np.float32, {"long_name": "confidence"})
    for _ in range(2):  # the second takes the place of the first
        drive(write_zarr(path, survey.geometry, {"facies": classes, "confidence": confidence}, box, {"source": "x"}))
    with xarray.open_zarr(path) as opened:
        assert opened.facies.dims == ("inline", "crossline", "twt") and opened.attrs["source"] == "x"
        np.testing.assert_array_equal(opened.facies, VALUES[4:7, 2:7, 3:11])
        there = opened.sel(inline=110, crossline=303, twt=32.0)
        assert float(there.confidence) == VALUES[5, 3, 6] / 8
        assert (float(there.x), float(there.y)) == pytest.approx(survey.geometry.xy(5, 3))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["box.zarr", "survey.sgy"]


def test_a_zarr_that_is_stopped_or_in_the_way_of_something_leaves_what_was_there(
    survey: Volume, tmp_path: Path
) -> None:
    path = tmp_path / "there.zarr"
    variables = {"facies": ZarrVariable(lambda index: VALUES[index], np.int8, {})}
    work = write_zarr(path, survey.geometry, variables, box_of(survey), {})
    next(work)
    work.close()
    assert [each.name for each in tmp_path.iterdir()] == ["survey.sgy"]
    path.mkdir()
    (path / "mine.txt").write_text("kept")
    with pytest.raises(BadRequest, match="no Zarr store"):
        drive(write_zarr(path, survey.geometry, variables, box_of(survey), {}))
    assert (path / "mine.txt").read_text() == "kept"
