"""Copies of a stroke on lines near by: they join its action, give way to what a person said, and are held back with it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from seisviewer.labels.label_files import read_painted, write_sections
from seisviewer.labels.provenance import ACCEPTED_CODE, CARRIED_CODE, NOTHING, PAINTED_CODE, Origin
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.strokes_apart import drawn_labels, with_strokes_apart
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.label_exchange import import_labels

PARENT, BESIDE, FAR = (SectionId(Direction.INLINE, number) for number in (130, 132, 134))
ROWS, COLUMNS = slice(5, 15), slice(20, 24)


def box(section: SectionId, label: int, rows: slice = ROWS, columns: slice = COLUMNS, reach: int = 0) -> Stroke:
    mask = np.ones((rows.stop - rows.start, columns.stop - columns.start), bool)
    return Stroke(
        section, label, rows.start, columns.start, mask, np.full(mask.shape, UNLABELLED, np.int8), reach=reach
    )


def paint_and_carry(project: Project, label: int = 1, *sections: SectionId) -> tuple[Stroke, ...]:
    (stroke,) = project.commit([box(PARENT, label, reach=2)])
    return project.carry(stroke, [box(section, label) for section in sections or (BESIDE, FAR)])


def said(project: Project, section: SectionId) -> np.ndarray:
    return project.snapshot().provenance(section.direction, project.geometry.index(section))


def test_copies_are_one_undo_step_with_their_stroke_and_say_how_they_came(project: Project) -> None:
    copies = paint_and_carry(project)
    assert [copy.section for copy in copies] == [BESIDE, FAR] and not project.strokes_to_carry()
    assert (said(project, PARENT)[ROWS, COLUMNS] == PAINTED_CODE).all()
    assert (said(project, BESIDE)[ROWS, COLUMNS] == CARRIED_CODE).all()
    assert project.snapshot().label_at(16, 8, 21) == (1, Origin.CARRIED)
    assert project.snapshot().without_accepted.labelled_sections == (PARENT,), "no model is scored on the copies"
    action = project.undo()
    assert len(action.strokes) == 3 and not project.snapshot().counts()
    project.redo()
    assert (said(project, FAR)[ROWS, COLUMNS] == CARRIED_CODE).all()


def test_copies_give_way_to_what_was_painted_and_accepted_and_paint_covers_them(project: Project) -> None:
    project.commit([box(BESIDE, 3, slice(5, 8))])
    accepted = box(BESIDE, 4, slice(8, 10))
    project.commit([Stroke(BESIDE, 4, 8, 20, accepted.mask, accepted.before, origin=Origin.ACCEPTED)])
    paint_and_carry(project)
    codes = said(project, BESIDE)[:, 21]
    assert (codes[5:8] == PAINTED_CODE).all() and (codes[8:10] == ACCEPTED_CODE).all() and (codes[10:15] == 3).all()
    project.commit([box(BESIDE, 2, slice(12, 15))])
    assert (said(project, BESIDE)[12:15, 21] == PAINTED_CODE).all()
    project.undo()
    assert (said(project, BESIDE)[12:15, 21] == CARRIED_CODE).all(), "undo knows what had been carried"


def test_what_was_done_between_a_stroke_and_its_copies_is_left_alone(project: Project) -> None:
    project.commit([box(FAR, 3)])
    (stroke,) = project.commit([box(PARENT, 1, reach=2)])
    project.commit([box(BESIDE, 2, slice(5, 8))])
    project.commit([box(FAR, UNLABELLED, slice(10, 15))])
    project.commit([box(BESIDE, 2, slice(12, 15))])
    project.undo()  # it can still be redone
    before = [project.label_section(section) for section in (BESIDE, FAR)]
    project.carry(stroke, [box(BESIDE, 1), box(FAR, 1)])
    assert (said(project, BESIDE)[8:12, 21] == CARRIED_CODE).all() and not said(project, BESIDE)[12:15].any()
    assert np.array_equal(project.label_section(FAR), before[1]), "painted, or erased after the stroke"
    for _ in range(3):
        project.undo()
    assert not project.snapshot().provenance(Direction.INLINE, 16).any()
    assert (project.label_section(FAR)[ROWS, COLUMNS] == 3).all(), "undo brings back what there was"
    for _ in range(4):
        project.redo()
    assert (project.label_section(BESIDE)[12:15, 21] == 2).all()


def test_a_stroke_that_was_undone_gets_no_copies_until_it_is_redone(project: Project) -> None:
    (stroke,) = project.commit([box(PARENT, 1, reach=1)])
    project.undo()
    assert not project.strokes_to_carry() and project.carry(stroke, [box(BESIDE, 1)]) == ()
    assert not project.snapshot().counts()
    project.redo()
    assert [each.id for each in project.strokes_to_carry()] == [stroke.id]


def test_a_carried_eraser_takes_away_what_was_carried_alone(project: Project) -> None:
    paint_and_carry(project)
    project.commit([box(FAR, 2, slice(5, 8))])
    (eraser,) = project.commit([box(PARENT, UNLABELLED, reach=2)])
    project.carry(eraser, [box(BESIDE, UNLABELLED), box(FAR, UNLABELLED)])
    assert not said(project, BESIDE).any()
    assert (said(project, FAR)[5:8, 21] == PAINTED_CODE).all() and not said(project, FAR)[8:].any()


def test_copies_of_a_stroke_that_is_held_back_are_not_learned(project: Project) -> None:
    project.commit([box(PARENT, 1, slice(20 * k, 20 * k + 5), slice(50, 54)) for k in range(3)])
    copies = paint_and_carry(project)  # the fourth stroke of a class is held back
    assert all(copy.held for copy in copies)
    assert project.snapshot().held(Direction.INLINE, 16)[ROWS, COLUMNS].all()
    assert project.snapshot().learned_counts() == {1: 3 * 20}


def test_copies_count_for_no_stroke_of_their_own(project: Project) -> None:
    paint_and_carry(project)
    snapshot = project.snapshot()
    assert (drawn_labels(snapshot, BESIDE) == UNLABELLED).all() and (drawn_labels(snapshot, PARENT) == 1).any()
    assert not any(
        stroke.held for stroke in project.commit([box(PARENT, 1, slice(40, 45)), box(PARENT, 1, slice(60, 65))])
    )


def test_strokes_set_apart_take_their_copies_with_them(project: Project) -> None:
    paint_and_carry(project)
    others = [box(FAR, 1, slice(20 * k, 20 * k + 5), slice(60, 64)) for k in (1, 2)]
    project.commit(others)
    for seed in range(12):
        apart = with_strokes_apart(project.snapshot(), seed)
        held = [apart.held(Direction.INLINE, 15 + k)[ROWS, COLUMNS] for k in range(3)]
        assert all(each.all() == held[0].all() and each.any() == held[0].any() for each in held)
        if held[0].all():
            return
    raise AssertionError("no seed took the stroke that was carried")


def test_marking_the_line_of_a_stroke_for_checking_holds_its_copies_back_too(project: Project) -> None:
    paint_and_carry(project)
    project.commit([box(BESIDE, 1, slice(40, 45))])
    project.set_for_checking([PARENT], marked=True)
    assert project.snapshot().held(Direction.INLINE, 16)[ROWS, COLUMNS].all()
    assert project.snapshot().learned_counts() == {1: 20}, "what was painted on the other line itself is learned"
    project.set_for_checking([BESIDE], marked=True)
    project.set_for_checking([BESIDE], marked=False)
    assert project.snapshot().learned_counts() == {1: 20}, "the line of their stroke is still for checking"
    project.set_for_checking([PARENT], marked=False)
    assert not project.snapshot().held_counts()


def test_copies_that_a_kill_prevented_are_carried_when_the_project_is_opened_again(
    project: Project, tmp_path: Path
) -> None:
    folder = project.folder
    project.close()
    program = f"""
import os, signal
import numpy as np
from seisviewer.labels.stroke import Stroke
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import SectionId
section, mask = SectionId.parse("{PARENT}"), np.ones((10, 4), bool)
project = Project.open({str(folder)!r})
made = [Stroke(section, label, 5, 20 * label, mask, np.full((10, 4), -1, np.int8), reach=3) for label in (1, 2)]
first, second = (project.commit([stroke])[0] for stroke in made)
project.carry(first, [Stroke(SectionId.parse("{BESIDE}"), 1, 5, 20, mask, np.full((10, 4), -1, np.int8))])
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Project.open(folder) as again:
        assert (said(again, BESIDE)[ROWS, COLUMNS] == CARRIED_CODE).all()
        (left,) = again.strokes_to_carry()
        assert left.label == 2 and left.reach == 3
        again.carry(left, [box(BESIDE, 2, columns=slice(40, 44))])
        assert (said(again, BESIDE)[ROWS, slice(40, 44)] == CARRIED_CODE).all()
        again.undo()
        assert np.count_nonzero(said(again, BESIDE) != NOTHING) == 40


def test_copies_in_a_file_of_labels_are_copies_again(project: Project, survey: Path, tmp_path: Path) -> None:
    paint_and_carry(project)
    write_sections(tmp_path / "labels.npz", project.snapshot())
    volume = SimpleNamespace(geometry=project.geometry)
    with Project.create(tmp_path / "other.seis", survey, project.geometry) as other:
        drive(import_labels(other, volume, tmp_path / "labels.npz"))
        for section in (PARENT, BESIDE, FAR):
            assert np.array_equal(said(other, section), said(project, section))
    painted = read_painted(tmp_path / "labels.npz", project.geometry)
    assert (painted[PARENT] == 1).sum() == 40 and (painted[BESIDE] == UNLABELLED).all(), "models are not scored on them"


def test_copies_stored_one_after_another_and_once_more_are_one_undo_step(project: Project) -> None:
    project.commit([box(FAR, 3, slice(5, 8))])
    (stroke,) = project.commit([box(PARENT, 1, reach=2)])
    project.carry(stroke, [box(BESIDE, 1)], all_of_them=False)
    assert [each.id for each in project.strokes_to_carry()] == [stroke.id], "a kill here loses nothing"
    project.carry(stroke, [box(BESIDE, 1), box(FAR, 1)])
    assert (said(project, BESIDE)[ROWS, 21] == CARRIED_CODE).all() and not project.strokes_to_carry()
    project.undo()
    assert not said(project, BESIDE).any() and not said(project, FAR)[8:].any()
    assert (said(project, FAR)[5:8, 21] == PAINTED_CODE).all()
    project.redo()
    assert (said(project, FAR)[8:15, 21] == CARRIED_CODE).all() and (said(project, FAR)[5:8, 21] == PAINTED_CODE).all()


def test_only_what_was_painted_on_a_line_itself_counts_there_where_copies_lie(project: Project) -> None:
    corners = np.zeros((10, 10), bool)
    corners[0], corners[-1] = True, True  # two dabs of one gesture, with a copy between them
    project.commit([Stroke(BESIDE, 1, 5, 18, corners, np.full(corners.shape, UNLABELLED, np.int8))])
    project.commit([box(SectionId(Direction.CROSSLINE, 310), 1, slice(0, 40), slice(20, 22))])
    paint_and_carry(project)
    counted = drawn_labels(project.snapshot(), BESIDE) == 1
    assert counted[5, 18:28].all() and counted[14, 18:28].all()
    assert counted[6:14].sum() == 2, "nothing that was carried; what the crossline painted lies in the box of the dabs"
    assert (
        not drawn_labels(project.snapshot(), FAR).clip(0).any() and (drawn_labels(project.snapshot(), FAR) == -1).all()
    )
