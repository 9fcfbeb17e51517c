"""Boundary strokes in a project: stored at once, part of undo and redo, kept by exports."""

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
from seisviewer.labels.boundary_stroke import BoundaryStroke, LineErasure
from seisviewer.labels.label_files import SectionFile, write_sections
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.project.database import FILE_NAME
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId

from .old_projects import OldProject
from .test_history import CROSSLINE, INLINE, paint, stroke
from .timelines import Timeline, reopened

State = list[tuple[str, int, int, int, list[float]]]


def line(section: SectionId, first: int, count: int, depth: float, above: int = 1, below: int = 2) -> BoundaryStroke:
    return BoundaryStroke(section, above, below, first, np.full(count, depth, np.float32))


def state(project: Project) -> State:
    lines = [
        (str(each.section), *each.classes, each.row, each.depths.tolist()) for each in project.snapshot().boundaries
    ]
    return sorted(lines)


def wipe(section: SectionId, rows: slice, columns: slice) -> LineErasure:
    mask = np.ones((rows.stop - rows.start, columns.stop - columns.start), bool)
    return LineErasure(section, rows.start, columns.start, mask)


def test_a_boundary_is_there_after_opening_again(project):
    (stored,) = project.commit([line(INLINE, 10, 3, 40.5)])
    assert stored.id > 0 and stored.action > 0 and project.labels_version == 1
    with reopened(project) as again:
        assert state(again) == [("inline_130", 1, 2, 10, [40.5, 40.5, 40.5])]
        assert again.labels_version == 1 and again.painted_at is not None


def test_boundaries_are_drawn_erased_undone_and_redone_across_opening(project):
    timeline: Timeline[State] = Timeline(state(project))
    for marks in (
        [line(INLINE, 10, 20, 40)],
        [line(CROSSLINE, 0, 5, 60, 2, 3), stroke(project, INLINE, 3, slice(0, 9), slice(0, 9))],
        [line(INLINE, 15, 5, 44)],
        [wipe(INLINE, slice(12, 17), slice(38, 50))],
        [line(INLINE, 0, 40, 42)],
        [wipe(INLINE, slice(0, 60), slice(0, 60)), line(INLINE, 3, 4, 70, UNLABELLED, 2)],
    ):
        project.commit(marks)
        timeline.add(state(project))
        project = timeline.go("reopen", project)
        assert state(project) == timeline.now
    assert timeline.now == [("crossline_310", 2, 3, 0, [60] * 5), ("inline_130", -1, 2, 3, [70] * 4)]
    for what in ["undo"] * 4 + ["redo"] * 2 + ["reopen"] + ["redo"] * 2 + ["undo"] * 6 + ["redo"]:
        project = timeline.go(what, project)
        assert state(project) == timeline.now
        timeline.check(project)
    # Something new ends what could be redone, and what that had taken away stays.
    project.undo()
    project.commit([line(INLINE, 10, 20, 40)])
    project.commit([wipe(INLINE, slice(0, 60), slice(0, 60))])
    project.undo()
    paint(project, INLINE, 1, slice(0, 3), slice(0, 3))
    project = reopened(project)
    assert state(project) == [("inline_130", 1, 2, 10, [40] * 20)]


def test_undo_tells_which_boundaries_changed(project):
    project.commit([line(INLINE, 10, 3, 40)])
    project.commit([wipe(INLINE, slice(0, 60), slice(0, 60))])
    assert [each.section for each in project.undo().boundaries] == [INLINE]
    assert [each.depths.tolist() for each in project.undo().boundaries] == [[40, 40, 40]]


def test_a_boundary_goes_with_its_classes(project):
    project.commit([line(INLINE, 10, 3, 40), line(INLINE, 10, 3, 60, 2, 3)])
    before = state(project)
    project.remove_class(2, 1)
    merged = state(project)
    assert [each[1:3] for each in merged] == [(1, 3)]
    project = reopened(project)
    assert state(project) == merged
    project.undo()
    assert state(project) == before
    project.remove_class(3)
    assert [each[1:3] for each in state(project)] == [(1, 2), (2, -1)]
    assert state(reopened(project)) == [
        ("inline_130", 1, 2, 10, [40] * 3),
        ("inline_130", 2, -1, 10, [60] * 3),
    ]


def test_a_class_that_only_a_boundary_names_is_in_use(project):
    project.commit([line(INLINE, 10, 3, 40, 1, 9)])
    assert 9 in project.classes
    with pytest.raises(LabelsError, match="has labels"):
        project.set_classes(project.classes.remove(9))


@pytest.mark.parametrize("mark", [
    line(INLINE, 10, 500, 40), line(INLINE, 10, 3, 400), line(INLINE, 10, 3, float("nan")),
    line(SectionId(Direction.TIME, 4), 10, 3, 40),
])  # fmt: skip
def test_a_boundary_that_does_not_fit_is_refused_and_nothing_changes(project, mark):
    with pytest.raises(LabelsError, match="beyond the section"):
        project.commit([line(INLINE, 1, 3, 30), mark])
    assert state(project) == [] and not project.can_undo


def test_an_old_project_opens_and_takes_boundaries(tmp_path, survey, geometry):
    OldProject().write(tmp_path / "old.seis", survey, geometry)
    with Project.open(tmp_path / "old.seis") as project:
        assert project.snapshot().boundaries == ()
        project.commit([line(INLINE, 10, 3, 40)])
        assert len(reopened(project).snapshot().boundaries) == 1


@pytest.mark.parametrize("change", [
    "UPDATE boundary_strokes SET depths = x'00'", "UPDATE boundary_strokes SET first_row = 10000",
    "UPDATE boundary_strokes SET above = 500", "UPDATE boundary_strokes SET direction = 'time'",
    "UPDATE boundary_strokes SET line = 'x'",
])  # fmt: skip
def test_a_damaged_boundary_is_told_in_one_sentence(project, change):
    project.commit([line(INLINE, 10, 3, 40)])
    project.close()
    with closing(sqlite3.connect(project.folder / FILE_NAME)) as database, database:
        database.execute(change)
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(project.folder)


def test_a_boundary_survives_a_kill(project, tmp_path):
    project.close()
    program = f"""
import os, signal, numpy as np
from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import SectionId
project = Project.open({str(project.folder)!r})
project.commit([BoundaryStroke(SectionId.parse("inline:130"), 1, 2, 10, np.full(3, 40, np.float32))])
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], env=os.environ, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Project.open(project.folder) as again:
        assert state(again) == [("inline_130", 1, 2, 10, [40] * 3)]


def test_an_export_keeps_boundaries(project, tmp_path):
    project.commit(
        [line(INLINE, 10, 3, 40.25), line(INLINE, 20, 4, 50, 2, UNLABELLED), line(CROSSLINE, 0, 2, 60, 2, 3)]
    )
    assert write_sections(tmp_path / "out.npz", project.snapshot()) == 2
    with SectionFile(tmp_path / "out.npz", project.geometry) as file:
        assert file.sections == () and set(file.bounded_sections) == {INLINE, CROSSLINE}
        lines = [each for section in file.bounded_sections for each in file.boundaries(section)]
    before = state(project)
    project.undo()
    project.commit(lines)
    assert state(project) == before


@pytest.mark.parametrize("table", [np.zeros((3, 4), np.float32), np.full((3, 5), np.nan), np.full((3, 5), 200.0)])
def test_an_array_that_holds_no_boundaries_is_refused_by_name(project, tmp_path, table):
    np.savez(tmp_path / "bad.npz", inline_130_boundaries=table)
    with SectionFile(tmp_path / "bad.npz", project.geometry) as file:
        with pytest.raises(LabelsError, match="bad.npz holds no boundaries in inline_130_boundaries"):
            file.boundaries(INLINE)
