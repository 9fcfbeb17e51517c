"""Strokes held back to score models on: decided once, whole, and exact through undo, redo and old projects."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.project import database
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId

from .old_projects import OldProject
from .timelines import Timeline

INLINE = SectionId(Direction.INLINE, 130)
CROSSLINE = SectionId(Direction.CROSSLINE, 310)


def box(section: SectionId, label: int, rows: slice, columns: slice) -> Stroke:
    shape = {Direction.INLINE: (90, 130), Direction.CROSSLINE: (70, 130), Direction.TIME: (70, 90)}[section.direction]
    mask = np.zeros(shape, bool)
    mask[rows, columns] = True
    return Stroke(section, label, 0, 0, mask, np.full(shape, UNLABELLED, np.int8))


def dabs(label: int, count: int, first_line: int = 100) -> list[Stroke]:
    """Strokes of a class on lines of their own."""
    lines = range(first_line, first_line + 2 * count, 2)
    return [
        box(SectionId(Direction.INLINE, line), label, slice(0, 10), slice(10 * label, 10 * label + 5)) for line in lines
    ]


def cubes(project: Project) -> tuple[np.ndarray, np.ndarray]:
    """The labels, and where they are held back."""
    snapshot = project.snapshot()
    lines = range(project.geometry.shape[0])
    return (
        np.stack([snapshot.section(Direction.INLINE, line) for line in lines]),
        np.stack([snapshot.held(Direction.INLINE, line) for line in lines]),
    )


def assert_same(project: Project, expected: tuple[np.ndarray, np.ndarray]) -> None:
    for one, other in zip(cubes(project), expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_about_one_stroke_in_seven_of_a_class_is_held_back_and_never_its_first(project):
    held = [stroke.held for label in (1, 2) for stroke in project.commit(dabs(label, 40))]
    assert held[:10] == held[40:50] == [False] * 3 + [True] + [False] * 5 + [True]
    assert sum(held) == 12
    (eraser,) = project.commit([box(INLINE, UNLABELLED, slice(0, 9), slice(0, 9))])
    assert not eraser.held


def test_paint_that_was_there_to_be_learned_is_never_held_back_later(project):
    """The class grows stroke by stroke, one over the other, as it does under a person's hand."""
    learned = np.zeros(project.geometry.shape, bool)
    for step in range(13):
        project.commit([box(INLINE, 1, slice(6 * step, 6 * step + 9), slice(20, 40))])
        labels, held = cubes(project)
        assert not (held & learned).any(), f"after stroke {step}"
        learned |= (labels == 1) & ~held
    assert held.any()


def test_what_is_held_back_is_so_on_every_section_that_meets_it(project):
    project.commit([*dabs(1, 3), box(INLINE, 1, slice(5, 20), slice(30, 40))])
    snapshot = project.snapshot()
    assert snapshot.held(Direction.INLINE, 15)[5:20, 30:40].all()
    assert snapshot.held(Direction.CROSSLINE, 9)[15, 30:40].all() and snapshot.held(Direction.CROSSLINE, 9).sum() == 10
    assert snapshot.held(Direction.TIME, 33)[15, 5:20].all()
    assert snapshot.held_counts() == {1: 150} and snapshot.learned_counts() == {1: 150}


def test_paint_over_held_paint_belongs_to_the_last_stroke_and_comes_back_with_undo(project):
    project.commit([*dabs(1, 3), box(INLINE, 1, slice(0, 20), slice(30, 40))])
    before = cubes(project)
    project.commit([box(CROSSLINE, 2, slice(0, 30), slice(30, 35)), box(INLINE, 1, slice(0, 5), slice(30, 40))])
    labels, held = cubes(project)
    assert labels[15, 10, 32] == 2 and not held[15, 10, 32]
    assert labels[15, 3, 37] == 1 and not held[15, 3, 37] and held[15, 12, 37]
    after = labels, held
    project.undo()
    assert_same(project, before)
    project.close()
    with Project.open(project.folder) as again:
        assert_same(again, before)
        again.redo()
        assert_same(again, after)


def test_a_class_of_which_nothing_is_learned_holds_its_next_stroke_not_back(project):
    project.commit([*dabs(1, 3), box(SectionId(Direction.TIME, 12), UNLABELLED, slice(0, 70), slice(0, 90))])
    for sample in range(10, 15):
        project.commit([box(SectionId(Direction.TIME, sample), UNLABELLED, slice(0, 70), slice(0, 90))])
    (stroke,) = project.commit([box(INLINE, 1, slice(0, 9), slice(0, 9))])
    assert not stroke.held


def test_a_stroke_that_was_undone_does_not_count_for_the_next_ones(project):
    project.commit(dabs(1, 3))
    for _ in range(2):
        (fourth,) = project.commit([box(INLINE, 1, slice(0, 9), slice(20, 30))])
        assert fourth.held
        project.undo()


@pytest.mark.slow
def test_any_actions_agree_with_cubes_of_labels_and_of_what_is_held_back(project):
    rng = np.random.default_rng(4)
    timeline = Timeline(cubes(project))
    for step in range(70):
        what = rng.choice(["paint", "paint", "paint", "undo", "redo", "reopen"])
        if what == "paint":
            direction = list(Direction)[rng.integers(3)]
            section = project.geometry.section(direction, rng.integers(0, 40))
            rows, columns = (slice(start, start + 25) for start in rng.integers(0, 60, 2))
            (stroke,) = project.commit([box(section, int(rng.integers(-1, 3)), rows, columns)])
            labels, held = (cube.copy() for cube in timeline.now)
            axis, index = list(Direction).index(direction), project.geometry.index(section)
            area, marks = (np.moveaxis(cube, axis, 0)[index] for cube in (labels, held))
            kept = (area == stroke.label) & ~marks if stroke.held else np.zeros(area.shape, bool)
            marks[stroke.mask & ~kept], area[stroke.mask] = stroke.held, stroke.label
            timeline.add((labels, held))
        else:
            project = timeline.go(what, project)
        assert_same(project, timeline.now)
    assert any(held.any() for _, held in timeline.past)
    project.close()


# Projects of version 2


@pytest.fixture
def old(tmp_path: Path, survey: Path, geometry) -> tuple[Path, np.ndarray]:
    strokes = [*dabs(1, 12), *dabs(2, 5), box(CROSSLINE, 1, slice(0, 60), slice(5, 25)), *dabs(3, 6, 140)]
    labels = OldProject(strokes, undone=2).write(tmp_path / "old.seis", survey, geometry)
    return tmp_path / "old.seis", labels


def test_an_old_project_loses_nothing_and_its_strokes_are_decided(old):
    folder, labels = old
    with Project.open(folder) as project:
        now, held = cubes(project)
        np.testing.assert_array_equal(now, labels)
        assert set(np.unique(labels[held])) == {1, 2, 3}
        first = now, held
        assert project.redo() and project.redo() and not project.redo()
        while project.undo():
            pass
        assert project.snapshot().counts() == {}
        while project.can_redo:
            project.redo()
        project.undo()
        project.undo()
        assert_same(project, first)


def test_the_old_version_of_a_project_is_kept_beside(old):
    folder, labels = old
    with Project.open(folder, edit=False) as project:
        assert project.snapshot().counts()
    (kept,) = folder.glob("*version-2*")
    connection = sqlite3.connect(kept)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("SELECT COUNT(*) FROM strokes").fetchone() == (24,)
    connection.close()
    assert not list(folder.glob("*.part"))


def test_an_old_project_on_a_read_only_disk_opens_and_stays_as_it_is(old, monkeypatch):
    folder, labels = old
    content = (folder / "project.db").read_bytes()
    monkeypatch.setattr(database, "is_writable", lambda folder: False)
    with Project.open(folder) as project:
        np.testing.assert_array_equal(cubes(project)[0], labels)
        assert project.read_only and cubes(project)[1].any()
    assert (folder / "project.db").read_bytes() == content and os.listdir(folder) == ["project.db"]


def test_a_kill_while_an_old_project_is_brought_up_to_date_leaves_it_as_it_was(old, monkeypatch):
    from seisviewer.project import migration_to_3

    folder, labels = old

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(migration_to_3, "_mark_blocks", killed)
        with pytest.raises(KeyboardInterrupt):
            Project.open(folder)
    with Project.open(folder) as project:
        np.testing.assert_array_equal(cubes(project)[0], labels)
