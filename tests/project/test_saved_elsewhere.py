"""A project whose file is deleted, replaced or spoilt while it is open: said at once, and saved as a new folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ProjectError, ProjectGone
from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.picks.pick import Change, Event, Pick
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


def _written_over(file: Path, content: bytes) -> None:
    """As `dd` and programs that keep folders alike do: the same file, of the same size."""
    with file.open("r+b") as opened:
        opened.write(content)


def overwritten_with_zeros(file: Path) -> None:
    _written_over(file, bytes(file.stat().st_size))


def overwritten_with_a_copy_of_another_day(file: Path) -> None:
    """It differs in a few bytes."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    _written_over(file, bytes(content))


OVERWRITTEN = overwritten_with_zeros, overwritten_with_a_copy_of_another_day


@pytest.mark.parametrize("harm", [*LOST, log_deleted, log_emptied, emptied, cut_off, *OVERWRITTEN])
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


SPOILT = [log_emptied, emptied, cut_off, *OVERWRITTEN]


@pytest.mark.parametrize("harm", SPOILT)
def test_what_is_shown_is_in_the_new_folder_where_the_file_was_spoilt(project, harm, tmp_path, survey):
    """Without what could be undone: that stood in the file alone."""
    paint(project)
    paint(project, 102)
    line = BoundaryStroke(SectionId(Direction.INLINE, 104), 1, 2, 3, np.linspace(20, 30, 9).astype(np.float32))
    region = np.ones((4, 4), bool)
    project.commit([
        line,
        Stroke(SectionId(Direction.CROSSLINE, 310), 2, 8, 8, region, np.full((4, 4), -1, np.int8), origin=Origin.ACCEPTED),
        Rejection(SectionId(Direction.INLINE, 106), 1, 0, 0, region),
    ])  # fmt: skip
    project.set_for_checking([SectionId(Direction.INLINE, 108)], marked=True)
    before = project.snapshot()
    harm(project.folder / "project.db")
    with pytest.raises(ProjectGone):
        paint(project, 110)
    saved = drive(project.copy_steps(tmp_path / "saved.seis"))
    with Project.open(saved) as copy:
        after = copy.snapshot()
        assert after.counts() == before.counts() and after.labelled_sections == before.labelled_sections
        for section in before.labelled_sections:
            at = section.direction, project.geometry.index(section)
            np.testing.assert_array_equal(after.section(*at), before.section(*at))
            np.testing.assert_array_equal(after.accepted(*at), before.accepted(*at))
        assert len(after.boundaries) == 1 and len(after.rejections) == 1 and copy.checking == project.checking
        assert copy.classes == project.classes and copy.survey.found(saved) == survey
        paint(copy, 112)


@pytest.mark.parametrize("harm", [cut_off, *OVERWRITTEN])
def test_picks_of_a_spoilt_file_are_in_the_new_folder(tmp_path, harm: Callable[[Path], None]):
    (tmp_path / "day.mseed").write_bytes(b"")
    with TraceProject.create(tmp_path / "day.seis", [tmp_path / "day.mseed"]) as project:
        event = Event(1_600_000_000.0, None, None, None, None, "", "found", "detector", 1.0, -1)
        pick = Pick(STATION, "P", 1_600_000_000.0, event=-1)
        project.commit([Change(None, event), Change(None, pick)])
        harm(project.folder / "project.db")
        with pytest.raises(ProjectGone):
            project.undo()
        with TraceProject.open(drive(project.copy_steps(tmp_path / "saved.seis"))) as copy:
            assert (copy.picks, copy.events) == (project.picks, project.events)
            assert copy.sources() == (tmp_path / "day.mseed",)


def test_a_file_that_is_merely_touched_is_the_same(project):
    paint(project)
    (project.folder / "project.db").touch()
    paint(project, 102)
    assert not project.is_gone


def test_other_programs_that_add_to_a_project_do_not_spoil_it(project):
    """A training in a shell stores its runs while the window is open, more than fits into the log of changes."""
    paint(project)
    with Project.open(project.folder, edit=False) as other:
        for number in range(30):
            other.new_run("st++", {"number": number, "notes": "x" * 200_000}, keep_labels=False)
            other.set_view_state({"notes": "y" * 200_000, "number": number})
    paint(project, 102)
    assert not project.is_gone and project.snapshot().counts() == {1: 60} and len(project.runs()) == 30


def test_many_changes_are_stored_one_after_the_other(project):
    """What SQLite itself writes to the file now and then is its own."""
    for line in range(100, 118, 2):
        paint(project, line)
        project.set_view_state({"notes": "z" * 2_000_000})
    assert not project.is_gone


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
