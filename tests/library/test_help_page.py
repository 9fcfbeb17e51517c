"""The code of the help page “From Python”, in both languages, does what it says."""

from __future__ import annotations

import re
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import obspy
import pandas
import pytest

import seisviewer
from seisviewer.project.trace_project import TraceProject

from ..structure.layered_lines import SAMPLES
from .conftest import TRACES

pytest.importorskip("xarray")


@pytest.fixture
def folder(trained: Path, tmp_path: Path) -> Path:
    """survey.npy and survey.seis with a run; day.seis with a minute of one station."""
    shutil.copytree(trained, tmp_path / "survey.seis")
    shutil.copy(trained.with_name("survey.npy"), tmp_path)
    header = {
        "network": "CI",
        "station": "CLC",
        "sampling_rate": 20.0,
        "starttime": obspy.UTCDateTime("2019-07-04T17:33:20"),
    }
    traces = [obspy.Trace(np.arange(1200, dtype=np.float32), header | {"channel": f"HH{code}"}) for code in "ZNE"]
    obspy.Stream(traces).write(str(tmp_path / "day.mseed"), format="MSEED")
    TraceProject.create(tmp_path / "day.seis", [tmp_path / "day.mseed"]).close()
    return tmp_path


def blocks(language: str) -> list[str]:
    page = files("seisviewer.resources").joinpath("help", language, "python.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", page, re.S)


@pytest.mark.slow
def test_its_code_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict = {"np": np, "obspy": obspy, "pandas": pandas}
    for block in blocks("en"):
        exec(block.replace("survey.sgy", "survey.npy").replace("241", "131"), names)
    assert names["line"].shape == (TRACES, SAMPLES) and names["slice_"].shape == (20, TRACES)
    assert (
        set(names["box"].coords) >= {"inline", "crossline", "twt"} and len(names["classes"]) and names["events"].empty
    )
    with seisviewer.open_traces("day.seis") as traces:
        assert traces.picks().station.tolist() == ["CLC"] and traces.picks().channel.tolist() == ["HH"]


def test_the_chinese_page_has_the_same_code() -> None:
    def plain(block: str) -> list[str]:
        return [text.split("#")[0].rstrip() for text in block.splitlines()]

    assert [plain(block) for block in blocks("zh")] == [plain(block) for block in blocks("en")]
