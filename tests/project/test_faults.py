"""Fault sticks in a project: stored at once, part of undo and redo."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import numpy as np
import pytest

from seisviewer.errors import LabelsError, ProjectError
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.project.database import FILE_NAME
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId

from .old_projects import OldProject
from .test_boundaries import line, wipe
from .test_boundaries import state as boundaries
from .test_history import CROSSLINE, INLINE, paint, stroke
from .timelines import Timeline, reopened

State = list[tuple[str, int, int, list[float]]]


def stick(section: SectionId, first: int, count: int, trace: float, fault: int = 1) -> FaultStick:
    return FaultStick(section, fault, first, np.full(count, trace, np.float32))


def state(project: Project) -> State:
    return sorted(
        (str(each.section), each.fault, each.column, each.traces.tolist()) for each in project.snapshot().faults
    )


def test_a_fault_is_there_after_opening_again(project):
    before = project.snapshot()
    (stored,) = project.commit([stick(INLINE, 10, 3, 20.5)])
    assert stored.id > 0 and stored.action > 0 and project.labels_version == 1
    assert not project.snapshot().says_the_same(before)
    with reopened(project) as again:
        assert state(again) == [("inline_130", 1, 10, [20.5, 20.5, 20.5])]
        assert again.labels_version == 1 and again.painted_at is not None


def test_faults_are_drawn_erased_undone_and_redone_across_opening(project):
    timeline: Timeline[State] = Timeline(state(project))
    for marks in (
        [stick(INLINE, 10, 20, 40)],
        [stick(CROSSLINE, 0, 5, 6, 2), stroke(project, INLINE, 3, slice(0, 9), slice(0, 9)), line(INLINE, 1, 3, 44)],
        [stick(INLINE, 15, 5, 44)],
        [wipe(INLINE, slice(38, 50), slice(12, 17))],
        [stick(INLINE, 0, 40, 42)],
        [wipe(INLINE, slice(0, 60), slice(0, 60)), stick(INLINE, 3, 4, 50, 7)],
    ):
        project.commit(marks)
        timeline.add(state(project))
        project = timeline.go("reopen", project)
        assert state(project) == timeline.now
    assert timeline.now == [("crossline_310", 2, 0, [6] * 5), ("inline_130", 7, 3, [50] * 4)]
    assert boundaries(project) == [], "one eraser takes boundaries and faults away"
    for what in ["undo"] * 4 + ["redo"] * 2 + ["reopen"] + ["redo"] * 2 + ["undo"] * 6 + ["redo"]:
        project = timeline.go(what, project)
        assert state(project) == timeline.now
        timeline.check(project)
    # Something new ends what could be redone, and what that had taken away stays.
    project.undo()
    project.commit([stick(INLINE, 10, 20, 40)])
    project.commit([wipe(INLINE, slice(0, 60), slice(0, 60))])
    project.undo()
    paint(project, INLINE, 1, slice(0, 3), slice(0, 3))
    project = reopened(project)
    assert state(project) == [("inline_130", 1, 10, [40] * 20)]


def test_undo_tells_which_faults_changed(project):
    project.commit([stick(INLINE, 10, 3, 40)])
    project.commit([wipe(INLINE, slice(0, 60), slice(0, 60))])
    assert [each.section for each in project.undo().faults] == [INLINE]
    assert [each.traces.tolist() for each in project.undo().faults] == [[40, 40, 40]]


@pytest.mark.parametrize("mark", [
    stick(INLINE, 10, 3, 4000), stick(INLINE, 10, 5000, 4), stick(INLINE, 10, 3, float("nan")),
    stick(SectionId(Direction.TIME, 4), 10, 3, 4),
])  # fmt: skip
def test_a_fault_that_does_not_fit_is_refused_and_nothing_changes(project, mark):
    with pytest.raises(LabelsError, match="beyond the section"):
        project.commit([stick(INLINE, 1, 3, 30), mark])
    assert state(project) == [] and not project.can_undo


def test_an_old_project_opens_and_takes_faults(tmp_path, survey, geometry):
    OldProject().write(tmp_path / "old.seis", survey, geometry)
    with Project.open(tmp_path / "old.seis") as project:
        assert project.snapshot().faults == ()
        project.commit([stick(INLINE, 10, 3, 40)])
        assert len(reopened(project).snapshot().faults) == 1


@pytest.mark.parametrize("change", [
    "UPDATE fault_sticks SET traces = x'00'", "UPDATE fault_sticks SET first_column = 10000",
    "UPDATE fault_sticks SET fault = 0", "UPDATE fault_sticks SET direction = 'time'",
    "UPDATE fault_sticks SET line = 'x'",
])  # fmt: skip
def test_a_damaged_fault_is_told_in_one_sentence(project, change):
    project.commit([stick(INLINE, 10, 3, 40)])
    project.close()
    with closing(sqlite3.connect(project.folder / FILE_NAME)) as database, database:
        database.execute(change)
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(project.folder)


def test_a_fault_survives_a_kill(project):
    project.close()
    program = f"""
import os, signal, numpy as np
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import SectionId
project = Project.open({str(project.folder)!r})
project.commit([FaultStick(SectionId.parse("inline:130"), 1, 10, np.full(3, 40, np.float32))])
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], env=os.environ, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Project.open(project.folder) as again:
        assert state(again) == [("inline_130", 1, 10, [40] * 3)]
