"""Catalogues in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.catalogue import read_events, write_events
from seisviewer.picks.pick import Event

EVENTS = (
    Event(1562261629.25, 35.705, -117.504, 10.7, 6.4, "Mw", "M6.4", "ConvNetQuake", 0.97),
    Event(1562261900.5, source="STA/LTA", score=0.5),
)


@pytest.mark.parametrize("name", ["events.csv", "events.xml"])
def test_what_is_written_is_read(name: str, tmp_path: Path) -> None:
    write_events(tmp_path / name, EVENTS)
    read = read_events(tmp_path / name)
    for before, after in zip(EVENTS, read, strict=True):
        assert after.time == pytest.approx(before.time, abs=1e-6)
        for field in ("latitude", "longitude", "depth", "magnitude", "score", "source"):
            assert getattr(after, field) == pytest.approx(getattr(before, field)), field


def test_the_columns_of_other_catalogues_are_known(tmp_path: Path) -> None:
    path = tmp_path / "usgs.csv"
    path.write_text(
        "\ufefftime,Lat,LON,depth,mag,magType\n2019-07-04T17:33:49.000Z,35.7,-117.5,10.7,6.4,mw\n1e9,,,,,\n"
    )
    late, early = sorted(read_events(path), key=lambda event: -event.time)
    assert (late.latitude, late.longitude, late.magnitude, late.magnitude_type) == (35.7, -117.5, 6.4, "mw")
    assert (early.time, early.latitude, early.source) == (1e9, None, "catalogue")


@pytest.mark.parametrize("text, expected", [
    ("station,phase\nA,P\n", "a table of picks and no catalogue"),
    ("station,magnitude\nA,1\n", "no column “time”"),
    ("time,latitude\nyesterday,35\n", "Line 2 of"),
    ("time,latitude\n2019-07-04,north\n", "Line 2 of"),
    ("time,latitude,longitude\n2019-07-04,35,-117\n2019-07-04,-117,35\n", "Line 3 of"),
    ("time\n", "no events"),
])  # fmt: skip
def test_a_bad_catalogue_is_one_sentence(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text(text)
    with pytest.raises(UnreadableFile, match=expected) as error:
        read_events(path)
    assert str(error.value).count(". ") == 0


def test_a_missing_catalogue_and_an_unknown_ending_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no file"):
        read_events(tmp_path / "none.csv")
    with pytest.raises(BadRequest, match="ending"):
        write_events(tmp_path / "events.txt", EVENTS)


def test_a_catalogue_may_have_semicolons_and_unknown_numbers(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("time;latitude;longitude;mag\n2019-07-04 17:33:49;nan;-117.5;NaN\n")
    (event,) = read_events(path)
    assert (event.latitude, event.longitude, event.magnitude) == (None, -117.5, None)


@pytest.mark.parametrize("time", ["nan", "1562261629120", "20190704173349"])
def test_what_is_no_time_is_refused(time: str, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f"time,latitude\n{time},35.7\n")
    with pytest.raises(UnreadableFile, match="Line 2"):
        read_events(path)


def test_a_catalogue_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="cannot be written"):
        write_events(tmp_path / "missing" / "events.csv", EVENTS)
