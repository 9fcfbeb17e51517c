"""Runs from the shell: listed, named, pinned, deleted, scored on lines for checking, and repeated exactly."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.networks import weights
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.survey_opening import ingest

from ..structure.layered_lines import SHAPE, line, strokes


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Layers painted on two inlines and two crosslines, of which an inline and a crossline are for checking only."""
    folder = tmp_path_factory.mktemp("runs")
    np.save(folder / "layers.npy", np.stack([line("inline", number).amplitudes for number in range(SHAPE[0])]))
    painted = {}
    for direction, number in (("inline", 10), ("inline", 20), ("crossline", 30), ("crossline", 12)):
        paint = strokes(line(direction, number))
        painted[f"{direction}_{number}"] = np.where(paint < 0, 255, paint).astype(np.uint8)
    np.savez(folder / "strokes.npz", **painted)
    made = folder / "layers.seis"
    opened = drive(ingest(folder / "layers.npy", made, axes=ArrayAxes(inline_start=0, crossline_start=0)))
    drive(import_labels(opened.project, opened.volume, folder / "strokes.npz"))
    opened.project.close()
    opened.volume.close()
    assert main(["labels", "checking", str(made), "--mark", "inline:20,crossline:12"]) == 0
    return made


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    return told(capsys, *arguments)[0]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    """What is printed, and what is said beside it."""
    capsys.readouterr()
    code, words = main(list(arguments)), capsys.readouterr()
    assert code == 0, words.err
    return words.out, " ".join(words.err.split())


@pytest.mark.slow
def test_a_layer_run_is_scored_on_the_lines_for_checking_and_repeated(project, capsys):
    said(capsys, "train", str(project), "--method", "layers")
    (run,) = json.loads(said(capsys, "runs", "list", str(project), "--json"))
    checked = run["checked"]
    assert checked["enough"] and checked["sections"] == ["inline_20", "crossline_12"]
    value, low, high = checked["mean_iou"]
    assert low <= value <= high and value > 0.8 and checked["mean_iou_by_depth"]
    table = said(capsys, "evaluate", str(project))
    assert "95 % intervals over strokes" in table and "by depth" in table
    # Painted differently since, the repeated run learns what the first one did.
    with Project.open(project) as held:
        held.set_for_checking(held.snapshot().checking, marked=False)
    said(capsys, *shlex.split(run["repeat"])[1:])
    again, first = json.loads(said(capsys, "runs", "list", str(project), "--json"))
    assert again["labels_version"] == first["labels_version"]
    with Project.open(project, edit=False) as held:
        one, other = (np.load(held.run(number).folder / "layers.npz") for number in (1, 2))
        for name in one.files:
            np.testing.assert_array_equal(one[name], other[name])
    with Project.open(project) as held:
        held.undo()
    assert "differ on 0.0 %" in said(capsys, "runs", "compare", str(project), "1", "2")
    assert (
        main(["runs", "compare", str(project), "1", "live"]) == 1
        and "in the window is stored" in capsys.readouterr().err
    )
    assert main(["runs", "compare", str(project), "1", "two"]) == 1 and "is no run" in capsys.readouterr().err
    own, window = project / "predictions" / "1", project / "predictions" / "layers"
    assert (
        main(
            [
                "predict",
                str(project),
                "--run",
                "1",
                "--sections",
                "inline:7,crossline:12",
                "--npz",
                str(project / "p.npz"),
            ]
        )
        == 0
    )
    shutil.copytree(own, window)  # as if the window had solved the same strokes
    capsys.readouterr()
    table = said(capsys, "runs", "compare", str(project), "1", "live")
    assert "differ on 0.0 %" in table and "Reflectors (live)" in table


@pytest.mark.slow
def test_a_network_is_repeated_with_its_labels_settings_and_seed(project, capsys):
    quick = "--schedule supervised --steps 3 --device cpu --crop 32 --batch 2 --seed 7"
    said(capsys, "train", str(project), *quick.split())
    run = json.loads(said(capsys, "runs", "list", str(project), "--json"))[0]
    said(capsys, *shlex.split(run["repeat"])[1:])
    again = json.loads(said(capsys, "runs", "list", str(project), "--json"))[0]
    assert again["run"] > run["run"]
    with Project.open(project, edit=False) as held:
        models = [weights.load(held.run(each["run"]).folder / "model.pt")[0].state_dict() for each in (run, again)]
    for name, value in models[0].items():
        np.testing.assert_allclose(value.numpy(), models[1][name].numpy(), atol=1e-5, err_msg=name)


def test_runs_are_named_pinned_and_deleted(project, capsys):
    said(capsys, "train", str(project), "--method", "layers")
    number = json.loads(said(capsys, "runs", "list", str(project), "--json"))[0]["run"]
    said(capsys, "runs", "rename", str(project), str(number), "with  salt")
    assert "with salt" in said(capsys, "runs", "list", str(project))
    said(capsys, "runs", "pin", str(project), str(number))
    folder = project / "runs" / str(number)
    assert main(["runs", "delete", str(project), str(number), "--yes"]) == 1 and folder.is_dir()
    assert "unpin it first" in capsys.readouterr().err
    predicted = project / "predictions" / str(number)
    predicted.mkdir(parents=True, exist_ok=True)
    said(capsys, "runs", "unpin", str(project), str(number))
    said(capsys, "runs", "delete", str(project), str(number), "--yes")
    assert not folder.exists() and not predicted.exists()
    assert main(["runs", "show", str(project), str(number)]) == 1
    assert [path.name for path in (project / "runs").iterdir() if path.name.startswith(".")] == []


@pytest.mark.slow
def test_an_earlier_run_that_is_chosen_answers_until_the_newest_does_again(project, tmp_path, capsys):
    for _ in range(2):
        said(capsys, "train", str(project), "--method", "layers")
    numbers = [each["run"] for each in json.loads(said(capsys, "runs", "list", str(project), "--json"))]
    newest, older = numbers[:2]
    assert f"run {older}" in said(capsys, "runs", "use", str(project), str(older))
    listed = json.loads(said(capsys, "runs", "list", str(project), "--json"))
    assert [each["run"] for each in listed if each["in_use"]] == [older]
    predicting = "predict", str(project), "--sections", "inline:10", "--npz", str(tmp_path / "said.npz")
    assert f"run {older} (reflectors), which is in use" in told(capsys, *predicting)[1]
    exporting = "export", "volumes", str(project), str(tmp_path), "--inlines", "10:11", "--format", "npy"
    assert f"run {older} (reflectors), which is in use" in " ".join(said(capsys, *exporting).split())
    assert (project / "predictions" / str(older)).is_dir()
    said(capsys, "report", str(project), str(tmp_path / "report.html"), "--sections", "inline:10")
    assert f"run {older} (reflectors)" in (tmp_path / "report.html").read_text()
    # Who asks for another one gets it.
    assert f"run {newest} (reflectors)." in told(capsys, *predicting, "--run", str(newest))[1]
    said(capsys, "runs", "use", str(project), "--newest")
    assert f"run {newest} (reflectors)." in told(capsys, *predicting)[1]
    # One that is deleted is not in use any more.
    said(capsys, "runs", "use", str(project), str(older))
    said(capsys, "runs", "delete", str(project), str(older), "--yes")
    assert f"run {newest} (reflectors)." in told(capsys, *predicting)[1]
    assert main(["runs", "use", str(project), str(older)]) == 1 and "no run" in capsys.readouterr().err
