"""Wells in a project: stored at once, part of undo and redo, and never read from a damaged row."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from seisviewer.errors import LabelsError, ProjectError
from seisviewer.project.database import FILE_NAME
from seisviewer.project.project import Project
from seisviewer.structure.wells.well import Marker, Well, WellLog
from seisviewer.structure.wells.well_path import StationKind, WellPath

from .old_projects import OldProject
from .test_history import INLINE, paint
from .timelines import Timeline, reopened

MD = np.array([10.0, 20.0, 30.0])


def well(name: str, **more: object) -> Well:
    path = WellPath(StationKind.ANGLES, np.array([[0.0, 0, 0], [500, 20, 45], [900, 20, 45]]))
    return Well(name, "#ffd400", 600100.0, 6000200.0, path, **more)


def full(name: str = "A") -> Well:
    logs = tuple(WellLog(each, "GAPI", MD, np.array([1, np.nan, 3], np.float32)) for each in ("GR", "FACIES"))
    markers = Marker("Top", 100.0), Marker("Base", 300.5)
    return well(name, kb=25.0, times=np.array([[0.0, 0.0], [400.0, 380.0]]), markers=markers, logs=logs, source="from a.dev")


def state(project: Project) -> list[tuple]:
    return [(each.number, each.name, each.colour, each.markers, [log.name for log in each.logs]) for each in project.wells]


def test_a_well_is_there_after_opening_again_with_all_that_was_found_along_it(project):
    (stored,) = project.change_wells([full()])
    assert (stored.number, stored.id) == (1, 1) and stored.action > 0
    with reopened(project) as again:
        (found,) = again.wells
        assert found == stored and found.kb == 25.0 and found.path.kind is StationKind.ANGLES
        np.testing.assert_array_equal(found.path.stations, stored.path.stations)
        np.testing.assert_array_equal(found.times, stored.times)
        np.testing.assert_array_equal(found.logs[1].values, stored.logs[1].values)
        assert found.logs[0].md is found.logs[1].md and found.logs[0].md.tolist() == MD.tolist()
        assert again.labels_version == 0, "a well is no label: nothing has to be learned again"


def test_wells_are_changed_undone_and_redone_across_opening(project):
    timeline: Timeline[list[tuple]] = Timeline(state(project))

    def note() -> None:
        timeline.add(state(project))

    project.change_wells([full("A"), well("B")])
    note()
    project.change_wells([replace(project.wells[0], name="A better name")])
    note()
    project = timeline.go("reopen", project)
    project.change_wells([replace(project.wells[1], markers=(Marker("Top", 3.0),))])
    note()
    project.change_wells(removed=project.wells[:1])
    note()
    project.change_wells([well("C")], removed=project.wells)
    note()
    assert timeline.now == [(3, "C", "#ffd400", (), [])]
    for what in ["undo"] * 3 + ["reopen"] + ["redo"] * 2 + ["reopen"] + ["redo"] + ["undo"] * 5 + ["redo"] * 5:
        project = timeline.go(what, project)
        assert state(project) == timeline.now
        timeline.check(project)


def test_strokes_and_wells_are_undone_in_the_order_in_which_they_were_made(project):
    project.change_wells([well("A")])
    paint(project, INLINE, 1, slice(0, 3), slice(0, 3))
    project.change_wells([replace(project.wells[0], name="B")])
    assert project.undo().wells == ("B",) and project.wells[0].name == "A"
    assert project.undo().strokes and project.wells[0].name == "A"
    version = project.labels_version
    assert project.undo().wells == ("A",)
    assert project.wells == () and project.labels_version == version


def test_a_new_name_does_not_store_the_logs_again(project):
    project.change_wells([full()])
    for name in "BCDE":
        project.change_wells([replace(project.wells[0], name=name)])
    project.close()
    with closing(sqlite3.connect(project.folder / FILE_NAME)) as database:
        held = [size for (size,) in database.execute("SELECT LENGTH(logs) FROM wells")]
    assert len(held) == 5 and held.count(None) == 4
    with Project.open(project.folder) as again:
        assert again.wells[0].name == "E" and again.wells[0].logs[0].values[2] == 3


def test_a_well_that_can_be_none_is_refused_and_nothing_changes(project):
    with pytest.raises(LabelsError, match="needs a name"):
        project.change_wells([well("A"), well(" ")])
    assert project.wells == () and not project.can_undo


def test_an_old_project_opens_and_takes_wells(tmp_path, survey, geometry):
    OldProject().write(tmp_path / "old.seis", survey, geometry)
    with Project.open(tmp_path / "old.seis") as project:
        assert project.wells == ()
        project.change_wells([full()])
        assert len(reopened(project).wells) == 1


@pytest.mark.parametrize("change", [
    "said = x'00'", "numbers = x'00'", "logs = NULL", "logs = x'00'", "logs_in = 99", "logs_in = 'x'", "number = 0",
    "name = ''", "colour = 'red'",
])  # fmt: skip
def test_a_damaged_well_is_told_in_one_sentence(project, change):
    project.change_wells([full()])
    project.close()
    with closing(sqlite3.connect(project.folder / FILE_NAME)) as database, database:
        database.execute(f"UPDATE wells SET {change}")
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(project.folder)


def test_a_well_survives_a_kill(project):
    project.close()
    program = f"""
import os, signal, numpy as np
from seisviewer.project.project import Project
from seisviewer.structure.wells.well import Well
from seisviewer.structure.wells.well_path import StationKind, WellPath
project = Project.open({str(project.folder)!r})
project.change_wells([Well("A", "#ffd400", 1.0, 2.0, WellPath(StationKind.ANGLES, np.array([[0.0, 0, 0], [9, 0, 0]])))])
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], env=os.environ, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Project.open(project.folder) as again:
        assert [each.name for each in again.wells] == ["A"]
