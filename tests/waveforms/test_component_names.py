"""Components are found under the many names that files give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from seisviewer.datasets.phase_datasets import samples_of
from seisviewer.waveforms.component_names import component_names, three_places

from .small_records import START, counts, opened, trace, write


@pytest.mark.parametrize("channels, records", [
    ("HHZ HHN HHE", {"HH": "ZNE"}),
    ("HHE HHZ HHN HNZ HNN HNE", {"HH": "ZNE", "HN": "ZNE"}),
    ("BHU BHN BHE", {"BH": "ZNE"}),
    ("BHU", {"BH": "Z"}),
    ("HHV HHN HHE", {"HH": "ZNE"}),
    ("HHU HHV HHW", {"HH": "UVW"}),  # three axes alike
    ("BHZ BH1 BH2", {"BH": "Z12"}),
    ("HH1 HH2", {"HH": "12"}),
    ("BH1 BH2 BH3", {"BH": "123"}),
    ("Z N E", {"": "ZNE"}),
    ("U N E", {"": "ZNE"}),
    ("z n e", {"": "ZNE"}),
    ("hhz hhn hhe", {"hh": "ZNE"}),
    ("UD NS EW", {"": "ZNE"}),
    ("U-D N-S E-W", {"": "ZNE"}),
    ("NS1 EW1 UD1 NS2 EW2 UD2", {"1": "ZNE", "2": "ZNE"}),
    ("UD1", {"1": "Z"}),
    ("UA NA EA UB NB EB", {"A": "ZNE", "B": "ZNE"}),
    ("Z1 N1 E1 Z2 N2 E2", {"1": "ZNE", "2": "ZNE"}),
    ("VERT NORTH EAST", {"": "ZNE"}),
    ("BHZ BHR BHT", {"BH": "ZRT"}),
    ("R T", {"": "RT"}),
    ("X Y Z", {"": "ZXY"}),
    ("HHX HHY HHZ", {"HH": "ZXY"}),
    ("BZ BN BE", {"B": "ZNE"}),
    ("BZ N1 N2", {"B": "Z", "N": "12"}),
    ("LDU VMU VMV VMW", {"LD": "U", "VM": "UVW"}),  # no ground motion
])  # fmt: skip
def test_sensors_and_components_by_their_names(tmp_path: Path, channels: str, records: dict[str, str]) -> None:
    for number, name in enumerate(channels.split()):
        one = trace(f"XX.AAA..{name}", counts(300, number).astype("f4"))
        write(tmp_path / f"{number}.sac", one, format="SAC")
    archive, said = opened(tmp_path)
    assert {record.station.instrument: record.codes for record in archive.records} == records
    named = [component.channel for record in archive.records for component in record.components]
    assert sorted(named) == sorted(channels.split()), "codes are kept as the file has them"
    assert said == []


def test_a_name_means_what_those_beside_it_say() -> None:
    assert component_names(["HHU"])["HHU"].code == "Z"
    assert component_names(["HHU", "HHZ"])["HHU"].code == "U"
    assert component_names([""])[""].code == "?"


@pytest.mark.parametrize("codes, places", [
    ("ZNE", ("Z", "N", "E")), ("Z12", ("Z", "1", "2")), ("ZRT", ("Z", "R", "T")), ("ZXY", ("Z", "X", "Y")),
    ("123", ("3", "1", "2")), ("LQT", ("L", "Q", "T")), ("RT", (None, "R", "T")), ("12", (None, "1", "2")),
    ("Z", ("Z", None, None)), ("ZN", ("Z", "N", None)), ("ZE", ("Z", None, "E")), ("ZT", ("Z", None, "T")),
    ("H", (None, None, None)),
])  # fmt: skip
def test_where_a_vertical_and_two_horizontal_components_are_wanted(codes: str, places: tuple[str | None, ...]) -> None:
    assert three_places(codes) == places


def test_windows_for_learning_hold_the_vertical_under_any_name(tmp_path: Path) -> None:
    for number, name in enumerate(("BHU", "BHN", "BHE")):
        write(tmp_path / f"{name}.mseed", trace(f"XX.AAA..{name}", counts(300, number)))
    samples = samples_of(opened(tmp_path)[0].records[0], START, 300)
    for number in range(3):
        assert samples[number].tolist() == counts(300, number).tolist()


@pytest.mark.parametrize("location", ["", "--", "00"])
def test_codes_are_kept_as_the_file_has_them(tmp_path: Path, location: str) -> None:
    one = trace(f"XX.N.ABCH.{location}.U", counts(300).astype("f4"))
    archive, _ = opened(write(tmp_path / "a.sac", one, format="SAC"))
    station = archive.records[0].station
    kept = "" if location == "--" else location
    assert (station.network, station.station, station.location) == ("XX", "N.ABCH", kept)
    assert type(station).parse(str(station)) == station
