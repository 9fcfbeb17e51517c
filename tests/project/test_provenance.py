"""Painted, accepted and rejected in a project: kept apart, undone in one step, and there again after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.provenance import ACCEPTED_CODE, NOTHING, PAINTED_CODE, Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.strokes_apart import ACCEPTED, painted_when
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

from .old_projects import OldProject
from .test_history import INLINE, paint

INDEX = 15  # of INLINE
CROSSLINE = SectionId(Direction.CROSSLINE, 308)  # position 8
ROWS, COLUMNS = slice(5, 15), slice(20, 24)


def accept(project: Project, label: int = 2, rows: slice = ROWS, columns: slice = COLUMNS) -> None:
    mask = np.ones((rows.stop - rows.start, columns.stop - columns.start), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    project.commit([Stroke(INLINE, label, rows.start, columns.start, mask, before, origin=Origin.ACCEPTED)])


def reject(project: Project, label: int = 3) -> None:
    project.commit([Rejection(INLINE, label, ROWS.start, COLUMNS.start, np.ones((10, 4), bool))])


def said(project: Project) -> np.ndarray:
    return project.snapshot().provenance(Direction.INLINE, INDEX)


def test_what_was_accepted_is_learned_and_told_from_paint(project: Project) -> None:
    paint(project, INLINE, 1, slice(5, 15), slice(60, 64))
    accept(project)
    codes = said(project)
    assert (codes[ROWS, COLUMNS] == ACCEPTED_CODE).all() and (codes[5:15, 60:64] == PAINTED_CODE).all()
    assert np.count_nonzero(codes != NOTHING) == 80
    snapshot = project.snapshot()
    assert snapshot.learned_counts() == {1: 40, 2: 40}, "both are learned"
    assert snapshot.without_accepted.counts() == {1: 40}, "scores know what was painted alone"
    crossing = snapshot.provenance(Direction.CROSSLINE, 8)
    assert (crossing[INDEX, COLUMNS] == ACCEPTED_CODE).all(), (
        "every voxel knows it, on whatever section it is looked at"
    )


def test_a_stroke_inside_an_accepted_region_stays_as_old_as_it_is(project: Project) -> None:
    paint(project, INLINE, 2, slice(8, 10), COLUMNS)
    before = painted_when(project.snapshot(), INLINE)
    mask = np.ones((10, 4), bool)
    mask[3:5] = False  # where it is painted
    around = np.full(mask.shape, UNLABELLED, np.int8)
    project.commit([Stroke(INLINE, 2, ROWS.start, COLUMNS.start, mask, around, origin=Origin.ACCEPTED)])
    after = painted_when(project.snapshot(), INLINE)
    assert (after[8:10, COLUMNS] == before[8:10, COLUMNS]).all() and (after[5:8, COLUMNS] == ACCEPTED).all()
    paint(project, INLINE, 2, slice(5, 7), COLUMNS)
    assert (painted_when(project.snapshot(), INLINE)[5:7, COLUMNS] > 0).all(), "painted over what was accepted"


def test_paint_covers_what_was_accepted_and_never_the_other_way_round(project: Project) -> None:
    accept(project)
    paint(project, INLINE, 1, slice(5, 10), COLUMNS)
    assert (said(project)[5:10, COLUMNS] == PAINTED_CODE).all()
    accept(project, label=4)
    labels = project.label_section(INLINE)
    assert (labels[5:10, COLUMNS] == 1).all() and (labels[10:15, COLUMNS] == 4).all()


def test_each_is_one_undo_step_and_undo_knows_what_was_accepted(project: Project) -> None:
    accept(project)
    paint(project, INLINE, UNLABELLED, slice(5, 10), COLUMNS)
    paint(project, INLINE, 1, slice(10, 12), COLUMNS)
    reject(project)
    snapshots = [project.snapshot()]
    for _ in range(4):
        project.undo()
        snapshots.append(project.snapshot())
    assert not snapshots[1].rejections and snapshots[0].rejections
    assert (snapshots[2].provenance(Direction.INLINE, INDEX)[10:12, COLUMNS] == ACCEPTED_CODE).all()
    assert (snapshots[3].provenance(Direction.INLINE, INDEX)[ROWS, COLUMNS] == ACCEPTED_CODE).all()
    assert not snapshots[4].provenance(Direction.INLINE, INDEX).any()
    for _ in range(4):
        project.redo()
    assert project.snapshot().says_the_same(snapshots[0])


def test_accepted_regions_are_never_held_back(project: Project) -> None:
    for number in range(12):
        accept(project, label=2, rows=slice(number, number + 1))
    assert not project.snapshot().held_counts()


def test_a_rejection_counts_in_its_plane_and_where_others_cross_it(project: Project) -> None:
    reject(project)
    snapshot = project.snapshot()
    assert snapshot.rejected(Direction.INLINE, INDEX)[3][ROWS, COLUMNS].all()
    crossing = snapshot.rejected(Direction.CROSSLINE, 8)[3]
    assert crossing[INDEX, COLUMNS].all() and crossing.sum() == 4
    in_slice = snapshot.rejected(Direction.TIME, 21)[3]
    assert in_slice[INDEX, ROWS].all() and in_slice.sum() == 10
    assert not snapshot.rejected(Direction.CROSSLINE, 40) and not snapshot.rejected(Direction.INLINE, 16)


def test_a_rejection_goes_with_its_class_and_comes_back_with_it(project: Project) -> None:
    reject(project)
    project.remove_class(3)
    assert not project.snapshot().rejections
    project.undo()
    assert len(project.snapshot().rejections) == 1


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_decisions_survive_a_kill(project: Project, tmp_path: Path) -> None:
    folder = project.folder
    project.close()
    program = f"""
import os, signal, numpy as np
from seisviewer.project.project import Project
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import Stroke
from seisviewer.volumes.geometry import SectionId
section, mask = SectionId.parse("{INLINE}"), np.ones((10, 4), bool)
project = Project.open({str(folder)!r})
project.commit([Stroke(section, 2, 5, 20, mask, np.full((10, 4), -1, np.int8), origin=Origin.ACCEPTED)])
project.commit([Rejection(section, 3, 5, 20, mask)])
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Project.open(folder) as again:
        assert (said(again)[ROWS, COLUMNS] == ACCEPTED_CODE).all()
        assert again.snapshot().rejected(Direction.INLINE, INDEX)[3].sum() == 40
        again.undo()
        again.undo()
        assert not said(again).any() and not again.snapshot().rejections


def test_all_labels_of_a_project_of_the_version_before_count_as_painted(
    survey: Path, geometry: Geometry, tmp_path: Path
) -> None:
    mask, before = np.ones((6, 5), bool), np.full((6, 5), UNLABELLED, np.int8)
    strokes = [Stroke(INLINE, label, 4, 10 * label, mask, before) for label in (1, 2, 3)]
    labels = OldProject(strokes, undone=1).write(tmp_path / "old.seis", survey, geometry)
    with closing(Project.open(tmp_path / "old.seis")) as opened:
        snapshot = opened.snapshot()
        found = np.stack([snapshot.section(Direction.INLINE, index) for index in range(geometry.shape[0])])
        assert np.array_equal(found, labels) and snapshot.counts() == {1: 30, 2: 30}
        codes = np.stack([snapshot.provenance(Direction.INLINE, index) for index in range(geometry.shape[0])])
        assert np.array_equal(codes == PAINTED_CODE, labels != UNLABELLED) and not (codes == ACCEPTED_CODE).any()
        assert not snapshot.rejections and not snapshot.accepted_blocks
        opened.redo()
        assert opened.snapshot().counts() == {1: 30, 2: 30, 3: 30}
