"""Surveys that are folders, with their projects, through the shell and the window's doors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import UnreadableFile
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.progress import Notice, drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.zarr_writing import ZarrVariable, write_zarr
from seisviewer.workflows.survey_opening import Opened, has_project, ingest, open_path, project_for
from seisviewer.workflows.traces.trace_opening import is_trace_path

pytest.importorskip("zarr")
CUBE = np.random.default_rng(0).integers(1, 90, (9, 10, 12)).astype(np.float32)


def store(folder: Path, *names: str, cube: np.ndarray = CUBE) -> Path:
    geometry = Geometry(LineAxis(100, 2, 9), LineAxis(300, 1, 10), SampleAxis(0, 4, 12), np.ones((9, 10), bool))
    variables = {name: ZarrVariable(lambda index: cube[index], np.float32, {}) for name in names or ("amplitude",)}
    drive(write_zarr(folder / "f3.zarr", geometry, variables, SurveyBox.whole(geometry), {}))
    return folder / "f3.zarr"


def opened(path: Path, **choices) -> tuple[Opened, list[str]]:
    said: list[str] = []
    return drive(
        open_path(path, **choices), lambda event: said.append(event.text) if isinstance(event, Notice) else 0
    ), said


def close(result: Opened) -> None:
    result.volume.close()
    if result.project is not None:
        result.project.close()


def test_painting_makes_a_project_beside_the_store_and_opening_finds_it(tmp_path: Path) -> None:
    path = store(tmp_path)
    with project_for(open_volume(path)) as project:
        section = project.survey.geometry.section(Direction.INLINE, 5)
        current = project.label_section(section)
        project.commit([cropped_stroke(current, section, np.ones(current.shape, bool), 1)])
    assert project.folder == tmp_path / "f3.seis" and has_project(path)
    again, said = opened(path)
    assert again.project is not None and (again.project.label_section(section) == 1).all() and said == []
    close(again)


def test_store_and_project_moved_together_open_without_a_word(tmp_path: Path) -> None:
    path = store(tmp_path)
    close(drive(ingest(path, tmp_path / "f3.seis")))
    (tmp_path / "elsewhere").mkdir()
    for name in ("f3.zarr", "f3.seis"):
        shutil.move(tmp_path / name, tmp_path / "elsewhere" / name)
    again, said = opened(tmp_path / "elsewhere" / "f3.seis")
    assert said == [f"The survey of f3.seis is now {tmp_path}/elsewhere/f3.zarr; it used to be {path}."] or said == []
    close(again)


def test_a_store_written_to_since_is_said(tmp_path: Path) -> None:
    path = store(tmp_path)
    close(drive(ingest(path, tmp_path / "f3.seis")))
    store(tmp_path, cube=CUBE + 1)
    again, said = opened(tmp_path / "f3.seis")
    assert any("was written to since" in text for text in said)
    close(again)


def test_the_volume_that_was_chosen_is_remembered(tmp_path: Path) -> None:
    path = store(tmp_path, "classes", "confidence")
    close(drive(ingest(path, tmp_path / "f3.seis", variable="confidence")))
    again, _ = opened(tmp_path / "f3.seis")
    assert again.volume.variable == "confidence"
    close(again)


def test_a_folder_that_is_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.zarr").mkdir()
    with pytest.raises(UnreadableFile, match="no Zarr store"):
        opened(tmp_path / "empty.zarr")
    (tmp_path / "plain").mkdir()
    with pytest.raises(UnreadableFile, match="without a project"):
        opened(tmp_path / "plain")


def test_a_store_is_no_folder_of_waveforms(tmp_path: Path) -> None:
    path = store(tmp_path)
    assert not is_trace_path(path) and not is_trace_path(path / "zarr.json")
    assert not is_trace_path(path.rename(tmp_path / "plain"))


def test_info_of_a_store_from_the_shell(tmp_path: Path, capsys) -> None:
    path = store(tmp_path)
    assert main(["info", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["format"], said["variable"], said["live_traces"]) == ("Zarr 3", "amplitude", 90)
    assert said["dimensions"] == ["inline", "crossline", "twt"]
