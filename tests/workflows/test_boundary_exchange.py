"""Boundaries drawn from a shell, horizons imported and exported."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout, read_horizon, write_horizon
from seisviewer.workflows.survey_opening import open_path

from ..structure.layered_lines import LAYERS, SHAPE, boundary_depths
from .test_layer_run import project, survey  # noqa: F401 - fixtures

AFFINE = np.array([[12.5, 0.0, 600000.0], [0.0, 25.0, 6000000.0]])


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:  # noqa: F811
    shutil.copy(project.with_name("layers.npy"), tmp_path / "layers.npy")
    return Path(shutil.copytree(project, tmp_path / "layers.seis"))


@pytest.fixture
def geometry() -> Geometry:
    live = np.ones((7, 9), bool)
    live[0, :3] = False
    return Geometry(LineAxis(100, 2, 7), LineAxis(300, 1, 9), SampleAxis(8, 4, 130), live, AFFINE)


def lines_of(folder: Path):
    opened = drive(open_path(folder))
    try:
        return opened.project.snapshot().boundaries
    finally:
        opened.project.close()
        opened.volume.close()


@pytest.mark.slow
def test_a_boundary_is_drawn_through_points(copied, capsys):
    line = ["labels", "add-boundary", str(copied), "--section", "crossline:30"]
    assert main([*line, "--points", "10:70,20:80", "--above", "facies 1", "--below", "2"]) == 0
    (stroke,) = lines_of(copied)
    assert (str(stroke.section), stroke.classes, stroke.row) == ("crossline_30", (1, 2), 10)
    opened = drive(open_path(copied))
    interval = opened.volume.geometry.samples.interval
    opened.project.close()
    opened.volume.close()
    assert stroke.depths * interval == pytest.approx(np.arange(70, 81))
    assert "boundary between Facies 1 and Facies 2, 11 traces of crossline_30" in capsys.readouterr().out
    for wrong, said in (
        ([*line, "--points", "10:70,20"], "no list of points"),
        ([*line, "--points", "nan:70,20:80"], "no list of points"),
        ([*line, "--points", "10:1e400,20:80"], "no list of points"),
        ([*line, "--points", "10:70,20:80", "--format", "x y z"], "--format"),
        ([*line, "--points", "10:9000", "--above", "1"], "No point of the boundary lies inside"),
        ([*line, "--points", "10:70", "--above", "salt"], "There is no class “salt”"),
        (line, "Say where the boundary lies"),
        (["labels", "add-boundary", str(copied), "--section", "time:3", "--points", "1:2"], "time slice"),
    ):
        assert main(wrong) == 1
        assert said in capsys.readouterr().err


@pytest.mark.slow
def test_boundaries_come_out_as_horizons_and_go_in_again(copied, tmp_path, capsys):
    assert main(["export", "horizons", str(copied), str(tmp_path / "out")]) == 0
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(files) == LAYERS - 1 and files[1] == "Facies_1-Facies_2.txt"
    opened = drive(open_path(copied))
    geometry = opened.volume.geometry
    opened.project.close()
    opened.volume.close()
    found = read_horizon(tmp_path / "out" / files[1], geometry)
    inline, crossline = (axis.ravel() for axis in np.indices(SHAPE))
    # To the truth the middle of sample 7 lies at 7.5.
    known = boundary_depths(inline, crossline)[:, 1].reshape(SHAPE) - 0.5
    assert np.median(np.abs(found - known)) < 1.5

    # Kept in the project they are the same surfaces, and one undo takes them all back.
    assert main(["horizons", "from-layers", str(copied)]) == 0
    with closing(Project.open(copied, edit=True)) as held:
        assert [horizon.name for horizon in held.horizons] == [Path(name).stem for name in files]
        np.testing.assert_allclose(held.horizons[1].depths, found, atol=1e-3)
        assert held.horizons[1].source.startswith("layers of")
        held.undo()
        assert held.horizons == ()

    rows = (tmp_path / "out" / files[1]).read_text().splitlines()
    horizon = tmp_path / "some_lines.txt"
    horizon.write_text("\n".join(row for row in rows if int(row.split()[0]) % 6 == 0))
    assert main(["labels", "add-boundary", str(copied), "--horizon", str(horizon), "--above", "1", "--below", "2"]) == 0
    strokes = lines_of(copied)
    assert len(strokes) == SHAPE[0] / 6 and {len(stroke.depths) for stroke in strokes} == {SHAPE[1]}
    assert main(["train", str(copied), "--method", "layers"]) == 0
    assert main(["export", "horizons", str(copied), str(tmp_path / "again"), "--run", "99"]) == 1
    assert "no finished layer run 99" in capsys.readouterr().err


@pytest.mark.parametrize("layout", list(HorizonLayout))
def test_a_horizon_is_a_line_a_trace(tmp_path, geometry, layout):
    depths = np.linspace(10, 20, 63).reshape(7, 9)
    depths[3, 3] = np.nan
    write_horizon(tmp_path / "h.txt", geometry, depths, layout)
    lines = (tmp_path / "h.txt").read_text().splitlines()
    assert len(lines) == 60
    place = "100 303" if layout is HorizonLayout.BY_LINES else "600000.00 6000075.00"
    assert lines[0] == f"{place} {8 + 4 * depths[0, 3]:.8g}"
    assert any(line.endswith(" 1e+30") for line in lines)
    back = read_horizon(tmp_path / "h.txt", geometry)
    expected = np.where(geometry.live, depths, np.nan)
    np.testing.assert_allclose(back, expected, atol=1e-5)


def test_a_horizon_of_another_program_is_read_with_its_header(tmp_path, geometry):
    text = "# Top chalk\nInline Crossline Z\n100 304 48.0 7\n102,300,52\n9000 300 40\n104 301 1e30\n"
    (tmp_path / "h.dat").write_text(text)
    depths = read_horizon(tmp_path / "h.dat", geometry)
    assert np.argwhere(np.isfinite(depths)).tolist() == [[0, 4], [1, 0]]
    assert depths[0, 4] == 10 and depths[1, 0] == 11


@pytest.mark.parametrize(
    "text, said",
    [
        ("a b c\n", "holds no point"),
        ("", "holds no point"),
        ("1 2\n", "Line 1 of h.dat"),
        ("9 9 9\n", "100–112"),
        ("102 304 48,5\n", "decimal comma"),
        ("102,0\t304,0\t48,0\n", "decimal comma"),
        ("102|304|48\n", "Line 1 of h.dat"),
    ],
)
def test_what_is_no_horizon_of_the_survey_is_refused(tmp_path, geometry, text, said):
    (tmp_path / "h.dat").write_text(text)
    with pytest.raises(BadRequest, match=said):
        read_horizon(tmp_path / "h.dat", geometry)


def test_a_horizon_that_may_be_either_is_refused_until_its_columns_are_named(tmp_path, geometry):
    affine = np.array([[0.0, 1.0, 100.0], [2.0, 0.0, 300.0]])  # coordinates as large as the line numbers
    both = Geometry(geometry.inlines, geometry.crosslines, geometry.samples, geometry.live, affine)
    (tmp_path / "h.dat").write_text("104 304 48\n104 306 48\n")
    with pytest.raises(BadRequest, match="may be “inline crossline z” or “x y z”"):
        read_horizon(tmp_path / "h.dat", both)
    by_lines = read_horizon(tmp_path / "h.dat", both, HorizonLayout.BY_LINES)
    by_place = read_horizon(tmp_path / "h.dat", both, HorizonLayout.BY_COORDINATES)
    assert np.argwhere(np.isfinite(by_lines)).tolist() == [[2, 4], [2, 6]]
    assert np.argwhere(np.isfinite(by_place)).tolist() == [[2, 4], [3, 4]]


def test_coordinates_of_a_2d_line_find_their_traces(tmp_path):
    xy = np.stack([1e5 + 25.0 * np.arange(9), 2e6 + np.arange(9) ** 2], axis=1)
    line = Geometry(LineAxis(1, 1, 1), LineAxis(1, 1, 9), SampleAxis(0, 4, 50), np.ones((1, 9), bool), None, xy[None], True)
    depths = np.linspace(10, 18, 9)[None]
    write_horizon(tmp_path / "h.txt", line, depths, HorizonLayout.BY_COORDINATES)
    np.testing.assert_allclose(read_horizon(tmp_path / "h.txt", line), depths, atol=1e-5)


@pytest.mark.slow
def test_the_command_is_told_what_stands_in_the_columns(copied, tmp_path, capsys):
    (tmp_path / "h.txt").write_text("10 30 70\n10 31 70\n")
    command = [
        "labels",
        "add-boundary",
        str(copied),
        "--above",
        "1",
        "--below",
        "2",
        "--horizon",
        str(tmp_path / "h.txt"),
    ]
    assert main([*command, "--format", "x y z"]) == 1
    assert "no coordinates" in capsys.readouterr().err
    assert main([*command, "--format", "inline crossline z"]) == 0
    assert [len(stroke.depths) for stroke in lines_of(copied)] == [2]


def test_a_survey_without_coordinates_says_so(tmp_path, geometry):
    bare = Geometry(geometry.inlines, geometry.crosslines, geometry.samples, geometry.live)
    with pytest.raises(BadRequest, match="no coordinates"):
        write_horizon(tmp_path / "h.txt", bare, np.zeros((7, 9)), HorizonLayout.BY_COORDINATES)


def test_a_horizon_in_seconds_is_not_taken_for_one_at_the_very_top(tmp_path, geometry):
    top = Geometry(geometry.inlines, geometry.crosslines, SampleAxis(0, 4, 500), geometry.live, AFFINE)
    (tmp_path / "s.txt").write_text("104 304 1.204\n104 305 1.236\n104 306 1e30\n")
    with pytest.raises(BadRequest, match="s.txt lies above 1.236 ms.*thousand"):
        read_horizon(tmp_path / "s.txt", top)
    (tmp_path / "t.txt").write_text("104 304 0\n104 305 0\n")
    assert np.nanmax(read_horizon(tmp_path / "t.txt", top)) == 0, "the very top itself is a depth"


def test_what_is_no_number_says_nothing_of_a_trace(tmp_path, geometry, recwarn):
    xy = np.stack([1e5 + 25.0 * np.arange(9), np.full(9, 2e6)], axis=1)
    line = Geometry(LineAxis(1, 1, 1), LineAxis(1, 1, 9), SampleAxis(0, 4, 50), np.ones((1, 9), bool), None, xy[None], True)
    for geometry, place in ((geometry, "102 304"), (line, "100050 2000000")):
        text = f"\N{BYTE ORDER MARK}{place} 48\n+nan 304 48\n102 -inf 48\n{place} nan\n{place} 1e400\n"
        (tmp_path / "h.txt").write_text(text, "utf-8")
        assert np.isfinite(read_horizon(tmp_path / "h.txt", geometry)).sum() == 1
    assert not recwarn.list
