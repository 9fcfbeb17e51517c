"""A project folder that is renamed, moved or deleted while it is open: nothing is said to be stored that is not."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ModelError, ProjectError
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.picks.pick import Change, Pick
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.waveforms.station import StationId

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="open folders cannot be moved there")


def paint(project: Project) -> None:
    mask = np.ones((5, 6), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    project.commit([Stroke(SectionId(Direction.INLINE, 100), 1, 0, 0, mask, before)])


def test_the_next_stroke_says_where_the_project_is_now(project, tmp_path):
    paint(project)
    moved = tmp_path / "elsewhere.seis"
    project.folder.rename(moved)
    with pytest.raises(ProjectError, match=rf"survey\.seis was moved.*not stored: open {moved} to go on"):
        paint(project)
    assert project.snapshot().counts() == {1: 30}, "a stroke that is not stored must not be shown"
    assert not project.folder.exists(), "it goes on under the old name"
    project.close()
    with Project.open(moved) as found:
        assert found.snapshot().counts() == {1: 30}
        paint(found)


def test_everything_that_writes_notices(project, tmp_path):
    paint(project)
    run = project.new_run("st++", {})
    project.folder.rename(tmp_path / "elsewhere.seis")
    for write in (
        project.undo,
        lambda: project.set_view_state({"line": 1}),
        lambda: project.set_classes(project.classes),
        lambda: project.remove_class(1),
        lambda: project.new_run("st++", {}),
        lambda: project.finish_run(run.number, "finished", {}),
    ):
        with pytest.raises(ProjectError, match="was moved, renamed or deleted"):
            write()
    assert not project.folder.exists()


def test_a_model_makes_no_folder_under_the_old_name(project, tmp_path):
    from seisviewer.networks.weights import save_state

    run = project.new_run("st++", {})
    project.folder.rename(tmp_path / "elsewhere.seis")
    with pytest.raises(ModelError, match="cannot be written"):
        save_state(run.folder / "checkpoint.pt", {"step": 1})
    assert not project.folder.exists()


def test_another_project_under_the_old_name_is_not_written_to(project, tmp_path, survey, geometry):
    paint(project)
    project.folder.rename(tmp_path / "elsewhere.seis")
    with Project.create(project.folder, survey, geometry) as other:
        with pytest.raises(ProjectError, match="was moved"):
            paint(project)
        project.close()
        assert other.snapshot().counts() == {}
        paint(other)
    with Project.open(project.folder) as again:
        assert again.snapshot().counts() == {1: 30}


def test_a_folder_that_is_put_back_goes_on(project, tmp_path):
    project.folder.rename(tmp_path / "elsewhere.seis")
    with pytest.raises(ProjectError):
        paint(project)
    (tmp_path / "elsewhere.seis").rename(project.folder)
    paint(project)
    assert project.snapshot().counts() == {1: 30}


def test_a_deleted_folder_is_said(project):
    paint(project)
    shutil.rmtree(project.folder)
    with pytest.raises(ProjectError, match="was moved, renamed or deleted while it was open.*put it back"):
        paint(project)
    project.close()
    assert not project.folder.exists()


def test_picks_notice_too(tmp_path: Path) -> None:
    (tmp_path / "day.mseed").write_bytes(b"")
    change = Change(None, Pick(StationId("CH", "BRANT", "", "HH"), "P", 1_600_000_000.0))
    with TraceProject.create(tmp_path / "day.seis", [tmp_path / "day.mseed"]) as project:
        project.folder.rename(tmp_path / "night.seis")
        with pytest.raises(ProjectError, match=r"open .*night\.seis to go on"):
            project.commit([change])
        assert project.picks == ()


def test_a_project_knows_its_folder_by_any_name(project, tmp_path):
    moved = tmp_path / "elsewhere.seis"
    assert project.is_at(project.folder) and not project.is_at(moved)
    project.folder.rename(moved)
    assert project.is_at(moved) and not project.is_at(project.folder)
