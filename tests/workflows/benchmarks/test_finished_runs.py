"""The file of finished runs outlives a kill at any moment, and nothing in it is run twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seisviewer.errors import BadRequest
from seisviewer.workflows.benchmarks.finished_runs import Pace, RunsFile, machine


def record(seed: int) -> dict:
    return {"asked": {"seed": seed}, "scores": {"mean_iou": 0.5}}


def test_what_is_finished_is_not_missing_and_nothing_is_asked_twice(tmp_path: Path) -> None:
    file = RunsFile(tmp_path / "runs.jsonl")
    assert file.records() == []
    file.add(record(1))
    asked = [{"seed": seed} for seed in (0, 1, 2, 0)]
    assert file.missing(asked) == [{"seed": 0}, {"seed": 2}]
    file.add(record(0))
    assert file.records() == [record(1), record(0)]
    assert [json.loads(line) for line in file.path.read_text().splitlines()] == file.records()


def test_a_line_that_a_kill_cut_off_is_run_again_in_its_place(tmp_path: Path) -> None:
    file = RunsFile(tmp_path / "runs.jsonl")
    file.add(record(0))
    file.add(record(1))
    whole = file.path.read_bytes()
    for end in range(len(whole) // 2 + 1, len(whole)):
        file.path.write_bytes(whole[:end])
        unended = end == len(whole) - 1  # only the line break is missing
        assert file.missing([{"seed": 0}, {"seed": 1}]) == ([] if unended else [{"seed": 1}]), end
        if not unended:
            file.add(record(1))
            assert file.path.read_bytes() == whole
        else:
            file.add(record(2))
            assert file.records() == [record(0), record(1), record(2)]


def test_another_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("seismic\nfacies\n")
    with pytest.raises(BadRequest, match="Line 1 of .*notes.txt is no finished run"):
        RunsFile(other).missing([{"seed": 0}])
    assert other.read_text() == "seismic\nfacies\n"


def test_the_time_left_is_judged_by_the_runs_so_far() -> None:
    pace = Pace(4)
    assert pace.line("one") == "Run 1 of 4: one"
    pace.began -= 600.0
    pace.done = 2
    assert pace.line("three") == "Run 3 of 4, about 10 min left: three"
    pace.began -= 36_000.0
    assert "about 10.2 h left" in pace.line("three")


def test_the_machine_is_named_with_its_cores() -> None:
    assert "cores" in machine("cpu")
