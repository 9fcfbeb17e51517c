"""A gesture along a random line: many strokes that are one, for undo, for holding back and for what models look at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.along_lines import MOST_TAUGHT
from seisviewer.labels.label_files import write_sections
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.strokes_apart import ACCEPTED, painted_when, strokes_held, with_strokes_apart
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.random_line import RandomLine, RandomPath, random_path
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.random_lines import labels_along, strokes_along

from .test_holding_back import INLINE, assert_same, box, cubes


@pytest.fixture
def path(geometry: Geometry) -> RandomPath:
    """From corner to corner and back to the middle of a side."""
    return random_path(geometry, RandomLine("across", ((100, 306), (238, 389), (170, 389))))


def gesture(
    project: Project, path: RandomPath, label: int, traces: slice = slice(10, 60), samples: slice = slice(40, 50)
) -> list[Stroke]:
    mask = np.zeros((path.count, project.geometry.samples.count), bool)
    mask[traces, samples] = True
    return strokes_along(project.geometry, path, mask, label, project.checking)


def test_what_is_painted_lies_on_the_traces_that_the_line_passes_and_nowhere_else(project, path):
    project.commit(gesture(project, path, 3))
    snapshot = project.snapshot()
    along = labels_along(snapshot, path)
    assert (along[10:60, 40:50] == 3).all()
    crossed = set(zip(path.inlines[10:60].tolist(), path.crosslines[10:60].tolist()))
    assert snapshot.counts() == {3: 10 * len(crossed)}
    for inline, crossline in crossed:
        assert (snapshot.section(Direction.INLINE, inline)[crossline, 40:50] == 3).all()
        assert (snapshot.section(Direction.CROSSLINE, crossline)[inline, 40:50] == 3).all()


def test_one_undo_takes_all_of_it_back_also_after_opening_again(project, path):
    project.commit([box(INLINE, 1, slice(0, 90), slice(42, 44))])
    before = cubes(project)
    project.commit(gesture(project, path, 2))
    after, folder = cubes(project), project.folder
    project.close()
    with Project.open(folder) as again:
        assert_same(again, after)
        assert all(stroke.along for stroke in again.undo().strokes)
        assert_same(again, before)
        again.redo()
        assert_same(again, after)
        drive(again.commit_steps(gesture(again, path, UNLABELLED)))
        assert (labels_along(again.snapshot(), path) == UNLABELLED).all()
        again.undo()
        assert_same(again, after)


def test_it_is_held_back_whole_or_not_at_all_and_counts_as_one_stroke(project, path):
    held = []
    for at in range(9):
        strokes = project.commit(gesture(project, path, 1, samples=slice(10 * at, 10 * at + 5)))
        assert len(strokes) > 15 and len({stroke.held for stroke in strokes}) == 1
        held.append(strokes[0].held)
    assert held == [False] * 3 + [True] + [False] * 5  # as nine strokes of any other tool
    snapshot = project.snapshot()
    where = labels_along_held(snapshot, path)
    assert where[10:60, 30:35].all() and where.sum() == where[10:60, 30:35].sum()
    scored = strokes_held(snapshot)
    assert len(scored) == 1 and max(numbers.max() for numbers in scored.values()) == 1
    assert project.commit(gesture(project, path, 1, samples=slice(100, 105)))[0].held


def labels_along_held(snapshot: LabelSnapshot, path: RandomPath) -> np.ndarray:
    places = zip(path.inlines.tolist(), path.crosslines.tolist(), strict=True)
    return np.stack([snapshot.held(Direction.INLINE, inline)[crossline] for inline, crossline in places])


def test_no_part_of_it_is_set_apart_from_the_others_nor_tests_a_model(project, path):
    project.commit(gesture(project, path, 1))
    project.commit([box(INLINE, 1, slice(0, 90), slice(80 + 10 * at, 83 + 10 * at)) for at in range(4)])
    snapshot = project.snapshot()
    apart = with_strokes_apart(snapshot, seed=1)
    assert not labels_along_held(apart, path)[10:60, 40:50].any()
    assert apart.held(Direction.INLINE, project.geometry.index(INLINE))[:, 80:].any()
    for section in set(snapshot.taught_sections) - {INLINE}:
        when = painted_when(snapshot, section)
        assert (when <= 0).all() and (when == ACCEPTED).any()


def test_models_look_at_a_few_of_its_lines_and_the_map_of_painted_lines_shows_none(project, path):
    project.commit(gesture(project, path, 1))
    few = project.snapshot().taught_sections
    assert 2 <= len(few) <= MOST_TAUGHT < len(project.snapshot().labelled_sections)
    project.commit(gesture(project, path, 2, slice(20, 50), slice(60, 70)))
    assert len(set(project.snapshot().taught_sections) - set(few)) <= MOST_TAUGHT // 2
    assert project.snapshot().sections_drawn_on == ()
    project.commit([box(INLINE, 1, slice(0, 9), slice(0, 9))])
    assert project.snapshot().sections_drawn_on == (INLINE,) and INLINE in project.snapshot().taught_sections


@pytest.mark.parametrize("first", ["marked", "painted"])
def test_where_it_meets_a_line_for_checking_all_of_it_is_for_checking(project, path, first):
    if first == "marked":
        project.set_for_checking([INLINE], marked=True)
    project.commit(gesture(project, path, 1))
    before = cubes(project)
    if first == "painted":
        project.set_for_checking([INLINE], marked=True)
    assert not project.snapshot().learned_counts() and project.snapshot().held_counts()
    project.set_for_checking([INLINE], marked=False)
    assert not project.snapshot().held_counts()
    if first == "painted":
        assert_same(project, before)


def test_a_file_of_labels_keeps_it_together(project, path, tmp_path: Path, survey: Path, geometry: Geometry):
    for at in range(4):
        project.commit(gesture(project, path, 1, samples=slice(10 * at, 10 * at + 5)))
    file = tmp_path / "labels.npz"
    write_sections(file, project.snapshot())
    with Project.create(tmp_path / "other.seis", survey, geometry) as other:
        volume = type("Survey", (), {"geometry": geometry})()
        stored = drive(import_labels(other, volume, file))
        assert all(stroke.along for stroke in stored) and not any(stroke.held for stroke in stored)
        np.testing.assert_array_equal(cubes(other)[0], cubes(project)[0])
        assert other.snapshot().taught_sections == project.snapshot().taught_sections
