"""`seisviewer info` and `seisviewer ingest`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record
from tests.volumes.header_layouts import grid, running, three_lines, words, write_survey


def reports_errors(capsys: pytest.CaptureFixture[str], *line: object) -> dict:
    """What a command with --json answers."""
    assert main([*map(str, line), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_info_says_what_is_in_a_survey(small_survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = reports_errors(capsys, "info", small_survey)
    assert answer["format"] == "SEG-Y" and answer["byte_order"] == "big"
    assert answer["inlines"] == {"first": 100, "last": 139, "step": 1, "count": 40}
    assert answer["crosslines"] == {"first": 300, "last": 349, "step": 1, "count": 50}
    assert (answer["sample_interval"], answer["unit"], answer["samples"]["count"]) == (4.0, "ms", 64)
    assert answer["live_traces"] == 40 * 50
    assert len(answer["corners"]) == 4
    percentiles = answer["amplitudes"]["percentiles"]
    values = [percentiles[name] for name in sorted(percentiles, key=float)]
    assert values == sorted(values) and values[0] < 0 < values[-1]
    assert any("SYNTHETIC" in line for line in answer["text_header"])


def test_info_for_people_holds_the_same(small_survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(small_survey)]) == 0
    shown = capsys.readouterr().out
    assert "sample interval         4\n" in shown
    assert "live traces             2000\n" in shown
    assert "SYNTHETIC" in shown


def test_options_say_what_a_file_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    array = np.random.default_rng(0).normal(size=(30, 7, 5)).astype(np.float32)
    np.save(tmp_path / "depth.npy", array)
    answer = reports_errors(
        capsys, "info", tmp_path / "depth.npy", "--axes", "sxi", "--inlines", "100:2", "--crosslines", "300",
        "--interval", "5", "--unit", "m",
    )  # fmt: skip
    assert answer["inlines"] == {"first": 100, "last": 108, "step": 2, "count": 5}
    assert answer["crosslines"] == {"first": 300, "last": 306, "step": 1, "count": 7}
    assert (answer["sample_interval"], answer["unit"], answer["samples"]["count"]) == (5.0, "m", 30)


def test_header_bytes_are_followed_and_remembered(
    small_survey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "turned.seis"
    # The two words exchanged: the survey lies on its side.
    assert main(["ingest", str(small_survey), str(project), "--inline-byte", "193", "--crossline-byte", "189"]) == 0
    capsys.readouterr()
    answer = reports_errors(capsys, "info", project)
    assert answer["header_bytes"]["inline"] == 193
    assert (answer["inlines"]["count"], answer["crosslines"]["count"]) == (50, 40)
    assert answer["project"]["runs"] == []


def test_readings_of_the_headers_are_printed_with_their_scores_and_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    path = write_survey(tmp_path / "unclear.sgy", words(b9=inline, b21=running(1200), b25=crossline))
    assert main(["info", str(path)]) == 1
    said = capsys.readouterr().err
    assert "leave open where its traces lie" in said
    assert re.search(r"\n +--inline-byte 9 --crossline-byte 25  score \d+: 3D, 20 × 60 lines", said)
    answer = reports_errors(capsys, "info", path, "--inline-byte", 9, "--crossline-byte", 25)
    assert (answer["inlines"]["count"], answer["crosslines"]["count"]) == (20, 60)


def test_one_of_several_2d_lines_is_named_and_remembered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, project = three_lines(), tmp_path / "line.seis"
    path = write_survey(
        tmp_path / "lines.sgy", words(b9=lines["line"], b21=lines["cdp"], b181=lines["x"], b185=lines["y"])
    )
    assert main(["info", str(path)]) == 1
    assert "--line 12  250 traces" in capsys.readouterr().err
    assert main(["ingest", str(path), str(project), "--line", "12"]) == 0
    capsys.readouterr()
    answer = reports_errors(capsys, "info", project)
    assert (answer["kind"], answer["inlines"]["first"], answer["live_traces"]) == ("2D", 12, 250)


def test_ingest_never_replaces_a_project(
    small_survey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey, project = tmp_path / "one.sgy", tmp_path / "one.seis"
    shutil.copy(small_survey, survey)
    assert main(["ingest", str(survey), str(project)]) == 0
    assert "40 inlines × 50 crosslines × 64 samples" in capsys.readouterr().out
    assert main(["ingest", str(survey), str(project)]) == 1
    assert "exists already" in capsys.readouterr().err


def test_a_survey_that_was_moved_is_found_again(
    small_survey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, project = tmp_path / "old" / "one.sgy", tmp_path / "new" / "two.sgy", tmp_path / "one.seis"
    old.parent.mkdir()
    new.parent.mkdir()
    shutil.copy(small_survey, old)
    assert main(["ingest", str(old), str(project)]) == 0
    old.rename(new)
    assert main(["info", str(project)]) == 1
    assert "no longer" in capsys.readouterr().err
    assert main(["info", str(project), "--survey", str(new)]) == 0
    capsys.readouterr()
    assert reports_errors(capsys, "info", project)["path"] == str(new)


@pytest.fixture
def waveforms(tmp_path: Path) -> list[Path]:
    """Two stations, a minute each."""
    paths = [tmp_path / f"{code}.mseed" for code in ("AAA", "BBB")]
    for path in paths:
        write_mseed(synthetic_record(station=StationId("XX", path.stem, "", "HH")).record, path)
    return paths


def test_info_of_several_files_of_waveforms(waveforms: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    answer = reports_errors(capsys, "info", *waveforms)
    assert answer["stations"] == 2 and answer["sources"] == [str(path) for path in waveforms]


def test_info_of_a_survey_beside_other_files_is_refused(
    small_survey: Path, waveforms: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["info", str(waveforms[0]), str(small_survey)]) == 1
    assert "demo.sgy is a survey" in capsys.readouterr().err


def test_info_of_a_project_without_runs_says_so(waveforms: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = waveforms[0].with_name("mine.seis")
    TraceProject.create(folder, waveforms).close()
    assert main(["info", str(folder)]) == 0
    assert re.search(r"runs +none\n", capsys.readouterr().out)


def test_what_cannot_be_read_is_refused(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(data_dir / "segy" / "broken.sgy"), "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "cut off or damaged" in captured.err and captured.err.count("\n") == 1
