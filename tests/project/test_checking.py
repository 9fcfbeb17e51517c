"""Sections for checking only: nothing painted there is learned, whenever it is painted; unmarking and undo are exact."""

from __future__ import annotations

import numpy as np

from seisviewer.project.project import Project

from .test_holding_back import CROSSLINE, INLINE, assert_same, box, cubes, dabs


def held_on_line(project: Project) -> np.ndarray:
    return project.snapshot().held(INLINE.direction, project.geometry.index(INLINE))


def test_what_is_painted_on_a_marked_section_is_held_back_before_and_after_the_mark(project):
    project.commit([box(INLINE, 1, slice(0, 10), slice(0, 5)), box(CROSSLINE, 2, slice(0, 70), slice(50, 60))])
    assert not held_on_line(project).any()
    assert project.set_for_checking([INLINE], marked=True) == (INLINE,)
    project.commit([box(INLINE, 2, slice(40, 50), slice(70, 80))])
    snapshot = project.snapshot()
    assert snapshot.checking == {INLINE}
    held = held_on_line(project)
    assert held[:10, :5].all() and held[40:50, 70:80].all()
    # The line that crosses it is learned, also where it does.
    assert not held[10, 50:60].any()
    assert not snapshot.held(CROSSLINE.direction, project.geometry.index(CROSSLINE)).any()


def test_unmarking_lets_everything_be_learned_but_what_one_stroke_in_seven_holds_back(project):
    ordinary = [box(INLINE, 1, slice(10 * k, 10 * k + 5), slice(0, 5)) for k in range(4)]
    assert [stroke.held for stroke in project.commit(ordinary)] == [False, False, False, True]
    before = cubes(project)
    project.set_for_checking([INLINE], marked=True)
    assert held_on_line(project)[:5, :5].all()
    project.set_for_checking([INLINE], marked=False)
    assert_same(project, before)
    assert project.snapshot().checking == frozenset()
    project.set_for_checking([INLINE], marked=True)
    project.commit([box(INLINE, 1, slice(60, 70), slice(90, 95))])
    project.set_for_checking([INLINE], marked=False)
    assert held_on_line(project).sum() == 25  # the stroke in seven, and not what was painted while the line was marked
    # Strokes for checking are no part of the count of one in seven.
    assert [stroke.held for stroke in project.commit(dabs(1, 2, 140))] == [False, False]


def test_marks_are_undone_redone_and_found_again_after_opening(project):
    project.commit([box(INLINE, 1, slice(0, 10), slice(0, 5))])
    before = cubes(project)
    project.set_for_checking([INLINE, CROSSLINE], marked=True)
    marked = cubes(project)
    action = project.undo()
    assert action.checking == (INLINE, CROSSLINE)
    assert_same(project, before)
    assert not project.snapshot().checking
    project.redo()
    assert_same(project, marked)
    folder = project.folder
    project.close()
    with Project.open(folder) as again:
        assert again.snapshot().checking == {INLINE, CROSSLINE}
        assert_same(again, marked)
        again.undo()
        assert_same(again, before)
        assert again.set_for_checking([INLINE], marked=False) == ()


def test_merged_classes_on_a_marked_section_come_back_whole(project):
    project.commit([box(INLINE, 1, slice(0, 10), slice(0, 5))])
    project.set_for_checking([INLINE], marked=True)
    project.remove_class(1, labels_become=2)
    project.set_for_checking([INLINE], marked=False)
    labels, held = cubes(project)
    assert (labels[labels >= 0] == 2).all() and not held.any()
