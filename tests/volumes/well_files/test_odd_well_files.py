"""Files of wells as they come: units, nulls, repeats, and what is refused or asked about in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.volumes.well_files.las_files import read_las
from seisviewer.volumes.well_files.time_depth_files import read_markers, read_times
from seisviewer.volumes.well_files.well_path_files import read_well_path
from seisviewer.volumes.well_files.well_tables import DepthsFrom, LengthsIn

FT = 0.3048
PETREL = """# WELL TRACE FROM PETREL
# WELL NAME:              A 10
# WELL HEAD X-COORDINATE: 456979.06 (m)
# WELL HEAD Y-COORDINATE: 6782712.41 (m)
# WELL DATUM (KB, Kelly bushing, from MSL): 82.50 (m)
# MD AND TVD ARE REFERENCED (=0) AT WELL DATUM AND INCREASE DOWNWARDS
#===========================================================================
      MD(m)    X          Y          Z         TVD(m)   DX    DY    AZIM_TN  INCL  DLS   AZIM_GN
#===========================================================================
 0.0      456979.06 6782712.41   82.5     0.0     0.0   0.0   0.0    0.0   0.0   0.0
 100.0    456979.06 6782712.41  -17.5   100.0     0.0   0.0   0.0    0.0   0.0   0.0
 200.0    456989.06 6782712.41 -117.0   199.5    10.0   0.0  91.0   11.5   0.0  90.0
"""


def file(folder: Path, text: str, name: str = "a.dev") -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_a_trace_of_petrel_brings_its_name_head_and_points(tmp_path):
    read = read_well_path(file(tmp_path, PETREL))
    assert (read.name, read.x, read.y, read.kb) == ("A 10", 456979.06, 6782712.41, 82.5)
    assert not read.by_angles and read.is_absolute and not read.depth_is_subsea
    np.testing.assert_allclose(read.stations[2], [200, 456989.06, 6782712.41, 199.5])


@pytest.mark.parametrize("text, unit, expected", [
    ("MD (ft) INCL AZIM\n0 0 0\n1000 10 45\n", None, 1000 * FT),
    ("MD INCL AZIM\nft deg deg\n0 0 0\n1000 10 45\n", None, 1000 * FT),
    ("# depth unit: feet\nMD;INCL;AZIM\n0;0;0\n1000;10;45\n", None, 1000 * FT),
    ("MD[m],INC,AZI\n0,0,0\n1000,10,45\n", None, 1000),
    ("MD INCL AZIM\n0 0 0\n1000 10 45\n", LengthsIn.FEET, 1000 * FT),
])  # fmt: skip
def test_depths_are_in_the_unit_that_is_said(tmp_path, text, unit, expected):
    read = read_well_path(file(tmp_path, text), unit)
    assert read.by_angles and read.stations[-1].tolist() == pytest.approx([expected, 10, 45])


def test_repeats_and_nulls_are_left_out_and_said_and_radians_are_turned(tmp_path):
    text = "MD(m) INCL(rad) AZIM(rad)\n10 0 -999.25\n50 0.1 0.5\n50 0.1 0.5\n80 -999.25 0.5\n90 0.2 1.0\n"
    read = read_well_path(file(tmp_path, text))
    assert read.stations[:, 0].tolist() == [0, 10, 50, 90] and read.stations[-1, 1] == pytest.approx(np.degrees(0.2))
    assert ["repeats" in each or "without values" in each or "vertical" in each for each in read.notices] == [True] * 3


@pytest.mark.parametrize("text, sentence", [
    ("MD INCL AZIM\n0 0 0\n1000 10 45\n", "does not say the unit"),
    ("MD(m) INCL AZIM\n0 0 0\n100 1 0\n90 1 0\n", "goes back from MD 100 to 90"),
    ("MD(m) INCL AZIM\n0 0 0\n100 1 0\n100 5 0\n", "a second time, with other values"),
    ("MD(m) INCL AZIM\n0 0 0\n100 200 0\n", "inclination of 200"),
    ("MD(m) INCL AZIM\n0 0 0\n100 x 0\n", "Line 3 of a.dev has no number"),
    ("MD(m) INCL AZIM\n0 0 0\n", "fewer than two stations"),
    ("MD(m) INCL AZIM\n-5 0 0\n100 1 1\n", "negative"),
    ("0 0 0\n100 1 1\n", "it has no heading"),
    ("TVD(m) X Y\n0 0 0\n100 1 1\n", "its columns are called"),
    ("MD(m) INCL AZIM\n0 0 0\n100,5 1 1\n", "decimal comma"),
    ("MD(m) X Y TVD(m)\n0 5 5 0\n100 5 5 100\n200 5 5 400\n", "different units, or one is the other"),
    ("MD(m) INCL AZIM\n", "holds no table"),
])  # fmt: skip
def test_what_would_be_shown_wrongly_is_refused(tmp_path, text, sentence):
    with pytest.raises(BadRequest, match=sentence) as error:
        read_well_path(file(tmp_path, text))
    assert "\n" not in str(error.value)
    if "unit" not in sentence:
        with pytest.raises(BadRequest):
            read_well_path(file(tmp_path, text), LengthsIn.METRES)


@pytest.mark.parametrize("text, more, depths, times, kind", [
    ("MD(ft) TWT(ms)\n0 0\n1000 250\n", {}, [0, 1000 * FT], [0, 250], DepthsFrom.MD),
    ("TVDSS(m) OWT(s)\n-999.25 1\n100 .1\n100 .1\n400 .2\n", {}, [100, 400], [200, 400], DepthsFrom.TVDSS),
    ("Depth(m) Time(ms)\n0 0\n100 50\n", {"depths_from": DepthsFrom.TVD, "one_way": True}, [0, 100], [0, 100], DepthsFrom.TVD),
    ("0 0\n100 0.1\n", {"depths_from": DepthsFrom.TVD, "one_way": False, "unit": LengthsIn.METRES}, [0, 100], [0, 100], DepthsFrom.TVD),
    ("BEGIN HEADER\nX\nY\nZ\nTWT picked\nWell\nEND HEADER\n1 2 -100 -120 \"A 10\"\n1 2 -200 -220 \"A 10\"\n1 2 -9 -9 B\n",
     {"unit": LengthsIn.METRES, "well": "a 10"}, [100, 200], [120, 220], DepthsFrom.TVDSS),
])  # fmt: skip
def test_times_and_depths_are_what_the_file_says_they_are(tmp_path, text, more, depths, times, kind):
    read = read_times(file(tmp_path, text), **more)
    assert read.depths == pytest.approx(depths) and read.times == pytest.approx(times) and read.depths_from is kind


@pytest.mark.parametrize("text, sentence", [
    ("Depth(m) TWT(ms)\n0 0\n100 100\n", "does not say what its depths are"),
    ("MD(m) Time(ms)\n0 0\n100 100\n", "one-way or two-way"),
    ("MD TWT(ms)\n0 0\n100 100\n", "does not say the unit"),
    ("MD(m) TWT\n0 0\n10 30\n", "ms or s"),
    ("MD(m) TWT(ms)\n0 0\n100 100\n50 120\n", "both rise"),
    ("MD(m) TWT(ms)\n0 0\n100 2000\n", "rock of 100 m/s"),
    ("MD(m) TWT(ms)\n0 0\n1000 100\n", "rock of 20000 m/s"),
    ("MD(m) GR\n0 0\n1000 100\n", "no column with times"),
])  # fmt: skip
def test_tables_of_time_that_may_be_misread_are_refused(tmp_path, text, sentence):
    with pytest.raises(BadRequest, match=sentence):
        read_times(file(tmp_path, text))


def test_markers_of_several_wells_keep_their_names_and_lose_repeats(tmp_path):
    text = 'Well,Surface,MD (ft)\nA,"Top, Sand",1000\nA,"Top, Sand",1000\nA,Base,-999.25\nB,Base,2000\n'
    (one, two), notices = read_markers(file(tmp_path, text))
    assert (one.well, one.names, two.well) == ("A", ("Top, Sand",), "B") and one.depths == pytest.approx([1000 * FT])
    assert len(notices) == 2
    with pytest.raises(BadRequest, match="does not say what its depths are"):
        read_markers(file(tmp_path, "Marker Depth(m)\nTop 100\n"))


LAS = """~Version
VERS. 2.0 : LAS
WRAP. NO : no
~Well
STRT.{unit} 300 : start
STOP.{unit} 100 : stop
STEP.{unit} -100 : step
NULL. -999.25 : null
WELL. A 10 : well
EKB.FT 100 : kelly bushing
~Curves
{index}.{unit} : depth
GR.GAPI : gamma
FACIES. : facies
EMPTY. : nothing
~A
{rows}
"""
ROWS = "300 80 2 -999.25\n200 -999.25 1 -999.25\n200 -999.25 1 -999.25\n100 60 1 -999.25"


def las(folder: Path, unit: str = "F", index: str = "DEPT", rows: str = ROWS) -> Path:
    return file(folder, LAS.format(unit=unit, index=index, rows=rows), "a.las")


def test_a_log_that_runs_upward_in_feet_is_turned_round_and_its_nulls_are_none(tmp_path):
    read = read_las(las(tmp_path))
    assert read.md == pytest.approx([100 * FT, 200 * FT, 300 * FT]) and read.well == "A 10"
    assert read.kb == pytest.approx(100 * FT)
    assert [log.name for log in read.logs] == ["GR", "FACIES"]
    np.testing.assert_array_equal(read.logs[0].values, np.array([60, np.nan, 80], np.float32))
    assert "repeats a depth" in read.notices[0] and "EMPTY" in read.notices[1]


@pytest.mark.parametrize("change, sentence", [
    ({"unit": ""}, "does not say the unit"), ({"index": "TVD"}, "not along measured depth"), ({"unit": "MS"}, "in m or ft"),
    ({"rows": "300 1 1 1\n100 1 1 1\n200 1 1 1\n50 1 1 1"}, "one way"), ({"rows": ""}, "no log|cannot be read"),
])  # fmt: skip
def test_logs_that_may_be_misread_are_refused(tmp_path, change, sentence):
    with pytest.raises(BadRequest, match=sentence):
        read_las(las(tmp_path, **change))


def test_what_is_no_las_file_is_refused(tmp_path):
    with pytest.raises(BadRequest, match="is no LAS file"):
        read_las(file(tmp_path, "MD GR\n1 2\n", "a.las"))


@pytest.mark.parametrize("name, north", [("AZIM_TN", "true"), ("Azimuth_True", "true"), ("AZIM_MN", "magnetic")])
def test_azimuths_from_another_north_are_asked_about_and_turned(tmp_path, name, north):
    path = file(tmp_path, f"MD(m) INCL {name}\n0 0 0\n1000 10 45\n")
    with pytest.raises(BadRequest, match=f"count from {north} north .*--convergence"):
        read_well_path(path)
    assert read_well_path(path, convergence=1.5).stations[1].tolist() == [1000, 10, 43.5]
    assert read_well_path(path, convergence=0.0).stations[1].tolist() == [1000, 10, 45]
    both = file(tmp_path, f"MD(m) INCL {name} AZIM_GN\n0 0 0 0\n1000 10 45 44\n", "b.dev")
    assert read_well_path(both).stations[1].tolist() == [1000, 10, 44]
