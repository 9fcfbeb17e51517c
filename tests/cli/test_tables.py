"""What the shell prints in columns: whole at 80 columns, in a pipe and in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seisviewer.cli.detection_commands import table_of
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.score_table import score_table
from seisviewer.picks.detections import Agreement
from seisviewer.picks.pick import Event
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record
from seisviewer.workflows.traces.detector_files import Searched
from seisviewer.workflows.traces.event_detection import STA_LTA, TEMPLATES, Detected

DRAWN = set("┏━┳┃┡╇┩│└┴┘├┼┤─…")


def printed(*arguments: object, columns: str = "80") -> list[str]:
    """What a command writes into a pipe, as lines."""
    done = subprocess.run(
        [sys.executable, "-m", "seisviewer", *map(str, arguments)],
        check=True, capture_output=True, encoding="utf-8", env={**os.environ, "COLUMNS": columns}, timeout=100,
    )  # fmt: skip
    return done.stdout.splitlines()


def assert_plain(lines: list[str]) -> None:
    assert not DRAWN & set("".join(lines)), "something is drawn or cut"
    assert max(map(len, lines)) <= 80


@pytest.fixture
def picked(tmp_path: Path) -> tuple[Path, Path]:
    """True picks, and picks of two models with long names, 30 ms late."""
    head = "network,station,location,channel,phase,time,probability,model\n"
    true, found = [], []
    for number in range(40):
        for phase, wait in (("P", 0.0), ("S", 3.5)):
            second = 10 + number % 40 + wait
            begin = f"XX,AAA,,HH,{phase},2020-01-01T00:{number:02d}:{second:06.3f}"
            true.append(begin + "Z,,")
            late = f"XX,AAA,,HH,{phase},2020-01-01T00:{number:02d}:{second + 0.03:06.3f}Z"
            found += [late + f",0.{number % 6 + 4},{model}" for model in ("eqtransformer:original", "phasenet:stead")]
    paths = tmp_path / "truth.csv", tmp_path / "found_by_two.csv"
    for path, rows in zip(paths, (true, found), strict=True):
        path.write_text(head + "\n".join(rows) + "\n")
    return paths


@pytest.mark.slow
def test_scores_are_whole_in_a_file(picked: tuple[Path, Path]) -> None:
    truth, found = picked
    lines = printed("score", found, "--truth", truth)
    assert_plain(lines)
    text = "\n".join(lines)
    assert "40 P and 40 S within 0.1 s" in text
    first = lines.index("found_by_two · eqtransformer:original")
    assert lines[first + 1].split() == ["P", "0.3", "40", "40", "1.000", "1.000", "1.000"]
    last = len(lines) - 1 - lines[::-1].index("found_by_two · phasenet:stead")
    assert lines[last + 2].split()[:4] == ["S", "+30", "0", "+30"]
    assert printed("score", found, "--truth", truth, columns="300") == lines, "a file is no terminal"


@pytest.mark.slow
def test_information_about_records_is_whole(tmp_path: Path) -> None:
    write_mseed(synthetic_record(seconds=50).record, tmp_path / "a.mseed")
    lines = printed("info", tmp_path / "a.mseed")
    assert_plain([line for line in lines if str(tmp_path) not in line])  # a path is never broken
    assert any("gaps" in line for line in lines)


def test_a_long_name_stands_above_its_numbers() -> None:
    name = "a_name_of_a_picker_that_takes_more_than_half_of_a_line:original"
    titles = ("picks", "phase", "threshold", "picks", "precision", "recall", "F1")
    lines = table_text("Title", titles, [(name, "P", "0.3", "12", "0.5", "0.6", "0.7")], texts=2).splitlines()
    assert name in lines and max(map(len, lines)) <= 80
    assert lines[-1].split() == ["P", "0.3", "12", "0.5", "0.6", "0.7"]


def test_scores_of_sections_are_plain() -> None:
    both = {
        "mean_iou": 0.5,
        "accuracy": 0.9,
        "expected_calibration_error": 0.01,
        "calibration_error_near_boundaries": 0.03,
        "reliability": [{"share": 0.75, "confidence": 0.9, "accuracy": 0.8}],
        "boundaries": {"median_away": 2.0, "ninety_percent_away": 12.5, "missing": 0.125, "f1": 0.625},
        "estimated_mean_iou": 0.45,
        "classes": [{"number": 1, "name": "a class with a name that goes on for quite a while", "iou": 0.25}],
        "sections": {"inline:100": {"mean_iou": 0.5}},
    }
    text = score_table({"run": 3, "model": both, "predict_by_depth": both})
    assert_plain(text.splitlines())
    assert "0.250" in text and "run 3" in text and "by depth" in text
    assert all(value in text for value in ("0.450", "0.030", "12.5", "0.125", "0.625"))
    assert text.splitlines()[-1].split() == ["0.900", "0.800", "0.750"]


def test_detections_are_plain() -> None:
    events = tuple(Event(float(second)) for second in range(123))
    agreement = Agreement(123, 1234, 100, -12.34, 12.34)
    detected = Detected(TEMPLATES, events, 1234.5), Detected(STA_LTA, (), 0.1)
    text = table_of(Searched(detected, {TEMPLATES: agreement, STA_LTA: agreement}))
    assert_plain(text.splitlines())
    assert "-12.34 ± 12.34" in text and "1234.50" in text
