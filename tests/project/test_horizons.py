"""Horizons in a project: stored at once, part of undo and redo, and never read from a damaged row."""

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
from seisviewer.structure.horizons.horizon import Event, Horizon, HorizonPick

from .old_projects import OldProject
from .test_history import INLINE, paint
from .timelines import Timeline, reopened

State = list[tuple[int, str, str, float, tuple[HorizonPick, ...]]]


def horizon(project: Project, name: str, depth: float, **more: object) -> Horizon:
    depths = np.full(project.geometry.live.shape, depth, np.float32)
    depths[3] = np.nan
    return Horizon(name, "#ffd400", depths, **more)


def state(project: Project) -> State:
    return [
        (each.number, each.name, each.colour, float(np.nanmean(each.depths)), each.picks) for each in project.horizons
    ]


def test_a_horizon_is_there_after_opening_again(project):
    picks = HorizonPick(2, 7, 40.25), HorizonPick(60, 80, 41.5)
    made = horizon(project, "Top salt", 40, picks=picks, event=Event.TROUGH, source="tracked from 2 picks")
    (stored,) = project.change_horizons([made])
    assert (stored.number, stored.id) == (1, 1) and stored.action > 0
    with reopened(project) as again:
        (found,) = again.horizons
        assert found == stored and np.array_equal(found.depths, made.depths, equal_nan=True)
        assert np.isnan(found.depths[3]).all() and found.event is Event.TROUGH and found.picks == picks
        assert again.labels_version == 0, "a horizon is no label: nothing has to be learned again"


def test_horizons_are_changed_undone_and_redone_across_opening(project):
    timeline: Timeline[State] = Timeline(state(project))

    def note() -> None:
        timeline.add(state(project))

    project.change_horizons([horizon(project, "A", 10), horizon(project, "B", 20)])
    note()
    project.change_horizons([replace(project.horizons[0], name="A better name")])
    note()
    project = timeline.go("reopen", project)
    project.change_horizons([replace(project.horizons[0], colour="#00ff00")])
    note()
    project.change_horizons([project.horizons[1].with_depths(project.horizons[1].depths + 1)])
    note()
    project.change_horizons(removed=project.horizons[:1])
    note()
    project.change_horizons([horizon(project, "C", 5)], removed=project.horizons)
    note()
    assert timeline.now == [(3, "C", "#ffd400", 5.0, ())]
    for what in ["undo"] * 4 + ["reopen"] + ["redo"] * 2 + ["reopen"] + ["redo"] * 2 + ["undo"] * 6 + ["redo"] * 6:
        project = timeline.go(what, project)
        assert state(project) == timeline.now
        timeline.check(project)


def test_strokes_and_horizons_are_undone_in_the_order_in_which_they_were_made(project):
    project.change_horizons([horizon(project, "A", 10)])
    paint(project, INLINE, 1, slice(0, 3), slice(0, 3))
    project.change_horizons([replace(project.horizons[0], name="B")])
    assert project.undo().horizons == ("B",) and project.horizons[0].name == "A"
    assert project.undo().strokes and project.horizons[0].name == "A"
    version = project.labels_version
    assert project.undo().horizons == ("A",)
    assert project.horizons == () and project.labels_version == version


def test_a_new_name_does_not_store_the_depths_again(project):
    random = np.random.default_rng(0).random(project.geometry.live.shape, np.float32)
    project.change_horizons([Horizon("A", "#ffd400", random)])
    for name in "BCDE":
        project.change_horizons([replace(project.horizons[0], name=name)])
    project.close()
    with closing(sqlite3.connect(project.folder / FILE_NAME)) as database:
        held = [size for (size,) in database.execute("SELECT LENGTH(depths) FROM horizons")]
    assert len(held) == 5 and held.count(None) == 4
    with Project.open(project.folder) as again:
        assert again.horizons[0].name == "E" and np.array_equal(again.horizons[0].depths, random)


@pytest.mark.parametrize("change, sentence", [
    ({"name": " "}, "needs a name"), ({"name": "a\nb"}, "needs a name"), ({"colour": "red"}, "no colour"),
    ({"depths": np.zeros((3, 3), np.float32)}, "another grid"),
    ({"depths": np.full((70, 90), np.inf, np.float32)}, "far outside"),
    ({"depths": np.full((70, 90), 1e6, np.float32)}, "far outside"),
    ({"picks": (HorizonPick(70, 0, 3.0),)}, "outside the survey"),
])  # fmt: skip
def test_a_horizon_that_does_not_fit_is_refused_and_nothing_changes(project, change, sentence):
    with pytest.raises(LabelsError, match=sentence):
        project.change_horizons([horizon(project, "A", 10), replace(horizon(project, "B", 10), **change)])
    assert project.horizons == () and not project.can_undo


def test_an_old_project_opens_and_takes_horizons(tmp_path, survey, geometry):
    OldProject().write(tmp_path / "old.seis", survey, geometry)
    with Project.open(tmp_path / "old.seis") as project:
        assert project.horizons == ()
        project.change_horizons([horizon(project, "A", 10)])
        assert len(reopened(project).horizons) == 1


@pytest.mark.parametrize("change", [
    "depths = x'00'", "depths = NULL", "depths_in = 99", "depths_in = 'x'", "number = 0", "name = ''",
    "colour = 'red'", "event = 'x'", "picks = x'00'",
])  # fmt: skip
def test_a_damaged_horizon_is_told_in_one_sentence(project, change):
    project.change_horizons([horizon(project, "A", 10)])
    project.close()
    with closing(sqlite3.connect(project.folder / FILE_NAME)) as database, database:
        database.execute(f"UPDATE horizons SET {change}")
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(project.folder)


def test_a_horizon_survives_a_kill(project):
    project.close()
    program = f"""
import os, signal, numpy as np
from seisviewer.project.project import Project
from seisviewer.structure.horizons.horizon import Horizon
project = Project.open({str(project.folder)!r})
project.change_horizons([Horizon("A", "#ffd400", np.full(project.geometry.live.shape, 3, np.float32))])
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], env=os.environ, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Project.open(project.folder) as again:
        assert [name for _, name, *_ in state(again)] == ["A"]
