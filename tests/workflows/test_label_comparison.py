"""Two interpreters of one survey: how far they agree, and labels that go from one to the other."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.classes import ClassTable, FaciesClass
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.labels.provenance import ACCEPTED_CODE, PAINTED_CODE
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.workflows.interpreters.label_comparison import LabelComparison, compare_labels, read_other
from seisviewer.workflows.interpreters.taking_over import region_at, taken_over

GEOMETRY = Geometry(LineAxis(100, 1, 90), LineAxis(300, 1, 70), SampleAxis(0.0, 4.0, 100), np.ones((90, 70), bool))
INLINE = SectionId(Direction.INLINE, 110)


def table(*names: str) -> ClassTable:
    return ClassTable(tuple(FaciesClass(number, name, "#336699") for number, name in enumerate(names, 1)))


def project(folder: Path, name: str, classes: ClassTable, geometry: Geometry = GEOMETRY) -> Project:
    survey = folder / "survey.npy"
    if not survey.exists():
        np.save(survey, np.zeros((2, 2, 2), np.float32))
    return Project.create(folder / name, survey, geometry, classes=classes)


def paint(where: Project, number: int, rows: slice, columns: slice, section: SectionId = INLINE) -> None:
    mask = np.zeros(GEOMETRY.section_shape(section.direction), bool)
    mask[rows, columns] = True
    where.commit([cropped_stroke(where.label_section(section), section, mask, number)])


@pytest.fixture
def pair(tmp_path: Path):
    """Mine: sand above mud. Theirs, with other numbers: mud somewhat higher, and salt where I said nothing."""
    mine = project(tmp_path, "mine.seis", table("Sand", "Mud"))
    theirs = project(tmp_path, "theirs.seis", table("mud ", "Salt", "sand"))
    paint(mine, 1, slice(0, 60), slice(10, 40))
    paint(mine, 2, slice(0, 60), slice(40, 80))
    paint(theirs, 3, slice(0, 60), slice(10, 30))
    paint(theirs, 1, slice(0, 60), slice(30, 80))
    paint(theirs, 2, slice(60, 70), slice(0, 50))
    yield mine, theirs
    mine.close()
    theirs.close()


def test_kappa_and_overlap_are_what_the_counts_give(pair) -> None:
    mine, theirs = pair
    other = read_other(theirs.folder, mine.classes, GEOMETRY)
    assert other.unmatched == ("Salt",)
    found = drive(compare_labels(mine.snapshot(), other))
    assert found.both == 60 * 70 and abs(found.agreement - 60 / 70) < 1e-12
    chance = 30 / 70 * 20 / 70 + 40 / 70 * 50 / 70
    assert abs(found.kappa - (60 / 70 - chance) / (1 - chance)) < 1e-12
    assert {number: round(iou, 6) for number, iou, *_ in found.rows()} == {1: round(20 / 30, 6), 2: round(40 / 50, 6)}
    of_section = LabelComparison.of(mine.label_section(INLINE), other.section(Direction.INLINE, 10))
    np.testing.assert_array_equal(of_section.matrix, found.matrix)


def test_where_nothing_is_common_nothing_is_claimed(tmp_path: Path) -> None:
    nothing = np.full((4, 4), UNLABELLED, np.int8)
    found = LabelComparison.of(nothing, nothing)
    assert found.both == 0 and np.isnan(found.kappa) and np.isnan(found.agreement)
    one = np.zeros((4, 4), np.int8)
    assert np.isnan(LabelComparison.of(one, one).kappa), "with one class chance alone gives full agreement"


def test_a_region_is_taken_over_in_one_step_and_counts_as_accepted(pair) -> None:
    mine, theirs = pair
    other = read_other(theirs.folder, mine.classes, GEOMETRY)
    own, said = mine.label_section(INLINE), other.section(Direction.INLINE, 10)
    assert region_at(own, said, 5, 20) is None, "there both say the same"
    region = region_at(own, said, 5, 35)
    assert region.sum() == 60 * 10
    live = GEOMETRY.section_live(INLINE)
    before = own.copy()
    mine.commit(taken_over(INLINE, own, said, region, live))
    after = mine.label_section(INLINE)
    assert (after[:60, 30:40] == 2).all() and (after != before).sum() == 600
    codes = mine.snapshot().provenance(Direction.INLINE, 10)
    assert (codes[:60, 30:40] == ACCEPTED_CODE).all() and (codes[:60, 10:30] == PAINTED_CODE).all()
    mine.undo()
    np.testing.assert_array_equal(mine.label_section(INLINE), before)


def test_a_locked_class_keeps_its_labels(pair) -> None:
    mine, theirs = pair
    other = read_other(theirs.folder, mine.classes, GEOMETRY)
    own, said = mine.label_section(INLINE), other.section(Direction.INLINE, 10)
    everywhere = np.ones(own.shape, bool)
    assert not taken_over(INLINE, own, said, everywhere, GEOMETRY.section_live(INLINE), locked={1})


def test_the_shell_compares_and_refuses_another_survey(pair, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    mine, theirs = pair
    assert main(["compare-labels", str(mine.folder), str(theirs.folder), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert abs(answer["agreement"] - 6 / 7) < 1e-9 and answer["classes_left_out"] == ["Salt"]
    assert main(["compare-labels", str(mine.folder), str(theirs.folder)]) == 0
    said = capsys.readouterr().out
    assert "agree on 85.7% of them" in said and "Salt" in said and "0.667" in said
    elsewhere = Geometry(LineAxis(1, 1, 9), LineAxis(1, 1, 9), SampleAxis(0.0, 4.0, 9), np.ones((9, 9), bool))
    project(tmp_path, "other.seis", table("Sand"), elsewhere).close()
    assert main(["compare-labels", str(mine.folder), str(tmp_path / "other.seis")]) == 1
    assert "project of another survey" in capsys.readouterr().err
    assert main(["compare-labels", str(mine.folder), str(tmp_path / "survey.npy")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
