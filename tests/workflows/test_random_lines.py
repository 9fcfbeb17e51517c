"""Random lines of a project, and what is said along them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from seisviewer.labels.classes import ClassTable
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.predictions.leading_answer import LAYERS
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.random_line import RandomLine, random_path
from seisviewer.workflows.random_lines import keep_random_lines, labels_along, random_lines

GEOMETRY = Geometry(LineAxis(1, 1, 20), LineAxis(10, 1, 40), SampleAxis(0, 4, 30), np.ones((20, 40), bool))
PATH = random_path(GEOMETRY, RandomLine("A", ((1, 10), (20, 49))))


def test_a_project_keeps_its_lines(tmp_path: Path) -> None:
    survey = tmp_path / "survey.sgy"
    survey.write_bytes(b"")
    lines = (RandomLine("A", ((1, 10), (20, 49))), RandomLine("过井", ((3, 12), (3, 40), (9, 41))))
    with Project.create(tmp_path / "a.seis", survey, GEOMETRY) as project:
        assert random_lines(project) == ()
        keep_random_lines(project, lines)
    with Project.open(tmp_path / "a.seis") as project:
        assert random_lines(project) == lines


def test_what_is_no_line_is_passed_over() -> None:
    good = {"name": "A", "nodes": [[1, 10], [2, 20]]}
    bad = [
        7,
        {},
        {"name": 3, "nodes": good["nodes"]},
        {"name": "B", "nodes": [[1, 2]]},
        {"name": "B", "nodes": [[1, 2.5], [3, 4]]},
    ]
    bad += [
        {"name": "B", "nodes": "ab"},
        {"name": "B", "nodes": [[1, 2, 3], [3, 4, 5]]},
        {"name": "B", "nodes": [[10**30, 1], [1, 1]]},
    ]
    assert random_lines(SimpleNamespace(random_lines=[*bad, good])) == (RandomLine("A", ((1, 10), (2, 20))),)
    assert random_lines(SimpleNamespace(random_lines="text")) == ()


def test_labels_are_those_of_the_voxels_along_it() -> None:
    labels, mask = LabelVolume(GEOMETRY), np.ones((40, 6), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    for number, label in ((5, 1), (11, 3)):
        labels.apply(Stroke(GEOMETRY.section(Direction.INLINE, number), label, 0, 4, mask, before))
    found = labels_along(labels.snapshot(1, ClassTable()), PATH)
    expected = np.full((PATH.count, 30), UNLABELLED, np.int8)
    for number, label in ((5, 1), (11, 3)):
        expected[PATH.inlines == number, 4:10] = label
    assert np.array_equal(found, expected) and (found != UNLABELLED).any()


def test_predictions_are_those_of_stored_inlines_else_of_crosslines(tmp_path: Path) -> None:
    folder = tmp_path / "survey.seis"
    folder.mkdir()
    store = PredictionStore(folder, "layers", GEOMETRY)
    for direction, index, boundary in (
        (Direction.INLINE, 4, 10),
        (Direction.CROSSLINE, 30, 20),
        (Direction.CROSSLINE, 8, 3),
    ):
        section = GEOMETRY.section(direction, index)
        shares = np.full((2, GEOMETRY.section_shape(direction)[0], 30), 102, np.uint8)
        shares[0, :, :boundary] = shares[1, :, boundary:] = 153
        store.put(SectionPass(section, shares, (2, 7), LAYERS, 1, 1, 5.0, None, "", "key"))
    found = store.traces(PATH.inlines, PATH.crosslines)
    on_inline, samples = PATH.inlines == 4, np.arange(30)
    assert (found[on_inline] == np.where(samples < 10, 2, 7)).all() and on_inline.any()
    for crossline, boundary in ((30, 20), (8, 3)):
        there = (PATH.crosslines == crossline) & ~on_inline
        assert (found[there] == np.where(samples < boundary, 2, 7)).all()
    nowhere = ~on_inline & ~np.isin(PATH.crosslines, (30, 8))
    assert (found[nowhere] == NO_CLASS).all()
