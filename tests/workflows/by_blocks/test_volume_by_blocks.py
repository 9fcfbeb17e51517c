"""A volume is the same whoever predicts it, and whoever is lost meanwhile."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from seisviewer.blocks import running
from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import BadRequest
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import Stroke
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Notice, Progress, drive
from seisviewer.project.prediction_folders import prediction_folder
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout
from seisviewer.workflows.attributes.attribute_volume import write_attribute
from seisviewer.workflows.by_blocks.attribute_blocks import write_attribute_by
from seisviewer.workflows.boundary_exchange import export_horizons
from seisviewer.workflows.by_blocks.boundary_blocks import depths_by
from seisviewer.workflows.by_blocks.volume_prediction import predict_volume
from seisviewer.workflows.fused_run import train_fused
from seisviewer.workflows.layer_run import train_layers
from seisviewer.workflows.survey_opening import Opened, ingest
from seisviewer.workflows.training import train

sys.path.insert(0, str(Path(__file__).parents[2] / "blocks"))
from dask_processes import dask_cluster

SETTINGS = TrainSettings(schedule="supervised", steps=4, crop=32, batch=2, device="cpu")
TWO = Workers(processes=2)


@pytest.fixture
def opened(small_survey: Path, tmp_path: Path):
    """A project with two classes painted on the middle inline, one of them rejected on a part of another one."""
    survey = tmp_path / "survey.sgy"
    shutil.copy(small_survey, survey)
    opened = drive(ingest(survey, tmp_path / "survey.seis"))
    geometry = opened.volume.geometry
    section = geometry.section(Direction.INLINE, geometry.inlines.count // 2)
    shape = geometry.section_shape(Direction.INLINE)
    for number in (0, 1):
        paint = np.zeros(shape, bool)
        paint[5:20, slice(0, 30) if number == 0 else slice(30, None)] = True
        opened.project.commit([Stroke(section, number, 0, 0, paint, np.full(shape, -1, np.int8))])
    place = geometry.section(Direction.CROSSLINE, 4)
    opened.project.commit([Rejection(place, 0, 2, 3, np.ones((6, 20), bool))])
    yield opened
    opened.project.close()
    opened.volume.close()


def predicted(opened: Opened, folder: Path, name: str, workers: Workers) -> tuple[bytes, bytes]:
    """The bytes of both volumes, from nothing."""
    run = opened.project.runs()[-1]
    shutil.rmtree(prediction_folder(opened.project.folder, run.number), ignore_errors=True)
    out, confidence = folder / f"{name}.sgy", folder / f"{name}_confidence.sgy"
    drive(predict_volume(opened.project, opened.volume, out, confidence, workers=workers))
    return out.read_bytes(), confidence.read_bytes()


@pytest.mark.slow
def test_processes_ask_the_layers_as_one_does(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drive(train_layers(opened.project, opened.volume))
    one = predicted(opened, tmp_path, "one", ALONE)
    assert predicted(opened, tmp_path, "two", TWO) == one
    monkeypatch.setattr(running, "_runs", lambda blocks, _workers: running._one_after_another(blocks))
    drive(write_attribute(opened.volume, "layers", tmp_path / "one.npy", project=opened.project))
    drive(write_attribute_by(opened.volume, "layers", tmp_path / "two.npy", project=opened.project, workers=TWO))
    assert (tmp_path / "two.npy").read_bytes() == (tmp_path / "one.npy").read_bytes()
    run = opened.project.runs()[-1]
    work = export_horizons(opened.project, opened.volume, run, tmp_path / "horizons", HorizonLayout.BY_LINES)
    horizons = [path.read_bytes() for path in drive(work)]
    for stop in (True, False):
        depths = depths_by(opened.volume, run, tmp_path / "away" / "again", TWO)
        work = export_horizons(
            opened.project, opened.volume, run, tmp_path / "away" / "again", HorizonLayout.BY_LINES, depths
        )
        while stop and not list(tmp_path.glob("away/.*.blocks/*.npy")):
            next(work)
        said = [] if stop else notices(work)
        work.close()
    assert [path.read_bytes() for path in (tmp_path / "away").rglob("*.*")] == horizons
    assert len(said) == 1 and said[0].startswith("16 of 40 inlines were worked out before")


def notices(work: Generator[object, None, object]) -> list[str]:
    return [event.text for event in work if isinstance(event, Notice)]


@pytest.mark.slow
def test_a_dask_worker_killed_in_the_middle_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    drive(train_fused(opened.project, opened.volume, SETTINGS))  # both experts answer each line
    one = predicted(opened, tmp_path, "one", ALONE)
    run = opened.project.runs()[-1]
    shutil.rmtree(prediction_folder(opened.project.folder, run.number))
    out, confidence = tmp_path / "dask.sgy", tmp_path / "dask_confidence.sgy"
    with dask_cluster(tmp_path) as cluster:
        workers, killed = Workers(scheduler=cluster.address), False
        for event in predict_volume(opened.project, opened.volume, out, confidence, workers=workers):
            of_lines = isinstance(event, Progress) and event.message == "predicting lines" and event.total
            if of_lines and event.done >= 2 and not killed:
                assert event.done < event.total, "it is to be killed in the middle"
                cluster.kill_worker(0)
                killed = True
        assert killed
    assert (out.read_bytes(), confidence.read_bytes()) == one


@pytest.mark.slow
def test_stopped_work_goes_on_with_what_is_stored_and_processes_predict_as_one_does(
    opened: Opened, tmp_path: Path
) -> None:
    drive(train(opened.project, opened.volume, SETTINGS))
    one, _ = predicted(opened, tmp_path, "one", ALONE)
    run = opened.project.runs()[-1]
    shutil.rmtree(prediction_folder(opened.project.folder, run.number))
    work = predict_volume(opened.project, opened.volume, tmp_path / "out.sgy", workers=TWO)
    for event in work:
        if isinstance(event, Progress) and event.message == "predicting lines" and event.done >= 2:
            break
    work.close()
    assert not (tmp_path / "out.sgy").exists() and not list(tmp_path.glob(".predicting-*"))
    folder = prediction_folder(opened.project.folder, run.number)
    stored = {path: path.stat().st_mtime_ns for path in folder.iterdir() if path.suffix != ".part"}
    assert stored
    drive(predict_volume(opened.project, opened.volume, tmp_path / "out.sgy", workers=TWO))
    assert all(path.stat().st_mtime_ns == before for path, before in stored.items())
    assert (tmp_path / "out.sgy").read_bytes() == one and not list(tmp_path.glob(".predicting-*"))


@pytest.mark.slow
def test_workers_need_a_project_that_can_be_written_to(opened: Opened, tmp_path: Path, monkeypatch) -> None:
    drive(train(opened.project, opened.volume, SETTINGS))
    monkeypatch.setattr(type(opened.project), "read_only", True)
    with pytest.raises(BadRequest, match="use one process"):
        drive(predict_volume(opened.project, opened.volume, tmp_path / "out.sgy", workers=TWO))
