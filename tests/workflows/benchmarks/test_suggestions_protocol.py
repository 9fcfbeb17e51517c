"""`seisviewer benchmark suggestions` on a small survey: a line a run, taken up again, with strokes where each habit says."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seisviewer.cli.benchmark_curves import suggestions_curves
from seisviewer.cli.main import main
from seisviewer.labels.robot_interpreter import NOT_PAINTED, Painting, strokes_in
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.progress import Notice, Progress
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.workflows.benchmarks import suggestions_protocol
from seisviewer.workflows.benchmarks.known_truths import KnownTruth
from seisviewer.workflows.benchmarks.labelling_habits import at_random, even_lines, on_even_lines
from seisviewer.workflows.demo import prepare_demo
from seisviewer.workflows.suggestions.place_ranking import Place

from .test_strokes_protocol import SIX, write_truth

GEOMETRY = Geometry(LineAxis(0, 1, 40), LineAxis(0, 1, 60), SampleAxis(0.0, 4.0, 50), np.ones((40, 60), bool))


@pytest.mark.slow
def test_a_run_of_each_habit_is_a_line_that_is_not_run_again(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    write_truth(tmp_path, "f3_six_inlines.sgy", "f3_six_facies.npz", SIX)
    out = tmp_path / "runs.jsonl"
    asked = ["benchmark", "suggestions", "--data", str(tmp_path), "--truth", "six", "--seeds", "0"]
    asked += ["--rounds", "1", "--per-round", "2"]
    assert main([*asked, "--habits", "suggestions", "--out", str(out)]) == 0
    assert main([*asked, "--habits", "suggestions,even", "--out", str(out)]) == 0
    runs = [json.loads(line) for line in out.read_text().splitlines()]
    assert [run["asked"]["habit"] for run in runs] == ["suggestions", "even"], "the first is not run again"
    begun = {run["points"][0]["mean_iou"] for run in runs}
    assert len(begun) == 1, "all begin with the same strokes"
    first = runs[0]["points"][0]["strokes"]
    assert all([point["strokes"] for point in run["points"]] == [first, first + 2] for run in runs)
    assert "mIoU by number of strokes" in capsys.readouterr().out


@pytest.mark.slow
def test_places_are_suggested_on_the_lines_that_the_program_looks_at_not_on_those_that_are_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested, looked_at, scored = suggestions_protocol.suggested, set(), set()

    def small(folder: Path, seed: int) -> Generator[Progress | Notice, None, KnownTruth]:
        demo = yield from prepare_demo(folder, (48, 64, 96), seed)
        with np.load(demo.truth) as stored:
            facies = {SectionId.parse(name): stored[name] for name in stored.files}
        scored.update(demo.scored)
        return KnownTruth("small", demo.survey, facies, demo.labelled, demo.scored)

    def seen(geometry: Geometry, answers: Sequence[SectionPrediction], *rest: Any) -> list[Place]:
        looked_at.update(answer.section for answer in answers)
        return suggested(geometry, answers, *rest)

    monkeypatch.setattr(suggestions_protocol, "synthetic", small)
    monkeypatch.setattr(suggestions_protocol, "suggested", seen)
    out = ["--rounds", "1", "--per-round", "2", "--out", str(tmp_path / "runs.jsonl")]
    asked = ["benchmark", "suggestions", "--data", "synthetic", "--seeds", "0", "--habits", "suggestions"]
    assert main([*asked, *out]) == 0
    assert looked_at and not scored <= looked_at


def test_the_curves_of_finished_runs_are_drawn(tmp_path: Path) -> None:
    file, drawn = tmp_path / "runs.jsonl", tmp_path / "curves.svg"
    asked = {"benchmark": "suggestions", "truth": "a survey", "rounds": 1, "strokes": 2}
    runs = [
        {
            "asked": {**asked, "habit": habit, "seed": seed},
            "points": [{"strokes": 4, "mean_iou": 0.3}, {"strokes": 6, "mean_iou": score, "network_mean_iou": 0.2}],
        }
        for habit, seed, score in (("random", 0, 0.5), ("random", 1, 0.6), ("suggestions", 0, 0.7))
    ]
    file.write_text("".join(json.dumps(run) + "\n" for run in runs))
    assert main(["benchmark", "suggestions", "--table", str(file), "--picture", str(drawn)]) == 0
    text = drawn.read_text()
    assert all(word in text for word in ("random", "suggestions", "a survey", "strokes", "mIoU", "Dashed: a network"))
    (panel,) = suggestions_curves(runs).panels
    random, _, learned, _ = panel.curves
    assert (random.at, random.mean, random.lowest, random.highest) == ((4, 6), (0.3, 0.55), (0.3, 0.5), (0.3, 0.6))
    assert learned.dashed and (learned.at, learned.mean) == ((6,), (0.2,))
    assert main(["benchmark", "suggestions", "--table", str(file), "--picture", str(tmp_path / "curves.doc")]) != 0


def test_what_a_rectangle_has_is_painted_along_the_middle_of_it_one_stroke_a_class() -> None:
    known = np.zeros((60, 50), np.uint8)
    known[:, 20:] = 1
    known[:, 40:] = NOT_PAINTED
    first, second = strokes_in(known, (10, 39), (10, 23), 0, Painting(1, 20, 4))
    rows, columns = np.nonzero(first != NOT_PAINTED)
    assert set(first[rows, columns]) == {0}, "what fills most of it"
    assert rows.min() >= 10 and rows.max() <= 39 and 10 <= columns.min() <= 15 <= columns.max() < 20
    assert set(second[second != NOT_PAINTED]) == {1}
    (only,) = strokes_in(known, (10, 39), (2, 20), 0, Painting(1, 20, 4))
    assert set(only[only != NOT_PAINTED]) == {0}, "of the other there is next to nothing"
    assert strokes_in(known, (10, 39), (42, 49), 0) == [], "nothing is known there"


def test_random_places_differ_and_even_ones_take_the_lines_in_turn() -> None:
    known = {
        SectionId(Direction.INLINE, number): np.tile(np.arange(50) // 25, (60, 1)).astype(np.uint8)
        for number in range(40)
    }
    places = at_random(GEOMETRY, known, np.random.default_rng(0), 5)
    assert len({place.section for place in places}) > 1
    assert all(
        0 <= place.rows[0] <= place.rows[1] < 60 and 0 <= place.columns[0] <= place.columns[1] < 50 for place in places
    )
    lines = even_lines(GEOMETRY, tuple(known))
    assert len(lines) == 4
    assert [place.section for place in on_even_lines(GEOMETRY, known, 0, 8, 0)] == [*lines, *lines]
