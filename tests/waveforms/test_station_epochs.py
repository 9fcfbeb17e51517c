"""Station metadata hold for their own time, location and channel, and for no other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import obspy
import pytest
from obspy import UTCDateTime

from seisviewer.waveforms.record import Archive

from .small_records import RATE, START, channel, counts, opened, station, trace, write, write_stations

YEAR = 365 * 86400.0
OLD, NEW = (49.0, 12.0), (49.25, 12.25)
MOVED = START - YEAR


def epochs(*, location: str | None) -> tuple:
    """The station before and after it was moved; its channels at a location, or none."""
    made = []
    for place, begin, end in ((OLD, START - 9 * YEAR, MOVED), (NEW, MOVED, START + 9 * YEAR)):
        codes = [] if location is None else ["HHZ", "HHN", "HHE"]
        channels = [channel(code, place, location, begin, end) for code in codes]
        made.append(station("MOVD", place, *channels, start=begin, end=end))
    return tuple(made)


def place(archive: Archive) -> tuple[float, float] | None:
    found = archive.records[0].coordinates
    return (found.latitude, found.longitude) if found else None


def record(folder: Path, start: float = START, name: str = "XU.MOVD..HH", seconds: float = 60.0) -> None:
    for code in "ZNE":
        one = trace(f"{name}{code}", counts(int(seconds * RATE)), start)
        write(folder / f"{code}.{start}.mseed", one)


@pytest.mark.parametrize("location", ["", None, "10", "--"])
@pytest.mark.parametrize("start, right", [(START, NEW), (START - 3 * YEAR, OLD), (START - 20 * YEAR, None)])
def test_the_epoch_that_holds_is_taken(
    tmp_path: Path, location: str | None, start: float, right: tuple[float, float] | None
) -> None:
    record(tmp_path, start)
    write_stations(tmp_path / "stations.xml", "XU", *epochs(location=location))
    archive, said = opened(tmp_path)
    assert place(archive) == right
    assert bool(said) == (right is None)


def test_a_station_of_two_places_at_a_time_is_told_by_the_location(tmp_path: Path) -> None:
    channels = [channel("HHZ", OLD, "00"), channel("HHZ", NEW, "10")]
    write_stations(tmp_path / "stations.xml", "XU", station("MOVD", OLD, *channels))
    for location in ("00", "10"):
        write(tmp_path / f"{location}.mseed", trace(f"XU.MOVD.{location}.HHZ", counts(3000)))
    archive, _ = opened(tmp_path)
    assert [each.coordinates.latitude for each in archive.records] == [OLD[0], NEW[0]]


def test_a_record_on_both_sides_of_a_move_stands_nowhere(tmp_path: Path) -> None:
    record(tmp_path, START)
    record(tmp_path, START - 3 * YEAR)
    write_stations(tmp_path / "stations.xml", "XU", *epochs(location=""))
    archive, said = opened(tmp_path)
    assert place(archive) is None and len(said) == 1 and "not known" in said[0]


def test_a_file_that_begins_a_moment_before_its_epoch_belongs_to_it(tmp_path: Path) -> None:
    record(tmp_path, MOVED - 0.02)
    write_stations(tmp_path / "stations.xml", "XU", *epochs(location=""))
    archive, said = opened(tmp_path)
    assert (place(archive), said) == (NEW, [])


def test_the_header_of_a_file_says_where_it_was_when_the_metadata_do_not(tmp_path: Path) -> None:
    one = trace("XU.MOVD..HHZ", counts(3000).astype("f4"), START - 20 * YEAR)
    one.stats.sac = {"stla": 48.5, "stlo": 11.5}
    write(tmp_path / "a.sac", one, format="SAC")
    write_stations(tmp_path / "stations.xml", "XU", *epochs(location=None))
    archive, said = opened(tmp_path)
    assert place(archive) == pytest.approx((48.5, 11.5)) and said == []


def test_a_vertical_that_points_down_is_turned_over_and_said(tmp_path: Path) -> None:
    record(tmp_path)
    channels = [channel("HHZ", NEW, direction=(0.0, 90.0)), channel("HHN", NEW), channel("HHE", NEW)]
    write_stations(tmp_path / "stations.xml", "XU", station("MOVD", NEW, *channels))
    archive, said = opened(tmp_path)
    vertical, north, _ = archive.records[0].components
    assert vertical.window(START, 100).tolist() == (-counts(100)).tolist()
    assert north.window(START, 100).tolist() == counts(100).tolist()
    assert len(said) == 1 and "HHZ" in said[0] and "down" in said[0]


def test_a_vertical_beside_1_and_2_is_turned_over_too(tmp_path: Path) -> None:
    for code in ("HHZ", "HH1", "HH2"):
        write(tmp_path / f"{code}.mseed", trace(f"XU.MOVD..{code}", counts(3000)))
    directions = {"HHZ": (0.0, 90.0), "HH1": (90.0, 0.0), "HH2": (180.0, 0.0)}
    channels = [channel(code, NEW, direction=way) for code, way in directions.items()]
    write_stations(tmp_path / "stations.xml", "XU", station("MOVD", NEW, *channels))
    archive, said = opened(tmp_path)
    found = archive.records[0]
    assert found.codes == "ZNE" and len(said) == 1
    for code, sign in (("Z", -1), ("N", -1), ("E", 1)):
        np.testing.assert_allclose(found.component(code).window(START, 100), sign * counts(100), atol=1e-3)


def test_north_and_east_that_point_elsewhere_are_turned_and_said(tmp_path: Path) -> None:
    record(tmp_path)
    channels = [channel("HHZ", NEW), channel("HHN", NEW, direction=(180.0, 0.0))]
    channels.append(channel("HHE", NEW, direction=(270.0, 0.0)))
    write_stations(tmp_path / "stations.xml", "XU", station("MOVD", NEW, *channels))
    archive, said = opened(tmp_path)
    for code, sign in (("Z", 1), ("N", -1), ("E", -1)):
        np.testing.assert_allclose(archive.records[0].component(code).window(START, 100), sign * counts(100), atol=1e-3)
    assert len(said) == 1 and "180" in said[0]


def test_north_that_is_north_within_what_seed_allows_stays_as_it_is(tmp_path: Path) -> None:
    record(tmp_path)
    channels = [channel("HHZ", NEW), channel("HHN", NEW, direction=(3.0, 0.0))]
    channels.append(channel("HHE", NEW, direction=(93.0, 0.0)))
    write_stations(tmp_path / "stations.xml", "XU", station("MOVD", NEW, *channels))
    archive, said = opened(tmp_path)
    assert said == [] and archive.records[0].component("N").segments[0].samples.dtype == np.int32


def test_a_whole_seed_volume_brings_its_own_metadata(tmp_path: Path) -> None:
    headers = Path(obspy.__file__).parent / "io" / "xseed" / "tests" / "data" / "dataless.seed.BW_RJOB"
    if not headers.exists():
        pytest.skip("ObsPy was installed without the data of its tests")
    one = trace("BW.RJOB..EHZ", counts(3000), UTCDateTime(2009, 1, 1).timestamp, 200.0)
    one.write(str(tmp_path / "data"), format="MSEED", reclen=4096)
    volume = tmp_path / "volume.seed"
    volume.write_bytes(headers.read_bytes() + (tmp_path / "data").read_bytes())
    archive, said = opened(volume)
    assert place(archive) == pytest.approx((47.737167, 12.795714)) and said == []
    assert archive.records[0].components[0].count == 3000
