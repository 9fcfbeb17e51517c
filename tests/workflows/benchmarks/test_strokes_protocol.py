"""`seisviewer benchmark strokes` on a small survey with the lines of the protocol."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.class_kind import ClassKind
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.workflows.benchmarks.known_truths import six_classes, synthetic
from seisviewer.workflows.benchmarks.robot_painting import paint_corrections, paint_strokes
from seisviewer.workflows.survey_opening import ingest

from ...structure.layered_lines import SAMPLES, boundary_depths, wavelet

TEN = ("inline_130", "inline_241", "crossline_327", "crossline_380", "crossline_575", "crossline_652")
SIX = ("inline_100", "inline_199", "inline_299")


def write_truth(folder: Path, survey: str, facies: str, names: tuple[str, ...]) -> None:
    """Four layers on the lines of these names, the only ones with traces."""
    lines = [SectionId.parse(name) for name in names]
    live = np.zeros((200, 355), bool)
    for section in lines:
        if section.direction is Direction.INLINE:
            live[section.number - 100] = True
        else:
            live[:, section.number - 300] = True
    geometry = Geometry(LineAxis(100, 1, 200), LineAxis(300, 1, 355), SampleAxis(0.0, 4.0, SAMPLES), live)
    at = np.arange(SAMPLES) + 0.5

    def amplitudes(inline: int) -> np.ndarray:
        crossline = np.flatnonzero(live[inline])
        depths = boundary_depths(np.full(len(crossline), inline / 4), crossline / 3)
        noise = np.random.default_rng(inline).normal(scale=0.05, size=(len(crossline), SAMPLES))
        traces = np.full((355, SAMPLES), np.nan, np.float32)
        traces[crossline] = noise + wavelet(at - depths[:, :, None]).sum(axis=1)
        for below in range(-25, 120, 9):
            traces[crossline] += 0.3 * wavelet(at - depths[:, :1] - below)
        return traces

    def layers(section: SectionId) -> np.ndarray:
        index = geometry.index(section)
        along = np.arange(355 if section.direction is Direction.INLINE else 200)
        across = np.full(len(along), index)
        inline, crossline = (across, along) if section.direction is Direction.INLINE else (along, across)
        return (boundary_depths(inline / 4, crossline / 3)[:, :, None] <= at).sum(axis=1).astype(np.uint8)

    drive(write_survey(folder / survey, geometry, amplitudes))
    np.savez(folder / facies, **{str(section): layers(section) for section in lines})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("protocol")
    write_truth(folder, "f3_sections.sgy", "f3_facies.npz", TEN)
    write_truth(folder, "f3_six_inlines.sgy", "f3_six_facies.npz", SIX)
    return folder


def records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.slow
def test_runs_are_made_once_and_summed_up(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "runs.jsonl"
    line = ["benchmark", "strokes", "--data", str(data), "--robot", "loose", "--length", "30", "--out", str(out)]
    assert main([*line, "--seeds", "3"]) == 0
    first = out.read_text()
    capsys.readouterr()
    assert main([*line, "--seeds", "3-4"]) == 0
    shown = capsys.readouterr()
    assert "Run 1 of 1" in shown.err and "seed 4" in shown.err
    assert out.read_text().startswith(first)
    runs = records(out)
    assert [run["asked"]["seed"] for run in runs] == [3, 4]
    for run in runs:
        assert run["asked"]["truth"] == "F3, ten classes" and run["asked"]["sections"] == [
            "inline_130",
            "crossline_575",
        ]
        scores = run["scores"]
        assert scores["mean_iou"] > 0.85 and scores["accuracy"] > 0.9
        assert scores["expected_calibration_error"] < 0.1
        assert 0.75 < scores["estimated_mean_iou"] < scores["mean_iou"] + 0.1
        assert scores["boundaries"]["median_away"] <= 2 and scores["boundaries"]["f1"] > 0.7
        assert run["seconds"] > 0 and run["cpu_seconds"] > 0 and run["machine"]
    lines = shown.out.splitlines()
    assert max(len(row) for row in lines if "strokes" not in row and not row.startswith("F3")) <= 80
    mean = np.mean([run["scores"]["mean_iou"] for run in runs])
    assert f"2  {mean:.3f} ±0.0" in shown.out and "loose, 30 traces, 3 a class" in shown.out
    assert main(["benchmark", "strokes", "--table", str(out)]) == 0
    assert capsys.readouterr().out == shown.out


@pytest.mark.slow
def test_every_combination_is_a_run_and_the_six_classes_have_their_own_lines(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "runs.jsonl"
    line = ["benchmark", "strokes", "--data", str(data), "--truth", "six", "--robot", "centred,wild", "--seeds", "0"]
    assert main([*line, "--length", "25", "--per-class", "2", "--out", str(out)]) == 0
    runs = records(out)
    assert [run["asked"]["robot"] for run in runs] == ["centred", "wild"]
    assert {tuple(run["asked"]["sections"]) for run in runs} == {("inline_199",)}
    assert runs[0]["scores"]["mean_iou"] > runs[1]["scores"]["mean_iou"], "two of eight strokes were wrong"


@pytest.mark.slow
def test_a_network_learns_the_same_strokes(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "runs.jsonl"
    line = ["benchmark", "strokes", "--data", str(data), "--method", "network", "--schedule", "supervised"]
    line += ["--network", "deeplabv3+", "--encoder", "mobile", "--steps", "2", "--device", "cpu", "--seeds", "0"]
    assert main([*line, "--out", str(out)]) == 0
    (run,) = records(out)
    assert run["asked"]["network"]["schedule"] == "supervised" and run["asked"]["network"]["steps"] == 2
    assert 0 <= run["scores"]["mean_iou"] < 1
    assert main([*line, "--steps", "3", "--out", str(out)]) == 0
    assert len(records(out)) == 2, "other settings are another run"
    fused = [*line, "--method", "fused", "--sections", "inline:130", "--out", str(out)]
    assert main(fused) == 0
    assert records(out)[-1]["asked"]["method"] == "fused" and records(out)[-1]["asked"]["sections"] == ["inline_130"]


def test_boundaries_are_drawn_and_wrong_areas_are_corrected(data: Path, tmp_path: Path) -> None:
    truth, (section,) = six_classes(data), six_classes(data).labelled
    asked = {
        "robot": "wild",
        "length": 20,
        "per_class": 3,
        "sections": [str(section)],
        "boundaries": True,
        "corrections": 4,
        "seed": 1,
    }
    opened = drive(ingest(truth.survey, tmp_path / "run.seis"))
    with closing(opened.volume), opened.project as project:
        drive(paint_strokes(opened, truth, asked))
        lines = project.snapshot().boundaries
        assert sorted(line.classes for line in lines) == [(0, 1), (1, 2), (2, 3)]
        known, before = truth.facies[section], project.label_section(section)
        answer = known.copy()
        answer[100:150, 3:20] = 3  # in class 0
        predicted = {section: SectionPrediction(section, answer, np.ones(known.shape), "run 1", 0, 0, 0.0)}
        assert drive(paint_corrections(opened, truth, asked, predicted))
        new = project.label_section(section) != before
        assert new.any() and (project.label_section(section)[new] == 0).all() and (answer != known)[new].all()
        right = {section: replace(predicted[section], classes=known)}
        assert not drive(paint_corrections(opened, truth, asked, right)), "there is nothing to correct"


@pytest.mark.slow
def test_a_run_learns_again_after_corrections(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "runs.jsonl"
    line = ["benchmark", "strokes", "--data", str(data), "--truth", "six", "--robot", "wild", "--seeds", "0"]
    assert main([*line, "--corrections", "0,3", "--boundaries", "--out", str(out)]) == 0
    runs = records(out)
    assert [(run["asked"]["corrections"], run["asked"]["boundaries"]) for run in runs] == [(0, True), (3, True)]


@pytest.mark.parametrize("options, said", [
    ((), "--out"),
    (("--out", "runs.jsonl"), "--data"),
    (("--out", "runs.jsonl", "--data", "nowhere"), "no folder nowhere"),
    (("--out", "runs.jsonl", "--data", "."), "f3_sections.sgy"),
    (("--out", "runs.jsonl", "--data", "DATA", "--robot", "drunk"), "centred, loose, wild"),
    (("--out", "runs.jsonl", "--data", "DATA", "--method", "magic"), "network, layers"),
    (("--out", "runs.jsonl", "--data", "DATA", "--sections", "inline:241"), "inline_130, crossline_575"),
    (("--out", "runs.jsonl", "--data", "DATA", "--seeds", "three"), "--seeds three"),
    (("--out", "runs.jsonl", "--data", "DATA", "--length", "0"), "--length 0"),
    (("--out", "runs.jsonl", "--data", "DATA", "--told"), "leave --told out"),
    (("--table", "none.jsonl"), "no file none.jsonl"),
])  # fmt: skip
def test_what_cannot_be_run_is_said_in_a_sentence(
    options: tuple[str, ...], said: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["benchmark", "strokes", *(str(data) if option == "DATA" else option for option in options)]) == 1
    complaint = capsys.readouterr().err.splitlines()[-1]
    assert complaint.startswith("seisviewer: ") and said in complaint
    assert not (tmp_path / "runs.jsonl").exists()


@pytest.mark.slow
def test_the_synthetic_survey_says_which_classes_are_bodies(tmp_path: Path) -> None:
    truth = drive(synthetic(tmp_path, 5))
    assert (
        truth.name == "synthetic, seed 5" and len(truth.labelled) == 2 and not set(truth.labelled) & set(truth.scored)
    )
    kinds = {each.name: each.kind for each in truth.class_table(told=True)}
    assert kinds["Salt"] is ClassKind.BODY and kinds["Clinoforms"] is ClassKind.LAYER
    assert {each.kind for each in truth.class_table(told=False)} == {ClassKind.DECIDE}
