"""Doubted strokes listed and judged from a shell: what was said counts in the next run, and is undone at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.workflows.survey_opening import ingest

from ..structure.layered_lines import SHAPE, line, strokes

SLIP = np.s_[100:125, 84:88]  # layer 0 is far above; 4 ms a sample, lines from 300 on
NAMED = "inline_110:412:344"


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a layered survey with a project: a stroke of a wrong class, then right ones, and a layer run."""
    folder = tmp_path_factory.mktemp("judged")
    np.save(folder / "layers.npy", np.stack([line("inline", number).amplitudes for number in range(SHAPE[0])]))
    axes = ArrayAxes(inline_start=100, crossline_start=300)
    opened = drive(ingest(folder / "layers.npy", folder / "layers.seis", axes=axes))
    opened.project.close()
    opened.volume.close()
    slip = np.full(line("inline", 10).amplitudes.shape, 255, np.uint8)
    slip[SLIP] = 0
    painted = {"inline_110": strokes(line("inline", 10)), "crossline_330": strokes(line("crossline", 30))}
    right = {name: np.where(labels < 0, 255, labels).astype(np.uint8) for name, labels in painted.items()}
    for name, arrays in (("slip", {"inline_110": slip}), ("right", right)):
        np.savez(folder / f"{name}.npz", **arrays)
        assert main(["labels", "import", str(folder / "layers.seis"), str(folder / f"{name}.npz")]) == 0
    assert main(["train", str(folder / "layers.seis"), "--method", "layers"]) == 0
    return folder


@pytest.fixture
def judged(untouched: Path, tmp_path: Path) -> str:
    """A project of that survey for one test alone."""
    return str(Path(shutil.copytree(untouched, tmp_path / "copy")) / "layers.seis")


def doubts(project: str, capsys: pytest.CaptureFixture[str]) -> dict:
    capsys.readouterr()
    assert main(["labels", "doubts", project, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def said(project: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    return [(each["stroke"], each["standing"]) for each in doubts(project, capsys)["strokes"]]


@pytest.mark.slow
def test_a_doubted_stroke_is_listed_with_its_place_and_why(judged, capsys):
    capsys.readouterr()
    assert main(["labels", "doubts", judged]) == 0
    shown = capsys.readouterr().out
    assert NAMED in shown and "400–424" in shown and "left out" in shown
    assert "Newer strokes contradict this one" in shown
    (found,) = doubts(judged, capsys)["strokes"]
    assert (found["classes"], found["section"], found["verdict"]) == ([0], "inline_110", "undecided")


@pytest.mark.slow
@pytest.mark.parametrize("name", [NAMED, "inline:110:405:348"])
def test_a_stroke_is_set_aside_and_taken_back_by_its_name_or_any_place_on_it(judged, capsys, name):
    with Project.open(judged) as project:
        before = project.snapshot().counts()
    assert main(["labels", "judge", judged, name, "aside"]) == 0
    assert said(judged, capsys) == [(NAMED, "set aside")] and doubts(judged, capsys)["labels_changed_since"]
    with Project.open(judged) as project:
        assert [each.verdict for each in project.snapshot().verdicts] == [Verdict.ASIDE]
        assert project.snapshot().counts()[0] == before[0] - 25 * 4
    assert main(["train", judged, "--method", "layers"]) == 0
    assert said(judged, capsys) == [(NAMED, "set aside")], "nothing is doubted without it"
    assert main(["labels", "judge", judged, name, "undecided"]) == 0
    with Project.open(judged) as project:
        assert project.snapshot().verdicts == () and project.snapshot().counts() == before


@pytest.mark.slow
def test_a_stroke_that_is_kept_counts_in_the_next_run(judged, capsys):
    assert main(["labels", "judge", judged, NAMED, "keep"]) == 0
    assert main(["train", judged, "--method", "layers"]) == 0
    standing = dict(said(judged, capsys))
    assert standing.pop(NAMED).startswith("kept")
    assert "left out" in standing.values(), "what contradicts it"


@pytest.mark.slow
def test_one_undo_takes_a_verdict_back(judged, capsys):
    assert main(["labels", "judge", judged, NAMED, "aside"]) == 0
    with Project.open(judged) as project:
        project.undo()
    assert said(judged, capsys) == [(NAMED, "left out")]


def test_said_twice_it_is_no_second_action(judged, capsys):
    for _ in range(2):
        assert main(["labels", "judge", judged, NAMED, "keep"]) == 0
    assert "kept already" in capsys.readouterr().out
    with Project.open(judged) as project:
        project.undo()
        assert project.snapshot().verdicts == ()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["inline_110:412:40", "keep"], "No doubted stroke lies at inline_110:412:40"),
        (["7", "keep"], "“7” names no stroke"),
        (["inline_110:1.2.3:4", "keep"], "names no stroke"),
        ([NAMED, "keep", "--class", "1"], "No doubted stroke lies"),
        ([NAMED, "drop"], "drop"),
    ],
)
def test_what_names_no_doubted_stroke_is_refused(judged, capsys, words, told):
    capsys.readouterr()
    assert main(["labels", "judge", judged, *words]) != 0
    assert told in capsys.readouterr().err
    assert said(judged, capsys) == [(NAMED, "left out")]


def test_paint_of_a_locked_class_is_not_set_aside(judged, capsys):
    with Project.open(judged) as project:
        project.set_classes(project.classes.lock(0))
    assert main(["labels", "judge", judged, NAMED, "aside"]) == 1
    assert "is locked" in capsys.readouterr().err
    assert main(["labels", "judge", judged, NAMED, "keep"]) == 0


def test_before_a_run_nothing_is_doubted(untouched, tmp_path, capsys):
    shutil.copy(untouched / "layers.npy", tmp_path)
    opened = drive(ingest(tmp_path / "layers.npy", tmp_path / "new.seis", axes=ArrayAxes()))
    opened.project.close()
    opened.volume.close()
    assert main(["labels", "doubts", str(tmp_path / "new.seis")]) == 0
    assert "Nothing was asked of reflectors yet" in capsys.readouterr().out
