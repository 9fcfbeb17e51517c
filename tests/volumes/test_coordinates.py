"""What coordinates are: lengths, arcs or nothing at all; the system they are in; and how they leave the program."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.progress import drive
from seisviewer.volumes.describe_survey import describe
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout, read_horizon, write_horizon
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_writing import write_segy, write_survey

INLINE, CROSSLINE = (numbers.ravel() for numbers in np.mgrid[10:16, 100:109])  # 6 inlines, 9 crosslines
LONGITUDE, LATITUDE = 3.5 + (CROSSLINE - 100) * 2e-4, -61.0 - (INLINE - 10) * 1e-4
X, Y = 432910.76 + (INLINE - 10) * 25, 6492896.83 - (CROSSLINE - 100) * 12.5


def packed(degrees: np.ndarray) -> np.ndarray:
    """DDDMMSS.ss"""
    seconds = np.round(np.abs(degrees) * 3600, 2)
    return np.sign(degrees) * (seconds // 3600 * 10_000 + seconds % 3600 // 60 * 100 + seconds % 60)


def words(x, y, factor: int, unit: int) -> dict:
    scalar = -factor if factor > 1 else factor
    return {
        181: ("i4", np.rint(x * factor)),
        185: ("i4", np.rint(y * factor)),
        71: ("i2", scalar),
        89: ("i2", unit),
    }


@pytest.mark.parametrize(
    "x, y, factor, unit, name",
    [
        (LONGITUDE * 3600, LATITUDE * 3600, 1000, 2, "seconds of arc"),
        (LONGITUDE * 3600, LATITUDE * 3600, 100, 2, "seconds of arc"),
        (LONGITUDE, LATITUDE, 10000, 3, "decimal degrees"),
        (packed(LONGITUDE), packed(LATITUDE), 100, 4, "degrees, minutes and seconds"),
    ],
)
def test_arcs_become_degrees(make_segy, x, y, factor, unit, name) -> None:
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=words(x, y, factor, unit)))
    geometry = volume.geometry
    assert geometry.reference.is_geographic and any(name in notice for notice in volume.notices)
    assert geometry.xy(0, 0) == pytest.approx((3.5, -61.0), abs=5e-5)
    assert geometry.xy(5, 8) == pytest.approx((LONGITUDE[-1], LATITUDE[-1]), abs=5e-5)
    facts = describe(volume)
    assert facts["coordinate_unit"] == "°" and facts["coordinates_stored_as"].startswith(name)
    assert facts["corners"][0]["x"] == pytest.approx(3.5, abs=5e-5)


@pytest.mark.parametrize("unit", [2, 3, 4])
def test_lengths_that_are_marked_as_arcs_stay_lengths(make_segy, unit) -> None:
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=words(X, Y, 100, unit), binary={3255: ("i2", 1)}))
    assert volume.geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83))
    assert volume.geometry.reference.unit == "m"
    assert len(volume.notices) == 1 and "taken as lengths" in volume.notices[0]


def test_feet(make_segy) -> None:
    path = make_segy(INLINE, CROSSLINE, words=words(X, Y, 1, 1), binary={3255: ("i2", 2)})
    assert describe(open_volume(path))["coordinate_unit"] == "ft"


@pytest.mark.parametrize("is_2d", [False, True])
def test_traces_without_coordinates_take_no_part(make_segy, is_2d) -> None:
    x, y = X.copy(), Y.copy()
    if is_2d:
        x, y = 432910.76 + np.arange(54) * 25, 6492896.83 - np.arange(54) * 12.5
    missing = [0, 7, 23, 53]
    x[missing] = y[missing] = 0
    lines = (1, np.arange(54)) if is_2d else (INLINE, CROSSLINE)
    geometry = open_volume(make_segy(*lines, words=words(x, y, 100, 1))).geometry
    assert geometry.is_2d == is_2d
    assert geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=0.02)
    last = (432910.76 + 53 * 25, 6492896.83 - 53 * 12.5) if is_2d else (X[-1], Y[-1])
    assert geometry.xy(0 if is_2d else 5, 53 if is_2d else 8) == pytest.approx(last, abs=0.02)


def test_a_line_that_starts_at_the_origin(make_segy) -> None:
    along = np.arange(30)
    geometry = open_volume(make_segy(1, along, words=words(along * 10.0, along * 5.0, 1, 1))).geometry
    assert geometry.xy(0, 0) == pytest.approx((0, 0), abs=1e-6) and geometry.xy(0, 29) == (290, 145)


def test_a_few_coordinates_that_lie_elsewhere(make_segy) -> None:
    x, y = X.copy(), Y.copy()
    x[[3, 40]], y[[3, 40]] = 9_999_999, -9_999_999
    geometry = open_volume(make_segy(INLINE, CROSSLINE, words=words(x, y, 100, 1))).geometry
    assert geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=0.02)


@pytest.mark.parametrize("scalar", [0, 1, -10, -100, -10000, 10])
def test_scalars(make_segy, scalar) -> None:
    factor = 1 / abs(scalar) if scalar < 0 else scalar or 1
    named = {181: ("i4", np.rint((X - 430_000) / factor)), 185: ("i4", np.rint((Y - 6_490_000) / factor))}
    path = make_segy(INLINE, CROSSLINE, words=named | {71: ("i2", scalar)})
    assert open_volume(path).geometry.xy(0, 0) == pytest.approx((2910.76, 2896.83), abs=max(0.5, 0.6 * factor))


def test_every_trace_has_its_own_scalar(make_segy) -> None:
    factor = np.where(np.arange(54) % 3, 100, 10)
    named = {181: ("i4", np.rint(X * factor)), 185: ("i4", np.rint(Y * factor)), 71: ("i2", -factor)}
    geometry = open_volume(make_segy(INLINE, CROSSLINE, words=named)).geometry
    assert geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=0.05)


@pytest.mark.parametrize("without", [slice(0, None, 7), slice(1, None), slice(20, 30)])
def test_traces_without_a_scalar_have_that_of_the_others(make_segy, without) -> None:
    scalar = np.full(54, -100)
    scalar[without] = 0
    given = words(X, Y, 100, 1) | {71: ("i2", scalar)}
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=given))
    assert volume.geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=0.02)
    assert any("no scalar of coordinates" in notice for notice in volume.notices)


def test_whole_metres_beside_centimetres_stay_what_they_are(make_segy) -> None:
    """A scalar of 0 leaves a coordinate as it is where its size says that too."""
    whole = np.arange(54) % 7 == 0
    scalar, factor = np.where(whole, 0, -100), np.where(whole, 1, 100)
    given = words(X, Y, 100, 1) | {
        71: ("i2", scalar),
        181: ("i4", np.rint(X * factor)),
        185: ("i4", np.rint(Y * factor)),
    }
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=given))
    assert volume.geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=0.5) and not volume.notices


@pytest.mark.parametrize("scalar", [0, 1])
def test_coordinates_beyond_the_earth_are_said(make_segy, scalar) -> None:
    given = words(X, Y, 100, 1) | {71: ("i2", scalar)}
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=given, binary={3255: ("i2", 1)}))
    assert any("farther than any projection" in notice for notice in volume.notices)
    assert volume.geometry.reference.unit is None


@pytest.mark.parametrize("unit", [0, 1])
def test_degrees_that_are_not_stated(make_segy, unit) -> None:
    given = words(LONGITUDE, LATITUDE, 10000, unit)
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=given, binary={3255: ("i2", 1)}))
    assert volume.geometry.reference.is_geographic and any("millimetres" in notice for notice in volume.notices)


def test_a_small_grid_of_the_users_own_is_no_degrees(make_segy) -> None:
    given = words((CROSSLINE - 100) * 12.5, (INLINE - 10) * 5.0, 100, 1)
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=given, binary={3255: ("i2", 1)}))
    assert volume.geometry.reference.unit == "m" and not volume.notices


def test_packed_degrees_tell_a_survey_by_their_places(make_segy) -> None:
    """From 59 seconds to the next minute the stored numbers leap, which no survey does."""
    inline, crossline = (numbers.ravel() for numbers in np.mgrid[10:30, 100:160])
    longitude = -70 + (crossline - 100) * 9e-5 - (inline - 10) * 4.2e-4
    latitude = -38 + (crossline - 100) * 4.4e-5 + (inline - 10) * 2.1e-4
    given = words(packed(longitude), packed(latitude), 100, 4)
    geometry = open_volume(make_segy(inline, crossline, words=given)).geometry
    assert geometry.shape[:2] == (20, 60) and geometry.xy(19, 59) == pytest.approx(
        (longitude[-1], latitude[-1]), abs=1e-4
    )


def test_source_coordinates_have_the_same_scalar(make_segy) -> None:
    named = {73: ("i4", np.rint(X * 100)), 77: ("i4", np.rint(Y * 100)), 71: ("i2", -100)}
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=named))
    assert (volume.scan.headers.x, volume.scan.headers.y) == (73, 77)
    assert volume.geometry.xy(0, 0) == pytest.approx((432910.76, 6492896.83), abs=0.01)


@pytest.mark.parametrize("name", ["23031", "EPSG:23031", "epsg:23031", "ED50 / UTM zone 31N"])
def test_a_system_is_named_by_code_or_name(make_segy, name) -> None:
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=words(X, Y, 100, 1)), crs=name)
    assert volume.geometry.reference.system == "ED50 / UTM zone 31N (EPSG:23031)"
    assert volume.geometry.reference.unit == "m"
    assert describe(volume)["coordinate_system"] == "ED50 / UTM zone 31N (EPSG:23031)"


def test_no_such_system(make_segy, tmp_path) -> None:
    path = make_segy(INLINE, CROSSLINE, words=words(X, Y, 100, 1))
    for name in ("EPSG:99999999", "Atlantis 12"):
        with pytest.raises(BadRequest, match="names no coordinate reference system"):
            open_volume(path, crs=name)
    np.save(tmp_path / "cube.npy", np.ones((3, 3, 4), np.float32))
    with pytest.raises(BadRequest, match="has no coordinates"):
        open_volume(tmp_path / "cube.npy", crs="23031")


def test_the_system_is_written_and_read_again(make_segy, tmp_path) -> None:
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=words(X, Y, 100, 1)), crs="EPSG:23031")
    values = np.arange(54 * 20, dtype=np.float32).reshape(6, 9, 20) + 1
    drive(write_segy(tmp_path / "copied.sgy", volume, lambda line: values[line], text="RELIABILITY"))
    drive(write_survey(tmp_path / "own.sgy", volume.geometry, lambda line: values[line]))
    for name in ("copied.sgy", "own.sgy"):
        again = open_volume(tmp_path / name)
        assert again.geometry.reference == volume.geometry.reference
        assert again.geometry.xy(5, 8) == pytest.approx(volume.geometry.xy(5, 8), abs=0.02)
    horizon = tmp_path / "top.txt"
    depths = np.full((6, 9), 7.0)
    write_horizon(horizon, volume.geometry, depths, HorizonLayout.BY_COORDINATES)
    assert horizon.read_text().startswith("# x y: ED50 / UTM zone 31N (EPSG:23031), m; z: ms\n")
    np.testing.assert_allclose(read_horizon(horizon, volume.geometry, HorizonLayout.BY_COORDINATES), depths)
    write_horizon(horizon, volume.geometry, depths, HorizonLayout.BY_LINES)
    assert not horizon.read_text().startswith("#")


def test_degrees_and_depths_survive_writing(make_segy, tmp_path) -> None:
    path = make_segy(INLINE, CROSSLINE, words=words(LONGITUDE * 3600, LATITUDE * 3600, 1000, 2))
    volume = open_volume(path, unit="ft", interval=10.0)
    drive(write_survey(tmp_path / "own.sgy", volume.geometry, lambda line: np.ones((9, 20)) + line))
    again = open_volume(tmp_path / "own.sgy").geometry
    assert again.reference.is_geographic and (again.samples.interval, again.samples.unit) == (10, "ft")
    assert again.xy(5, 8) == pytest.approx(volume.geometry.xy(5, 8), abs=1e-6)
    horizon = tmp_path / "top.txt"
    write_horizon(horizon, volume.geometry, np.full((6, 9), 7.0), HorizonLayout.BY_COORDINATES)
    assert np.isfinite(read_horizon(horizon, volume.geometry, HorizonLayout.BY_COORDINATES)).all()
