"""`seisviewer pick` and `seisviewer pickers`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from seisviewer.cli.main import main
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record

from ..datasets.phase_windows import window, write_dataset


@pytest.fixture
def waveforms(tmp_path: Path) -> Path:
    path = tmp_path / "a.mseed"
    write_mseed(synthetic_record(seconds=50).record, path)
    return path


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.mark.slow
def test_files_to_a_table(waveforms: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "picks.csv"
    assert run("pick", waveforms, "--model", model, "--out", out, "--candidates", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    with out.open() as file:
        rows = list(csv.DictReader(file))
    assert said["records"] == 1 and said["picks"]["P"] + said["picks"]["S"] == len(rows) > 0
    assert {"network", "station", "location", "channel", "phase", "time", "probability"} <= set(rows[0])
    assert rows[0]["phase"] in "PS" and 0.1 <= float(rows[0]["probability"]) <= 1


def test_files_to_quakeml(waveforms: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import obspy

    out = tmp_path / "picks.xml"
    assert run("pick", waveforms, "--model", model, "--out", out, "--threshold", "0.2") == 0
    read = obspy.read_events(str(out))
    assert sum(len(event.picks) for event in read) > 0
    assert "picks on 1 record are in" in capsys.readouterr().out.replace("\n", " ")


def test_a_data_set_to_a_table(model: str, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "set", [window(1), window(2, split="dev")])
    out = tmp_path / "picks.csv"
    assert (
        run("pick", folder, "--model", model, "--out", out, "--split", "dev", "--window", 3001, "--threshold", 0.1) == 0
    )
    with out.open() as file:
        rows = list(csv.DictReader(file))
    assert len({row["trace_name"] for row in rows}) == 1 and rows[0]["trace_name"]
    assert all(0 <= float(row["sample"]) <= 6000 for row in rows)


def test_pickers_are_listed(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = tmp_path / "models" / "v3" / "phasenet"
    cache.mkdir(parents=True)
    for ending in ("pt.v1", "json.v1"):
        (cache / f"own.{ending}").write_bytes(Path(model).with_name(f"mine.{ending}").read_bytes())
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(tmp_path))
    assert run("pickers", "--json") == 0
    assert json.loads(capsys.readouterr().out) == ["phasenet:own"]
    assert run("pickers") == 0
    assert "phasenet:own" in capsys.readouterr().out
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(tmp_path / "empty"))
    assert run("pickers") == 1


@pytest.mark.parametrize("more, words", [
    (["--model", "phasenet:nowhere"], "no weights “nowhere”"),
    (["--split", "dev"], "for data sets"),
    (["--threshold", "2"], "from 0 to 1"),
    (["--candidates", "--threshold", "0.5"], "no threshold"),
    (["--filter", "pink"], "no test-time filter"),
    (["--filter", "raw", "--combination", "median"], "cannot be combined"),
])  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(
    waveforms: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    chosen = [] if "--model" in more else ["--model", model]
    assert run("pick", waveforms, "--out", tmp_path / "p.csv", *chosen, *more) == 1
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1
    assert not (tmp_path / "p.csv").exists()


def test_a_place_or_format_that_cannot_be_written_is_told_before_the_work(
    waveforms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("pick", waveforms, "--model", "none", "--out", tmp_path / "picks.doc") == 1
    assert "picks.doc is of no format" in capsys.readouterr().err
    assert run("pick", waveforms, "--model", "none", "--out", tmp_path / "gone" / "picks.csv") == 1
    assert "no folder" in capsys.readouterr().err


@pytest.mark.parametrize("more, words", [
    (["--filter", "pink"], "no test-time filter"), (["--model", "phasenet:nowhere"], "no weights “nowhere”"),
])  # fmt: skip
def test_what_the_command_line_says_already_is_refused_before_the_files_are_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert run("pick", tmp_path / "gone.mseed", "--out", tmp_path / "p.csv", *more) == 1
    assert words in capsys.readouterr().err


def test_a_project_stands_for_its_waveforms(
    waveforms: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine.seis"
    TraceProject.create(folder, [waveforms]).close()
    out = tmp_path / "picks.csv"
    assert run("pick", folder, "--model", model, "--out", out, "--candidates", "--json") == 0
    reports_errors = capsys.readouterr()
    assert json.loads(reports_errors.out)["records"] == 1 and "Left out" not in reports_errors.err
    with TraceProject.open(folder, edit=False) as project:
        assert not project.picks, "what is written to a file stays out of the project"
    assert run("detect", folder, "--method", "sta-lta", "--json") == 0
    assert "sta-lta" in json.loads(capsys.readouterr().out)["methods"]


def test_windows_of_a_data_set_are_no_continuous_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("detect", write_dataset(tmp_path / "set", [window(1)])) == 1
    assert "continuous records" in capsys.readouterr().err


def test_files_that_are_not_there(model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("pick", tmp_path / "gone.mseed", "--model", model, "--out", tmp_path / "p.csv") == 1
    assert "gone.mseed" in capsys.readouterr().err
