"""Faults drawn from a shell, fault sticks imported and exported, and what they change in a layer run."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.interpretation_files.fault_stick_files import read_fault_sticks
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.workflows.layer_files import load_layers, save_layers
from seisviewer.workflows.layer_run import latest_layers, layer_predictor
from seisviewer.workflows.survey_opening import ingest, open_path

from ..structure.faulted_lines import SHAPE, fault_trace, line, strokes, truth

INTERVAL = 4  # ms, of an array that says nothing of it
AFFINE = np.array([[12.5, 0.0, 600000.0], [0.0, 25.0, 6000000.0]])


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a survey that a fault cuts, and of its project, painted on both sides of it."""
    folder = tmp_path_factory.mktemp("faulted")
    np.save(folder / "f.npy", np.stack([line("inline", number).amplitudes for number in range(SHAPE[0])]))
    paint = {f"inline_{number}": strokes(line("inline", number)) for number in (10, 50)}
    np.savez(folder / "s.npz", **{name: np.where(each < 0, 255, each).astype(np.uint8) for name, each in paint.items()})
    opened = drive(ingest(folder / "f.npy", folder / "f.seis", axes=ArrayAxes(inline_start=0, crossline_start=0)))
    opened.project.close()
    opened.volume.close()
    assert main(["labels", "import", str(folder / "f.seis"), str(folder / "s.npz")]) == 0
    return folder


@pytest.fixture
def faulted(untouched: Path, tmp_path: Path) -> Path:
    """A project of that survey for one test alone."""
    return Path(shutil.copytree(untouched, tmp_path / "copy")) / "f.seis"


@pytest.fixture
def geometry() -> Geometry:
    return Geometry(LineAxis(100, 2, 7), LineAxis(300, 1, 9), SampleAxis(8, 4, 130), np.ones((7, 9), bool), AFFINE)


def points(inline: int) -> str:
    return ",".join(f"{float(fault_trace(inline, sample + 0.5)):.2f}:{INTERVAL * sample}" for sample in (10, 170))


def sticks_of(folder: Path):
    opened = drive(open_path(folder))
    try:
        return opened.project.snapshot().faults
    finally:
        opened.project.close()
        opened.volume.close()


def right(folder: Path) -> float:
    """The share of samples of a line without a stroke that the last layer run gets right."""
    opened = drive(open_path(folder))
    try:
        predictor = layer_predictor(latest_layers(opened.project, None), opened.volume)
        section = opened.volume.geometry.section(Direction.INLINE, 20)
        answer = predictor.predict(section, opened.volume.section(section))
        return float((answer.classes == truth(line("inline", 20))).mean())
    finally:
        opened.project.close()
        opened.volume.close()


@pytest.mark.slow
def test_a_fault_drawn_on_two_lines_mends_those_between(faulted, tmp_path, capsys):
    """Without it .90 are right."""
    for inline in (10, 50):
        command = ["labels", "add-fault", str(faulted), "--section", f"inline:{inline}", "--points", points(inline)]
        assert main([*command, "--fault", "3"]) == 0
    assert "fault 3, 161 samples of inline_50" in capsys.readouterr().out
    assert main(["train", str(faulted), "--method", "layers"]) == 0
    assert right(faulted) > 0.94
    opened = drive(open_path(faulted))
    run = latest_layers(opened.project, None)
    model = load_layers(run.folder / "layers.npz")
    assert [(plane.fault, plane.indices.tolist()) for plane in model.faults.planes] == [(3, [10, 50])]
    save_layers(tmp_path / "again.npz", model)
    assert load_layers(tmp_path / "again.npz").faults == model.faults
    opened.project.close()
    opened.volume.close()


@pytest.mark.slow
def test_sticks_come_out_and_go_in_again(faulted, tmp_path, capsys):
    assert main(["export", "faults", str(faulted), str(tmp_path / "none.txt")]) == 1
    assert "no fault to export" in capsys.readouterr().err
    bent = "82:20,90:60,93:150"
    for section, where in (("inline:10", points(10)), ("inline:50", points(50)), ("crossline:30", "10:20,14:90")):
        assert main(["labels", "add-fault", str(faulted), "--section", section, "--points", where]) == 0
    assert main(["labels", "add-fault", str(faulted), "--section", "inline:30", "--points", bent, "--fault", "1"]) == 0
    before = sticks_of(faulted)
    assert [stick.fault for stick in before] == [1, 2, 3, 1], "without a number it is a new fault"
    out = tmp_path / "sticks.txt"
    assert main(["export", "faults", str(faulted), str(out)]) == 0
    rows = [row.split() for row in out.read_text().splitlines() if not row.startswith("#")]
    assert {len(row) for row in rows} == {5} and len([row for row in rows if row[3:] == ["1", "2"]]) == 3
    assert main(["labels", "add-fault", str(faulted), "--sticks", str(out)]) == 0
    assert "4 sticks of 3 faults" in capsys.readouterr().out
    after = sticks_of(faulted)
    key = [(str(stick.section), stick.fault, stick.column, len(stick.traces)) for stick in before]
    assert sorted(key) == sorted((str(s.section), s.fault, s.column, len(s.traces)) for s in after)
    for stick in before:
        (same,) = (each for each in after if (each.section, each.fault) == (stick.section, stick.fault))
        assert same.traces == pytest.approx(stick.traces, abs=0.3)


@pytest.mark.parametrize("arguments, said", [
    (["--section", "inline:10", "--points", "80:10,80"], "no list of points"),
    (["--section", "inline:10", "--points", "80:9000,82:9900"], "Less than two samples"),
    (["--section", "time:10", "--points", "80:10,82:20"], "time slice"),
    (["--section", "inline:10", "--points", "80:10,82:20", "--fault", "0"], "cannot have the number 0"),
    (["--section", "inline:10", "--points", "80:nan,82:20"], "no list of points"),
    (["--section", "inline:10", "--points", "80:10,inf:20"], "no list of points"),
    (["--section", "inline:10"], "Say where the fault lies"),
    (["--sticks", "nowhere.txt"], "cannot be read"),
])  # fmt: skip
def test_what_is_no_fault_is_refused_in_one_sentence(faulted, capsys, arguments, said):
    assert main(["labels", "add-fault", str(faulted), *arguments]) == 1
    assert said in capsys.readouterr().err
    assert sticks_of(faulted) == ()


def test_layouts_of_other_programs_are_read(tmp_path, geometry):
    (tmp_path / "c.txt").write_text(
        "INLINE-    104 XLINE-    303 600025.00 6000075.00 48.0 Fault_A 1\n"
        "INLINE-    104 XLINE-    304 600025.00 6000100.00 88.0 Fault_A 1\n"
        "INLINE-    106 XLINE-    304 600037.50 6000100.00 88.0 Fault_B 1\n"
    )
    found = read_fault_sticks(tmp_path / "c.txt", geometry, HorizonLayout.BY_LINES)
    assert list(found) == [(1, 1), (2, 1)] and found[1, 1].tolist() == [[2, 3, 10], [2, 4, 20]]
    (tmp_path / "xy.txt").write_text("! a comment\nX Y Z stick\n600025.0 6000075.0 48 1\n600025.0,6000100.0,88,1\n")
    found = read_fault_sticks(tmp_path / "xy.txt", geometry, HorizonLayout.BY_COORDINATES)
    assert list(found) == [(1, 1)] and found[1, 1] == pytest.approx(np.array([[2, 3, 10], [2, 4, 20.0]]))


@pytest.mark.parametrize(
    "text, said",
    [
        ("a b c\n", "holds no fault stick"),
        ("1 2\n", "Line 1 of f.txt is no point"),
        ("104 303 0.048 1 1\n104 304 0.088 1 1\n", "probably another unit"),  # seconds
        ("104 303 48 1 1\n104 304 48000000 1 1\n", "Line 2 of f.txt lies far outside the survey"),
    ],
)
def test_what_is_no_fault_stick_is_refused(tmp_path, geometry, text, said):
    (tmp_path / "f.txt").write_text(text)
    with pytest.raises(BadRequest, match=said):
        read_fault_sticks(tmp_path / "f.txt", geometry, HorizonLayout.BY_LINES)


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_as_many_faults_as_a_file_may_name_are_numbered_at_once(tmp_path, geometry):
    numbered = [f"104 303 48 {number} 1" for number in range(1, 60_000)]
    named = [f"104 303 48 name{number} 1" for number in range(60_000)]
    (tmp_path / "f.txt").write_text("\n".join(numbered + named))
    found = read_fault_sticks(tmp_path / "f.txt", geometry, HorizonLayout.BY_LINES, taken={60_000, 60_002})
    assert len(found) == 119_999
    assert [fault for fault, _ in found][59_999:60_002] == [60_001, 60_003, 60_004]


GOOD = "104 303 48 1 1\n104 304 88 1 1\n"


@pytest.mark.parametrize("text", [GOOD.replace("48", each) for each in ("nan", "inf", "1e400", "1e30")] + [
    "104 nan 48 1 1\n", "104 303 48\n", "104 303 48 1 \N{SUPERSCRIPT TWO}\n", "104 303 48 1 1.5\n",
    GOOD.replace("48", "48,5"), GOOD.replace("303", "303,0"), "INLINE- 104 XLINE- 303 nan 6000075.00 48.0 A 1\n",
    f"INLINE- {'9' * 400} XLINE- 303 600025.00 6000075.00 48.0 A 1\n",
])  # fmt: skip
def test_a_point_that_may_be_misread_is_refused(tmp_path, geometry, text):
    (tmp_path / "f.txt").write_text(text)
    with pytest.raises(BadRequest, match="Line 1 of f.txt"):
        read_fault_sticks(tmp_path / "f.txt", geometry, HorizonLayout.BY_LINES)


@pytest.mark.parametrize("text", [
    "\N{BYTE ORDER MARK}" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.replace(" ", "\t"), GOOD.replace(" ", ","),
    GOOD.replace(" ", ", "), GOOD.replace("1 1", "1  1.0"),
])  # fmt: skip
def test_ways_to_write_a_table_are_read_alike(tmp_path, geometry, text):
    (tmp_path / "f.txt").write_text(text, "utf-8", newline="")
    found = read_fault_sticks(tmp_path / "f.txt", geometry, HorizonLayout.BY_LINES)
    assert {key: points.tolist() for key, points in found.items()} == {(1, 1): [[2, 3, 10], [2, 4, 20]]}


def test_names_and_numbers_of_faults_do_not_meet(tmp_path, geometry):
    row = "{0} 303 48 {1} 1\n{0} 304 88 {1} 1\n"
    rows = [row.format(line, fault) for line, fault in ((104, "A"), (106, "2"), (108, "B"), (110, "0"))]
    (tmp_path / "f.txt").write_text("".join(rows))
    found = read_fault_sticks(tmp_path / "f.txt", geometry, HorizonLayout.BY_LINES, taken={1})
    assert {int(points[0, 0]): key[0] for key, points in found.items()} == {2: 3, 3: 2, 4: 4, 5: 5}


def test_coordinates_beside_a_2d_line_are_none_of_its_traces(tmp_path):
    xy = np.stack([1e5 + 25.0 * np.arange(9), np.full(9, 2e6)], axis=1)
    line = Geometry(LineAxis(1, 1, 1), LineAxis(1, 1, 9), SampleAxis(0, 4, 50), np.ones((1, 9), bool), None, xy[None], True)
    (tmp_path / "f.txt").write_text("100050 2000000 48 1 1\n100050 2900000 88 1 1\n")
    (points,) = read_fault_sticks(tmp_path / "f.txt", line, HorizonLayout.BY_COORDINATES).values()
    assert points[0].tolist() == [0, 2, 12] and points[1, 1] < 0


def test_sticks_of_a_fault_that_is_there_go_on_with_it_and_that_is_told(faulted, tmp_path, capsys):
    command = ["labels", "add-fault", str(faulted)]
    assert main([*command, "--section", "inline:10", "--points", points(10)]) == 0
    (tmp_path / "n.txt").write_text("50 80 20 1 1\n50 84 160 1 1\n")
    (tmp_path / "a.txt").write_text("40 80 20 Main 1\n40 84 160 Main 1\n")
    assert main([*command, "--sticks", str(tmp_path / "a.txt")]) == 0
    assert "belong to a fault" not in capsys.readouterr().err
    assert main([*command, "--sticks", str(tmp_path / "n.txt")]) == 0
    assert "belong to a fault of the project" in capsys.readouterr().err
    assert [stick.fault for stick in sticks_of(faulted)] == [1, 2, 1]


def test_sticks_outside_are_refused_with_what_the_survey_has(faulted, tmp_path, capsys):
    (tmp_path / "s.txt").write_text("500 80 20 1 1\n500 84 160 1 1\n")
    assert main(["labels", "add-fault", str(faulted), "--sticks", str(tmp_path / "s.txt")]) == 1
    said = capsys.readouterr().err
    assert "no fault stick inside the survey" in said and "ms)" in said


@pytest.mark.parametrize("option", [["--format", "x y z"], ["--fault", "7"]])
def test_an_option_that_would_do_nothing_is_refused(faulted, tmp_path, capsys, option):
    (tmp_path / "s.txt").write_text("50 80 20 1 1\n50 84 160 1 1\n")
    where = ["--sticks", str(tmp_path / "s.txt")]
    if option[0] == "--format":
        where = ["--section", "inline:10", "--points", points(10)]
    assert main(["labels", "add-fault", str(faulted), *where, *option]) == 1
    assert option[0] in capsys.readouterr().err and sticks_of(faulted) == ()
