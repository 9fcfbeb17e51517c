"""A project whose file is deleted, replaced or spoilt while it is open: said at once, and saved as a new folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ProjectError, ProjectGone
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.picks.pick import Change, Pick
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.waveforms.station import StationId

STATION = StationId("CH", "BRANT", "", "HH")


def paint(project: Project, line: int = 100) -> None:
    mask = np.ones((5, 6), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    project.commit([Stroke(SectionId(Direction.INLINE, line), 1, 0, 0, mask, before)])


def deleted(file: Path) -> None:
    file.unlink()


def deleted_with_its_log(file: Path) -> None:
    for each in (*file.parent.glob("project.db*"),):
        each.unlink()


def replaced_by_a_copy(file: Path) -> None:
    file.rename(file.with_name("before.db"))
    shutil.copyfile(file.with_name("before.db"), file)


def folder_deleted(file: Path) -> None:
    shutil.rmtree(file.parent)


def folder_replaced(file: Path) -> None:
    file.parent.rename(file.parent.with_name("before.seis"))
    shutil.copytree(file.parent.with_name("before.seis"), file.parent)


LOST = deleted, deleted_with_its_log, replaced_by_a_copy, folder_deleted, folder_replaced


def log_deleted(file: Path) -> None:
    file.with_name("project.db-wal").unlink()


def log_emptied(file: Path) -> None:
    file.with_name("project.db-wal").write_bytes(b"")


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:4096])


@pytest.mark.parametrize("harm", [*LOST, log_deleted, log_emptied, emptied, cut_off])
def test_no_stroke_is_said_to_be_stored_any_more(project, harm: Callable[[Path], None]):
    paint(project)
    harm(project.folder / "project.db")
    for line in (102, 104):
        with pytest.raises(ProjectGone, match="project as a new folder"):
            paint(project, line)
    assert project.is_gone and project.snapshot().counts() == {1: 30}


@pytest.mark.parametrize("harm", [*LOST, log_deleted])
def test_all_that_was_painted_is_in_the_new_folder(project, harm: Callable[[Path], None], tmp_path, survey):
    paint(project)
    paint(project, 102)
    project.undo()
    harm(project.folder / "project.db")
    saved = drive(project.copy_steps(tmp_path / "other" / "saved.seis"))
    with Project.open(saved) as copy:  # the first one is still open
        assert copy.snapshot().counts() == {1: 30} and copy.can_redo and copy.survey.found(saved) == survey
        copy.redo()
        assert copy.snapshot().counts() == {1: 60}


def test_what_vanishes_in_the_middle_of_a_change_is_noticed(project):
    paint(project)
    with pytest.raises(ProjectGone):
        with project._database.transaction():
            (project.folder / "project.db").unlink()


def test_a_copy_takes_runs_along_and_follows_no_link(project, tmp_path):
    run = project.new_run("st++", {})
    (run.folder / "theirs").symlink_to(tmp_path)
    saved = drive(project.copy_steps(tmp_path / "saved.seis"))
    copied = saved / "runs" / str(run.number)
    assert (copied / "settings.json").is_file() and (copied / "theirs").is_symlink()


def test_a_copy_takes_no_folder_that_is_there(project, tmp_path):
    (tmp_path / "saved.seis").mkdir()
    with pytest.raises(ProjectError, match="exists already"):
        drive(project.copy_steps(tmp_path / "saved.seis"))
    assert not list((tmp_path / "saved.seis").iterdir())


@pytest.mark.parametrize("harm", LOST)
def test_picks_are_saved_elsewhere_too(tmp_path, harm: Callable[[Path], None]):
    (tmp_path / "day.mseed").write_bytes(b"")
    with TraceProject.create(tmp_path / "day.seis", [tmp_path / "day.mseed"]) as project:
        project.commit([Change(None, Pick(STATION, "P", 1_600_000_000.0))])
        harm(project.folder / "project.db")
        with pytest.raises(ProjectGone):
            project.commit([Change(None, Pick(STATION, "S", 1_600_000_001.0))])
        with TraceProject.open(drive(project.copy_steps(tmp_path / "saved.seis"))) as copy:
            assert [pick.phase for pick in copy.picks] == ["P"] and copy.can_edit
            assert copy.sources() == (tmp_path / "day.mseed",)
