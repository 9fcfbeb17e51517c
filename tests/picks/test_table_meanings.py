"""Tables whose times, cells or depths mean something else than they seem to: refused, or read as what they are."""

from __future__ import annotations

import pytest

from seisviewer.errors import UnreadableFile
from seisviewer.picks.observations import is_pick_file, read_picks

TIME = 1_562_261_629.0  # 2019-07-04T17:33:49
EQT = "file_name,network,station,instrument_type,p_arrival_time,p_probability,s_arrival_time,s_probability\n"


def written(tmp_path, name: str, text: str):
    path = tmp_path / name
    path.write_text(text)
    return path


@pytest.mark.parametrize("seconds", ["5.32", "305", "-2.5", "86399"])
def test_seconds_that_count_from_nothing_are_no_times_of_1970(tmp_path, seconds) -> None:
    path = written(tmp_path, "picks.csv", f"station,phase,time,probability\nCLC,P,{seconds},0.9\n")
    with pytest.raises(UnreadableFile, match="counts from a time that the table does not name"):
        read_picks(path)
    with pytest.raises(UnreadableFile, match="holds no event"):
        read_picks(written(tmp_path, "events.csv", f"time,latitude,longitude\n{seconds},35,-117\n"))


def test_seconds_beside_the_start_of_their_window(tmp_path) -> None:
    path = written(tmp_path, "picks.csv", "station,phase,begin_time,time\nCLC,P,2019-07-04T17:33:40,9\n")
    assert [pick.time for pick in read_picks(path).picks] == [TIME]


@pytest.mark.parametrize("nothing", ["None", "nan", "NaT", "null", "NaN", "<NA>"])
def test_the_words_of_programs_for_nothing(tmp_path, nothing) -> None:
    """EQTransformer writes a line for each event, whether or not it has an S."""
    first = "a,CI,CLC  ,HH,2019-07-04 17:33:49,0.9,2019-07-04 17:33:52,0.8\n"
    second = f"a,CI,CLC,HH,2019-07-04 17:43:49,{nothing},{nothing},{nothing}\n"
    found = read_picks(written(tmp_path, "X_prediction_results.csv", EQT + first + second))
    assert [(pick.phase, pick.time - TIME) for pick in found.picks] == [("P", 0.0), ("S", 3.0), ("P", 600.0)]
    assert {str(pick.station) for pick in found.picks} == {"CI.CLC..HH"}


def test_a_network_may_be_called_so(tmp_path) -> None:
    path = written(tmp_path, "picks.csv", "network,station,phase,time\nNA,NONE,P,2019-07-04T17:33:49\n")
    assert [str(pick.station) for pick in read_picks(path).picks] == ["NA.NONE.."]


@pytest.mark.parametrize("cell, code", [("--", ""), ("nan", ""), ("0.0", "00"), ("10.0", "10"), ("00", "00"), ("", "")])
def test_location_codes_that_went_through_a_column_of_numbers(tmp_path, cell, code) -> None:
    text = f"network,station,location,channel,phase,time\nCI,CLC,{cell},HHZ,P,2019-07-04T17:33:49\n"
    assert [pick.station.location for pick in read_picks(written(tmp_path, "picks.csv", text)).picks] == [code]


@pytest.mark.parametrize("column, cell, depth", [
    ("depth(m)", "10500", 10.5), ("depth_m", "10500", 10.5), ("depth", "10.5", 10.5), ("depth(km)", "10.5", 10.5),
    ("z(km)", "10.5", 10.5), ("depth", "10500", None),
])  # fmt: skip
def test_depths_in_metres_and_in_kilometres(tmp_path, column, cell, depth) -> None:
    path = written(tmp_path, "events.csv", f"time,latitude,longitude,{column}\n2019-07-04T17:33:49,35,-117,{cell}\n")
    found = read_picks(path)
    assert [event.depth for event in found.events] == [depth]
    assert any("Depths outside" in remark for remark in found.remarks) == (depth is None)


def test_what_gamma_writes(tmp_path) -> None:
    head = "time,magnitude,gamma_score,event_index,x(km),y(km),z(km),longitude,latitude,depth(m)\n"
    found = read_picks(
        written(tmp_path, "gamma.csv", head + "2019-07-04T17:33:49.0,6.4,12,0,1,2,10,-117.5,35.7,10500\n")
    )
    assert [(event.time, event.depth, event.magnitude) for event in found.events] == [(TIME, 10.5, 6.4)]


def test_dates_in_a_column_of_their_own(tmp_path) -> None:
    text = "date,time,latitude,longitude,depth\n2019-07-04,17:33:49,35,-117,10\n2019/07/04,17:33:49,35,-117,10\n"
    assert [event.time for event in read_picks(written(tmp_path, "events.csv", text)).events] == [TIME, TIME]


def test_the_text_of_fdsn_services_is_a_catalogue(tmp_path) -> None:
    head = "#EventID | Time | Latitude | Longitude | Depth/km | Author | MagType | Magnitude | EventLocationName\n"
    path = written(tmp_path, "events.txt", head + "1|2019-07-04T17:33:49|35.7|-117.5|10.5|us|mw|6.4|Ridgecrest\n")
    assert is_pick_file(path)
    assert [(event.depth, event.magnitude, event.name) for event in read_picks(path).events] == [
        (10.5, 6.4, "Ridgecrest")
    ]
    assert not is_pick_file(written(tmp_path, "wave.txt", "time,amplitude\n0.0,1\n0.1,2\n"))
