"""Scoring files of picks against a data set, a catalogue and a project, from the workflow and from a shell."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.observations import write_picks
from seisviewer.picks.pick import Change, Origin, Pick, Review
from seisviewer.picks.table import write_csv
from seisviewer.progress import Notice, drive
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.traces.pick_scoring import score_files

CLC = StationId("CI", "CLC", "", "HH")
T = 1562261629.0
HOUR = 3600.0


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six windows with P at sample 1000 and S at 1500 (the last one noise), two of them of the split dev, one
    unlabelled."""
    from seisbench.data import WaveformDataWriter

    folder = tmp_path_factory.mktemp("dataset")
    rng = np.random.default_rng(0)
    with WaveformDataWriter(folder / "metadata.csv", folder / "waveforms.hdf5") as writer:
        writer.data_format = {"dimension_order": "CW", "component_order": "ZNE"}
        for number in range(7):
            samples = rng.normal(0, 1, (3, 3000)).astype(np.float32)
            row = {
                "trace_name": f"w{number}", "station_network_code": "SC", "station_code": f"S{number % 2}",
                "trace_sampling_rate_hz": 100.0, "split": "dev" if number < 2 else "train",
                "trace_category": "noise" if number == 5 else "earthquake_local",
            }  # fmt: skip
            if number < 5:
                samples[:, 1000:] *= 10.0
                row |= {"trace_p_arrival_sample": 1000, "trace_s_arrival_sample": 1500}
            writer.add_trace(row, samples)
    return folder


def names(folder: Path) -> list[str]:
    from seisviewer.datasets.phase_datasets import open_dataset

    return [window.name for window in open_dataset(folder).windows]


def found(window: str, phase: str, time: float, probability: float, model: str = "m") -> Pick:
    return Pick(StationId("", "?", "", ""), phase, time, None, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
                probability=probability, model=model, trace_name=window)  # fmt: skip


@pytest.fixture
def picked(tmp_path: Path, dataset: Path) -> Path:
    """A table of samples: P right in every window and once in the noise, S late by 0.3 s, one pick without a window."""
    windows = names(dataset)
    starts = {window: (number * HOUR, 100.0) for number, window in enumerate(windows)}
    picks = [found(window, "P", number * HOUR + 10.02, 0.9) for number, window in enumerate(windows)]
    picks += [found(window, "S", number * HOUR + 15.3, 0.5) for number, window in enumerate(windows[:5])]
    path = tmp_path / "picked.csv"
    write_csv(path, [*picks, found("elsewhere", "P", 10.0, 0.9)], starts)
    return path


def scored(files: list[Path], truth: Path, tolerance: float = 0.1, **choices) -> tuple[dict, list[str]]:
    notices = []
    answer = drive(
        score_files(files, truth, tolerance, **choices),
        lambda event: notices.append(event.text) if isinstance(event, Notice) else None,
    )
    return answer, notices


def test_a_data_set_scores_its_labelled_windows_and_says_what_is_left_out(picked, dataset):
    answer, notices = scored([picked], dataset)
    assert answer["arrivals"] == {"P": 5, "S": 5}
    (model,) = answer["models"]
    p, s = model["phases"]["P"], model["phases"]["S"]
    assert (model["model"], model["name"]) == ("m", "picked")
    assert (p["picks"], p["matched"], p["recall"]) == (6, 5, 1.0), "the pick in the noise is false"
    assert p["residual_mean"] == pytest.approx(0.02, abs=1e-3)
    assert s["f1"] == 0 and scored([picked], dataset, 0.5)[0]["models"][0]["phases"]["S"]["f1"] == 1
    assert set(p["stations"]) == {"SC.S0", "SC.S1"}, "the data set knows the stations"
    assert p["snr"]["15–20 dB"]["truth"] + p["snr"].get("20 dB on", {"truth": 0})["truth"] == 5
    assert p["snr"]["unknown"]["picks"] == 1
    assert any("1 windows" in text and "not scored" in text for text in notices)
    assert any("2 picks of picked.csv lie in windows that are not scored" in text for text in notices)


def test_a_split_scores_only_its_windows(picked, dataset):
    answer, _ = scored([picked], dataset, split="dev")
    assert answer["arrivals"] == {"P": 2, "S": 2} and answer["models"][0]["phases"]["P"]["picks"] == 2
    with pytest.raises(BadRequest, match="no split “night”"):
        scored([picked], dataset, split="night")


def test_a_table_of_samples_without_times_is_scored_and_quakeml_of_windows_too(tmp_path, picked, dataset):
    rows = list(csv.DictReader(picked.open()))
    with (tmp_path / "samples.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [name for name in rows[0] if name != "time"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(row for row in rows if row["sample"])
    answer, _ = scored([tmp_path / "samples.csv"], dataset)
    assert answer["models"][0]["phases"]["P"]["matched"] == 5
    write_picks(tmp_path / "times.xml", [found(names(dataset)[2], "P", 2 * HOUR + 10.0, 0.5)])
    answer, _ = scored([tmp_path / "times.xml"], dataset)
    assert answer["models"][0]["phases"]["P"]["matched"] == 1


def test_several_models_stand_side_by_side_under_their_own_names(tmp_path, dataset):
    window = names(dataset)[0]
    starts = {window: (0.0, 100.0)}
    two = [found(window, "P", 10.0, 0.9, "phasenet:original"), found(window, "P", 12.0, 0.9, "eqtransformer:pnw")]
    write_csv(tmp_path / "two.csv", two, starts)
    (tmp_path / "other").mkdir()
    write_csv(tmp_path / "one.csv", two[:1], starts)
    write_csv(tmp_path / "other" / "one.csv", two[1:], starts)
    files = [tmp_path / "two.csv", tmp_path / "one.csv", tmp_path / "other" / "one.csv"]
    answer, _ = scored(files, dataset)
    assert [model["name"] for model in answer["models"]] == [
        "two · phasenet:original", "two · eqtransformer:pnw", str(files[1]), str(files[2]),
    ]  # fmt: skip
    assert [model["phases"]["P"]["matched"] for model in answer["models"]] == [1, 0, 1, 0]


@pytest.mark.parametrize("ending", [".xml", ".csv"])
def test_a_catalogue_is_a_reference_by_station_and_time(tmp_path, ending):
    write_picks(tmp_path / f"truth{ending}", [Pick(CLC, "P", T), Pick(CLC, "S", T + 4)])
    automatic = replace(found("", "P", T + 0.05, 0.7), station=StationId("CI", "CLC", "", "HN"))
    write_picks(tmp_path / "mine.xml", [automatic, replace(automatic, time=T + 20, probability=0.2)])
    answer, notices = scored([tmp_path / "mine.xml"], tmp_path / f"truth{ending}")
    phases = answer["models"][0]["phases"]
    assert phases["P"]["f1"] == 1 and phases["S"]["recall"] == 0 and phases["P"]["snr"] == {} and not notices
    lower, _ = scored([tmp_path / "mine.xml"], tmp_path / f"truth{ending}", thresholds={"P": 0.1})
    assert lower["models"][0]["phases"]["P"]["precision"] == 0.5


def test_a_project_is_a_reference_of_what_was_set_or_accepted_there(tmp_path):
    unreviewed = replace(found("", "P", T + 50, 0.7), station=CLC)
    with TraceProject.create(tmp_path / "mine.seis", [tmp_path / "a.mseed"]) as project:
        project.commit([Change(None, Pick(CLC, "P", T)), Change(None, unreviewed)])
        write_csv(tmp_path / "picks.csv", [replace(unreviewed, time=T + 0.01)])
        answer, notices = scored([tmp_path / "picks.csv"], tmp_path / "mine.seis")
    assert answer["arrivals"] == {"P": 1, "S": 0} and answer["models"][0]["phases"]["P"]["f1"] == 1
    assert notices == ["1 picks of mine.seis that nobody has reviewed are not taken as true."]


def test_what_cannot_be_scored_is_one_sentence(tmp_path, picked, dataset):
    write_csv(tmp_path / "empty.csv", [])
    write_csv(tmp_path / "continuous.csv", [Pick(CLC, "P", T)])
    (tmp_path / "folder").mkdir()
    for call, error, sentence in (
        (lambda: scored([picked], tmp_path / "empty.csv"), BadRequest, "holds no picks to score against"),
        (lambda: scored([tmp_path / "continuous.csv"], dataset), UnreadableFile, "trace_name must name windows"),
        (lambda: scored([tmp_path / "missing.csv"], dataset), UnreadableFile, "no file .*missing.csv"),
        (lambda: scored([picked], tmp_path / "folder"), UnreadableFile, "not a SeisBench data set"),
        (lambda: scored([picked], tmp_path / "continuous.csv", split="dev"), BadRequest, "leave out the split"),
        (lambda: scored([picked], dataset, 0.0), BadRequest, "matches nothing"),
    ):
        with pytest.raises(error, match=sentence):
            call()


def test_the_command_prints_a_table_and_json(picked, dataset, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    line = ["score", str(picked), "--truth", str(dataset), "--tolerance", "0.5", "--threshold", "S=0.6"]
    assert main(line) == 0
    shown = capsys.readouterr().out
    assert "5 P and 5 S within 0.5 s" in shown and "by signal-to-noise ratio" in shown
    scores, residuals = shown.split("\n\n")[1], shown.partition("Residuals")[2]
    assert "0.909" in scores
    assert re.search(r"picked +P .*\b20\b", residuals), "the mean residual in milliseconds"
    assert main([*line, "--json", "--split", "dev"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["split"] == "dev" and answer["tolerance"] == 0.5
    assert answer["models"][0]["phases"]["S"]["picks"] == 0 and answer["models"][0]["phases"]["S"]["precision"] is None
    assert answer["models"][0]["phases"]["P"]["curve"][-1]["threshold"] == 0.9


@pytest.mark.parametrize("wrong", ["X=0.3", "P=high", "P=1.5", "0.3=P"])
def test_a_wrong_threshold_is_one_sentence(wrong, picked, capsys):
    assert main(["score", str(picked), "--truth", str(picked), "--threshold", wrong]) == 1
    assert "write P=0.3 or S=0.3" in capsys.readouterr().err
