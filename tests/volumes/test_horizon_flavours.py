"""Horizon files as other programs write them: right, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.interpretation_files.horizon_files import DepthUnit, HorizonLayout, read_horizon_file

AFFINE = np.array([[0.0, 25.0, 600000.0], [25.0, 0.0, 6000000.0]])
TIME = SampleAxis(0, 4, 250)


def survey(samples: SampleAxis = TIME, affine: np.ndarray | None = AFFINE) -> Geometry:
    return Geometry(LineAxis(100, 2, 20), LineAxis(300, 1, 30), samples, np.ones((20, 30), bool), affine)


def read(
    folder: Path, text: str, geometry: Geometry | None = None, **how: object
) -> tuple[np.ndarray, tuple[str, ...]]:
    path = folder / "top.txt"
    path.write_text(text, "utf-8")
    found = read_horizon_file(path, geometry or survey(), **how)
    return found.depths, found.notices


@pytest.mark.parametrize("text", [
    # OpendTect, with its heading
    '# 1: X\n# 2: Y\n# 3: Inline\n# 4: Crossline\n# 5: Z (ms)\n600050.0 6000050.0 104 302 400\n600075 6000050 104 303 1e30',
    "104\t302\t400\n104\t303\t1e30",
    "104,302,400\n104,303,-999.25",
    "104; 302; 400",
    # Petrel: EarthVision grid, IRAP points, Charisma lines
    "# Type: scattered data\n# Version: 6\n# Field: 1 x\n# Field: 2 y\n# Field: 3 z milliseconds\n# Field: 4 column\n"
    "# Field: 5 row\n600050.0 6000050.0 400.0 3 3",
    "600050.00 6000050.00 -400.00\n600075.00 6000050.00 1e30",
    "INLINE :   104 XLINE :   302    600050.00  6000050.00    400.00",
    "INLINE-  104 XLINE-  302  600050.00  6000050.00  400.00",
    # Kingdom: X Y line trace time, and line trace X Y time
    "Kingdom horizon export\n600050.00 6000050.00 104 302 400.0",
    "104 302 600050.00 6000050.00 400.0",
    "Line,Trace,X,Y,Time\n104,302,600050.00,6000050.00,400.0",
    "inline crossline time(s)\n104 302 0.4",
])  # fmt: skip
def test_a_point_of_every_flavour_lies_where_it_belongs(tmp_path, text):
    depths, _ = read(tmp_path, text)
    assert depths[2, 2] == pytest.approx(100.0) and np.isfinite(depths).sum() == 1


def test_units_are_told_by_the_heading_or_by_the_user_and_else_asked(tmp_path):
    assert read(tmp_path, "104 302 0.4", unit=DepthUnit.SECONDS)[0][2, 2] == pytest.approx(100)
    with pytest.raises(BadRequest, match="--unit s"):
        read(tmp_path, "104 302 0.4")
    feet = survey(SampleAxis(0, 5, 400, "m"))
    assert read(tmp_path, "104 302 1000", feet, unit=DepthUnit.FEET)[0][2, 2] == pytest.approx(304.8 / 5)
    with pytest.raises(BadRequest, match="is in m and the survey in ms: convert"):
        read(tmp_path, "104 302 1000", unit=DepthUnit.METRES)


def test_what_was_taken_oddly_is_said(tmp_path):
    depths, told = read(tmp_path, "104 302 -400\n104 303 -408\n900 303 -408")
    assert depths[2, 3] == pytest.approx(102) and len(told) == 2
    assert "counting upward" in told[0] and "1 of 3 points" in told[1]
    depths, told = read(tmp_path, "104 302 400\n104 302 480\n104 303 400")
    assert depths[2, 2] == pytest.approx(120) and "1 traces have several depths" in told[0]


@pytest.mark.parametrize("text, sentence", [
    ("@Grid HEADER, GRID, 5\n15, 1e30\n400 400 400 400", "is a grid file"),
    ("FSASCI 0 1\n400 400 400", "is a grid file"),
    ("104 302", "is no point of a horizon"), ("104 302 x", "is no point of a horizon"),
    ("104 302 400\n104 303", "Line 2"),
    ("104 302 400,5", "decimal comma"), ("# nothing", "holds no point"), ("", "holds no point"),
    ("900 302 400", "no point inside the survey"), ("104 302 1e30", "no point inside the survey"),
    ("103 302 400", "no point inside the survey"),
])  # fmt: skip
def test_what_cannot_be_told_is_refused(tmp_path, text, sentence):
    with pytest.raises(BadRequest, match=sentence) as refusal:
        read(tmp_path, text)
    assert "\n" not in str(refusal.value)


def test_a_layout_that_the_file_has_not_is_refused(tmp_path):
    with pytest.raises(BadRequest, match="no coordinates"):
        read(tmp_path, "104 302 400", survey(affine=None), layout=HorizonLayout.BY_COORDINATES)
