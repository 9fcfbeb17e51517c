"""What the user says of doubted strokes, in a project: set aside nothing learns them, and they come back as they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import ALWAYS, StrokeVerdict, Verdict
from seisviewer.labels.strokes_apart import painted_when
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.layer_run import drawn_lines, painted_lines

from .test_history import INLINE, paint
from .timelines import Timeline, reopened

ROWS, COLUMNS = slice(5, 15), slice(20, 24)


def say(verdict: Verdict, label: int = 2) -> StrokeVerdict:
    return StrokeVerdict(INLINE, label, ROWS.start, COLUMNS.start, np.ones((10, 4), bool), verdict)


def state(project: Project) -> tuple:
    snapshot = project.snapshot()
    said = [(each.label, each.verdict, int(each.mask.sum())) for each in snapshot.verdicts]
    return said, project.label_section(INLINE).tolist(), snapshot.held(Direction.INLINE, 30).tolist()


@pytest.fixture
def painted(project: Project) -> Project:
    paint(project, INLINE, 1, slice(5, 15), slice(60, 64))
    paint(project, INLINE, 2, ROWS, COLUMNS)
    return project


def test_a_stroke_that_is_set_aside_is_learned_by_nothing_and_can_be_taken_back(painted: Project) -> None:
    painted.commit([say(Verdict.ASIDE)])
    snapshot = painted.snapshot()
    assert set(snapshot.counts()) == {1} and {int(n) for n in np.unique(painted_lines(snapshot)[INLINE])} == {-1, 1}
    (aside,) = snapshot.verdicts
    assert (aside.label, aside.verdict, aside.mask.all()) == (2, Verdict.ASIDE, True)
    assert painted.labels_version == 3, "the network learns anew"
    painted.commit([say(Verdict.OPEN)])
    assert painted.snapshot().verdicts == () and painted.snapshot().counts()[2] == 40


def test_taken_back_it_does_not_cover_what_was_painted_since(painted: Project) -> None:
    painted.commit([say(Verdict.ASIDE)])
    paint(painted, INLINE, 3, slice(5, 7), COLUMNS)
    painted.commit([say(Verdict.OPEN)])
    labels = painted.label_section(INLINE)[ROWS, COLUMNS]
    assert (labels[:2] == 3).all() and (labels[2:] == 2).all()


def test_taken_back_it_paints_nothing_that_was_erased_before(painted: Project) -> None:
    paint(painted, INLINE, UNLABELLED, slice(5, 7), COLUMNS)
    painted.commit([say(Verdict.ASIDE)])
    assert [int(each.mask.sum()) for each in painted.snapshot().verdicts] == [32]
    painted.commit([say(Verdict.OPEN)])
    labels = painted.label_section(INLINE)[ROWS, COLUMNS]
    assert (labels[:2] == UNLABELLED).all() and (labels[2:] == 2).all()


def test_of_a_stroke_that_is_gone_nothing_is_said(painted: Project) -> None:
    paint(painted, INLINE, 1, ROWS, COLUMNS)
    for verdict in (Verdict.ASIDE, Verdict.KEPT):
        painted.commit([say(verdict)])
        assert painted.snapshot().verdicts == () and painted.snapshot().counts().keys() == {1}


def test_a_stroke_that_is_kept_counts_as_newer_than_any_other(painted: Project) -> None:
    painted.commit([say(Verdict.KEPT)])
    when = painted_when(painted.snapshot(), INLINE)
    assert (when[ROWS, COLUMNS] == ALWAYS).all() and when.max() == ALWAYS and 0 < when[5, 60] < ALWAYS
    paint(painted, INLINE, 3, slice(5, 7), COLUMNS)
    when = painted_when(painted.snapshot(), INLINE)
    assert (when[5:7, COLUMNS] < ALWAYS).all(), "what was painted over is another stroke"


def test_verdicts_are_undone_and_redone_across_opening(painted: Project) -> None:
    project, timeline = painted, Timeline(state(painted))
    for marks in ([say(Verdict.KEPT)], [say(Verdict.ASIDE)], [say(Verdict.OPEN)], [say(Verdict.ASIDE)]):
        project.commit(marks)
        timeline.add(state(project))
        project = timeline.go("reopen", project)
        assert state(project) == timeline.now
    for what in ["undo"] * 3 + ["reopen"] + ["redo"] * 2 + ["undo"] * 3 + ["redo"] * 4:
        project = timeline.go(what, project)
        assert state(project) == timeline.now, what
    project = reopened(project)
    assert state(project) == timeline.now
    project.close()


def test_undo_tells_what_was_said(painted: Project) -> None:
    painted.commit([say(Verdict.KEPT)])
    assert [each.verdict for each in painted.undo().verdicts] == [Verdict.KEPT]
    painted.redo()
    painted.commit([say(Verdict.OPEN)])
    assert [each.verdict for each in painted.undo().verdicts] == [Verdict.KEPT]


def test_what_was_held_back_comes_back_held_back(project: Project) -> None:
    for place in range(30):
        paint(project, INLINE, 2, slice(2 * place, 2 * place + 1), slice(70, 74))
    held = project.snapshot().held(Direction.INLINE, project.geometry.index(INLINE))
    rows = np.flatnonzero(held.any(axis=1)), np.flatnonzero((project.label_section(INLINE) == 2).any(axis=1))
    row = int(rows[0][0])
    verdict = StrokeVerdict(INLINE, 2, row, 70, np.ones((1, 4), bool), Verdict.ASIDE)
    project.commit([verdict])
    project.commit([replace(verdict, verdict=Verdict.OPEN)])
    again = project.snapshot().held(Direction.INLINE, project.geometry.index(INLINE))
    assert np.array_equal(held, again)


def test_a_class_that_was_merged_takes_its_verdicts_along(painted: Project) -> None:
    painted.commit([say(Verdict.ASIDE)])
    painted.remove_class(2, labels_become=3)
    assert [each.label for each in painted.snapshot().verdicts] == [3]
    painted = reopened(painted)
    assert [each.label for each in painted.snapshot().verdicts] == [3]
    painted.undo()
    assert [each.label for each in painted.snapshot().verdicts] == [2]
    painted.remove_class(2, labels_become=UNLABELLED)
    assert painted.snapshot().verdicts == ()
    painted.close()


def test_a_line_is_kept_or_set_aside_too(project: Project) -> None:
    line = BoundaryStroke(INLINE, 1, 2, 4, np.full(6, 30, np.float32))
    (stored,) = project.commit([line])
    project.commit([replace(stored, verdict=Verdict.ASIDE)])
    assert drawn_lines(project.snapshot()) == () and len(project.snapshot().boundaries) == 1
    project = reopened(project)
    (aside,) = project.snapshot().boundaries
    assert aside.verdict is Verdict.ASIDE
    project.commit([replace(aside, verdict=Verdict.KEPT)])
    assert [each.made for each in drawn_lines(project.snapshot())] == [ALWAYS]
    project.undo()
    project.undo()
    assert [each.verdict for each in project.snapshot().boundaries] == [Verdict.OPEN]
    project.close()


def test_what_cannot_be_said_is_refused_before_it_is_stored(painted: Project) -> None:
    before = state(painted)
    for wrong in (
        replace(say(Verdict.KEPT), section=SectionId(Direction.TIME, 10)),
        replace(say(Verdict.KEPT), row=85),
    ):
        with pytest.raises(LabelsError):
            painted.commit([wrong])
    assert state(painted) == before
    reopened(painted).close()
