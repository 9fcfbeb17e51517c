"""Doubted strokes are found again in the labels, on every section where they lie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.project.project import Project
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.workflows.stroke_doubts import Standing, stroke_doubts

INLINE, CROSSLINE = SectionId(Direction.INLINE, 105), SectionId(Direction.CROSSLINE, 206)
GEOMETRY = Geometry(LineAxis(100, 1, 12), LineAxis(200, 1, 16), SampleAxis(0, 4, 20), np.ones((12, 16), bool))
TOLD = DoubtedStroke("inline_105", (1,), 4, 8, 10.5, set_aside=True)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    survey = tmp_path / "survey.npy"
    survey.touch()
    made = Project.create(tmp_path / "a.seis", survey, GEOMETRY)
    yield made
    made.close()


def paint(project: Project, label: int, rows: slice, columns: slice, section: SectionId = INLINE) -> None:
    mask = np.ones((rows.stop - rows.start, columns.stop - columns.start), bool)
    project.commit([Stroke(section, label, rows.start, columns.start, mask, np.full(mask.shape, UNLABELLED, np.int8))])


def test_the_stroke_that_is_meant_is_found_among_others_of_its_class(project: Project) -> None:
    paint(project, 1, slice(4, 9), slice(2, 5))
    paint(project, 1, slice(4, 9), slice(9, 12))
    paint(project, 1, slice(11, 15), slice(9, 12))
    (doubt,) = stroke_doubts(project.snapshot(), [TOLD])
    assert (doubt.classes, doubt.standing, doubt.place.section) == ((1,), Standing.LEFT_OUT, INLINE)
    assert (
        doubt.place.rows.tolist() == [4, 5, 6, 7, 8]
        and set(doubt.place.tops) == {8.5}
        and set(doubt.place.bases) == {11.5}
    )
    (counted,) = stroke_doubts(project.snapshot(), [replace(TOLD, set_aside=False)])
    assert counted.standing is Standing.ELSEWHERE


def test_it_lies_on_the_sections_that_cross_it(project: Project) -> None:
    paint(project, 1, slice(4, 9), slice(9, 12))
    (doubt,) = stroke_doubts(project.snapshot(), [TOLD])

    def on(direction: Direction, index: int) -> list[tuple]:
        seen = doubt.place.seen_on(GEOMETRY.section(direction, index), GEOMETRY)
        return [(each.rows.tolist(), each.tops.tolist(), each.bases.tolist()) for each in seen]

    assert on(Direction.CROSSLINE, 6) == [([5], [8.5], [11.5])]
    assert on(Direction.CROSSLINE, 9) == [] == on(Direction.INLINE, 6)
    assert on(Direction.TIME, 10) == [([5], [3.5], [8.5])] and on(Direction.TIME, 13) == []


def test_a_stroke_that_was_erased_since_is_doubted_no_more(project: Project) -> None:
    paint(project, 1, slice(4, 9), slice(9, 12))
    paint(project, 2, slice(4, 9), slice(9, 12))
    assert stroke_doubts(project.snapshot(), [TOLD]) == ()


def test_what_the_user_says_is_shown_whether_or_not_the_answer_still_doubts_it(project: Project) -> None:
    paint(project, 1, slice(4, 9), slice(9, 12))
    (doubt,) = stroke_doubts(project.snapshot(), [TOLD])
    project.commit([doubt.judged(Verdict.ASIDE)])
    (aside,) = stroke_doubts(project.snapshot(), [TOLD])
    assert aside.standing is Standing.ASIDE and aside.place == doubt.place
    project.commit([aside.judged(Verdict.KEPT)])
    assert [each.standing for each in stroke_doubts(project.snapshot(), ())] == [Standing.KEPT]
    (still,) = stroke_doubts(project.snapshot(), [replace(TOLD, set_aside=False)])
    assert (still.standing, still.verdict) == (Standing.ELSEWHERE, Verdict.KEPT), "kept, and not honoured all the same"
    paint(project, 2, slice(4, 9), slice(9, 12))
    assert stroke_doubts(project.snapshot(), ()) == (), "it was painted over"


def test_a_line_is_found_by_its_classes_and_traces(project: Project) -> None:
    project.commit([BoundaryStroke(CROSSLINE, 1, 2, 3, np.full(5, 7.0, np.float32))])
    told = DoubtedStroke("crossline_206", (1, 2), 3, 7, 7.5, set_aside=False)
    (doubt,) = stroke_doubts(project.snapshot(), [told])
    assert doubt.classes == (1, 2) and doubt.place.middle == (5.0, 7.0)
    project.commit([doubt.judged(Verdict.ASIDE)])
    (aside,) = stroke_doubts(project.snapshot(), [told])
    assert aside.standing is Standing.ASIDE
    project.commit([aside.judged(Verdict.OPEN)])
    assert stroke_doubts(project.snapshot(), ()) == ()
