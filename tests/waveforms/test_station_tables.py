"""Tables of stations, as people have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from seisviewer.errors import UnreadableFile
from seisviewer.waveforms.station import Coordinates
from seisviewer.waveforms.station_table import read_station_table


def written(folder: Path, text: str) -> Path:
    path = folder / "stations.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [
    "id,latitude,longitude,elevation_m\nCI.CLC,35.8,-117.6,775\n",
    "id,latitude,longitude,elevation_m\nCI.CLC..HH,35.8,-117.6,775\n",
    "network;station;lat;lon;elevation\nCI;CLC;35.8;-117.6;775\n",
    "\ufeffNet\tSta\tLat\tLon\tElev_km\nCI\tCLC\t35.8\t-117.6\t0.775\n",
    "#Network | Station | Latitude | Longitude | Elevation | SiteName\nCI|CLC|35.8|-117.6|775|China Lake\n",
])  # fmt: skip
def test_a_station_stands_where_the_table_says(tmp_path: Path, text: str) -> None:
    assert read_station_table(written(tmp_path, text)).sites == {"CI.CLC": Coordinates(35.8, -117.6, 775.0)}


def test_gains_are_those_of_the_named_instrument_and_may_be_missing(tmp_path: Path) -> None:
    table = read_station_table(written(
        tmp_path, "id,latitude,longitude,elevation_m,hh_counts_per_m_s\nCI.CLC,35.8,-117.6,775,627368000\nCI.WBS,35.5,-118,1,\n"
    ))  # fmt: skip
    assert table.gains == {("CI.CLC", "HH"): 627368000.0} and len(table.sites) == 2


@pytest.mark.parametrize("text, said", [
    ("id,latitude,longitude\nCI.CLC,95,-117\n", "line 2.*no place on the earth"),
    ("id,latitude,longitude\nCI.CLC,35,x\n", "longitude “x” is no number"),
    ("id,latitude,longitude\nCI.CLC,nan,1\n", "no number"),
    ("station,phase,time\nCLC,P,1\n", "first line must name"),
    ("id,latitude,longitude,elevation_m\nCI.CLC,35,-117,775000\n", "no place for a station"),
    ("id,latitude,longitude\nCI.CLC,35,-117\nCI.CLC,36,-117\n", "stands at two places"),
    ("id,latitude,longitude\n", "names no station"),
])  # fmt: skip
def test_what_is_no_table_of_stations_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_station_table(written(tmp_path, text))
