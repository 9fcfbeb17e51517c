"""SAC files: which way their sensors point by their own headers, what they are called where they do not say so, and places
that were left unset."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from obspy.io.sac import SACTrace

from tests.waveforms.small_records import channel, counts, floats, opened, station, trace, write, write_stations

UP, NORTH, EAST = (0.0, 0.0), (0.0, 90.0), (90.0, 90.0)  # CMPAZ and CMPINC


def sac(path: Path, seed: int, direction: tuple[float, float] | None = None, **header: str) -> Path:
    if direction is not None:
        header |= {"cmpaz": direction[0], "cmpinc": direction[1]}
    SACTrace(
        data=floats(400, seed), delta=0.01, nzyear=2020, nzjday=1, nzhour=0, nzmin=0, nzsec=0, nzmsec=0, **header
    ).write(str(path))
    return path


def instrument(folder: Path, **directions: tuple[float, float]) -> list[Path]:
    return [
        sac(folder / f"{code}.sac", seed, direction, knetwk="XX", kstnm="AAA", kcmpnm=f"HH{code}")
        for seed, (code, direction) in enumerate(directions.items())
    ]


def samples(archive, code: str) -> np.ndarray:
    (component,) = (each for each in archive.records[0].components if each.code == code)
    return component.segments[0].samples


def test_a_vertical_that_points_down_by_its_header_is_turned_over_and_said(tmp_path) -> None:
    archive, said = opened(*instrument(tmp_path, Z=(0.0, 180.0), N=NORTH, E=EAST))
    np.testing.assert_array_equal(samples(archive, "Z"), -floats(400, 0))
    np.testing.assert_array_equal(samples(archive, "N"), floats(400, 1))
    assert any("points down by the headers of its files" in each for each in said)


@pytest.mark.parametrize("codes", ["NE", "12"])
def test_horizontals_that_point_elsewhere_by_their_headers_are_turned(tmp_path, codes) -> None:
    directions = {"Z": UP, codes[0]: (30.0, 90.0), codes[1]: (120.0, 90.0)}
    archive, said = opened(*instrument(tmp_path, **directions))
    assert archive.records[0].codes == "ZNE"
    one, two = floats(400, 1), floats(400, 2)
    angle = np.radians(30)
    np.testing.assert_allclose(samples(archive, "N"), one * np.cos(angle) - two * np.sin(angle), atol=1e-2)
    np.testing.assert_allclose(samples(archive, "E"), one * np.sin(angle) + two * np.cos(angle), atol=1e-2)
    assert any("30° and 120° by the headers" in each for each in said) == (codes == "NE")


@pytest.mark.parametrize(
    "directions",
    [
        {"Z": UP, "N": UP, "E": UP},  # left at zero
        {"Z": (0.0, 180.0), "N": NORTH, "E": NORTH},
        {"Z": (0.0, 90.0), "N": NORTH, "E": EAST},
        {"Z": UP, "N": NORTH, "E": EAST},
    ],
)
def test_directions_that_do_not_fit_together_or_are_the_usual_ones_change_nothing(tmp_path, directions) -> None:
    archive, said = opened(*instrument(tmp_path, **directions))
    for seed, code in enumerate("ZNE"):
        np.testing.assert_array_equal(samples(archive, code), floats(400, seed))
    assert not said


def test_metadata_come_before_headers(tmp_path) -> None:
    files = instrument(tmp_path, Z=(0.0, 180.0), N=NORTH, E=EAST)
    known = station("AAA", (46.0, 7.0), *(channel(f"HH{code}", (46.0, 7.0)) for code in "ZNE"))
    write_stations(tmp_path / "stations.xml", "XX", known)
    archive, said = opened(*files, tmp_path / "stations.xml")
    np.testing.assert_array_equal(samples(archive, "Z"), floats(400, 0))
    assert not said


def test_channels_without_a_name_are_called_by_their_direction(tmp_path) -> None:
    for seed, (name, direction) in enumerate((("a", UP), ("b", NORTH), ("c", EAST))):
        sac(tmp_path / f"{name}.sac", seed, direction, kstnm="AAA")
    archive, said = opened(tmp_path)
    assert [record.codes for record in archive.records] == ["ZNE"] and not said
    np.testing.assert_array_equal(samples(archive, "N"), floats(400, 1))


@pytest.mark.parametrize("names", [("AAA.Z.sac", "AAA.N.sac", "AAA.E.sac"), ("AAA.HHZ", "AAA.HHN", "AAA.HHE")])
def test_files_without_any_name_in_them_are_called_by_their_own(tmp_path, names) -> None:
    for seed, name in enumerate(names):
        sac(tmp_path / name, seed)
    archive, _ = opened(tmp_path)
    assert [(record.station.station, record.codes) for record in archive.records] == [("AAA", "ZNE")]


def test_a_station_at_zero_north_and_zero_east_has_no_place(tmp_path) -> None:
    write(tmp_path / "a.mseed", *(trace(f"XX.AAA..HH{code}", counts(400)) for code in "ZNE"))
    unset = (0.0, 0.0)
    write_stations(
        tmp_path / "stations.xml", "XX", station("AAA", unset, *(channel(f"HH{code}", unset) for code in "ZNE"))
    )
    archive, said = opened(tmp_path)
    assert archive.records[0].coordinates is None and any("place is not known" in each for each in said)
