"""Coordinates that cannot be what their unit and scalar say: asked about, read as the only thing that they can be, or said;
and the scalar that the user names."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest, UnclearFile
from seisviewer.progress import drive
from seisviewer.volumes.describe_survey import describe
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.survey_writing import write_segy
from seisviewer.workflows.survey_opening import ingest, open_path

from .test_coordinates import CROSSLINE, INLINE, LATITUDE, LONGITUDE, X, Y, packed


def stored(x, y, scalar: int, unit: int) -> dict:
    return {181: ("i4", np.rint(x)), 185: ("i4", np.rint(y)), 71: ("i2", scalar), 89: ("i2", unit)}


REVISION_1 = {3501: ("u1", 1)}
ASKED = [
    (LONGITUDE * 1e5, LATITUDE * 1e5, 3, -100_000),
    (LONGITUDE * 1e6, LATITUDE * 1e6, 3, -1_000_000),
    (LONGITUDE * 3600e2, LATITUDE * 3600e2, 2, -100),
    (LONGITUDE * 3600e3, LATITUDE * 3600e3, 2, -1000),
    (packed(LONGITUDE) * 100, packed(LATITUDE) * 100, 4, -100),
]


@pytest.mark.parametrize("x, y, unit, right", ASKED)
def test_degrees_without_their_scalar_are_asked_about(make_segy, x, y, unit, right) -> None:
    path = make_segy(INLINE, CROSSLINE, words=stored(x, y, 0, unit), binary=REVISION_1)
    with pytest.raises(UnclearFile, match="name their scalar") as asked:
        open_volume(path)
    assert any(option.startswith(f"--coordinate-scalar {right} ") and "3.5" in option for option in asked.value.options)
    volume = open_volume(path, coordinate_scalar=right)
    assert volume.geometry.reference.is_geographic
    assert volume.geometry.xy(0, 0) == pytest.approx((3.5, -61.0), abs=5e-5)
    assert describe(volume)["coordinate_scalar"] == right
    lengths = open_volume(path, coordinate_scalar=1)
    assert lengths.geometry.reference.unit is None or lengths.geometry.reference.unit == "m"
    assert any("taken as lengths" in notice or "farther" in notice for notice in lengths.notices)


@pytest.mark.parametrize("x, y, unit, right", ASKED)
def test_degrees_with_a_scalar_that_makes_them_none_are_said(make_segy, x, y, unit, right) -> None:
    """A stated scalar may be right, and byte 89 wrong."""
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=stored(x, y, 1, unit), binary=REVISION_1))
    assert any("taken as lengths" in notice for notice in volume.notices)


def test_a_unit_that_revision_0_does_not_know_makes_no_question(make_segy) -> None:
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=stored(X, Y, 0, 3), binary={3255: ("i2", 1)}))
    assert volume.geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=1)
    assert volume.geometry.reference.unit == "m" and "taken as lengths" in volume.notices[0]


@pytest.mark.parametrize(
    "x, y, unit, factor, name",
    [
        (LONGITUDE, LATITUDE, 2, 10_000, "decimal degrees"),
        (LONGITUDE * 3600, LATITUDE * 3600, 3, 100, "seconds of arc"),
        (packed(LONGITUDE), packed(LATITUDE), 2, 100, "degrees, minutes and seconds"),
    ],
)
def test_degrees_that_are_marked_as_other_degrees(make_segy, x, y, unit, factor, name) -> None:
    """As byte 89 says, traces would lie millimetres or hundreds of kilometres apart."""
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=stored(x * factor, y * factor, -factor, unit)))
    assert volume.geometry.xy(0, 0) == pytest.approx((3.5, -61.0), abs=5e-5)
    assert any(f"only as {name}" in notice for notice in volume.notices)


def test_a_scalar_in_the_other_byte_order(make_segy) -> None:
    swapped = int(np.int16(-100).byteswap())
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=stored(X * 100, Y * 100, swapped, 1)))
    assert volume.geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=0.02)
    assert any("other byte order" in notice for notice in volume.notices)


def test_a_scalar_that_the_standard_does_not_know_is_said(make_segy) -> None:
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=stored(X, Y, 77, 1)))
    assert any("does not know" in notice for notice in volume.notices)


def test_traces_that_lie_too_far_apart_without_a_scalar_are_said(make_segy) -> None:
    path = make_segy(INLINE, CROSSLINE, words=stored(X * 10, (Y - 2e6) * 10, 0, 1))
    assert any("no scalar of their coordinates" in notice for notice in open_volume(path).notices)
    named = open_volume(path, coordinate_scalar=-10)
    assert named.geometry.xy(0, 0) == pytest.approx((432910.76, 4492896.83), abs=0.1) and not named.notices


def test_floats_in_centimetres_with_their_scalar(make_segy) -> None:
    words = {181: ("f4", X * 100), 185: ("f4", Y * 100), 71: ("i2", -100)}
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=words))
    assert volume.geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=0.5)


def test_a_system_of_degrees_makes_degrees_of_coordinates_without_a_unit(make_segy) -> None:
    words = stored(LONGITUDE * 1e5, LATITUDE * 1e5, 0, 0)
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=words), crs="EPSG:4326", coordinate_scalar=-100_000)
    assert volume.geometry.reference.is_geographic
    with pytest.raises(UnclearFile, match="name their scalar"):
        open_volume(volume.path, crs="EPSG:4326")


@pytest.mark.parametrize("scalar", [0, 2_000_000_000, 1.5])
def test_no_such_scalar(make_segy, scalar) -> None:
    with pytest.raises(BadRequest, match="makes no coordinates"):
        open_volume(make_segy(INLINE, CROSSLINE), coordinate_scalar=scalar)


@pytest.mark.parametrize("part", [False, True])
def test_a_named_scalar_is_kept_and_exported(make_segy, tmp_path, part) -> None:
    path = make_segy(INLINE, CROSSLINE, words=stored(LONGITUDE * 1e5, LATITUDE * 1e5, 0, 3), binary=REVISION_1)
    made = drive(ingest(path, tmp_path / "kept.seis", coordinate_scalar=-100_000))
    made.project.close()
    opened = drive(open_path(tmp_path / "kept.seis"))
    opened.project.close()
    assert opened.volume.geometry.xy(5, 8) == pytest.approx((LONGITUDE[-1], LATITUDE[-1]), abs=1e-5)
    geometry = opened.volume.geometry
    box = SurveyBox(range(1, 6), range(0, 9), range(0, 20)) if part else SurveyBox.whole(geometry)
    drive(write_segy(tmp_path / "out.sgy", opened.volume, lambda line: np.ones((9, 20)) + line, box=box))
    again = open_volume(tmp_path / "out.sgy").geometry
    assert again.reference.is_geographic
    assert again.xy(again.inlines.count - 1, 8) == pytest.approx((LONGITUDE[-1], LATITUDE[-1]), abs=1e-5)
