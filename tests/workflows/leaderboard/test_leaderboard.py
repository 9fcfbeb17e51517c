"""Pickers side by side: the numbers of `score`, thresholds from other windows, going on after a stop, one page alone."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.datasets.phase_datasets import open_dataset
from seisviewer.errors import BadRequest
from seisviewer.learning.phases.phase_validation import validation_stations
from seisviewer.networks.picker_names import find
from seisviewer.networks.training_sets import trained_on
from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.progress import Progress, drive
from seisviewer.workflows.leaderboard import comparison
from seisviewer.workflows.leaderboard.board_page import board_page
from seisviewer.workflows.leaderboard.comparison import TOLERANCES, Board, BoardSettings, compare
from seisviewer.workflows.leaderboard.entries import Entry, entries, scored_set
from seisviewer.workflows.traces.pick_scoring import score_files

P_AT, S_AT = 10.0, 15.0  # seconds
STATIONS, WINDOWS, SCORED = 6, 36, 6


def write_dataset(folder: Path, noise: bool = False) -> Path:
    from seisbench.data import WaveformDataWriter

    folder.mkdir()
    rng = np.random.default_rng(0)
    with WaveformDataWriter(folder / "metadata.csv", folder / "waveforms.hdf5") as writer:
        writer.data_format = {"dimension_order": "CW", "component_order": "ZNE"}
        for number in range(WINDOWS):
            samples = rng.normal(0, 1, (3, 3100)).astype(np.float32)
            row = {
                "trace_name": f"w{number}", "station_network_code": "SC", "station_code": f"S{number % STATIONS}",
                "trace_sampling_rate_hz": 100.0, "split": "dev" if number < SCORED else "train",
                "trace_category": "noise" if noise else "earthquake_local",
            }  # fmt: skip
            if not noise:
                samples[:, 1000:] *= 10.0
                row |= {"trace_p_arrival_sample": 1000, "trace_s_arrival_sample": 1500}
            writer.add_trace(row, samples)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("data") / "tlpn7")


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("noise") / "still", noise=True)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two untrained networks; the second says that it has learned from tlpn."""
    from seisviewer.networks.pickers import new_picker, save_picker

    folder = tmp_path_factory.mktemp("models")
    model = new_picker("phasenet").model
    return [str(save_picker(folder / name, model, trained_on=seen)) for name, seen in (("one", ()), ("two", ("TLPN",)))]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In place of networks: P 30 ms late with probability .8 and two false ones, one of which is more likely in the windows
    that are scored (an hour apart, the first of all); S 200 ms late. Returns who was asked."""
    asked: list[str] = []

    def picked(archive, records, model, *, test_time_filters: Sequence[str] = (), label: str = "", **_):
        asked.append(label)
        yield Progress(0, 1)
        return tuple(
            Pick(record.station, phase, record.start + at, None, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
                 probability=probability, model=label, trace_name=record.name)
            for record in archive.records
            for phase, at, probability in (
                ("P", P_AT + 0.03, 0.8), ("P", 3.0, 0.3), ("P", 2.0, 0.9 if record.start < SCORED * 3600 else 0.4),
                ("S", S_AT + 0.2, 0.6),
            )
        )  # fmt: skip

    monkeypatch.setattr(comparison, "pick_archive", picked)
    return asked


def compared(models: Sequence[str], folders: Sequence[Path], keep: Path) -> Board:
    return drive(compare(entries(models), folders, BoardSettings(window=0), keep))


def test_the_numbers_are_those_of_score_at_thresholds_from_other_windows(
    data: Path, models: list[str], answers: list[str], tmp_path: Path
) -> None:
    board = compared(models[:1], [data], tmp_path)
    standing = board.standings[0]
    assert 0.4 < standing.thresholds["P"] <= 0.8  # leaves the false ones out where it was chosen
    (table,) = tmp_path.glob("*.csv")
    for tolerance in TOLERANCES:
        said = drive(score_files([table], data, tolerance, "dev", standing.thresholds))["models"][0]["phases"]
        for phase, found in standing.scores[tolerance].items():
            assert json.dumps(found.to_json()) == json.dumps(said[phase])
    assert standing.scores[0.1]["P"].total.f1 == pytest.approx(2 / 3) and standing.scores[0.1]["S"].total.f1 == 0.0
    assert standing.scores[0.5]["S"].total.residuals.mean() == pytest.approx(0.2, abs=1e-3)


def test_windows_that_choose_thresholds_are_those_that_training_keeps_out(data: Path) -> None:
    windows = open_dataset(data).windows
    divided = scored_set(data, windows, seed=3)
    train = [window for window in windows if window.split == "train"]
    assert {window.split for window in divided.scored} == {"dev"} and len(divided.scored) == SCORED
    kept_out = validation_stations(train, 0.2, 3)
    assert {window.station.code for window in divided.choosing} == kept_out
    assert {window.split for window in divided.choosing} == {"train"}


def test_without_splits_nothing_that_chooses_is_scored(data: Path) -> None:
    windows = [replace(window, split="") for window in open_dataset(data).windows]
    for some in (windows, [replace(window, station=windows[0].station) for window in windows]):
        divided = scored_set(data, some, seed=0)
        chosen, scored = ({window.name for window in part} for part in (divided.choosing, divided.scored))
        assert chosen and scored and not chosen & scored and len(chosen | scored) == WINDOWS
    with pytest.raises(BadRequest, match="too few"):
        scored_set(data, windows[:3], seed=0)


def test_what_was_finished_is_not_done_again(
    data: Path, noise: Path, models: list[str], answers: list[str], tmp_path: Path
) -> None:
    work = compare(entries(models), [data, noise], BoardSettings(window=0), tmp_path)
    while answers != ["one", "one", "two"]:
        next(work)
    work.close()  # in the middle of a data set
    assert len(list(tmp_path.glob("*.json"))) == 2
    board = compared(models, [data, noise], tmp_path)
    assert answers == ["one", "one", "two", "two", "two"]
    assert [(each.entry.name, each.data.name) for each in board.standings] == [
        ("one", "tlpn7"), ("one", "still"), ("two", "tlpn7"), ("two", "still")
    ]  # fmt: skip
    # What is damaged, and what was done with other settings, is done again.
    for path in tmp_path.glob("one_tlpn7*.json"):
        path.write_text("{")
    before = len(answers)
    compared(models[:1], [data], tmp_path)
    drive(compare(entries(models[:1]), [data], BoardSettings(window=3000), tmp_path))
    assert len(answers) == before + 2


def test_the_page_stands_alone_and_marks_what_learned_from_a_set(
    data: Path, noise: Path, models: list[str], answers: list[str], tmp_path: Path
) -> None:
    board = compared(models, [data, noise], tmp_path)
    html = board_page(board)
    assert not re.search(r"(?:src|href)\s*=\s*['\"](?!data:)", html) and "<script" not in html
    assert html.count("data:image/svg+xml;base64,") == 3
    assert "two *" in html and "one *" not in html
    hours = WINDOWS * 31 / 3600
    assert f"{3 * WINDOWS / hours:.1f}, {WINDOWS / hours:.1f}" in html  # every window has three P and one S
    # Most of the false P are below the threshold of the labelled set.
    chosen = f"{(WINDOWS + SCORED) / hours:.1f}, {WINDOWS / hours:.1f}"
    assert chosen in html


def test_names_and_marks(models: list[str], monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(data_dir / "quake" / "weights"))
    assert find("seist:s") is not None
    filtered = Entry.parse("phasenetlight:tlpn_stead+filters")
    assert filtered.name == "phasenetlight:tlpn_stead+filters" and len(filtered.test_time_filters) > 2
    assert filtered.learned_from("stead109c") and filtered.learned_from("tlpn") and not filtered.learned_from("noise")
    assert not Entry("phasenet:original").learned_from("tlpn") and trained_on("seist:l") == ("diting",)
    assert len(entries(())) == 9  # all that are at hand, and the first through filters
    with pytest.raises(BadRequest, match="Two models"):
        entries(["seist:s", "seist:s"])


def test_from_the_shell(
    data: Path, models: list[str], answers: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "board.csv"
    command = ["leaderboard", "--models", models[0], "--models", models[1], "--data", str(data), "--out", str(out)]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "two *" in printed and "board.csv" in printed
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    of_all = [row for row in rows if row["snr"] == "all"]
    assert len(of_all) == 2 * 2 * len(TOLERANCES)
    assert {row["trained_on_it"] for row in rows if row["model"] == "two"} == {"1"}
    assert all(float(row["f1"]) == pytest.approx(2 / 3) for row in of_all if row["phase"] == "P")
    assert main([*command[:-1], str(tmp_path / "board.txt")]) == 1
