"""Edits of the class table: part of undo and redo, and no number ever for two classes."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pytest

from seisviewer.errors import LabelsError, ProjectError
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.classes import ClassTable, FaciesClass, default_table
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId

from .old_projects import OldProject
from .test_holding_back import assert_same, box, cubes, dabs
from .timelines import reopened

INLINE = SectionId(Direction.INLINE, 130)
CROSSLINE = SectionId(Direction.CROSSLINE, 310)
TIME = SectionId(Direction.TIME, 64)


def names(project: Project) -> list[str]:
    return [each.name for each in project.classes]


@pytest.fixture
def painted(project: Project) -> Project:
    """Three classes painted one over the other, one of their strokes held back, and something erased."""
    project.commit([*dabs(1, 4), *dabs(3, 5, 120)])
    project.commit([box(CROSSLINE, 3, slice(0, 50), slice(0, 20)), box(INLINE, 2, slice(5, 15), slice(0, 60))])
    project.commit([box(TIME, UNLABELLED, slice(0, 9), slice(0, 9))])
    return project


# Undo


@pytest.mark.parametrize("heir", [2, UNLABELLED])
def test_deleting_or_merging_a_painted_class_is_undone_and_redone_whole(painted, heir):
    before = cubes(painted)
    lines = painted.snapshot().labelled_sections
    painted.remove_class(3, heir)
    labels, held = before
    after = np.where(labels == 3, heir, labels), held & ((labels != 3) | (heir != UNLABELLED))
    assert_same(painted, after)
    assert 3 not in painted.classes and (CROSSLINE in painted.snapshot().labelled_sections) == (heir == 2)
    project = reopened(painted)
    assert_same(project, after)
    assert (CROSSLINE in project.snapshot().labelled_sections) == (heir == 2)
    done = project.undo()
    assert done.strokes == () and "class “Facies 3”" in str(done.classes) and "(6 strokes)" in str(done.classes)
    assert_same(project, before)
    assert 3 in project.classes and project.snapshot().labelled_sections == lines
    project = reopened(project)
    project.redo()
    assert_same(project, after)
    project.undo()
    for _ in range(3):
        project.undo()
    assert project.snapshot().counts() == {} and not project.can_undo
    for _ in range(4):
        project.redo()
    assert_same(project, after)
    project.close()


def test_paint_after_a_deletion_is_taken_back_before_it(painted):
    before = cubes(painted)
    painted.remove_class(3)
    painted.commit([box(INLINE, 1, slice(0, 90), slice(0, 130))])
    painted.undo()
    painted.undo()
    assert_same(painted, before)
    assert not (painted.undo().classes or painted.undo().classes)


def test_every_edit_of_the_table_is_an_action_and_says_what_it_was(project):
    start = project.classes
    edits = {
        "renaming the class “Facies 2” to “salt”": lambda table: table.rename(2, "salt"),
        "recolouring the class “Facies 1”": lambda table: table.recolour(1, "#123456"),
        "reordering the classes": lambda table: table.move(4, 0),
        "adding the class “chalk”": lambda table: table.add("chalk"),
        "deleting the class “Facies 3”": lambda table: table.remove(3),
    }
    tables = [start]
    for edit in edits.values():
        project.set_classes(edit(project.classes))
        tables.append(project.classes)
    project = reopened(project)
    for words, table in zip(reversed(edits), reversed(tables[:-1]), strict=True):
        assert str(project.undo().classes) == words
        assert project.classes.classes == table.classes
    assert not project.can_undo
    for words, table in zip(edits, tables[1:], strict=True):
        assert str(project.redo().classes) == words
        assert project.classes.classes == table.classes
    project.close()


def test_what_a_class_is_is_kept_and_can_be_undone(project):
    project.set_classes(project.classes.set_kind(2, ClassKind.BODY))
    project = reopened(project)
    assert project.classes.by_number(2).kind is ClassKind.BODY and project.snapshot().classes == project.classes
    assert str(project.undo().classes) == "what the class “Facies 2” is (decide to body)"
    assert project.classes.by_number(2).kind is ClassKind.DECIDE
    project.redo()
    assert reopened(project).classes.by_number(2).kind is ClassKind.BODY


def test_the_classes_of_an_old_project_are_left_to_be_decided(tmp_path, survey, geometry):
    OldProject().write(tmp_path / "old.seis", survey, geometry)
    with Project.open(tmp_path / "old.seis") as project:
        assert {each.kind for each in project.classes} == {ClassKind.DECIDE}


def test_a_lock_is_no_action_and_survives_undo(project):
    project.set_classes(project.classes.rename(1, "sand"))
    project.set_classes(project.classes.lock(2))
    assert str(project.undo().classes).startswith("renaming") and not project.can_undo
    assert project.classes.locked == {2}


def test_classes_that_came_with_strokes_go_with_them(project):
    project.commit([box(INLINE, 9, slice(0, 5), slice(0, 5))])
    assert project.classes.by_number(9).name == "Facies 9"
    project.undo()
    assert 9 not in project.classes
    assert project.redo().strokes[0].label == 9 and project.classes.by_number(9).name == "Facies 9"


def test_the_labels_keep_their_version_where_only_the_table_changes(painted):
    version = painted.labels_version
    painted.set_classes(painted.classes.rename(1, "sand"))
    painted.undo()
    assert painted.labels_version == version
    painted.remove_class(3)
    assert painted.labels_version == version + 1


def test_a_class_that_has_labels_cannot_vanish(painted):
    with pytest.raises(LabelsError, match="“Facies 2” has labels"):
        painted.set_classes(painted.classes.remove(2))
    with pytest.raises(LabelsError, match="no class 9"):
        painted.remove_class(9)
    with pytest.raises(LabelsError, match="no class 9"):
        painted.remove_class(1, 9)
    assert not painted.is_changing and set(painted.snapshot().counts()) == {1, 2, 3}


def test_a_damaged_edit_is_one_sentence(painted):
    painted.remove_class(3)
    painted._database._connection.execute("UPDATE class_changes SET before = 'x'")
    with pytest.raises(ProjectError, match="is damaged"):
        painted.undo()


# Numbers


def test_the_number_of_a_deleted_class_is_never_given_again(painted):
    painted.set_classes(painted.classes.rename(3, "salt"))
    painted.remove_class(3)
    painted.remove_class(4)
    project = reopened(painted)
    project.set_classes(project.classes.add("gas chimney"))
    assert project.classes.by_number(5).name == "gas chimney"
    assert project.classes.name_of(3) == "deleted class 3 (salt)"
    for number, name in ((3, "gas"), (3, "Facies 3")):
        with pytest.raises(LabelsError, match="Number 3 belongs to the deleted class"):
            project.set_classes(ClassTable((*project.classes, FaciesClass(number, name, "#000000"))))
    project.close()


def test_a_class_whose_adding_was_undone_keeps_its_number_too(project):
    project.set_classes(project.classes.add("salt"))
    project.undo()
    project.set_classes(project.classes.add("gas chimney"))
    assert project.classes.by_number(6).name == "gas chimney"


def test_labels_of_a_deleted_class_bring_it_back_under_its_name(painted):
    painted.set_classes(painted.classes.rename(3, "salt"))
    painted.remove_class(3)
    painted.commit([box(INLINE, 3, slice(60, 70), slice(0, 9))])
    assert painted.classes.by_number(3).name == "salt"
    drawn = painted.snapshot().drawn
    project = reopened(painted)
    assert project.snapshot().drawn == drawn and drawn[INLINE][-1].label == 3, "it was painted after the deletion"
    project.close()


def test_another_table_gives_no_painted_number_to_another_class(painted):
    painted.set_classes(painted.classes.rename(3, "salt"))
    painted.remove_class(3)
    table = ClassTable().add("sand", number=1).add("gas", number=3).add("facies 2", number=7).add("chalk", number=4)
    painted.replace_classes(table)
    now = {each.name: each.number for each in painted.classes}
    assert now["facies 2"] == 2 and now["Facies 1"] == 1 and now["chalk"] == 4
    assert {now["sand"], now["gas"]}.isdisjoint({1, 2, 3})
    assert painted.classes.name_of(3) == "deleted class 3 (salt)"
    painted.undo()
    assert names(painted) == ["Facies 1", "Facies 2", "Facies 4"]


def test_a_table_taken_before_anything_is_painted_comes_as_it_is(project):
    table = ClassTable().add("Not a fault").add("Fault")
    project.replace_classes(table)
    assert project.classes.classes == table.classes and project.classes.next_number() == 2


# Projects of version 2


def test_numbers_of_classes_deleted_long_ago_are_found_in_the_runs(tmp_path, survey, geometry):
    folder = tmp_path / "old.seis"
    OldProject(dabs(1, 2), runs=({"classes": [1, 5]}, {"classes": [1]})).write(folder, survey, geometry)
    (folder / "runs" / "2").mkdir(parents=True)
    with zipfile.ZipFile(folder / "runs" / "2" / "model.pt", "w") as archive:
        archive.writestr("archive/seisviewer.json", json.dumps({"classes": [1, 6, -1, -1]}))
    with Project.open(folder) as project:
        assert project.classes.name_of(5) == "deleted class 5" and project.classes.name_of(6) == "deleted class 6"
        project.set_classes(project.classes.add("new"))
        assert project.classes.by_number(7).name == "new"


def test_an_old_project_keeps_its_classes(tmp_path, survey, geometry):
    OldProject(dabs(1, 2)).write(tmp_path / "old.seis", survey, geometry)
    with Project.open(tmp_path / "old.seis") as project:
        assert [(each.number, each.name) for each in project.classes] == [(1, "sand"), (2, "shale"), (3, "salt")]
        assert project.classes.retired == () and project.classes != default_table()
