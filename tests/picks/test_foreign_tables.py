"""Tables and listings of picks as other programs and people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from seisviewer.errors import UnreadableFile
from seisviewer.picks.found_picks import BEYOND, IMPROBABLE, NEITHER, NO_RATE, NO_TIME, REPEATED
from seisviewer.picks.observations import is_pick_file, read_picks
from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.waveforms.station import StationId

T = datetime(2022, 5, 4, 10, 0, 16, 100_000, tzinfo=UTC).timestamp()
ISO = "2022-05-04T10:00:16.100000"
P, S = "P", "S"


def written(folder: Path, text: str, name: str = "picks.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def told(picks: tuple[Pick, ...]) -> list[tuple[str, str, float]]:
    return [(str(pick.station), pick.phase, round(pick.time - T, 6)) for pick in picks]


FULL = [("XW.AA01.00.HH", P, 0.0), ("XW.AA01.00.HH", S, 0.8)]
ALONE = [(".AA01..", P, 0.0), (".AA01..", S, 0.8)]
PAIR = [("XW.AA01..", P, 0.0), ("XW.AA01..", S, 0.8)]
LATER = "2022-05-04T10:00:16.900000"


@pytest.mark.parametrize("text, expected", [
    ("id,timestamp,prob,type\nXW.AA01,2022-05-04 10:00:16.1,0.8,p\nXW.AA01,2022-05-04 10:00:16.9,0.8,s\n", PAIR),  # GaMMA
    ("station_id,phase_index,phase_time,phase_score,phase_type\n"
     f"XW.AA01.00.HH,1610,{ISO},0.8,P\nXW.AA01.00.HH,1690,{LATER},0.7,S\n", FULL),  # PhaseNet
    ("file_name,begin_time,station_id,phase_index,phase_type,dt_s\n"
     "a,2022-05-04T10:00:00,XW.AA01.00.HH,1610,P,0.01\na,2022-05-04T10:00:00,XW.AA01.00.HH,1690,S,0.01\n", FULL),
    ("file_name,network,station,instrument_type,p_arrival_time,p_probability,s_arrival_time,s_probability\n"
     "a,XW,AA01 ,HH,2022-05-04 10:00:16.1,0.8,2022-05-04 10:00:16.9,0.7\n", [("XW.AA01..HH", P, 0.0), ("XW.AA01..HH", S, 0.8)]),
    ("station_network_code,station_code,trace_start_time,trace_sampling_rate_hz,trace_P_arrival_sample,trace_S_arrival_sample\n"
     "XW,AA01,2022-05-04T10:00:00Z,100,1610,1690\n", PAIR),  # SeisBench
    (f"station,phase,time\nAA01,P,{T}\nAA01,S,{T + 0.8}\n", ALONE),  # PyOcto
    (f"id,time,sta,pha,prob\n0,{ISO}Z,AA01,p,0.8\n0,{LATER}Z,AA01,s,0.8\n", ALONE),
    (f"Station;Phase;Time;Probability\nAA01;P;{ISO.replace('.', ',')};0,8\nAA01;S;{LATER};0,75\n", ALONE),
    (f"sta\tphs\ttime\r\nAA01\tPg\t{ISO}\r\nAA01\tSn\t{LATER}\r\n", ALONE),
    (f"# made by hand\n# station phase time\nAA01 P {ISO}\nAA01 S {LATER}\n", ALONE),
    (f"#comment\n\nnetwork,station,phase,time\n#between\nXW,AA01,P,{ISO}\nXW,AA01,S,{LATER}\n", PAIR),
    (f'"station","phase","time"\n"AA01","P","{ISO}"\n"AA01","S","{LATER}"\n', ALONE),
    (f"台站,震相,到时\nAA01,P,{ISO}\nAA01,S,{LATER}\n", ALONE),
    (f"estación;fase;hora\nAA01;P;{ISO}\nAA01;S;{LATER}\n", ALONE),
    (f"Станция,Фаза,Время\nAA01,P,{ISO}\nAA01,S,{LATER}\n", ALONE),
    (f"AA01,P,{ISO}\nAA01,S,{LATER}\n", ALONE),
    (f"XW AA01 P {ISO} 0.8\nXW AA01 S {LATER} 0.9\n", PAIR),
    (f"seed_id|phase|time\nXW.AA01.--.HHZ|P|{ISO}\nXW.AA01..HHE|S|{LATER}\n", [("XW.AA01..HH", P, 0.0), ("XW.AA01..HH", S, 0.8)]),
    ("station,phase,date,time\nAA01,P,2022/05/04,10:00:16.1\nAA01,S,20220504,10:00:16.9\n", ALONE),
    ("station,phase,time\nAA01,P*,2022-124T10:00:16.1\nAA01,S,2022-05-04 10:00:16.9 UTC\n", ALONE),
    (f"station,phase,time\nAA01,1,{ISO}\nAA01,2,{LATER}\n", ALONE),
    ("station,phase,start_time,time\nAA01,P,2022-05-04T10:00:00,16.1\nAA01,S,2022-05-04T10:00:00,16.9\n", ALONE),
    (f"station_id,phase,time\nAA01,P,{ISO}\nAA01,S,{LATER}\n", ALONE),
    (f"station,phase,time\nAA01,P,2022-05-04T18:00:16.1+08:00\nAA01,iS,{LATER}\n", ALONE),
])  # fmt: skip
def test_columns_are_known_by_their_many_names(tmp_path: Path, text: str, expected: list) -> None:
    found = read_picks(written(tmp_path, text))
    assert told(found.picks) == expected and not found.left_out and not found.events


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_spreadsheets_write_is_read(tmp_path: Path, encoding: str) -> None:
    text = f"Station;Phase;Time\r\nAA01;P;{ISO}\r\nAA01;S;{LATER}\r\n"
    assert told(read_picks(written(tmp_path, text, encoding=encoding)).picks) == ALONE


@pytest.mark.parametrize("name, text, expected", [
    ("a.pha", "#  2022  5  4 10  0 10.10  10.0  20.0  5.00  1.5  0.0  0.0  0.0   1\nAA01  6.000 1.000 P\nAA01  6.800 0.500 S\n",
     ALONE),  # hypoDD
    ("phase.dat", "# 2022 5 4 10 0 10.1 10.0 20.0 5.0 1.5 0 0 0 1\nXW.AA01 6.0 1.0 P\nXW.AA01 6.8 1.0 S\n", PAIR),
    ("phase_sel.txt", " 1 2022 05 04 10:00:10.100 36010.100 0.1 10.0000 20.0000 5.00 -inf 0.1 5 5 10 2 100.0\n"
     " XW AA01 P 36016.10 6.00 1.0e-02 0.01 0.9 123.4\n XW AA01 S 36016.90 6.80 1.0e-02 0.02 0.8 123.4\n", PAIR),  # REAL
    ("a.obs", "# comment\nAA01   ?    ?    i P      U 20220504 1000   16.1000 GAU  5.00e-02 -1.00e+00 -1.00e+00 -1.00e+00\n"
     "AA01   ?    ?    ? Sg     ? 20220504 1000   16.9000 GAU  1.00e-01 -1 -1 -1\n", ALONE),
    ("list.txt", f"station,phase,time\nAA01,P,{ISO}\nAA01,S,{LATER}\n", ALONE),
])  # fmt: skip
def test_listings_of_other_programs_are_known_by_what_stands_in_them(
    tmp_path: Path, name: str, text: str, expected: list
) -> None:
    path = written(tmp_path, text, name)
    assert is_pick_file(path)
    found = read_picks(path)
    assert told(found.picks) == expected
    assert all(pick.event == -1 for pick in found.picks) == bool(found.events)


@pytest.mark.parametrize("text", [
    "time,latitude,longitude,depth,mag,magType,nst,gap,net,id,place,type\n"
    "2022-05-04T10:00:10Z,10,20,5,1.5,ml,5,100,us,us7000,Somewhere,earthquake\n",  # USGS
    "#EventID|Time|Latitude|Longitude|Depth/km|Author|Catalog|Contributor|ContributorID|MagType|Magnitude|MagAuthor|EventLocationName\n"
    "1|2022-05-04T10:00:10|10|20|5|a|b|c|d|ml|1.5|x|Somewhere\n",  # FDSN
    "time,latitude,longitude,depth_km,magnitude,number_of_phases,phases_used\n2022-05-04 10:00:10,10,20,5,1.5,10,8\n",
    "time,lat,lon,depth,mag,phase\n2022-05-04 10:00:10,10,20,5,1.5,10\n",
])  # fmt: skip
def test_a_catalogue_stays_one_whatever_words_stand_in_its_columns(tmp_path: Path, text: str) -> None:
    found = read_picks(written(tmp_path, text))
    assert not found.picks and [(event.latitude, event.depth, event.magnitude) for event in found.events] == [
        (10, 5, 1.5)
    ]


def test_a_table_of_stations_and_phases_without_times_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no column time"):
        read_picks(written(tmp_path, "sta,pha,origin_time\nAA01,P,2022-05-04T10:00:16\n"))


@pytest.mark.parametrize("lines, reasons", [
    ("AA01,AML,{ISO},0.8\nAA01,pP,{ISO},0.8\nAA01,PGA,{ISO},0.8\nAA01,PcP,{ISO},0.8", {NEITHER: 4}),
    ("AA01,P,{ISO},1e308\nAA01,P,{ISO},-3\nAA01,P,{ISO},1.01", {IMPROBABLE: 3}),
    ("AA01,P,,0.8", {NO_TIME: 1}),
    ("AA01,P,{ISO},0.8\nAA01,P,{ISO},0.8", {REPEATED: 1}),
])  # fmt: skip
def test_what_is_left_out_is_counted_with_its_reason(tmp_path: Path, lines: str, reasons: dict) -> None:
    text = "station,phase,time,prob\nAA01,S,{ISO},0.5\n".replace("{ISO}", ISO) + lines.replace("{ISO}", ISO)
    found = read_picks(written(tmp_path, text))
    assert found.left_out == reasons and any(pick.phase == S for pick in found.picks)
    (sentence,) = found.notices("picks.csv")
    assert sentence.startswith("Left out of picks.csv: ") and all(reason in sentence for reason in reasons)


def test_a_sample_without_a_rate_is_no_time(tmp_path: Path) -> None:
    text = "station_id,begin_time,phase_index,phase_type\nXW.AA01..HH,2022-05-04T10:00:00,1610,P\n"
    found = read_picks(written(tmp_path, text))
    assert found.left_out == {NO_RATE: 1} and not found.picks


@pytest.mark.parametrize("text, sentence", [
    ("station,phase,time\nAA01,P,12004-01-01T00:00:00\n", "is no time"),
    ("station,phase,time\nAA01,P,1e308\n", "is no time"),
    ("station,phase,time\nAA01,P,1_651_658_416\n", "is no time"),
    ("station,phase,time\nAA01,P,04.05.2022 10:00\n", "is no time"),
    ("station,phase,time\nAA01,P,1651658416,1\n", "more cells"),  # a decimal comma in a table of commas
    ("a,b,c\n1,2,3\n", "no column phase"),
])  # fmt: skip
def test_a_table_that_would_be_misread_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read_picks(written(tmp_path, text))


def test_phases_that_are_0_and_1_are_not_taken_for_p_and_s(tmp_path: Path) -> None:
    found = read_picks(written(tmp_path, f"station,phase,time\nAA01,0,{ISO}\nAA01,1,{LATER}\n"))
    assert not found.picks and found.left_out == {NEITHER: 2}


def test_numbered_phases_and_unnamed_columns_are_said(tmp_path: Path) -> None:
    found = read_picks(written(tmp_path, f"AA01;P;{ISO}\nAA01;S;{LATER}\n"))
    assert found.remarks == ("picks.csv names no columns that are known: read as phase, time, station.",)
    found = read_picks(written(tmp_path, f"station,phase,time\nAA01,1,{ISO}\n"))
    assert found.remarks == ("The phases 1 and 2 of picks.csv are read as P and S.",)


def test_what_a_machine_and_a_person_picked_is_told_apart(tmp_path: Path) -> None:
    found = read_picks(written(tmp_path, f"station,phase,time,prob\nAA01,Pn,{ISO},0.8\nAA02,ePg,{ISO},\n"))
    first, second = found.picks
    assert (first.origin, first.review, first.phase_name) == (Origin.AUTOMATIC, Review.UNREVIEWED, "Pn")
    assert (second.origin, second.review, second.phase_name, second.onset) == (
        Origin.MANUAL, Review.ACCEPTED, "Pg", "emergent",
    )  # fmt: skip


@pytest.mark.parametrize("name, text", [
    ("wave.txt", "TIMESERIES XW_AA01_00_HHZ_D, 3 samples, 100 sps, 2022-05-04T10:00:00, SLIST, INTEGER,\n1 2 3\n"),
    ("horizon.dat", "100 300 1200.5\n100 301 1201.5\n"),
    ("station.xml", '<?xml version="1.0"?><FDSNStationXML xmlns="http://www.fdsn.org/xml/station/1"/>'),
    ("inventory.xml", '<?xml version="1.0"?><seiscomp version="0.11"><Inventory/></seiscomp>'),
    ("notes.txt", "station P arrived late\n"),
])  # fmt: skip
def test_other_files_of_shared_endings_are_no_picks(tmp_path: Path, name: str, text: str) -> None:
    assert not is_pick_file(written(tmp_path, text, name))


@pytest.mark.slow
def test_a_long_table_is_read_in_seconds(tmp_path: Path) -> None:
    lines = "\n".join(f"XW.AA{n % 50:02d},{T + n},0.8,{'PS'[n % 2]}" for n in range(50_000))
    found = read_picks(written(tmp_path, f"id,timestamp,prob,type\n{lines}\n"))
    assert len(found.picks) == 50_000 and found.picks[0].station == StationId("XW", "AA00", "", "")


@pytest.mark.parametrize("name, text", [
    ("a.pha", "# 2022 5 4 10 0 10.1 10.0 20.0 5.0 1.5 0 0 0 1\nAA01 1e20 1.0 P\nAA01 6.8 1.0 S\n"),
    ("a.obs", "AA01 ? ? i P U 20220504 1000 1e15 GAU 5e-2 -1 -1 -1\nAA01 ? ? i S U 20220504 1000 16.9 GAU 5e-2 -1 -1 -1\n"),
    ("a.dat", " 1 2022 05 04 10:00:10.1 36010.1 0.1 10 20 5 -inf 0.1\n XW AA01 P 1 1e300 0 0 0 0\n XW AA01 S 1 6.8 0 0 0 0\n"),
])  # fmt: skip
def test_times_that_no_year_has_are_left_out(tmp_path: Path, name: str, text: str) -> None:
    found = read_picks(written(tmp_path, text, name))
    assert [pick.phase for pick in found.picks] == [S] and found.left_out == {BEYOND: 1}
