"""Strokes, undo and redo, across closing and opening."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest

from seisviewer.errors import BadRequest, LabelsError
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.project.database import FILE_NAME
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId

from .timelines import Timeline, reopened

INLINE = SectionId(Direction.INLINE, 130)
CROSSLINE = SectionId(Direction.CROSSLINE, 310)


def stroke(project: Project, section: SectionId, label: int, rows: slice, columns: slice) -> Stroke:
    current = project.label_section(section)
    mask = np.zeros(current.shape, bool)
    mask[rows, columns] = True
    return cropped_stroke(current, section, mask, label)


def paint(project: Project, section: SectionId, label: int, rows: slice, columns: slice) -> Stroke:
    (stored,) = project.commit([stroke(project, section, label, rows, columns)])
    return stored


def cube(project: Project) -> np.ndarray:
    inlines = project.geometry.inlines.numbers
    return np.stack([project.label_section(SectionId(Direction.INLINE, int(number))) for number in inlines])


def test_a_committed_stroke_is_there_after_opening_again(project):
    stored = paint(project, INLINE, 2, slice(10, 20), slice(60, 70))
    assert stored.id > 0 and stored.action > 0
    before, version = cube(project), project.labels_version
    with reopened(project) as again:
        np.testing.assert_array_equal(cube(again), before)
        assert again.labels_version == version == 1
        assert again.snapshot().labelled_sections == (INLINE,)
        assert again.snapshot().drawn[INLINE][0].stroke == stored.id


def test_undo_and_redo_work_across_sections_and_survive_closing(project):
    states = [cube(project)]
    paint(project, INLINE, 1, slice(0, 90), slice(0, 130))
    states.append(cube(project))
    paint(project, CROSSLINE, 2, slice(5, 40), slice(10, 100))
    states.append(cube(project))
    paint(project, SectionId(Direction.TIME, 64), UNLABELLED, slice(0, 70), slice(0, 90))
    states.append(cube(project))
    for state in reversed(states[:-1]):
        project = reopened(project)
        assert project.can_undo and len(project.undo().strokes) == 1
        np.testing.assert_array_equal(cube(project), state)
    assert not project.can_undo and project.undo() is None
    assert project.snapshot().labelled_sections == ()
    for state in states[1:]:
        project = reopened(project)
        assert project.can_redo and len(project.redo().strokes) == 1
        np.testing.assert_array_equal(cube(project), state)
    assert not project.can_redo and project.redo() is None
    assert project.snapshot().labelled_sections == (INLINE, CROSSLINE)
    project.close()


def test_undo_says_which_section_changed(project):
    paint(project, INLINE, 1, slice(0, 5), slice(0, 5))
    paint(project, CROSSLINE, 1, slice(0, 5), slice(0, 5))
    assert [each.section for each in project.undo().strokes] == [CROSSLINE]
    assert [each.section for each in project.undo().strokes] == [INLINE]


def test_a_new_stroke_ends_what_could_be_redone(project):
    paint(project, INLINE, 1, slice(0, 5), slice(0, 5))
    undone = paint(project, INLINE, 2, slice(0, 5), slice(0, 5))
    project.undo()
    new = paint(project, INLINE, 3, slice(2, 8), slice(0, 5))
    assert not project.can_redo and new.id > undone.id
    project.undo()
    assert set(np.unique(project.label_section(INLINE))) == {UNLABELLED, 1}


def test_what_can_no_longer_be_redone_takes_no_room_once_the_project_is_opened_again(project):
    paint(project, INLINE, 1, slice(0, 5), slice(0, 5))
    project.remove_class(1)
    for _ in range(2):
        project.undo()
    paint(project, INLINE, 2, slice(0, 5), slice(0, 5))
    reopened(project).close()
    with closing(sqlite3.connect(project.folder / FILE_NAME)) as database:
        tables = ("actions", "strokes", "class_changes", "replaced_blocks")
        rows = [database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables]
    assert rows == [1, 1, 0, 0]


def test_strokes_committed_together_are_one_action_with_their_true_before_images(project):
    first = stroke(project, INLINE, 1, slice(0, 20), slice(0, 20))
    second = stroke(project, CROSSLINE, 2, slice(10, 20), slice(0, 20))
    empty = cube(project)
    stored = project.commit([first, second])
    assert stored[0].action == stored[1].action
    assert stored[1].before[5, 0] == 1, "the crossline stroke covers the inline stroke of the same action"
    assert len(project.undo().strokes) == 2
    np.testing.assert_array_equal(cube(project), empty)
    project.redo()
    assert project.label_section(CROSSLINE)[15, 0] == 2


@pytest.mark.slow
def test_any_sequence_of_actions_agrees_with_a_list_of_dense_cubes(project):
    rng = np.random.default_rng(11)
    timeline = Timeline(cube(project))
    for step in range(60):
        what = rng.choice(["paint", "paint", "paint", "undo", "redo", "reopen"])
        if what == "paint":
            direction = list(Direction)[rng.integers(3)]
            section = project.geometry.section(direction, rng.integers(project.geometry.count(direction)))
            rows, columns = (slice(start, start + 30) for start in rng.integers(0, 60, 2))
            made = stroke(project, section, int(rng.integers(-1, 4)), rows, columns)
            project.commit([made])
            dense = timeline.now.copy()
            area = np.moveaxis(dense, list(Direction).index(section.direction), 0)[project.geometry.index(section)]
            area[rows, columns] = made.label
            timeline.add(dense)
        else:
            project = timeline.go(what, project)
        timeline.check(project)
        np.testing.assert_array_equal(cube(project), timeline.now, err_msg=f"after step {step}, {what}")
    project.close()


def test_painting_a_class_that_the_table_lacks_adds_it(project):
    paint(project, INLINE, 9, slice(0, 5), slice(0, 5))
    assert project.classes.by_number(9).name == "Facies 9"
    with reopened(project) as again:
        assert 9 in again.classes


def test_a_snapshot_is_of_its_moment_and_the_same_until_something_changes(project):
    paint(project, INLINE, 1, slice(0, 5), slice(0, 5))
    snapshot = project.snapshot()
    assert project.snapshot() is snapshot
    paint(project, INLINE, 2, slice(0, 5), slice(0, 5))
    assert snapshot.counts() == {1: 25} and project.snapshot().counts() == {2: 25}
    assert project.snapshot().version > snapshot.version
    project.set_classes(project.classes.rename(2, "Sand"))
    assert project.snapshot().classes.by_number(2).name == "Sand"


def test_the_version_of_the_labels_never_repeats(project):
    versions = [project.labels_version]
    paint(project, INLINE, 1, slice(0, 5), slice(0, 5))
    versions.append(project.labels_version)
    for change in (project.undo, project.redo, lambda: project.remove_class(1, 2)):
        change()
        versions.append(project.labels_version)
    assert versions == sorted(set(versions))


def test_one_stroke_that_does_not_fit_keeps_the_whole_action_out(project):
    good = stroke(project, INLINE, 1, slice(0, 5), slice(0, 5))
    mask = np.ones((4, 4), bool)
    before = np.full((4, 4), UNLABELLED, np.int8)
    for wrong, kind in (
        (Stroke(SectionId(Direction.INLINE, 131), 1, 0, 0, mask, before), BadRequest),
        (Stroke(INLINE, 1, 88, 0, mask, before), LabelsError),
        (Stroke(INLINE, 200, 0, 0, mask, before), LabelsError),
    ):
        with pytest.raises(kind):
            project.commit([good, wrong])
    assert project.snapshot().counts() == {} and not project.can_undo and project.labels_version == 0
    with reopened(project) as again:
        assert again.snapshot().counts() == {} and not again.can_undo
